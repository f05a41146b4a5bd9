/** The mistakes of a class, by their kinds, and what they look like: with the learner's line, and without a name. */
import { groupsBy } from './groups.ts'
import { withoutRemarks } from './lines.ts'
import { type Naming, ordinaryWordsOf } from './naming.ts'
import { familyOf, isMistake, outcomeOf } from './outcomes.ts'
import type { GradeRecord } from './record.ts'

/** One that somebody made. */
export interface Mistake {
  readonly student: string
  readonly exercise: string
  readonly blank: string
  /** Null where the kind isn't known. */
  readonly family: string | null
  readonly short: string | null
  /** What was written, without comments and without the learner's own name; null where that isn't known. */
  readonly line: string | null
}

export interface FamilyCount {
  readonly family: string
  /** How many made such a mistake, and how often in all. */
  readonly students: number
  readonly times: number
  /** Up to three, as different as there are. */
  readonly examples: readonly MistakeExample[]
}

export interface MistakeExample {
  readonly exercise: string
  readonly blank: string
  readonly line: string | null
  readonly short: string | null
  /** How many made the same mistake in the same blank. */
  readonly students: number
}

/** `naming`: of the whole class. */
export function mistakesOf(record: GradeRecord, naming: Naming): Mistake[] {
  const { student, exercise, blanks, room } = record
  const ordinary = ordinaryWordsOf(record)
  const nameless = (text: string): string => naming.replaced(text, student, () => '…', ordinary)
  return blanks
    .filter(grade => isMistake(outcomeOf(grade)))
    .map(grade => ({
      ...{ student, exercise, blank: grade.blank, family: familyOf(grade), short: ofAnyone(grade.short) },
      line: grade.text === null ? null : nameless(withoutRemarks(grade.text, room === 'python')),
    }))
}

/** What a learner is told, told of them. */
const ofAnyone = (short: string | null): string | null => short?.replace(/\byour\b/gi, 'the') ?? null

export function familiesIn(mistakes: readonly Mistake[]): {
  readonly families: FamilyCount[]
  readonly unknown: { readonly students: number; readonly times: number }
} {
  const byFamily = groupsBy(mistakes, ({ family }) => family)
  const families = [...byFamily]
    .flatMap(([family, own]) =>
      family === null ? [] : [{ family, ...counted(own), examples: examplesOf(own) }],
    )
    .sort((a, b) => b.students - a.students || b.times - a.times || (a.family < b.family ? -1 : 1))
  return { families, unknown: counted(byFamily.get(null) ?? []) }
}

const counted = (mistakes: readonly Mistake[]) => ({
  students: new Set(mistakes.map(({ student }) => student)).size,
  times: mistakes.length,
})

const MOST = 3

/** The most frequent first; then what is most unlike those before. */
function examplesOf(mistakes: readonly Mistake[]): MistakeExample[] {
  const alike = groupsBy(mistakes, ({ exercise, blank, short }) => JSON.stringify([exercise, blank, short]))
  const left = [...alike.values()]
    .map((own): MistakeExample => {
      const { exercise, blank, short } = own[0]
      return { exercise, blank, short, line: lineFor(own), students: counted(own).students }
    })
    .sort((a, b) => b.students - a.students || Number(a.line === null) - Number(b.line === null))
  const chosen: MistakeExample[] = []
  while (chosen.length < MOST && left.length > 0) {
    const newness = left.map(one => Math.min(...chosen.map(other => differences(one, other)), 4))
    const [next] = left.splice(newness.indexOf(Math.max(...newness)), 1)
    chosen.push(next)
  }
  return chosen
}

/** What most of them wrote. */
function lineFor(mistakes: readonly Mistake[]): string | null {
  const lines = mistakes.flatMap(({ line }) => (line === null || line === '' ? [] : [line]))
  const counts = groupsBy(lines, line => line)
  return [...counts.values()].sort((a, b) => b.length - a.length)[0]?.[0] ?? null
}

const differences = (a: MistakeExample, b: MistakeExample): number =>
  Number(a.blank !== b.blank || a.exercise !== b.exercise) * 2 +
  Number(a.short !== b.short) +
  Number(a.line !== b.line)
