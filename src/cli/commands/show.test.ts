import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fileIn, solve } from '../solving.ts'
import { freshWorkspace, ninja } from '../testing.ts'

const folder = freshWorkspace()
const show = (...words: string[]) => ninja(folder, ['show', ...words])

test('the text is text: headings underlined, no slashes, paragraphs that fit', () => {
  const { stdout, status } = show()
  expect(status).toBe(0)
  expect(stdout).toMatch(/^makemore\/01_log_loss {2}exercises.*\n\n01 · The log loss\n═+\n\n/)
  expect(stdout).not.toContain('// A small network')
  const prose = stdout.split('\n').filter(line => !line.startsWith('  '))
  expect(prose.filter(line => line.length > 80)).toEqual([])
})

test('pictures are as they stand in the file', () => {
  const { stdout } = show('softmax')
  const pictures = readFileSync(fileIn(folder, '02'), 'utf8').match(/^\/\/ {5}.*$/gm)!
  expect(pictures.length).toBeGreaterThan(5)
  for (const line of pictures) expect(stdout).toContain(`\n${line.slice(3)}\n`)
})

test('numbers beside the code are the lines of the file', () => {
  const lines = readFileSync(fileIn(folder, '01'), 'utf8').split('\n')
  const numbered = [...show('01').stdout.matchAll(/^ {0,3}(\d+) {2}(.*)$/gm)].filter(([, , text]) =>
    text.endsWith('{'),
  )
  expect(numbered.length).toBeGreaterThan(3)
  for (const [, number, text] of numbered) expect(lines[Number(number) - 1]).toBe(text)
})

test('each tensor has its shape, its line and its users', () => {
  const { stdout } = show('01')
  expect(stdout).toContain('shapes at n 32, block 3, n_embd 10, n_hidden 64')
  expect(stdout).toMatch(/\ntensor +shape +line {2}used in\n/)
  expect(stdout).toMatch(/\nhprebn +\(32, 64\) +\d+ {2}bnmeani, bndiff\n/)
  expect(stdout).toMatch(/\nYb +\(32\) .* no gradient\n/)
  expect(stdout).toMatch(/\nloss +\(\) +\d+ {2}the end\n$/)
  const line = /\nhprebn +\S+ \S+ +(\d+)/.exec(stdout)![1]
  expect(readFileSync(fileIn(folder, '01'), 'utf8').split('\n')[Number(line) - 1]).toContain('const hprebn =')
})

test('what the learner wrote is shown', () => {
  solve(folder, '04', text => text.replaceAll('\n', '\r\n'))
  const { stdout } = show('04')
  expect(stdout).toContain('return tensor(1).sub(')
  expect(stdout).not.toContain('\r')
})

test('without a file of the learner it is the exercise as it comes', () => {
  rmSync(fileIn(folder, '05'))
  const { stdout, status } = show('05')
  expect(status).toBe(0)
  expect(stdout).toMatch(/there is no .*05_batchnorm.ts: this is the exercise as it comes/)
  expect(stdout).toContain('return TODO()')
})

test('a file that is no text is said to be none', () => {
  writeFileSync(fileIn(folder, '06'), 'a\0b')
  const { stderr, status } = show('06')
  expect(status).toBe(1)
  expect(stderr).toMatch(/not a text file[\s\S]*reset/)
})

test('an exercise that does not exist is a usage error with a suggestion', () => {
  expect(show('batchnorn')).toMatchObject({ status: 2, stderr: expect.stringContaining('did you mean') })
})
