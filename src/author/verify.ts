/** Everything that must hold for an exercise, looked at: what shows in its text, and what shows when it runs. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Exercise, readSolution } from '../catalogue/catalogue.ts'
import { NinjaError } from '../errors.ts'
import { wholeOf } from './bench.ts'
import { judgeCells } from './cells.ts'
import { withoutId } from './fault.ts'
import { blankVersion } from './filled.ts'
import { type Flaw, found, type Tally, type Verified } from './flaw.ts'
import { judgeHints } from './hints.ts'
import { judgeOperations } from './operations.ts'
import { judgeOrder } from './order.ts'
import { runAll } from './pool.ts'
import { judgeReferences } from './references.ts'
import { type ProofResult, type ProofTask, tasksFor } from './tasks.ts'
import { type FaultInTex, judgeTex } from './tex.ts'
import { judgeTitles } from './titles.ts'
import { LONGEST } from './verdicts.ts'

export interface Verification {
  /** What is wrong among the exercises. */
  readonly findings: readonly Flaw[]
  readonly exercises: readonly Verified[]
}

export interface ProofSettings {
  /** The list of names. */
  readonly data: string
  /** The program of the threads. */
  readonly program: string
  readonly threads: number
  readonly onProgress: (progress: ProofProgress) => void
  readonly faultInTex: FaultInTex
}

/** How far it has come. */
export interface ProofProgress {
  readonly stage: 'answers' | 'wrong lines' | 'another time zone' | 'run time'
  readonly done: number
  readonly of: number
  /** The exercise that was looked at last. */
  readonly last: string | null
}

/** `wanted`: which of `all`, the exercises of one or more packs, are to be looked at. */
export async function verify(
  wanted: readonly Exercise[],
  all: readonly Exercise[],
  settings: ProofSettings,
): Promise<Verification> {
  const packs = [...new Set(wanted.map(({ pack }) => pack))]
  const order = packs.flatMap(pack =>
    judgeOrder(
      pack,
      all.filter(one => one.pack === pack),
    ),
  )
  const texts = new Map(wanted.map(exercise => [exercise, judgeText(exercise, all, settings.faultInTex)]))
  const able = wanted.filter(exercise => !texts.get(exercise)!.some(({ rule }) => rule === UNREADABLE))
  const digests = able.map(
    (exercise): ProofTask => ({ ...tasksFor(exercise, settings.data)[0], kind: 'digest' }),
  )
  const { program, threads, onProgress } = settings
  const run = (
    stage: ProofProgress['stage'],
    tasks: readonly ProofTask[],
    at = threads,
  ): Promise<ProofResult[]> => {
    const of = tasks.length
    onProgress({ stage, done: 0, of, last: null })
    return runAll(tasks, program, at, (done, { id }) => onProgress({ stage, done, of, last: id }))
  }
  // What never ends is not tried line by line. Nor are answers that are wrong: they would be blamed each time.
  const first = await run('answers', digests)
  const tasks = able.flatMap((exercise, i) => {
    const all = tasksFor(exercise, settings.data)
    return first[i].findings.length > 0 ? [] : first[i].digest === null ? all.slice(0, 1) : all
  })
  const ending = digests.filter((_, i) => first[i].findings.length === 0)
  const done = await run('wrong lines', tasks)
  const elsewhere = await inAnotherZone(() => run('another time zone', ending))
  // Most are known to be quick enough by then; the others are timed one at a time.
  const slow = digests
    .filter((_, i) => first[i].digest !== null && first[i].milliseconds >= LONGEST)
    .map((task): ProofTask => ({ ...task, kind: 'run time' }))
  const timed = await run('run time', slow, 1)
  const exercises = wanted.map((exercise): Verified => {
    const at = able.indexOf(exercise)
    const isOwn = (tasks: readonly ProofTask[]) => (_: unknown, i: number) => tasks[i].id === exercise.id
    const own = [
      ...(at === -1 ? [] : [first[at]]),
      ...done.filter(isOwn(tasks)),
      ...timed.filter(isOwn(slow)),
    ]
    const there = elsewhere[ending.findIndex(task => task.id === exercise.id)]
    const differs = there?.digest != null && there.digest !== first[at].digest
    const findings = [
      ...texts.get(exercise)!,
      ...own.flatMap(each => each.findings),
      ...(differs ? [differentZone(exercise)] : []),
    ]
    return {
      exercise: exercise.id,
      findings,
      tallies: added(own.flatMap(({ tallies }) => tallies)),
      milliseconds: own.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
    }
  })
  return { findings: order, exercises }
}

/** The rule that is broken by what nothing further can be said of. */
const UNREADABLE = 'well formed'

function judgeText(exercise: Exercise, all: readonly Exercise[], faultInTex: FaultInTex): Flaw[] {
  const track = all.filter(one => one.track === exercise.track)
  try {
    const solution = readSolution(exercise)
    const whole = wholeOf(exercise)
    return [
      ...judgeCells(exercise, solution),
      ...judgeHints(exercise.id, solution, whole.text),
      ...judgeTex(exercise.id, solution, faultInTex),
      ...judgeTitles(exercise.id, solution, whole),
      ...judgeReferences(exercise, whole.text, all),
      ...judgeOperations(exercise, track),
      ...judgeGenerated(exercise, blankVersion(exercise)),
    ]
  } catch (error) {
    if (!(error instanceof NinjaError)) throw error
    const message = withoutId(error.message, exercise.id)
    return [found(exercise.id, UNREADABLE, message, error.advice ?? 'fix the solution')]
  }
}

/** Where a pack keeps its exercises beside its solutions, they are what the solutions make of them. */
function judgeGenerated(exercise: Exercise, shouldBe: string): Flaw[] {
  const folder = join(exercise.pack.root, 'exercises')
  if (!existsSync(folder)) return []
  const file = join(folder, `${exercise.id}.ts`)
  const is = existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\r\n', '\n') : null
  if (is === shouldBe) return []
  const what = is === null ? 'is missing' : 'is not what the solution makes'
  return [found(exercise.id, 'generated', `exercises/${exercise.id}.ts ${what}`, 'ninja build writes it')]
}

/** Runs something in threads that start in another time zone than this one. */
async function inAnotherZone<T>(action: () => Promise<T>): Promise<T> {
  const { TZ } = process.env
  process.env.TZ = new Date().getTimezoneOffset() < -600 ? 'Pacific/Honolulu' : 'Pacific/Kiritimati'
  try {
    return await action()
  } finally {
    if (TZ === undefined) Reflect.deleteProperty(process.env, 'TZ')
    else process.env.TZ = TZ
  }
}

const differentZone = ({ id }: Exercise): Flaw =>
  found(
    id,
    'same verdict',
    'its verdicts in another time zone are others',
    'leave the clock and the calendar out of it',
  )

/** One tally a blank. */
function added(tallies: readonly Tally[]): Tally[] {
  const sums = new Map<string, Tally>()
  for (const { blank, tried, equal } of tallies) {
    const sum = sums.get(blank) ?? { blank, tried: 0, equal: 0 }
    sums.set(blank, { blank, tried: sum.tried + tried, equal: sum.equal + equal })
  }
  return [...sums.values()]
}
