/** The work of proving an exercise, cut into tasks that several threads can share. */
import { createHash } from 'node:crypto'
import { type Exercise, findExercises, readSolution } from '../catalogue/catalogue.ts'
import type { EarlierTrials } from '../checker/value/judge.ts'
import { invariant } from '../errors.ts'
import { packIn } from '../learner/packs.ts'
import { answerOf, blanksOf } from '../notebook/solution.ts'
import type { Room } from '../room/room.ts'
import { type Bench, openBench, SEED } from './bench.ts'
import { judgeBudget } from './budget.ts'
import { judgeClaims } from './claims.ts'
import { faultOf } from './fault.ts'
import { filledIn } from './filled.ts'
import { type Flaw, found, type Tally } from './flaw.ts'
import { drawn, judgeForward } from './forward.ts'
import { judgeOwn } from './own.ts'
import { type MutantVerdict, tryMutant, wrongLinesFor } from './trying.ts'
import { digest, groundFor, isRight, judgeRunTime, judgeText, judgeVersions } from './verdicts.ts'
import { judgeWrittenOut, writtenOutIn } from './written-out.ts'
import { judgeRows, judgeWrongLine, tallyOf, wrongLinesIn } from './wrong.ts'

export interface ProofTask {
  /** The exercise, and the folder of its pack: what can be sent to another thread. */
  readonly id: string
  readonly root: string
  /** The list of names. */
  readonly data: string
  /**
   * `versions`: answers, blank version and forward pass; `gradient`: generated wrong lines of one blank; `wrong lines`:
   * those written by hand; `digest`: whether there is time for all that, and what the verdicts are, null where the answers are not right;
   * `run time`: how long a check takes, to be done while nothing else is.
   */
  readonly kind: 'versions' | 'gradient' | 'wrong lines' | 'digest' | 'run time'
  /** Of `gradient`: its name, `dprobs`. */
  readonly blank: string
}

export interface ProofResult {
  readonly findings: readonly Flaw[]
  readonly tallies: readonly Tally[]
  readonly digest: string | null
  readonly milliseconds: number
}

type Result = Partial<Omit<ProofResult, 'milliseconds'>>

/** With what a task is done. */
interface Tools {
  readonly exercise: Exercise
  readonly data: string
  readonly blank: string
  /** Where what may not come to an end runs. */
  readonly room: Room
  /** To be called now and then: whoever hears nothing takes the task for one that does not come to an end. */
  readonly onStep: () => void
}

export function work(
  { id, root, data, kind, blank }: ProofTask,
  room: Room,
  onStep: () => void,
): ProofResult {
  const since = performance.now()
  const exercise = findExercises([packIn(root)]).find(one => one.id === id)
  invariant(exercise !== undefined, `there is no exercise ${id} in ${root}`)
  const result = attempt(kind, { exercise, data, blank, room, onStep })
  return { findings: [], tallies: [], digest: null, ...result, milliseconds: performance.now() - since }
}

function attempt(kind: ProofTask['kind'], tools: Tools): Result {
  try {
    tools.onStep()
    return jobs[kind](tools)
  } catch (error) {
    if (kind !== 'versions') return {} // said once, by that task
    return { findings: [faultOf(tools.exercise, error)] }
  }
}

const jobs: { readonly [K in ProofTask['kind']]: (tools: Tools) => Result } = {
  versions: ({ exercise, data, room, onStep }) => {
    const bench = benchFor(exercise, data)
    // All that follows from a rule that is wrong would be told of answers that are right.
    const own = bench === null ? [] : judgeOwn(bench)
    if (own.length > 0) return { findings: own }
    const findings = judgeVersions(exercise, data, room, onStep)
    onStep()
    return { findings: [...findings, ...(bench === null ? [] : judgeForward(bench))] }
  },

  gradient: ({ exercise, data, blank, room, onStep }) => {
    const bench = benchFor(exercise, data)
    const name = blank.slice(1)
    if (bench === null || !bench.answers.has(name)) return {}
    const answer = answerOf(readSolution(exercise), blank) ?? ''
    const claims = judgeClaims(bench, blank, room)
    const tried = wrongLinesFor(bench, name, answer).flatMap(mutant => {
      onStep()
      return tryMutant(bench, name, mutant, room) ?? []
    })
    const summary = summaryOf(exercise.id, blank, tried)
    return { ...summary, findings: [...claims, ...summary.findings] }
  },

  'wrong lines': ({ exercise, data, room, onStep }) => {
    const gradients = new Set([...(benchFor(exercise, data)?.answers.keys() ?? [])].map(name => `d${name}`))
    const { lines, findings } = wrongLinesIn(exercise, gradients)
    const text = filledIn(exercise)
    const ground = groundFor(exercise, data)
    const earlier: EarlierTrials = new Map()
    const known = new Set(lines.flatMap(({ message }) => message ?? []))
    const complaints = lines.flatMap(line => {
      onStep()
      return judgeWrongLine(ground, exercise, text, line, known, room, earlier)
    })
    const literals = writtenOutIn(ground)
    const accepted = literals.flatMap(line => {
      onStep()
      return judgeWrittenOut(ground, exercise, text, line, room, earlier)
    })
    return {
      findings: [...findings, ...judgeRows(exercise, ground), ...complaints, ...accepted],
      tallies: tallyOf([...lines, ...literals]),
    }
  },

  digest: ({ exercise, data, room }) => {
    const bench = openBench(exercise, data)
    const findings = bench === null ? [] : judgeBudget(bench)
    if (findings.length > 0) return { findings }
    const judged = judgeText(groundFor(exercise, data, SEED), exercise, filledIn(exercise), room)
    if (!isRight(judged)) return {}
    const verdicts = digest(judged)
    const numbers = bench === null ? '' : createHash('sha256').update(drawn(bench.cases)).digest('hex')
    return { digest: `${verdicts} ${numbers}` }
  },

  'run time': ({ exercise, data, room, onStep }) => ({
    findings: judgeRunTime(exercise, data, room, onStep),
  }),
}

/** The last one is kept: tasks about one exercise come after each other. */
let last: { id: string; root: string; bench: Bench | null } | null = null

function benchFor(exercise: Exercise, data: string): Bench | null {
  const { id, pack } = exercise
  if (last?.id !== id || last.root !== pack.root)
    last = { id, root: pack.root, bench: openBench(exercise, data) }
  return last.bench
}

function summaryOf(
  id: string,
  blank: string,
  tried: readonly MutantVerdict[],
): Pick<ProofResult, 'findings' | 'tallies'> {
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
    return [found(id, 'generated wrong lines', `${shown} is blamed on ${others} as well`, 'fix the check')]
  })
  const equal = tried.filter(({ fate }) => fate === 'equal').length
  return { findings, tallies: [{ blank, tried: tried.length - equal, equal }] }
}

/** The tasks of an exercise, the longest first. */
export function tasksFor(exercise: Exercise, data: string): ProofTask[] {
  const task = { id: exercise.id, root: exercise.pack.root, data, blank: '' }
  const blanks = [...new Set(blanksOf(readSolution(exercise)).map(({ name }) => name))]
  return [
    { ...task, kind: 'versions' },
    { ...task, kind: 'wrong lines' },
    ...blanks
      .filter(name => name.startsWith('d'))
      .map(blank => ({ ...task, kind: 'gradient' as const, blank })),
  ]
}
