/** Bytes as text: how the compiled kernels stand in their modules, and numbers on their way to the page. */

export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const letters = atob(base64)
  const bytes = new Uint8Array(letters.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = letters.charCodeAt(i)
  return bytes
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const CODES = Uint8Array.from(LETTERS, letter => letter.charCodeAt(0))

/** The same as `btoa` of the bytes as letters, which Node takes ten times as long for. */
export function base64Of(bytes: Uint8Array): string {
  const text = new Uint8Array(4 * Math.ceil(bytes.length / 3)).fill('='.charCodeAt(0))
  for (let from = 0, to = 0; from < bytes.length; from += 3, to += 4) {
    const left = bytes.length - from
    const three = (bytes[from] << 16) | ((bytes[from + 1] ?? 0) << 8) | (bytes[from + 2] ?? 0)
    text[to] = CODES[three >> 18]
    text[to + 1] = CODES[(three >> 12) & 63]
    if (left > 1) text[to + 2] = CODES[(three >> 6) & 63]
    if (left > 2) text[to + 3] = CODES[three & 63]
  }
  return new TextDecoder().decode(text)
}
