import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder } from '../testing.ts'
import { earlierFolder, earlierFrom, readEarlier, versionsIn } from './earlier.ts'

test('version 0.1.0 had 79 exercises and three settings', () => {
  expect(versionsIn(earlierFolder)).toContain('0.1.0')
  const first = [...readEarlier()].filter(([, texts]) => texts.length > 0)
  const exercises = first.filter(([path]) => path.startsWith('exercises/'))
  expect(exercises).toHaveLength(79)
  expect(first.map(([path]) => path)).toEqual(
    expect.arrayContaining(['tsconfig.json', '.gitignore', '.vscode/settings.json']),
  )
})

test('a version keeps only what is new in it, and the oldest text comes first', () => {
  const folder = emptyFolder()
  const keep = (version: string, texts: Record<string, string>): void => {
    const bytes = earlierFrom(new Map(Object.entries(texts)), readEarlier(folder))
    if (bytes !== null) writeFileSync(join(folder, `${version}.json.br`), bytes)
  }
  keep('0.9.0', { a: 'one', b: 'same' })
  keep('0.10.0', { a: 'two', b: 'same' })
  keep('0.11.0', { a: 'two' })
  expect(versionsIn(folder)).toEqual(['0.9.0', '0.10.0'])
  expect([...readEarlier(folder)]).toEqual([
    ['a', ['one', 'two']],
    ['b', ['same']],
  ])
})
