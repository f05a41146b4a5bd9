import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { listAttempts } from '../../progress/attempts.ts'
import { firstDifference } from '../generated.ts'
import { emptyFolder, ninja } from '../testing.ts'
import { allExercises, packageRoot } from '../workspace.ts'

const solution = (answer: string): string => `// %% [markdown]
// # A title

// %%
import { type Tensor } from 'backprop-ninja'

// %% include part.ts

// %% y = x
// hint: it is easy
export function dx(): Tensor {
  // answer (n)
  return ${answer}
  // end answer
}
`

const exercise = `// %% [markdown]
// # A title

// %%
import { type Tensor, TODO } from 'backprop-ninja'

// %% shared
export const shared = 1

// %% y = x
export function dx(): Tensor {
  return TODO() // (n)
}
`

let pack: string
const at = (...names: readonly string[]): string => join(pack, ...names)
beforeEach(() => {
  pack = emptyFolder()
  mkdirSync(at('solutions', 'basics'), { recursive: true })
  writeFileSync(at('solutions', 'basics', 'part.ts'), '// %% shared\nexport const shared = 1\n')
  writeFileSync(at('solutions', 'basics', '01_first.ts'), solution('one'))
  writeFileSync(at('solutions', 'basics', '02_second.ts'), solution('two'))
})

const read = (name: string): string => readFileSync(at('exercises', 'basics', name), 'utf8')

test('it writes an exercise for each solution, without answers, hints and parts of its own', () => {
  const { status, stdout } = ninja(pack, ['build'])
  expect(status).toBe(0)
  expect(stdout).toContain('2 of 2 written')
  expect(readdirSync(at('exercises', 'basics'))).toEqual(['01_first.ts', '02_second.ts'])
  expect(read('01_first.ts')).toBe(exercise)
})

test('what was built passes the check, from any folder inside', () => {
  ninja(pack, ['build'])
  expect(ninja(at('solutions', 'basics'), ['build', '--check'])).toMatchObject({ status: 0, stderr: '' })
})

test('where nothing is to be written it says that all is up to date', () => {
  ninja(pack, ['build'])
  const { status, stdout } = ninja(pack, ['build'])
  expect(stdout).toMatch(/^. exercises\/ is up to date: 2 exercises\n$/)
  expect(status).toBe(0)
})

test('the check names the first line that differs, what is missing and what is left over, and writes nothing', () => {
  ninja(pack, ['build'])
  const changed = exercise.replace('shared = 1', 'shared = 2')
  writeFileSync(at('exercises', 'basics', '01_first.ts'), changed)
  rmSync(at('exercises', 'basics', '02_second.ts'))
  writeFileSync(at('exercises', 'basics', '09_old.ts'), '')
  const { status, stdout } = ninja(pack, ['build', '--check'])
  expect(status).toBe(1)
  expect(stdout.replaceAll('\\', '/')).toContain(
    [
      '✗ exercises/basics/01_first.ts:8 differs',
      '  found     export const shared = 2',
      '  expected  export const shared = 1',
      '✗ exercises/basics/02_second.ts is missing',
      '✗ exercises/basics/09_old.ts has no solution',
    ].join('\n'),
  )
  expect(read('01_first.ts')).toBe(changed)
  expect(readdirSync(at('exercises', 'basics'))).toEqual(['01_first.ts', '09_old.ts'])
})

test('what somebody filled in is kept before it is overwritten', () => {
  ninja(pack, ['build'])
  writeFileSync(at('exercises', 'basics', '01_first.ts'), 'filled in')
  const { stdout } = ninja(pack, ['build'])
  expect(stdout).toContain('1 of 2 written')
  expect(read('01_first.ts')).toBe(exercise)
  expect(listAttempts(pack, 'basics/01_first').map(path => readFileSync(path, 'utf8'))).toEqual(['filled in'])
})

test('files left over are named and stay, and so do data files', () => {
  mkdirSync(at('exercises', 'data'), { recursive: true })
  writeFileSync(at('exercises', 'data', 'names.txt'), 'emma\n')
  mkdirSync(at('exercises', 'basics'))
  writeFileSync(at('exercises', 'basics', '09_old.ts'), 'old')
  expect(ninja(pack, ['build']).stdout).toContain('has no solution')
  expect(read('09_old.ts')).toBe('old')
  expect(readFileSync(at('exercises', 'data', 'names.txt'), 'utf8')).toBe('emma\n')
})

test('a solution that is not well formed is named, and no file is written', () => {
  writeFileSync(at('solutions', 'basics', '02_second.ts'), solution('two').replace('  // end answer\n', ''))
  const { status, stderr } = ninja(pack, ['build'])
  expect(status).toBe(3)
  expect(stderr).toContain('basics/02_second: an answer has no end')
  expect(readdirSync(pack)).toEqual(['solutions'])
})

test('where there are no solutions it says whom it is for', () => {
  const { status, stderr } = ninja(emptyFolder(), ['build'])
  expect(status).toBe(2)
  expect(stderr).toContain('build is for instructors: run it in the folder of a pack')
})

test('the exercises that are committed are what is generated', () => {
  expect(ninja(packageRoot, ['build', '--check']).stdout).toContain(
    `exercises/ is up to date: ${allExercises(null).length} exercises`,
  )
})

test('texts of different length differ where the shorter one ends', () => {
  expect(firstDifference('a\nb', 'a')).toEqual({ line: 2, is: 'b', shouldBe: null })
  expect(firstDifference('a', 'a\n')).toEqual({ line: 2, is: null, shouldBe: '' })
})

test('Windows line ends are no difference', () => {
  expect(firstDifference('a\r\nb\r\n', 'a\nb\n')).toBe(null)
})
