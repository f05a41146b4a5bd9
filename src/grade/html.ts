/** HTML in which whatever is put in is text, unless it is HTML that was made here. */

export class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
  toString(): string {
    return this.text
  }
}

type Piece = Markup | string | number | readonly Piece[]

export const html = (parts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup =>
  new Markup(parts.map((part, i) => part + (i < pieces.length ? textOf(pieces[i]) : '')).join(''))

function textOf(piece: Piece): string {
  if (piece instanceof Markup) return piece.text
  return Array.isArray(piece) ? piece.map(textOf).join('') : escaped(String(piece))
}

const SIGNS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** What turns the reading order round, or cannot be seen. */
const UNSEEN = /(?![\n\t])[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, sign => SIGNS[sign]).replace(UNSEEN, '\ufffd')
