/** Whether a pack without answers is the one that is made of a pack today: whatever is not so is a finding. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Exercise } from '../../catalogue/catalogue.ts'
import { exerciseIds } from '../../catalogue/catalogue.ts'
import type { Pack } from '../../catalogue/pack.ts'
import { rowsFrom } from '../../checker/value/recorded.ts'
import { NinjaError } from '../../errors.ts'
import { blanksOf, toExercise } from '../../notebook/solution.ts'
import { type Flaw, found } from '../flaw.ts'
import { checkCellOf } from './check-cell.ts'
import { digestOf, filesBelow } from './digest.ts'
import { leaksIn } from './leaks.ts'
import { blankPack } from './pack.ts'

/** By path, from the root. */
type Texts = ReadonlyMap<string, string>

const WRONG = /^\s*\/\/ (?:wrong \(|given \([^-])/
const AGAIN = 'make it again with ninja build --blank-only'

/** `all`: the exercises of the pack with the answers; `other`: the one without; `data`: the file with the list of names. */
export function judgeBelonging(own: Pack, all: readonly Exercise[], other: Pack, data: string): Flaw[] {
  if (other.blankOnly === null)
    return [
      found(
        other.name,
        'mark',
        `${other.root} doesn't say that it is without answers`,
        `${AGAIN}, and name that folder`,
      ),
    ]
  const exercises = exercisesIn(other, all)
  const wanted = new Map(blankPack(own, exercises, data).map(({ path, content }) => [path, textOf(content)]))
  const is: Texts = new Map(
    ['package.json', ...filesBelow(other.root, 'solutions'), ...filesBelow(other.root, 'exercises')].map(
      path => [path, readFileSync(join(other.root, path), 'utf8').replaceAll('\r\n', '\n')],
    ),
  )
  const kept = exercises.filter(({ id }) => is.has(`solutions/${id}.ts`))
  return [
    ...judgeDigest(digestOf(own, exercises), other),
    ...judgeManifest(other, wanted, is),
    ...judgeExercises(exercises, all, other),
    ...kept.flatMap(exercise => judgeExercise(exercise, other, wanted, is)),
    ...judgeLeaks(exercises, is),
    ...judgeOthers(other, exercises, wanted, is),
  ]
}

/** Those of the pack with the answers that the one without was made of. */
export const exercisesIn = ({ blankOnly }: Pack, all: readonly Exercise[]): readonly Exercise[] =>
  all.filter(({ id }) => blankOnly?.exercises.includes(id))

const textOf = (content: string | Uint8Array): string =>
  (typeof content === 'string' ? content : Buffer.from(content).toString('utf8')).replaceAll('\r\n', '\n')

function judgeDigest(digest: string, other: Pack): Flaw[] {
  if (other.blankOnly?.madeOf === digest) return []
  const message = 'it was made of something else than this pack as it is now'
  return [found(other.name, 'digest', message, AGAIN)]
}

function judgeManifest({ name }: Pack, wanted: Texts, is: Texts): Flaw[] {
  const fieldIn = (texts: Texts) => {
    const { format, tracks, start } = JSON.parse(texts.get('package.json')!).ninja
    return JSON.stringify([format, tracks, start])
  }
  if (fieldIn(wanted) === fieldIn(is)) return []
  return [found(name, 'manifest', 'its package.json has other tracks, or another start', AGAIN)]
}

function judgeExercises(exercises: readonly Exercise[], all: readonly Exercise[], other: Pack): Flaw[] {
  const ids = exerciseIds(other.files, 'solutions') ?? []
  const missing = exercises.filter(({ id }) => !ids.includes(id))
  const listed = other.blankOnly?.exercises ?? []
  const added = [...new Set([...ids, ...listed])].filter(id => !exercises.some(one => one.id === id))
  return [
    ...missing.map(({ id }) =>
      found(id, 'same exercises', 'it is missing in the pack without answers', AGAIN),
    ),
    ...added.map(id =>
      all.some(one => one.id === id)
        ? found(id, 'same exercises', "it isn't in the list of its package.json", AGAIN)
        : found(
            id,
            'same exercises',
            'only the pack without answers has it',
            'delete it there, or write it here',
          ),
    ),
  ]
}

/** What is not so, the most telling first: where one thing is, what follows from it is not said as well. */
function judgeExercise({ id, track }: Exercise, other: Pack, wanted: Texts, is: Texts): Flaw[] {
  const path = `solutions/${id}.ts`
  const say = (rule: string, message: string): Flaw[] => [found(id, rule, message, AGAIN)]
  const [shouldBe, text] = [wanted.get(path)!, is.get(path)!]
  const wrong = text.split('\n').findIndex(line => WRONG.test(line))
  if (wrong !== -1)
    return say('no answers', `${path} has a wrong line, which leads to the right one (line ${wrong + 1})`)
  const blanks = (solution: string) =>
    JSON.stringify(blanksOf(solution).map(({ name, note }) => [name, note]))
  if (blanks(shouldBe) !== blanks(text)) return say('same blanks', `${path} has other blanks`)
  const hints = (solution: string) => JSON.stringify(blanksOf(solution).map(spot => spot.hints))
  if (hints(shouldBe) !== hints(text)) return say('same texts', `${path} has other hints`)
  const exercise = `exercises/${id}.ts`
  const made = unlessBroken(() => toExercise(text, part => is.get(`solutions/${track}/${part}`) ?? ''))
  if (made !== wanted.get(exercise)) return say('same texts', `another exercise is made of ${path}`)
  if (is.get(exercise) !== wanted.get(exercise)) return say('same texts', `${exercise} is not the exercise`)
  if (checkCellOf(shouldBe) !== checkCellOf(text)) return say('same check', `${path} has another check`)
  if (shouldBe !== text) return say('same texts', `${path} is not what is made of the solution`)
  return judgeRows(id, other, wanted, is)
}

function judgeRows(id: string, other: Pack, wanted: Texts, is: Texts): Flaw[] {
  const path = `solutions/${id}.rows.json`
  const shouldBe = wanted.get(path)
  if (shouldBe === undefined) return []
  const say = (message: string): Flaw[] => [found(id, 'expected rows', message, AGAIN)]
  try {
    const mine = rowsFrom(is.get(path) ?? null, other.files.path(path))
    const theirs = rowsFrom(shouldBe, path)
    // How long the answers take differs from machine to machine.
    const plain = (row: object | undefined) => JSON.stringify({ ...row, took: undefined })
    for (const [i, rows] of theirs.draws.entries()) {
      const at = rows.findIndex((row, j) => plain(row) !== plain(mine.draws[i]?.[j]))
      if (at !== -1)
        return say(
          `${path} expects something else of "${rows[at].name}" with seed ${theirs.seed + i} than the solution gives`,
        )
    }
    const isSame = mine.seed === theirs.seed && JSON.stringify(sizes(mine)) === JSON.stringify(sizes(theirs))
    return isSame ? [] : say(`${path} has rows that the check doesn't have`)
  } catch (error) {
    if (!(error instanceof NinjaError)) throw error
    return say(error.message)
  }
}

const sizes = ({ draws }: ReturnType<typeof rowsFrom>): number[] => draws.map(rows => rows.length)

function judgeLeaks(exercises: readonly Exercise[], is: Texts): Flaw[] {
  const files = [...is].map(([path, content]) => ({ path, content }))
  return leaksIn(exercises, files).map(({ exercise, blank, text, path, line }) =>
    found(
      exercise,
      'no answers',
      `a line of the answer to ${blank}, \`${text}\`, can be read in ${path} (line ${line})`,
      `write it in another way where it isn't the answer; else ${AGAIN}`,
    ),
  )
}

/** Parts and data: none is missing, none is another, and there is nothing else. */
function judgeOthers({ name }: Pack, exercises: readonly Exercise[], wanted: Texts, is: Texts): Flaw[] {
  const own = new Set(
    exercises.flatMap(({ id }) => [`solutions/${id}.ts`, `solutions/${id}.rows.json`, `exercises/${id}.ts`]),
  )
  const isOther = (path: string): boolean => !own.has(path) && path.includes('/')
  return [
    ...[...wanted]
      .filter(([path]) => isOther(path))
      .flatMap(([path, content]) => {
        const there = is.get(path)
        if (there === content) return []
        return [found(name, 'same files', `${path} is ${there === undefined ? 'missing' : 'another'}`, AGAIN)]
      }),
    ...[...is.keys()]
      .filter(path => !wanted.has(path) && !/^solutions\/\w+\/\d+_\w+\.ts$/.test(path))
      .map(path =>
        found(name, 'same files', `${path} doesn't belong in it`, 'delete it, or make the pack again'),
      ),
  ]
}

function unlessBroken<T>(work: () => T): T | null {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof NinjaError)) throw error
    return null
  }
}
