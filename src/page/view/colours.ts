/** The colours of code, as the editor has them. */
import { classHighlighter, highlightCode } from '@lezer/highlight'

/** A line in pieces, each with the classes of its colour. */
export type ColouredLine = (readonly [piece: string, classes: string])[]

/** `tree`: of the text, as its language reads it. */
export function coloured(text: string, tree: Parameters<typeof highlightCode>[1]): ColouredLine[] {
  const lines: ColouredLine[] = [[]]
  highlightCode(
    text,
    tree,
    classHighlighter,
    (piece, classes) => lines.at(-1)!.push([piece, classes]),
    () => void lines.push([]),
  )
  return lines
}
