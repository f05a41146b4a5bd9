import { describe, expect, test } from 'vitest'
import { blankVersion, filledIn } from '../author/filled.ts'
import { groundFor, isRight, judgeText } from '../author/verdicts.ts'
import type { Family } from '../catalogue/exercise.ts'
import { atlas } from '../diagnosis/atlas.ts'
import * as library from '../index.ts'
import { blanksOf } from '../notebook/solution.ts'
import { openRoom } from '../room/testing.ts'
import { Tensor } from '../tensor/tensor.ts'
import { exerciseOf } from './exercise.ts'
import { drillFamilies } from './families.ts'
import { resultNames, spareNames, stories } from './stories.ts'
import { freshTask, makeTask } from './task.ts'
import { data } from './testing.ts'

const room = openRoom()
const families = drillFamilies.map(family => [family.name, family] as const)

describe.each(families)('%s', (_, family) => {
  const task = makeTask(20, family)
  const exercise = exerciseOf(task)
  const judged = (text: string) => judgeText(groundFor(exercise, data), exercise, text, room)

  test('a task is an exercise: it passes with its own answers, and its blanks are blank', () => {
    const filled = judged(filledIn(exercise))
    expect(filled.findings.map(({ name }) => name)).toEqual(task.blanks)
    expect(isRight(filled)).toBe(true)
    expect(judged(blankVersion(exercise)).findings.map(({ verdict }) => verdict)).toEqual(
      task.blanks.map(() => 'blank'),
    )
  })

  test('it has one to three blanks with three hints each, and three to six lines', () => {
    const spots = blanksOf(task.source)
    expect([1, 2, 3]).toContain(spots.length)
    expect(spots.map(({ hints }) => hints.length)).toEqual(spots.map(() => 3))
    const [, forward] = /export function forward[^\n]*\n([\s\S]*?)\n {2}return/.exec(task.source)!
    expect([3, 4, 5, 6]).toContain(forward.split('\n').length)
  })

  test('the same seed makes the same task, another one another', () => {
    expect(makeTask(20, family)).toEqual(task)
    expect(makeTask(21, family).source).not.toBe(task.source)
  })

  test('none of 100 that are drawn one after the other is like another but for names and sizes', () => {
    const seen = new Set<string>()
    for (let i = 0; i < 100; i++) seen.add(freshTask(100 + i, family, seen).form)
    expect(seen.size).toBe(100)
  })
})

test('each family of mistakes that there is a name for is practised somewhere', () => {
  const practised = new Set<Family>(drillFamilies.flatMap(({ mistakes }) => mistakes))
  expect(atlas.map(({ family }) => family).filter(family => !practised.has(family))).toEqual([])
})

test('no name of a task is a word of the language, a method, something to import, or the gradient of another', () => {
  const words = [
    ...stories.flatMap(({ dims, groupOf, bestOf, about, ...names }) => [
      ...dims,
      groupOf,
      bestOf,
      ...Object.values(names).flat(),
    ]),
    ...Object.values(resultNames).flat(),
    ...spareNames,
  ]
  const taken = new Set([
    ...Object.getOwnPropertyNames(Tensor.prototype),
    ...Object.keys(library),
    'g',
    'loss',
  ])
  const isOdd = (word: string): boolean => taken.has(word) || words.includes(`d${word}`) || !isName(word)
  expect([...new Set(words)].filter(isOdd)).toEqual([])
})

/** What JavaScript itself accepts as the name of a constant. */
function isName(word: string): boolean {
  try {
    return typeof new Function(`'use strict'; const ${word} = 1; return ${word}`) === 'function'
  } catch {
    return false
  }
}
