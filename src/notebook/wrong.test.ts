import { expect, test } from 'vitest'
import { answerOf, blanksOf, toExercise } from './solution.ts'
import { givenIn, wrongLinesOf } from './wrong.ts'

const solution = `// %%
import type { Tensor } from 'backprop-ninja'

// %% Slopes
// hint: Rise over run.
export function slope(h: number): number {
  // answer
  return 1 / h
  // end answer
  // wrong (sign, factor): return -1 / h
  //   > The sign is wrong. The rise is
  //   > the end minus the beginning.
}
// wrong (-):
//   const run = h * 2
//   if (run > 0) {
//     return 1 / run
//   }

// %% A class
export class Value<T> {
  data = 1
  constructor(private readonly x: T) {}

  // hint: The same
  //   for both.
  mul(other: Value<T>): Value<T> {
    // answer
    if (other === this) return this
    return other
    // end answer
    // wrong (index): return this
  }

  get one(): number {
    // answer
    return 1
    // end answer
  }
}

// %% check
export const check = () => []
`

test('a blank in a method is named with its class', () => {
  expect(blanksOf(solution).map(({ name, hints }) => [name, hints])).toEqual([
    ['slope', ['Rise over run.']],
    ['Value.mul', ['The same for both.']],
    ['Value.one', []],
  ])
})

test('wrong answers have the blank, the family, the code as it is indented, and the message below it', () => {
  expect(wrongLinesOf(solution)).toEqual([
    {
      blank: 'slope',
      family: 'sign, factor',
      code: 'return -1 / h',
      message: 'The sign is wrong. The rise is the end minus the beginning.',
      line: 10,
    },
    {
      blank: 'slope',
      family: '-',
      code: 'const run = h * 2\nif (run > 0) {\n  return 1 / run\n}',
      message: null,
      line: 14,
    },
    { blank: 'Value.mul', family: 'index', code: 'return this', message: null, line: 32 },
  ])
})

test('nothing of them is in the exercise or in the answer', () => {
  const exercise = toExercise(solution, () => '')
  expect(exercise).not.toMatch(/wrong|hint|run|check|sign|rise/)
  expect(exercise).toContain('  mul(other: Value<T>): Value<T> {\n    return TODO()\n  }\n')
  expect(answerOf(solution, 'slope')).toBe('return 1 / h')
  expect(answerOf(solution, 'Value.mul')).toBe('if (other === this) return this\nreturn other')
  expect(answerOf(solution, 'Value.one')).toBe('return 1')
})

const given = `// %%
import { type Tensor } from 'backprop-ninja'

// %% A program with a mistake
export function dx(dy: Tensor): Tensor {
  const before = dy
  // answer (n)
  return before.mul(2)
  // end answer
  // given (sign, factor):
  //   const half = before.mul(0.5)
  //   return half
  // wrong (sign, factor): return before
}

// %% y
export class Value {
  add(): number {
    // answer
    return 2
    // end answer
  }
  // given (-): return 1
}
`

test('a wrong answer that is given stands in the exercise in place of the blank, and is one of the wrong ones', () => {
  const exercise = toExercise(given, () => '')
  expect(exercise).toContain('  const before = dy\n  const half = before.mul(0.5)\n  return half\n}\n')
  expect(exercise).toContain('  add(): number {\n    return 1\n  }\n}\n')
  expect(exercise).not.toMatch(/given|wrong|TODO/)
  expect([...givenIn(given)]).toEqual([
    ['dx', 'const half = before.mul(0.5)\nreturn half'],
    ['Value.add', 'return 1'],
  ])
  expect(wrongLinesOf(given).map(({ blank, family }) => [blank, family])).toEqual([
    ['dx', 'sign, factor'],
    ['dx', 'sign, factor'],
    ['Value.add', '-'],
  ])
  expect(answerOf(given, 'dx')).toBe('const before = dy\nreturn before.mul(2)')
})
