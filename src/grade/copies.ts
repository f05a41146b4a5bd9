/**
 * Pairs of students for a person to look at: what their files share that is rare in the class. What is compared is what
 * nobody needs to write in the same way: comments, names, wrong lines. Right lines are alike by nature.
 */
import { bare } from './lines.ts'
import { familyOf, isMistake, outcomeOf } from './outcomes.ts'
import type { GradeRecord, Trait } from './record.ts'

export interface CopyPair {
  readonly students: readonly [string, string]
  /** What tells most comes first. */
  readonly shared: readonly SharedTrait[]
  /** How many more they share than are listed. */
  readonly more: number
}

export interface SharedTrait extends Trait {
  readonly exercise: string
  /** How many of the class have it; those two are among them. */
  readonly owners: number
}

/** What of one file may be shared. */
export interface Shares {
  readonly student: string
  readonly exercise: string
  readonly traits: readonly (Trait & { readonly weight: number })[]
}

/** What weighs as much as this, together, is listed. */
const ENOUGH = 1
/** So many pairs can be looked at; and so much of what a pair shares. */
const [MOST_PAIRS, MOST_SHARED] = [50, 12]

export function sharesOf({ student, exercise, traits, blanks }: GradeRecord): Shares {
  const wrong = blanks
    .filter(grade => grade.text !== null && isMistake(outcomeOf(grade)))
    .map(grade => ({ text: bare(grade.text!.replace(/\u2026$/, '')), isKnown: familyOf(grade) !== null }))
  const weighed = traits.map(trait => ({ ...trait, weight: weightOf(trait, wrong) }))
  return { student, exercise, traits: weighed.filter(({ weight }) => weight > 0) }
}

interface WrongText {
  readonly text: string
  /** Whether the mistake is one that people make: two of them may make it without knowing of each other. */
  readonly isKnown: boolean
}

function weightOf({ kind, text }: Trait, wrong: readonly WrongText[]): number {
  const words = text.match(/[\p{L}\p{N}_]+/gu)?.length ?? 0
  if (kind === 'comment') return words >= 8 || text.length >= 48 ? 1 : words >= 4 ? 0.5 : words >= 2 ? 0.2 : 0
  if (kind === 'name') return text.length >= 8 ? 0.35 : text.length >= 4 ? 0.15 : 0
  const line = bare(text.replace(/\u2026$/, ''))
  const own = wrong.find(one => one.text.includes(line) || (one.text.length >= 20 && line.includes(one.text)))
  if (own === undefined) return 0
  return (words >= 6 ? 1 : words >= 4 ? 0.6 : 0.3) * (own.isKnown ? 0.25 : 1)
}

export function pairsIn(all: readonly Shares[]): { readonly pairs: CopyPair[]; readonly more: number } {
  const students = new Set(all.map(({ student }) => student)).size
  const owned = new Map<string, { shared: SharedTrait; weight: number; by: Set<string> }>()
  for (const { student, exercise, traits } of all)
    for (const { kind, text, weight } of traits) {
      const key = `${kind} ${keyOf(kind, text)}`
      const known = owned.get(key)
      if (known === undefined) {
        owned.set(key, { shared: { kind, text, exercise, owners: 1 }, weight, by: new Set([student]) })
        continue
      }
      known.by.add(student)
      known.weight = Math.min(known.weight, weight)
    }
  const found = new Map<string, { weight: number; shared: (SharedTrait & { weight: number })[] }>()
  for (const { shared, weight, by } of owned.values()) {
    const own = weight * rarity(by.size, students)
    if (by.size < 2 || own === 0) continue
    for (const key of pairKeys([...by].sort())) {
      const pair = found.get(key) ?? { weight: 0, shared: [] }
      found.set(key, pair)
      pair.weight += own
      pair.shared.push({ ...shared, owners: by.size, weight: own })
    }
  }
  const listed = [...found]
    .filter(([, { weight }]) => weight >= ENOUGH - 1e-9)
    .sort(([a, x], [b, y]) => y.weight - x.weight || (a < b ? -1 : 1))
  const pairs = listed.slice(0, MOST_PAIRS).map(([key, { shared }]): CopyPair => {
    const sorted = shared.sort((a, b) => b.weight - a.weight || a.owners - b.owners)
    return {
      students: JSON.parse(key) as [string, string],
      shared: sorted.slice(0, MOST_SHARED).map(({ weight: _, ...trait }) => trait),
      more: Math.max(0, sorted.length - MOST_SHARED),
    }
  })
  return { pairs, more: listed.length - pairs.length }
}

/** What so many have, they have from somewhere else; and their pairs are too many to look at. */
const CROWD = 12

/** How much it tells that two have what so many of the class have. */
function rarity(owners: number, students: number): number {
  if (owners > CROWD) return 0
  if (owners <= Math.max(2, 0.01 * students)) return 1
  if (owners <= Math.max(3, 0.02 * students)) return 0.75
  return owners <= 0.04 * students ? 0.5 : 0
}

const keyOf = (kind: Trait['kind'], text: string): string =>
  kind === 'comment'
    ? text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')
    : kind === 'line'
      ? bare(text)
      : text

function* pairKeys(students: readonly string[]): Generator<string> {
  for (let i = 0; i < students.length; i++)
    for (let j = i + 1; j < students.length; j++) yield JSON.stringify([students[i], students[j]])
}
