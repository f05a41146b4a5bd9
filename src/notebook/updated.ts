/**
 * A learner's file brought to another version of its exercise. Functions that they wrote in stay byte for byte; what only
 * one side changed is as that side has it; where both did, nobody guesses.
 */
import type { Fault } from '../text/fault.ts'
import { importedNames, mergeImports } from '../text/imports.ts'
import { alignedLines, type LineRange, type MergedPart, mergedOfTwo, mergedParts } from '../text/merge.ts'
import { blanksIn, IMPORT, type Pieces, piecesIn } from '../text/pieces.ts'

export interface Versions {
  /** What the learner began with; null where nobody knows. */
  readonly old: string | null
  readonly mine: string
  readonly next: string
}

/** What to do where both sides changed the same lines: take the new ones, keep mine, or ask (null). */
export type Preference = 'new' | 'mine' | null

export interface MergedText {
  /** What the file is to be. With conflicts it is as far as one can come without an answer. */
  readonly text: string
  readonly conflicts: readonly Conflict[]
  /** Functions that the learner wrote in, and that stay as they are. */
  readonly kept: readonly string[]
  /** Functions that the learner wrote in, and that are no longer asked for. */
  readonly gone: readonly string[]
  /** Functions that were not asked for until now. */
  readonly added: readonly string[]
  /** Why it can't be used: two good texts may make a bad one. */
  readonly trouble: string | null
}

/** A place where both changed the same lines, or where nobody knows who did. */
export interface Conflict {
  /** In the learner's file, from 1. */
  readonly line: number
  readonly mine: string
  readonly next: string
}

/** Why a file can't be brought to another version: nobody can tell where its functions begin and end. */
export interface Unupdatable {
  readonly fault: Fault
}

/** `names`: the functions that the next version asks for. */
export function updatedExercise(
  { old, mine: whole, next }: Versions,
  names: readonly string[],
  choice: Preference,
): MergedText | Unupdatable {
  const [mark, mine] = unmarked(whole)
  const all = [...new Set([...names, ...(old === null ? [] : blanksIn(old))])]
  const read = (text: string): Version => ({ text, ...piecesIn(text, all) })
  const own = read(mine)
  if (own.fault !== null) return { fault: own.fault }
  const versions = { old: old === null ? null : read(old), mine: own, next: read(next) }
  const updated = putTogether(versions, choice)
  const result = piecesIn(updated.text, all)
  return { ...updated, text: mark + updated.text, trouble: troubleIn(own, versions.next, result) }
}

/** Any other text: only its lines count. */
export function updatedText({ old, mine, next }: Versions, choice: Preference): MergedText {
  const plain = (text: string): Version => ({ text, ...NO_PIECES })
  const [mark, own] = unmarked(mine)
  const versions = { old: old === null ? null : plain(old), mine: plain(own), next: plain(next) }
  const updated = putTogether(versions, choice)
  return { ...updated, text: mark + updated.text }
}

/** What some editors put before a text, and the text. */
const unmarked = (text: string): [mark: string, text: string] =>
  text.startsWith('\uFEFF') ? ['\uFEFF', text.slice(1)] : ['', text]

/** How much two texts have in common: how many of their lines, the functions of these names left out. */
export function likeness(a: string, b: string, names: readonly string[]): number {
  const [here, there] = [a, b].map(text => keysOf(linesOf(skeletonOf({ text, ...piecesIn(text, names) }))))
  return alignedLines(here, there).filter(line => line !== -1).length
}

/** Whether they differ in nothing but how their lines end, and what indents them. */
export const sameText = (a: string, b: string): boolean =>
  a === b || plainOf(unmarked(a)[1]) === plainOf(unmarked(b)[1])

interface Version extends Pieces {
  readonly text: string
}

interface ThreeVersions {
  readonly old: Version | null
  readonly mine: Version
  readonly next: Version
}

const NO_PIECES: Pieces = { pieces: new Map(), unreadable: [], twice: [], fault: null }

function putTogether(versions: ThreeVersions, choice: Preference): MergedText {
  const { old, mine, next } = versions
  const end = endOf(mine.text)
  const lines = { mine: linesOf(skeletonOf(mine)), next: linesOf(skeletonOf(next)) }
  const keys = { mine: keysOf(lines.mine), next: keysOf(lines.next) }
  const parts =
    old === null
      ? mergedOfTwo(keys.mine, keys.next)
      : mergedParts(keysOf(linesOf(skeletonOf(old))), keys.mine, keys.next, isMarker)
  const ofMine = ({ start, end }: LineRange): string[] => lines.mine.slice(start, end)
  const ofNext = ({ start, end: until }: LineRange): string[] =>
    lines.next.slice(start, until).map(line => line.replace(/\r?\n$/, end))
  const textOf = (part: MergedPart): string[] => {
    if (part.from === 'both') return choice === 'new' ? ofNext(part.next) : ofMine(part.mine)
    return part.from === 'mine' ? ofMine(part) : ofNext(part)
  }
  const merged = joined(parts.flatMap(textOf), end)
  const placed = merged.split(MARK).filter((_, i) => i % 2 === 1)
  const written = [...mine.pieces.keys()].filter(name => name !== IMPORT && isWritten(name, versions))
  const kept = written.filter(name => placed.includes(name))
  const ownLines = parts.flatMap(part => (part.from === 'mine' && part.own ? ofMine(part) : []))
  const own = [...ownLines, ...kept.map(name => pieceOf(mine, name))].join('\n')
  const conflicts = choice === null ? parts.flatMap(part => conflictIn(part, ofMine, ofNext, versions)) : []
  const filled = merged.replace(PLACE, (_, name: string) =>
    name === IMPORT
      ? importFor(versions, own, end)
      : kept.includes(name) || isAsNext(name, versions)
        ? pieceOf(mine, name)
        : withEnds(pieceOf(next, name), end),
  )
  return {
    text: withNeeded(filled, mine, own),
    conflicts,
    kept,
    gone: written.filter(name => !placed.includes(name)),
    added: placed.filter(
      name => name !== IMPORT && ![old ?? mine, mine].some(({ pieces }) => pieces.has(name)),
    ),
    trouble: null,
  }
}

/** Whether the learner wrote something in a function that stays, whatever else becomes of it. */
function isWritten(name: string, { old, mine, next }: ThreeVersions): boolean {
  if (next.pieces.has(name) && sameText(pieceOf(mine, name), pieceOf(next, name))) return false
  if (old === null) return mine.pieces.get(name)?.isBlank !== true
  return !old.pieces.has(name) || !sameText(pieceOf(mine, name), pieceOf(old, name))
}

/** Whether there is nothing to take from the next version. */
const isAsNext = (name: string, { mine, next }: ThreeVersions): boolean =>
  !next.pieces.has(name) || (mine.pieces.has(name) && sameText(pieceOf(mine, name), pieceOf(next, name)))

function conflictIn(
  part: MergedPart,
  ofMine: (range: LineRange) => string[],
  ofNext: (range: LineRange) => string[],
  { mine, next }: ThreeVersions,
): Conflict[] {
  if (part.from !== 'both') return []
  const shown = (lines: string[], version: Version): string =>
    lines.join('').replace(PLACE, (_, name: string) => pieceOf(version, name))
  const before = shown(ofMine({ start: 0, end: part.mine.start }), mine)
  return [
    {
      line: before.split('\n').length,
      mine: shown(ofMine(part.mine), mine),
      next: shown(ofNext(part.next), next),
    },
  ]
}

/** The next version's import, with what the learner's own lines need besides. */
function importFor({ old, mine, next }: ThreeVersions, own: string, end: string): string {
  const theirs = next.pieces.has(IMPORT) ? pieceOf(next, IMPORT) : null
  const before = old?.pieces.has(IMPORT) === true ? pieceOf(old, IMPORT) : null
  if (!mine.pieces.has(IMPORT)) return withEnds(theirs ?? '', end)
  const ours = pieceOf(mine, IMPORT)
  if (theirs === null || (before !== null && sameText(before, theirs))) return ours
  const known = localNames(importedNames(theirs))
  const begun = new Set(before === null ? [] : importedNames(before))
  const added = importedNames(ours).filter(
    name =>
      !known.includes(localName(name)) &&
      (isUsed(localName(name), own) || (old !== null && !begun.has(name))),
  )
  return withEnds(added.length === 0 ? theirs : mergeImports(theirs, added), end)
}

/** With what the learner's own lines need and the text imports nowhere; two imports of one name become one. */
function withNeeded(text: string, mine: Version, own: string): string {
  const [locals, before] = [text, mine.text].map(one => localNames(importedNames(one)))
  const needed = importedNames(mine.text).filter(
    name => !locals.includes(localName(name)) && isUsed(localName(name), own),
  )
  const isTwice = hasTwice(locals) && !hasTwice(before)
  return needed.length === 0 && !isTwice ? text : mergeImports(text, needed)
}

const hasTwice = (names: readonly string[]): boolean => new Set(names).size < names.length

const localName = (name: string): string => name.replace(/^type /, '').replace(/^.* as /, '')
const localNames = (names: readonly string[]): string[] => names.map(localName)

const isUsed = (name: string, text: string): boolean => text.match(WORD)?.some(word => word === name) === true
const WORD = /[\p{L}_$][\p{L}\p{N}_$]*/gu

/** What is wrong with the whole and with none of what it was made of. */
function troubleIn(mine: Version, next: Version, result: Pieces): string | null {
  if (result.fault !== null) return `put together, they can't be read: ${result.fault.message}`
  const broken = result.unreadable.find(name => !mine.unreadable.includes(name))
  if (broken !== undefined) return `put together, \`${broken}\` can't be read`
  const twice = result.twice.find(name => !mine.twice.includes(name) && !next.twice.includes(name))
  return twice === undefined ? null : `put together, they define \`${twice}\` twice`
}

/** No text has this character: what has it isn't read as text. */
const MARK = '\0'
const PLACE = new RegExp(`${MARK}([^${MARK}]+)${MARK}`, 'g')

/** The text with its pieces taken out, and their names in their places. */
function skeletonOf({ text, pieces }: Version): string {
  const sorted = [...pieces].sort(([, a], [, b]) => a.start - b.start)
  let out = ''
  let at = 0
  for (const [name, { start, end }] of sorted) {
    out += `${text.slice(at, start)}${MARK}${name}${MARK}`
    at = end
  }
  return out + text.slice(at)
}

const pieceOf = ({ text, pieces }: Version, name: string): string => {
  const { start, end } = pieces.get(name)!
  return text.slice(start, end)
}

/** Each with what ends it. */
const linesOf = (text: string): string[] => text.split(/(?<=\n)/)

/** What is compared of lines: not how they end, nor whether a tab or two spaces indent them. */
const keysOf = (lines: readonly string[]): string[] => lines.map(keyOf)

const keyOf = (line: string): string =>
  line.trimEnd().replace(/^[ \t]+/, indent => indent.replaceAll('\t', '  '))

const plainOf = (text: string): string => text.split('\n').map(keyOf).join('\n').trimEnd()

const isMarker = (line: string): boolean => line.startsWith('// %%')

/** How most lines of a text end. */
function endOf(text: string): string {
  const all = text.split('\n').length - 1
  return (text.match(/\r\n/g)?.length ?? 0) * 2 > all ? '\r\n' : '\n'
}

const withEnds = (text: string, end: string): string => text.replace(/\r?\n/g, end)

/** A last line that has become one of the middle gets an end. */
const joined = (lines: readonly string[], end: string): string =>
  lines.map((line, i) => (i < lines.length - 1 && !line.endsWith('\n') ? line + end : line)).join('')
