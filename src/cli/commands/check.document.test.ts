/** `check --output`: the document of `--json` in a file. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { template } from '../../author/template.ts'
import { emptyFolder, freshWorkspace, ninja } from '../testing.ts'
import { filledIn, manifest, packWith, workspaceWith } from './testing.ts'

const documentIn = (folder: string): unknown => JSON.parse(readFileSync(join(folder, 'verdict.json'), 'utf8'))

test('the file holds what --json prints, and the table is printed all the same', () => {
  const folder = workspaceWith(filledIn)
  const { status, stdout } = ninja(folder, ['check', '07', '--output', 'verdict.json'])
  expect(status).toBe(0)
  expect(stdout).toContain('passed: all 26')
  const printed = ninja(folder, ['check', '07', '--json', '--output', 'verdict.json'])
  expect(documentIn(folder)).toEqual(JSON.parse(printed.stdout))
  expect(documentIn(folder)).toMatchObject({ exercise: 'makemore/07_whole_network', passed: true })
})

test('of all exercises too', () => {
  const two = { 'one/01_first': template(1, 'First'), 'one/02_second': template(2, 'Second') }
  const folder = packWith(two, { ...manifest, ninja: { format: 1 } })
  expect(ninja(folder, ['build']).status).toBe(0)
  const { status } = ninja(folder, ['check', '--all', '--output=verdict.json'])
  expect(status).toBe(1)
  const exercises = [{ exercise: 'one/01_first' }, { exercise: 'one/02_second' }]
  expect(documentIn(folder)).toMatchObject({ version: 1, passed: false, exercises })
})

test('a check that could not be begun is a document too', () => {
  const folder = freshWorkspace()
  expect(ninja(folder, ['check', 'whle', '--output', 'verdict.json']).status).toBe(2)
  expect(documentIn(folder)).toMatchObject({ passed: false, error: { code: 'usage', reason: null } })
  expect(ninja(emptyFolder(), ['check', '--output', join(folder, 'verdict.json')]).status).toBe(2)
  expect(documentIn(folder)).toMatchObject({ passed: false, error: { code: 'workspace' } })
})

test('nothing but a verdict is replaced: a file that is something else is refused before anything is judged', () => {
  const folder = workspaceWith(filledIn)
  writeFileSync(join(folder, 'notes.txt'), 'mine')
  const { status, stderr, stdout } = ninja(folder, ['check', '07', '--output', 'notes.txt'])
  expect(status).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toMatch(
    /notes\.txt is there already, and it isn't a verdict\n {2}name another file with --output\n/,
  )
  const exercise = join('exercises', 'makemore', '07_whole_network.ts')
  expect(ninja(folder, ['check', '07', '--output', exercise]).status).toBe(2)
  expect(readFileSync(join(folder, exercise), 'utf8')).toBe(filledIn)
  expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toBe('mine')
})

test('where it cannot be written the verdict is told, and the status says that something is missing', () => {
  const folder = workspaceWith(filledIn)
  chmodSync(folder, 0o555)
  const words = ['check', '07', '--output', 'verdict.json']
  const { status, stdout, stderr } = ninja(folder, words, { asNobody: true })
  chmodSync(folder, 0o755)
  expect(stdout).toContain('passed: all 26')
  expect(stderr).toContain('warning: the verdict was not written: ')
  expect(status).toBe(2)
  expect(existsSync(join(folder, 'verdict.json'))).toBe(false)
})

test('a notebook that could not be written leaves nothing in its place', () => {
  const folder = emptyFolder()
  const { status, stderr } = ninja(folder, ['notebook', 'makemore/01', '--output', 'twin.py'])
  expect({ status, stderr }).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('no exercises folder'),
  })
  expect(existsSync(join(folder, 'twin.py'))).toBe(false)
})
