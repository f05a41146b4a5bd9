/** For tests: a task put to the proof that exercises are put to, and to more wrong lines than they are. */
import { fileURLToPath } from 'node:url'
import { type Bench, openBench, wholeOf } from '../author/bench.ts'
import { judgeCells } from '../author/cells.ts'
import { judgeForward } from '../author/forward.ts'
import { judgeHints } from '../author/hints.ts'
import type { Mutant } from '../author/mutants.ts'
import { judgeTitles } from '../author/titles.ts'
import { isEqual, wrongLinesFor } from '../author/trying.ts'
import { largest } from '../checker/gradient/compare.ts'
import { judge } from '../checker/gradient/judge.ts'
import { type Learner, learnerOf } from '../checker/gradient/learner.ts'
import { passes } from '../checker/report.ts'
import { diagnose } from '../diagnosis/diagnose.ts'
import * as library from '../index.ts'
import { compile } from '../learner/files.ts'
import { answerOf } from '../notebook/solution.ts'
import { instead, programOf } from '../room/here.ts'
import type { LearnerFunction } from '../room/program.ts'
import { exerciseOf } from './exercise.ts'
import type { Task } from './task.ts'

export const data = fileURLToPath(new URL('../../exercises/data/names.txt', import.meta.url))

export interface Proof {
  /** What doesn't hold, in sentences. */
  readonly complaints: readonly string[]
  /** Wrong lines that were tried; those that turned out to be right in another way aren't among them. */
  readonly tried: number
  readonly equal: number
  /** Where it was asked for, what each wrong line was taken for: its family, the one that was named, the line. */
  readonly named: readonly (readonly [family: string, named: string | null, line: string])[]
}

/** `isNamed`: whether the mistakes are to be explained too. */
export function prove(task: Task, isNamed: boolean): Proof {
  const exercise = exerciseOf(task)
  const bench = openBench(exercise, data)!
  const complaints = [
    ...judgeCells(exercise, task.source),
    ...judgeHints(exercise.id, task.source, wholeOf(exercise).text),
    ...judgeTitles(exercise.id, task.source, wholeOf(exercise)),
    ...judgeForward(bench),
  ].map(({ rule, message }) => `${rule}: ${message}`)
  const own = judge(names(bench), learnerOf(bench.answers), bench.cases).findings
  for (const { name, verdict } of own)
    if (verdict !== 'exact' && verdict !== 'approximate')
      complaints.push(`${name} gets the verdict ${verdict}`)
  for (const name of bench.answers.keys()) {
    const sizes = bench.cases.map(({ truth }) => largest(truth.gradient(name)))
    if (!sizes.every(size => size >= 1e-3 && size <= 100)) complaints.push(`d${name} is as large as ${sizes}`)
  }
  let [tried, equal] = [0, 0]
  const named: (readonly [string, string | null, string])[] = []
  for (const name of bench.answers.keys()) {
    for (const mutant of linesFor(bench, name, answerOf(task.source, `d${name}`)!)) {
      const learner = learnerWith(bench, name, mutant.text)
      if (learner === null) continue
      const { findings } = judge(names(bench), learner, bench.cases, isNamed ? diagnose : null)
      const blamed = findings.filter(({ verdict }) => !passes(verdict) && verdict !== 'inherited')
      const line = `${mutant.text.replaceAll('\n', '; ')} (${mutant.family})`
      const mine = blamed.find(finding => finding.name === `d${name}`)
      if (mine === undefined && isEqual(bench, name, learner)) equal++
      else {
        tried++
        if (mine === undefined) complaints.push(`d${name} passes with ${line}`)
        else if (blamed.length > 1) complaints.push(`${line} is blamed on ${blamed.map(({ name }) => name)}`)
        else if (isNamed && EXPLAINED.has(mine.verdict))
          named.push([mutant.family, mine.diagnosis?.family ?? null, `d${name}: ${line}`])
      }
    }
  }
  return { complaints, tried, equal, named }
}

/** What throws says itself what is wrong. */
const EXPLAINED: ReadonlySet<string> = new Set(['wrong', 'coincidence', 'shape', 'not finite'])

const names = ({ answers }: Bench): string[] => [...answers.keys()]

/** The author's answers, with another body for one of them; null where that is no code. */
function learnerWith({ answers, cases: [{ graph }] }: Bench, name: string, body: string): Learner | null {
  const used = [...new Set(body.match(/(?<![.\w])[A-Za-z_]\w*/g))]
  const isGiven = (one: string): boolean =>
    Object.hasOwn(graph.values, one) || graph.tensors.has(one.slice(1))
  const given = used.filter(isGiven).join(', ')
  const imported = used.filter(one => Object.hasOwn(library, one) && !isGiven(one)).join(', ')
  const code = `({ ${imported} }) => function d${name}({ ${given} }) {\n${body}\n}`
  try {
    const made = (compile(`(${code})`, 'wrong.js') as (from: object) => LearnerFunction)(library)
    const { program, written } = learnerOf(answers)
    return {
      program: instead(program, new Set([`d${name}`]), programOf(new Map([[`d${name}`, made]]))),
      written,
    }
  } catch {
    return null
  }
}

/** Those that are made of any answer, and more that belong to what tasks are about. */
function linesFor(bench: Bench, name: string, answer: string): Mutant[] {
  const usual = wrongLinesFor(bench, name, answer)
  const sizes = Object.keys(bench.cases[0].sizes)
  const otherSizes = sizes.flatMap(size =>
    sizes.filter(other => other !== size).map(other => [size, other, 'sign, factor'] as const),
  )
  const more = [...EXCHANGED, ...otherSizes]
    .filter(([text]) => answer.includes(text))
    .map(([text, other, family]): Mutant => ({ family, text: answer.replace(text, other) }))
  const known = new Set([answer, ...usual.map(({ text }) => text)])
  return [...usual, ...more.filter(({ text }) => !known.has(text))]
}

const EXCHANGED: readonly (readonly [text: string, by: string, family: string])[] = [
  ['.gt(', '.lt(', 'wrong local derivative'],
  ['.sign()', '.abs()', 'wrong local derivative'],
  ['.max(', '.min(', 'index'],
  ['.min(', '.max(', 'index'],
  ['.max(1)', '.max(0)', 'index'],
  ['.flip(0)', '.flip(1)', 'shape'],
  ['.flip(1)', '.flip(0)', 'shape'],
  ['.flip(0)', '', 'shape'],
  ['.flip(1)', '', 'shape'],
  ['.cumsum(0)', '.cumsum(1)', 'reduction'],
  ['.cumsum(1)', '.cumsum(0)', 'reduction'],
  ['.unsqueeze(1)', '.unsqueeze(0)', 'shape'],
  ['.slice(1, 0, ', '.slice(1, 1, 1 + ', 'index'],
  ['.slice(1, ', '.slice(0, ', 'index'],
  ['.permute(2, 0, 1)', '.permute(1, 2, 0)', 'shape'],
  ['.permute(1, 2, 0)', '.permute(2, 0, 1)', 'shape'],
  ['.indexAdd(', '.indexPut(', 'scatter'],
  ['zerosLike(', 'onesLike(', 'scatter'],
]
