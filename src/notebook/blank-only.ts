/** A solution without its answers, from which the same exercise is made: with blanks, texts and hints, for learners. */
import { ownersIn } from '../text/definitions.ts'
import { mergeImports } from '../text/imports.ts'
import { joinCells, parseCells } from './cells.ts'
import { isLearners } from './solution.ts'
import { ANSWER, END, givenIn, isOfWrong } from './wrong.ts'

/** `check`: what it has as its check cell, null for none. */
export function toBlankOnly(solution: string, check: string | null): string {
  const text = solution.replace(/\r\n/g, '\n')
  const given = givenIn(text)
  const owners = ownersIn(text)
  const cells = parseCells(text)
    .filter(isLearners)
    .map(cell => ({ ...cell, lines: withoutAnswer(cell.lines, i => given.get(owners[cell.line - 1 + i])) }))
  const own = joinCells(cells)
  // What the check and the recipe import stays their own: the exercise has all other imports.
  const merged = mergeImports(own, own.includes('TODO()') ? ['TODO'] : [])
  const recipe = joinCells(parseCells(text).filter(({ title }) => title === 'recipe'))
  const besides = [recipe, check ?? ''].map(cell => cell.trim()).filter(cell => cell !== '')
  return besides.length === 0 ? merged : `${[merged.trimEnd(), ...besides].join('\n\n')}\n`
}

/** `givenAt`: what the exercise has in the place of the answer that begins in a line. */
function withoutAnswer(
  lines: readonly string[],
  givenAt: (line: number) => string | undefined,
): readonly string[] {
  const wrong = isOfWrong(lines)
  const out: string[] = []
  let given: string | undefined
  let margin: string | null = null
  for (const [i, line] of lines.entries()) {
    if (wrong[i]) continue
    const answer: RegExpExecArray | null = margin === null ? ANSWER.exec(line) : null
    if (answer !== null) {
      margin = answer[1]
      given = givenAt(i)
      out.push(line, ...(given ?? 'return TODO()').split('\n').map(code => `${margin}${code}`))
    } else if (margin === null) out.push(line)
    else if (END.test(line)) {
      out.push(line, ...givenComment(given, margin))
      margin = null
    }
  }
  return out
}

/** It says neither which mistake it is nor what it's about. */
const givenComment = (code: string | undefined, margin: string): string[] =>
  code === undefined
    ? []
    : [`${margin}// given (-):`, ...code.split('\n').map(line => `${margin}//   ${line}`)]
