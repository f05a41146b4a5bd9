/** For tests: what people could hand in, and what the program says of it, with the learner's code in its own thread. */
import { readdirSync, readFileSync } from 'node:fs'
import { openBench } from '../../author/bench.ts'
import { filledIn as answered } from '../../author/filled.ts'
import { wrongLinesFor } from '../../author/trying.ts'
import { wrongLinesIn } from '../../author/wrong.ts'
import { type Exercise, partReader, readSolution } from '../../catalogue/catalogue.ts'
import { notesOn, reportOn } from '../../checker/check.ts'
import { examine } from '../../checker/examine.ts'
import { type Ground, prepare } from '../../checker/ground.ts'
import { type Judgement, passes, type Report } from '../../checker/report.ts'
import { explainers } from '../../diagnosis/explainers.ts'
import { openText, setupOf } from '../../learner/files.ts'
import { answerOf, blanksOf } from '../../notebook/solution.ts'
import { withAnswer } from '../../notebook/wrong.ts'
import type { Room } from '../../room/room.ts'
import { filledIn, openFilling } from '../../text/filling.ts'
import { all, generated, root } from '../lessons/testing.ts'
import { withoutOptions } from './check.ts'
import type { ExerciseTexts, HandedIn } from './messages.ts'

export const data = `${root}/exercises/data/names.txt`
export const list = readFileSync(data, 'utf8')

const read = (path: string): string => readFileSync(`${root}/${path}`, 'utf8')

/** With all that is beside it. */
export function textsOf({ id, track }: Exercise): ExerciseTexts {
  const folders = [`solutions/${track}`, 'exercises/data']
  const paths = folders.flatMap(folder => readdirSync(`${root}/${folder}`).map(name => `${folder}/${name}`))
  const wanted = paths.filter(path => /\.(?:ts|csv)$/.test(path))
  return { id, files: Object.fromEntries(wanted.map(path => [path, read(path)])) }
}

export interface Attempt {
  readonly exercise: Exercise
  readonly what: string
  readonly handed: HandedIn
}

const attempt = (exercise: Exercise, what: string, text: string): Attempt => ({
  exercise,
  what,
  handed: { text, file: `exercises/${exercise.id}.ts` },
})

/** Of an exercise's gradients, one in so many. */
const APART = 8

/** The exercise as it is at first, and filled in; and with each wrong line that `verify` tries. `every`: only so many. */
export function attemptsAt(exercise: Exercise, every = 1): Attempt[] {
  const right = answered(exercise)
  const bench = openBench(exercise, data)
  const gradients = [...(bench?.answers.keys() ?? [])]
  const written = wrongLinesIn(exercise, new Set(gradients.map(name => `d${name}`))).lines.map(
    ({ blank, code }) => attempt(exercise, `${blank}: ${code}`, withAnswer(right, blank, code)),
  )
  const solution = readSolution(exercise)
  const blanks = blanksOf(solution).map(({ name }) => name)
  const filling = openFilling(right, blanks)
  // Lines are made at some cost: where few are tried, they are those of a few gradients.
  const some = every === 1 ? gradients : gradients.filter((_, i) => i % APART === 0)
  const few = Math.ceil(every / APART)
  const made = some.flatMap(name =>
    wrongLinesFor(bench!, name, answerOf(solution, `d${name}`) ?? '').map(({ text }) =>
      attempt(exercise, `d${name}: ${text}`, filledIn(filling, `d${name}`, text).text),
    ),
  )
  const wrong = [...written.filter((_, i) => i % every === 0), ...made.filter((_, i) => i % few === 0)]
  return [
    attempt(exercise, 'as it is at first', generated(exercise.id)),
    attempt(exercise, 'filled in', right),
    ...wrong,
  ]
}

const grounds = new Map<string, Ground>()

/** As JSON gives it. */
export function programsReport({ exercise, handed: { text, file } }: Attempt, room: Room): object {
  const ground = grounds.get(exercise.id) ?? prepare(setupOf(exercise, 42, data))
  grounds.set(exercise.id, ground)
  room.begin(() => 5000)
  const { reading, submission } = openText(exercise, text, file)
  const examined = submission === null ? null : examine(ground, submission, room, explainers)
  const notes = notesOn(reading, readSolution(exercise), partReader(exercise))
  const about = { id: exercise.id, file, path: file, seed: 42 }
  return plain(withoutOptions(reportOn(about, reading, notes, examined)))
}

export const plain = (value: object): object => JSON.parse(JSON.stringify(value))

/**
 * A report as another engine gives it: `Math.exp` and the like differ in the last bit from one version of V8 to another,
 * and with it whatever is no more than rounding.
 */
export function roundedReport(report: object): object {
  const { gradients, picture, ...rest } = plain(report) as Report
  const zeros = gradients.filter(({ zeroByAlgebra }) => zeroByAlgebra).map(({ name }) => name)
  return {
    ...rest,
    // Of a network that was trained: what differs in the last bit is another point after many steps.
    picture: picture?.split('\n').length ?? null,
    gradients: gradients.map(row => roundedRow(row, zeros)),
  }
}

/** `zeros`: the rows that are zero by algebra. Where a line above them is wrong, chance decides whether they're right. */
function roundedRow({ maxdiff, worst, exact, ...judged }: Judgement, zeros: readonly string[]): object {
  const { verdict, message, line, note, approximate, ...row } = judged
  const isInherited = verdict === 'inherited'
  if (row.zeroByAlgebra && (isInherited || passes(verdict))) return { name: row.name, shape: row.shape }
  // What a right line makes of a wrong gradient may be a difference of large numbers.
  const isChance = approximate || isInherited || row.zeroByAlgebra || byRounding(maxdiff) || isRounding(worst)
  return {
    ...{ ...row, approximate },
    // A value that one engine has to the last bit and the other all but that is right in both, and need not be said.
    ...(passes(verdict)
      ? { verdict: 'right', note: note?.replace(ROUNDING, '') || null }
      : { verdict, note: note?.includes('NaN or infinite') === true ? null : note }),
    message: passes(verdict) || message === null ? null : without(zeros, inSixDigits(message)),
    // Of functions that call each other without end, which one is the last depends on how large the stack is.
    line: message?.includes('call stack') === true ? null : line,
    ...(isChance ? {} : distance({ maxdiff, worst })),
  }
}

const ROUNDING =
  /(?:; )?(?:rounding only: the last digits differ|where cmp says exact: False, that is rounding)/

/** A sentence that says whose fault it is, without these names. */
const without = (names: readonly string[], message: string): string =>
  message.replace(/(?<=because of ).*/, list =>
    list
      .split(/, | and /)
      .filter(name => !names.includes(name))
      .join(),
  )

/**
 * Whether it was divided by something that is zero by algebra, and so no more than rounding: by nothing in one engine,
 * which leaves NaN, and by next to nothing in another.
 */
const byRounding = (maxdiff: Judgement['maxdiff']): boolean => maxdiff === null || maxdiff > 1e9

/** Who divides a difference by a tiny step divides what was rounded, too: how far off that is, is chance. */
const isRounding = (worst: Judgement['worst']): boolean =>
  worst !== null &&
  (isTiny(worst.yours) || Math.abs(worst.yours - worst.expected) <= 1e-6 * Math.abs(worst.expected))

/** Where several elements are equally far off, the last bit says which of them is the worst. */
const inSixDigits = (message: string): string =>
  message
    .replace(/\d+\.\d+(?:e[+-]\d+)?/g, number => `${roundedNumber(Number(number))}`)
    .replace(/ at \[[\d, ]+\]/g, ' somewhere')

const distance = ({ maxdiff, worst }: Pick<Judgement, 'maxdiff' | 'worst'>): object =>
  rounded({ maxdiff, off: worst && Math.abs(worst.yours - worst.expected) })

const rounded = (value: object): object =>
  JSON.parse(JSON.stringify(value, (_, x) => (typeof x === 'number' ? roundedNumber(x) : x)))

/** To six digits: a sum whose terms cancel, or the error of a slope, has none that are the same. */
const roundedNumber = (x: number): number => (isTiny(x) ? 0 : Number(x.toPrecision(6)))

/** Whether it is no more than rounding. */
const isTiny = (x: number): boolean => x !== 0 && Math.abs(x) < 1e-9

export { all }
