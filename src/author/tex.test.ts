import { expect, test } from 'vitest'
import { judgeTex } from './tex.ts'

const text = (...lines: readonly string[]): string =>
  `// %% [markdown]\n${lines.map(line => `// ${line}\n`).join('')}`
const faultIn = (tex: string): string | null => (tex.includes('\\oops') ? 'there is no \\oops' : null)

test('formulas that can be read, below what they say again, are in order', () => {
  expect(
    judgeTex('a/01_b', text('# T', '', '    a = b', '    c = d', 'tex: a = b', 'tex: c =', '  d'), faultIn),
  ).toEqual([])
})

test('a formula that cannot be read is quoted, with what is wrong', () => {
  expect(judgeTex('a/01_b', text('A formula:', '', '    a', 'tex: \\oops'), faultIn)).toEqual([
    {
      about: 'a/01_b',
      rule: 'formulas',
      message: "`tex: \\oops` can't be read: there is no \\oops",
      wayOut: expect.any(String),
    },
  ])
})

test('a formula below nothing is one that nobody sees', () => {
  const [flaw, ...others] = judgeTex('a/01_b', text('Words.', 'tex: a'), faultIn)
  expect([flaw.rule, flaw.message, others]).toEqual([
    'formulas',
    'a `tex:` is below nothing that is indented',
    [],
  ])
  expect(judgeTex('a/01_b', text('Words.', '', 'tex: a'), faultIn)).toHaveLength(1)
})
