/** The pool with programs that stand in for ours: they break, hang and lie at a word. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder } from '../testing.ts'
import type { JudgeOrder } from './orders.ts'
import { openPool, type PoolJob } from './pool.ts'

/** Each process writes down what it is given; the name of a file says what comes of it. */
const CHILD = `
const fs = require('fs')
const log = process.argv[2]
const ready = () => process.send({ kind: 'ready' })
process.on('message', ({ name }) => {
  fs.appendFileSync(log, name + ' ' + process.pid + '\\n')
  if (name.startsWith('crash')) process.abort()
  if (name.startsWith('hang')) for (;;) {}
  if (name.startsWith('once') && fs.readFileSync(log, 'utf8').split(name + ' ').length === 2) process.exit(7)
  if (name.startsWith('broken')) {
    process.send({ kind: 'unusable', code: 'pack', message: 'the pack is broken', advice: null })
    return
  }
  process.send({ kind: 'judged', json: JSON.stringify(name) })
  if (name.startsWith('last')) process.exit(0)
  ready()
})
process.on('disconnect', () => process.exit(0))
if (process.argv[3] !== 'mute') ready()
else process.exit(1)
`

interface Pooled {
  /** What came of each name. */
  readonly answers: ReadonlyMap<string, unknown>
  /** How often each name was given to a process. */
  readonly given: (name: string) => number
  readonly failed: unknown
}

async function pooled(names: readonly string[], jobs = 2, words: readonly string[] = []): Promise<Pooled> {
  const folder = emptyFolder()
  const [program, log] = [join(folder, 'child.cjs'), join(folder, 'log')]
  writeFileSync(program, CHILD)
  writeFileSync(log, '')
  const answers = new Map<string, unknown>()
  async function* all(): AsyncGenerator<PoolJob> {
    for (const name of names)
      yield {
        order: { name } as JudgeOrder,
        done: answer => answers.set(name, typeof answer === 'string' ? answer : JSON.parse(answer.json)),
      }
  }
  const pool = openPool(all(), { program, words: [log, ...words], patience: 1500, jobs })
  const failed = await pool.ended.then(
    () => null,
    error => error,
  )
  const lines = readFileSync(log, 'utf8').split('\n')
  return { answers, given: name => lines.filter(line => line.startsWith(`${name} `)).length, failed }
}

test('a process that breaks, or never answers, costs the file that it was at, twice tried', async () => {
  const { answers, given, failed } = await pooled(['a', 'crash', 'b', 'hang', 'c', 'last', 'd'])
  expect(failed).toBeNull()
  expect(Object.fromEntries(answers)).toEqual({
    ...{ a: 'a', crash: 'crash', b: 'b', hang: 'timeout', c: 'c', last: 'last', d: 'd' },
  })
  expect([given('crash'), given('hang'), given('a'), given('last'), given('d')]).toEqual([2, 2, 1, 1, 1])
})

test('a file that a process broke over by coincidence is judged by another', async () => {
  const { answers, given } = await pooled(['once'], 1)
  expect([answers.get('once'), given('once')]).toEqual(['once', 2])
})

test('an exercise that cannot be used ends it all, and says why', async () => {
  const { failed, answers } = await pooled(['broken', 'a', 'b'], 1)
  expect((failed as Error).message).toBe('the pack is broken')
  expect(answers.size).toBe(0)
})

test('processes that end at once are a bug of ours, and not started for ever', async () => {
  const { failed } = await pooled(['a'], 1, ['mute'])
  expect((failed as Error).message).toBe('internal: processes that judge end at once')
})

test('once it is stopped nothing more comes, and no process is left', async () => {
  const folder = emptyFolder()
  const [program, log] = [join(folder, 'child.cjs'), join(folder, 'log')]
  writeFileSync(program, CHILD)
  writeFileSync(log, '')
  let came = 0
  async function* all(): AsyncGenerator<PoolJob> {
    yield { order: { name: 'hang' } as JudgeOrder, done: () => came++ }
    // As where a room is still to be found out.
    await new Promise(() => {})
  }
  const pool = openPool(all(), { program, words: [log], patience: 60_000, jobs: 2 })
  while (!readFileSync(log, 'utf8').includes('hang')) await new Promise(resolve => setTimeout(resolve, 20))
  pool.stop()
  await pool.ended
  expect(came).toBe(0)
  const pid = Number(readFileSync(log, 'utf8').split(' ')[1])
  await expect.poll(() => isAlive(pid)).toBe(false)
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
