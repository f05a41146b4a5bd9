/** Who the people of a class are, as it may stand in anybody's text: somebody who copies a file copies a name with it. */
import type { GradeRecord, Student } from './record.ts'

/** Puts something else in the place of everybody's id, name and address. */
export interface Naming {
  /**
   * `own`: whose text it is; of them the parts of the name are replaced as well. Nothing is replaced that is a word of
   * the code: a member (`logits.max` of a student called max), and what is in `ordinary`.
   */
  readonly replaced: (
    text: string,
    own: string,
    by: (student: string) => string,
    ordinary?: ReadonlySet<string>,
  ) => string
}

interface Known {
  readonly student: string
  /** In lower case. */
  readonly words: readonly string[]
}

const WORD = /[\p{L}\p{N}]+/gu

export function namingOf(students: readonly Student[]): Naming {
  const all = new Map<string, Known[]>()
  const parts = new Map<string, Known[]>()
  for (const { id, name, email, aliases = [] } of students) {
    const words = wordsOf(name)
    const ids = [id, ...aliases].map(wordsOf)
    for (const identity of [wordsOf(email), words, turned(words), ...ids]) add(all, id, identity)
    const [local] = email?.split('@') ?? []
    parts.set(
      id,
      [wordsOf(local), ...words.map(word => [word])]
        .filter(([word, more]) => more !== undefined || (word?.length ?? 0) > 2)
        .map(own => ({ student: id, words: own })),
    )
  }
  return {
    replaced(text, own, by, ordinary = NONE) {
      const mine = new Map<string, Known[]>()
      for (const { student, words } of [...(parts.get(own) ?? []), { student: own, words: wordsOf(own) }])
        add(mine, student, words)
      return replaceIn(text, word => [...(all.get(word) ?? []), ...(mine.get(word) ?? [])], by, ordinary)
    },
  }
}

const NONE: ReadonlySet<string> = new Set()

const wordsOf = (text: string | null | undefined): string[] => text?.toLowerCase().match(WORD) ?? []

/** `Lovelace, Ada`. */
const turned = (words: readonly string[]): string[] =>
  words.length < 2 ? [] : [words.at(-1)!, ...words.slice(0, -1)]

function add(index: Map<string, Known[]>, student: string, words: readonly string[]): void {
  if (words.length === 0 || words.join('').length < 2 || isNumber(words)) return
  index.set(words[0], [...(index.get(words[0]) ?? []), { student, words }])
}

/** A short number is nobody's: it is a line, a size, a seed. */
const isNumber = ([word, more]: readonly string[]): boolean => more === undefined && /^\d{1,4}$/.test(word)

function replaceIn(
  text: string,
  knownBy: (word: string) => readonly Known[],
  by: (student: string) => string,
  ordinary: ReadonlySet<string>,
): string {
  const places = [...text.matchAll(WORD)].map(found => ({ word: found[0].toLowerCase(), at: found.index }))
  let said = ''
  let from = 0
  for (let i = 0; i < places.length; i++) {
    const [longest] = knownBy(places[i].word)
      .filter(({ words }) => stands(words, i))
      .sort((a, b) => b.words.length - a.words.length)
    if (longest === undefined) continue
    said += text.slice(from, places[i].at) + by(longest.student)
    i += longest.words.length - 1
    from = places[i].at + places[i].word.length
  }
  return said + text.slice(from)

  function stands(words: readonly string[], i: number): boolean {
    const isCode = words.length === 1 && (text[places[i].at - 1] === '.' || ordinary.has(words[0]))
    return !isCode && words.every((word, k) => places[i + k]?.word === word && isNear(i + k, k === 0))
  }

  function isNear(i: number, isFirst: boolean): boolean {
    if (isFirst) return true
    const between = text.slice(places[i - 1].at + places[i - 1].word.length, places[i].at)
    return between.length <= 3 && !between.includes('\n')
  }
}

/** The words that belong to the exercise: names of tensors, blanks and sizes. */
export function ordinaryWordsOf({ exercise, report, blanks }: GradeRecord): Set<string> {
  const said = [
    exercise,
    ...blanks.map(({ blank }) => blank),
    ...(report?.gradients.flatMap(({ name, uses, diagnosis }) => [
      name,
      ...uses.map(use => use.text),
      diagnosis?.formula ?? '',
    ]) ?? []),
  ]
  return new Set(said.flatMap(wordsOf))
}
