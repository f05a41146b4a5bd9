/** The work of proving an exercise, cut into tasks that several threads can share. */
import { createHash } from 'node:crypto'
import { type Exercise, readSolution } from '../catalogue/catalogue.ts'
import { answerOf } from '../notebook/functions.ts'
import { blanksOf } from '../notebook/solution.ts'
import { type Bench, openBench, SEED } from './bench.ts'
import { faultOf } from './fault.ts'
import { filledIn } from './filled.ts'
import { type Finding, found, type Tally } from './finding.ts'
import { drawn, judgeForward } from './forward.ts'
import { type Tried, tryMutant, wrongLinesFor } from './trying.ts'
import { digest, groundFor, isRight, judgeText, judgeVersions } from './verdicts.ts'
import { judgeWrongLine, tallyOf, wrongLinesIn } from './wrong.ts'

export interface Task {
  readonly exercise: Exercise
  /** The list of names. */
  readonly data: string
  /**
   * `versions`: answers, blank version and forward pass; `gradient`: generated wrong lines of one blank; `wrong lines`:
   * those written by hand; `digest`: nothing but what the verdicts are, null where the answers are not right.
   */
  readonly kind: 'versions' | 'gradient' | 'wrong lines' | 'digest'
  /** Of `gradient`: its name, `dprobs`. */
  readonly blank: string
  /** Steps that did not come to an end: a check would stop them, and reject what they try. */
  readonly endless: readonly number[]
}

export interface Done {
  readonly findings: readonly Finding[]
  readonly tallies: readonly Tally[]
  readonly digest: string | null
  readonly milliseconds: number
}

/** Told the number of each step before it is taken. */
export type OnStep = (step: number) => void

type Result = Partial<Omit<Done, 'milliseconds'>>

export function work(task: Task, onStep: OnStep): Done {
  const since = performance.now()
  const result = attempt(task, onStep)
  return {
    findings: [],
    tallies: [],
    digest: null,
    ...result,
    milliseconds: performance.now() - since,
  }
}

function attempt(task: Task, onStep: OnStep): Result {
  try {
    return jobs[task.kind](task, onStep)
  } catch (error) {
    if (task.kind !== 'versions') return {} // said once, by that task
    return { findings: [faultOf(task.exercise, error)] }
  }
}

const jobs: { readonly [K in Task['kind']]: (task: Task, onStep: OnStep) => Result } = {
  versions: ({ exercise, data }, onStep) => {
    onStep(0)
    const bench = benchFor(exercise, data)
    const findings = judgeVersions(exercise, data, () => onStep(0))
    onStep(0)
    return { findings: [...findings, ...(bench === null ? [] : judgeForward(bench))] }
  },

  gradient: ({ exercise, data, blank, endless }, onStep) => {
    const bench = benchFor(exercise, data)
    const name = blank.slice(1)
    if (bench === null || !bench.answers.has(name)) return {}
    const answer = answerOf(readSolution(exercise), blank) ?? ''
    const tried = wrongLinesFor(bench, name, answer).map((mutant, i): Tried | null => {
      onStep(i)
      return endless.includes(i)
        ? { mutant, fate: 'rejected', blamed: [blank] }
        : tryMutant(bench, name, mutant)
    })
    return {
      ...summaryOf(
        exercise.id,
        blank,
        tried.filter(each => each !== null),
      ),
    }
  },

  'wrong lines': ({ exercise, data, endless }, onStep) => {
    const gradients = new Set([...(benchFor(exercise, data)?.answers.keys() ?? [])].map(name => `d${name}`))
    const { lines, findings } = wrongLinesIn(exercise, gradients)
    const text = filledIn(exercise)
    const ground = groundFor(exercise, data)
    const complaints = lines.flatMap((line, i) => {
      onStep(i)
      return endless.includes(i) ? [] : judgeWrongLine(ground, exercise, text, line)
    })
    return { findings: [...findings, ...complaints], tallies: tallyOf(lines) }
  },

  digest: ({ exercise, data }, onStep) => {
    onStep(0)
    const judged = judgeText(groundFor(exercise, data, SEED), exercise, filledIn(exercise))
    if (!isRight(judged)) return {}
    const verdicts = digest(judged)
    const bench = openBench(exercise, data)
    const numbers = bench === null ? '' : createHash('sha256').update(drawn(bench.cases)).digest('hex')
    return { digest: `${verdicts} ${numbers}` }
  },
}

/** The last one is kept: tasks about one exercise come after each other. */
let last: { id: string; bench: Bench | null } | null = null

function benchFor(exercise: Exercise, data: string): Bench | null {
  if (last?.id !== exercise.id) last = { id: exercise.id, bench: openBench(exercise, data) }
  return last.bench
}

function summaryOf(id: string, blank: string, tried: readonly Tried[]): Result {
  const findings = tried.flatMap(({ mutant, fate, blamed }) => {
    const shown = `the wrong line \`${mutant.text.replaceAll('\n', '; ')}\` in ${blank} (${mutant.family})`
    if (fate === 'accepted')
      return [
        found(
          id,
          'generated wrong lines',
          `${shown} is accepted`,
          'let its sizes differ, and its data be random',
        ),
      ]
    if (fate !== 'blamed elsewhere') return []
    const others = blamed.filter(name => name !== blank).join(' and ')
    return [found(id, 'generated wrong lines', `${shown} is blamed on ${others} as well`, 'mend the check')]
  })
  const equal = tried.filter(({ fate }) => fate === 'equal').length
  return { findings, tallies: [{ blank, tried: tried.length - equal, equal }] }
}

/** The tasks of an exercise, the longest first. */
export function tasksFor(exercise: Exercise, data: string): Task[] {
  const task = { exercise, data, blank: '', endless: [] }
  const solution = readSolution(exercise)
  const blanks = [...new Set(blanksOf(solution).map(({ name }) => name))]
  return [
    { ...task, kind: 'versions' },
    { ...task, kind: 'wrong lines' },
    ...blanks
      .filter(name => name.startsWith('d'))
      .map(blank => ({ ...task, kind: 'gradient' as const, blank })),
  ]
}
