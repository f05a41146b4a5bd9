/** Files that are deleted, moved away or emptied: what is said to be saved is there. */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fileIn, solve, wholeText } from '../solving.ts'
import { freshWorkspace, ninja } from '../testing.ts'

const mine = `${wholeText('01')}// mine\n`

/** A workspace in which `text` was checked. */
function checked(text: string): { folder: string; file: string; fresh: string } {
  const folder = freshWorkspace()
  const file = fileIn(folder, '01')
  const fresh = readFileSync(file, 'utf8')
  writeFileSync(file, text)
  expect(ninja(folder, ['check', '01']).status).not.toBe(2)
  return { folder, file, fresh }
}

const gone = [
  ['deleted', (file: string) => rmSync(file)],
  ['moved away', (file: string) => renameSync(file, `${file}.txt`)],
  ['emptied', (file: string) => writeFileSync(file, ' \n')],
] as const

test.each(gone)('a file that was %s: check says what is saved, and undo brings it back', (_, remove) => {
  const { folder, file } = checked(mine)
  remove(file)
  expect(ninja(folder, ['check']).stdout).toContain(
    'npx ninja undo makemore/01_log_loss brings back the version you checked last',
  )
  expect(ninja(folder, ['undo', 'makemore/01_log_loss']).status).toBe(0)
  expect(readFileSync(file, 'utf8')).toBe(mine)
})

test.each(gone)('a file that was %s: after a reset, undo brings back what was checked', (_, remove) => {
  const { folder, file, fresh } = checked(mine)
  remove(file)
  expect(ninja(folder, ['reset', '01']).stdout).toContain('npx ninja undo 01')
  expect(readFileSync(file, 'utf8')).toBe(fresh)
  ninja(folder, ['undo', '01'])
  expect(readFileSync(file, 'utf8')).toBe(mine)
})

test('where init has written the exercise again, undo brings back what was checked', () => {
  const { folder, file, fresh } = checked(mine)
  rmSync(file)
  ninja(folder, ['init'])
  expect(readFileSync(file, 'utf8')).toBe(fresh)
  ninja(folder, ['check', '01'])
  ninja(folder, ['undo', '01'])
  expect(readFileSync(file, 'utf8')).toBe(mine)
})

test('what the last check could not read as code is saved too', () => {
  const broken = mine.replace('return probs', 'return (((probs')
  const { folder, file } = checked(broken)
  rmSync(file)
  ninja(folder, ['undo', '01'])
  expect(readFileSync(file, 'utf8')).toBe(broken)
})

test.each(gone)(
  'a file that was %s before anything was filled in: nothing is said to be saved',
  (_, remove) => {
    const folder = freshWorkspace()
    const file = fileIn(folder, '01')
    ninja(folder, ['check', '01'])
    remove(file)
    const said = ninja(folder, ['check']).stdout
    expect(said).toContain('npx ninja reset makemore/01_log_loss brings the exercise back')
    expect(said).not.toMatch(/undo|saved|kept/)
    expect(ninja(folder, ['reset', '01']).stdout).not.toMatch(/undo|saved|kept/)
    expect(ninja(folder, ['undo', '01']).status).toBe(1)
  },
)

test.each([['diff', '10'], ['train']])('ninja %s %s says how to get it back, too', (command, ...words) => {
  const folder = freshWorkspace()
  solve(folder, '10')
  ninja(folder, ['check', '10'])
  rmSync(fileIn(folder, '10'))
  const { stderr, status } = ninja(folder, [command, ...words.filter(word => word !== undefined)])
  expect(stderr).toContain('npx ninja undo makemore/10_train brings back the version you checked last')
  expect(status).toBe(1)
})

test.each([
  ['missing', null, /there is no file other\.ts$/],
  ['empty', '', /other\.ts is empty$/],
  ['no text', Buffer.from([1, 0, 2]), /other\.ts is not a text file$/],
])('a file given with --file that is %s is no matter of reset', (_, content, message) => {
  const folder = freshWorkspace()
  if (content !== null) writeFileSync(`${folder}/other.ts`, content)
  const { stdout } = ninja(folder, ['check', '01', '--file', 'other.ts'])
  expect(stdout.trimEnd()).toMatch(message)
  expect(existsSync(`${folder}/.ninja/checked`)).toBe(false)
})

test('text in UTF-16, as PowerShell writes it, is told so', () => {
  const folder = freshWorkspace()
  const file = fileIn(folder, '01')
  writeFileSync(file, Buffer.from(`\uFEFF${mine}`, 'utf16le'))
  expect(ninja(folder, ['check', '01']).stdout).toMatch(
    /01_log_loss\.ts is saved as UTF-16\n {2}save it as UTF-8/,
  )
})
