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

/** What a text parser and V8 read differently: the one sees brackets, the other a comment. */
const outside = (body: string): Attack => ({
  exercise: 'derivatives/01',
  prelude: [
    'let b = 0; const t = 1 <!--b + (() => { (() => {',
    '})() });',
    'let kept = {};',
    '0 <!--b + `',
    ";(function ($require, console) { const { TODO } = $require('backprop-ninja'); return (function () {",
    '//`',
  ].join('\n'),
  body,
})

test.concurrent('nothing is kept outside of the function that a file is, by a comment as HTML has them', async () => {
  const { error, gradients } = await heldBack(outside('return ((kept as any).made ??= 0)'))
  expect(JSON.stringify([error, gradients])).not.toContain('has already been declared')
  expect(error?.code ?? 'exercise').toBe('exercise')
})

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
