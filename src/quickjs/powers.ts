/** `a ** b` as a call: it is QuickJS's own operator, and rounds otherwise than the host's. */
import { type Edit, edited } from '../text/edits.ts'
import { sourceOf } from '../text/source.ts'
import { nodesOf } from '../text/tree.ts'

/** By this name a script finds the function. */
const POWER = '$power'

/** A script as a function from that function to what it is. No line moves. */
export function withPowers(js: string): string {
  return `(${POWER} => ${mayHavePowers(js) ? replaced(js) : js})`
}

/** Comments are full of **words**. */
const mayHavePowers = (js: string): boolean =>
  js.split('\n').some(line => line.includes('**') && !/^\s*\/\//.test(line))

function replaced(js: string): string {
  const { program } = sourceOf(js)
  if (program === null) return js
  const edits = nodesOf(program, 'BinaryExpression').flatMap(
    ({ start, end, operator, left, right }): Edit[] => {
      if (operator !== '**') return []
      const between = js.slice(left.end!, right.start!)
      const at = left.end! + between.indexOf('**')
      // A comment in between may have stars of its own.
      if (/\/[/*]/.test(between)) return []
      return [
        { start: start!, end: start!, by: `${POWER}(` },
        { start: at, end: at + 2, by: ',' },
        { start: end!, end: end!, by: ')' },
      ]
    },
  )
  return edits.length === 0 ? js : edited(js, edits).text
}
