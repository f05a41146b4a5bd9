import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { linesOf, openLines, openPlaces } from './lines.ts'

const folder = mkdtempSync(join(tmpdir(), 'ninja-lines-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const path = join(folder, 'file.jsonl')
beforeEach(() => rmSync(path, { force: true }))

const textsIn = (): string[] => [...linesOf(path)].map(({ text }) => text)

/** Longer than what is read at once, and with letters of several bytes at its borders. */
const long = 'é✓'.repeat(40_000)

test('lines are read as they were added, also where they are longer than what is read at once', () => {
  const lines = openLines(path)
  for (const line of ['a', '', long, 'b']) lines.add(line)
  lines.close()
  expect(textsIn()).toEqual(['a', '', long, 'b'])
  expect(readFileSync(path, 'utf8')).toBe(`a\n\n${long}\nb\n`)
})

test('each place that was told leads to its line', () => {
  writeFileSync(path, 'before\n')
  const lines = openLines(path)
  const places = ['x', long, 'y'].map(line => lines.add(line))
  lines.close()
  const file = openPlaces(path)
  expect(places.map(place => file.read(place))).toEqual(['x', long, 'y'])
  expect([...linesOf(path)].slice(1).map(({ at, length }) => ({ at, length }))).toEqual(places)
  file.close()
})

test.each([`{"half": `, long])('what a crash left of a line is neither read nor in the way', torn => {
  writeFileSync(path, 'whole\n')
  appendFileSync(path, torn)
  expect(textsIn()).toEqual(['whole'])
  const lines = openLines(path)
  lines.add('next')
  lines.close()
  expect(readFileSync(path, 'utf8')).toBe('whole\nnext\n')
})

test('where there is no file there are no lines', () => {
  expect(textsIn()).toEqual([])
})
