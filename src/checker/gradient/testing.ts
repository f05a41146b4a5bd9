/** For tests: the whole network of exercise 07, judged with some of its answers replaced. */
import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import * as solution from '../../../solutions/makemore/07_whole_network.ts'
import type { Scope } from '../../../solutions/makemore/forward.ts'
import { parseNames } from '../../dataset/names.ts'
import { blanksOf } from '../../notebook/solution.ts'
import type { LearnerFunction } from '../../room/program.ts'
import { tensor } from '../../tensor/creation.ts'
import { type Shape, sizeOf, stridesOf } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { passes, type Verdict } from '../report.ts'
import { casesOf, subjectOf } from './case.ts'
import type { Finding } from './finding.ts'
import { judge } from './judge.ts'
import { learnerOf } from './learner.ts'

export const names = parseNames(
  readFileSync(new URL('../../../exercises/data/names.txt', import.meta.url), 'utf8'),
)

export const subject = subjectOf(solution, 'makemore/07_whole_network')

export const cases = casesOf(subject, 42, names)

/** A backward function as a learner could have written it: it may give anything. */
export type LineFunction = (scope: Scope) => unknown

/** Lines by gradient, and by a few words on what each does. */
export type Lines<L = LineFunction> = Readonly<Record<string, Readonly<Record<string, L>>>>

const answers = new Map(
  Object.entries(solution).flatMap(([name, value]) =>
    name.startsWith('d') ? [[name.slice(1), value as unknown as LearnerFunction] as const] : [],
  ),
)

/** The tensors that have a gradient to write, in the order of the file, which is the forward pass backwards. */
export const order: readonly string[] = blanksOf(
  readFileSync(new URL('../../../solutions/makemore/07_whole_network.ts', import.meta.url), 'utf8'),
).map(({ name }) => name.slice(1))

/** The verdicts when the functions named (`dprobs`) are these and all others the answers; null: no such function. */
export function judgeWith(
  changed: Readonly<Record<string, LineFunction | null>>,
): ReadonlyMap<string, Finding> {
  const functions = new Map(answers)
  for (const [name, line] of Object.entries(changed)) {
    if (line === null) functions.delete(name.slice(1))
    else functions.set(name.slice(1), line as LearnerFunction)
  }
  const { findings } = judge(order, learnerOf(functions), cases)
  return new Map(findings.map(finding => [finding.name, finding]))
}

/** The names of the findings with one of these verdicts. */
export const withVerdict = (findings: ReadonlyMap<string, Finding>, ...verdicts: string[]): string[] =>
  [...findings.values()].filter(({ verdict }) => verdicts.includes(verdict)).map(({ name }) => name)

/** One row a line, for `test.each`. */
export const rows = <L>(lines: Lines<L>): [gradient: string, what: string, line: L][] =>
  Object.entries(lines).flatMap(([name, forms]) =>
    Object.entries(forms).map(([what, line]): [string, string, L] => [name, what, line]),
  )

/** A tensor made number by number, as a plain loop makes it. */
export function byNumbers(shape: Shape, number: (...at: number[]) => number): Tensor {
  const strides = stridesOf(shape)
  const at = (flat: number): number[] => strides.map((stride, dim) => Math.floor(flat / stride) % shape[dim])
  return tensor(
    Array.from({ length: sizeOf(shape) }, (_, flat) => number(...at(flat))),
    shape,
  )
}

export function total(count: number, term: (k: number) => number): number {
  let sum = 0
  for (let k = 0; k < count; k++) sum += term(k)
  return sum
}

export const kept = { keepdim: true }

/** A wrong line, and how it is judged. */
export type BlamedLine = readonly [verdict: Verdict, line: LineFunction]

/** That this gradient has this verdict and is the only one to be blamed. */
export function expectBlame(findings: ReadonlyMap<string, Finding>, name: string, verdict: Verdict): void {
  expect(findings.get(name)!.verdict).toBe(verdict)
  const others = [...findings.values()].filter(finding => finding.name !== name)
  const before = others.slice(0, order.indexOf(name.slice(1)))
  expect(before.filter(finding => !finding.exact)).toEqual([])
  const blamed = others.filter(finding => !passes(finding.verdict) && finding.verdict !== 'inherited')
  expect(blamed.map(finding => finding.name)).toEqual([])
  for (const { verdict, message } of others) {
    if (verdict === 'inherited') expect(message).toMatch(/ d\w+$/)
  }
}
