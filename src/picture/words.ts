/** What can be said of a picture. */

/** How the elements of a difference are alike. */
type Pattern = 'everywhere' | 'each row' | 'each column' | 'one in each row'

const sentences: Readonly<Record<Pattern, (first: string) => string>> = {
  everywhere: first => `The difference is the same everywhere: ${first}.`,
  'each row': () => 'The difference is one number for each row, the same all along it.',
  'each column': () => 'The difference is one number for each column, the same all the way down.',
  'one in each row': () => 'The difference is 0 but for one element in each row.',
}

/** The sentence for a pattern; null where there is none. */
export const differenceSentence = (
  pattern: Pattern | null,
  [first]: ArrayLike<number> & Iterable<number>,
): string | null => (pattern === null ? null : sentences[pattern](String(Number(first.toPrecision(3)))))
