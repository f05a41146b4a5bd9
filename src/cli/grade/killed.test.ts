/** Grading that is killed at any moment, and run again. PROVE=1 kills it 20 times. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { GradeRecord } from '../../grade/record.ts'
import { fileOf } from '../../learner/testing.ts'
import { emptyFolder, ninja, program } from '../testing.ts'

const KILLS = process.env.PROVE === '1' ? 20 : 3
const FILES = 24

const folder = emptyFolder()
for (let i = 0; i < FILES; i++)
  writeFileSync(join(folder, `s${i}.ts`), fileOf({ body: `return probs.mul(${i})` }))

const wordsFor = (out: string): string[] => ['grade', '01', folder, '--out', out, '--isolate', 'thread']

const start = (out: string): ChildProcess =>
  spawn(process.execPath, [program, ...wordsFor(out)], { stdio: 'ignore' })

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise(resolve => child.on('exit', status => resolve(status)))

const textIn = (out: string): string => {
  const path = join(out, 'results.jsonl')
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

/** The whole lines. */
const linesIn = (out: string): string[] => textIn(out).split('\n').slice(0, -1)

const withoutTime = (line: string): GradeRecord => ({ ...JSON.parse(line), ms: 0 })

const sleep = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

test(`killed ${KILLS} times and run again, it comes to the same, and nothing is graded twice`, async () => {
  const whole = emptyFolder()
  const since = performance.now()
  expect(ninja(folder, wordsFor(whole)).status).toBe(0)
  const took = performance.now() - since
  const out = emptyFolder()
  for (let kill = 0; kill < KILLS; kill++) {
    const before = linesIn(out)
    const child = start(out)
    const end = ended(child)
    // Somewhere in it: each run has less to do than the one before.
    await sleep(Math.random() * took * (1 - kill / (2 * KILLS)))
    child.kill('SIGKILL')
    await end
    const after = linesIn(out)
    // A line that was there stays, byte for byte: its file was not judged again.
    for (const line of before) expect(after).toContain(line)
    const keys = after.map(line => JSON.parse(line).key)
    expect(new Set(keys).size).toBe(keys.length)
  }
  const before = linesIn(out)
  expect(ninja(folder, wordsFor(out)).status).toBe(0)
  const after = linesIn(out)
  expect(after.map(withoutTime)).toEqual(linesIn(whole).map(withoutTime))
  for (const line of before) expect(after).toContain(line)
  for (const name of ['manifest.json', 'grades.csv', 'blanks.csv', 'class.json', 'class.html'])
    expect(readFileSync(join(out, name), 'utf8')).toBe(readFileSync(join(whole, name), 'utf8'))
}, 300_000)

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s ends it with 75, and what is finished is kept',
  async signal => {
    const out = emptyFolder()
    const child = start(out)
    const end = ended(child)
    while (linesIn(out).length < 2) await sleep(5)
    child.kill(signal)
    expect(await end).toBe(75)
    const kept = linesIn(out)
    expect(kept.length).toBeGreaterThanOrEqual(2)
    expect(existsSync(join(out, 'manifest.json'))).toBe(false)
    expect(ninja(folder, wordsFor(out)).status).toBe(0)
    for (const line of kept) expect(linesIn(out)).toContain(line)
  },
)
