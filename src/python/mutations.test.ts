/** A file is never an internal error: notebooks with bytes, lines and cells removed or changed are judged all the same. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { generator } from '../tensor/random.ts'
import { check } from './testing.ts'

const folder = fileURLToPath(new URL('corpus/', import.meta.url))
const notebooks = readdirSync(folder)
  .filter(name => /\.(?:py|ipynb)$/.test(name))
  .map(name => ({ name, text: readFileSync(`${folder}${name}`, 'utf8') }))
  .filter(({ text }) => text.length < 2500)

/** So many for each way; more by `npm run prove`. */
const EACH = process.env.PROVE === '1' ? 360 : 12

/** Microseconds of processor time, whatever else the machine does. */
const LONGEST = 2_000_000

type Mutate = (text: string, below: (many: number) => number) => string

const lineWise =
  (change: (lines: string[], at: number, below: (many: number) => number) => void): Mutate =>
  (text, below) => {
    const lines = text.split('\n')
    change(lines, below(lines.length), below)
    return lines.join('\n')
  }

const cut = (text: string, at: number, many: number, put = ''): string =>
  text.slice(0, at) + put + text.slice(at + many)

const ways: Readonly<Record<string, Mutate>> = {
  'a character is missing': (text, below) => cut(text, below(text.length), 1),
  'a character is another': (text, below) =>
    cut(text, below(text.length), 1, String.fromCharCode(32 + below(95))),
  'a character is there twice': (text, below) => {
    const at = below(text.length)
    return cut(text, at, 0, text[at])
  },
  'a line is missing': lineWise((lines, at) => lines.splice(at, 1)),
  'a line is there twice': lineWise((lines, at) => lines.splice(at, 0, lines[at])),
  'a line is at another place': lineWise((lines, at, below) =>
    lines.splice(below(lines.length), 0, ...lines.splice(at, 1)),
  ),
  'a line has another indent': lineWise((lines, at) => {
    lines[at] = `   ${lines[at]}`
  }),
  'a cell is missing': (text, below) => {
    const cells = text.split(/^(?=# %%)/m)
    cells.splice(below(cells.length), 1)
    return cells.join('')
  },
  'it ends in the middle': (text, below) => text.slice(0, below(text.length)),
  'a number is another': (text, below) => {
    const numbers = [...text.matchAll(/\d+/g)]
    if (numbers.length === 0) return text
    const { index, 0: number } = numbers[below(numbers.length)]
    return cut(text, index, number.length, ['0', '1', '-3', '7', '1e9', '100000000'][below(6)])
  },
}

let longest = 0
afterAll(() => {
  if (process.env.PROVE === '1')
    console.log(`${EACH * Object.keys(ways).length} mutations, the longest in ${longest / 1e6} s`)
})

test.each(Object.entries(ways))('%s', { timeout: 900_000 }, (_, mutate) => {
  const g = generator(20)
  const below = (many: number): number => Math.floor(g.random() * many)
  for (let i = 0; i < EACH; i++) {
    const { name, text } = notebooks[below(notebooks.length)]
    const mutated = mutate(text, below)
    const start = process.cpuUsage()
    const report = check(mutated, name)
    const { user, system } = process.cpuUsage(start)
    longest = Math.max(longest, user + system)
    expect(user + system, `${name}\n${mutated}`).toBeLessThan(LONGEST)
    expect(report.passed && report.gradients.length === 0).toBe(false)
    expect(report.error === null || report.error.message !== '').toBe(true)
  }
})
