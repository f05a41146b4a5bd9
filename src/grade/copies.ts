/**
 * Pairs of students for a person to look at: the same file, or what their files share that is rare in the class. What is
 * compared is what nobody needs to write in the same way: comments, names, wrong lines. Right lines are alike by nature.
 */

import { groupsBy } from './groups.ts'
import { bare, withoutRemarks } from './lines.ts'
import { familyOf, isMistake, outcomeOf } from './outcomes.ts'
import type { GradeRecord, Trait } from './record.ts'

export interface CopyPair {
  readonly students: readonly [string, string]
  /** What tells most comes first. */
  readonly shared: readonly SharedTrait[]
  /** How many more they share than are listed. */
  readonly more: number
}

/** Of a `file`, and of `code`, the text is empty. */
export interface SharedTrait extends Trait {
  readonly exercise: string
  /** How many of the class have it; those two are among them. */
  readonly owners: number
}

/** What of one file may be shared, and what the right lines of it are made of. */
export interface Shares {
  readonly student: string
  readonly exercise: string
  readonly traits: readonly OwnTrait[]
  /** Whether there is a mistake in it. */
  readonly isWrong: boolean
  /** By blank. */
  readonly right: readonly (readonly [blank: string, line: string])[]
}

interface OwnTrait extends Trait {
  /** Of a line: the blank that it is wrong in, and the kind of mistake. */
  readonly wrong: { readonly blank: string; readonly family: string | null } | null
}

/** So many pairs can be looked at; and so much of what a pair shares. */
const [MOST_PAIRS, MOST_SHARED] = [50, 12]

export function sharesOf({ student, exercise, traits, blanks, room }: GradeRecord): Shares {
  const lines = blanks.flatMap(grade =>
    grade.text === null
      ? []
      : [{ grade, line: bare(withoutRemarks(grade.text.replace(/\u2026$/, ''), room === 'python')) }],
  )
  const wrong = lines.filter(({ grade }) => isMistake(outcomeOf(grade)))
  const own = traits.flatMap(({ kind, text }): OwnTrait[] => {
    if (kind !== 'line') return [{ kind, text, wrong: null }]
    const line = bare(text.replace(/\u2026$/, ''))
    const place = wrong.find(
      one => one.line.includes(line) || (one.line.length >= 20 && line.includes(one.line)),
    )
    if (place === undefined) return []
    const { grade } = place
    return [{ kind, text, wrong: { blank: grade.blank, family: familyOf(grade) } }]
  })
  const right = lines.filter(({ grade }) => outcomeOf(grade) === 'right')
  return {
    ...{ student, exercise, traits: own, isWrong: wrong.length > 0 },
    right: right.map(({ grade, line }) => [grade.blank, line]),
  }
}

/** By exercise and blank, the right lines of a class: as many different ones as it takes to know what people write. */
type RightLines = ReadonlyMap<string, ReadonlySet<string>>
const MANY_FORMS = 40

function rightLinesIn(all: readonly Shares[]): RightLines {
  const found = new Map<string, Set<string>>()
  for (const { exercise, right } of all)
    for (const [blank, line] of right) {
      const key = `${exercise} ${blank}`
      const known = found.get(key) ?? new Set()
      if (known.size < MANY_FORMS) found.set(key, known.add(line))
    }
  return found
}

/** What so many have, they have from somewhere else; and their pairs are too many to look at. */
const CROWD = 12

/** How much it tells that two have the same. What weighs ENOUGH, together, is listed. */
const ENOUGH = 1

function weightOf({ kind, text, wrong }: OwnTrait, exercise: string, right: RightLines): number {
  const many = wordsOf(text).length
  if (kind === 'comment') return many >= 8 || text.length >= 48 ? 1 : many >= 4 ? 0.5 : many >= 2 ? 0.2 : 0
  if (kind === 'name') return text.length >= 8 ? 0.35 : text.length >= 4 ? 0.15 : 0
  const others = right.get(`${exercise} ${wrong?.blank}`)
  const own = others === undefined ? many - FEW : strangeWords(text, others)
  const weight = own >= 3 ? 1 : own === 2 ? 0.6 : 0.25
  return FREQUENT.has(wrong?.family ?? '') ? weight / 2 : weight
}

/** Mistakes with a form of their own: two who make the same need not know of each other. */
const FREQUENT: ReadonlySet<string> = new Set([
  ...['shape', 'index', 'scatter', 'a use forgotten', 'overwritten, doubled, subtracted'],
  ...['upstream missing', 'local derivative missing', 'other error'],
])

/** Words of a line that says no more than any other. */
const FEW = 4

const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}_]+/gu) ?? []

/** How many words a line has that the right line most like it has not: a slip leaves words out, or puts in one or two. */
function strangeWords(text: string, right: ReadonlySet<string>): number {
  const own = wordsOf(text)
  return Math.min(
    own.length,
    ...[...right].map(line => {
      const left = wordsOf(line)
      return own.filter(word => {
        const at = left.indexOf(word)
        if (at >= 0) left.splice(at, 1)
        return at < 0
      }).length
    }),
  )
}

interface Found {
  weight: number
  readonly shared: (SharedTrait & { readonly weight: number })[]
}

export function pairsIn(all: readonly Shares[]): { readonly pairs: CopyPair[]; readonly more: number } {
  const students = new Set(all.map(({ student }) => student)).size
  const right = rightLinesIn(all)
  const found = new Map<string, Found>()
  for (const { trait, exercise, by } of ownedIn(all).values()) {
    const rare = by.size < 2 ? 0 : rarity(by.size, students)
    if (rare === 0) continue
    const weight = rare * weightOf(trait, exercise, right)
    if (weight === 0) continue
    const { kind, text } = trait
    for (const key of pairKeys([...by].sort())) {
      const pair = found.get(key) ?? { weight: 0, shared: [] }
      found.set(key, pair)
      pair.weight += weight
      pair.shared.push({ kind, text, exercise, owners: by.size, weight })
    }
  }
  for (const { students: both, ...shared } of sameIn(all)) {
    const key = JSON.stringify(both)
    const pair = found.get(key) ?? { weight: 0, shared: [] }
    found.set(key, pair)
    pair.weight += shared.weight
    pair.shared.push(shared)
  }
  const listed = withoutChance([...found].filter(isEnough), students).sort(
    ([a, x], [b, y]) => y.weight - x.weight || (a < b ? -1 : 1),
  )
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

const isEnough = ([, { weight }]: readonly [string, Found]): boolean => weight >= ENOUGH - 1e-9

/** Where one wrong line is all that many pairs share, such a line is no sign in this class. */
function withoutChance<P extends readonly [string, Found]>(pairs: readonly P[], students: number): P[] {
  const hasOneLine = ([, { shared }]: P): boolean => shared.length === 1 && shared[0].kind === 'line'
  const many = pairs.filter(hasOneLine).length
  return many <= Math.max(2, 0.01 * students) ? [...pairs] : pairs.filter(pair => !hasOneLine(pair))
}

interface Same extends SharedTrait {
  readonly students: readonly [string, string]
  readonly weight: number
}

/** More than any one remark tells. */
const SAME = { file: 3, code: 2 } as const

/**
 * Who have the same file, or the same but for comments and formatting, with something of somebody's own in both: a mistake, a
 * name, a comment. How many of a class have it doesn't matter, but where a crowd shares nothing else than its mistakes.
 */
function* sameIn(all: readonly Shares[]): Generator<Same> {
  for (const group of groupsBy(all.flatMap(wholeOf), ({ same }) => same).values()) {
    const sorted = group.sort((a, b) => (a.student < b.student ? -1 : 1))
    const isCrowd = group.length > CROWD
    // Of a crowd, one with each of the others says it all.
    for (const [i, one] of (isCrowd ? sorted.slice(0, 1) : sorted).entries())
      for (const other of sorted.slice(i + 1)) {
        const isShared = (one.isWrong && !isCrowd) || [...one.own].some(key => other.own.has(key))
        if (!isShared) continue
        const kind = one.file === other.file ? 'file' : 'code'
        yield {
          ...{ students: [one.student, other.student], kind, text: '', exercise: one.exercise },
          owners: kind === 'code' ? group.length : group.filter(({ file }) => file === one.file).length,
          weight: SAME[kind],
        }
      }
  }
}

interface Whole extends Pick<Shares, 'student' | 'exercise' | 'isWrong'> {
  readonly file: string
  /** What those have in common whose code is the same. */
  readonly same: string
  /** Comments and names. */
  readonly own: ReadonlySet<string>
}

function wholeOf({ student, exercise, isWrong, traits }: Shares): Whole[] {
  const file = traits.find(({ kind }) => kind === 'file')?.text
  const code = traits.find(({ kind }) => kind === 'code')?.text
  if (file === undefined || code === undefined) return []
  const words = traits.filter(({ kind }) => kind === 'comment' || kind === 'name')
  const own = new Set(words.map(one => `${one.kind} ${keyOf(one)}`))
  return [{ student, exercise, isWrong, file, same: `${exercise} ${code}`, own }]
}

const isOwn = ({ kind }: Trait): boolean => kind !== 'file' && kind !== 'code'

interface Owned {
  readonly trait: OwnTrait
  readonly exercise: string
  readonly by: Set<string>
}

function ownedIn(all: readonly Shares[]): Map<string, Owned> {
  const owned = new Map<string, Owned>()
  for (const { student, exercise, traits } of all)
    for (const trait of traits.filter(isOwn)) {
      const key = `${trait.kind} ${keyOf(trait)}`
      const known = owned.get(key)
      if (known === undefined) owned.set(key, { trait, exercise, by: new Set([student]) })
      else known.by.add(student)
    }
  return owned
}

/** How much it tells that two have what so many of the class have. */
function rarity(owners: number, students: number): number {
  if (owners > CROWD) return 0
  if (owners <= Math.max(2, 0.01 * students)) return 1
  if (owners <= Math.max(3, 0.02 * students)) return 0.75
  return owners <= 0.04 * students ? 0.5 : 0
}

/** What is the same to whoever wraps, capitalises or formats it in another way. */
const keyOf = ({ kind, text }: Trait): string => {
  if (kind === 'comment') return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')
  return kind === 'line' ? bare(text) : text
}

function* pairKeys(students: readonly string[]): Generator<string> {
  for (let i = 0; i < students.length; i++)
    for (let j = i + 1; j < students.length; j++) yield JSON.stringify([students[i], students[j]])
}
