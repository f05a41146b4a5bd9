/**
 * What the first verdict doesn't need, and most of the page's bytes: the parser that finds the blanks in a file, the
 * editor, and the questions. It's imported once that verdict is shown.
 */
export { openAsking } from '../practice/questions.ts'
export { bodyIn, filledIn, headIn, openFilling } from '../text/filling.ts'
export { colouredLines, openEditor } from './view/codemirror.ts'
