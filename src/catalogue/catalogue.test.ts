import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { findExercises, pickExercise, shortName } from './catalogue.ts'
import { packsOf, readPack } from './pack.ts'

const root = mkdtempSync(join(tmpdir(), 'ninja-'))
afterAll(() => rmSync(root, { recursive: true }))

function packIn(name: string, ninja: object, ids: readonly string[]) {
  const folder = join(root, name)
  for (const id of ids) {
    mkdirSync(join(folder, 'solutions', id.split('/')[0]), { recursive: true })
    writeFileSync(join(folder, 'solutions', `${id}.ts`), '')
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, ninja }))
  return folder
}

const own = packIn('own', { format: 1, tracks: ['second', 'first'], start: 'first' }, [
  'first/02_softmax',
  'first/01_loss',
  'first/10_last',
  'zoo/01_cat',
  'second/01_loss',
  'second/02_linear',
  'apes/03_softmax',
  'second/helper',
])
const all = findExercises([readPack(own)])
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

test('a number or a part of a name means the track that one is in, then any', () => {
  expect(pick('01', 'first')).toBe('first/01_loss')
  expect(pick('1', 'zoo')).toBe('zoo/01_cat')
  expect(pick('softmax', 'apes')).toBe('apes/03_softmax')
  expect(pick('linear', 'first')).toBe('second/02_linear')
  expect(pick('10', 'second')).toBe('first/10_last')
  expect(pick('second/01_loss', 'first')).toBe('second/01_loss')
  expect(() => pick('softmax', 'zoo')).toThrow('"softmax" could be first/02_softmax, apes/03_softmax')
  expect(() => pick('01', null)).toThrow('could be')
})

test('what is short for one who is in a track means the same when it is typed there', () => {
  for (const track of ['first', 'second', 'zoo', 'apes']) {
    for (const exercise of all) expect(pick(shortName(all, exercise, track), track)).toBe(exercise.id)
  }
  const named = (id: string, track: string) =>
    shortName(all, all.find(exercise => exercise.id === id)!, track)
  expect(named('first/01_loss', 'first')).toBe('01')
  expect(named('first/01_loss', 'second')).toBe('first/01_loss')
  expect(named('first/10_last', 'second')).toBe('10')
})

test('a workspace has the packs that it lists, else it is one itself, else the program has one', () => {
  const other = packIn('other', { format: 1 }, ['more/01_more'])
  const course = join(root, 'course')
  mkdirSync(course)
  const names = (workspace: string | null) => packsOf(workspace, own).map(({ name }) => name)
  expect(names(course)).toEqual(['own'])
  expect(names(null)).toEqual(['own'])
  expect(names(other)).toEqual(['other'])
  writeFileSync(
    join(course, 'package.json'),
    JSON.stringify({ ninja: { packs: ['../other', 'backprop-ninja'] } }),
  )
  expect(names(course)).toEqual(['other', 'own'])
})
