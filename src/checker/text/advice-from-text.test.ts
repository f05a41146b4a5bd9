import { expect, test } from 'vitest'
import { sourceOf } from '../../text/source.ts'
import { type Written, writtenIn } from '../../text/written.ts'
import type { Verdict } from '../report.ts'
import { readingOf } from './advice-from-text.ts'
import { adviceOn } from './advice-on-error.ts'

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

const guess = 'check the spelling: a name is either in the first line of the function, or declared with const'

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
    'This function receives f, x, h',
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
  [
    'a list handed to Math.max within a line',
    'slope',
    '  const sizes = [1, 2]\n  return sizes.indexOf(Math.max(sizes))',
    'wrong',
    'gave -1, expected 1',
    'Math.max(...sizes)',
  ],
  ['^ for a power', 'slope', '  return x ^ 2', 'wrong', 'gave 1', '`x ** 2`'],
  ['=+ for +=', 'slope', '  let sum = 0\n  sum =+ x\n  return sum', 'wrong', 'gave 1', '`+=` adds to it'],
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
    'past the end of a list',
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
  ['a return that is missing', '  rise(f, x, h)', 'wrong type', 'gave nothing, needs a number'],
  ['a function handed on', '  return slopeOf(rise, x)', 'wrong', 'gave 1, expected 2'],
  ['a comment that is one', '  return rise(f, x, h) / h // done', 'wrong', 'gave 1, expected 2'],
  [
    'functions in a list that goes through them',
    '  return [rise].map(f => f(1))[0] / 0',
    'not finite',
    'gave NaN',
  ],
  [
    'a field of an interface',
    '  const known = { a: 1 } as Known\n  return known.a',
    'wrong',
    'gave 1, expected 2',
  ],
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
    'it must return a Value. Operators make plain numbers: use methods, or new Value(…)',
  ],
  [
    'numbers in a list of objects',
    'function softmax(logits: readonly Value[]): Value[]',
    'return logits.map(x => x.exp() / 2)',
    'wrong type',
    'has at [0] nothing, needs a number',
    'each element of its list must be a Value. Operators make plain numbers, and a method has to be called with (…)',
  ],
  [
    'a function called that was to be handed on',
    'add(other: Value): Value',
    'return new Value(this.data + other.data, rule(this, other), this, other)',
    'threw',
    "TypeError: Cannot set properties of undefined (setting 'data')",
    'rule(…) calls the function right away. To pass it on, write its name alone: rule',
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
    '`other` may be a plain number here, and numbers have no methods: make an object from it first',
  ],
])('in a file with a class, it explains %s', (_, head, body, verdict, message, expected) => {
  const told = { verdict, message, advice: null, diagnosis: null }
  expect(readingOf(told, inClassFile(head, body))).toBe(expected)
})

test('a method that is named and not called is told', () => {
  const text = `class Neuron {
  parameters(): number[] { return [] }
}
class Layer {
  neurons: Neuron[] = []
  parameters(): number[] { return this.neurons.flatMap(n => n.parameters) }
}`
  const told = { verdict: 'wrong type' as const, message: 'gave a list of 2', advice: null, diagnosis: null }
  expect(readingOf(told, writtenAs(text, 'Layer.parameters'))).toBe(
    '`n.parameters` is the method itself: call it, n.parameters()',
  )
})

test('functions that need each other in a circle are named', () => {
  const text = `interface Known { a: number }
export function dL_da({ dL_db }: Known): number { return dL_db }
export function dL_db({ dL_dc }: Known): number { return dL_dc }
export function dL_dc({ dL_da }: Known): number { return dL_da }
export function dL_dd(): number { return dL_dd() }`
  const depth = 'Maximum call stack size exceeded'
  expect(adviceOn('RangeError', depth, [], writtenAs(text, 'dL_db'))).toBe(
    'your functions need each other in a circle: dL_db needs dL_dc, which needs dL_da, which needs dL_db',
  )
  expect(adviceOn('RangeError', depth, [], writtenAs(text, 'dL_dd'))).toBe(
    'dL_dd needs itself: where does it stop?',
  )
})

test.each([
  ['globalThis.kept = a', 'nothing can be kept on globalThis'],
  ['Math.random = a', '`Math.random` belongs to JavaScript itself and cannot be changed'],
])('%s is told in plain words', (line, said) => {
  const text = `export function da({ a }: { a: number }): number {\n  ${line}\n  return a\n}`
  const told = ['Cannot add property kept, object is not extensible', 'random cannot be changed']
  for (const message of told)
    expect(adviceOn('TypeError', message, [], writtenAs(text, 'da'))).toContain(said)
})

test('an object whose own field goes into a formula is no slip', () => {
  const head = 'function product(out: Value, a: Value): void'
  const written = inClassFile(head, 'a.grad += a.data * out.grad / (1 - out.data)')
  const told = { verdict: 'not finite' as const, message: 'is NaN at [0]', advice: null, diagnosis: null }
  expect(readingOf(told, written)).toBe(null)
})
