/** Whether two values are the same but for rounding. */
import type { ToldValue } from './telling.ts'

/** Relative to the largest number of a tensor. */
const ROUNDING = 1e-9

type Numbers = readonly (number | string | boolean)[]

function areNear(a: Numbers, b: Numbers): boolean {
  const largest = Math.max(1e-3, ...b.map(one => (typeof one === 'number' ? Math.abs(one) : 0)))
  return (
    a.length === b.length &&
    a.every((one, i) => {
      const other = b[i]
      if (typeof one === 'number' && typeof other === 'number')
        return Math.abs(one - other) <= ROUNDING * largest
      return one === other
    })
  )
}

/** What differs: null where nothing does. */
export function differenceOf(ours: ToldValue, theirs: ToldValue, isKindAsked = true): string | null {
  if (ours.is === 'tensor' && theirs.is === 'tensor') {
    if (String(ours.shape) !== String(theirs.shape)) return 'shape'
    if (isKindAsked && ours.kind !== theirs.kind) return 'kind'
    const [a, b] = isKindAsked
      ? [ours.data, theirs.data]
      : [ours.data.map(asNumber), theirs.data.map(asNumber)]
    return areNear(a, b) ? null : 'value'
  }
  if ('items' in ours && 'items' in theirs)
    return ours.is !== theirs.is || ours.items.length !== theirs.items.length
      ? 'items'
      : (ours.items
          .map((one, i) => differenceOf(one, theirs.items[i], isKindAsked))
          .find(one => one !== null) ?? null)
  if (ours.is !== theirs.is) return 'kind'
  if ('value' in ours && 'value' in theirs) return areNear([ours.value], [theirs.value]) ? null : 'value'
  return null
}

const asNumber = (one: number | string | boolean): number | string =>
  typeof one === 'boolean' ? Number(one) : one

export type Agreement = 'same' | 'both raise' | 'not read' | 'differs' | 'ours raises' | 'theirs raises'

export function agreementOn(
  ours: ToldValue,
  theirs: ToldValue,
): { readonly agreement: Agreement; readonly what: string } {
  const of = (agreement: Agreement, what = ''): { agreement: Agreement; what: string } => ({
    agreement,
    what,
  })
  if (ours.is === 'strange') return of('not read', ours.what)
  if (ours.is === 'error')
    return theirs.is === 'error'
      ? of('both raise')
      : theirs.is === 'strange'
        ? of('not read')
        : of('ours raises', ours.what)
  if (theirs.is === 'error') return of('theirs raises', theirs.what)
  if (theirs.is === 'strange') return of('not read', theirs.what)
  const what = differenceOf(ours, theirs)
  return what === null ? of('same') : of('differs', what)
}
