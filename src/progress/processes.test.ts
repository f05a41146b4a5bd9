/** What holds when several processes share a folder, and when they are killed at any moment. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isAlive } from './processes.ts'
import { progressOf } from './progress.ts'
import { openStore } from './store.ts'

const NO_PROCESS = 2 ** 30

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ninja-processes-'))
})
afterEach(async () => {
  await Promise.all(children.splice(0).map(kill))
  rmSync(folder, { recursive: true })
})

/** Children import these by their address: a script that is given as text has no place of its own. */
const PRELUDE = ['atomic', 'lock', 'processes', 'progress', 'store']
  .map(name => `import * as ${name} from ${JSON.stringify(new URL(`./${name}.ts`, import.meta.url).href)}`)
  .join('\n')

/** A running script, and the last line it has said. */
interface Child {
  readonly process: ChildProcess
  said: string
}

/** All that this test has started. */
const children: Child[] = []

/** Starts `script` in its own process, which reads `given` as a constant. It runs once it says something. */
async function start(script: string, given: object): Promise<Child> {
  const code = `${PRELUDE}
    import { existsSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
    const given = ${JSON.stringify(given)}
    const say = what => writeSync(1, what + '\\n')
    ${script}`
  const child: Child = {
    process: spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', code], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
    said: '',
  }
  children.push(child)
  let text = ''
  child.process.stdout!.on('data', data => {
    text += data
    child.said = text.slice(0, text.lastIndexOf('\n')).split('\n').at(-1)!
  })
  await once(child.process.stdout!, 'data')
  return child
}

/** Starts the script in several processes and lets all go at once. @returns when all have ended well */
async function race(count: number, script: string, given: object): Promise<void> {
  const go = join(folder, 'go')
  const gated = `say('ready'); while (!existsSync(given.go)) processes.sleep(1); ${script}`
  const racers = await Promise.all(Array.from({ length: count }, () => start(gated, { ...given, go })))
  const ends = racers.map(child => once(child.process, 'exit'))
  writeFileSync(go, '')
  for (const end of ends) expect(await end).toEqual([0, null])
}

async function kill(child: Child): Promise<void> {
  if (child.process.exitCode !== null || child.process.signalCode !== null) return
  const end = once(child.process, 'close')
  child.process.kill('SIGKILL')
  await end
}

test('a file is whole at every moment, whenever its writers are killed', async () => {
  const path = join(folder, 'a.json')
  const script = `
    for (let n = 1; ; n++) {
      const text = 'x'.repeat(Math.random() * 20_000)
      atomic.writeAtomically(given.path, JSON.stringify({ n, length: text.length, text, end: n }))
      say(n)
    }`
  const expectWhole = () => {
    const { n, length, text, end } = JSON.parse(readFileSync(path, 'utf8'))
    expect([text.length, end]).toEqual([length, n])
  }
  let writes = 0
  const writer = async () => {
    for (let life = 0; life < 3; life++) {
      const child = await start(script, { path })
      const last = Date.now() + 50 + 400 * Math.random()
      while (Date.now() < last) {
        expectWhole()
        await wait(1)
      }
      await kill(child)
      expectWhole()
      writes += Number(child.said)
    }
  }
  await Promise.all([writer(), writer()])
  expect(writes).toBeGreaterThan(0) // thousands, where the disk is not slow
})

test('what an update has saved stays saved, whenever other runs are killed', async () => {
  const script = `
    const { update } = store.openStore(given.folder)
    const at = new Date()
    for (let n = 1; ; n++) {
      update(before => progress.noteCheck(before, given.id, { passed: false, gradients: {}, at }))
      say(n)
      processes.sleep(Math.random()) // or nobody else ever gets the lock on a busy machine
    }`
  const checks = (id: string) => progressOf(openStore(folder).read().progress, id).checks
  const run = async (name: string) => {
    for (let life = 0; life < 3; life++) {
      const id = `${name}/${life}`
      const child = await start(script, { folder, id })
      await wait(50 + 200 * Math.random())
      await kill(child)
      // One more may have been saved that it had no time to say.
      expect(checks(id) - Number(child.said)).toBeOneOf([0, 1])
    }
  }
  await Promise.all([run('a'), run('b')])
})

test('2 x 50 updates of two runs at once all survive', async () => {
  const script = `
    const at = new Date()
    for (let n = 0; n < 50; n++) {
      store.openStore(given.folder).update(before =>
        progress.noteCheck(before, 'a/1', { passed: false, gradients: {}, at }))
      processes.sleep(2 * Math.random())
    }`
  await race(2, script, { folder })
  expect(progressOf(openStore(folder).read().progress, 'a/1').checks).toBe(100)
})

test('of several who find a stale lock only one takes it', async () => {
  const script = `
    for (let n = 0; n < 100; n++) {
      lock.withLock(given.path, () => {
        writeFileSync(given.count, String(Number(readFileSync(given.count, 'utf8')) + 1))
        writeFileSync(given.path, given.dead) // as if we had been killed here
      })
    }`
  const count = join(folder, 'count')
  writeFileSync(count, '0')
  await race(3, script, {
    path: join(folder, 'a.lock'),
    count,
    dead: `${NO_PROCESS} ${hostname()} x`,
  })
  expect(readFileSync(count, 'utf8')).toBe('300')
})

test('this process is alive, and what is no process is not', () => {
  expect(isAlive(process.pid)).toBe(true)
  for (const pid of [0, -1, 1.5, Number.NaN, NO_PROCESS, 2 ** 40]) expect(isAlive(pid)).toBe(false)
})
