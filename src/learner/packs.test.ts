import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { findExercises, readSolution } from '../catalogue/catalogue.ts'
import { packsOf, readPack } from './packs.ts'

const root = mkdtempSync(join(tmpdir(), 'ninja-'))
afterAll(() => rmSync(root, { recursive: true }))

/** A folder with a solution for each of these names. */
function packIn(name: string, ids: readonly string[]): string {
  const folder = join(root, name)
  for (const id of ids) {
    mkdirSync(join(folder, 'solutions', id.split('/')[0]), { recursive: true })
    writeFileSync(join(folder, 'solutions', `${id}.ts`), `// ${id}`)
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, ninja: { format: 1 } }))
  return folder
}

const own = packIn('own', ['first/02_softmax', 'first/01_loss', 'second/01_loss', 'second/helper'])

test('a pack has the solutions that stand in the folders of its folder', () => {
  writeFileSync(join(own, 'solutions', '01_stray.ts'), '')
  const exercises = findExercises([readPack(own)])
  expect(exercises.map(({ id }) => id)).toEqual(['first/01_loss', 'first/02_softmax', 'second/01_loss'])
  expect(exercises[0].solution).toBe(join(own, 'solutions', 'first', '01_loss.ts'))
  expect(readSolution(exercises[1])).toBe('// first/02_softmax')
})

test('a workspace has the packs that it lists, else it is one itself, else the program has one', () => {
  const other = packIn('other', ['more/01_more'])
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
