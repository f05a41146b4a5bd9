/** Code that is read, not written: the same colours as in the editors. */
import { typescriptLanguage } from '@codemirror/lang-javascript'
import { classHighlighter, highlightCode } from '@lezer/highlight'
import type { ComponentChildren } from 'preact'

/** Its lines, each as pieces with classes. */
export function linesIn(text: string): ComponentChildren[][] {
  const lines: ComponentChildren[][] = [[]]
  highlightCode(
    text,
    typescriptLanguage.parser.parse(text),
    classHighlighter,
    (piece, classes) => {
      lines.at(-1)!.push(classes === '' ? piece : <span class={classes}>{piece}</span>)
    },
    () => {
      lines.push([])
    },
  )
  return lines
}

export const Code = ({ text }: { text: string }) => (
  <>{linesIn(text).flatMap((line, i) => (i === 0 ? line : ['\n', ...line]))}</>
)
