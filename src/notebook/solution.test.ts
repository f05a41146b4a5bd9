import { expect, test } from 'vitest'
import { blanksOf, titleOf, toExercise, toWhole, withoutAnswers } from './solution.ts'

const solution = `// %% [markdown]
// # 01 · Two steps
//
// Text.

// %%
import type { Tensor } from 'backprop-ninja'

// %% include forward.ts
import type { Scope } from './forward.ts'

// %% y = x.exp()
// a note that stays
// hint: What is the slope
//       of exp?
// hint: It is exp.
export function dx({ y, dy }: Scope): Tensor {
  // answer (n, 1)
  const slope = y
  return slope.mul(dy)
  // end answer
}

// %% z = y.neg()
export function dy({ dz }: Scope): Tensor {
  const before = dz
  // answer
  return before.neg()
  // end answer
}

// %% check
export function check() {}
`

const forward = `import { arange, type Tensor } from 'backprop-ninja'

// %% The forward pass
export function forward(x: Tensor) {
  return { y: x.index(arange(1)) }
}


`

const readPart = (name: string) => ({ 'forward.ts': forward })[name] ?? expect.fail(`asked for ${name}`)

const exercise = `// %% [markdown]
// # 01 · Two steps
//
// Text.

// %%
import { arange, type Tensor, TODO } from 'backprop-ninja'

// %% The forward pass
export function forward(x: Tensor) {
  return { y: x.index(arange(1)) }
}

// %% y = x.exp()
// a note that stays
export function dx({ y, dy }: Scope): Tensor {
  return TODO() // (n, 1)
}

// %% z = y.neg()
export function dy({ dz }: Scope): Tensor {
  const before = dz
  return TODO()
}
`

test('an exercise whose solution imports nothing is given a cell that imports TODO', () => {
  const text = `// %% [markdown]
// # 01 · One

// %% one
export function one(): number {
  // answer
  return 1
  // end answer
}
`
  expect(toExercise(text, () => '')).toBe(`// %% [markdown]
// # 01 · One

// %%
import { TODO } from 'backprop-ninja'

// %% one
export function one(): number {
  return TODO()
}
`)
})

test('an exercise is the solution without answers, hints and checks, its parts in place, one import', () => {
  expect(toExercise(solution, readPart).trimEnd()).toBe(exercise.trimEnd())
})

test('formulas in TeX are left out of the text, and of nothing else', () => {
  const text = '// %% [markdown]\n// # 01 · One\n//\n//     a = b\n// tex: a =\n//   b\n//\n// Go on.\n'
  expect(toExercise(text, () => '')).toBe(
    '// %% [markdown]\n// # 01 · One\n//\n//     a = b\n//\n// Go on.\n',
  )
  const code = '// %%\n// tex: x\n//   y\nconst a = 1\n'
  expect(toExercise(code, () => '')).toBe(code)
})

test('Windows line ends make no difference', () => {
  const windows = (text: string) => text.replaceAll('\n', '\r\n')
  expect(toExercise(windows(solution), name => windows(readPart(name)))).toBe(toExercise(solution, readPart))
  expect(blanksOf(windows(solution))).toEqual(blanksOf(solution))
  expect(titleOf(windows(solution))).toBe('01 · Two steps')
})

test('the whole solution keeps its answers and hints', () => {
  const whole = toWhole(solution, readPart)
  expect(whole).toContain('// hint: It is exp.')
  expect(whole).toContain('  // answer (n, 1)\n  const slope = y\n')
  expect(whole).toContain('// %% The forward pass')
  expect(whole).not.toContain('./forward.ts')
})

test('blanks have the name of their function, the shape, the hints and the title of the cell', () => {
  expect(blanksOf(solution)).toEqual([
    { name: 'dx', note: '(n, 1)', hints: ['What is the slope of exp?', 'It is exp.'], title: 'y = x.exp()' },
    { name: 'dy', note: '', hints: [], title: 'z = y.neg()' },
  ])
})

test('an answer without an end is the mistake of the pack', () => {
  const open = solution.replace('  // end answer\n}\n\n// %% check', '}\n\n// %% check')
  expect(() => toExercise(open, readPart)).toThrow(
    expect.objectContaining({ code: 'pack', message: expect.stringContaining('"// answer"') }),
  )
})

test('a title is the first heading, and nothing where there is none', () => {
  expect(titleOf(solution)).toBe('01 · Two steps')
  expect(titleOf('// %%\nconst a = 1')).toBe('')
})

test('without its answers a solution keeps the lines of the rest where they are', () => {
  const rest = withoutAnswers(
    solution.replace('// %% z = y.neg()', '// %%\nexport const sizes = {}\n\n// %% z = y.neg()'),
  )
  expect(rest).not.toMatch(/function|Text/)
  expect(rest.split('\n').indexOf('export const sizes = {}')).toBe(
    solution.split('\n').indexOf('// %% z = y.neg()') + 1,
  )
})
