/** The text of a file that has a version: read without ever throwing. */
import type { JsonShape } from './json-shape.ts'

/** Text that was understood; or why it is damaged; or the version of a newer program that wrote it. */
export type Parsed<T> =
  | { readonly kind: 'understood'; readonly value: T }
  | { readonly kind: 'damaged'; readonly reason: string }
  | { readonly kind: 'newer'; readonly version: number }

/** Reads such a text. Fields that this version doesn't know are kept. Never throws. */
export function parseVersioned<T>(text: string, version: number, shape: JsonShape): Parsed<T> {
  if (text.trim() === '') return { kind: 'damaged', reason: 'it is empty' }
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, '')) // some editors put a mark before the text
  } catch {
    return { kind: 'damaged', reason: 'it is not JSON' }
  }
  const written = (value as { version?: unknown } | null)?.version
  if (typeof written === 'number' && written > version) return { kind: 'newer', version: written }
  const reason = shape(value, 'it')
  return reason === null ? { kind: 'understood', value: value as T } : { kind: 'damaged', reason }
}
