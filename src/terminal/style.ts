/** Colour, and the signs that say the same without it. The one place that knows chalk. */
import { Chalk } from 'chalk'

// Chalk knows FORCE_COLOR and dumb terminals; NO_COLOR (no-color.org) is ours to honour, and FORCE_COLOR overrides it.
const plain = Boolean(process.env.NO_COLOR) && process.env.FORCE_COLOR === undefined
const chalk = plain ? new Chalk({ level: 0 }) : new Chalk()

export const style = {
  good: chalk.green,
  bad: chalk.red,
  warn: chalk.yellow,
  dim: chalk.dim,
  strong: chalk.bold,
  code: chalk.cyan,
  title: chalk.bold.cyan,
}

/** Each for one thing; `nearly` is for a right line that follows from a wrong one. */
export const sign = {
  good: '✓',
  bad: '✗',
  nearly: '~',
  nothing: '·',
  begun: '½',
  differs: '≠',
  warn: '!',
  givenUp: '↷',
  again: '↻',
}

/** How many columns a text takes, its colours not counted. */
export function widthOf(text: string): number {
  const bare = stripColour(text)
  if (NARROW.test(bare)) return bare.length
  return [...bare].reduce((sum, char) => sum + (NOTHING.test(char) ? 0 : WIDE.test(char) ? 2 : 1), 0)
}

/** What nearly all is written with: asking for the properties of Unicode takes its time. */
const NARROW = /^[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u21ff\u2500-\u257f\u2713\u2717]*$/
const NOTHING = /^[\p{Mn}\p{Me}\p{Cf}]/u
const WIDE =
  /^[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u

/** Without colours and links. */
export const stripColour = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences start with a control character
  text.replace(/\u001b(?:\[[0-9;]*m|\]8;[^\u0007\u001b]*(?:\u0007|\u001b\\))/g, '')

export const pad = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - widthOf(text)))

/** Rows of cells as lines, each column as wide as its widest cell. */
export function columns(rows: readonly (readonly string[])[], gap = 2): string[] {
  const widths = rows.reduce<number[]>(
    (sofar, row) => row.map((cell, i) => Math.max(sofar[i] ?? 0, widthOf(cell))),
    [],
  )
  return rows.map(row =>
    row
      .map((cell, i) => (i === row.length - 1 ? cell : pad(cell, widths[i] + gap)))
      .join('')
      .trimEnd(),
  )
}

type Rgb = readonly [red: number, green: number, blue: number]

/** Whether single cells can have colours of their own. */
export const hasColours = (): boolean => chalk.level >= 2

/** A text in this colour, and on that one; null: as the terminal has it. */
export function painted(text: string, ink: Rgb | null, ground: Rgb | null = null): string {
  const over = ground === null ? text : chalk.bgRgb(...ground)(text)
  return ink === null ? over : chalk.rgb(...ink)(over)
}

/** Names in back quotes, as code; without colour the quotes stay. */
export const withCode = (text: string): string =>
  chalk.level === 0 ? text : text.replace(/`([^`]+)`/g, (_, code: string) => style.code(code))

/** A bar of `done` out of `total`, ten cells long unless told. */
export function bar(done: number, total: number, width = 10): string {
  const filled = total === 0 ? 0 : Math.floor((done / total) * width)
  return style.good('█'.repeat(filled)) + style.dim('░'.repeat(width - filled))
}

/** What a line break would tear apart: code, a line number, a difference. */
const UNBREAKABLE =
  /`[^`]{1,40}`|\(line \d+\)|\{ keepdim: true \}|\bn - 1\b|\bnpx (?:backprop-)?ninja(?: [a-z]+)?/g

/** In one piece, wherever it is wrapped. */
export const tied = (text: string): string => text.replaceAll(' ', '\u00a0')

/** Words wrapped to a width, later lines indented. */
export function wrap(text: string, width: number, indent = ''): string {
  const lines: string[] = []
  let line = ''
  const joined = text.replace(UNBREAKABLE, tied)
  for (const word of joined.split(' ')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line)
      line = indent + word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].join('\n').replaceAll('\u00a0', ' ')
}
