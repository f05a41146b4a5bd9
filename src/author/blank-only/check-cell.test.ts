import { expect, test } from 'vitest'
import { calledIn, checkCellOf, withoutExpected, withoutUncalled, withoutUnused } from './check-cell.ts'
import { exercises } from './testing.ts'

test('fields that say what is right are taken out of objects, and of nothing else', () => {
  const cell = `// %% check
export const check = ({ expected }) => [
  { name: 'a', expected: [1, { b: 2 }], learner: () => f({ learned }) },
  {
    name: 'b',
    expected() { return 3 },
    secret: { right: ['x'], other: 'y' },
    within: 1e-6,
  },
  { ['expected']: 4, learner: () => g.expected },
]
`
  expect(withoutExpected(cell)).toBe(`// %% check
export const check = ({ expected }) => [
  { name: 'a',  learner: () => f({  }) },
  {
    name: 'b',
    within: 1e-6,
  },
  { ['expected']: 4, learner: () => g.expected },
]
`)
})

test('a function that no row calls has no body, whatever its form', () => {
  const cell = `// %% check
const a = (x: number) => ({ x: x * 2 })
function b(): number { return 1 }
const c = { d() { return [1].map(x => x + 1) } }
`
  const without = withoutUncalled(cell, () => false)
  expect(without.match(/throw new Error/g)).toHaveLength(3)
  expect(without).not.toMatch(/x \* 2|return|map/)
  expect(without).toContain('const a = (x: number) => {')
  expect(withoutUncalled(cell, i => i !== 3)).toBe(
    cell.replace('x => x + 1', "x => { throw new Error('the answers never lead here') }"),
  )
})

test('what nothing names any more is gone, with its comments and its imports', () => {
  const cell = `// %% check
import { type Check, chart, tensor } from 'backprop-ninja'
import { reference } from './reference.ts'

/** Told to nobody. */
const truth = (x: number) => curve(x)
/** Neither is this. */
function curve(x: number) { return chart(x) }

export const check: Check<Learner> = learner => [...rows(learner)]

function rows(learner: Learner) { return [tensor([1])] }

export const picture = (): string => String(truth(1))
`
  expect(withoutUnused(cell)).toBe(`// %% check
import { type Check, tensor } from 'backprop-ninja'

export const check: Check<Learner> = learner => [...rows(learner)]

function rows(learner: Learner) { return [tensor([1])] }
`)
})

test('the functions that run are those that are called, by their place in the text', () => {
  const exercise = exercises.find(({ id }) => id === 'derivatives/01_slope')!
  const solution = exercise.pack.files.read(`solutions/${exercise.id}.ts`)!
  const cell = `// %% check
const one = (x: number) => two({ x })
const two = ({ x }: { x: number }) => x + 1
function three() { return one(1) }
export const check = () => [1, 2].map(x => () => one(x))
`
  const called = (run: (check: () => (() => number)[]) => void) =>
    [...calledIn(exercise, solution, cell, exports => run(exports.check as never))].sort()
  expect(called(() => {})).toEqual([])
  expect(called(check => check())).toEqual([3, 4])
  expect(called(check => expect(check()[1]()).toBe(3))).toEqual([0, 1, 3, 4, 5])
})

test('the check cells that are shipped say in no word what is right', () => {
  const cells = exercises.flatMap(({ id, pack }) => checkCellOf(pack.files.read(`solutions/${id}.ts`)!) ?? [])
  expect(cells).toHaveLength(50)
  for (const cell of cells.map(withoutExpected)) expect(cell).not.toMatch(/^\s*(expected|learned|secret):/m)
})
