/** For tests: code in a room, in a real thread that runs the bundles as they are built. */
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'
import { defaultLimits } from '../learner/patience.ts'
import { openThreadRoom } from '../learner/thread.ts'
import { scriptOf } from '../text/script.ts'
import { sourceOf } from '../text/source.ts'
import type { Kept } from './kept.ts'
import { isExported } from './loading.ts'
import type { Room } from './room.ts'
import type { Broken } from './rows.ts'

export const program = fileURLToPath(new URL('../../dist/room.cjs', import.meta.url))

/** A room that is ended after the tests. */
export function openRoom(): Room {
  const room = openThreadRoom(program, defaultLimits)
  afterAll(() => room.end())
  return room
}

/** A module of TypeScript as a script. */
export function scripted(text: string): string {
  const source = sourceOf(text)
  if (source.program === null) throw new Error(source.fault.message)
  const { script, fault } = scriptOf(source, { exports: isExported })
  if (script === null) throw new Error(fault.message)
  return script.js
}

export interface RoomResult {
  /** Null where there is none. */
  readonly value: Kept | null
  /** Null where there is a value. */
  readonly broken: Broken | null
  readonly printed: readonly string[]
}

const [MODULE, CHECK] = ['/it.ts', '/check.ts']
const check = "(function () { return { check: ({ it }) => [{ name: 'it', blank: 'it', learner: it }] } })"
const library = { names: () => 'emma\n', table: () => 'a,b\n1,2\n' }

/** What the function `it` of a module gives. */
export function valueIn(room: Room, text: string): RoomResult {
  const loaded = room.load({ [MODULE]: scripted(text) }, MODULE)
  if (loaded.broken !== null) return { value: null, broken: loaded.broken, printed: loaded.printed }
  const rows = room.check({ [CHECK]: check }, CHECK, library)
  const drawn = rows.draw(1)
  if ('broken' in drawn) return { value: null, broken: drawn.broken, printed: [] }
  const { kept, broken, printed } = rows.row(0)
  return { value: kept, broken, printed: [...loaded.printed, ...printed] }
}

/**
 * Snippets of honest code, each with what it is, its text and what it gives, as JSON behind `=>`; a blank line between
 * them. The text is the body of a function, or a module that exports `it`.
 */
export const snippets = (text: string): (readonly [what: string, text: string, value: unknown])[] =>
  text
    .trim()
    .split(/\n\s*\n/)
    .map(one => {
      const lines = one.trim().split('\n')
      const [what, value] = [lines[0].slice(0, -':'.length), lines.at(-1)!.trim().slice('=> '.length)]
      const code = lines.slice(1, -1).join('\n')
      const whole = code.includes('export ') ? code : `export function it(): any {\n${code}\n}`
      return [what, whole, JSON.parse(value)] as const
    })
