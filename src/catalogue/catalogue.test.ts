import { expect, test } from 'vitest'
import type { NinjaError } from '../errors.ts'
import { findExercises, pickExercise, shortName } from './catalogue.ts'
import { type PackFiles, packFrom } from './pack.ts'

/** Empty solutions, by their names. */
function filesOf(ids: readonly string[]): PackFiles {
  const paths = ids.map(id => `solutions/${id}.ts`)
  const namesIn = (folder: string): string[] =>
    paths
      .filter(path => path.startsWith(`${folder}/`))
      .map(path => path.slice(folder.length + 1).replace(/\/.*/, '/'))
  return {
    read: path => (paths.includes(path) ? '' : null),
    list: folder => {
      const names = [...new Set(namesIn(folder))]
      return names.length === 0 ? null : names
    },
    path: path => `/own/${path}`,
  }
}

const own = filesOf([
  'first/02_softmax',
  'first/01_loss',
  'first/10_last',
  'zoo/01_cat',
  'second/01_loss',
  'second/02_linear',
  'apes/03_softmax',
  'second/helper',
])
const manifest = { name: 'own', ninja: { format: 1, tracks: ['second', 'first'], start: 'first' } }
const all = findExercises([packFrom(manifest, '/own', own)])
const pick = (written: string, track: string | null) => pickExercise(all, written, track).id

test('tracks come in the order of the manifest, others after them by name; exercises by number', () => {
  expect(all.map(({ id }) => id)).toEqual([
    'second/01_loss',
    'second/02_linear',
    'first/01_loss',
    'first/02_softmax',
    'first/10_last',
    'apes/03_softmax',
    'zoo/01_cat',
  ])
})

test('a number means the track that one is in; a part of a name that track, then any', () => {
  expect(pick('01', 'first')).toBe('first/01_loss')
  expect(pick('1', 'zoo')).toBe('zoo/01_cat')
  expect(pick('softmax', 'apes')).toBe('apes/03_softmax')
  expect(pick('linear', 'first')).toBe('second/02_linear')
  expect(pick('10', null)).toBe('first/10_last')
  expect(pick('second/01_loss', 'first')).toBe('second/01_loss')
  expect(() => pick('softmax', 'zoo')).toThrow('"softmax" could be first/02_softmax, apes/03_softmax')
  expect(() => pick('01', null)).toThrow('could be')
})

test('a number that the track has not is refused, and told where it is', () => {
  expect(() => pick('10', 'second')).toThrow(/^the track second has no exercise 10: it has \d+ to \d+$/)
  try {
    pick('10', 'second')
  } catch (error) {
    expect((error as NinjaError).advice).toContain('write all of the name: first/10_last')
  }
})

test('what is short for one who is in a track means the same when it is typed there', () => {
  for (const track of ['first', 'second', 'zoo', 'apes']) {
    for (const exercise of all) expect(pick(shortName(all, exercise, track), track)).toBe(exercise.id)
  }
  const named = (id: string, track: string) =>
    shortName(all, all.find(exercise => exercise.id === id)!, track)
  expect(named('first/01_loss', 'first')).toBe('01')
  expect(named('first/01_loss', 'second')).toBe('first/01_loss')
  expect(named('first/10_last', 'second')).toBe('first/10_last')
})

test('a track is the one that is named, not one whose name ends with it', () => {
  const exercises = findExercises([
    packFrom(manifest, '/own', filesOf(['apes/03_softmax', 'big-apes/03_tanh'])),
  ])
  expect(pickExercise(exercises, 'apes/03', null).id).toBe('apes/03_softmax')
  expect(pickExercise(exercises, 'big-apes/03', null).id).toBe('big-apes/03_tanh')
})
