/** Numbers named in the exercise's letters: 0.2 is 1/n where n is 5, if it is 1/8 where n is 8. */

/** The letters of one setting: `{ n: 5, vocab: 27, … }`. */
export type Letters = Readonly<Record<string, number>>

const CLOSE = 1e-7

const near = (a: number, b: number): boolean => Math.abs(a - b) <= CLOSE * Math.max(Math.abs(a), Math.abs(b))

/** What can be made of one letter, simplest first. */
const forms: readonly (readonly [text: (a: string) => string, value: (a: number) => number])[] = [
  [a => a, a => a],
  [a => `1/${a}`, a => 1 / a],
  [a => `(${a}-1)`, a => a - 1],
  [a => `1/(${a}-1)`, a => 1 / (a - 1)],
  [a => `(${a}-1)/${a}`, a => (a - 1) / a],
  [a => `${a}/(${a}-1)`, a => a / (a - 1)],
  [a => `(${a} - 1/${a})`, a => a - 1 / a],
  [a => `(${a}+1)/${a}`, a => (a + 1) / a],
  [a => `(${a}-1)/(${a}+1)`, a => (a - 1) / (a + 1)],
  [a => `${a}/(${a}+1)`, a => a / (a + 1)],
  [a => `((${a}-1)/${a})²`, a => ((a - 1) / a) ** 2],
  [a => `(${a}-1)²`, a => (a - 1) ** 2],
  [a => `${a}²`, a => a * a],
  [a => `1/${a}²`, a => 1 / (a * a)],
  [a => `1/(${a}(${a}-1))`, a => 1 / (a * (a - 1))],
  [a => `sqrt(${a})`, a => Math.sqrt(a)],
  [a => `1/sqrt(${a})`, a => 1 / Math.sqrt(a)],
  [a => `${a} * sqrt(${a})`, a => a * Math.sqrt(a)],
  [a => `1/(${a} * sqrt(${a}))`, a => 1 / (a * Math.sqrt(a))],
  // of a probability
  [a => `(1-${a})`, a => 1 - a],
  [a => `1/(1-${a})`, a => 1 / (1 - a)],
  [a => `(1-${a})/${a}`, a => (1 - a) / a],
  [a => `${a}/(1-${a})`, a => a / (1 - a)],
  [a => `1/(1-${a})²`, a => 1 / (1 - a) ** 2],
  [a => `${a}(1-${a})`, a => a * (1 - a)],
]

/** What can be made of two letters. */
const pairs: readonly (readonly [
  text: (a: string, b: string) => string,
  value: (a: number, b: number) => number,
])[] = [
  [(a, b) => `${a} * ${b}`, (a, b) => a * b],
  [(a, b) => `${a}/${b}`, (a, b) => a / b],
  [(a, b) => `1/(${a} * ${b})`, (a, b) => 1 / (a * b)],
]

const plain: readonly (readonly [text: string, value: number])[] = [
  ['1', 1],
  ['2', 2],
  ['1/2', 0.5],
  ['3', 3],
  ['1/3', 1 / 3],
  ['4', 4],
  ['1/4', 0.25],
  ['3/2', 1.5],
  ['2/3', 2 / 3],
]

/** What may stand before what is made of one letter: `2n`, `n / 2`, `4 * C`. */
const multiples = plain.filter(([text]) => ['1', '2', '1/2', '3', '4'].includes(text))

/**
 * The name of a factor that has the given value in each setting: `-1`, `1/n`, `2(n-1)`. Null where no simple one is
 * right in all of them; a factor that is the same everywhere is named by its digits.
 */
export function nameConstant(values: readonly number[], letters: readonly Letters[]): string | null {
  if (values.some(value => !Number.isFinite(value))) return null
  const sign = values[0] < 0 ? '-' : ''
  const sizes = values.map(Math.abs)
  if (values.some(value => value < 0 !== values[0] < 0)) return null
  for (const [text, value] of plain) if (sizes.every(size => near(size, value))) return sign + text
  for (const [text, multiple] of multiples) {
    for (const letter of Object.keys(letters[0])) {
      for (const [name, of] of forms) {
        if (!sizes.every((size, i) => near(size, multiple * of(letters[i][letter])))) continue
        return sign + (text === '1' ? name(letter) : `${text} * ${name(letter)}`)
      }
    }
  }
  for (const a of Object.keys(letters[0])) {
    for (const b of Object.keys(letters[0])) {
      const pair = pairs.find(
        ([, of]) => a !== b && sizes.every((size, i) => near(size, of(letters[i][a], letters[i][b]))),
      )
      if (pair !== undefined) return sign + pair[0](a, b)
    }
  }
  return sizes.every(size => near(size, sizes[0])) ? sign + numberText(sizes[0]) : null
}

/** `0.3`, `1e-6`. */
function numberText(size: number): string {
  const short = Number(size.toPrecision(4))
  return short !== 0 && short < 1e-3 ? short.toExponential() : String(short)
}

/** Whether a factor got its name by its digits alone: no slip with n or 2, but another function. */
export const isOdd = (name: string): boolean =>
  /^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(name) && !/^-?[0-4]$/.test(name)

/** A factor that comes from a number written out: `32` where `n` belongs gives n/32, which is 1 in the last setting only. */
export function writtenOut(
  values: readonly number[],
  letters: readonly Letters[],
): { number: string; name: string } | null {
  const main = letters[letters.length - 1]
  for (const letter of Object.keys(main)) {
    for (const [name, of] of forms) {
      for (const power of [1, -1]) {
        const fits = values.every((value, i) =>
          near(value, (of(letters[i][letter]) / of(main[letter])) ** power),
        )
        if (fits) return { number: String(Number(of(main[letter]).toPrecision(4))), name: name(letter) }
      }
    }
  }
  return null
}
