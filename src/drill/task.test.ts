import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { filledIn } from '../author/filled.ts'
import { groundFor, isRight, judgeText } from '../author/verdicts.ts'
import { openRoom } from '../room/testing.ts'
import { exerciseOf } from './exercise.ts'
import { drillFamilies } from './families.ts'
import { freshTask, makeTask } from './task.ts'

const data = fileURLToPath(new URL('../../exercises/data/names.txt', import.meta.url))
const room = openRoom()

test.each(drillFamilies.map(family => [family.name, family] as const))(
  '%s: a task passes with its own answers',
  (_, family) => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const task = makeTask(seed, family)
      const exercise = exerciseOf(task)
      const judged = judgeText(groundFor(exercise, data), exercise, filledIn(exercise), room)
      expect(judged.findings.map(({ name }) => name)).toEqual(task.blanks)
      expect(isRight(judged), task.source).toBe(true)
    }
  },
)

test('the same seed makes the same task, another one another', () => {
  const [family] = drillFamilies
  expect(makeTask(7, family)).toEqual(makeTask(7, family))
  expect(makeTask(8, family).source).not.toBe(makeTask(7, family).source)
})

test.each(drillFamilies.map(family => [family.name, family] as const))(
  '%s: none of 100 tasks is like another',
  (_, family) => {
    const seen = new Set<string>()
    for (let i = 0; i < 100; i++) seen.add(freshTask(1000 * i, family, seen).form)
    expect(seen.size).toBe(100)
  },
)
