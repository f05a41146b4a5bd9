import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import type { Student } from '../record.ts'
import { readSubmissions } from './submissions.ts'
import type { Tree, TreeFile } from './tree.ts'

const seven = { id: 'makemore/07_whole_network', title: '07 · The whole network' }
const six = { id: 'makemore/06_embedding', title: '06 · The embedding table' }
const layers = { id: 'layers/07_network', title: '07 · A network from a list' }

const file = (path: string, content: string | Uint8Array = '', more: Partial<TreeFile> = {}): TreeFile => {
  const bytes = typeof content === 'string' ? strToU8(content) : content
  return { path, size: bytes.length, isLink: false, written: null, came: null, read: () => bytes, ...more }
}

const treeOf = (...files: (string | TreeFile)[]): Tree => ({
  files: files.map(one => (typeof one === 'string' ? file(one) : one)),
  refused: [],
})

const student = (id: string, name: string | null = null, email: string | null = null): Student => ({
  id,
  name,
  email,
  section: null,
})

/** What is graded, as `student exercise path`, and what isn't, as `path: reason`. */
function read(tree: Tree, exercises = [seven], roster: readonly Student[] | null = null) {
  const { handed, strays, students } = readSubmissions({ tree, exercises, roster })
  return {
    handed: handed.map(
      one =>
        `${one.student} ${one.exercise
          .slice(-2 - 40)
          .split('/')[1]
          .slice(0, 2)} ${one.path}`,
    ),
    strays: strays.map(({ path, reason }) => `${path} ${reason}`),
    students: students.map(({ id }) => id),
  }
}

describe('without a roster', () => {
  test('a file is called after its student, in each of three languages of files', () => {
    expect(read(treeOf('ada.ts', 'bob.ipynb', 'eve.py', 'notes.docx'))).toEqual({
      handed: ['ada 07 ada.ts', 'bob 07 bob.ipynb', 'eve 07 eve.py'],
      strays: ['notes.docx is none of the files that are graded: .ts, .ipynb, .py'],
      students: ['ada', 'bob', 'eve', 'notes'],
    })
  })

  test.each([
    'ada/07_whole_network.ts',
    'ada/07.ts',
    'ada/7.ts',
    'ada/exercises/makemore/07_whole_network.ts',
    'ada/whole network.ts',
    'ada/Exercise 7.ts',
    'ada/07/solution.ts',
    'ada/anything.ipynb',
    'ada/homework.ts',
  ])('%s is of ada, and 07', path => {
    expect(read(treeOf(path)).handed).toEqual([`ada 07 ${path}`])
  })

  test('of a whole workspace what is asked for is graded, and no namesake of another track', () => {
    const paths = [
      'exercises/makemore/07_whole_network.ts',
      'exercises/makemore/06_embedding.ts',
      'exercises/layers/07_network.ts',
      'exercises/data/names.txt',
      'package.json',
      '.ninja/progress.json',
    ]
    const { handed, strays } = read(treeOf(...paths.map(path => `ada/${path}`)))
    expect(handed).toEqual(['ada 07 ada/exercises/makemore/07_whole_network.ts'])
    expect(strays).toEqual([
      'ada/exercises/layers/07_network.ts is of another exercise by its name',
      'ada/exercises/makemore/06_embedding.ts is of another exercise by its name',
    ])
  })
})

test('an archive in a folder is its student, and what is in it is read from it', () => {
  const archive = zipSync({ 'work/07.ts': strToU8('hello') })
  const { handed } = readSubmissions({
    tree: treeOf(file('ada.zip', archive)),
    exercises: [seven],
    roster: null,
  })
  expect(handed.map(({ student: id, path }) => [id, path])).toEqual([['ada', 'ada.zip/work/07.ts']])
  expect(new TextDecoder().decode(handed[0].read())).toBe('hello')
})

test('two exercises of one number are told apart by their names, or by their track', () => {
  const paths = ['ada/07_network.ts', 'ada/07_whole_network.ts', 'bob/layers/07.ts', 'bob/makemore/07.ts']
  const { handed } = readSubmissions({
    tree: treeOf(...paths),
    exercises: [layers, seven, six],
    roster: null,
  })
  expect(handed.map(({ exercise, path }) => `${exercise} ${path}`)).toEqual([
    'layers/07_network ada/07_network.ts',
    'makemore/07_whole_network ada/07_whole_network.ts',
    'layers/07_network bob/layers/07.ts',
    'makemore/07_whole_network bob/makemore/07.ts',
  ])
})

test('Canvas and Moodle exports are matched to the roster by number or name', () => {
  const roster = [
    student('12345', 'Ada Lovelace'),
    student('s2', 'Grace Hopper', 'grace@x.edu'),
    student('s3', 'Zoë Ann Lee'),
  ]
  const paths = [
    'lovelaceada_LATE_12345_678901_07.ts',
    'hoppergrace_999_678902_07-1.ts',
    'Zoe Ann Lee_4711_assignsubmission_file_/07_whole_network.ts',
    'nobody_77_678903_07.ts',
  ]
  const { handed, strays } = readSubmissions({ tree: treeOf(...paths), exercises: [seven], roster })
  expect(handed.map(one => [one.student, one.isLate])).toEqual([
    ['12345', true],
    ['s2', false],
    ['s3', null],
  ])
  expect(strays.map(({ path, reason }) => `${path} ${reason}`)).toEqual([
    'nobody_77_678903_07.ts is of nobody in the roster: no student there is called "nobody_77_678903_07"',
  ])
})
