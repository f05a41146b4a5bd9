/** The factor by which a part of a sum is off: its name, and a sentence for the parts that share it. */
import { isOdd, type Letters, nameConstant } from './constants.ts'
import type { Evidence } from './evidence.ts'
import type { Term } from './paths.ts'
import { at, capital, list, partsOf } from './words.ts'

/** A factor by its name, else as a number where it is one: the same at all sizes. */
export function nameWeight(
  k: readonly number[],
  letters: readonly Letters[],
  terms: readonly Term[],
): string | null {
  const name = nameConstant(k, letters)
  if (name !== null && (isOdd(name) || name === '2')) {
    const lacked = numbersIn(terms).find(number => Math.abs(k[0] * number - 1) < 1e-7)
    return lacked === undefined ? name : `1/${short(lacked)}`
  }
  return name ?? (k.every(value => Math.abs(value / k[0] - 1) < 1e-7) ? asNumber(k[0]) : null)
}

/** The numbers that the forward pass multiplies by on these ways, as far as they aren't whole. */
const numbersIn = (terms: readonly Term[]): number[] =>
  terms.flatMap(({ path: { hops } }) =>
    hops.flatMap(({ step: { op, operands } }) =>
      op === 'mul' ? operands.filter(x => typeof x === 'number' && !Number.isInteger(x)) : [],
    ),
  ) as number[]

const short = (number: number): string =>
  String(number).length < 9 ? String(number) : String(Number(number.toPrecision(4)))

/** `1/27`, `0.123…`. */
function asNumber(k: number): string {
  const inverse = Math.round(1 / k)
  return Math.abs(inverse) > 1 && Math.abs(inverse * k - 1) < 1e-7
    ? `1/${inverse}`
    : `${Number(k.toPrecision(3))}…`
}

/** The number of the forward pass that a weight says is missing, such as `0.7979` for `1/0.7979`; else null. */
export const lackedIn = (k: string): string | null => /^1\/(\d+\.\d+)$/.exec(k)?.[1] ?? null

/** What is wrong with the parts that are in the sum, but not once: a sentence for each weight. */
export function weightsText(
  { settings: [{ terms: all }] }: Evidence,
  terms: readonly Term[],
  k: readonly string[],
): string {
  const off = [...new Set(k)].filter(value => value !== '0' && value !== '1')
  return off
    .map(value => {
      const parts = partsOf(
        terms.filter((_, i) => k[i] === value),
        all,
      )
      const users = [...new Set(terms.flatMap(({ path }, i) => (k[i] === value ? [path.via[0]] : [])))]
      return `${capital(list(parts))} ${said(value, parts.length > 1, users)}.`
    })
    .join(' ')
}

function said(k: string, isMany: boolean, users: readonly string[]): string {
  const lacked = lackedIn(k)
  if (lacked !== null) return `should also be multiplied by ${lacked}, as in ${list(users.map(at))}`
  if (k === '-1') return `${isMany ? 'have' : 'has'} the wrong sign`
  return `${isMany ? 'are' : 'is'} ${k === '2' ? 'in your sum twice' : `${k} times the right value`}`
}
