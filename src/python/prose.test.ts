/** What a twin and its hints say: the exercise's sentences, with nothing of TypeScript left in them. */
import { describe, expect, test } from 'vitest'
import { pickExercise, readSolution } from '../catalogue/catalogue.ts'
import { hintsInPython } from '../cli/notebook-hint.ts'
import { blankNames } from '../cli/ready.ts'
import { twinFor } from '../cli/twin.ts'
import { allExercises } from '../cli/workspace.ts'
import { blanksOf } from '../notebook/solution.ts'
import { twins } from './bank/trial.ts'
import { prose, sentences, translated } from './prose.ts'
import { typescriptIn } from './testing.ts'

test.each([
  ['First `counts.mul(...)`, then `.sum(...)` over it.', 'First `counts * ...`, then `.sum(...)` over it.'],
  ['`add` repeats the row, `x.expandAs(y)` too.', '`+` repeats the row, `x.expand_as(y)` too.'],
  ['`maskedFill` puts it there, `transpose` too.', '`masked_fill` puts it there, `transpose` too.'],
  ['`tensor(1).sub(...)`: what you subtract', '`1 - ...`: what you subtract'],
  ['`bndiff.mul(...).sum(...)`', '`(bndiff * ...).sum(...)`'],
  ['`bnvar.add(1e-5).pow(...)`', '`(bnvar + 1e-5) ** ...`'],
  ['`bngain.mul(bnvar_inv).div(n).mul(bracket)`', '`bngain * bnvar_inv / n * bracket`'],
  ['`zerosLike(C)`, `softmax(x, 1)`', '`torch.zeros_like(C)`, `F.softmax(x, 1)`'],
  ['its own in `.shape`, and `.expandAs(...)`', 'its own in `.shape`, and `.expand_as(...)`'],
  ['`x.slice(-1, 0, n)`, `x.slice(-2, n, 5)`', '`x[..., :n]`, `x[..., n:5, :]`'],
  ['`x.maskedFill(m, -Infinity)`, `x.lt(Infinity)`', "`x.masked_fill(m, float('-inf'))`, `x < float('inf')`"],
  ['`oneHot(..., vocab)`', '`F.one_hot(..., num_classes=vocab)`'],
  ['`(n)` is a list, `(n, vocab)` a table', '`(n)` is a list, `(n, vocab)` a table'],
])('%s', (hint, python) => {
  expect(sentences(hint)).toBe(python)
})

test('lines of code are translated; pictures and tables stay as they are', () => {
  expect(prose('Here:\n\n    const h = x.matmul(w).tanh()\n    const y = h.neg()')).toBe(
    'Here:\n\n    h = (x @ w).tanh()\n    y = -h',
  )
  const picture = '    probs ---- log ----> logprobs\n\n    a  b  c     *     t  t  t'
  expect(prose(picture)).toBe(picture)
  expect(prose('    y = x²\ntex: y = x^2\n\nSo.')).toBe('    y = x²\n\nSo.')
})

test('a paragraph for Python replaces the one before it, or leaves it out', () => {
  expect(prose('One.\n\nMethods.\n\npython:\nOperators: `a + b`.\n\nThree.\n\npython:\n\nFour.')).toBe(
    'One.\n\nOperators: `a + b`.\n\nFour.',
  )
})

test('the words of TypeScript are seen', () => {
  expect(typescriptIn('x.mul(2), oneHot(i, v), zerosLike, const a = 1, x => x, `mul`')).toEqual([
    ...['.mul(', 'oneHot(', 'zerosLike', 'oneHot', 'mul', '=>', 'const '],
  ])
  expect(typescriptIn('torch.zeros(3), F.one_hot(i), x.sum(1, keepdim=True), a * b, softmax')).toEqual([])
})

describe.each(twins)('%s', id => {
  const exercise = pickExercise(allExercises(null), id, 'makemore')
  const hints = blankNames(exercise).flatMap(name => hintsInPython(exercise, name))

  test('has three hints for each blank, and nothing of TypeScript in them', () => {
    expect(hints).toHaveLength(3 * blankNames(exercise).length)
    expect(hints.flatMap(hint => typescriptIn(hint).map(word => `${word}: ${hint}`))).toEqual([])
  })

  test('every piece of code in its hints has a counterpart in Python', () => {
    const pieces = blanksOf(readSolution(exercise))
      .flatMap(({ hints }) => hints)
      .flatMap(hint => [...hint.matchAll(/`([^`]+)`/g)].map(([, code]) => code))
    const isWord = (code: string): boolean => sentences(`\`${code}\``) !== `\`${code}\`` || /^\w+$/.test(code)
    expect(pieces.filter(code => translated(code) === null && !isWord(code))).toEqual([])
  })

  test('has no TypeScript in the text of its twin, nor in the comments of its code', () => {
    const texts = twinFor(exercise).map(({ text }) => text)
    expect(texts.flatMap(text => typescriptIn(text).map(word => `${word}: ${text}`))).toEqual([])
  })
})
