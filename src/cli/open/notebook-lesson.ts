/** An exercise that is done in a notebook, as the page shows it: it's read there, and written elsewhere. */
import type { Exercise } from '../../catalogue/catalogue.ts'
import { NinjaError } from '../../errors.ts'
import type { Html, LessonView } from '../../page/contract.ts'
import { lineHtml, textHtml } from '../../page/lessons/html.ts'
import { cellsOfFresh } from '../fresh-file.ts'
import { hintsInPython } from '../notebook-hint.ts'
import { formulaProgram } from '../programs.ts'

/** `path`: in the workspace. Hints are in Python. */
export const inNotebook = (lesson: LessonView, exercise: Exercise, path: string): LessonView => ({
  ...lesson,
  notebook: { path, texts: textsIn(exercise) },
  parts: [],
  answers: {},
  hints: Object.fromEntries(
    lesson.blanks.map(blank => [blank, hintsInPython(exercise, blank).map(lineHtml)]),
  ),
})

const textsIn = (exercise: Exercise): ReadonlyMap<string, Html> =>
  new Map(
    cellsOfFresh(exercise)
      .filter(({ kind }) => kind === 'markdown')
      .map(({ text }) => [text, textHtml(text, formulaProgram().mathOf, false)]),
  )

export const notWritten = (notebook: string): NinjaError =>
  new NinjaError(
    'usage',
    `the page doesn't write notebooks, and ${notebook} is one`,
    'save it where you edit it',
  )
