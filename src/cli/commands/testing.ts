/** For tests of `check`, workspaces with exercise 07 in them, filled in and then spoilt; for tests of `verify`, small packs. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { template } from '../../author/template.ts'
import type { Judgement, Report, Verdict } from '../../checker/report.ts'
import { toWhole } from '../../notebook/solution.ts'
import { bodySpan, definitionsIn } from '../../text/definitions.ts'
import { readable } from '../../text/salvage.ts'
import { emptyFolder, freshWorkspace, ninja, type Surroundings } from '../testing.ts'

export const WHOLE = 'makemore/07_whole_network'

export const solutionOf = (id: string): string =>
  fileURLToPath(new URL(`../../../solutions/${id}.ts`, import.meta.url))

export const fileIn = (folder: string, id = WHOLE): string => join(folder, 'exercises', `${id}.ts`)

const readPart = (name: string): string => readFileSync(join(dirname(solutionOf(WHOLE)), name), 'utf8')

/** Exercise 07 as somebody hands it in who has it all right. */
export const filledIn = toWhole(readFileSync(solutionOf(WHOLE), 'utf8'), readPart)

/** The text with another body for one of its functions. */
export function withBody(text: string, name: string, body: string): string {
  const { source } = readable(text)
  const { start, end } = bodySpan(definitionsIn(source!).get(name)!.code!)
  return `${text.slice(0, start)}\n  ${body}\n${text.slice(end)}`
}

/** A workspace with this as the learner's file of exercise 07. */
export function workspaceWith(text: string | Uint8Array): string {
  const folder = freshWorkspace()
  writeFileSync(fileIn(folder), text)
  return folder
}

export interface CheckRun {
  readonly report: Report
  readonly status: number | null
  readonly stderr: string
}

/** `ninja check --json` in a folder. Fails unless stdout is exactly one JSON document, and nobody sees a stack trace. */
export function check(
  folder: string,
  words: readonly string[] = ['07'],
  surroundings?: Surroundings,
): CheckRun {
  const { status, stdout, stderr } = ninja(folder, ['check', '--json', ...words], surroundings)
  expect(stdout).toMatch(/^\{.*\}\n$/)
  expect(stderr).not.toMatch(/^ +at /m)
  return { report: JSON.parse(stdout), status, stderr }
}

export const verdictOn = ({ report }: CheckRun, name: string): Judgement =>
  report.gradients.find(gradient => gradient.name === name)!

/** Names by verdict. */
export function namesWith({ report }: CheckRun, verdict: Verdict): string[] {
  return report.gradients.filter(gradient => gradient.verdict === verdict).map(({ name }) => name)
}

export const manifest = {
  name: 'weak',
  version: '1.0.0',
  ninja: { format: 1, tracks: ['weak'], start: 'gone' },
}

/** A pack of these solutions, by id. */
export function packWith(solutions: Readonly<Record<string, string>>, about: object = manifest): string {
  const root = emptyFolder()
  writeFileSync(join(root, 'package.json'), JSON.stringify(about))
  for (const [id, text] of Object.entries(solutions)) {
    const file = join(root, 'solutions', `${id}.ts`)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  return root
}

/** The template with something else in it. */
export const spoilt = (number: number, from: string | RegExp, to: string): string => {
  const text = template(number, 'A weak one')
  expect(text).toMatch(from)
  return text.replace(from, to)
}

export const checkCell = (pairs: string, wrong: string): string => `// %% [markdown]
// # 21 · A function
//
// Twice a number.

// %% Twice
// hint: Add it to itself.
export function twice(x: number): number {
  // answer
  return 2 * x
  // end answer
  ${wrong}
}

// %% check
import type { Pair } from 'backprop-ninja'
export function check(learner: { twice: (x: number) => number }): Pair[] {
  return [${pairs}]
}
`
export const pair = (x: number): string =>
  `{ name: 'twice(${x})', blank: 'twice', learner: () => learner.twice(${x}), expected: ${2 * x} }`
export const wrongLines =
  '// wrong (-): return x\n  // wrong (-): return x + 2\n  // wrong (sign, factor): return -2 * x'

export const two = (number: number): string => String(number).padStart(2, '0')

/** By blank, the lines to write instead of the one that says None. */
export type BlankLines = Readonly<Record<string, string>>

export const notebookIn = (folder: string, id: string): string => join(folder, 'exercises', `${id}.ipynb`)

/** Fills blanks of the notebook in. */
export function fillNotebook(file: string, lines: BlankLines): void {
  const notebook = JSON.parse(readFileSync(file, 'utf8'))
  for (const cell of notebook.cells)
    cell.source = cell.source.map((line: string) => {
      const name = /^(\w+) = None/.exec(line)?.[1]
      return name === undefined || lines[name] === undefined ? line : `${lines[name]}\n`
    })
  writeFileSync(file, JSON.stringify(notebook))
}
