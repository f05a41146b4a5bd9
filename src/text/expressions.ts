/** The expressions of a piece of code, as a tree of the few kinds that answers are made of. */
import { pieceOf } from './source.ts'
import { childrenOf, isType, type Node, type NodePlace, placesIn, type Span } from './tree.ts'
import { withoutComments } from './types.ts'
import { isLabel, usesIn } from './values.ts'

interface Whole extends Span {
  /** The expressions right below this one. */
  readonly parts: readonly Expression[]
}

export interface NameExpression extends Whole {
  readonly kind: 'name'
  readonly name: string
}
export interface Numeral extends Whole {
  readonly kind: 'number'
  readonly value: number
}
/** `of.name` */
export interface Member extends Whole {
  readonly kind: 'member'
  readonly of: Expression
  readonly name: string
}
export interface CallExpression extends Whole {
  readonly kind: 'call'
  readonly callee: Expression
  readonly args: readonly Expression[]
}
export interface Binary extends Whole {
  readonly kind: 'binary'
  readonly operator: string
  readonly left: Expression
  readonly right: Expression
}
export interface OtherExpression extends Whole {
  readonly kind: 'object' | 'array' | 'unary' | 'other'
}
export type Expression = NameExpression | Numeral | Member | CallExpression | Binary | OtherExpression

/** A piece of code, and what it says without its comments. */
interface Piece {
  readonly places: readonly NodePlace[]
  readonly root: Node
  readonly code: string
}

/** Null where it cannot be read. */
function read(code: string): Piece | null {
  const source = pieceOf(code)
  if (source.program === null) return null
  const { program, comments } = source
  return { root: program, places: placesIn(program), code: withoutComments(code, comments) }
}

/** The outermost expressions of a piece of code, in order; none where it cannot be read. */
export function expressionsOf(code: string): Expression[] {
  const piece = read(code)
  const nodes = piece === null ? [] : outermostIn(piece.root).sort((a, b) => a.start! - b.start!)
  return nodes.map(node => expressionFrom(node, piece!.code))
}

/** All expressions of a tree, from the root. */
export const expressionsIn = (root: Expression): Expression[] => [root, ...root.parts.flatMap(expressionsIn)]

/** The expressions that a piece of code returns. */
export function returnedBy(code: string): Expression[] {
  const piece = read(code)
  return (piece?.places ?? []).flatMap(({ node }) =>
    node.type === 'ReturnStatement' && node.argument != null
      ? [expressionFrom(node.argument, piece!.code)]
      : [],
  )
}

/** The signs by which statements of a piece of code assign, such as `+=`, and where each is. */
export function assignmentsIn(code: string): (Span & { readonly sign: string })[] {
  const piece = read(code)
  return (piece?.places ?? []).flatMap(({ node }) => {
    if (node.type !== 'AssignmentExpression') return []
    const start = piece!.code.indexOf(node.operator, node.left.end!)
    return [{ sign: node.operator, start, end: start + node.operator.length }]
  })
}

/** The heads of loops in a piece of code: what is changed there may never end. */
export const loopHeads = (code: string): Span[] =>
  (read(code)?.places ?? []).flatMap(({ node }) => {
    if (node.type === 'DoWhileStatement') return [{ start: node.body.end!, end: node.end! }]
    const isLoop = /^(?:For|While|ForOf|ForIn)Statement$/.test(node.type) && 'body' in node
    return isLoop ? [{ start: node.start!, end: (node.body as Node).start! }] : []
  })

/** The names that a piece of code uses, each once: not those of members and options. */
export function namesUsedIn(code: string): string[] {
  const piece = read(code)
  return piece === null ? [] : [...new Set(usesIn(piece.root).map(({ name }) => name))]
}

const EXPRESSION = /Expression$|Literal$|^Identifier$|^Super$/

const isExpression = ({ type }: Node): boolean => EXPRESSION.test(type) && !type.startsWith('TS')

/** Whether a node is no expression of its own: a type, the name of a field, what is declared or assigned to, a parameter. */
const isNone = (child: Node, node: Node): boolean =>
  isType(child) ||
  isLabel(child, node) ||
  child.type.endsWith('Pattern') ||
  ('id' in node && child === node.id) ||
  (node.type === 'AssignmentExpression' && child === node.left) ||
  ('params' in node && (node.params as Node[]).includes(child))

/** What is made of statements, or is one, has its expressions below it. */
const hasStatements = ({ type }: Node): boolean =>
  type === 'AssignmentExpression' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression'

const outermostIn = (node: Node): Node[] =>
  childrenOf(node).flatMap(child => {
    if (isNone(child, node)) return []
    return isExpression(child) && !hasStatements(child) ? [child] : outermostIn(child)
  })

/** The expressions right below one, in order. */
const belowOf = (node: Node): Node[] =>
  childrenOf(node)
    .filter(child => !isNone(child, node))
    .flatMap(child => (isExpression(child) ? [child] : outermostIn(child)))
    .sort((a, b) => a.start! - b.start!)

/** What stands in brackets has them around it, as an expression of its own. */
function expressionFrom(node: Node, code: string): Expression {
  const inner = insideBrackets(node, code)
  if (node.extra?.parenthesized !== true) return inner
  const start = node.extra.parenStart as number
  let end = node.end!
  for (const _ of code.slice(start, node.start!).replace(/[^(]/g, '')) end = code.indexOf(')', end) + 1
  return { kind: 'other', start, end, parts: [inner] }
}

function insideBrackets(node: Node, code: string): Expression {
  const made = new Map(belowOf(node).map(child => [child, expressionFrom(child, code)]))
  const at = (child: Node): Expression => made.get(child) ?? expressionFrom(child, code)
  const place = { start: node.start!, end: node.end!, parts: [...made.values()] }
  switch (node.type) {
    case 'Identifier':
      return { kind: 'name', name: node.name, ...place }
    case 'NumericLiteral':
      return { kind: 'number', value: node.value, ...place }
    case 'MemberExpression': {
      if (node.computed || node.property.type !== 'Identifier') break
      return { kind: 'member', of: at(node.object), name: node.property.name, ...place }
    }
    case 'CallExpression':
      return { kind: 'call', callee: at(node.callee), args: node.arguments.map(at), ...place }
    case 'BinaryExpression':
      return { kind: 'binary', operator: node.operator, left: at(node.left), right: at(node.right), ...place }
    case 'UnaryExpression':
      if (node.operator === '-') return { kind: 'unary', ...place }
      break
    case 'ObjectExpression':
      return { kind: 'object', ...place }
    case 'ArrayExpression':
      return { kind: 'array', ...place }
  }
  return { kind: 'other', ...place }
}
