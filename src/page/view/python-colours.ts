/** Python's colours: loaded where a notebook is shown, and not before. */
import { pythonLanguage } from '@codemirror/lang-python'
import { type ColouredLine, coloured } from './colours.ts'

export const linesInPython = (text: string): ColouredLine[] =>
  coloured(text, pythonLanguage.parser.parse(text))
