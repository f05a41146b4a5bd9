/** A class that was made up, and judged. */
import { expect, test } from 'vitest'
import { classOf } from '../class.ts'
import { assignmentFor, recordFor, simulated } from './testing.ts'

const students = simulated(300, 20)
const records = students.map(recordFor)
const summary = classOf(records, assignmentFor(students))

test('the first three families are the three that were planted most', () => {
  const planted = new Map<string, number>()
  for (const { made } of students)
    for (const family of new Set(made.map(({ family }) => family)))
      planted.set(family, (planted.get(family) ?? 0) + 1)
  const most = [...planted].sort((a, b) => b[1] - a[1])
  expect(most[2][1]).toBeGreaterThan(most[3][1])
  expect(summary.families.slice(0, 3).map(({ family, students: many }) => [family, many])).toEqual(
    most.slice(0, 3),
  )
})

test('nobody has copied, and no pair is listed', () => {
  expect(summary.copies).toEqual([])
})
