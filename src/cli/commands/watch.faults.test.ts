/** A learner's function that never ends or takes too much, while `ninja watch` runs. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { describe, expect, vi } from 'vitest'
import { wholeText } from '../solving.ts'
import type { ScreenView, TerminalSetup } from '../watch/terminals.ts'
import { sleep, test, watching } from '../watch/testing.ts'

const right = wholeText('01')
/** 01 all right, but for what its second function does first. */
const doing = (what: string): string =>
  right.replace('  return probs.pow(-1)', `  ${what}\n  return probs.pow(-1)`)

const processes = (): { pid: number; parent: number }[] =>
  execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map(line => line.trim().split(/\s+/).map(Number))
    .map(([pid, parent]) => ({ pid, parent }))

/** The processes that one has started, and those that they did. */
function startedBy(pid: number, all = processes()): number[] {
  const own = all.filter(({ parent }) => parent === pid).map(child => child.pid)
  return own.flatMap(child => [child, ...startedBy(child, all)])
}

const isThere = (pid: number): boolean => processes().some(process => process.pid === pid)

/** Leaves, and sees that nothing is left. */
async function leave(seen: ScreenView): Promise<void> {
  const started = [seen.pid, ...startedBy(seen.pid)]
  seen.press('q')
  expect((await seen.ended).exitCode).toBe(0)
  await vi.waitFor(() => expect(started.filter(isThere)).toEqual([]), 2000)
}

const watchingWith = (text: string, setting: TerminalSetup = {}) => watching('01', setting, text)

describe('is stopped and named, the other has its verdict, the next save works and nothing is left:', () => {
  test.for([
    ['an endless loop', 'for (;;) {}', /dprobs: timeout/],
    [
      'endless recursion',
      'const f = (): number => f() + 1\n  f()',
      /dprobs: threw[\s\S]*call stack[\s\S]*call itself/,
    ],
    ['endless mutual recursion', 'const f = () => g()\n  const g = () => f()\n  f()', /dprobs: threw/],
    [
      'endless collecting',
      'const a = []\n  for (;;) a.push(new Float64Array(1e6).fill(1))',
      /dprobs: (timeout|out of memory)/,
    ],
    ['a huge array', 'new Array(1e8).fill(0)', /dprobs: (timeout|out of memory)/],
    ['a huge array that is sorted', 'new Array(1e9).sort()', /dprobs: timeout/],
    ['a huge tensor', 'new Float64Array(2e9).fill(1)', /dprobs: (timeout|out of memory|threw)/],
    ['process.exit', 'process.exit()', /dprobs: threw/],
  ] as const)('%s', async ([, what, verdict]) => {
    const { file, seen } = watchingWith(doing(what))
    await seen.wait(verdict)
    expect(seen.screen()).toMatch(/1 right, 1 wrong/)
    writeFileSync(file, right)
    await seen.wait('passed: both gradients are right')
    await leave(seen)
  })
})

test('200 saves in 10 seconds: the last verdict is of the last one, and nothing is left', async () => {
  const { file, seen } = watchingWith(right)
  await seen.wait('passed: both gradients are right')
  const begun = performance.now()
  for (let save = 1; save <= 200; save++) {
    writeFileSync(file, doing(`console.log('save ${save}.')`))
    await sleep(Math.max(0, begun + 50 * save - performance.now()))
  }
  await seen.wait('save 200.')
  await sleep(500)
  expect(seen.screen()).toContain('save 200.')
  await leave(seen)
})

test('what breaks the whole engine is told in a sentence, and the next save works', async () => {
  const { file, seen } = watchingWith(doing('"x".repeat(1.35e8).split("")'))
  await seen.wait('ended in the middle of the check')
  expect(seen.output()).not.toMatch(/FATAL|Fatal|native stack/i)
  writeFileSync(file, right)
  await seen.wait('passed: both gradients are right')
  await leave(seen)
})

test('a save while one runs that cannot be ended is judged all the same', async () => {
  const { file, seen } = watchingWith(right)
  await seen.wait('passed: both gradients are right')
  writeFileSync(file, doing('new Array(1e9).sort()'))
  await seen.wait('checking …')
  writeFileSync(file, doing("console.log('the newest')"))
  await seen.wait('the newest')
  await leave(seen)
})

test('one process judges save after save', async () => {
  const { file, seen } = watchingWith(right)
  await seen.wait('passed: both gradients are right')
  const before = startedBy(seen.pid)
  for (const what of ['one', 'two', 'three']) {
    writeFileSync(file, doing(`console.log('${what}.')`))
    await seen.wait(`${what}.`)
    await sleep(1000)
  }
  expect(startedBy(seen.pid)).toEqual(before)
  await leave(seen)
})

test('a process that checks and is ended from outside is replaced', async () => {
  const { file, seen } = watchingWith(right)
  await seen.wait('passed: both gradients are right')
  for (const pid of startedBy(seen.pid)) process.kill(pid, 'SIGKILL')
  writeFileSync(file, doing('for (;;) {}'))
  await seen.wait('dprobs: timeout')
  await leave(seen)
})

test('nothing is left when watch itself is killed while a function runs that cannot be ended', async () => {
  const { file, seen } = watchingWith(right)
  await seen.wait('passed: both gradients are right')
  writeFileSync(file, doing('new Array(1e9).sort()'))
  await seen.wait('checking …')
  const started = startedBy(seen.pid)
  expect(started.length).toBeGreaterThan(0)
  process.kill(seen.pid, 'SIGKILL')
  await vi.waitFor(() => expect(started.filter(isThere)).toEqual([]), 5000)
})
