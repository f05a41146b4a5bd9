import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Flaw } from '../../author/flaw.ts'
import { emptyFolder, ninja } from '../testing.ts'

/** An exercise with one blank, these wrong lines and these rows. */
const exercise = (wrong: string, rows: string): string => `// %% [markdown]
// # 01 · A function
//
// Twice a number.

// %% Twice
// hint: Add it to itself.
export function twice(x: number): number {
  // answer
  return 2 * x
  // end answer
${wrong
  .trim()
  .split('\n')
  .map(line => `  // ${line}`)
  .join('\n')}
}

// %% check
export const check = (learner: { twice: (x: number) => number }) => [
  ${rows}
]
`

const row = (x: number, expected = ''): string =>
  `{ name: 'twice(${x})', blank: 'twice', learner: () => learner.twice(${x})${expected} },`

const fine = `
wrong (sign, factor): return x
  > This is x once. Add it to itself.
wrong (wrong operand): return x * x
  > This is the square. Add x to itself.
wrong (-): return x + 3`

/** What \`verify\` finds in such an exercise. */
function findingsIn(wrong: string, rows = `${row(3, ', expected: 6')} ${row(5)}`): string[] {
  const root = emptyFolder()
  writeFileSync(
    join(root, 'package.json'),
    JSON.stringify({ name: 'told', version: '1.0.0', ninja: { format: 1, tracks: ['told'] } }),
  )
  mkdirSync(join(root, 'solutions/told'), { recursive: true })
  writeFileSync(join(root, 'solutions/told/01_twice.ts'), exercise(wrong, rows))
  expect(ninja(root, ['build']).status).toBe(0)
  const { stdout } = ninja(root, ['verify', '--json'])
  const { findings, exercises } = JSON.parse(stdout) as {
    findings: Flaw[]
    exercises: { findings: Flaw[] }[]
  }
  return [...findings, ...exercises.flatMap(one => one.findings)].map(({ message }) => message)
}

test('messages that are told for their lines, and rows that need no expected value, are in order', () => {
  expect(findingsIn(fine)).toEqual([])
})

test('two wrong lines that behave alike need the same message', () => {
  const alike = '\nwrong (sign, factor): return 3 * x - 2 * x\n  > Another message.'
  expect(findingsIn(fine + alike)).toEqual([
    'the wrong line `return 3 * x - 2 * x` in twice is told the message of another: This is x once. Add it to itself.',
  ])
  expect(findingsIn(fine + alike.replace('Another message.', 'This is x once. Add it to itself.'))).toEqual(
    [],
  )
})

test('a wrong line without a message must not behave as one that has a message', () => {
  expect(findingsIn(`${fine}\nwrong (-): return x * x + 0`)).toEqual([
    'the wrong line `return x * x + 0` in twice is told the message of another: This is the square. Add x to itself.',
  ])
})

test('a message that no learner is ever shown is found', () => {
  expect(
    findingsIn(`${fine}\nwrong (order): throw new Error(String(Math.random()))\n  > Never said.`),
  ).toEqual(['the wrong line `throw new Error(String(Math.random()))` in twice is not told its message'])
})

test('each blank needs a row that says by itself what is expected', () => {
  expect(findingsIn(fine, `${row(3)} ${row(5)}`)).toEqual([
    'no row about twice has an `expected`: its answer is held against itself alone',
  ])
})
