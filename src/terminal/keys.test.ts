import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Action, actionOf, footer, keys, keysHelp, keysMarkdown } from './keys.ts'
import { stripColour, widthOf } from './style.ts'

test('each key does one thing, and all are in the help and in the table', () => {
  expect(new Set(keys.map(({ key }) => key)).size).toBe(keys.length)
  for (const { key, action, long } of keys) {
    expect(actionOf(key)).toBe(action)
    expect(keysHelp().replace(/\s+/g, ' ')).toContain(long)
    expect(keysMarkdown()).toContain(`| \`${key}\` | ${long} |`)
  }
})

test('the help breaks no word on a terminal of 80 columns', () => {
  for (const line of keysHelp().split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(80)
})

test('a footer has what fits, the most needed first', () => {
  for (const width of [1, 10, 20, 40, 80, 200]) {
    const lines = footer(width, 2, [])
    expect(lines.length).toBeLessThanOrEqual(2)
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width)
  }
  expect(footer(20, 1, []).map(stripColour)).toEqual(['n next   h hint'])
  const many = (...possible: Action[]): number =>
    stripColour(footer(200, 1, possible)[0]).split(/ {3}/).length
  expect(many('picture', 'guess', 'why')).toBe(keys.length)
  expect(many('why')).toBe(keys.length - 2)
})

test('docs/commands.md has the same keys', () => {
  expect(readFileSync(new URL('../../docs/commands.md', import.meta.url), 'utf8')).toContain(keysMarkdown())
})
