/** What stands in a script at the place that a stack of QuickJS's names. */
import type {
  ArrayPattern,
  CallExpression,
  Expression,
  ForOfStatement,
  MemberExpression,
  NewExpression,
  ObjectPattern,
  OptionalCallExpression,
} from '@babel/types'
import { sourceOf } from '../text/source.ts'
import { isCode, type Node, type NodePlace, placesIn } from '../text/tree.ts'

export interface ScriptPlace {
  readonly text: string
  readonly nodes: readonly NodePlace[]
  /** From 0, in the text. */
  readonly offset: number
  /** From 1. */
  readonly line: number
  readonly column: number
}

/** Nodes of a script: an exercise has a twentieth of that. What is longer was written to keep somebody busy. */
const MANY = 40_000

/** Null where the script can't be read. QuickJS counts columns in whole characters. */
export function placeIn(script: string, line: number, column: number): ScriptPlace | null {
  const { program, text } = sourceOf(script)
  const lines = text.split('\n')
  if (program === null || !(line >= 1 && line <= lines.length)) return null
  const nodes = placesIn(program)
  if (nodes.length > MANY) return null
  const before = lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0)
  const within = [...lines[line - 1]].slice(0, column - 1).join('').length
  return { text, nodes, offset: before + within, line, column }
}

type Call = CallExpression | OptionalCallExpression | NewExpression

/** A call is at its bracket; one that a function ends with is where its `return` is. */
export function callAt(place: ScriptPlace): Call | null {
  const { text, nodes, offset } = place
  if (text[offset] !== '(') return returnedAt(place)
  const found = nodes.find(({ node }) => isCall(node) && isBetween(text, node.callee.end!, offset))
  return (found?.node as Call | undefined) ?? returnedAt(place)
}

function returnedAt({ nodes, offset }: ScriptPlace): Call | null {
  const found = nodes.find(({ node }) => node.type === 'ReturnStatement' && node.start === offset)
  const given = found?.node.type === 'ReturnStatement' ? found.node.argument : null
  const last = given?.type === 'SequenceExpression' ? given.expressions.at(-1)! : given
  return last != null && isCall(last) ? last : null
}

/** The place itself, or, of a call that a function ends with, where that is. */
export function preciseAt(place: ScriptPlace): ScriptPlace {
  const call = returnedAt(place)
  if (call === null) return place
  const { callee } = call
  const isMember = callee.type === 'MemberExpression' || callee.type === 'OptionalMemberExpression'
  const { line, column } = (isMember ? callee.property : call).loc!.start
  return { ...place, line, column: column + 1 }
}

const isCall = (node: Node): node is Call =>
  node.type === 'CallExpression' || node.type === 'OptionalCallExpression' || node.type === 'NewExpression'

/** Whether nothing is in between but brackets that end, and what is no code. */
const isBetween = (text: string, from: number, to: number): boolean =>
  from <= to && /^(?:[\s)]|\?\.|\/\*(?:(?!\*\/).)*\*\/|\/\/[^\n]*\n)*$/s.test(text.slice(from, to))

/** What is spread there; where it is the last that a call is given, V8 says no more than that. */
export function spreadAt({ text, nodes, offset }: ScriptPlace): Expression | 'alone in a call' | null {
  const found = nodes.find(
    ({ node }) => node.type === 'SpreadElement' && touches(text, node.argument, offset),
  )
  if (found?.node.type !== 'SpreadElement') return null
  const { parent, node } = found
  const isLast = parent !== null && isCall(parent) && parent.arguments.at(-1) === node
  return isLast && parent.arguments.filter(one => one.type === 'SpreadElement').length === 1
    ? 'alone in a call'
    : node.argument
}

/** What a loop was to go through. */
export function walkedAt({ text, nodes, offset }: ScriptPlace): Expression | null {
  const found = nodes.find(({ node }) => node.type === 'ForOfStatement' && touches(text, node.right, offset))
  return found?.node.type === 'ForOfStatement' ? found.node.right : null
}

/** Whether QuickJS means this expression: the place is in it, or right behind it. */
const touches = (text: string, { start, end }: Node, offset: number): boolean =>
  (start! <= offset && offset < end!) || isBetween(text, end!, offset)

/** Where a name was given another value last; null where a property of that name may be what is meant. */
export function assignmentBefore(place: ScriptPlace, name: string): ScriptPlace | null {
  if (propertyAt(place) === name) return null
  const targets = ownNodes(place).map(({ node }) => ({ node, target: targetOf(node) }))
  const found = targets.findLast(
    ({ node, target }) =>
      target?.type === 'Identifier' && target.name === name && node.start! <= place.offset,
  )
  return found === undefined ? null : startOf(found.node, place)
}

const targetOf = (node: Node): Node | null =>
  node.type === 'AssignmentExpression' ? node.left : node.type === 'UpdateExpression' ? node.argument : null

const startOf = (node: Node, place: ScriptPlace): ScriptPlace => {
  const { line, column } = node.loc!.start
  return { ...place, offset: node.start!, line, column: column + 1 }
}

/** The name of the property that is set or deleted there; null where nobody has written one. */
export function propertyAt(place: ScriptPlace): string | null {
  const { text, nodes, offset } = place
  const assigned = nodes.findLast(
    ({ node }) => node.type === 'AssignmentExpression' && contains(node, offset),
  )?.node
  const target = assigned === undefined ? null : targetOf(assigned)
  if (target?.type === 'MemberExpression') return writtenName(target)
  const found = nodes.find(
    ({ node }) =>
      node.type === 'MemberExpression' &&
      node.object.end! <= offset &&
      offset < node.end! &&
      isBetween(text, node.object.end!, offset),
  )
  return found?.node.type === 'MemberExpression' ? writtenName(found.node) : null
}

function writtenName({ property, computed }: MemberExpression): string | null {
  if (!computed) return property.type === 'Identifier' ? property.name : null
  return property.type === 'StringLiteral' || property.type === 'NumericLiteral'
    ? String(property.value)
    : null
}

export interface PatternFound {
  /** The first name that it takes out; null where there is none. */
  readonly first: string | null
  /** What it takes apart, an element of what a loop goes through for one; null where that isn't written beside it. */
  readonly value: Expression | 'an element' | null
  readonly at: ScriptPlace
}

/**
 * The stack is where something ran last, and says nothing of a pattern itself: it is the one whose value is there, or the
 * next one of the same function. Null where there are several. `isCalledWell`: what the function is given is no mistake.
 */
export function patternAfter(
  place: ScriptPlace,
  type: 'ArrayPattern' | 'ObjectPattern',
  isCalledWell: boolean,
): PatternFound | null {
  const { offset } = place
  const own = ownNodes(place)
  const all = own.filter(
    ({ node, parent }) => node.type === type && !(isCalledWell && parent !== null && isCode(parent)),
  )
  const around = all.filter(({ parent }) => contains(valueBeside(parent, own), offset))
  const found = around.length > 0 ? around : all.filter(({ node }) => node.start! >= offset)
  if (found.length !== 1) return null
  const [{ node, parent }] = found
  return {
    first: firstOf(node as ArrayPattern | ObjectPattern),
    value: takenApart(parent, own),
    at: startOf(node, place),
  }
}

/** What belongs to the innermost function at a place, and to none that is written in it. */
function ownNodes({ nodes, offset }: ScriptPlace): readonly NodePlace[] {
  const code = nodes.findLast(({ node }) => isCode(node) && contains(node, offset))?.node
  if (code === undefined) return nodes
  const inside = nodes.filter(({ node }) => contains(code, node.start!))
  const inner = inside.filter(({ node }) => node !== code && isCode(node))
  return inside.filter(({ node }) => !inner.some(({ node: other }) => contains(other, node.start!)))
}

const contains = (node: Node | null, offset: number): boolean =>
  node !== null && node.start! <= offset && offset < node.end!

/** What a pattern takes apart, or what a loop takes it from. */
function valueBeside(parent: Node | null, nodes: readonly NodePlace[]): Node | null {
  if (parent?.type === 'AssignmentExpression') return parent.right
  if (parent?.type !== 'VariableDeclarator') return null
  return parent.init ?? loopOver(parent, nodes)?.right ?? null
}

function loopOver(declared: Node, nodes: readonly NodePlace[]): ForOfStatement | null {
  const declaration = nodes.find(({ node }) => node === declared)?.parent
  const loop = nodes.find(({ node }) => node.type === 'ForOfStatement' && node.left === declaration)
  return (loop?.node as ForOfStatement | undefined) ?? null
}

function takenApart(parent: Node | null, nodes: readonly NodePlace[]): PatternFound['value'] {
  if (parent?.type === 'AssignmentExpression') return parent.right
  if (parent?.type !== 'VariableDeclarator') return null
  return parent.init ?? (loopOver(parent, nodes) === null ? null : 'an element')
}

function firstOf(pattern: ArrayPattern | ObjectPattern): string | null {
  if (pattern.type === 'ArrayPattern') return null
  const [first] = pattern.properties
  return first?.type === 'ObjectProperty' && first.key.type === 'Identifier' ? first.key.name : null
}
