/** What is said of an error of the engine's is the same in QuickJS as in a thread: message, advice, line, and all else. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Report } from '../checker/report.ts'
import { fileOf } from '../learner/testing.ts'
import { type JudgingThread, openJudging } from './testing.ts'

let thread: JudgingThread
beforeAll(async () => {
  thread = await openJudging()
})
afterAll(() => thread.end())

const bodies: Readonly<Record<string, string>> = {
  'a name that there is not': 'return dlogprob',
  'a name with a likely one': 'return logprob.mul(2)',
  'an assignment to a name that there is not': 'd = logprobs.mul(2)\n  return d',
  'a name used before it is declared': 'const q = r.mul(2)\n  const r = logprobs\n  return q',
  torch: 'return torch.zeros(1)',
  'a method that there is not': 'return logprobs.matmull(logprobs)',
  'a method of a method': 'return logprobs.mul(2).summ(0)',
  'a method in an argument': 'return logprobs.mul(logprobs.foo(1))',
  'a method over several lines': 'return logprobs\n    .mul(2)\n    // so\n    .bar(\n      1,\n    )',
  'a method by another name': "return logprobs['unsqueeze_'](0)",
  'a call of a tensor': 'return logprobs(1)',
  'a call of what a call gave': 'return logprobs.mul(1)(2)',
  'a getter that is called': 'return logprobs.T()',
  'a method of a number': 'const k = 2\n  return k.mul(logprobs)',
  'a method of what is in brackets': 'return (logprobs).foo()',
  'a method of a sum': 'const k: any = 1\n  return (k + 2).foo()',
  'a method of a property': 'return logprobs.shape.foo(1)',
  'a method of an element': 'return logprobs.shape[0].foo(1)',
  'a method of nothing': 'let u: any\n  return u.foo(1)',
  'a call within a callback': 'return [1, 2].map(x => (x as any).foo())[0] as any',
  'a property of nothing': 'return (logprobs as any).grad.data',
  'a property of null': 'const n: any = null\n  return n.data',
  'a property of nothing, set': '(logprobs as any).grad.data = 1\n  return logprobs',
  'what is new and no class': 'const x: any = {}\n  return new x.Foo(1)',
  'a class that is called': 'class Foo {}\n  return (Foo as any)(1)',
  'a constant that is changed': 'const d = logprobs\n  d = d.mul(2)\n  return d',
  'a constant that counts': 'const i: any = 1\n  i++\n  return i',
  'a constant that is added to': 'const i = 1\n  i += 2\n  return i as any',
  'a tensor that is changed':
    '(logprobs as any).shape = [1]\n  logprobs.data[0] = 1\n  return (logprobs as any).shape.foo.x',
  'a tensor that is written into': '(logprobs as any)[0] = 1\n  return logprobs',
  'something frozen': 'Math.PI = 3\n  return logprobs',
  'something frozen that is added to': '(Math as any).foo = 3\n  return logprobs',
  globalThis: '(globalThis as any).kept = 1\n  return logprobs',
  'a loop through a tensor': 'for (const row of logprobs as any) {}\n  return logprobs',
  'a tensor that is spread': 'return [...(logprobs as any)] as any',
  'a tensor that is spread in a call': 'return Math.max(...(logprobs as any)) as any',
  'a tensor that is taken apart by its name': 'const [a] = logprobs as any\n  return a',
  'an element that is taken apart': 'for (const [k] of [1] as any) {}\n  return logprobs',
  'what a function gave, taken apart': 'const f = (): any => 1\n  const [a] = f()\n  return a',
  'a loop through what a method gave': 'for (const a of logprobs.max(1) as any) {}\n  return logprobs',
  'a call within itself without end': 'const f = (x: any): any => f(x) + 1\n  return f(1)',
  'a list of a length that is none': 'return new Array(-1) as any',
  'a BigInt and a number': 'return (1n as any) + 1',
  'nothing that is reduced': 'return ([] as any).reduce((a: any, b: any) => a)',
  'an error of its own': "throw new TypeError('not a function')",
  'an error of its own by name': "throw new RangeError('so')",
  'a text that is thrown': "throw 'so'",
  'sizes that do not fit': 'return logprobs.matmul(logprobs)',
  'an operator between tensors': 'return ((logprobs as any) * 2) as any',
  'nothing that is returned': 'logprobs.mul(2)',
  'what the library does not have': 'return zerosLike(logprob)',
}

/** Each with what is said in QuickJS, and in a thread. */
const less: Readonly<Record<string, readonly [body: string, quickjs: string, thread: string]>> = {
  'what a method gave, taken apart': [
    'const [a, b] = logprobs.max(1) as any\n  return a',
    'TypeError: value is not iterable',
    'TypeError: object is not iterable',
  ],
  'a typed array of a length that is none': [
    'return new Float64Array(-1) as any',
    'RangeError: Invalid typed array length',
    'RangeError: Invalid typed array length: -1',
  ],
  'nothing, taken apart': [
    'const { a } = (logprobs as any).grad\n  return a',
    "TypeError: Cannot destructure property 'a' of 'logprobs.grad' as it is undefined or null.",
    "TypeError: Cannot destructure property 'a' of 'logprobs.grad' as it is undefined.",
  ],
  'an element of nothing, taken apart': [
    'for (const { a } of [undefined] as any) {}\n  return logprobs',
    "TypeError: Cannot destructure property 'a' of an element of the list, as it is undefined or null.",
    "TypeError: Cannot destructure property 'a' of an element of the list, as it is undefined.",
  ],
  'a list that is frozen': [
    '(Object.freeze([1]) as any).push(2)\n  return logprobs',
    'TypeError: Cannot add a property, object is not extensible',
    'TypeError: Cannot add property 1, object is not extensible',
  ],
  'a number to go through a list with': [
    'return ([1] as any).map(3)',
    'TypeError: not a function',
    'TypeError: 3 is not a function',
  ],
  'a property of what is no object': [
    "const t: any = 'x'\n  t.grad = 1\n  return logprobs",
    "TypeError: Cannot create property 'grad' on what is no object",
    "TypeError: Cannot create property 'grad' on string 'x'",
  ],
  'a getter that is set': [
    'logprobs.T = logprobs\n  return logprobs',
    'TypeError: Cannot set property T, which has only a getter',
    'TypeError: Cannot set property T of [object Object] which has only a getter',
  ],
}

const wantedFor = (body: string) => ({
  exercise: 'makemore/01_log_loss',
  text: String(fileOf({ body })),
  file: 'exercises/makemore/01_log_loss.ts',
})

test.each(Object.entries(bodies))('%s', async (_, body) => {
  const wanted = wantedFor(body)
  const { report, thrown } = await thread.judge({ ...wanted, room: 'quickjs' })
  const { report: there } = await thread.judge({ ...wanted, room: 'thread' })
  expect(thrown).toBeNull()
  expect(report).toEqual(there)
})

test.each(Object.entries(less))(
  'of %s less is said, and the rest is the same',
  async (_, [body, ...words]) => {
    const wanted = wantedFor(body)
    const rooms = ['quickjs', 'thread'] as const
    const [quick, there] = await Promise.all(rooms.map(room => thread.judge({ ...wanted, room })))
    const [own, other] = [quick, there].map(({ report }) => (report as Report).gradients)
    expect([own[0].message, other[0].message]).toEqual(words)
    const rest = ({ verdict, line, advice }: Report['gradients'][number]) => ({ verdict, line, advice })
    expect(own.map(rest)).toEqual(other.map(rest))
  },
)
