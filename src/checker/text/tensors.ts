/** Which expressions of a function are tensors, as far as its text tells for certain. */
import * as exported from '../../index.ts'
import { Tensor } from '../../tensor/tensor.ts'
import { type Node, nodesOf, placesIn } from '../../text/tree.ts'
import { namesIn } from '../../text/values.ts'
import { numbersOf, takenApart, textOf, typedParameters, type Written, within } from '../../text/written.ts'

/** The names that every tensor has: methods, and what is written without parentheses. */
export const members: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(Tensor.prototype),
  'shape',
  'data',
])

/** Written without parentheses. */
const FIELDS: ReadonlySet<string> = new Set(['shape', 'data', 'T', 'isMask', 'constructor'])

export const methods: readonly string[] = [...members].filter(name => !FIELDS.has(name))

const NO_TENSOR: ReadonlySet<string> = new Set(['item', 'at', 'tolist', 'toString'])

/** Functions of the library that make tensors. */
const makers: ReadonlySet<string> = new Set(
  Object.keys(exported).filter(
    name => !['TODO', 'Tensor', 'batchAt', 'randomBatch', 'chart', 'field', 'generator'].includes(name),
  ),
)

export function isTensor(written: Written, node: Node, seen: ReadonlySet<string> = new Set()): boolean {
  switch (node.type) {
    case 'Identifier': {
      if (seen.has(node.name)) return false
      const made = initOf(written, node.name)
      return made === null
        ? isGiven(written, node.name)
        : isTensor(written, made, new Set([...seen, node.name]))
    }
    case 'MemberExpression': {
      const { object, property } = node
      if (node.computed || property.type !== 'Identifier') return false
      if (isBest(written, object, seen)) return property.name === 'values' || property.name === 'indices'
      return property.name === 'T' && isTensor(written, object, seen)
    }
    case 'CallExpression': {
      const { callee } = node
      if (callee.type === 'Identifier')
        return makers.has(callee.name) && initOf(written, callee.name) === null
      const method = methodIn(callee)
      return (
        method !== null &&
        methods.includes(method.name) &&
        !NO_TENSOR.has(method.name) &&
        !isBest(written, node, seen) &&
        isTensor(written, method.on, seen)
      )
    }
    case 'TSAsExpression':
    case 'TSNonNullExpression':
      return isTensor(written, node.expression, seen)
  }
  return false
}

/** `x.max(1)`: values and indices, and no tensor. */
export function isBest(written: Written, node: Node, seen: ReadonlySet<string> = new Set()): boolean {
  if (node.type === 'Identifier') {
    const made = seen.has(node.name) ? null : initOf(written, node.name)
    return made !== null && isBest(written, made, new Set([...seen, node.name]))
  }
  const method = node.type === 'CallExpression' ? methodIn(node.callee) : null
  return (
    node.type === 'CallExpression' &&
    method !== null &&
    (method.name === 'max' || method.name === 'min') &&
    node.arguments.length > 0 &&
    isTensor(written, method.on, seen)
  )
}

/** `x.name`: the name, and what is in front of the dot. */
export function methodIn(callee: Node): { readonly name: string; readonly on: Node } | null {
  return callee.type === 'MemberExpression' && !callee.computed && callee.property.type === 'Identifier'
    ? { name: callee.property.name, on: callee.object }
    : null
}

/** What a name that the function declares begins with; null where it declares none of that name, or without a value. */
export function initOf({ code }: Written, name: string): Node | null {
  const made = nodesOf(code, 'VariableDeclarator').find(({ id }) => namesIn(id).includes(name))
  return made?.id.type === 'Identifier' ? (made.init ?? null) : null
}

/** Whether a function is given this name as a tensor: by a type beside it, or in the braces of a scope. */
function isGiven(written: Written, name: string): boolean {
  if (nodesOf(written.code, 'VariableDeclarator').some(({ id }) => namesIn(id).includes(name))) return false
  if (typedParameters(written).some(one => one.name === name && one.type === 'Tensor')) return true
  const [first] = written.code.params
  if (first?.type !== 'ObjectPattern' || !namesIn(first).includes(name)) return false
  if (numbersOf(written).has(name)) return false
  // An interface of the file tells its fields, and they are numbers.
  return (takenApart(written)?.fields ?? []).length === 0
}

/** Something asked of a tensor that no tensor has: `x[0]`, `x.grad`. */
export interface NoMember {
  readonly node: Extract<Node, { type: 'MemberExpression' }>
  readonly advice: string
}

/** The first of these in a function, what is assigned to and what is called left out. */
export function noMemberIn(written: Written): NoMember | null {
  for (const { node, parent } of inOrder(written)) {
    if (node.type !== 'MemberExpression') continue
    if (parent?.type === 'AssignmentExpression' && parent.left === node) continue
    if (parent?.type === 'CallExpression' && parent.callee === node) continue
    const advice = node.computed ? onBracket(written, node) : onField(written, node)
    if (advice !== null) return { node, advice }
  }
  return null
}

const inOrder = ({ code }: Written) =>
  placesIn(code)
    .filter(({ typed }) => !typed)
    .sort((a, b) => a.node.start! - b.node.start! || b.node.end! - a.node.end!)

/** `x[i][j]` and `x[i, j]`: the tensor, and its indices as they are written. */
export function bracketed(written: Written, node: Node): { on: Node; indices: string[] } | null {
  if (node.type !== 'MemberExpression' || !node.computed) return null
  const { object, property } = node
  const own = (
    property.type === 'SequenceExpression'
      ? property.expressions
      : property.type === 'ArrayExpression'
        ? property.elements.flatMap(one => one ?? [])
        : [property]
  ).map(one => textOf(written, one))
  if (isTensor(written, object)) return { on: object, indices: own }
  const inner = bracketed(written, object)
  return inner === null ? null : { on: inner.on, indices: [...inner.indices, ...own] }
}

function onBracket(written: Written, node: NoMember['node']): string | null {
  if (isBest(written, node.object)) {
    const on = short(textOf(written, node.object))
    return `\`${on}\` gives { values, indices }: write .values or .indices instead of [ ]`
  }
  const found = bracketed(written, node)
  if (found === null) return null
  const on = textOf(written, found.on)
  const indices = found.indices.join(', ')
  return `tensors have no [ ]: instead of \`${textOf(written, node)}\` write \`${on}.index(${indices})\`, or \`${on}.at(${indices})\` for a plain number`
}

function onField(written: Written, node: NoMember['node']): string | null {
  const { object, property } = node
  if (property.type !== 'Identifier') return null
  const { name } = property
  const on = textOf(written, object)
  if (isBest(written, object))
    return name === 'values' || name === 'indices'
      ? null
      : `\`${short(on)}\` gives { values, indices }, and has no .${name}`
  if (!isTensor(written, object) || members.has(name)) return null
  return Object.hasOwn(otherFields, name) ? otherFields[name] : `a tensor has no .${name}`
}

/** Code that goes into a sentence. */
export const short = (code: string): string => {
  const line = code.replace(/\s+/g, ' ')
  return line.length > 60 ? `${line.slice(0, 57)}…` : line
}

/** For a function of an exercise. */
export const NAME_THEM = 'Name the gradients that you need in the braces of the function’s first line'

export const NO_AUTOGRAD = `there is no autograd here: writing the gradients is your part. ${NAME_THEM}`

/** Of PyTorch's tensors. */
const otherFields: Readonly<Record<string, string>> = {
  mH: 'a tensor has no .mH: .T swaps the last two dimensions',
  H: 'a tensor has no .H: .T swaps the last two dimensions',
  grad: NO_AUTOGRAD,
  requires_grad: NO_AUTOGRAD,
  grad_fn: NO_AUTOGRAD,
  ndim: 'a tensor has no .ndim: write x.shape.length',
  dtype: 'a tensor has no .dtype: all numbers here are float64',
  device: 'a tensor has no .device: everything runs on the processor',
  values: 'only x.max(dim) and x.min(dim) have .values; max() without a dimension gives the value itself',
  indices: 'only x.max(dim) and x.min(dim) have .indices; x.argmax() gives the position in the whole tensor',
}

/** The calls of a name, or of a method by that name, in a function. */
export const callsNamed = (written: Written, name: string) =>
  within(written, 'CallExpression').filter(
    ({ callee }) => (callee.type === 'Identifier' && callee.name === name) || methodIn(callee)?.name === name,
  )
