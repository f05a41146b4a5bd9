import { describe, expect, test } from 'vitest'
import { judgeHints } from './hints.ts'

/** What is said of a blank with this answer, these hints, and this text above. */
function saidOf(answer: string, hints: readonly string[], text = ''): string[] {
  const solution = `// %% [markdown]
// # 01 · A blank
//
// ${text}

// %% y
${hints.map(hint => `// hint: ${hint}`).join('\n')}
export function dx() {
  // answer
  ${answer}
  // end answer
}
`
  return judgeHints('a/01_b', solution, solution).map(({ message }) => message)
}

const GIVEN_AWAY = 'hint 1 of dx has the answer in it'

describe('an answer in another form is given away all the same', () => {
  test.each([
    ['return norm.mul(dy).sum(0)', 'It is dy.mul(norm).sum(0)'],
    ['return norm.mul(dy).sum(0)', 'It is `dy.mul(norm).sum(0)`.'],
    ['return a.add(b).add(c)', 'Take c.add(b.add(a)), and no more.'],
    ['return a.mul(b).div(n)', 'The whole of it: (b * a) / n'],
    ['return a.sub(b)', 'b.neg().add(a)'],
    ['return softmax(z, 1).mul(g)', 'dx = g.mul(z.softmax(1))'],
    ['return matmul(a.T, b)', 'First a.T.matmul(b).sum(0), then think.'],
  ])('%s: %s', (answer, hint) => {
    expect(saidOf(answer, [hint, 'Now write it.'])).toEqual([GIVEN_AWAY])
  })
})

describe('a part of it, another order of a product of matrices, or a name is no answer', () => {
  test.each([
    ['return norm.mul(dy).sum(0)', 'First norm.mul(dy), then a sum.'],
    ['return a.matmul(b)', 'Not b.matmul(a): the sizes tell which.'],
    ['return a.sub(b)', 'b.sub(a) has the wrong sign.'],
    ['return dy', 'It is as large as dy.'],
    ['return a.mul(b).sum(1)', 'a.mul(b).sum(0) is for the columns.'],
  ])('%s: %s', (answer, hint) => {
    expect(saidOf(answer, [hint, 'Now write it.'])).toEqual([])
  })
})

test('the last hint may come as close as it likes', () => {
  expect(saidOf('return norm.mul(dy).sum(0)', ['A product.', 'It is dy.mul(norm).sum(0)'])).toEqual([])
})

test('three equal hints are two too many; capitals and marks make no other hint', () => {
  expect(saidOf('return a.mul(b)', ['A product.', 'a product', 'A `product`!'])).toEqual([
    'hint 2 of dx says what hint 1 says',
    'hint 3 of dx says what hint 1 says',
  ])
})

test('the text above may show the way with other names, not the answer itself', () => {
  const told = 'the text of the exercise has the answer to dx in it'
  expect(
    saidOf('return norm.mul(dy).sum(0)', ['A.', 'B.'], 'Here `dy.mul(norm).sum(0)` comes back.'),
  ).toEqual([told])
  expect(saidOf('return norm.mul(dy).sum(0)', ['A.', 'B.'], 'As in `x.mul(y).sum(0)`.')).toEqual([])
})
