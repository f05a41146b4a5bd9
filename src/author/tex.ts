/** The formulas of an exercise's texts: a page shows them, so they must be TeX that can be read. */
import { markdownOf, parseCells } from '../notebook/cells.ts'
import { isOfTex, parseMarkdown } from '../notebook/markdown.ts'
import { type Flaw, found } from './flaw.ts'

/** What is wrong with a formula; null: nothing. */
export type FaultInTex = (tex: string) => string | null

export function judgeTex(id: string, solution: string, faultIn: FaultInTex): Flaw[] {
  const here = (message: string, wayOut: string): Flaw => found(id, 'formulas', message, wayOut)
  return textsIn(solution).flatMap(text => {
    const placed = parseMarkdown(text).flatMap(block => (block.kind === 'verbatim' ? block.tex : []))
    const lines = text.split('\n')
    const written = lines.filter((line, i) => isOfTex(lines)[i] && line.startsWith('tex:'))
    return [
      ...placed.flatMap(tex => {
        const fault = faultIn(tex)
        return fault === null
          ? []
          : [here(`\`tex: ${tex}\` can't be read: ${fault}`, 'fix the TeX; a page shows it as a formula')]
      }),
      ...(written.length === placed.length
        ? []
        : [
            here(
              `a \`tex:\` is below nothing that is indented`,
              'put it right below the formula in plain text',
            ),
          ]),
    ]
  })
}

/** What is written as text in this very file: what it includes is looked at there. */
const textsIn = (solution: string): string[] =>
  parseCells(solution)
    .filter(({ kind }) => kind === 'markdown')
    .map(markdownOf)
