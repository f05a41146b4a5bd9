/** What the check says of an exercise's own answers and of its empty blanks. */
import { dirname, join } from 'node:path'
import { type Exercise, readSolution } from '../catalogue/catalogue.ts'
import { type Examined, examine, nothing } from '../checker/examine.ts'
import { type Ground, prepare } from '../checker/ground.ts'
import { passes } from '../checker/report.ts'
import type { EarlierTrials } from '../checker/value/judge.ts'
import { explainers } from '../diagnosis/explainers.ts'
import { NinjaError } from '../errors.ts'
import { openText, setupOf } from '../learner/files.ts'
import { processorTime } from '../learner/patience.ts'
import { givenIn } from '../notebook/wrong.ts'
import type { Room } from '../room/room.ts'
import { SEED } from './bench.ts'
import { withoutId } from './fault.ts'
import { blankVersion, filledIn } from './filled.ts'
import { type Flaw, found } from './flaw.ts'

const OTHER_SEEDS = [7, 1729]

/** Milliseconds of processor time that a check of the answers may take in a thread that is warm. */
export const LONGEST = 2000
/** A thread is warm after the first. */
const TRIES = 3

export const groundFor = (exercise: Exercise, data: string, seed = SEED): Ground =>
  prepare(setupOf(exercise, seed, data))

/** A text judged as if it were handed in; `earlier`: one of many, of which only the line to blame is asked. */
export function judgeText(
  ground: Ground,
  exercise: Exercise,
  text: string,
  room: Room,
  earlier: EarlierTrials | null = null,
): Examined {
  const path = join(dirname(exercise.solution), 'yours.ts')
  room.begin()
  try {
    const { submission, reading } = openText(exercise, text, path)
    if (submission !== null) return examine(ground, submission, room, explainers, earlier)
    const { message, line } = reading.fault!
    throw new NinjaError('exercise', `line ${line}: ${message}`)
  } catch (error) {
    if (!(error instanceof NinjaError)) throw error
    const { code, message } = error
    const failure = { code, message, advice: null, line: null, reason: null, stack: null }
    return { ...nothing, failure }
  }
}

/** The answers pass with every seed, and say the same twice; the blank version has nothing but blanks. */
export function judgeVersions(exercise: Exercise, data: string, room: Room, onStep: () => void): Flaw[] {
  const { id } = exercise
  const text = filledIn(exercise)
  const judged = (seed = SEED): Examined => {
    onStep()
    return judgeText(groundFor(exercise, data, seed), exercise, text, room)
  }
  const first = judged()
  // What was stopped once would be stopped with each seed.
  if (first.findings.some(({ verdict }) => verdict === 'timeout' || verdict === 'out of memory'))
    return judgeAnswers(exercise, new Map([[SEED, first]]))
  const second = judged()
  const findings = judgeAnswers(
    exercise,
    new Map([[SEED, first], ...OTHER_SEEDS.map(seed => [seed, judged(seed)] as const)]),
  )
  if (findings.length > 0) return findings
  onStep()
  return [
    ...(digest(first) === digest(second)
      ? []
      : [
          found(id, 'same verdict', 'two runs with one seed differ', 'draw all numbers from the generator g'),
        ]),
    ...judgeBlank(exercise, judgeText(groundFor(exercise, data), exercise, blankVersion(exercise), room)),
  ]
}

/**
 * Whether the answers are checked in good time. Nothing else may run in this process: its processor time is that of the
 * check, however busy the machine is.
 */
export function judgeRunTime(exercise: Exercise, data: string, room: Room, onStep: () => void): Flaw[] {
  const text = filledIn(exercise)
  let took = Number.POSITIVE_INFINITY
  for (let tries = 0; tries < TRIES && took >= LONGEST; tries++) {
    onStep()
    const since = processorTime()
    judgeText(groundFor(exercise, data), exercise, text, room)
    took = Math.min(took, processorTime() - since)
  }
  if (took < LONGEST) return []
  const message = `a check of the answers takes ${(took / 1000).toFixed(1)} s`
  return [
    found(exercise.id, 'run time', message, 'make its sizes smaller: a check is to take well under a second'),
  ]
}

/** `examined`: by seed. What is wrong with several is said once. */
function judgeAnswers({ id }: Exercise, examined: ReadonlyMap<number, Examined>): Flaw[] {
  const said = new Map<string, Flaw>()
  const say = (about: string, message: string, wayOut: string): unknown =>
    said.has(about) || said.set(about, found(id, 'answers', message, wayOut))
  for (const [seed, { findings, failure }] of examined) {
    if (failure !== null) {
      say(
        '',
        `its solution does not run: ${withoutId(failure.message, id)}`,
        failure.advice ?? 'fix the solution',
      )
    }
    for (const { name, blank, verdict, message, diagnosis } of findings.filter(isWrong)) {
      say(
        name,
        `its own answer to ${name} gets the verdict "${verdict}" with seed ${seed} (${diagnosis?.short ?? message})`,
        `fix the answer, or the ${name === blank ? 'forward pass' : 'check'}`,
      )
    }
  }
  return [...said.values()]
}

const isWrong = ({ verdict }: Examined['findings'][number]): boolean =>
  !passes(verdict) && verdict !== 'inherited'

/** Whether all that is judged passes. */
export const isRight = ({ findings, failure }: Examined): boolean =>
  failure === null && !findings.some(isWrong)

/** What is given wrong, to be patched, is not blank; it must not be right either. */
function judgeBlank(exercise: Exercise, { findings, failure }: Examined): Flaw[] {
  const { id } = exercise
  const given = givenIn(readSolution(exercise))
  const isToDo = (blank: string): boolean =>
    findings.some(one => one.blank === blank && !passes(one.verdict) && one.verdict !== 'inherited')
  if (failure !== null)
    return [
      found(
        id,
        'blank version',
        `its blank version does not run: ${failure.message}`,
        'fix what is outside the answers',
      ),
    ]
  return findings
    .filter(({ verdict, blank }) => (given.has(blank) ? !isToDo(blank) : verdict !== 'blank'))
    .map(({ name, verdict }) =>
      found(
        id,
        'blank version',
        `${name} gets the verdict "${verdict}" in the blank version, where nothing is filled in`,
        'put all that answers it between "// answer" and "// end answer"',
      ),
    )
}

/** All that a verdict consists of. */
export const digest = ({ findings, failure }: Examined): string =>
  JSON.stringify([
    failure?.message,
    findings.map(({ name, verdict, maxdiff, shape }) => [name, verdict, maxdiff, shape]),
  ])
