import { expect, test } from 'vitest'
import { toBlankOnly } from './blank-only.ts'
import { blanksOf, toExercise } from './solution.ts'
import { givenIn, wrongLinesOf } from './wrong.ts'

const SOLUTION = `// %% [markdown]
// # 01 · Two
//
// tex: x^2

// %%
import { type Tensor } from 'backprop-ninja'

// %% One
// hint: The first.
// hint: A long one that
//       goes on.
export function one(x: Tensor): Tensor {
  // answer (n)
  const y = x.mul(2)
  return y
  // end answer
  // wrong (sign, factor): return x
  //   > Twice.
  // wrong (-):
  //   return x
  //     .neg()
}

// %% Two
export class Two {
  two(x: number): number {
    const half = x / 2
    // answer
    return half + x
    // end answer
    // given (order): const all = half
    //   for (;;)
    //     return all
    //   > In that order it never ends.
  }
}

// %% check
import { tensor } from 'backprop-ninja'
export const check = () => [tensor(1)]
`

const none = (name: string): never => {
  throw new Error(name)
}

test('the same exercise is made of it, with the same blanks; no answer and no message is in it', () => {
  const blank = toBlankOnly(SOLUTION, null)
  expect(toExercise(blank, none)).toBe(toExercise(SOLUTION, none))
  expect(blanksOf(blank)).toEqual(blanksOf(SOLUTION))
  expect(blank).not.toMatch(/mul\(2|half \+ x|neg|Twice|never ends|sign|order\)|check/)
  expect(blank).toContain('// tex: x^2')
  expect(wrongLinesOf(blank).map(({ family, message }) => [family, message])).toEqual([['-', null]])
  expect(givenIn(blank)).toEqual(givenIn(SOLUTION))
})

test('its check is at the end, and keeps its imports', () => {
  const blank = toBlankOnly(SOLUTION, "// %% check\nimport { ones } from 'backprop-ninja'\n")
  expect(blank).toMatch(/\}\n\n\/\/ %% check\nimport \{ ones \} from 'backprop-ninja'\n$/)
  expect(blank).toContain("import { type Tensor, TODO } from 'backprop-ninja'")
  expect(toExercise(blank, none)).toBe(toExercise(SOLUTION, none))
  expect(toBlankOnly(SOLUTION.replaceAll('\n', '\r\n'), null)).toBe(toBlankOnly(SOLUTION, null))
})

test('its recipe goes with it, with its imports, and learners don\u2019t get it', () => {
  const recipe =
    "// %% recipe\nimport type { Recipe } from 'backprop-ninja'\nexport const recipe = {} as Recipe\n"
  const solution = `${SOLUTION.trimEnd()}\n\n${recipe}`
  const blank = toBlankOnly(solution, '// %% check\nexport const check = () => []\n')
  expect(blank).toContain(`}\n\n${recipe}\n// %% check\n`)
  expect(toExercise(blank, none)).toBe(toExercise(SOLUTION, none))
  expect(toExercise(solution, none)).toBe(toExercise(SOLUTION, none))
})
