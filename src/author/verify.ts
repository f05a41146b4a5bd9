/** Everything that must hold for an exercise, looked at: what shows in its text, and what shows when it runs. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Exercise, readSolution } from '../catalogue/catalogue.ts'
import { NinjaError } from '../errors.ts'
import { wholeOf } from './bench.ts'
import { judgeCells } from './cells.ts'
import { blankVersion } from './filled.ts'
import { type Finding, found, type Tally, type Verified } from './finding.ts'
import { judgeOperations } from './operations.ts'
import { judgeOrder } from './order.ts'
import { runAll } from './pool.ts'
import { judgeReferences } from './references.ts'
import { type Done, type Task, tasksFor } from './tasks.ts'

export interface Verification {
  /** What is wrong among the exercises. */
  readonly findings: readonly Finding[]
  readonly exercises: readonly Verified[]
}

export interface Settings {
  /** The list of names. */
  readonly data: string
  /** The program of the threads. */
  readonly program: string
  readonly threads: number
  readonly onProgress: (done: number, of: number) => void
}

/** `wanted`: which of `all`, the exercises of one or more packs, are to be looked at. */
export async function verify(
  wanted: readonly Exercise[],
  all: readonly Exercise[],
  settings: Settings,
): Promise<Verification> {
  const packs = [...new Set(wanted.map(({ pack }) => pack))]
  const order = packs.flatMap(pack =>
    judgeOrder(
      pack,
      all.filter(one => one.pack === pack),
    ),
  )
  const texts = new Map(wanted.map(exercise => [exercise, judgeText(exercise, all)]))
  const able = wanted.filter(exercise => !texts.get(exercise)!.some(({ rule }) => rule === UNREADABLE))
  const tasks = able.flatMap(exercise => tasksFor(exercise, settings.data))
  const digests = able.map((exercise): Task => ({ ...tasksFor(exercise, settings.data)[0], kind: 'digest' }))
  const { program, threads, onProgress } = settings
  const many = tasks.length + 2 * digests.length
  const run = (list: readonly Task[], before: number): Promise<Done[]> =>
    runAll(list, program, threads, done => onProgress(before + done, many))
  const done = await run([...digests, ...tasks], 0)
  const elsewhere = await inAnotherZone(() => run(digests, digests.length + tasks.length))
  const exercises = wanted.map((exercise): Verified => {
    const own = done.filter((_, i) => [...digests, ...tasks][i].exercise === exercise)
    const at = able.indexOf(exercise)
    const differs = at !== -1 && done[at].digest !== elsewhere[at].digest
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

function judgeText(exercise: Exercise, all: readonly Exercise[]): Finding[] {
  const track = all.filter(one => one.track === exercise.track)
  try {
    const solution = readSolution(exercise)
    const whole = wholeOf(exercise).text
    return [
      ...judgeCells(exercise, solution),
      ...judgeReferences(exercise, whole, track),
      ...judgeOperations(exercise, track),
      ...judgeGenerated(exercise),
    ]
  } catch (error) {
    if (!(error instanceof NinjaError)) throw error
    return [found(exercise.id, UNREADABLE, error.message, error.advice ?? 'mend the solution')]
  }
}

/** Where a pack keeps its exercises beside its solutions, they are what the solutions make of them. */
function judgeGenerated(exercise: Exercise): Finding[] {
  const folder = join(exercise.pack.root, 'exercises')
  if (!existsSync(folder)) return []
  const file = join(folder, `${exercise.id}.ts`)
  const is = existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\r\n', '\n') : null
  if (is === blankVersion(exercise)) return []
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

const differentZone = ({ id }: Exercise): Finding =>
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
