/** Whose file it is, by what is written of a person in its path. */
import type { Student } from '../record.ts'
import type { PlatformName } from './platforms.ts'

/** One of the roster; several whom it could be; or nobody. */
export type Match =
  | { readonly kind: 'one'; readonly student: Student }
  | { readonly kind: 'several'; readonly students: readonly Student[] }
  | { readonly kind: 'nobody' }

export interface People {
  /** By an id, a name or an e-mail address, or what comes before its @. */
  readonly called: (text: string) => Match
  /** By the name that a platform writes, else by its number. */
  readonly exported: (name: PlatformName) => Match
}

export function peopleOf(roster: readonly Student[]): People {
  const indexes = KEYS.map(keys => indexed(roster, keys))
  const called = (text: string): Match => {
    for (const [i, index] of indexes.entries()) {
      const found = index.get(FOLDS[i](text))
      if (found !== undefined) return matchOf(found)
    }
    return { kind: 'nobody' }
  }
  const numberedOr = (number: string, person: string): Match => {
    const found = roster.filter(({ id }) => isNumber(id, number))
    // Blackboard has no name, but what somebody logs in with.
    return found.length === 1 ? matchOf(found) : called(person === '' ? number : person)
  }
  const byName = indexes[indexes.length - 1]
  return {
    called,
    exported: ({ person, number }) => {
      // In front of the name may be that of a group.
      const names = [person, person.replace(/^.*?-/, '')].map(squeezed)
      const found = names
        .map(name => (name === '' ? undefined : byName.get(name)))
        .find(one => one !== undefined)
      if (found?.length === 1) return matchOf(found)
      if (found === undefined) return numberedOr(number, person)
      const numbered = found.filter(({ id }) => isNumber(id, number))
      return matchOf(numbered.length === 1 ? numbered : found)
    },
  }
}

/** Moodle's own tables write `Participant 4711` for it. */
const isNumber = (id: string, number: string): boolean =>
  id === number || /^\S+ (\d+)$/.exec(id)?.[1] === number

/** Of one or more. */
export const matchOf = (students: readonly Student[]): Match =>
  students.length === 1 ? { kind: 'one', student: students[0] } : { kind: 'several', students }

const folded = (text: string): string => text.normalize('NFC').toLowerCase()

/** Its letters and digits alone, without accents. */
export const squeezed = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

/** What a student may be called, the surest first; and how each of them is compared. */
const KEYS: readonly ((student: Student) => string[])[] = [
  // Who has for an id what another one has for a login isn't the surer one.
  ({ id, aliases = [] }) => [id, ...aliases].map(folded),
  ({ email }) => (email === null ? [] : [folded(email)]),
  ({ email }) => (email === null ? [] : [folded(email.split('@')[0])]),
  ({ name }) => (name === null ? [] : turned(name)),
]
const FOLDS = [folded, folded, folded, squeezed]

/** A name from each of its words on, for `Lovelace, Ada` and `lovelaceada` are Ada Lovelace too. */
function turned(name: string): string[] {
  const words = name.split(/[\s,]+/).filter(word => word !== '')
  return words.map((_, i) => squeezed([...words.slice(i), ...words.slice(0, i)].join('')))
}

function indexed(
  roster: readonly Student[],
  keys: (student: Student) => string[],
): ReadonlyMap<string, readonly Student[]> {
  const index = new Map<string, Student[]>()
  for (const student of roster) {
    for (const key of new Set(keys(student))) {
      if (key === '') continue
      index.set(key, [...(index.get(key) ?? []), student])
    }
  }
  return index
}
