/** The syntax tree of a text, as @babel/parser gives it, and ways through it. */
import type { Node } from '@babel/types'

export type { Node } from '@babel/types'

/** From where to where something is in a text: from its first character to the one behind its last. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** The line that a node begins in, from 1. */
export const lineOf = ({ loc }: Node): number => loc!.start.line

/** A node in its tree. */
export interface NodePlace {
  readonly node: Node
  readonly parent: Node | null
  /** Whether it is a type, or belongs to one. */
  readonly typed: boolean
  /** Whether it belongs to a type that is further out. */
  readonly inType: boolean
}

const known = new WeakMap<Node, readonly NodePlace[]>()

/** All nodes of a tree from its root, each before those below it. A tree may be too deep for calls within calls. */
export function placesIn(root: Node): readonly NodePlace[] {
  const before = known.get(root)
  if (before !== undefined) return before
  const places: NodePlace[] = []
  const waiting: NodePlace[] = [{ node: root, parent: null, typed: isType(root), inType: false }]
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const { node: parent, typed: inType } = place
    places.push(place)
    for (const node of childrenOf(parent).reverse())
      waiting.push({ node, parent, typed: inType || isType(node), inType })
  }
  known.set(root, places)
  return places
}

/** What TypeScript has of its own, and is more than a type. */
const NO_TYPES: ReadonlySet<string> = new Set([
  // Around a value.
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'TSInstantiationExpression',
  'TSParameterProperty',
  // It makes code.
  'TSEnumDeclaration',
  'TSModuleDeclaration',
  'TSImportEqualsDeclaration',
  'TSExportAssignment',
])

/** Whether nothing of a node is left when the program runs. */
export function isType(node: Node): boolean {
  if ('declare' in node && node.declare === true) return true
  if ('importKind' in node && node.importKind === 'type') return true
  if ('exportKind' in node && node.exportKind === 'type') return true
  if (node.type === 'ClassProperty') return node.abstract === true
  if (node.type === 'ExportDefaultDeclaration' || node.type === 'ExportNamedDeclaration')
    return node.declaration != null && isType(node.declaration)
  return node.type.startsWith('TS') && !NO_TYPES.has(node.type)
}

/** The nodes right below one, in no particular order. */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = []
  for (const key of Object.keys(node)) {
    const value: unknown = node[key as keyof Node]
    if (typeof value !== 'object' || value === null || key === 'loc') continue
    if (!Array.isArray(value)) isNode(value) && children.push(value)
    else for (const one of value) isNode(one) && children.push(one)
  }
  return children
}

/** What is kept beside a node, such as its place, has no type. */
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

type OfType<T extends Node['type']> = Extract<Node, { type: T }>

/** All nodes of a type in a tree, in the order of the text. */
export const nodesOf = <T extends Node['type']>(root: Node, type: T): OfType<T>[] =>
  placesIn(root)
    .filter(({ node }) => node.type === type)
    .map(({ node }) => node as OfType<T>)
    .sort((a, b) => a.start! - b.start!)

const FUNCTION =
  /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression|ObjectMethod|Class\w*Method)$/

/** Whether it is a function or a method, of whatever form, and has a body. */
export const isCode = (node: Node): node is Node & { readonly body: Node } =>
  FUNCTION.test(node.type) && 'body' in node && node.body != null

/** Of these nodes, those that belong to `root` itself and not to a function that is written inside it. */
export function ownOf<N extends Node>(root: Node, nodes: readonly N[]): N[] {
  const inner = placesIn(root).filter(({ node }) => node !== root && FUNCTION.test(node.type))
  return nodes.filter(one => !inner.some(({ node }) => node.start! <= one.start! && one.end! <= node.end!))
}
