/** Blanks that nobody has touched, among blanks that are filled in. */
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { pickExercise } from '../catalogue/catalogue.ts'
import { freshExercise } from '../cli/files.ts'
import { allExercises } from '../cli/workspace.ts'
import type { Room } from '../room/room.ts'
import { openRoom, program } from '../room/testing.ts'
import { checkText } from './check.ts'
import { defaultLimits } from './patience.ts'

const exercise = pickExercise(allExercises(null), 'micrograd/01', 'micrograd')
const data = fileURLToPath(new URL('../../exercises/data/names.txt', import.meta.url))
const fresh = freshExercise(exercise)

/** The verdicts on a text by their blanks, and how many modules were loaded for them. */
function judged(text: string): { readonly verdicts: Record<string, string>; readonly loads: number } {
  const room = openRoom()
  let loads = 0
  const counting: Room = {
    ...room,
    load(...order) {
      loads += 1
      return room.load(...order)
    },
  }
  const request = { exercise, file: '/it.ts', seed: 42, data, limits: defaultLimits, program }
  const { report } = checkText(request, text, counting)
  return {
    verdicts: Object.fromEntries(report.gradients.map(({ blank, verdict }) => [blank, verdict])),
    loads,
  }
}

test('one that says nothing but TODO() is blank without a trial of its own', () => {
  const { verdicts, loads } = judged(fresh)
  expect(new Set(Object.values(verdicts))).toEqual(new Set(['blank']))
  expect(loads).toBe(1)
})

test('beside a right one, all others are blank, and it is right', () => {
  const { verdicts } = judged(
    fresh.replace(
      '    return TODO()',
      '    return new Value(this.data + other.data, addBackward, this, other)',
    ),
  )
  expect(Object.values(verdicts)).toEqual(['exact', 'blank', 'blank', 'blank'])
})

test('a TODO that the file defines itself is code like any other', () => {
  const own = fresh.replace("import { TODO } from 'backprop-ninja'", 'const TODO = (): any => 7')
  expect(own).not.toBe(fresh)
  const { verdicts, loads } = judged(own)
  expect(Object.values(verdicts)).not.toContain('blank')
  expect(loads).toBeGreaterThan(4)
})
