/** What a command is: a row of the table in `commands.ts`, and a function from what was typed to text and a status. */
import { NinjaError } from '../errors.ts'
import type { Thread } from '../learner/starting.ts'
import type { Calling } from '../terminal/calls.ts'
import { type Link, linkFor } from '../terminal/links.ts'
import { commandName, findWorkspace, type Workspace } from './workspace.ts'

export interface Context extends Calling {
  readonly cwd: string
  /** Columns to fill. */
  readonly width: number
  readonly link: Link
  /** The learner's folder; throws where there is none. */
  readonly workspace: () => Workspace
  /** A thread for a learner's code that got ready while this program was read. */
  readonly thread: Thread | undefined
}

export interface CommandResult {
  /** For stdout. */
  readonly text: string
  readonly status: number
  /** For stderr: what went amiss on the side. */
  readonly warnings: readonly string[]
}

export type Options = Readonly<Record<string, string | boolean | undefined>>

export type RunCommand = (
  context: Context,
  words: readonly string[],
  options: Options,
) => CommandResult | Promise<CommandResult>

export interface Command {
  readonly name: string
  /** In commander's notation: `[exercise]`. */
  readonly words: string
  readonly summary: string
  /** Flag in commander's notation, and what it does. */
  readonly options: readonly (readonly [flag: string, what: string])[]
  /** Whether it reads options itself that the table doesn't have: they are among its words, as they were typed. */
  readonly takesMore?: boolean
  /** What its help ends with. `words`: what was typed besides. */
  readonly ending?: (words: readonly string[], context: Context) => string | Promise<string>
  /** Commands are loaded when they are called: a check should not wait for the rest. */
  readonly load: () => Promise<{ readonly run: RunCommand }>
}

export function outcome(text: string, warnings: readonly (string | null)[] = [], status = 0): CommandResult {
  return {
    text: text.endsWith('\n') || text === '' ? text : `${text}\n`,
    status,
    warnings: warnings.filter(w => w !== null),
  }
}

/** `stdout`: where the text will go. */
export function contextFor(
  cwd: string,
  { columns, isTTY }: Pick<NodeJS.WriteStream, 'columns' | 'isTTY'>,
  thread: Thread | undefined = undefined,
): Context {
  const ninja = commandName(cwd)
  return {
    cwd,
    ninja,
    width: textWidth(columns),
    link: linkFor(process.env, isTTY, cwd),
    workspace: () => findWorkspace(cwd, ninja),
    thread,
  }
}

/** Long lines are hard to read, so not all of a wide terminal is used. */
export const textWidth = (columns: number | undefined): number => Math.min(columns || 80, 120)

/** A number given as an option. */
export function numberOption(options: Options, name: string, fallback: number, least = 0): number {
  const written = options[name]
  if (written === undefined) return fallback
  const value = Number(written)
  if (written === '' || !Number.isFinite(value) || value < least) {
    const long = name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
    const flag = name.length === 1 ? `-${name}` : `--${long}`
    throw new NinjaError('usage', `${flag} needs a number of at least ${least}, not "${written}"`)
  }
  return value
}
