/** What `build` and `build --check` say. */
import { sign, style } from './style.ts'

export interface BuildView {
  /** How many exercises there are. */
  readonly many: number
  readonly stale: readonly {
    readonly file: string
    readonly there: boolean
    readonly difference: Difference | null
  }[]
  readonly leftOver: readonly string[]
  readonly ninja: string
}

interface Difference {
  readonly line: number
  readonly is: string | null
  readonly shouldBe: string | null
}

export function renderBuilt({ many, stale, leftOver }: BuildView): string {
  const kept = stale.some(({ there }) => there)
  return [
    ...stale.map(({ file, there }) => style.good(`${sign.good} ${file}${there ? '' : ' (new)'}`)),
    ...leftOver.map(leftOverLine),
    stale.length === 0
      ? upToDate(many)
      : `${stale.length} of ${many} written${stale.length < many ? ', the others were up to date' : ''}`,
    ...(kept ? ['what was in them before is saved in .ninja/attempts'] : []),
  ].join('\n')
}

export function renderBuildCheck({ many, stale, leftOver, ninja }: BuildView): string {
  if (stale.length + leftOver.length === 0) {
    return upToDate(many)
  }
  return [
    ...stale.flatMap(({ file, difference }) => {
      if (difference === null) return [style.bad(`${sign.bad} ${file} is missing`)]
      const { line, is, shouldBe } = difference
      const column = partingOf(is ?? '', shouldBe ?? '')
      return [
        style.bad(`${sign.bad} ${file}:${line} differs`),
        `  found     ${around(is, column)}`,
        `  expected  ${around(shouldBe, column)}`,
      ]
    }),
    ...leftOver.map(leftOverLine),
    ...(stale.length === 0 ? [] : [`to write them: ${style.code(`${ninja} build`)}`]),
  ].join('\n')
}

const upToDate = (many: number): string =>
  style.good(`${sign.good} exercises/ is up to date: ${many} ${many === 1 ? 'exercise' : 'exercises'}`)

export interface HomeworkView {
  readonly folder: string
  readonly many: number
  /** Exercises whose answers can be read in others; in their own text or hints: which answers. */
  readonly shown: readonly { readonly of: string; readonly by: readonly string[] }[]
  readonly told: readonly { readonly of: string; readonly blanks: readonly string[] }[]
  readonly ninja: string
}

/** What `build --blank-only` says. */
export const renderHomework = ({ folder, many, shown, told, ninja }: HomeworkView): string =>
  [
    style.good(`${sign.good} ${folder}: ${many} ${many === 1 ? 'exercise' : 'exercises'} without answers`),
    ...shown.map(({ of, by }) =>
      style.warn(`${sign.warn} answers to ${of} can be read in the text of ${by.join(', ')}`),
    ),
    ...told.map(({ of, blanks }) =>
      style.warn(`${sign.warn} ${of}: its own text or hints say all of the answer to ${blanks.join(', ')}`),
    ),
    `to prove that: ${style.code(`${ninja} verify --blank-only ${folder}`)}`,
    `for learners:  ${style.code(`${ninja} init course --pack ${folder}`)}`,
  ].join('\n')

const leftOverLine = (file: string): string =>
  style.warn(`${sign.bad} ${file} has no solution: delete it, or write its solution`)

const LONGEST = 90

/** The part of a line around a column. */
function around(line: string | null, column: number): string {
  if (line === null) return '(the end of the file)'
  const from = Math.max(0, column - LONGEST / 2)
  return `${from > 0 ? '…' : ''}${line.slice(from, from + LONGEST)}${line.length > from + LONGEST ? '…' : ''}`
}

/** Where two lines part. */
function partingOf(a: string, b: string): number {
  let column = 0
  while (column < a.length && a[column] === b[column]) column++
  return column
}
