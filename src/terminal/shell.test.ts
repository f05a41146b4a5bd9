import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { quoted } from './shell.ts'

const words = [
  'plain/07.ts',
  'ex copy.ts',
  "it's.ts",
  'a"b',
  '$HOME',
  '`ls`',
  'a\\b',
  'ä ö',
  '*',
  '',
  '-x;ls',
  'a\nb',
]

test.skipIf(process.platform === 'win32')('a shell reads back what was quoted', () => {
  const { stdout } = spawnSync(
    '/bin/sh',
    ['-c', `printf '%s\\0' ${words.map(word => quoted(word)).join(' ')}`],
    {
      encoding: 'utf8',
    },
  )
  expect(stdout.split('\0').slice(0, -1)).toEqual(words)
})

test('what needs no quotes has none', () => {
  expect(quoted('exercises/makemore/07_whole_network.ts', false)).toBe(
    'exercises/makemore/07_whole_network.ts',
  )
})

test.each([
  ['C:\\my course\\07.ts', '"C:\\my course\\07.ts"'],
  ['C:\\course\\07.ts', 'C:\\course\\07.ts'],
])('on Windows %s is %s', (word, written) => {
  expect(quoted(word, true)).toBe(written)
})
