/** What a person who knows Python and little TypeScript most often means by an error. */
import { OPERATORS } from '../../tensor/tensor.ts'
import { complaintIn } from '../../text/complaint.ts'
import { definitionsIn } from '../../text/definitions.ts'
import { type Node, nodesOf, placesIn } from '../../text/tree.ts'
import { namesDeclared, namesIn } from '../../text/values.ts'
import { isName, textOf, type Written, within } from '../../text/written.ts'
import { rootOf } from './kept-nowhere.ts'
import { adviceOnMethod } from './missing-method.ts'
import { adviceOnName } from './missing-name.ts'
import { bracketed, isBest, isTensor, methodIn, noMemberIn, short } from './tensors.ts'

/**
 * What to do about an error of the engine's; null where nothing can be guessed. `values`: what the function may ask for by
 * name. `written`: its text, where it is known.
 */
export function adviceOn(
  name: string,
  message: string,
  values: readonly string[],
  written: Written | null,
): string | null {
  const complaint = complaintIn(message)
  switch (complaint?.of) {
    case 'name':
      return name === 'ReferenceError' ? adviceOnName({ name: complaint.name, values, written }) : null
    case 'depth':
      return written === null ? DEPTH : (circleFrom(written) ?? DEPTH)
    case 'length':
      return 'the length of a list must be a whole number from 0'
  }
  if (name !== 'TypeError') return null
  switch (complaint?.of) {
    case 'call':
      return complaint.on === null ? null : adviceOnMethod(complaint.on, complaint.called, written)
    case 'constant':
      return adviceOnConstant(written)
    case 'read-only':
    case 'extending':
      return written === null ? null : writingIn(written)
    case 'undefined':
      return written === null ? null : (writingIn(written) ?? noMemberIn(written)?.advice ?? null)
    case 'iterating':
      return written === null ? null : adviceOnIterating(written)
  }
  return null
}

/** What to do about an error of this program's own, where the text tells more than the error. */
export function adviceOnOwn(message: string, written: Written): string | null {
  if (message === OPERATORS) return adviceOnOperator(written)
  return message.endsWith('was given undefined') ? (noMemberIn(written)?.advice ?? null) : null
}

const DEPTH = 'does a function call itself without end, or is a very long list spread with ...?'

/** Functions of the file that call each other in a circle. */
function circleFrom(written: Written): string | null {
  const { name, file } = written
  const names = [...definitionsIn(file).keys()]
  const calls = new Map<string, string[]>()
  for (const { node } of placesIn(file.program)) {
    if (node.type !== 'FunctionDeclaration' || node.id == null) continue
    const called = nodesOf(node, 'CallExpression').flatMap(({ callee }) =>
      callee.type === 'Identifier' ? [callee.name] : [],
    )
    // What it names in its braces may be worked out by the function of that name.
    const given = node.params.flatMap(one => (one.type === 'ObjectPattern' ? namesIn(one) : []))
    calls.set(
      node.id.name,
      [...called, ...given].filter(one => names.includes(one)),
    )
  }
  const wayBack = (from: string, way: readonly string[]): readonly string[] | null => {
    for (const next of calls.get(from) ?? []) {
      if (next === name) return [...way, next]
      const further = way.includes(next) ? null : wayBack(next, [...way, next])
      if (further !== null) return further
    }
    return null
  }
  const way = wayBack(name, [name])
  if (way === null) return null
  return way.length === 2
    ? `${name} needs itself: where does it stop?`
    : `your functions need each other in a circle: ${way.slice(0, 2).join(' needs ')}${way
        .slice(2)
        .map(next => `, which needs ${next}`)
        .join('')}`
}

export function adviceOnConstant(written: Written | null): string {
  const constants =
    written === null ? [] : within(written, 'VariableDeclaration').filter(one => one.kind === 'const')
  const names = new Set(constants.flatMap(namesDeclared))
  const changed =
    written === null
      ? undefined
      : [
          ...within(written, 'AssignmentExpression').map(({ left }) => left as Node),
          ...within(written, 'UpdateExpression').map(({ argument }) => argument as Node),
        ].find(one => one.type === 'Identifier' && names.has(one.name))
  return changed?.type === 'Identifier'
    ? `\`${changed.name}\` is declared with const, so it cannot get another value: declare it with let`
    : 'a name that is to change is declared with let, not const'
}

/** Something was written into what cannot be changed. */
function writingIn(written: Written): string | null {
  for (const { left, operator, right } of within(written, 'AssignmentExpression')) {
    if (left.type !== 'MemberExpression') continue
    const root = rootOf(left)
    if (root === 'globalThis')
      return 'nothing can be kept on globalThis. Declare what this call needs inside the function, with const'
    if (
      root !== null &&
      ofJavaScript.has(root) &&
      !nodesOf(written.code, 'VariableDeclarator').some(one => isName(one.id, root))
    )
      return `\`${textOf(written, left)}\` belongs to JavaScript itself and cannot be changed. Write a function of your own instead`
    const found = bracketed(written, left)
    if (found === null && !left.computed && isTensor(written, left.object as Node))
      return `tensors never change: \`${short(textOf(written, left))}\` cannot be set`
    if (found === null) continue
    const method = operator === '+=' || operator === '-=' ? 'indexAdd' : 'indexPut'
    const value = textOf(written, right)
    const call = `${textOf(written, found.on)}.${method}([${found.indices.join(', ')}], ${operator === '-=' ? `-(${value})` : value})`
    const isShort = operator !== '-=' && call.length <= 60
    const what = method === 'indexAdd' ? 'makes a copy with the values added' : 'makes a changed copy'
    return `tensors never change and have no [ ]: ${isShort ? `\`${call}\`` : `x.${method}([rows, columns], values)`} ${what}`
  }
  return null
}

const ofJavaScript: ReadonlySet<string> = new Set(
  'Math Object Array Number String Boolean Function Promise Map Set Symbol JSON Reflect Error RegExp Date'.split(
    ' ',
  ),
)

/** `const [values, indices] = x.max(1)`, `for (const row of x)`, `[...x]`. */
function adviceOnIterating(written: Written): string | null {
  for (const { id, init } of within(written, 'VariableDeclarator')) {
    if (id.type !== 'ArrayPattern' || init == null) continue
    const code = short(textOf(written, init))
    if (isBest(written, init))
      return `\`${code}\` gives an object, so take it apart with braces: const { values, indices } = ${code}`
    if (isTensor(written, init)) return `a tensor cannot be taken apart: ${code}.index(0) is its first row`
  }
  for (const { right } of within(written, 'ForOfStatement')) {
    if (!isTensor(written, right)) continue
    const code = short(textOf(written, right))
    return `a loop cannot go through a tensor: write for (let i = 0; i < ${code}.shape[0]; i++), and ${code}.index(i) for row i`
  }
  for (const { argument } of within(written, 'SpreadElement'))
    if (isTensor(written, argument))
      return `a tensor is not a list: write ${short(textOf(written, argument))}.data for its numbers`
  return null
}

/** How operators between tensors are written as methods. */
function adviceOnOperator(written: Written): string | null {
  for (const { node } of placesIn(written.code)) {
    const way = node.type === 'AssignmentExpression' ? changing(written, node) : asMethods(written, node)
    if (way === PLACED) return way
    const code = textOf(written, node)
    if (way !== null && code.length + way.length <= 120 && !code.includes('\n'))
      return `instead of \`${code}\` write \`${way}\``
  }
  return null
}

const PLACED =
  'tensors never change and have no [ ]: x.indexAdd([rows, columns], values) makes a copy with the values added'

/** `d += x`, and `d[i] += x`. */
function changing(
  written: Written,
  { left, operator, right }: Extract<Node, { type: 'AssignmentExpression' }>,
): string | null {
  if (![left as Node, right].some(one => isWorkedOut(written, one))) return null
  if (bracketed(written, left as Node) !== null && /^[-+]=$/.test(operator)) return PLACED
  const method = methodOf[operator.slice(0, -1)]
  return method === undefined || left.type !== 'Identifier'
    ? null
    : `${left.name} = ${left.name}.${method}(${asMethodsOr(written, right)})`
}

/** Whether it is a tensor, or would be one if tensors had operators. */
function isWorkedOut(written: Written, node: Node): boolean {
  if (node.type === 'UnaryExpression') return node.operator === '-' && isWorkedOut(written, node.argument)
  if (node.type === 'BinaryExpression')
    return methodOf[node.operator] !== undefined && [node.left, node.right].some(x => isWorkedOut(written, x))
  const method = node.type === 'CallExpression' ? methodIn(node.callee) : null
  return isTensor(written, node) || (method !== null && asMethods(written, method.on) !== null)
}

/** An expression with each operator of a tensor as a method, inside out; null where it has none. */
function asMethods(written: Written, node: Node): string | null {
  if (node.type === 'CallExpression') {
    const { callee } = node
    if (callee.type !== 'MemberExpression' || callee.computed) return null
    if (node.arguments.some(({ type }) => type === 'AssignmentExpression')) return null
    const on = asMethods(written, callee.object)
    return on === null ? null : `${on}.${written.file.text.slice(callee.property.start!, node.end!)}`
  }
  if (!isWorkedOut(written, node)) return null
  if (node.type === 'UnaryExpression') return `${receiver(written, node.argument)}.neg()`
  if (node.type !== 'BinaryExpression') return null
  const { left, operator, right } = node
  const method = methodOf[operator]
  const isTurned = /^[+*]$/.test(operator) && !isWorkedOut(written, left)
  const [first, second] = isTurned ? [right, left] : [left, right]
  return `${receiver(written, first)}.${method}(${asMethodsOr(written, second)})`
}

const asMethodsOr = (written: Written, node: Node): string =>
  asMethods(written, node) ?? textOf(written, node)

/** What stands in front of a dot: a number becomes a tensor. */
const receiver = (written: Written, node: Node): string =>
  isWorkedOut(written, node) ? asMethodsOr(written, node) : `tensor(${textOf(written, node)})`

const methodOf: Readonly<Record<string, string>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  '**': 'pow',
  '==': 'eq',
  '===': 'eq',
  '!=': 'ne',
  '!==': 'ne',
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
}
