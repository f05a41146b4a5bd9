/** What `import` says: what came into the workspace, and which passes hold. */
import { call } from './calls.ts'
import { columns, sign, style, wrap } from './style.ts'
import type { View } from './verdict.ts'

export interface ImportedView {
  readonly id: string
  /** What was there: the same, nothing of the learner's, or something that is now kept; or it was left as it is. */
  readonly was: 'the same' | 'new' | 'kept' | 'left'
  /** What became of an imported pass. */
  readonly pass: 'none' | 'right' | 'not right'
}

export interface ImportView {
  /** The file, as it was written. */
  readonly archive: string
  readonly exercises: readonly ImportedView[]
  /** Exercises that this workspace doesn't have. */
  readonly unknown: readonly string[]
  /** Passes without the lines that passed. */
  readonly lost: readonly string[]
}

export function renderImport({ archive, exercises, unknown, lost }: ImportView, view: View): string {
  const rows = exercises.map(({ id, was, pass }) => [
    pass === 'not right'
      ? style.bad(`${sign.bad} ${id}`)
      : pass === 'right'
        ? style.good(`${sign.good} ${id}`)
        : `${sign.nothing} ${id}`,
    [came[was], checked[pass]].filter(text => text !== '').join('; '),
  ])
  const first = exercises.find(({ pass }) => pass === 'not right')
  const kept = exercises.find(({ was }) => was === 'kept')
  const notes = [
    first && `A pass counts once it was checked here: ${call(view, `check ${first.id}`)} says what is wrong.`,
    kept && `What was in your files is saved; to bring one back: ${call(view, `undo ${kept.id}`)}`,
    unknown.length > 0 && `This workspace has no ${unknown.join(', ')}: left out.`,
    lost.length > 0 && `No lines came with the passes of ${lost.join(', ')}: they don't count here.`,
  ].filter(note => typeof note === 'string')
  return [
    style.title(exercises.length === 0 ? `${archive}: no exercises in it` : archive),
    ...(rows.length === 0 ? [] : [columns(rows).join('\n')]),
    ...(notes.length === 0 ? [] : [notes.map(note => wrap(note, view.width)).join('\n')]),
  ].join('\n\n')
}

const came: Readonly<Record<ImportedView['was'], string>> = {
  'the same': 'the same as yours',
  new: 'imported',
  kept: 'imported, yours is saved',
  left: 'nothing is filled in there: yours stays',
}

const checked: Readonly<Record<ImportedView['pass'], string>> = {
  none: '',
  right: 'checked again: right',
  'not right': 'checked again: not right',
}
