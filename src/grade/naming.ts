/** Who the people of a class are, as it may stand in anybody's text: somebody who copies a file copies a name with it. */
import type { GradeRecord, Student } from './record.ts'

/** Puts something else in the place of everybody's id, name and address, however they are capitalised and accented. */
export interface Naming {
  /**
   * `own`: whose text it is; of them all parts of the name are replaced, of others those of three letters or more that
   * are no English word. `by` is given whose it is, or null where it may be several students'. Nothing is replaced that
   * is a word of the code: a member (`logits.max` of a student called max), and what is in `ordinary`.
   */
  readonly replaced: (
    text: string,
    own: string,
    by: (student: string | null) => string,
    ordinary?: ReadonlySet<string>,
  ) => string
}

interface Known {
  readonly student: string
  /** In lower case, without accents. */
  readonly words: readonly string[]
}

const WORD = /[\p{L}\p{N}\p{M}]+/gu

export function namingOf(students: readonly Student[]): Naming {
  const all = new Map<string, Known[]>()
  const parts = new Map<string, Known[]>()
  const others = new Map<string, Known[]>()
  for (const { id, name, email, aliases = [] } of students) {
    const words = wordsOf(name)
    const ids = [id, ...aliases].map(wordsOf)
    for (const identity of [wordsOf(email), words, turned(words), ...ids]) add(all, id, identity)
    for (const word of new Set(words))
      if (/^\p{L}{3,}$/u.test(word) && !ENGLISH.has(word)) add(others, id, [word])
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
      const knownBy = (word: string): Known[] => {
        const sure = [...(all.get(word) ?? []), ...(mine.get(word) ?? [])]
        return sure.some(({ words }) => words.length === 1) ? sure : [...sure, ...(others.get(word) ?? [])]
      }
      return replaceIn(text, knownBy, by, ordinary)
    },
  }
}

const NONE: ReadonlySet<string> = new Set()

/** Names that are words as well, of English or of the code: alone they name nobody. */
const ENGLISH: ReadonlySet<string> = new Set(
  (
    'and are art bill but can case chance code cost count data day dot early else even exp faith for four free from ' +
    'grace grant hand hope just key king less line log long love low major mark max may mean min more new not null ' +
    'one only out page part price rich right rose row see set short sign size small sum tan test the true van von ' +
    'wide will wise word young zero'
  ).split(' '),
)

const wordsOf = (text: string | null | undefined): string[] => (text?.match(WORD) ?? []).map(folded)

/** Letters that are no others with an accent, as one types them without. */
const PLAIN: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', æ: 'ae', œ: 'oe', ı: 'i' },
}

const folded = (word: string): string =>
  word
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[\u00df\u00f8\u0142\u0111\u00f0\u00fe\u00e6\u0153\u0131]/g, letter => PLAIN[letter])

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
  by: (student: string | null) => string,
  ordinary: ReadonlySet<string>,
): string {
  const places = [...text.matchAll(WORD)].map(found => ({
    word: folded(found[0]),
    length: found[0].length,
    at: found.index,
  }))
  let said = ''
  let from = 0
  for (let i = 0; i < places.length; i++) {
    const [longest, ...rest] = knownBy(places[i].word)
      .filter(({ words }) => stands(words, i))
      .sort((a, b) => b.words.length - a.words.length)
    if (longest === undefined) continue
    const isSure = rest.every(
      ({ student, words }) => student === longest.student || words.length < longest.words.length,
    )
    said += text.slice(from, places[i].at) + by(isSure ? longest.student : null)
    i += longest.words.length - 1
    from = places[i].at + places[i].length
  }
  return said + text.slice(from)

  function stands(words: readonly string[], i: number): boolean {
    const isCode = words.length === 1 && (text[places[i].at - 1] === '.' || ordinary.has(words[0]))
    return !isCode && words.every((word, k) => places[i + k]?.word === word && isNear(i + k, k === 0))
  }

  function isNear(i: number, isFirst: boolean): boolean {
    if (isFirst) return true
    const between = text.slice(places[i - 1].at + places[i - 1].length, places[i].at)
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
