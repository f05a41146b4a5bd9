/** Functions and methods of one text put in place of another's of the same names. */
import { classesIn, definitionsIn } from './definitions.ts'
import { blank, type Edit, edited } from './edits.ts'
import { importsIn, REQUIRE } from './script.ts'
import type { ParsedText } from './source.ts'
import { isCode, isType, type Node, placesIn, type Span } from './tree.ts'
import { typesIn } from './types.ts'
import { declaredIn, usesIn } from './values.ts'

/**
 * Edits of `text` (see `How`) that give it the donor's definitions of these names; what it has not yet is added. No
 * comment comes along, and what the donor imports from `library` it asks for by itself.
 */
export function transplanted(
  text: ParsedText,
  donor: ParsedText,
  names: readonly string[],
  library: string,
): Edit[] {
  const edits = new Map<string, Edit>()
  const [mine, theirs] = [definitionsIn(text), definitionsIn(donor)]
  const [here, there] = [classesIn(text), classesIn(donor)]
  for (const name of names) {
    const given = theirs.get(name)
    if (given === undefined) continue
    const [owner, method] = name.split('.')
    const piece = (node: Node): string => pieceOf(donor, node, library)
    const place = mine.get(name)
    const within = here.get(owner)
    // A class that is missing is added once, whatever is asked of it.
    if (place !== undefined)
      edits.set(name, {
        start: place.node.start!,
        end: place.node.end!,
        by: piece(given.node),
        foreign: true,
      })
    else if (within !== undefined) edits.set(name, added(within.body.end! - 1, `${piece(given.node)}\n`))
    else {
      const whole = method === undefined ? given.node : there.get(owner)!
      edits.set(owner, { ...added(text.text.length, piece(whole)), declares: owner })
    }
  }
  return [...edits.values()]
}

const added = (at: number, text: string): Edit => ({ start: at, end: at, by: `\n;${text}`, foreign: true })

/** A piece of the donor as JavaScript, with an end that nothing can go on from. */
function pieceOf(donor: ParsedText, node: Node, library: string): string {
  const { start, end } = node as Span
  const inside = (place: { start?: number | null; end?: number | null }): boolean =>
    place.start! >= start && place.end! <= end
  const edits = [
    ...typesIn(donor).edits.filter(inside),
    ...donor.comments.filter(inside).map(one => blank(donor.text, one.start!, one.end!)),
    ...askingFor(donor, node, library),
    ...hidingIn(donor, node),
  ]
  const moved = edits.map(edit => ({ ...edit, start: edit.start - start, end: edit.end - start }))
  return `${edited(donor.text.slice(start, end), moved).text};`
}

/**
 * What V8 says of a function in its own errors begins with the function's text, a hundred characters of it: all that is
 * not its head stands further on.
 */
function hidingIn({ text }: ParsedText, node: Node): Edit[] {
  return placesIn(node).flatMap(({ node: one }) => {
    if (!isCode(one)) return []
    const start = one.body.start!
    const at = one.type === 'ArrowFunctionExpression' ? text.lastIndexOf('=>', start) : start
    return [{ start: at, end: at, by: FAR }]
  })
}

const FAR = ' '.repeat(200)

/** Each use of an import from `library` as a member of what requiring it gives: the other text may call something else so. */
function askingFor(donor: ParsedText, node: Node, library: string): Edit[] {
  const imported = new Map<string, string>()
  for (const { source, specifiers } of importsIn(donor)) {
    for (const one of source.value === library ? specifiers : []) {
      if (one.type !== 'ImportSpecifier' || one.imported.type !== 'Identifier' || isType(one)) continue
      imported.set(one.local.name, one.imported.name)
    }
  }
  const own = declaredIn(node)
  return usesIn(node).flatMap(({ name, start, end, shorthand }) => {
    const wanted = imported.get(name)
    if (wanted === undefined || own.has(name)) return []
    const by = `${REQUIRE}(${JSON.stringify(library)}).${wanted}`
    // Of `new`, the brackets of the call would be its own.
    const isMade = donor.text.slice(0, start).trimEnd().endsWith('new')
    return [{ start, end, by: shorthand ? `${name}: ${by}` : isMade ? `(${by})` : by }]
  })
}
