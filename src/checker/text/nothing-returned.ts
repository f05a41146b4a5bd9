/** Why a function that should give a value gave nothing, and the line that is to blame. */
import { lineOf, type Node, nodesOf, ownOf } from '../../text/tree.ts'
import { returned, textOf, type Written, within } from '../../text/written.ts'
import { noMemberIn, short } from './tensors.ts'

export interface Blamed {
  readonly advice: string
  /** In the learner's file; null where the text does not tell. */
  readonly line: number | null
}

export function nothingReturned(written: Written): Blamed {
  for (const rule of [returnAlone, noReturn, noMember, noElse]) {
    const found = rule(written)
    if (found !== null) return found
  }
  const [only] = returned(written)
  return { advice: 'what comes after `return` has no value', line: only === undefined ? null : lineOf(only) }
}

/** JavaScript ends a line that ends with `return`, and what comes below it never runs. */
function returnAlone(written: Written): Blamed | null {
  const empty = ownOf(written.code, within(written, 'ReturnStatement')).find(
    ({ argument }) => argument == null,
  )
  if (empty === undefined) return null
  const follows = statementsAround(written).some(list => {
    const at = list.indexOf(empty)
    return at !== -1 && list[at + 1]?.type === 'ExpressionStatement'
  })
  const advice = follows
    ? 'the statement ends right after `return`, so the next line never runs. Start the expression on the same line as `return`'
    : 'there is nothing after `return`'
  return { advice, line: lineOf(empty) }
}

const statementsAround = ({ code }: Written): readonly (readonly Node[])[] => [
  ...nodesOf(code, 'BlockStatement').map(({ body }) => body),
]

function noReturn(written: Written): Blamed | null {
  const { code, file } = written
  if (code.body.type !== 'BlockStatement' || returned(written).length > 0) return null
  const { start, end } = code
  const remark = file.comments.find(
    one => one.start! > start! && one.end! < end! && one.value.trimStart().startsWith('return '),
  )
  if (remark !== undefined)
    return {
      advice: 'the line with `return` is a comment: remove the // in front of it',
      line: remark.loc!.start.line,
    }
  const last = code.body.body.at(-1)
  if (last?.type === 'ExpressionStatement' && last.expression.type !== 'AssignmentExpression')
    return {
      advice: `a \`return\` is missing: return ${short(textOf(written, last.expression))}`,
      line: lineOf(last),
    }
  return { advice: 'a `return` is missing', line: null }
}

function noMember(written: Written): Blamed | null {
  const found = noMemberIn(written)
  return found === null ? null : { advice: found.advice, line: lineOf(found.node) }
}

/** Every `return` is in a branch or a loop. */
function noElse({ code }: Written): Blamed | null {
  if (code.body.type !== 'BlockStatement') return null
  const [last] = code.body.body.slice(-1)
  return last?.type === 'IfStatement' && last.alternate == null
    ? { advice: 'where the condition of the last `if` is false, no `return` is reached', line: lineOf(last) }
    : null
}
