/** Windows that overlap: an element that several of them took gets what each of them sends back. */
import { onesLike, where } from '../tensor/creation.ts'
import type { Op } from '../tensor/operations.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { type DiagnosisRule, ownFormula } from './explanation.ts'
import { equal } from './fit.ts'
import { sendBack, type Term } from './paths.ts'
import { partOf, usesText } from './words.ts'

/** The parts put back one over the other: only the last of them is left where they overlap. */
export const overwritten: DiagnosisRule = evidence => {
  const [{ terms }] = evidence.settings
  if (terms.length < 2 || !terms.every(isWindow)) return null
  const orders: readonly ((terms: readonly Term[]) => readonly Term[])[] = [x => x, x => x.toReversed()]
  if (!orders.some(order => evidence.settings.every(one => equal(one.value, written(order(one.terms))))))
    return null
  return {
    family: 'overwritten, doubled, subtracted',
    formula: ownFormula(evidence),
    short: 'overlapping parts overwritten',
    message: `${usesText(evidence)} Your line puts back one part over the other, so only one is left where they overlap. Add what comes back along each use.`,
    tier: 2,
  }
}

function written([first, ...others]: readonly Term[]): Tensor {
  return others.reduce((sum, term) => where(reach(term), term.value, sum), first.value)
}

/** What all windows sent back, added up and then put where one of them is. */
export const misplaced: DiagnosisRule = evidence => {
  const [{ terms }] = evidence.settings
  if (terms.length < 2 || !terms.every(isWindow)) return null
  const i = terms.findIndex((_, i) =>
    evidence.settings.every(({ value, terms }) => {
      const sizes = new Set(terms.map(({ upstream }) => upstream.shape.join()))
      return sizes.size === 1 && equal(value, sendBack(terms[i].path.hops, sumOf(terms)))
    }),
  )
  if (i === -1) return null
  return {
    family: 'index',
    formula: ownFormula(evidence),
    short: 'all parts put in the same place',
    message: `${usesText(evidence)} Your line puts all parts where only one belongs: ${partOf(terms[i], terms)}. Put each part back where its own elements were taken from.`,
    tier: 2,
  }
}

const sumOf = (terms: readonly Term[]): Tensor =>
  terms.map(({ upstream }) => upstream).reduce((sum, one) => sum.add(one))

/** Which elements a use took. */
const reach = ({ path: { hops }, upstream }: Term): Tensor => sendBack(hops, onesLike(upstream)).ne(0)

const isWindow = ({ path: { hops } }: Term): boolean =>
  hops.some(({ step }) => step.op === 'slice') && hops.every(({ step }) => moving.has(step.op))

/** What a number comes through as it is, but for its sign. */
const moving: ReadonlySet<Op> = new Set(['slice', 'view', 'permute', 'cat', 'add', 'sub', 'neg'])
