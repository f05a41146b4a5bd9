import { expect, test } from 'vitest'
import { base64Of, bytesOf } from './base64.ts'

test.each([0, 1, 2, 3, 4, 255, 1000])(
  "%i bytes are the text that Node's own Buffer makes, and come back",
  length => {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 151 + 7) % 256)
    const text = Buffer.from(bytes).toString('base64')
    expect(base64Of(bytes)).toBe(text)
    expect(bytesOf(text)).toEqual(bytes)
  },
)
