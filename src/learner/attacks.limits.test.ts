/** Files that do not come to an end, or take all there is: each is stopped, told, and the program ends in time. */
import { describe, expect, test } from 'vitest'
import { heldBack } from './testing.ts'

const SECONDS = 1000
/** One stop of two seconds of work, on a machine that does other things as well. */
const STOP = 15 * SECONDS

type Rows = Readonly<Record<string, string>>

/** Where nothing is right, nothing needs the usual time. */
const SHORT = ['--time-limit', '0.5']

/** In one function; the other is a blank. */
function expectStopped(rows: Rows, verdict: RegExp, words = SHORT, within = STOP): void {
  test.concurrent.each(Object.entries(rows))('%s', { timeout: 3 * within }, async (_, body) => {
    const { gradients } = await heldBack({ bodies: { dprobs: body } }, within, words)
    expect(gradients.map(({ verdict }) => verdict)).toEqual(['blank', expect.stringMatching(verdict)])
  })
}

const s = 'const s: any = arguments[0]\n  '
const e = 'const e: any = new Error()\n  '

describe('in a function, with the time that is usual:', () => {
  expectStopped({ 'a loop (22)': 'for (;;) {}' }, /timeout/, [])
})

describe('in a function:', () => {
  expectStopped(
    {
      'a loop in a generator (23)': '(function* (): any { for (;;) {} })().next()',
      'a loop that catches everything': 'for (;;) try { for (;;) {} } catch {} finally { continue }',
      'a regular expression (26)': "/^(a+)+$/.test('a'.repeat(50) + 'b')",
      'asking whether names are there': `${s}for (let i = 0; ; i++) 'd' + i in s`,
      'asking for what is not there': `${s}for (let i = 0; ; i++) try { s['d' + i] } catch {}`,
      'asking for all, and catching what comes': `${s}for (;;) for (const name of Object.keys(s)) try { s['d' + name] } catch {}`,
      'a sort that is never content': 'for (;;) [3, 1, 2].sort(() => Math.random() - 0.5)',
      'a BigInt that grows': 'let x: any = 3n\n  for (;;) x *= x',
    },
    /timeout|out of memory/,
  )
})

describe('in what is looked at afterwards:', () => {
  expectStopped(
    {
      'the message of an error': `${e}Object.defineProperty(e, 'message', { get() { for (;;) {} } })\n  throw e`,
      'its name, when it becomes a text': `${e}e.name = { toString() { for (;;) {} } }\n  throw e`,
      'whose child it is': 'throw new Proxy({}, { getPrototypeOf() { for (;;) {} } })',
      'the numbers of a tensor':
        'const x: any = probs.mul(1)\n  Object.defineProperty(x, "data", { get() { for (;;) {} } })\n  return x',
      'the sizes of a tensor':
        'const x: any = probs.mul(1)\n  x.shape = [{ valueOf() { for (;;) {} } }, 27]\n  return x',
    },
    /timeout/,
  )
})

describe('memory:', () => {
  expectStopped(
    {
      'buffers (27)': 'const all: any = []\n  for (;;) all.push(new Float64Array(2 ** 23).fill(1))',
      'objects (28)': 'let x: any = null\n  for (;;) x = { x, more: [1, 2, 3] }',
      'a map': 'const m = new Map()\n  for (let i = 0; ; i++) m.set(i, { i })',
      promises: 'for (;;) Promise.reject(new Float64Array(1000))',
      printing: "for (;;) console.log('x'.repeat(1e5))",
    },
    /timeout|out of memory/,
    [],
  )
})

describe('while V8 listens to nothing:', () => {
  expectStopped(
    {
      'a sort of 2^27 places': 'return new Array(2 ** 27).fill(0).sort() as any',
      'a sort of 2^27 numbers': 'return new Float64Array(2 ** 27).fill(1).sort() as any',
      'a fill of 2^30 numbers': 'return new Float64Array(2 ** 30).fill(1) as any',
    },
    /timeout|out of memory/,
    SHORT,
    30 * SECONDS,
  )
})

test.concurrent.each([
  ['a loop (53)', 'for (;;) {}', 'timeout'],
  ['a loop in a class that is made', 'class A { static { for (;;) {} } }', 'timeout'],
  [
    'all memory',
    'const all: any = []; for (;;) all.push(new Float64Array(2 ** 23).fill(1))',
    'timeout|exercise',
  ],
  ['a sort of 2^27 places', 'new Array(2 ** 27).fill(0).sort()', 'timeout|exercise'],
  ['a stack that overflows', '(function f(): any { return f() + 1 })()', 'exercise'],
])('while the file is loaded: %s', { timeout: 60_000 }, async (_, prelude, code) => {
  const { error, gradients } = await heldBack({ prelude }, 30 * SECONDS, SHORT)
  expect(gradients).toEqual([])
  expect(error?.code).toMatch(new RegExp(`^(${code})$`))
})

describe('a stack that overflows', () => {
  const overflow = 'const deep = (): any => { try { return deep() } catch { return s.dlogprobs } }'
  test.concurrent.each([
    ['in the middle of a question, caught', `${s}${overflow}\n  deep()\n  return probs`],
    [
      'in the middle of many',
      `${s}const deep = (): any => { try { s.dlogprobs; s.dnothing } catch {} ; return deep() }\n  try { deep() } catch {}\n  return probs`,
    ],
    [
      'while it is printed',
      'const deep = (): any => { try { deep() } catch { console.log([[[{}]]]) } }\n  deep()\n  return probs',
    ],
    [
      'in what is thrown',
      'throw { get constructor(): any { return this.constructor }, toString(): any { return this.toString() } }',
    ],
    [
      'in the message of an error',
      `${e}Object.defineProperty(e, 'message', { get: () => e.message })\n  throw e`,
    ],
    [
      'in a list within a list',
      'const a: any = []\n  let b = a\n  for (let i = 0; i < 1e6; i++) b.push(b = [])\n  return a',
    ],
    ['in JSON', "return JSON.parse('['.repeat(1e6) + ']'.repeat(1e6))"],
    ['in a regular expression', "return new RegExp('('.repeat(1e5) + ')'.repeat(1e5)) as any"],
    ['in new code', "return new Function('return ' + '('.repeat(1e6)) as any"],
  ])('%s', { timeout: 60_000 }, async (_, body) => {
    const { gradients } = await heldBack({ bodies: { dprobs: body } }, STOP, SHORT)
    expect(gradients[1].verdict).not.toMatch(/exact|approximate|blank/)
  })
})

describe('a check of values', () => {
  const loop = 'for (;;) {}'
  test.concurrent('stops each blank once', { timeout: 120_000 }, async () => {
    const { gradients } = await heldBack({ exercise: 'derivatives/01', body: loop }, 40 * SECONDS, SHORT)
    expect(new Set(gradients.map(({ verdict }) => verdict))).toEqual(new Set(['timeout']))
  })

  test.concurrent('leaves the others their verdicts', { timeout: 60_000 }, async () => {
    const bodies = { rise: 'return f(x + h) - f(x)', slope: loop, derivative: 'return 3 * x ** 2 - 2' }
    const { gradients } = await heldBack({ exercise: 'derivatives/01', bodies }, STOP, SHORT)
    const right = gradients.filter(({ exact, approximate }) => exact || approximate)
    expect([...new Set(right.map(({ blank }) => blank))].sort()).toEqual(['derivative', 'rise'])
  })

  test.concurrent.each([
    [
      'a list of a hundred thousand and one',
      'return Array.from({ length: 100_001 }, (_, i) => i) as any',
      'a very long list',
    ],
    ['a typed array of two million', 'return new Float64Array(2e6) as any', 'a very long list'],
    [
      'lists that double',
      'let y: any = 1\n  for (let i = 0; i < 19; i++) y = [y, y, y]\n  return y',
      'a very long list',
    ],
    ['a list within itself', 'const a: any = []\n  a.push(a, a)\n  return a', 'a list'],
    ['a text of ten million letters', "return 'x'.repeat(1e7) as any", 'a very long text'],
    [
      'a list that gives more than it has',
      'return new Proxy([1], { get: (t, k) => k === Symbol.iterator ? function* () { for (;;) yield 1 } : Reflect.get(t, k) }) as any',
      'a very long list',
    ],
  ])('tells %s', { timeout: 60_000 }, async (_, body, told) => {
    const { gradients } = await heldBack(
      { exercise: 'derivatives/01', bodies: { derivative: body } },
      40 * SECONDS,
      SHORT,
    )
    expect(gradients.find(({ blank }) => blank === 'derivative')!.message).toContain(told)
  })
})
