import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import * as exported from '../../index.ts'
import { parseMarkdown } from '../../notebook/markdown.ts'
import { Tensor } from '../../tensor/tensor.ts'
import { emptyFolder, freshWorkspace, ninja } from '../testing.ts'

const page = readFileSync(fileURLToPath(new URL('../../../docs/tensor.md', import.meta.url)), 'utf8')
const rows = parseMarkdown(page).flatMap(block => (block.kind === 'table' ? block.rows.slice(1) : []))

/** `sum` of `x.sum(0)`, `zeros` of `zeros(2, 3)`. */
const named = rows.map(([code]) => {
  const [, owner, name] = /^`(?:([a-z])\.)?(\w+)/.exec(code)!
  return { isMember: owner !== undefined, name }
})
const names = (isMember: boolean): string[] =>
  named.filter(one => one.isMember === isMember).map(({ name }) => name)

test('the table of tensors has every method that a tensor has, once, and no other', () => {
  const members = [...Object.getOwnPropertyNames(Tensor.prototype), 'shape', 'data']
  expect(names(true).sort()).toEqual(members.filter(name => name !== 'constructor').sort())
})

test('it has every function that an exercise can import, once, and no other', () => {
  expect(names(false).sort()).toEqual(Object.keys(exported).sort())
})

test('each row has one line on what it gives', () => {
  expect(rows.filter(row => row.length !== 3 || row[2] === '')).toEqual([])
})

test('help tensor shows all of it, and with a word the rows that have it', () => {
  const { stdout, status } = ninja(emptyFolder(), ['help', 'tensor'])
  expect(status).toBe(0)
  for (const { name } of named) expect(stdout).toContain(name)
  const some = ninja(emptyFolder(), ['help', 'tensor', 'cumsum']).stdout
  expect(some.trim().split('\n')).toHaveLength(7)
  expect(some).toContain('running sums')
  expect(ninja(emptyFolder(), ['help', 'tensor', 'ONE_HOT']).stdout).toContain('oneHot(i, 27)')
})

test('help python shows the table of docs/python.md', () => {
  const { stdout } = ninja(emptyFolder(), ['help', 'python', 'keepdim', 'var'])
  expect(stdout).toContain('x.var(0, { keepdim: true, unbiased: true })')
})

test('a word that is not there has a near one', () => {
  const { stderr, status } = ninja(emptyFolder(), ['help', 'tensor', 'cumsun'])
  expect([status, stderr]).toEqual([2, expect.stringContaining('did you mean cumsum?')])
})

test.each(['tensor', 'python'])('a workspace has help/%s.md', topic => {
  const own = readFileSync(join(freshWorkspace(), 'help', `${topic}.md`), 'utf8')
  expect(own).toBe(readFileSync(fileURLToPath(new URL(`../../../docs/${topic}.md`, import.meta.url)), 'utf8'))
})
