import { describe, expect, test } from 'vitest'
import type { Check } from '../../catalogue/exercise.ts'
import { compile } from '../../learner/files.ts'
import { wrongLinesOf } from '../../notebook/wrong.ts'
import { keep } from '../../room/kept.ts'
import { loadModule } from '../../room/loading.ts'
import { scriptOf } from '../../text/script.ts'
import { type ParsedText, sourceOf } from '../../text/source.ts'
import { knownMistakes, recognise } from './known.ts'
import { type Expected, lostTry, type Try, valueTry } from './try-pair.ts'

const solution = `
import { tensor } from 'backprop-ninja'
export const offset = 1
export function twice(x: number): number {
  // answer
  return 2 * x
  // end answer
  // wrong (sign, factor): return x * x
  //   > That's the square. Add x to itself.
  // wrong (wrong operand):
  //   if (x > 2) throw new Error('too large')
  //   return 0
  //   > Only small numbers are doubled.
  // wrong (index):
  //   for (;;) {}
  //   > It never ends.
  // wrong (wrong operand): return tensor(5).item() * x
  //   > That's five times x.
  // wrong (-): return 3 * x
  // wrong (index): return x +
  //   > It isn't even JavaScript.
}

export class Box {
  size: number
  constructor(size: number) {
    this.size = size
  }
  grown(by: number): Box {
    // answer
    return new Box(this.size + by)
    // end answer
    // wrong (stale or aliased):
    //   const sum: number = this.size + by
    //   this.size = sum
    //   return this
    //   > You changed the box itself. Return a new one.
  }
}

// %% check
export const check = (learner: any, { seed }: any) => [
  { name: 'twice(2)', blank: 'twice', learner: () => learner.twice(2) },
  { name: 'grown', blank: 'Box.grown', learner: () => { const b = new learner.Box(1); return [b.grown(2).size, b.size] } },
  { name: 'twice(drawn)', blank: 'twice', learner: () => learner.twice(3 + seed) },
]
`

const whole = sourceOf(solution) as ParsedText
const path = 'solution.ts'
const modules = { [path]: scriptOf(whole, { besides: ['check'] }).script!.js }
let ended = 0
const known = knownMistakes({
  whole,
  modules,
  path,
  compile,
  besides: ['check'],
  limit: work => {
    ended++
    return work()
  },
  wrong: () =>
    wrongLinesOf(solution).filter(({ family, message }) => family !== 'index' || !message?.includes('never')),
  draw: (exports, seed) => (exports.check as Check<object>)(exports, { seed } as never),
})

/** What comes of a learner's lines: values by row and seed, or what was thrown. */
function said(blank: string, rows: readonly (readonly (unknown | Error)[] | null)[]): string | null {
  const pair = { name: '', blank, value: () => 0, at: undefined, within: undefined } as unknown as Expected
  const tries = rows.map(
    row =>
      row?.map((value, seed): Try => {
        if (!(value instanceof Error)) return valueTry(pair, seed, keep(value))
        const lost = {
          kind: 'threw',
          message: `Error: ${value.message}`,
          said: value.message,
          advice: null,
          stack: null,
        } as const
        return lostTry(pair, seed, lost)
      }) ?? null,
  )
  return recognise(known(blank), tries)?.message ?? null
}

describe('a known mistake', () => {
  test('is recognised by what it gives in every row, with every seed', () => {
    expect(
      said('twice', [
        [4, 4, 4],
        [9, 16, 25],
      ]),
    ).toBe("That's the square. Add x to itself.")
  })

  test('is none where one row differs, or one seed', () => {
    expect(
      said('twice', [
        [4, 4, 4],
        [9, 16, 24],
      ]),
    ).toBeNull()
    expect(
      said('twice', [
        [2, 4, 4],
        [9, 16, 25],
      ]),
    ).toBeNull()
  })

  test('is recognised where it throws by what it throws', () => {
    const thrown = (message: string) => [[0, 0, 0], [1, 2, 3].map(() => new Error(message))]
    expect(said('twice', thrown('too large'))).toBe('Only small numbers are doubled.')
    expect(said('twice', thrown('too small'))).toBeNull()
  })

  test('may need an import that no answer needs', () => {
    expect(
      said('twice', [
        [10, 10, 10],
        [15, 20, 25],
      ]),
    ).toBe("That's five times x.")
  })

  test('is none where a row was stopped', () => {
    expect(said('twice', [[4, 4, 4], null])).toBeNull()
  })

  test('needs a message: a wrong line without one is only to be rejected', () => {
    expect(
      said('twice', [
        [6, 6, 6],
        [9, 12, 15],
      ]),
    ).toBeNull()
  })

  test('can be in a method', () => {
    expect(
      said('Box.grown', [
        [
          [3, 3],
          [3, 3],
          [3, 3],
        ],
      ]),
    ).toBe('You changed the box itself. Return a new one.')
    expect(
      said('Box.grown', [
        [
          [3, 1],
          [3, 1],
          [3, 1],
        ],
      ]),
    ).toBeNull()
  })

  test('runs within a limit, once for a row and a seed: with other numbers it may never come to an end', () => {
    const before = ended
    expect(before).toBeGreaterThan(5)
    const square = () => said('twice', [[4, 4, 4], [9, 16, 25]]) // biome-ignore format: a row a list
    expect([square(), square()]).toEqual(Array(2).fill("That's the square. Add x to itself."))
    expect(ended).toBe(before)
  })
})

test('what a wrong line gives is worked out by the real solution', () => {
  const exports = loadModule(modules, path, console, compile) as { twice: (x: number) => number }
  expect(exports.twice(4)).toBe(8)
})
