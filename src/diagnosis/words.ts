/** Pieces of sentences that several explanations share. */
import type { Op } from '../tensor/operations.ts'
import type { Evidence } from './evidence.ts'
import type { Term } from './paths.ts'

/** A tensor's name in a sentence, with a place for its line. */
export const at = (name: string): string => `\`${name}\`{line ${name}}`

export const list = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1]}`

/** "dimension 0", "dimensions 0 and 1". */
export const dimensions = (dims: readonly number[]): string =>
  `dimension${dims.length === 1 ? '' : 's'} ${list(dims.map(String))}`

const times = ['', 'once', 'twice', 'three times', 'four times', 'five times']

/** "`counts` is used twice: in `probs` (line 41) and in `counts_sum` (line 39)." */
export function usesText({ name, settings: [{ at: where }] }: Evidence): string {
  const users = where.graph.users.get(name)!
  return `\`${name}\` is used ${times[users.length] ?? `${users.length} times`}: ${list(users.map(user => `in ${at(user)}`))}.`
}

/** `among`: all terms; by a softmax and the like several lead to one and the same tensor. */
export function partOf(term: Term, among: readonly Term[]): string {
  const [next] = term.path.via
  if (among.filter(({ path }) => path.via[0] === next).length < 2)
    return `the part that comes through \`${next}\``
  const [{ step }] = term.path.hops
  const isDetour = step.output !== shortest(term, among).path.hops[0].step.output
  const by = goesThroughSum(term) ? 'sum' : isDetour ? detours[step.op] : undefined
  return by === undefined
    ? `the part that goes straight into \`${next}\``
    : `the part that goes through the ${by} in \`${next}\``
}

/** Several terms; those that are all of a use as one. */
export function partsOf(some: readonly Term[], among: readonly Term[]): string[] {
  const isWhole = ({ path }: Term): boolean =>
    among.every(other => other.path.via[0] !== path.via[0] || some.includes(other))
  return [...new Set(some.map(term => partOf(term, isWhole(term) ? [term] : among)))]
}

/** What an operation makes, by which one of several ways to the same tensor may go. */
const detours: { readonly [O in Op]?: string } = { pow: 'power', mul: 'product', exp: 'exponential' }

/** Of the ways to the same tensor the one with the fewest steps. */
const shortest = ({ path }: Term, among: readonly Term[]): Term =>
  among
    .filter(other => other.path.via[0] === path.via[0])
    .reduce((least, other) => (other.path.hops.length < least.path.hops.length ? other : least))

export const goesThroughSum = ({ path }: Term): boolean => path.hops.some(({ step }) => step.op === 'sum')

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** The named tensors on the way, the middle of a long one left out. */
export function wayOf(term: Term): string {
  const { path } = term
  const { via } = path
  // A fused operation goes to one and the same tensor by several ways.
  if (via.length === 1 && path.hops.length > 2) {
    const picks = path.hops.some(({ step }) => step.op === 'index')
    const straight = picks ? 'through the entry that is picked' : 'straight from the entry itself'
    return `\`${via[0]}\`, ${goesThroughSum(term) ? 'through the sum' : straight}`
  }
  const shown = via.length > 5 ? [...via.slice(0, 3), '…', via[via.length - 1]] : via
  return shown.map(name => (name === '…' ? name : `\`${name}\``)).join(' → ')
}

/** The ways of several terms; where some are the same by name, those that go through a sum say so if not all of them do. */
export function waysOf(terms: readonly Term[]): string[] {
  const ways = terms.map(wayOf)
  return ways.map((way, i) => {
    const isToldApart = terms.some((other, j) => ways[j] === way && !goesThroughSum(other))
    return isToldApart && goesThroughSum(terms[i]) ? `${way} (through a sum)` : way
  })
}

/** "Your result", or the part of it that is meant. */
export function subjectOf(
  evidence: { readonly settings: readonly { readonly terms: readonly Term[] }[] },
  index: number,
): string {
  const { terms } = evidence.settings[0]
  return terms.length === 1
    ? 'Your result'
    : `The other parts are right, but ${partOf(terms[index], terms)}`.replace(/^./, capital)
}

export const timesText = (k: string): string => (k === '1' ? '' : ` (times ${k})`)
