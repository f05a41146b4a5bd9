/** A document that must not be larger than somebody allows: what is the least needed goes first. */

export interface LongDocument {
  readonly [field: string]: unknown
  readonly tests: readonly { readonly [field: string]: unknown }[]
}

/**
 * As JSON of at most `most` bytes. `texts`: the fields of a test that it can do without, the first of them first;
 * `isLess`: tests that can do without their texts before others. From the end, texts go, then tests; `notice` is what
 * the document says then.
 */
export function fitted(
  document: LongDocument,
  {
    most,
    texts,
    isLess,
    notice,
  }: {
    readonly most: number
    readonly texts: readonly string[]
    readonly isLess: (test: LongDocument['tests'][number]) => boolean
    readonly notice: Readonly<Record<string, string>>
  },
): string {
  const whole = JSON.stringify(document)
  if (bytesOf(whole) <= most) return whole
  const tests = document.tests.map(test => ({ ...test }))
  const rest = { ...document, ...notice }
  let size = bytesOf(JSON.stringify({ ...rest, tests }))
  const backwards = [...tests].reverse()
  for (const test of [...backwards.filter(isLess), ...backwards.filter(test => !isLess(test))])
    for (const text of texts) {
      if (size <= most || !(text in test)) continue
      size -= bytesOf(JSON.stringify({ [text]: test[text] })) - 1
      delete test[text]
    }
  while (size > most && tests.length > 0) size -= bytesOf(JSON.stringify(tests.pop())) + 1
  return JSON.stringify({ ...rest, tests })
}

const encoder = new TextEncoder()

export const bytesOf = (text: string): number => encoder.encode(text).length
