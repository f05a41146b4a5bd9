/** For tests of `check`: workspaces with exercise 07 in them, filled in and then spoilt. */
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import type { Judgement, Report, Verdict } from '../../checker/report.ts'
import { toWhole } from '../../notebook/solution.ts'
import { bodySpan, definitionsIn } from '../../text/definitions.ts'
import { readable } from '../../text/salvage.ts'
import { freshWorkspace, ninja, type Surroundings } from '../testing.ts'

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
