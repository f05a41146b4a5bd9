/** One student's files, as the platforms that take one submission list them: blank by blank. */
import { NinjaError } from '../../errors.ts'
import type { Assignment, BlankGrade, GradeRecord, GradeStatus } from '../record.ts'
import { earns, sumOf } from '../scoring.ts'
import { isJudged } from '../tables.ts'
import { type BlankWords, fileWords, whyOpen, wordsOn } from '../words.ts'

export interface Listing {
  readonly exercises: readonly ListedExercise[]
  readonly blanks: readonly ListedBlank[]
  readonly score: number
  readonly max: number
}

export interface ListedExercise {
  readonly id: string
  readonly status: GradeStatus
  /** Null where there is no file for it. */
  readonly record: GradeRecord | null
  /** What is said of the file as a whole, a line each. */
  readonly words: readonly string[]
}

/** A blank, judged or not. */
export interface ListedBlank extends Pick<BlankGrade, 'family' | 'score' | 'max'> {
  /** Of the blank; where there are several exercises, behind its exercise's. No two are the same. */
  readonly name: string
  readonly exercise: string
  readonly blank: string
  /** The exercise's status where the blank was not judged. */
  readonly verdict: BlankGrade['verdict'] | GradeStatus
  /** Whether it earns its points, also where that is none. */
  readonly isRight: boolean
  /** Null where it was not judged. */
  readonly words: BlankWords | null
}

/** @throws NinjaError 'usage' where there are several students. */
export function listingOf(
  records: Iterable<GradeRecord>,
  { exercises }: Assignment,
  platform: string,
): Listing {
  const all = [...records]
  const who = new Set(all.filter(({ status }) => status !== 'missing').map(({ student }) => student))
  if (who.size > 1)
    throw new NinjaError(
      'usage',
      `a result for ${platform} is that of one submission, and there are ${who.size} students`,
      'grade one file, or leave out --format',
    )
  const [student] = who
  const own = student === undefined ? all : all.filter(record => record.student === student)
  const found = new Map(own.map(record => [record.exercise, record]))
  const blanks = exercises.flatMap(({ id, points }): ListedBlank[] => {
    const record = found.get(id) ?? null
    const nameOf = (blank: string): string => (exercises.length === 1 ? blank : `${id}: ${blank}`)
    const listed = (blank: string) => ({ name: nameOf(blank), exercise: id, blank })
    if (record === null || !isJudged(record.status)) {
      const verdict = record?.status ?? 'missing'
      return [...points].map(([blank, max]) => ({
        ...listed(blank),
        ...{ verdict, family: null, score: 0, max, isRight: false, words: null },
      }))
    }
    return record.blanks.map(({ blank, verdict, family, score, max }) => ({
      ...listed(blank),
      ...{ verdict, family, score, max, isRight: earns(verdict) },
      words: wordsOn(record.report, { blank, verdict }),
    }))
  })
  return {
    exercises: exercises.map(({ id }) => {
      const record = found.get(id) ?? null
      const words = record === null ? [whyOpen('missing', null)] : fileWords(record)
      return { id, status: record?.status ?? 'missing', record, words }
    }),
    blanks,
    score: sumOf(blanks.map(({ score }) => score)),
    max: sumOf(blanks.map(({ max }) => max)),
  }
}

/** What is said of each file; with their names where there are several. */
export const listingText = ({ exercises }: Listing): string =>
  exercises
    .map(({ id, words }) => [...(exercises.length === 1 ? [] : [id]), ...words].join('\n'))
    .join('\n\n')
