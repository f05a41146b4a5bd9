/** Places in files as links (OSC 8) for terminals that open them at a click. The text stays `path:line`. */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/** A text that leads to a line of a file; line null: to the file. */
export type Link = (text: string, file: string, line: number | null) => string

export const noLink: Link = text => text

/** Paths are as seen from `cwd`. No links where the output is no terminal, or one that knows nothing. */
export function linkFor(env: NodeJS.ProcessEnv, isTerminal: boolean, cwd: string): Link {
  if (!isTerminal || env.TERM === 'dumb' || env.TERM === undefined) return noLink
  return (text, file, line) => {
    const { href } = pathToFileURL(resolve(cwd, file))
    return `\u001b]8;;${href}${line === null ? '' : fragment(env, line)}\u001b\\${text}\u001b]8;;\u001b\\`
  }
}

/** How a terminal wants the line; one that isn't known to want any might look for a file of that name. */
function fragment(env: NodeJS.ProcessEnv, line: number): string {
  if (env.TERM_PROGRAM === 'vscode') return `#L${line}`
  return env.TERM_PROGRAM === 'iTerm.app' || env.KITTY_WINDOW_ID !== undefined ? `#${line}` : ''
}
