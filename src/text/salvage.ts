/**
 * What can be read of a text that has a mistake in it. A mistake in one function costs the others nothing: the text is
 * cut where a line begins at the margin, and what cannot be read by itself is left out.
 */
import type { Fault } from './fault.ts'
import { type How, type Script, scriptOf } from './script.ts'
import { type ParsedText, sourceOf } from './source.ts'

export interface Readable {
  /** What can be read, each line in its place; null where a mistake is outside of the functions that are asked for. */
  readonly source: ParsedText | null
  readonly script: Script | null
  /** By function or method: the mistake in it. */
  readonly faults: ReadonlyMap<string, Fault>
  /** By function or method: the lines that were left out for its mistake, counted from 0. */
  readonly left: ReadonlyMap<string, { readonly first: number; readonly until: number }>
  /** Where nothing can be read: why. */
  readonly fault: Fault | null
}

/** `functions`: those that may be left out; all, unless they are named. */
export function readable(text: string, functions: readonly string[] | null = null, how: How = {}): Readable {
  const whole = attempt(text, how)
  if (whole.fault === null) return { ...whole, faults: new Map(), left: new Map() }
  const faults = new Map<string, Fault>()
  const left = new Map<string, { first: number; until: number }>()
  const isKnown = (name: string): boolean => functions === null || functions.includes(name)
  const rest = chunksOf(text.split('\n')).flatMap(({ lines, first }): readonly string[] => {
    const { fault } = attempt(lines.join('\n'), how)
    if (fault === null) return lines
    const place = { ...fault, line: fault.line + first }
    const member = brokenMember(lines, how)
    const name = member?.name ?? nameIn(lines[0])
    if (name === null || !isKnown(name)) return lines
    faults.set(name, place)
    const [from, until] = member === null ? [0, lines.length] : [member.first, member.until]
    left.set(name, { first: first + from, until: first + until })
    return lines.map((line, i) => (i >= from && i < until ? '' : line))
  })
  const salvaged = faults.size === 0 ? whole : attempt(rest.join('\n'), how)
  return salvaged.fault === null
    ? { ...salvaged, faults, left }
    : { source: null, script: null, faults, left, fault: whole.fault }
}

type Attempt =
  | { readonly source: ParsedText; readonly script: Script; readonly fault: null }
  | { readonly source: null; readonly script: null; readonly fault: Fault }

function attempt(text: string, how: How): Attempt {
  const source = sourceOf(text)
  if (source.program === null) return { source: null, script: null, fault: source.fault }
  const { script, fault } = scriptOf(source, how)
  return script === null ? { source: null, script, fault } : { source, script, fault }
}

interface Chunk {
  readonly lines: readonly string[]
  /** How many lines there are before it. */
  readonly first: number
}

/** Pieces that each begin with a line at the margin that closes nothing. */
function chunksOf(lines: readonly string[], begins = /^[^\s)\]}/]/): Chunk[] {
  const starts = [0, ...lines.flatMap((line, i) => (i > 0 && begins.test(line) ? [i] : []))]
  return starts.map((start, i) => ({ lines: lines.slice(start, starts[i + 1]), first: start }))
}

const HEAD = /^(?:export\s+)?(?:default\s+)?(?:(?:async\s+)?function\*?|const|let|var)\s+(\w+)/
const CLASS = /^(?:export\s+)?(?:default\s+)?(?:abstract\s+)?class\s+(\w+)/
const MEMBER =
  /^\s+(?:(?:public|private|protected|static|override|readonly|async|get|set)\s+)*\*?(\w+)\s*[(<=:]/

const nameIn = (line: string): string | null => HEAD.exec(line)?.[1] ?? null

/** The member of a class without which the rest of it can be read; null where there is none. */
function brokenMember(
  lines: readonly string[],
  how: How,
): { name: string; first: number; until: number } | null {
  const owner = CLASS.exec(lines[0])?.[1]
  const margin = lines.slice(1).find(line => /^\s+\w/.test(line))
  if (owner === undefined || margin === undefined) return null
  const begins = new RegExp(`^${/^\s+/.exec(margin)![0]}[^\\s)\\]}/]`)
  for (const { lines: own, first } of chunksOf(lines, begins).slice(1)) {
    const name = MEMBER.exec(own[0])?.[1]
    const end = lines.findLastIndex(line => line.startsWith('}'))
    const until = Math.min(first + own.length, end === -1 ? lines.length : end)
    if (name === undefined) continue
    const without = lines.map((line, i) => (i >= first && i < until ? '' : line))
    if (attempt(without.join('\n'), how).fault === null) return { name: `${owner}.${name}`, first, until }
  }
  return null
}
