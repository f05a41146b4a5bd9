/** Parentheses with commas in them: a tuple in Python, and in TypeScript only the last of what is in them. */
import { lineOf } from '../../text/tree.ts'
import { textOf, type Written, within } from '../../text/written.ts'
import type { Remark } from './kept-nowhere.ts'
import { short } from './tensors.ts'

/** An argument such as that of `x.sum((0, 1))`. */
export function commasIn(written: Written): Remark | null {
  const args = within(written, 'CallExpression').flatMap(call => call.arguments)
  for (const arg of args) {
    if (arg.type !== 'SequenceExpression') continue
    const parts = arg.expressions.map(part => textOf(written, part))
    const [all, last] = [short(parts.join(', ')), short(parts.at(-1)!)]
    return {
      short: `(${all}) is just ${last}`,
      message: `In TypeScript \`(${all})\` isn't a tuple: it's just its last part, \`${last}\`. For a list, write \`[${all}]\`; for several arguments, leave the inner parentheses out.`,
      line: lineOf(arg),
    }
  }
  return null
}
