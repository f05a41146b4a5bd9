/** What in a file is its author's own. */
import { expect, test } from 'vitest'
import { withoutRemarks } from './lines.ts'
import type { Trait } from './record.ts'
import { traitsOf } from './traits.ts'

const GIVEN = `// %% [markdown]
// You go one step further back: from \`probs\` to \`logits\`.
import { type Tensor, TODO } from 'backprop-ninja'

// %% counts feeds probs
export function dcounts({ counts_sum_inv, dprobs, dcounts_sum }: Scope): Tensor {
  return TODO() // (n, vocab)
}
In a product p = a * b, the slope with respect to b is a.
`

const own = (body: string, above = ''): string =>
  GIVEN.split('\nIn a product')[0]
    .replace('  return TODO() // (n, vocab)', body)
    .replace('// %% counts', `${above}// %% counts`)

const inTypeScript = (body: string, above = ''): string[] =>
  saidIn(traitsOf(own(body, above), GIVEN, 'typescript'))

/** But of the file as a whole. */
const saidIn = (traits: readonly Trait[]): string[] =>
  traits.filter(({ kind }) => kind !== 'file' && kind !== 'code').map(({ kind, text }) => `${kind}: ${text}`)

test('of the exercise as it was given there are none, nor of its hints', () => {
  expect(traitsOf(GIVEN.split('\nIn a product')[0], GIVEN, 'typescript')).toEqual([])
  expect(inTypeScript('  // the slope with respect to b\n  return TODO() // (n, vocab)')).toEqual([])
})

test("comments, names and lines of somebody's own", () => {
  const body = `  // two arrows leave counts
  const viaProbs = counts_sum_inv.mul(dprobs) /* the first arrow */
  return viaProbs.add(dcounts_sum)`
  expect(inTypeScript(body)).toEqual([
    'comment: two arrows leave counts',
    'comment: the first arrow',
    'name: viaProbs',
    'line: const viaProbs=counts_sum_inv.mul(dprobs)',
    'line: viaProbs.add(dcounts_sum)',
  ])
})

test('a line that was commented out, and a shape, are no comments', () => {
  expect(inTypeScript('  // return counts_sum_inv.mul(dprobs)\n  // (n, 1)\n  return TODO()')).toEqual([])
})

test('whatever a formatter does, it is the same line', () => {
  const plain = inTypeScript("  return counts_sum_inv.mul(dprobs).sum(1, { keepdim: true }).add('x')")
  expect(plain).toEqual(["line: counts_sum_inv.mul(dprobs).sum(1,{keepdim:true}).add('x')"])
  expect(
    inTypeScript(
      '  return counts_sum_inv\n    .mul( dprobs, ) // here\n    .sum(1, { keepdim: true, })\n    .add("x");',
    ),
  ).toEqual(plain)
})

test("the order of functions is nobody's own", () => {
  const one = 'export const mine = (a: number) => a * 17\n'
  const two = 'export const other = (b: number) => b * 19\n'
  const sorted = (above: string): string[] => inTypeScript('  return TODO()', above).sort()
  expect(sorted(one + two)).toEqual(sorted(two + one))
})

test('a file with a mistake in one function has the traits of the others; one that is no code has none', () => {
  expect(
    inTypeScript('  return (', '// a remark of my own\nexport function helper() {\n  return 17\n}\n'),
  ).toContain('comment: a remark of my own')
  expect(traitsOf('((((', GIVEN, 'typescript')).toEqual([])
  expect(traitsOf('{ "cells": 1 }', GIVEN, 'python')).toEqual([])
})

const notebook = (...cells: readonly string[]): string =>
  JSON.stringify({
    cells: cells.map(source => ({ cell_type: 'code', source: source.split(/(?<=\n)/), outputs: [] })),
  })

test('cells of a notebook have comments, names and lines too', () => {
  const given = notebook('# start here\nlogits = h @ W2 + b2', '# YOUR CODE HERE\ndcounts = None')
  const text = notebook(
    '# start here\nlogits = h @ W2 + b2',
    '%matplotlib inline\n# two arrows leave counts\ndcounts = counts_sum_inv * dprobs  # first one\n"""\nwhat this does\n"""\nfor my_row in range(3):\n    dcounts[my_row] += dcounts_sum[my_row] # "#"',
  )
  expect(saidIn(traitsOf(text, given, 'python'))).toEqual([
    'comment: two arrows leave counts',
    'comment: first one',
    'comment: what this does',
    'name: my_row',
    'line: dcounts=counts_sum_inv*dprobs',
    'line: dcounts[my_row]+=dcounts_sum[my_row]',
  ])
})

test('at most 200, of at most 80 characters', () => {
  const many = Array.from({ length: 500 }, (_, i) => `// remark number ${i} ${'and so on '.repeat(20)}`).join(
    '\n',
  )
  const traits = traitsOf(own(many), GIVEN, 'typescript')
  expect(traits).toHaveLength(200)
  expect(Math.max(...traits.map(({ text }) => text.length))).toBe(80)
})

const wholeOf = (text: string, given: string, language: 'typescript' | 'python'): string[] =>
  traitsOf(text, given, language)
    .filter(({ kind }) => kind === 'file' || kind === 'code')
    .map(({ text: digest }) => digest)

test('a file is known as a whole, and by its code alone: comments and spaces are none of that', () => {
  const [file, code] = wholeOf(own('  return dprobs'), GIVEN, 'typescript')
  expect(wholeOf(own('  return dprobs'), GIVEN, 'typescript')).toEqual([file, code])
  const other = wholeOf(own('  // mine\n    return dprobs;', '// by Chen Wei\n'), GIVEN, 'typescript')
  expect([other[0] === file, other[1]]).toEqual([false, code])
  expect(wholeOf(own('  return dcounts_sum'), GIVEN, 'typescript')[1]).not.toBe(code)
  const [, inPython] = wholeOf(notebook('"""\nby Xu\n"""\nd = a * b # mine'), '', 'python')
  expect(wholeOf(notebook('d  =  a*b'), '', 'python')[1]).toBe(inPython)
  expect(wholeOf(notebook('d = a + b'), '', 'python')[1]).not.toBe(inPython)
})

test.each([
  ['const a = x\nreturn a // mine', false, 'const a = x; return a'],
  ['return a\n  .mul(b) /* two */\n  .add(\n    c,\n  )', false, 'return a .mul(b) .add( c, )'],
  ['d = a * b  # mine\nd += 1', true, 'd = a * b; d += 1'],
  ["d = f('#') # mine", true, "d = f('#')"],
])('%j on one line, without comments', (code, isPython, line) => {
  expect(withoutRemarks(code, isPython)).toBe(line)
})
