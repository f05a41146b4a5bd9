/** Files that do not come to an end, or take all there is: each is stopped in its room, and the next file finds nothing of it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Report } from '../checker/report.ts'
import { type Attack, fileOf, thief } from '../learner/testing.ts'
import { type JudgingThread, openJudging } from './testing.ts'

let thread: JudgingThread
beforeAll(async () => {
  thread = await openJudging()
})
afterAll(() => thread.end())

async function reportOn(attack: Attack, time = 300): Promise<Report> {
  const exercise = attack.exercise === 'derivatives/01' ? 'derivatives/01_slope' : 'makemore/01_log_loss'
  const text = String(fileOf(attack))
  const limits = { time, isWish: true }
  const { report, thrown } = await thread.judge({ exercise, text, file: '/x.ts', room: 'quickjs', limits })
  expect(thrown).toBeNull()
  expect(report).toMatchObject({ version: 1, passed: false })
  return report as Report
}

type Rows = Readonly<Record<string, string>>

/** In one function; the other is a blank. */
function expectStopped(rows: Rows, verdict: RegExp): void {
  test.each(Object.entries(rows))('%s', async (_, body) => {
    const { gradients } = await reportOn({ bodies: { dprobs: body } })
    expect(gradients.map(({ verdict }) => verdict)).toEqual(['blank', expect.stringMatching(verdict)])
  })
}

const s = 'const s: any = arguments[0]\n  '
const e = 'const e: any = new Error()\n  '

describe('without an end:', () => {
  expectStopped(
    {
      'a loop': 'for (;;) {}',
      'a loop that catches everything': 'for (;;) try { for (;;) {} } catch {} finally { continue }',
      'a loop in finally': 'try { throw 1 } finally { for (;;) {} }',
      'a promise that is never made': 'new Promise(() => { for (;;) {} })\n  return probs',
      'a promise that fails to be made, and another':
        'for (let i = 0; i < 3; i++) new Promise(() => { for (;;) {} })\n  return probs',
      'an async function': '(async () => { for (;;) {} })()\n  return probs',
      'a generator': '(function* (): any { for (;;) {} })().next()',
      'a regular expression': "/^(a+)+$/.test('a'.repeat(50) + 'b')",
      'a sort that is never content': 'for (;;) [3, 1, 2].sort(() => Math.random() - 0.5)',
      'a trap of a Proxy': 'return Reflect.ownKeys(new Proxy({}, { ownKeys() { for (;;) {} } })) as any',
      'asking whether names are there': `${s}for (let i = 0; ; i++) 'd' + i in s`,
      'asking for what is not there': `${s}for (let i = 0; ; i++) try { s['d' + i] } catch {}`,
      'a function of QuickJS itself, which listens to nobody':
        'return Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1) as any',
    },
    /timeout/,
  )
})

describe('in what is looked at afterwards:', () => {
  expectStopped(
    {
      'the message of an error': `${e}Object.defineProperty(e, 'message', { get() { for (;;) {} } })\n  throw e`,
      'whose child it is': 'throw new Proxy({}, { getPrototypeOf() { for (;;) {} } })',
      'the sizes of a tensor':
        'const x: any = probs.mul(1)\n  x.shape = [{ valueOf() { for (;;) {} } }, 27]\n  return x',
    },
    /timeout/,
  )
})

describe('memory:', () => {
  const rows: Rows = {
    buffers: 'const all: any = []\n  for (;;) all.push(new Float64Array(2 ** 20).fill(1))',
    objects: 'let x: any = null\n  for (;;) x = { x, more: [1, 2, 3] }',
    'a text that doubles': "let x = 'x'\n  for (;;) x += x",
    'a BigInt that grows': 'let x: any = 3n\n  for (;;) x *= x',
    printing: "for (;;) console.log('x'.repeat(1e5))",
    'a list, filled': 'return new Array(2 ** 27).fill(0).sort() as any',
  }
  test.each(Object.entries(rows))('%s', async (_, body) => {
    const { gradients } = await reportOn({ bodies: { dprobs: body } }, 2000)
    expect(gradients[1].verdict).toMatch(/timeout|out of memory|threw/)
  })

  test('a file that takes all there is is told so', async () => {
    const { gradients } = await reportOn({ bodies: { dprobs: rows.buffers } }, 10_000)
    expect(gradients[1].verdict).toBe('out of memory')
  })
})

describe('a stack that overflows', () => {
  test.each([
    [
      'caught in the middle of a question',
      `${s}const deep = (): any => { try { return deep() } catch { return s.dlogprobs } }\n  deep()\n  return probs`,
    ],
    [
      'in a list within a list',
      'let a: any = []\n  for (let i = 0; i < 1e5; i++) a = [a]\n  return JSON.stringify(a) as any',
    ],
    ['in JSON', "return JSON.parse('['.repeat(1e6) + ']'.repeat(1e6))"],
    ['in a regular expression', "return new RegExp('('.repeat(1e5) + ')'.repeat(1e5)) as any"],
    ['in new code', "return new Function('return ' + '('.repeat(1e6)) as any"],
    ['in a message', `${e}Object.defineProperty(e, 'message', { get: () => e.message })\n  throw e`],
  ])('%s', async (_, body) => {
    const { gradients } = await reportOn({ bodies: { dprobs: body } }, 500)
    expect(gradients[1].verdict).not.toMatch(/exact|approximate|blank/)
  })
})

test('a large product is soon there: the host has kernels for it', async () => {
  const { gradients } = await reportOn({
    prelude: "import { ones } from 'backprop-ninja'",
    bodies: { dprobs: 'ones(300, 200).matmul(ones(200, 300))\n  return probs' },
  })
  expect(gradients[1].verdict).toBe('wrong')
})

test('what was printed before it was stopped is told', async () => {
  const { printed } = await reportOn({ bodies: { dprobs: "console.log('so far')\n  for (;;) {}" } })
  expect(printed).toContainEqual(expect.objectContaining({ text: 'so far' }))
})

test('a loop while the file is loaded is told as that', async () => {
  const { error } = await reportOn({ prelude: 'for (;;) {}' })
  expect(error).toMatchObject({ code: 'timeout' })
})

describe('of the file before nothing is left', () => {
  test.each([
    ['on the global object', 'globalThis.kept ??= 1'],
    ['in a prototype', '(Object.prototype as any).kept ??= 1'],
    ['in what the library is made of', '(zerosLike as any).kept = 1'],
    ['in the last match', "/(kept)/.exec('kept')"],
  ])('%s', async (_, prelude) => {
    const told =
      'throw new Error(String([(globalThis as any).kept, ({} as any).kept, (zerosLike as any).kept, (RegExp as any).$1]))'
    await reportOn({ body: `try { ${prelude} } catch {}\n  return logprobs` })
    const { gradients } = await reportOn({ body: told })
    expect(gradients[0].message).toBe('Error: ,,,')
  })

  test('in what is random, nor in the kernels', async () => {
    const told = 'throw new Error(String([Math.random(), Math.random()]))'
    const first = await reportOn({ body: told })
    await reportOn({ body: 'for (let i = 0; i < 7; i++) Math.random()\n  for (;;) {}' })
    const second = await reportOn({ body: told })
    expect(second.gradients[0].message).toBe(first.gradients[0].message)
  })

  test('after all memory was taken, and after QuickJS was stopped from outside', async () => {
    const right = 'return zerosLike(logprobs).indexPut([arange(n), Yb], -1 / n)'
    for (const bad of [
      'const all: any = []\n  for (;;) all.push(new Float64Array(2 ** 20).fill(1))',
      'return Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1) as any',
    ]) {
      await reportOn({ body: bad })
      const { gradients } = await reportOn({ bodies: { dlogprobs: right } })
      expect(gradients.map(({ verdict }) => verdict)).toEqual(['exact', 'blank'])
    }
  })
})

test.each([
  'globalThis',
  'Object.getPrototypeOf(function* () {})',
  '(console as any)',
  '(setTimeout as any)',
  '(performance as any)',
  '(Math.exp as any)',
  '(structuredClone as any)',
  '(RegExp as any)',
])('answers are not kept from one trial to the next in %s', async place => {
  const { gradients, error } = await reportOn(thief(place), 2000)
  expect(error).toBeNull()
  expect(gradients.some(({ exact, approximate }) => exact || approximate)).toBe(false)
})
