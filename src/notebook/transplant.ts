/** Functions and methods of one JavaScript text put in the place of another's of the same names. */
import { classOf, definitionOf, type Span } from './functions.ts'

export interface Transplanted {
  readonly js: string
  /** For each line, from the first, the line of the text that it was; 0 for what came from the donor. */
  readonly lines: readonly number[]
}

interface Edit extends Span {
  readonly by: string
}

/** `text` with the definitions of these names as the donor has them; what it has not yet is added. */
export function transplant(text: string, donor: string, names: readonly string[]): Transplanted {
  const edits = new Map<string, Edit>()
  for (const name of names) {
    const [key, edit] = editFor(text, donor, name)
    if (edit !== null) edits.set(key, edit)
  }
  return apply(text, [importing(text), ...edits.values()])
}

/** By what it is about: a class that is missing is added once, whatever is asked of it. */
function editFor(text: string, donor: string, name: string): [string, Edit | null] {
  const given = definitionOf(donor, name)
  if (given === null) return [name, null]
  const by = donor.slice(given.start, given.end)
  const place = definitionOf(text, name)
  if (place !== null) return [name, { ...place, by }]
  const owner = name.split('.')[0]
  const end = { start: text.length, end: text.length }
  if (owner === name) return [name, { ...end, by: `\n${by}` }]
  const within = classOf(text, owner)
  if (within !== null) return [name, { start: within.end, end: within.end, by: `\n${by}\n` }]
  const whole = classOf(donor, owner)!
  const head = donor.lastIndexOf('class ', whole.start)
  return [owner, { ...end, by: `\n${donor.slice(head, whole.end + 1)}` }]
}

/** What a text imports depends on what it uses, and a donor may use more. */
function importing(text: string): Edit {
  const [directive] = /^(['"]use strict['"];)?/.exec(text)!
  const by = "var _backpropninja = require('backprop-ninja');"
  return { start: directive.length, end: directive.length, by }
}

function apply(text: string, edits: readonly Edit[]): Transplanted {
  const sorted = edits.toSorted((a, b) => a.start - b.start)
  let js = ''
  const lines = [1]
  let at = 0
  let line = 1
  const copy = (until: number): void => {
    const piece = text.slice(at, until)
    for (const _ of piece.matchAll(/\n/g)) lines.push(++line)
    js += piece
  }
  for (const { start, end, by } of sorted) {
    copy(start)
    const added = by.split('\n').length - 1
    js += by
    line += [...text.slice(start, end).matchAll(/\n/g)].length
    if (start === end && added === 0) {
      at = end
      continue
    }
    lines[lines.length - 1] = 0
    for (let i = 0; i < added; i++) lines.push(0)
    at = end
  }
  copy(text.length)
  return { js, lines }
}
