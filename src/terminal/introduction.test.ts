import { expect, test } from 'vitest'
import type { Judgement, Report, Verdict } from '../checker/report.ts'
import { parseCells } from '../notebook/cells.ts'
import { renderFresh, renderIntroduction } from './introduction.ts'
import { stripColour } from './style.ts'

const cellsOf = (text: string) =>
  parseCells(`// %% [markdown]\n${text.replace(/^/gm, '// ').replace(/ +$/gm, '')}\n\n// %%\ncode()\n`)
const begins = (text: string, width = 80): string[] =>
  stripColour(renderIntroduction(cellsOf(text), width))
    .split('\n')
    .slice(3)

const title = '# 01 · The title\n\n'

test('an exercise begins with its title and the paragraphs below it', () => {
  const text = stripColour(renderIntroduction(cellsOf(`${title}One.\n\nTwo.\n\n## More\n\nThree.`), 80))
  expect(text).toBe('01 · The title\n══════════════\n\nOne.\n\nTwo.')
})

test('a heading right below the title is left out, with what is below the next one', () => {
  expect(begins(`${title}## The program\n\nOne.\n\n## What was observed\n\nTwo.`)).toEqual(['One.'])
})

test('no more is taken than leaves room for the blanks, but always the first paragraph', () => {
  const long = 'A sentence of forty letters or about that. '.repeat(4).trim()
  expect(begins(`${title}${long}\n\n${long}\n\n${long}`)).toHaveLength(7)
  expect(begins(`${title}${`${long} `.repeat(6).trim()}\n\nTwo.`)).toHaveLength(14)
})

test('what leads to something that there is no room for is left out', () => {
  const table = Array.from({ length: 9 }, (_, i) => `    row ${i}`).join('\n')
  expect(begins(`${title}It has slopes. These are they:\n\n${table}`)).toEqual(['It has slopes.'])
  expect(begins(`${title}One (or two.)\n\nand then\n\n${table}`)).toEqual(['One (or two.)'])
  expect(begins(`${title}These are they:\n\n${table}`)).toEqual(['These are they:'])
  expect(begins(`${title}These are they:\n\n    row 0`)).toEqual(['These are they:', '', '    row 0'])
})

test('a list is taken whole or not at all', () => {
  const list = (many: number): string => Array.from({ length: many }, (_, i) => `- point ${i}`).join('\n')
  expect(begins(`${title}It tells you this. First:\n\n${list(9)}`)).toEqual(['It tells you this.'])
  expect(begins(`${title}It tells you this:\n\n${list(3)}`)).toHaveLength(5)
})

test('an exercise without a title begins with nothing', () => {
  expect(renderIntroduction(parseCells('// %%\ncode()\n'), 80)).toBe('')
})

const row = (blank: string, verdict: Verdict): Judgement => ({
  ...{ name: `${blank}(1)`, blank, kind: 'value', verdict, exact: false, approximate: false, maxdiff: null },
  ...{ shape: null, expectedShape: [], line: 12, message: 'is wrong', advice: null, worst: null },
  ...{ uses: [], zeroByAlgebra: false, diagnosis: null, note: null },
})
const fresh = (rows: readonly Judgement[], byKeys = true, width = 80): string => {
  const report: Report = {
    ...{ version: 1, exercise: 'track/01_one', file: 'one.ts', passed: false, seed: 42, sizes: {} },
    ...{ gradients: rows, notes: [], printed: [], picture: null, error: null },
  }
  return stripColour(renderFresh(report, cellsOf(`${title}One.`), { ninja: 'ninja', byKeys, width }))
}

test('below it are the blanks, each once, and where the rest can be read', () => {
  expect(fresh([row('f', 'blank'), row('f', 'blank'), row('Value.add', 'blank')])).toMatch(
    /read on in one\.ts, or here: key s\n\n2 blanks to fill in, the first in line 12:\n· f +· Value\.add$/,
  )
  expect(fresh([row('f', 'blank')])).toMatch(/\n\none blank to fill in, in line 12:\n· f$/)
  expect(fresh([row('f', 'blank')], false)).toContain('or here: ninja show\n')
})

test('where the rest can be read is broken between words in a narrow terminal', () => {
  expect(fresh([row('f', 'blank')], true, 26)).toContain('\n\nread on in one.ts, or\nhere: key s\n\n')
})

test('where a mistake is to be found nothing tells which function has it', () => {
  const text = fresh([row('f', 'wrong'), row('g', 'exact'), row('family', 'blank')])
  expect(text).toMatch(/\n\n3 functions to look at, the first in line 12:\n· f +· g +· family\n\n/)
  expect(text).toMatch(/what a check says of it: key r$/)
  expect(text).not.toContain('wrong')
})
