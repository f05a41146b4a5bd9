import { expect, test } from 'vitest'
import { sourceOf } from '../../text/source.ts'
import { type Written, writtenIn } from '../../text/written.ts'
import type { Verdict } from '../report.ts'
import { readingOf } from './advice-from-text.ts'

function writtenAs(text: string, name: string): Written {
  const source = sourceOf(text)
  const written = source.program === null ? null : writtenIn(source, name)
  return written ?? expect.fail(source.fault?.message ?? `there is no ${name}`)
}

const file = (body: string): string =>
  `interface Known {
  a: number
  b: number // a comment
  da: number
}
export const nudges = [1, 0.1].map(x => x)
export function da({ b }: Known): number {
  return b
}
export function rise(f: (x: number) => number, x: number, h: number): number {
  return f(x + h) - f(x)
}
export function dc({ b }: Known): number {
${body}
}
export function slope(f: (x: number) => number, x: number, h: number): number {
${body}
}`

const reading = (
  blank: string,
  body: string,
  verdict: Verdict,
  message: string,
  advice: string | null = null,
) => readingOf({ verdict, message, advice, diagnosis: null }, writtenAs(file(body), blank))

const guess = 'a new name starts with const: const z = …'

test.each<[string, string, string, Verdict, string, string]>([
  [
    'a name of the object',
    'dc',
    '  return a',
    'threw',
    'ReferenceError: a is not defined',
    '{ b, a }: Known',
  ],
  [
    'a name of nothing',
    'slope',
    '  return z',
    'threw',
    'ReferenceError: z is not defined',
    'is handed f, x, h',
  ],
  [
    'a function of Math',
    'slope',
    '  return cos(x)',
    'threw',
    'ReferenceError: cos is not defined',
    'Math.cos',
  ],
  [
    'a function that has a number’s name',
    'dc',
    '  return b * da',
    'not finite',
    'gave NaN',
    '{ b, da }: Known',
  ],
  ['a function not called', 'slope', '  return rise / h', 'not finite', 'gave NaN', 'rise(…)'],
  [
    'a list handed to Math.max',
    'slope',
    '  return Math.max(nudges)',
    'not finite',
    'NaN',
    'Math.max(...nudges)',
  ],
  ['^ for a power', 'slope', '  return x ^ 2', 'wrong', 'gave 1', '`x ** 2`'],
  ['=+ for +=', 'slope', '  let sum = 0\n  sum =+ x\n  return sum', 'wrong', 'gave 1', 'is `+=`'],
  ['// for a division', 'slope', '  return rise(f, x, h) // h', 'wrong', 'gave 1', 'divided by `h`'],
  ['a tuple', 'slope', '  return (x, h)', 'wrong type', 'gave the number 1, needs a list', '[a, b]'],
  [
    'arithmetic on lists',
    'slope',
    '  return nudges / h',
    'wrong type',
    'gave the number NaN, needs a list',
    'xs.map',
  ],
  [
    'no such place',
    'slope',
    '  return nudges[-1]',
    'wrong type',
    'gave nothing, needs a number',
    'not in the list',
  ],
  [
    'const that changes',
    'slope',
    '  return 1',
    'threw',
    'TypeError: Assignment to constant variable.',
    'let',
  ],
  ['append', 'slope', '  return 1', 'threw', 'TypeError: xs.append is not a function', 'xs.push(x)'],
])('%s is read in the text', (_, blank, body, verdict, message, told) => {
  expect(reading(blank, body, verdict, message, guess)).toContain(told)
})

test.each<[string, string, Verdict, string]>([
  [
    'a name that the function makes itself',
    '  z = 1\n  return z',
    'threw',
    'ReferenceError: z is not defined',
  ],
  ['a return that is missing', '  rise(f, x, h)', 'wrong type', 'gave nothing, needs a number'],
  ['a function handed on', '  return slopeOf(rise, x)', 'wrong', 'gave 1, expected 2'],
  ['a comment that is one', '  return rise(f, x, h) / h // done', 'wrong', 'gave 1, expected 2'],
  ['a list that is not at fault', '  return 1 / nudges[0]', 'not finite', 'gave Infinity'],
])('%s says nothing', (_, body, verdict, message) => {
  expect(reading('slope', body, verdict, message, guess)).toBeNull()
})

/** A function or a method with this head and this body, in a file with a class. */
function inClassFile(head: string, body: string): Written {
  const isFunction = head.startsWith('function')
  const text = `export class Value {
  data = 0
  ${isFunction ? 'other()' : head} {
    ${isFunction ? '' : body}
  }
}
export ${isFunction ? head : 'function other()'} {
  ${isFunction ? body : ''}
}
export function rule(out: Value, a: Value): void {
  a.data = 1
}`
  const [, name] = /^(?:function )?(\w+)/.exec(head)!
  return writtenAs(text, isFunction ? name : `Value.${name}`)
}

test.each<[string, string, string, Verdict, string, string]>([
  [
    'an object beside an operator',
    'function product(out: Value, a: Value): void',
    'a.grad = a * out.grad',
    'not finite',
    'is NaN at [0]',
    '`a` is an object, and operators do not work on objects: its number is a.data',
  ],
  [
    'an object beside an operator, where an object is to come out',
    'sub(other: Value | number): Value',
    'return this.add(-other)',
    'not finite',
    'is NaN at [0]',
    '`other` is an object, and operators do not work on objects: use methods',
  ],
  [
    'two objects put together as texts',
    'add(other: Value): Value',
    'return new Value(this + other, rule, this, other)',
    'wrong type',
    'gave the text "[object Object][object Object]", needs a number',
    '`this` is an object, and operators do not work on objects: its number is this.data',
  ],
  [
    'a number in the place of an object',
    'add(other: Value): Value',
    'return this.data + other.data',
    'wrong type',
    'gave nothing, needs a number',
    'it is to return a Value. Operators make plain numbers: use methods, or new Value(…)',
  ],
  [
    'numbers in a list of objects',
    'function softmax(logits: readonly Value[]): Value[]',
    'return logits.map(x => x.exp() / 2)',
    'wrong type',
    'has at [0] nothing, needs a number',
    'what stands in its list is to be a Value each. Operators make plain numbers; a method is called with (…)',
  ],
  [
    'a function called that was to be handed on',
    'add(other: Value): Value',
    'return new Value(this.data + other.data, rule(this, other), this, other)',
    'threw',
    "TypeError: Cannot set properties of undefined (setting 'data')",
    'rule(…) calls the function at once. To hand it on, write its name alone: rule',
  ],
  [
    'a method of a list',
    'function softmax(logits: readonly Value[]): Value[]',
    'return logits.exp()',
    'threw',
    'TypeError: logits.exp is not a function',
    '`logits` is a list, and exp is a method of its elements: logits.map(x => x.exp())',
  ],
  [
    'a method of what may be a number',
    'sub(other: Value | number): Value',
    'return this.add(other.neg())',
    'threw',
    'TypeError: other.neg is not a function',
    '`other` may be a plain number here, and numbers have no methods: make an object of it first',
  ],
])('in a file with a class, it explains %s', (_, head, body, verdict, message, expected) => {
  const told = { verdict, message, advice: null, diagnosis: null }
  expect(readingOf(told, inClassFile(head, body))).toBe(expected)
})

test('an object whose own field goes into a formula is no slip', () => {
  const head = 'function product(out: Value, a: Value): void'
  const written = inClassFile(head, 'a.grad += a.data * out.grad / (1 - out.data)')
  const told = { verdict: 'not finite' as const, message: 'is NaN at [0]', advice: null, diagnosis: null }
  expect(readingOf(told, written)).toBe(null)
})
