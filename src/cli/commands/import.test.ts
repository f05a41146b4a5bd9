import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { beforeEach, expect, test } from 'vitest'
import { archiveOf } from '../../page/archive.ts'
import { listAttempts } from '../../progress/attempts.ts'
import {
  asPassed,
  emptyProgress,
  isPassed,
  noteHint,
  type Progress,
  progressOf,
  setCurrent,
} from '../../progress/progress.ts'
import { openStore } from '../../progress/store.ts'
import { fileIn, wholeText } from '../solving.ts'
import { emptyFolder, freshWorkspace, ninja } from '../testing.ts'

const first = 'makemore/01_log_loss'
const softmax = 'makemore/02_softmax'

let workspace: string
beforeEach(() => {
  workspace = freshWorkspace()
})

const passed = (...ids: readonly string[]): Progress =>
  ids.reduce((so, id) => asPassed(so, id), emptyProgress())

function importing(progress: Progress, files: Readonly<Record<string, string>>, where = workspace) {
  writeFileSync(
    join(where, 'mine.zip'),
    archiveOf({ progress, practice: null, files: new Map(Object.entries(files)) }),
  )
  return ninja(where, ['import', 'mine.zip'])
}

const progressNow = (): Progress => openStore(workspace).read().progress

test('exercises come in, and a pass counts once it was checked here', () => {
  const right = wholeText('02')
  const { status, stdout, stderr } = importing(setCurrent(passed(softmax), softmax), { [softmax]: right })
  expect([status, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/✓ makemore\/02_softmax +imported; checked again: right/)
  expect(readFileSync(fileIn(workspace, '02'), 'utf8')).toBe(right)
  expect(isPassed(progressNow(), softmax)).toBe(true)
  expect(progressNow().current).toBe(softmax)
})

test('a pass that does not hold is no pass, and the exit status says so', () => {
  const wrong = wholeText('02').replace('counts_sum_inv.mul(dprobs)', 'counts_sum_inv')
  expect(wrong).not.toBe(wholeText('02'))
  const { status, stdout } = importing(passed(softmax), { [softmax]: wrong })
  expect(status).toBe(1)
  expect(stdout).toMatch(/✗ makemore\/02_softmax +imported; checked again: not right/)
  expect(stdout).toContain('check makemore/02_softmax')
  expect(isPassed(progressNow(), softmax)).toBe(false)
})

test('a pass without its lines does not count', () => {
  const { status, stdout } = importing(passed(first), {})
  expect([status, isPassed(progressNow(), first)]).toEqual([0, false])
  expect(stdout).toContain(`No lines came with the passes of ${first}`)
})

test('what was in a file is kept, and undo brings it back', () => {
  writeFileSync(fileIn(workspace, '02'), '// mine\n')
  const { stdout } = importing(emptyProgress(), { [softmax]: '// theirs\n' })
  expect(stdout).toMatch(/makemore\/02_softmax +imported, yours is saved/)
  expect(readFileSync(fileIn(workspace, '02'), 'utf8')).toBe('// theirs\n')
  expect(listAttempts(workspace, softmax).map(path => readFileSync(path, 'utf8'))).toEqual(['// mine\n'])
  expect(ninja(workspace, ['undo', '02']).status).toBe(0)
  expect(readFileSync(fileIn(workspace, '02'), 'utf8')).toBe('// mine\n')
})

test('an exercise in which nothing is filled in takes the place of no work', () => {
  const fresh = readFileSync(fileIn(workspace, '02'), 'utf8')
  writeFileSync(fileIn(workspace, '02'), '// mine\n')
  expect(importing(emptyProgress(), { [softmax]: fresh }).stdout).toContain('yours stays')
  expect(readFileSync(fileIn(workspace, '02'), 'utf8')).toBe('// mine\n')
})

test('hints that were seen stay seen, as many as there are; passes of one’s own stay', () => {
  openStore(workspace).update(progress => noteHint(asPassed(progress, first), softmax, 'dcounts', 2))
  const imported = noteHint(noteHint(emptyProgress(), softmax, 'dcounts', 1), softmax, 'dlogits', 99)
  importing(setCurrent(imported, softmax), {})
  expect(progressOf(progressNow(), softmax).hints).toEqual({ dcounts: 2, dlogits: 3 })
  expect(isPassed(progressNow(), first)).toBe(true)
})

test('exercises that this workspace does not have are named and left out', () => {
  const { status, stdout } = importing(emptyProgress(), { 'norms/01_layer_norm': 'x' })
  expect([status, stdout]).toEqual([
    0,
    expect.stringContaining('This workspace has no norms/01_layer_norm: left out.'),
  ])
})

test('the same archive a second time changes nothing', () => {
  const files = { [softmax]: wholeText('02') }
  importing(passed(softmax), files)
  const { status, stdout } = importing(passed(softmax), files)
  expect([status, stdout]).toEqual([0, expect.stringContaining('the same as yours; checked again: right')])
  expect(listAttempts(workspace, softmax)).toHaveLength(0)
})

test('one bad file in it, and nothing of it comes in', () => {
  const bytes = zipSync({
    '.ninja/progress.json': strToU8(JSON.stringify(emptyProgress())),
    [`exercises/${softmax}.ts`]: strToU8('// theirs\n'),
    'exercises/../../evil.ts': strToU8('evil'),
  })
  writeFileSync(join(workspace, 'evil.zip'), bytes)
  const { status, stderr } = ninja(workspace, ['import', 'evil.zip'])
  expect([status, stderr]).toEqual([2, expect.stringContaining('would lead out of your folder')])
  expect(readFileSync(fileIn(workspace, '02'), 'utf8')).not.toContain('theirs')
})

test('what is no archive is said so: a folder, nothing, a text, something huge', () => {
  const says = (name: string) => ninja(workspace, ['import', name])
  mkdirSync(join(workspace, 'folder.zip'))
  writeFileSync(join(workspace, 'text.zip'), 'no archive')
  writeFileSync(join(workspace, 'huge.zip'), new Uint8Array(9 * 2 ** 20))
  expect(says('folder.zip')).toMatchObject({ status: 2, stderr: expect.stringContaining('is no file') })
  expect(says('gone.zip')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('there is no file gone.zip'),
  })
  expect(says('text.zip')).toMatchObject({ status: 2, stderr: expect.stringContaining('is no zip archive') })
  expect(says('huge.zip')).toMatchObject({ status: 2, stderr: expect.stringContaining('is too large') })
})

test('outside of a workspace there is nothing to import into', () => {
  const { status, stderr } = importing(emptyProgress(), {}, emptyFolder())
  expect([status, stderr]).toEqual([2, expect.stringContaining('there is no exercises folder')])
})

test('a link in the workspace is followed as everywhere: what it led to is kept first', () => {
  const elsewhere = join(emptyFolder(), 'mine.ts')
  writeFileSync(elsewhere, '// mine\n')
  rmSync(fileIn(workspace, '02'))
  symlinkSync(elsewhere, fileIn(workspace, '02'))
  importing(emptyProgress(), { [softmax]: '// theirs\n' })
  expect(readFileSync(elsewhere, 'utf8')).toBe('// theirs\n')
  expect(listAttempts(workspace, softmax).map(path => readFileSync(path, 'utf8'))).toEqual(['// mine\n'])
})
