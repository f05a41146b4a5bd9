/** Whatever one function does, it alone is to blame, and the others have their verdicts. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Verdict } from '../../checker/report.ts'
import { ninja } from '../testing.ts'
import { check, filledIn, namesWith, verdictOn, withBody, workspaceWith } from './testing.ts'

const checkBody = (body: string, ...words: string[]) =>
  check(workspaceWith(withBody(filledIn, 'dprobs', body)), ['07', ...words])

const right = 'return probs.pow(-1).mul(dlogprobs)'
const soon = ['--time-limit', '0.3']
const little = ['--memory-limit', '128', '--time-limit', '20']
const line = filledIn.split('\n').findIndex(text => text.includes('function dprobs')) + 2

/** Has each thread take a fifth of a second to end, and says how many still do when the program ends. */
const ENDS_SLOWLY = `
const { isMainThread, Worker } = require('node:worker_threads')
const { terminate } = Worker.prototype
let left = 0
Worker.prototype.terminate = function () {
  left++
  return new Promise(resolve => terminate.call(this).then(() => setTimeout(() => resolve(left--), 200).unref()))
}
if (isMainThread) process.on('exit', () => process._rawDebug(left + ' left'))
`

/** Breaks where a thread is ended, which never is. */
const BREAKS = `
require('node:worker_threads').Worker.prototype.terminate = () => {
  setTimeout(() => { throw new Error('a bug') })
  return new Promise(() => {})
}
`

describe('a function that never ends or takes too much is stopped', () => {
  test.each<[string, Verdict, number, string, string[]]>([
    ['for (;;);', 'timeout', 124, 'took too long and was stopped', soon],
    ['for (;;) console.log("again")', 'timeout', 124, 'took too long and was stopped', soon],
    [
      'const f = (): number => f() + 1\n  return f() as never',
      'threw',
      1,
      'RangeError: Maximum call stack size exceeded',
      [],
    ],
    [
      'const a = []; for(;;) a.push(new Array(1e6).fill(1))',
      'out of memory',
      1,
      'used too much memory and was stopped',
      little,
    ],
    [
      'const a = []; for(;;) a.push(new Float64Array(1e6).fill(1))',
      'out of memory',
      1,
      'used too much memory and was stopped',
      little,
    ],
    [
      'return tensor(new Float64Array(-1), [1])',
      'threw',
      1,
      'RangeError: Invalid typed array length: -1',
      [],
    ],
    ['let s = "x"; for (;;) s += s', 'threw', 1, 'RangeError: Invalid string length', []],
    ['process.exit(0); return probs', 'threw', 1, 'ReferenceError: process is not defined', []],
  ])('%s', (body, verdict, status, message, words) => {
    const checked = checkBody(body, ...words)
    expect(verdictOn(checked, 'dprobs')).toMatchObject({ verdict, message })
    expect(namesWith(checked, 'exact')).toHaveLength(25)
    expect(checked.status).toBe(status)
  })

  test.each([
    'return tensor(new Array(1e9).fill(0))',
    'const a = new Array(4e8).fill(0).map((_, i) => i)\n  return probs.mul(a.length)',
    'return probs.mul(new Array(1e9).sort().length)',
  ])('and so is one that is in the middle of one call, where nothing can end its thread: %s', body => {
    const checked = checkBody(body, ...soon)
    expect(['timeout', 'out of memory']).toContain(verdictOn(checked, 'dprobs').verdict)
    expect(namesWith(checked, 'exact')).toHaveLength(25)
    expect(checked.status).toBe(verdictOn(checked, 'dprobs').verdict === 'timeout' ? 124 : 1)
    expect(checked.stderr).toBe('')
  })

  // C's exit, and a thread that is just ending: that crashes, now and then.
  test('its thread is gone before the program ends', () => {
    const workspace = workspaceWith(withBody(filledIn, 'dprobs', 'for (;;);'))
    const slow = join(workspace, 'slow.cjs')
    writeFileSync(slow, ENDS_SLOWLY)
    const checked = check(workspace, ['07', ...soon], { env: { NODE_OPTIONS: `--require ${slow}` } })
    expect(checked.stderr).toBe('0 left\n')
    expect(checked.status).toBe(124)
  })

  test('a bug that shows while its thread is ended is not silent', () => {
    const workspace = workspaceWith(withBody(filledIn, 'dprobs', 'for (;;);'))
    const broken = join(workspace, 'broken.cjs')
    writeFileSync(broken, BREAKS)
    const env = { NODE_OPTIONS: `--require ${broken}` }
    expect(ninja(workspace, ['check', '07', ...soon], { env }).stderr).toMatch(
      /^internal: Error: a bug\n +at /,
    )
  })

  test('what such a one does after its verdict keeps nobody', () => {
    const body = `setTimeout(() => new Array(1e9).sort())\n  ${right}`
    const checked = checkBody(body)
    expect(checked.report.passed).toBe(true)
    expect(checked.status).toBe(0)
  })

  test('and so is each of several', () => {
    const looping = ['dprobs', 'dh', 'dC'].reduce((text, name) => withBody(text, name, 'for (;;);'), filledIn)
    const checked = check(workspaceWith(withBody(looping, 'dW1', 'return 1 as never')), ['07', ...soon])
    expect(namesWith(checked, 'timeout')).toEqual(['dprobs', 'dh', 'dC'])
    expect(namesWith(checked, 'shape')).toEqual(['dW1'])
    expect(namesWith(checked, 'exact')).toHaveLength(22)
    expect(checked.status).toBe(124)
  })

  test('a slow one has the time it is given', () => {
    // Work, not a look at the clock: the limit is processor time, of which a busy machine gives less.
    const body = `let sum = 0; for (let i = 0; i < 6e7; i++) sum += Math.sqrt(i);\n  ${right}`
    expect(verdictOn(checkBody(body, '--time-limit', '0.05'), 'dprobs').verdict).toBe('timeout')
    expect(verdictOn(checkBody(body), 'dprobs').verdict).toBe('exact')
  })
})

describe('what is no gradient', () => {
  test.each<[string, Verdict, RegExp]>([
    ['return 3 as never', 'shape', /^shape \(\), needs \(32, 27\)$/],
    ['', 'not a tensor', /^returned nothing$/],
    ['return null as never', 'not a tensor', /^returned null$/],
    ['return probs.tolist() as never', 'not a tensor', /^returned a list of 32$/],
    ['return Promise.resolve(probs) as never', 'not a tensor', /^returned a promise$/],
    ['return (async () => { throw new Error("late") })() as never', 'not a tensor', /^returned a promise$/],
    [
      'return probs.mul(NaN)',
      'not finite',
      /^864 of 864 elements are NaN or infinite, the first at \[0, 0\]$/,
    ],
    ['return probs.div(0)', 'not finite', /^864 of 864 elements/],
    ['return arguments[0].dprobs', 'threw', /^dprobs asks for dprobs, the gradient that it computes itself$/],
    ['return arguments[0].dC', 'threw', /^dprobs asks for dC, but C comes before probs/],
    ['return arguments[0].dlogprob', 'threw', /^there is no "dlogprob" in this exercise$/],
    ['return (1.0 / probs) * dlogprobs as never', 'threw', /^the operators .* do not work on tensors$/],
    ['return probs.power(-1)', 'threw', /^TypeError: probs.power is not a function$/],
    ['return onesLike(probs)', 'threw', /^ReferenceError: onesLike is not defined$/],
    ['return probs.sum(1, keepdim=True)', 'threw', /^ReferenceError: True is not defined$/],
    [
      'return probs.matmul(dlogprobs)',
      'threw',
      /^matmul: \(32, 27\) @ \(32, 27\): the inner sizes 27 and 32 differ/,
    ],
    ['throw "a text"', 'threw', /^threw the text "a text"$/],
    [
      'throw new Proxy(new Error(), { get() { throw 1 } })',
      'threw',
      /^threw something that cannot even be looked at/,
    ],
    ['return new Proxy({}, { getPrototypeOf() { throw 1 } }) as never', 'threw', /^threw the number 1$/],
    ['return TODO()', 'threw', /^ReferenceError: TODO is not defined$/],
  ])('%s', (body, verdict, message) => {
    const checked = checkBody(body)
    expect(verdictOn(checked, 'dprobs')).toMatchObject({ verdict, message: expect.stringMatching(message) })
    const others = checked.report.gradients.filter(({ name }) => name !== 'dprobs')
    expect(others.filter(g => !['exact', 'approximate', 'inherited'].includes(g.verdict))).toEqual([])
    expect(checked.report.error).toBeNull()
    expect(checked.status).toBe(1)
  })

  test.each([
    ['throws', 'const a = 1\n  return probs.add(missing)', 1],
    ['is a blank', 'const a = 1\n\n  return missing.add(a)', 2],
    ['is elsewhere', 'const f = () => {\n    throw new Error()\n  }\n  return f()', 1],
  ])('the line that %s is named', (_, body, below) => {
    expect(verdictOn(checkBody(body), 'dprobs').line).toBe(line + below)
  })
})

describe('what a function does on the side', () => {
  test('it may print: that is shown once, with its name', () => {
    const { report } = checkBody(
      `console.log('shape', probs.shape, { a: 1 })\n  console.error('b')\n  ${right}`,
    )
    expect(report.passed).toBe(true)
    expect(report.printed).toEqual([
      { by: 'dprobs', text: 'shape [ 32, 27 ] { a: 1 }' },
      { by: 'dprobs', text: 'b' },
    ])
  })

  test.each([
    ['fail later', 'setTimeout(() => { throw new Error("late") })'],
    ['reject later', 'void Promise.reject(new Error("late"))'],
    ['loop later', 'setTimeout(() => { for (;;); })'],
  ])('it may %s, and nobody else notices', (_, deed) => {
    const body = `const copies = [probs.clone(), dlogprobs.clone()]\n  const result = copies[0].pow(-1).mul(copies[1])`
    const checked = checkBody(`${body}.clone()\n  ${deed}\n  return result`)
    expect(checked.report).toMatchObject({ passed: true, error: null })
    expect(checked.status).toBe(0)
  })
})

describe('what a function may not do', () => {
  test.each([
    ['the numbers of a gradient', 'dlogprobs.data.fill(0)', 'dlogprobs'],
    ['one number of a value', 'probs.data[7] += 1', 'probs'],
    ['a shape', ';(dlogprobs.shape as number[]).reverse()', 'dlogprobs'],
    ['the array of the numbers', ';(probs as any).data = probs.data.slice()', 'probs'],
  ])('change %s of what it was given: it alone is wrong, and is told what it changed', (_, deed, name) => {
    const checked = checkBody(`const result = probs.pow(-1).mul(dlogprobs)\n  ${deed}\n  return result`)
    expect(verdictOn(checked, 'dprobs')).toMatchObject({
      verdict: 'wrong',
      message: `changes \`${name}\`, which it was given`,
      diagnosis: { family: 'stale or aliased' },
    })
    expect(namesWith(checked, 'exact')).toHaveLength(25)
    expect(checked.status).toBe(1)
  })

  test.each([
    ['Math.abs = () => 0', /^TypeError: abs cannot be changed$/],
    ['probs.constructor.prototype.add = function () { return this }', /^TypeError: add cannot be changed$/],
    ['Array.prototype.map = () => []', /^TypeError: map belongs to JavaScript itself and cannot be changed$/],
    ['(globalThis as any).kept = 1', /^TypeError: Cannot add property kept, object is not extensible$/],
    ['process.stdout.write("{")', /^ReferenceError: process is not defined$/],
    ['setInterval(() => {}, 10)', /^ReferenceError: setInterval is not defined$/],
  ])('%s', (deed, message) => {
    const body = `${deed}\n  ${right}`
    const checked = check(workspaceWith(withBody(filledIn, 'dprobs', body)), ['07'])
    expect(verdictOn(checked, 'dprobs')).toMatchObject({
      verdict: 'threw',
      message: expect.stringMatching(message),
    })
    expect(namesWith(checked, 'exact')).toHaveLength(25)
  })
})

describe('a wrong line in an otherwise right file', () => {
  test.each<[string, string, Verdict]>([
    ['dprobs', 'return dlogprobs', 'wrong'],
    ['dlogits', 'return dnorm_logits', 'coincidence'],
    ['db1', 'return dhprebn.sum(0).mul(0)', 'coincidence'],
    ['dbnmeani', 'return dbndiff.neg().sum(0)', 'shape'],
    ['dlogprobs', 'return zerosLike(logprobs).indexPut([arange(n), Yb], -1 / 32)', 'coincidence'],
    ['dbndiff', 'return bnvar_inv.mul(dbnraw)', 'wrong'],
  ])('%s: %s', (name, body, verdict) => {
    const checked = check(workspaceWith(withBody(filledIn, name, body)))
    expect(namesWith(checked, verdict)).toEqual([name])
    const right = [...namesWith(checked, 'exact'), ...namesWith(checked, 'approximate')]
    expect(right.length + namesWith(checked, 'inherited').length).toBe(25)
    expect(checked.status).toBe(1)
    expect(checked.report.passed).toBe(false)
  })
})
