import { expect, test } from 'vitest'
import { readingOf } from './reading.ts'
import type { Verdict } from './report.ts'

const file = (body: string): string[] =>
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
}`.split('\n')

const reading = (
  blank: string,
  body: string,
  verdict: Verdict,
  message: string,
  advice: string | null = null,
) => {
  const lines = file(body)
  const at = lines.findIndex(line => line.includes(`function ${blank}`)) + 1
  const told = { verdict, message, advice, diagnosis: null }
  return readingOf(told, lines, at, ['nudges', 'da', 'rise', 'dc', 'slope'])
}

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
