/**
 * Files that are after the answers: while one blank is tried, those of the others stand in the learner's file. None of
 * it may be kept until all are tried together, and no text of it shown.
 */
import { describe, expect, test } from 'vitest'
import type { Judgement } from '../checker/report.ts'
import { withBody } from '../cli/commands/testing.ts'
import { wholeText } from '../cli/solving.ts'
import { type Attack, heldBack, thief } from './testing.ts'

describe('answers are not kept from one trial to the next in', () => {
  const caught = (run: string) => `(() => { try { ${run} } catch (error: any) { return error } })()`
  const places: Readonly<Record<string, string>> = {
    'the global object': '((globalThis as any).kept ??= {})',
    'the global object of sloppy code': "new Function('return this.kept ??= {}')()",
    'a variable of sloppy code':
      'new Function(\'kept = typeof kept === "undefined" ? {} : kept; return kept\')()',
    'a global variable': '(0, eval)(\'var kept = typeof kept === "undefined" ? {} : kept; kept\')',
    'a global function': "(0, eval)('function kept() {}; kept')",
    'a prototype': '((Object.prototype as any).kept ??= {})',
    'the prototype of lists, as its length': '((Array.prototype as any)[0] ??= {})',
    'a built-in function': '((Math.abs as any).kept ??= {})',
    'a getter of JavaScript’s own':
      "((Object.getOwnPropertyDescriptor(Map.prototype, 'size') as any).get.kept ??= {})",
    'a getter that all errors share':
      "((Object.getOwnPropertyDescriptor(new Error(), 'stack') as any).get.kept ??= {})",
    'what the host throws for what it cannot copy': `(${caught('structuredClone(() => 1)')}.constructor.kept ??= {})`,
    'the prototype of that': `(Object.getPrototypeOf(${caught('structuredClone(() => 1)')}).kept ??= {})`,
    'what the host throws for nothing': `(${caught('(structuredClone as any)()')}.constructor.kept ??= {})`,
    'what the clock throws': `(${caught('new (performance.now as any)()')}.constructor.kept ??= {})`,
    'what a stack that overflows throws': `(${caught('(function f(): any { return f() + 1 })()')}.constructor.kept ??= {})`,
    'what the library throws': `(${caught('(TODO as any)()')}.constructor.kept ??= {})`,
    'a function of the library': '((TODO as any).kept ??= {})',
    'what the kernels throw, for a tensor that lies about its size': `(${caught('lying()')}.constructor.kept ??= {})`,
    'the console': '((console as any).kept ??= (console.log as any).kept ??= {})',
    'a timer': '((setTimeout as any).kept ??= (setTimeout(() => {}) as any).kept ??= {})',
    'the clock': '((performance as any).kept ??= {})',
    'the list of how a stack is made': '((Error as any).prepareStackTrace ??= Object.assign(() => "", {}))',
    'what RegExp matched last': "({ rise: (RegExp as any).$1 || (/(.*)/.test('x') && null) } as any)",
    'a symbol that is registered': "((Symbol.for('kept') as any).constructor.kept ??= {})",
    'a map with a key that everybody has': '(new WeakMap([[Math, {}]]).get(Math) as any)',
    'the parts of a template': '((parts: any) => (parts.kept ??= parts.raw.kept ??= {}))`kept`',
    'the kind of a generator':
      '((Object.getPrototypeOf(Object.getPrototypeOf((function* () {})())) as any).kept ??= {})',
    'a promise’s kind': '((Object.getPrototypeOf((async () => {})()) as any).kept ??= {})',
    'the arguments of whoever calls':
      "(new Function('return arguments.callee.caller')()?.arguments[0]?.kept ?? {})",
    'what is cleaned up': 'new FinalizationRegistry(kept => { (globalThis as any).kept = kept }) as any',
    'what an Intl object remembers':
      '((new Intl.NumberFormat().format as any).constructor.kept ??= (Intl as any).kept ??= {})',
  }

  test.concurrent.each(Object.entries(places))('%s', async (_, place) => {
    const { gradients, error } = await heldBack(thief(place))
    expect(error).toBeNull()
    const verdicts = gradients.map(({ verdict }) => verdict)
    expect(verdicts).not.toContain('exact')
    expect(verdicts).not.toContain('approximate')
  })
})

/** By these names a function is known that another trial has compiled. */
const byOrigin: Attack = {
  exercise: 'derivatives/01',
  prelude: `const probe = "(function probe() { return new Error('x').stack })"
const write = (data: string) => new Function('s', \`return (function k\${data}_(s) { for (let i = 0; i < 3; i++) (0, eval)(s) })(s)\`)(probe)
const read = () => /eval at k([^_]*)_/.exec((0, eval)(probe)())?.[1]
const isMine = (): boolean => (derivative as any)(NaN) === 'mine'`,
  bodies: {
    rise: "if (!isMine()) write('told' + Math.round(derivative(2)))\n  return 0",
    slope: 'return 0',
    derivative: "if (x !== x) return 'mine' as any\n  return ('read ' + read()) as any",
  },
}

/** A number is left as the size of the kernels’ memory, and read with a tensor that lies about its own. */
const bySize: Attack = {
  exercise: 'derivatives/01',
  prelude: `import { full, Tensor as Known } from 'backprop-ninja'
const isMine = (): boolean => (derivative as any)(NaN) === 'mine'
const reaches = (pages: number): boolean => {
  const x: any = new (Known as any)([1024], new Float64Array(1024))
  x.shape = [2, pages * 4096]
  try { x.sum(1); return true } catch { return false }
}
const size = (): number => { let n = 0; for (let bit = 1024; bit >= 1; bit /= 2) if (reaches(n + bit)) n += bit; return n }`,
  bodies: {
    rise: 'if (!isMine()) full([(40 * derivative(2) + 32) * 8192 - 100], 1).sum()\n  return 0',
    slope: 'return 0',
    derivative: "if (x !== x) return 'mine' as any\n  return ('read ' + size()) as any",
  },
}

test.concurrent.each([
  ['what was compiled before', byOrigin, 'read undefined'],
  ['how large the memory of the kernels has grown', bySize, 'read 1'],
])('nor in %s', async (_, attack, nothing) => {
  const { gradients, error } = await heldBack(attack)
  expect(error).toBeNull()
  const own = gradients.filter(({ blank }) => blank === 'derivative')
  expect(own.length).toBeGreaterThan(2)
  for (const { message } of own) expect(message).toContain(`gave the text "${nothing}"`)
})

/** Babel, for a module, sees an operator there; V8, in a script, a comment as HTML has them. */
test.concurrent('a comment as HTML has them is refused: it would hide code from one of two readers', async () => {
  const prelude = [
    'let b = 0; const t = 1 <!--b + (() => { (() => {',
    '})() });',
    'let kept = {};',
    '0 <!--b + `',
    ";(function ($require, console) { const { TODO } = $require('backprop-ninja'); return (function () {",
    '//`',
  ].join('\n')
  const { error, gradients } = await heldBack({ exercise: 'derivatives/01', prelude, body: 'return 0' })
  expect(gradients).toEqual([])
  expect(error).toMatchObject({ code: 'exercise', reason: 'syntax' })
  expect(error!.message).toContain('write a space between < and !')
})

test.concurrent.each([
  [
    'layers/02',
    "import { Linear as L } from './layers.ts'\nexport class Linear extends (L as any) { forward(x: any): any { return super.forward(x) } backward(dy: any): any { return super.backward(dy) } }",
  ],
  [
    'micrograd/01',
    "import { Value as V, addBackward as a, mulBackward as m } from './value.ts'\nexport class Value extends (V as any) { add(o: any): any { return super.add(o) } mul(o: any): any { return super.mul(o) } }\nexport function addBackward(x: any, y: any, z: any) { a(x, y, z) }\nexport function mulBackward(x: any, y: any, z: any) { m(x, y, z) }",
  ],
])(
  'a file that holds the answers to %s, and is no part of it, cannot be imported',
  async (exercise, whole) => {
    const { error } = await heldBack({ exercise, whole })
    expect(error!.message).toMatch(/cannot find the file \.\/\w+\.ts, which your file imports/)
  },
)

describe('of the text of answers nothing is to be had', () => {
  /** Parts of the answers of derivatives/01, and of the notes beside them. */
  const secret = /x \+ h|f\(x\)|\*\*|\/\/|\) \/ h|wrong/
  const failing = (run: string): string =>
    `(() => { try { return String(${run}) } catch (error: any) { return error.stack } })()`
  const ways: Readonly<Record<string, string>> = {
    'as texts': 'String(slope) + rise + [slope]',
    'by the method of all functions':
      '[rise, slope].map(one => Function.prototype.toString.call(one)).join()',
    'in the words of errors': failing('(rise as any)(null, undefined, Symbol())'),
    'in the words of others': failing('(slope as any)({}, 1n, null)'),
    'in stacks': failing("slope(() => { throw new Error('here') }, 1, 1)"),
    'where an error says what it is called on': failing('(slope as any).missing()'),
    'by names and lengths':
      'JSON.stringify([rise, slope].map(one => [one.name, one.length, Object.getOwnPropertyNames(one)]))',
    'as JSON': 'JSON.stringify({ rise, slope, derivative }) + JSON.stringify([rise])',
    'by copying': failing('structuredClone(slope)'),
    'by taking it for a class': failing('new (slope as any)()'),
    'as a parent': failing('new (class extends (slope as any) {} as any)()'),
    'as code': failing("eval('(' + slope + ')')(1, 2, 3)"),
    'in an error about its name': ['derivative', 'slope']
      .map(name => failing(`(${name} as any).name = 1`))
      .join(' + '),
    'in an error about a property that stays': failing('delete (slope as any).prototype'),
    'as it is formatted': 'new Intl.ListFormat("en").format([String(slope), [rise].join()])',
  }

  test.concurrent.each(Object.entries(ways))('%s', async (_, way) => {
    const bodies = { derivative: `return ('told: ' + ${way}) as any` }
    const { gradients } = await heldBack({ exercise: 'derivatives/01', bodies })
    const { message } = gradients.find(({ blank }) => blank === 'derivative')!
    expect(message).toMatch(/gave the text "told: ./)
    expect(message.replace(/https?:\/\/|node:/g, '')).not.toMatch(secret)
  })
})

describe('a caller is not seen', () => {
  const climb = "new Function('return [arguments.callee.caller, (function f() { return f.caller })()]')"
  test.concurrent.each([
    ['from sloppy code', `console.log(${climb}())`],
    [
      'from a getter that this program reads',
      `const trap: any = new Error('x'); for (const name of ['message', 'name', 'stack']) Object.defineProperty(trap, name, { get: () => { console.log(${climb}().map(String)); return 'x' } })\n  throw trap`,
    ],
    ['from what is printed', `console.log({ get a() { return ${climb}().map(String).join() } })`],
    [
      'from a conversion',
      `console.log({ toString: 1 }, String({ toString: () => ${climb}().map(String).join() }))`,
    ],
  ])('%s', async (_, body) => {
    const { printed } = await heldBack({ body: `${body}\n  return 0 as any` })
    const told = printed.map(({ text }) => text).join('\n')
    expect(told).not.toMatch(/callWith|thrownAs|obey|attempt|shown/)
  })
})

test.concurrent('what is right with the numbers of the table alone is told as that', async () => {
  const { gradients } = await heldBack({
    exercise: 'derivatives/01',
    bodies: {
      rise: 'return x === 2 ? 0.010006001 : f(x + h) - f(x)',
      slope: 'return x === 2 ? 10.006001 : 0',
      derivative: 'return x === 2 ? 10 : 0',
    },
  })
  expect(gradients.filter(({ verdict }) => verdict === 'wrong').length).toBeGreaterThan(2)
})

test.concurrent('a gradient that is right at the sizes of the table alone is told as that', async () => {
  const { gradients } = await heldBack({
    bodies: {
      dlogprobs:
        'return n === 32 ? zerosLike(logprobs).indexPut([arange(n), Yb], -1 / n) : zerosLike(logprobs)',
      dprobs: 'return probs.pow(-1).mul(dlogprobs)',
    },
  })
  expect(gradients.map(({ verdict }) => verdict)).toEqual(['coincidence', 'exact'])
})

test.concurrent('what is given to one function does not make all others right', async () => {
  const names = ['dbngain', 'dbnbias', 'dbnraw']
  const keeping = `const s: any = arguments[0]
  for (const name of ${JSON.stringify(names)}) try { (kept[name] ??= []).push(s[name]) } catch {}`
  const stolen = (name: string): string => `${keeping}
  const own = s.${name.slice(1)}
  return kept.${name}?.findLast((one: any) => one.shape.join() === own.shape.join()) ?? own.mul(0)`
  const right = `const kept: any = {}\n${wholeText('05')}`
  // The first asks for what the others are to compute, and is right itself.
  const curious = withBody(
    right,
    'dbngain',
    `${keeping}\n  return s.bnraw.mul(s.dhpreact).sum(0, { keepdim: true })`,
  )
  const { gradients } = await heldBack({
    exercise: '05',
    whole: names.slice(1).reduce((text, name) => withBody(text, name, stolen(name)), curious),
  })
  // One that fails may see what another is to give at the sizes of the table; but it fails.
  const isRight = ({ name, exact, approximate }: Judgement): boolean =>
    names.includes(name) && (exact || approximate)
  expect(gradients.filter(isRight).length).toBeLessThan(names.length)
})
