/** What is said of a drill: the task at hand, how a session went, what is due when. */
import type { DrillRow } from '../practice/session.ts'
import { type Calling, call } from './calls.ts'
import { columns, sign, style, wrap } from './style.ts'

export interface TaskView {
  /** Its place in the session, from 1, and how many tasks that has. */
  readonly number: number
  readonly many: number
  readonly title: string
  readonly file: string
  readonly blanks: number
}

/** For whoever has no screen to watch on. */
export function renderTask({ number, many, title, file, blanks }: TaskView, calling: Calling): string {
  const fill = blanks === 1 ? 'fill in the blank' : `fill in the ${blanks} blanks`
  return [
    `${style.strong(`Task ${number} of ${many}:`)} ${style.title(title)}`,
    `  ${style.code(file)}`,
    `  read it from the top, ${fill}, save, then: ${style.code(call(calling, 'check drill'))}`,
    `  a hint: ${style.code(call(calling, 'hint drill'))}`,
    `  leave it and go on to the next task: ${style.code(call(calling, 'drill --skip'))}`,
  ].join('\n')
}

/** `again`: what to press or type for another session. */
export function renderDrillEnd(rows: readonly DrillRow[], calling: Calling): string {
  const right = rows.reduce((sum, row) => sum + row.right, 0)
  const many = rows.reduce((sum, row) => sum + row.many, 0)
  const lines = columns([
    ['  what', 'at the first try', 'comes back'],
    ...rows.map(row => [
      `${row.right === row.many ? sign.good : sign.begun} ${row.title}`,
      `${row.right} of ${row.many}`,
      // After a right answer it comes back in days, unless a mistake of its kind was made in another place.
      row.right === row.many && row.days <= 0 ? 'today, after a mistake elsewhere' : inDays(row.days),
    ]),
  ])
  const coloured = lines
    .slice(1)
    .map((line, i) => (rows[i].right === rows[i].many ? style.good : style.warn)(line))
  return [
    style.strong(`This session is over: ${right} of ${many} right at the first try.`),
    '',
    style.dim(lines[0]),
    ...coloured,
    '',
    `For more tasks: ${style.code(calling.byKeys === true ? 'key n' : call(calling, 'drill'))}. What comes back when: ${style.code(`${calling.ninja} drill --list`)}`,
  ].join('\n')
}

/** What can be drilled, and from when on it's asked; null: it wasn't met yet. */
export interface DueRow {
  readonly name: string
  readonly title: string
  readonly days: number | null
}

/** `open`: the place of the task at hand, where a session is open. */
export function renderDue(
  rows: readonly DueRow[],
  open: { readonly number: number; readonly many: number } | null,
  calling: Calling,
): string {
  const lines = columns([
    ['what', '', 'due'],
    ...rows.map(({ name, title, days }) => [title, style.code(name), days === null ? 'new' : inDays(days)]),
  ])
  const [head, ...all] = lines
  const due = rows.map(({ days }) => days !== null && days <= 0)
  return [
    style.dim(head),
    ...all.map((line, i) => (due[i] ? style.strong(line) : line)),
    '',
    wrap(
      open === null
        ? `Ten tasks of what is due, with others mixed in: ${call(calling, 'drill')}`
        : `A session is open, at task ${open.number} of ${open.many}. To go on: ${call(calling, 'drill')}`,
      80,
    ),
    wrap(`One kind alone: ${call(calling, `drill --family ${rows[0]?.name ?? ''}`)}`, 80),
  ].join('\n')
}

function inDays(days: number): string {
  if (days <= 0) return 'today'
  return days === 1 ? 'tomorrow' : `in ${days} days`
}
