/** A size that is written as a number: right at the usual sizes, and only there. */
import type { Suspect } from '../checker/gradient/judge.ts'
import { sameShape } from '../tensor/shape.ts'
import { within } from '../text/written.ts'
import { nameConstant, writtenOut } from './constants.ts'
import { type Evidence, lettersOf } from './evidence.ts'
import { type Explanation, ownFormula } from './explanation.ts'
import { ratio } from './fit.ts'
import { list } from './words.ts'

/** `evidence`: null where the line does not run at other sizes. */
export function writtenSize(suspect: Suspect, evidence: Evidence | null): Explanation {
  const { name, cases } = suspect
  const fits = evidence?.settings.every(({ value, needed }) => sameShape(value.shape, needed.shape)) ?? false
  const all = [...numbersIn(suspect), ...factorIn(evidence)]
  const numbers = all.filter(({ number }, i) => all.findIndex(other => other.number === number) === i)
  const [first] = numbers
  const hint =
    first === undefined
      ? `Use its name${sizeOf(cases)}, or the shape of a tensor, such as \`${name}.shape\`.`
      : `${list(numbers.map(({ number, size }) => `${number} is \`${size}\``))} here, but not at other sizes. Use the ${numbers.length === 1 ? 'name' : 'names'}.`
  return {
    family: fits && numbers.length > 0 ? 'sign, factor' : 'shape',
    formula: evidence === null ? null : ownFormula(evidence),
    short: first === undefined ? 'a size is hard-coded' : `${first.number} is hard-coded: use ${first.size}`,
    message: `Your line is right at these sizes only: a size is hard-coded in it. ${hint}`,
    tier: 3,
  }
}

/** A number that is written in the line, and the size that it stands for. */
interface Written {
  readonly number: string
  readonly size: string
}

/** Of the text of the line: the numbers that are a size here, and another one elsewhere. */
function numbersIn({ name, learner, cases: [main, ...others] }: Suspect): Written[] {
  const written = learner.written(`d${name}`)
  if (written === null) return []
  const here = lettersOf(main)
  const varies = (letter: string): boolean => others.some(other => lettersOf(other)[letter] !== here[letter])
  const sizes = Object.fromEntries(Object.entries(here).filter(([letter]) => varies(letter)))
  return within(written, 'NumericLiteral').flatMap(({ value }) => {
    const size = value > 4 ? nameConstant([value], [sizes]) : null
    return size === null || /^[\d.]/.test(size) ? [] : [{ number: String(value), size: bare(size) }]
  })
}

/** Of the numbers that come out: by how much they are off at other sizes. */
function factorIn(evidence: Evidence | null): Written[] {
  if (evidence === null) return []
  const factors = evidence.settings.map(({ value, needed }) => ratio(value, needed))
  if (factors.some(k => k === null)) return []
  const found = writtenOut(
    factors as number[],
    evidence.settings.map(({ letters }) => letters),
  )
  return found === null ? [] : [{ number: found.number, size: bare(found.name) }]
}

/** `n - 1` of `(n-1)`. */
const bare = (size: string): string => size.replace(/^\((\w+)-1\)$/, '$1 - 1')

const sizeOf = ([{ sizes }]: Suspect['cases']): string => {
  const [first] = Object.keys(sizes)
  return first === undefined ? '' : `, such as \`${first}\``
}
