/** The keys of watch. All that is said about them is made from this table. */
import { pad, style, widthOf } from './style.ts'
import { table } from './table.ts'

export type Action =
  | 'next'
  | 'previous'
  | 'hint'
  | 'list'
  | 'show'
  | 'edit'
  | 'picture'
  | 'guess'
  | 'why'
  | 'check'
  | 'check all'
  | 'reset'
  | 'undo'
  | 'take'
  | 'help'
  | 'quit'

interface Key {
  readonly key: string
  readonly action: Action
  /** For the footer. */
  readonly short: string
  /** For the help. */
  readonly long: string
  /** There isn't always something that it could do: a footer has it only where there is. */
  readonly isSometimes?: true
}

/** The most needed first: a narrow footer shows only those that fit. */
export const keys: readonly Key[] = [
  { key: 'n', action: 'next', short: 'next', long: "go on to the next exercise that you haven't passed" },
  { key: 'h', action: 'hint', short: 'hint', long: 'a hint; press again for a little more' },
  { key: 'q', action: 'quit', short: 'quit', long: 'quit' },
  { key: '?', action: 'help', short: 'help', long: 'this help' },
  { key: 'l', action: 'list', short: 'list', long: 'list all exercises, and choose one' },
  { key: 'e', action: 'edit', short: 'editor', long: 'open your editor at the first mistake' },
  {
    key: 's',
    action: 'show',
    short: 'show',
    long: 'read the exercise, with the shape and the users of each tensor',
  },
  {
    key: 'v',
    action: 'picture',
    short: 'picture',
    long: 'see your gradient, the expected one and the difference',
    isSometimes: true,
  },
  {
    key: 'g',
    action: 'guess',
    short: 'guess',
    long: 'before you fill in a blank, guess: its shape, its parts, its sums, whether it is zero',
    isSometimes: true,
  },
  {
    key: 'w',
    action: 'why',
    short: 'why',
    long: 'once a gradient is right: why? Three answers to choose from',
    isSometimes: true,
  },
  {
    key: 't',
    action: 'take',
    short: 'take',
    long: "fill empty blanks in with your own lines from exercises that you've passed, where they fit",
  },
  { key: 'r', action: 'check', short: 'recheck', long: 'check again' },
  { key: 'p', action: 'previous', short: 'previous', long: 'go back to the previous exercise' },
  { key: 'c', action: 'check all', short: 'check all', long: 'check all exercises' },
  {
    key: 'x',
    action: 'reset',
    short: 'reset',
    long: 'start the exercise again (asks first); what is in the file is kept',
  },
  {
    key: 'u',
    action: 'undo',
    short: 'undo',
    long: 'undo a reset, or bring back a file that is gone; press again to switch back',
  },
]

/** Keys that move, wherever there is something to move in. */
const movements: readonly (readonly [key: string, long: string])[] = [
  ['↑ ↓ PgUp PgDn', 'scroll (Home, End, space and b too)'],
  ['Esc', 'back to the verdict'],
  ['Ctrl-C Ctrl-Z', 'quit; suspend (fg resumes)'],
]

const listKeys: readonly (readonly [key: string, short: string, long: string])[] = [
  ['Enter', 'open', 'open that exercise'],
  ['↑ ↓', 'move', 'move (j and k too)'],
  ['/', 'filter', 'type part of a name; Esc clears it'],
  ['x', 'reset', 'start that exercise again (asks first)'],
  ['Esc', 'back', 'back to the verdict'],
  ['q', 'quit', 'quit'],
]

/** The key that does what a command does; null: there is none. */
export const keyFor = (command: string): string | null =>
  keys.find(({ action }) => action === command)?.key ?? null

export const actionOf = (key: string): Action | null => keys.find(row => row.key === key)?.action ?? null

const label = (key: string, short: string): string => `${style.strong(key)} ${style.dim(short)}`

const labels = (possible: readonly Action[]): string[] =>
  keys.flatMap(({ key, action, short, isSometimes = false }) =>
    isSometimes && !possible.includes(action) ? [] : [label(key, short)],
  )

/** The keys beneath a text: as many as fit into so many lines. `possible`: of those that can't always do something. */
export type Footer = (width: number, lines: number, possible: readonly Action[]) => string[]

export const footer: Footer = (width, lines, possible) => fill(labels(possible), width, lines)

/** The same beneath a page that covers the verdict. */
export const pageFooter: Footer = (width, lines, possible) =>
  fill([label('Esc', 'back'), ...labels(possible)], width, lines)

export const listFooter: Footer = (width, lines) =>
  fill(
    listKeys.map(([key, short]) => label(key, short)),
    width,
    lines,
  )

function fill(labels: readonly string[], width: number, most: number): string[] {
  const lines: string[] = []
  for (const each of labels) {
    const last = lines.at(-1)
    if (last !== undefined && widthOf(last) + 3 + widthOf(each) <= width)
      lines[lines.length - 1] = `${last}   ${each}`
    else if (lines.length < most && widthOf(each) <= width) lines.push(each)
    else break
  }
  return lines
}

/** The usual terminal's. */
const HELP_WIDTH = 80

/** All keys, for the help. */
export function keysHelp(): string {
  const rows = [...keys.map(({ key, long }) => [key, long]), ...movements]
  const inList = listKeys.map(([key, , long]) => [key, long])
  const widest = Math.max(...rows.map(([key]) => key.length))
  const lines = (of: readonly (readonly string[])[]): string[] =>
    table(
      of.map(([key, long]) => [`  ${pad(style.strong(key), widest)}`, long]),
      HELP_WIDTH,
    )
  return ['Keys:', ...lines(rows), '', 'In the list of exercises:', ...lines(inList)].join('\n')
}

/** All keys, as a table in Markdown. */
export function keysMarkdown(): string {
  const rows = [...keys.map(({ key, long }) => [key, long]), ...movements]
  return ['| key | does |', '|---|---|', ...rows.map(([key, long]) => `| \`${key}\` | ${long} |`)].join('\n')
}
