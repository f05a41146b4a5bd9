import { expect, test } from 'vitest'
import { fileNamesOf, LONGEST_NAME } from './file-names.ts'

const nameOf = (id: string): string => fileNamesOf([id]).get(id)!

test.each([
  ['ada', 'ada'],
  ['S1234567', 'S1234567'],
  ['Ada Lovelace', 'Ada Lovelace'],
  ['ada@x.edu', 'ada@x.edu'],
  ['学生', '学生'],
  ['zoe\u0308', 'zo\u00eb'],
  ['../../etc/passwd', '_.._etc_passwd'],
  ['a/b\\c:d', 'a_b_c_d'],
  ['.bashrc', 'bashrc'],
  ['-rf *', 'rf _'],
  ['a\u202etxt.b\0\n', 'a_txt.b__'],
  ['dots. . .', 'dots'],
  ['CON', '_CON'],
  ['nul.tar.gz', '_nul.tar.gz'],
  ['com1', '_com1'],
  ['LPT¹ .x', '_LPT¹ .x'],
  ['console', 'console'],
  ['', 'nameless'],
  ['...', 'nameless'],
])('%j is written to %j', (id, name) => {
  expect(nameOf(id)).toBe(name)
})

test('a long name is cut between two characters', () => {
  expect(nameOf('a'.repeat(300))).toBe('a'.repeat(LONGEST_NAME))
  expect(nameOf(`a${'😀'.repeat(100)}`)).toBe(`a${'😀'.repeat(23)}`)
})

test('no two have one name, not even where a system takes them for the same, in whatever order they come', () => {
  const ids = [
    'ada',
    'Ada',
    'ADA',
    'ada-2',
    '.ada',
    'ada ',
    'straße',
    'STRASSE',
    'ﬁ',
    'fi',
    'a/b',
    'a_b',
    'a:b',
    '',
    '.',
    '-',
  ]
  const long = ['x', 'y', 'z'].map(end => 'w'.repeat(200) + end)
  const names = fileNamesOf([...ids, ...long])
  expect(names.size).toBe(ids.length + long.length)
  const folded = [...names.values()].map(name => name.normalize('NFKC').toUpperCase())
  expect(new Set(folded).size).toBe(names.size)
  for (const name of names.values())
    expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(LONGEST_NAME)
  expect(fileNamesOf([...long, ...ids].reverse())).toEqual(names)
  // Who is called so keeps the name.
  expect([names.get('ADA'), names.get('ada-2'), names.get('fi'), names.get('a_b')]).toEqual([
    'ADA',
    'ada-2',
    'fi',
    'a_b',
  ])
})
