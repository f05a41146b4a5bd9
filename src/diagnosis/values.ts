/**
 * What is wrong with a value that is no gradient, where it is no mistake that the exercise's author knows: what can go
 * wrong anywhere. Nothing is said unless it is exact with every seed.
 */
import type { Diagnosis } from '../checker/report.ts'
import { compareValues, leavesOf, shapeOf } from '../checker/value/compare.ts'
import type { Suspicion } from '../checker/value/finding.ts'
import type { Kept } from '../room/kept.ts'
import { nameConstant } from './constants.ts'
import type { Explanation, Family } from './explanation.ts'

type Attempt = Suspicion['tries'][number]

export function diagnoseValue(suspicion: Suspicion): Diagnosis | null {
  return rows.map(row => row(suspicion)).find(found => found !== null) ?? null
}

/** Whether the value is this one, and this one is not the one that is needed, as far as the seeds tell. */
function isAlways(tries: readonly Attempt[], other: (attempt: Attempt) => Kept | null): boolean {
  let tells = false
  const same = tries.every(attempt => {
    const given = other(attempt)
    if (given === null) return false
    const within = attempt.pair?.within
    if (compareValues(given, attempt.expected, within).kind !== 'same') tells = true
    return compareValues(attempt.value, given, within).kind === 'same'
  })
  return same && tells
}

type Row = (suspicion: Suspicion) => Diagnosis | null

const say = (family: Family, short: string, what: string, tier: Explanation['tier'] = 2): Diagnosis => ({
  family,
  formula: null,
  short,
  message: `Your result ${what}${what.endsWith('?') ? '' : '.'}`,
  tier,
})

const notFinite: Row = suspicion => {
  const compared = suspicion.tries[0].compared
  if (compared?.kind !== 'not finite') return null
  const what = compared.message.replace(/^gave/, 'is')
  return say('not finite', what, `${what}: ${compared.advice}`)
}

/** All numbers of a value in a row; null where it has others than numbers, or none. */
function numbersIn(value: Kept): number[] | null {
  const leaves = leavesOf(value).map(({ leaf }) => leaf)
  return leaves.length > 0 && leaves.every(leaf => typeof leaf === 'number') ? (leaves as number[]) : null
}

/** Whether each number is what `change` makes of the one that is needed; a few numbers by themselves prove little. */
function isMade({ tries }: Suspicion, change: (x: number) => number, least: number): boolean {
  const needed = tries.map(({ expected }) => numbersIn(expected))
  if (new Set(needed.flat().filter(x => x !== 0)).size < least) return false
  return isAlwaysFlat(tries, expected => expected.map(change))
}

/** The same shape, and the numbers in a row as they are made of those that are needed. */
function isAlwaysFlat(tries: readonly Attempt[], make: (expected: number[]) => number[]): boolean {
  let tells = false
  const same = tries.every(({ value, expected, pair }) => {
    const [yours, needed] = [numbersIn(value), numbersIn(expected)]
    if (yours === null || needed === null || differentShape(value, expected)) return false
    const made = make(needed)
    if (compareValues(made, needed, pair?.within).kind !== 'same') tells = true
    return compareValues(yours, made, pair?.within).kind === 'same'
  })
  return same && tells
}

const differentShape = (a: Kept, b: Kept): boolean => shapeOf(a)?.join() !== shapeOf(b)?.join()

/** The same in every wrong row of the blank: what holds in one of them alone is chance. */
const isMadeEverywhere = (suspicion: Suspicion, change: (x: number) => number, least: number): boolean =>
  isMade(suspicion, change, least) &&
  (suspicion.beside ?? []).every(tries => isMade({ ...suspicion, tries }, change, 1))

const opposite: Row = suspicion =>
  isMadeEverywhere(suspicion, x => -x, 1)
    ? say('sign, factor', 'the opposite sign', 'has the wrong sign: there is one minus too many or too few')
    : null

const factor: Row = suspicion => {
  const [{ value, expected }] = suspicion.tries
  const [yours, needed] = [numbersIn(value), numbersIn(expected)]
  const at = needed?.findIndex(x => x !== 0) ?? -1
  if (yours === null || needed === null || at === -1 || yours.length !== needed.length) return null
  const name = nameConstant([yours[at] / needed[at]], [{}])
  const by = simple.get(name ?? '')
  if (by === undefined || !isMadeEverywhere(suspicion, x => x * by, 2)) return null
  return say(
    'sign, factor',
    `${name} times the right value`,
    `is ${name} times the right value: look for a factor`,
  )
}

/** Factors that are worth naming. */
const simple: ReadonlyMap<string, number> = new Map(
  [2, 3, 4, 1 / 2, 1 / 3, 1 / 4].flatMap(k => [
    [nameConstant([k], [{}])!, k],
    [nameConstant([-k], [{}])!, -k],
  ]),
)

const reciprocal: Row = suspicion =>
  isMadeEverywhere(suspicion, x => 1 / x, 2)
    ? say(
        'wrong operand',
        'one divided by the right value',
        'is 1 divided by the right value: the division is upside down',
      )
    : null

const offByOne: Row = suspicion => {
  const many = isMadeEverywhere(suspicion, x => x + 1, 2)
  if (!many && !isMadeEverywhere(suspicion, x => x - 1, 2)) return null
  const [short, what] = many ? ['one too many', 'is 1 more'] : ['one too few', 'is 1 less']
  return say(
    'index',
    short,
    `${what} than the right value, whatever the numbers: where does your counting start and end?`,
  )
}

const turned: Row = suspicion => {
  const { tries } = suspicion
  const same = tries.every(({ value, expected, pair }) => {
    const [shape, yours, needed] = [shapeOf(expected), numbersIn(value), numbersIn(expected)]
    if (shape?.length !== 2 || shapeOf(value)?.join() !== shape.toReversed().join()) return false
    const [rows, columns] = shape
    const made = Array.from(
      { length: rows * columns },
      (_, i) => needed![(i % rows) * columns + Math.floor(i / rows)],
    )
    return rows > 1 && columns > 1 && compareValues(yours!, made, pair?.within).kind === 'same'
  })
  return same
    ? say('shape', 'rows and columns are swapped', 'has the right numbers, but rows and columns are swapped')
    : null
}

/** What a list may be in place of the one that is needed. */
const lists: readonly (readonly [Family, string, string, (needed: readonly Kept[]) => Kept | null])[] = [
  ['order', 'back to front', 'is right, but back to front', needed => needed.toReversed()],
  ['shape', 'the last one is missing', 'is missing its last element', needed => needed.slice(0, -1)],
  ['shape', 'the first one is missing', 'is missing its first element', needed => needed.slice(1)],
  [
    'index',
    'shifted by one place',
    'is shifted: each element belongs one place later',
    needed => [...needed.slice(1), needed[0]],
  ],
  [
    'index',
    'shifted by one place',
    'is shifted: each element belongs one place earlier',
    needed => [needed[needed.length - 1], ...needed.slice(0, -1)],
  ],
]

const list: Row = suspicion => {
  const long = suspicion.tries.every(({ expected }) => Array.isArray(expected) && expected.length > 1)
  if (!long) return null
  const found = lists.find(([, , , make]) =>
    isAlways(suspicion.tries, ({ expected }) => make(expected as readonly Kept[])),
  )
  return found === undefined ? null : say(found[0], found[1], found[2])
}

/** The same elements, each as often, in another order. */
const reordered: Row = suspicion => {
  const same = suspicion.tries.every(({ value, expected }) => {
    if (!Array.isArray(value) || !Array.isArray(expected) || expected.length < 3) return false
    const sorted = (elements: readonly Kept[]): string =>
      JSON.stringify(elements.map(e => JSON.stringify(e)).sort())
    return value.length === expected.length && sorted(value) === sorted(expected)
  })
  return same
    ? say('order', 'the right ones in another order', 'has the right elements in another order')
    : null
}

const reshaped: Row = suspicion => {
  const same = suspicion.tries.every(({ value, expected, compared, pair }) => {
    const [yours, needed] = [numbersIn(value), numbersIn(expected)]
    if (compared?.kind !== 'shape' || yours === null || needed === null) return false
    return compareValues(yours, needed, pair?.within).kind === 'same'
  })
  if (!same) return null
  const { compared } = suspicion.tries[0]
  return say(
    'shape',
    'the right numbers in another shape',
    `has the right numbers in another shape: ${compared?.message}`,
  )
}

/** The most specific first. */
const rows: readonly Row[] = [
  notFinite,
  opposite,
  turned,
  list,
  reordered,
  factor,
  offByOne,
  reciprocal,
  reshaped,
]
