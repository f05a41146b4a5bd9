/** What a function computes and does not use, and what it keeps from one call to the next. */
import { declarationIn } from '../../text/source.ts'
import { lineOf, type Node, nodesOf } from '../../text/tree.ts'
import { declaredIn, namesDeclared } from '../../text/values.ts'
import { isName, textOf, type Written, within } from '../../text/written.ts'
import { initOf, isTensor, methodIn, short } from './tensors.ts'

export interface Remark {
  /** One line, for the table. */
  readonly short: string
  readonly message: string
  readonly line: number
}

/** A statement that computes a tensor, and nothing more: `d.add(x)`. In PyTorch there is `d += x`. */
export function thrownAway(written: Written): Remark | null {
  for (const { body } of nodesOf(written.code, 'BlockStatement')) {
    for (const [i, statement] of body.entries()) {
      if (statement.type !== 'ExpressionStatement' || body[i - 1]?.type === 'ReturnStatement') continue
      const { expression } = statement
      if (expression.type === 'Identifier' || !isTensor(written, expression)) continue
      const code = short(textOf(written, expression))
      return {
        short: `the result of ${code} is not used`,
        message: `Nothing happens to the result of \`${code}\`: tensors never change. ${wayFor(written, expression, body[i + 1])}`,
        line: lineOf(statement),
      }
    }
  }
  return null
}

function wayFor(written: Written, expression: Node, next: Node | undefined): string {
  const root = rootOf(expression)
  const code = short(textOf(written, expression))
  if (root === null) return `Keep it with const, or return it.`
  if (next?.type === 'ReturnStatement' && isName(next.argument, root)) return `Write \`return ${code}\`.`
  const made = nodesOf(written.code, 'VariableDeclaration').find(one => namesDeclared(one).includes(root))
  if (made?.kind === 'let') return `Write \`${root} = ${code}\`.`
  return made !== undefined && initOf(written, root) !== null
    ? `Declare \`${root}\` with let, and write \`${root} = ${code}\`.`
    : `Give it a name with const, and use that name from here on.`
}

/** The name at the beginning of a chain of calls and members. */
export function rootOf(node: Node): string | null {
  if (node.type === 'Identifier') return node.name
  if (node.type === 'CallExpression') return rootOf(node.callee)
  return node.type === 'MemberExpression' ? rootOf(node.object) : null
}

/** Methods that change a list, a map or a set. */
const CHANGING: ReadonlySet<string> = new Set(
  'push unshift splice pop shift fill set add delete clear'.split(' '),
)

/** A name at the top of the file that the function changes: it holds what an earlier call left there. */
export function keptOutside(written: Written): Remark | null {
  const outside = new Set(
    written.file.program.body.flatMap(statement => {
      const made = declarationIn(statement)
      return made?.type === 'VariableDeclaration' ? namesDeclared(made) : []
    }),
  )
  const own = declaredIn(written.code)
  const changes = [
    ...within(written, 'AssignmentExpression').map(({ left }) => left as Node),
    ...within(written, 'UpdateExpression').map(({ argument }) => argument as Node),
    ...within(written, 'CallExpression').flatMap(({ callee }) => {
      const method = methodIn(callee)
      return method !== null && CHANGING.has(method.name) && method.on.type === 'Identifier'
        ? [method.on]
        : []
    }),
  ]
  for (const node of changes) {
    const name = rootOf(node)
    if (name === null || !outside.has(name) || own.has(name)) continue
    return {
      short: `${name} keeps values from earlier calls`,
      message: `\`${name}\` is declared outside the function and changed inside it. So it still holds what an earlier call left there, and each call has other numbers, some of them other sizes. Declare \`${name}\` inside the function.`,
      line: lineOf(node),
    }
  }
  return null
}
