/** What `update` says: what became of each file, and what is left to decide. */
import type { Conflict } from '../notebook/updated.ts'
import { call } from './calls.ts'
import { sign, style, wrap } from './style.ts'
import type { View } from './verdict.ts'

export interface UpdatedFile {
  /** An exercise, or the path of another file. */
  readonly name: string
  readonly isExercise: boolean
  /**
   * `replaced`: nothing in it was the learner's. `changed`: what they wrote is in the new text. `missing`: they deleted or
   * emptied it, and it stays so.
   */
  readonly became: 'same' | 'new' | 'replaced' | 'changed' | 'conflict' | 'stuck' | 'missing'
  /** Functions that the learner wrote in: those that stay, and those that are no longer asked for. */
  readonly kept: readonly string[]
  readonly gone: readonly string[]
  /** Functions that were not asked for until now. */
  readonly added: readonly string[]
  /** What was right in the version before, and isn't in this one. */
  readonly lost: readonly string[]
  readonly conflicts: readonly Conflict[]
  /** Why it can't be done. */
  readonly reason: string | null
  /** How many rows of the table are right, with the old text and with the new; null: not checked. */
  readonly rows: { readonly before: number; readonly after: number } | null
  /** Whether undo has something to bring back. */
  readonly left: boolean
  /** Where what was in it is kept, if undo doesn't know it. */
  readonly keptIn: string | null
}

export interface UpdateView {
  readonly version: string
  /** Nothing was done yet. */
  readonly isDry: boolean
  readonly files: readonly UpdatedFile[]
  /** Exercises that this workspace has a file of and no longer has. */
  readonly over: readonly string[]
  /** How many exercises are notebooks, which an update leaves as they are. */
  readonly notebooks: number
  /** The version that package.json asked for until now; null where that stays as it is. */
  readonly asked: string | null
}

const notebooksText = (many: number, view: View): string =>
  `${many === 1 ? 'a notebook stays as it is' : `${many} notebooks stay as they are`}: an update doesn't change notebooks. ${style.code(call(view, 'reset'))} and its name makes one new, and keeps what you wrote`

export function renderUpdate(update: UpdateView, view: View): string {
  const { version, isDry, files, over, notebooks, asked } = update
  const of = (became: UpdatedFile['became']): UpdatedFile[] => files.filter(file => file.became === became)
  const named = (list: readonly UpdatedFile[]): string => list.map(({ name }) => name).join(', ')
  const row = (mark: string, text: string): string =>
    `${mark} ${wrap(text, view.width - 2).replaceAll('\n', '\n  ')}`
  const list = (mark: string, title: string, those: readonly UpdatedFile[]): string[] =>
    those.length === 0 ? [] : [row(mark, `${title}: ${named(those)}`)]
  const good = style.good(sign.good)
  const changes = [
    ...list(good, 'new', of('new')),
    ...list(good, 'changed, and nothing in them was yours', of('replaced')),
    ...of('changed').map(file => row(good, changedText(file))),
    ...(asked === null ? [] : [row(good, `package.json: asks for ^${version} instead of ^${asked}`)]),
  ]
  const open = [
    ...of('conflict').map(file => conflictText(file, row, view)),
    ...of('stuck').map(file => row(style.bad(sign.bad), `${file.name}: ${file.reason}`)),
  ]
  const notes = [
    ...list(sign.nothing, 'you deleted or emptied these, and they stay so', of('missing')),
    ...(over.length === 0
      ? []
      : [row(sign.nothing, `no longer among the exercises; your files stay: ${over.join(', ')}`)]),
    ...(notebooks === 0 ? [] : [row(sign.nothing, notebooksText(notebooks, view))]),
  ]
  return [
    headline(update, changes.length, open.length),
    ...[changes, open, notes].filter(lines => lines.length > 0).map(lines => lines.join('\n')),
    ...advice(update, view).map(line => wrap(line, view.width)),
    ...(isDry && changes.length > 0
      ? [`Nothing was changed yet: ${style.code(call(view, 'update'))} does it.`]
      : []),
  ].join('\n\n')
}

function headline({ version, isDry, notebooks }: UpdateView, changes: number, open: number): string {
  const what = notebooks === 0 ? 'exercises' : 'files in TypeScript'
  if (changes + open === 0) return style.good(`${sign.good} your ${what} are those of version ${version}`)
  if (changes === 0) return style.title(`to version ${version}: nothing was changed`)
  return style.title(
    isDry ? `what an update to version ${version} would do` : `updated to version ${version}`,
  )
}

function changedText({ name, isExercise, kept, gone, added, lost, rows, keptIn }: UpdatedFile): string {
  const yours =
    kept.length === 0
      ? gone.length === 0 && 'what you changed stays'
      : `${kept.join(', ')} ${kept.length === 1 ? 'is' : 'are'} as you wrote ${kept.length === 1 ? 'it' : 'them'}`
  const right =
    rows === null || rows.before + rows.after === 0
      ? ''
      : rows.before === rows.after
        ? `checked again: ${rows.after} right, as before`
        : `checked again: ${rows.after} right, ${rows.before} before`
  const parts = [
    yours,
    gone.length > 0 && `no longer asked for: ${gone.join(', ')}, which you find in the saved version`,
    added.length > 0 && `new: ${added.join(', ')}`,
    right,
    lost.length > 0 && `right in the version before, and not in this one: ${lost.join(', ')}`,
    !isExercise && keptIn !== null && `what was there is in ${keptIn}`,
  ].filter(part => typeof part === 'string' && part !== '')
  return `${name}: ${parts.join('; ')}`
}

/** Of each side of a conflict. */
const MOST_LINES = 6

function conflictText(
  { name, conflicts }: UpdatedFile,
  row: (mark: string, text: string) => string,
  view: View,
): string {
  const many = conflicts.length === 1 ? 'one place' : `${conflicts.length} places`
  const sides = conflicts.flatMap(({ line, mine, next }) => [
    style.dim(`    line ${line}, yours:`),
    ...sideLines(mine, view),
    style.dim('    the new text:'),
    ...sideLines(next, view),
  ])
  return [
    row(style.bad(sign.differs), `${name}: both you and the new version changed ${many}`),
    ...sides,
  ].join('\n')
}

function sideLines(text: string, { width }: View): string[] {
  const lines = text.trimEnd() === '' ? [] : text.trimEnd().split(/\r?\n/)
  const shown = lines.slice(0, MOST_LINES).map(line => `      ${line}`.slice(0, width))
  if (lines.length === 0) return [style.dim('      (nothing)')]
  const more = lines.length - MOST_LINES
  return more > 0 ? [...shown, style.dim(`      and ${more} more ${more === 1 ? 'line' : 'lines'}`)] : shown
}

function advice({ files, isDry }: UpdateView, view: View): string[] {
  const first = (...became: UpdatedFile['became'][]): UpdatedFile | undefined =>
    files.find(file => file.isExercise && became.includes(file.became))
  const conflict = files.find(({ became }) => became === 'conflict')
  const [stuck, missing, replaced] = [first('stuck'), first('missing'), first('changed', 'replaced')]
  const which = conflict?.isExercise === true ? ` ${conflict.name}` : ''
  return [
    conflict &&
      `A file with such a place stays as it is until you choose: ${call(view, `update${which} --take-new`)} takes the new lines there, ${call(view, `update${which} --keep-mine`)} keeps yours.`,
    stuck &&
      `A file with ${sign.bad} is as it was. Put it right and update again, or take the new text as it is: ${call(view, `reset ${stuck.name}`)} (your version is saved first).`,
    missing &&
      (missing.left
        ? `To have one back: ${call(view, `undo ${missing.name}`)} brings your version, ${call(view, `reset ${missing.name}`)} the new one.`
        : `To have one back: ${call(view, `reset ${missing.name}`)}`),
    replaced &&
      !isDry &&
      `What was in your files is saved; to bring one back: ${call(view, `undo ${replaced.name}`)}`,
  ].filter(line => typeof line === 'string')
}
