/**
 * One text for all ways to write an expression that differ in brackets, in the order of operands, or between methods,
 * functions and signs: `b.mul(a).div(2)`, `(a * b) / 2`.
 */
import { Tensor } from '../tensor/tensor.ts'
import type { Expression } from '../text/expressions.ts'

export type TextOf = (node: Expression) => string

/** `textOf` gives the text of a part. */
export function canonical(node: Expression, textOf: TextOf): string {
  const inner = inBrackets(node, textOf)
  if (inner !== null) return canonical(inner, textOf)
  const made = operationOf(node)
  if (made === null) return formOf(node, textOf)
  const { name, on } = made
  if (name === 'add' || name === 'sub' || name === 'neg')
    return `add(${termsOf(node, 1, textOf).sort().join(', ')})`
  if (name === 'mul' || name === 'div') return `mul(${factorsOf(node, false, textOf).sort().join(', ')})`
  return `${name}(${on.map(one => canonical(one, textOf)).join(', ')})`
}

function formOf(node: Expression, textOf: TextOf): string {
  if (node.kind === 'name') return node.name
  if (node.kind === 'number') return String(node.value)
  if (node.kind === 'member') return `${canonical(node.of, textOf)}.${node.name}`
  if (node.kind === 'call')
    return `${canonical(node.callee, textOf)}(${node.args.map(one => canonical(one, textOf)).join(', ')})`
  return textOf(node).replace(/\s/g, '')
}

export interface Operation {
  readonly name: string
  readonly on: readonly Expression[]
}

const SIGNS: Readonly<Record<string, string>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  '^': 'pow',
  '**': 'pow',
}
const METHODS = new Set(Object.getOwnPropertyNames(Tensor.prototype))
const ARITHMETIC: Readonly<Record<string, number>> = { add: 2, sub: 2, mul: 2, div: 2, neg: 1 }

/** What is done to what, whatever way it is written; null for what is no operation. */
export function operationOf(node: Expression): Operation | null {
  if (node.kind === 'unary') return { name: 'neg', on: node.parts }
  if (node.kind === 'binary') {
    const name = SIGNS[node.operator]
    return name === undefined ? null : { name, on: [node.left, node.right] }
  }
  if (node.kind === 'member') return node.name === 'T' ? { name: 'T', on: [node.of] } : null
  if (node.kind !== 'call') return null
  const { callee, args } = node
  const [name, on] =
    callee.kind === 'member'
      ? [callee.name, [callee.of, ...args]]
      : callee.kind === 'name'
        ? [callee.name, args]
        : ['', []]
  const many = ARITHMETIC[name]
  return METHODS.has(name) && (many === undefined || many === on.length) ? { name, on } : null
}

/** What brackets are around. */
export function inBrackets(node: Expression, textOf: TextOf): Expression | null {
  const isBracket = node.kind === 'other' && node.parts.length === 1 && textOf(node).startsWith('(')
  return isBracket && node.parts[0].start > node.start && textOf(node).endsWith(')') ? node.parts[0] : null
}

/** The terms of a sum, each with its sign. */
function termsOf(node: Expression, sign: 1 | -1, textOf: TextOf): string[] {
  const inner = inBrackets(node, textOf)
  if (inner !== null) return termsOf(inner, sign, textOf)
  const made = operationOf(node)
  const other = sign === 1 ? -1 : 1
  if (made?.name === 'add') return made.on.flatMap(one => termsOf(one, sign, textOf))
  if (made?.name === 'sub')
    return [...termsOf(made.on[0], sign, textOf), ...termsOf(made.on[1], other, textOf)]
  if (made?.name === 'neg') return termsOf(made.on[0], other, textOf)
  return [`${sign === 1 ? '' : '-'}${canonical(node, textOf)}`]
}

/** The factors of a product, those below the line with a stroke before them. */
function factorsOf(node: Expression, below: boolean, textOf: TextOf): string[] {
  const inner = inBrackets(node, textOf)
  if (inner !== null) return factorsOf(inner, below, textOf)
  const made = operationOf(node)
  if (made?.name === 'mul') return made.on.flatMap(one => factorsOf(one, below, textOf))
  if (made?.name === 'div')
    return [...factorsOf(made.on[0], below, textOf), ...factorsOf(made.on[1], !below, textOf)]
  const factor = canonical(node, textOf)
  return factor === '1' ? [] : [`${below ? '/' : ''}${factor}`]
}
