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
import { bracketed, isBest, isTensor, noMemberIn, short } from './tensors.ts'

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

/** How an operator between tensors is written as a method. */
function adviceOnOperator(written: Written): string | null {
  for (const { node } of placesIn(written.code)) {
    if (node.type === 'UnaryExpression' && node.operator === '-' && isTensor(written, node.argument))
      return asMethod(written, node, `${receiver(written, node.argument)}.neg()`)
    if (node.type === 'AssignmentExpression' && isTensor(written, node.right)) {
      const method = methodOf[node.operator.slice(0, -1)]
      const found = bracketed(written, node.left as Node)
      if (found !== null && /^[-+]=$/.test(node.operator))
        return 'tensors never change and have no [ ]: x.indexAdd([rows, columns], values) makes a copy with the values added'
      if (method === undefined || node.left.type !== 'Identifier') continue
      const { name } = node.left
      return asMethod(written, node, `${name} = ${name}.${method}(${textOf(written, node.right)})`)
    }
    if (node.type !== 'BinaryExpression') continue
    const { left, operator, right } = node
    const [a, b] = [isTensor(written, left), isTensor(written, right)]
    const method = methodOf[operator]
    if (method === undefined || !(a || b)) continue
    const from =
      a || left.type !== 'NumericLiteral' ? receiver(written, left) : `tensor(${textOf(written, left)})`
    return asMethod(written, node, `${from}.${method}(${textOf(written, right)})`)
  }
  return null
}

const asMethod = (written: Written, node: Node, way: string): string | null => {
  const code = textOf(written, node)
  return code.length + way.length > 120 || code.includes('\n')
    ? null
    : `instead of \`${code}\` write \`${way}\``
}

/** What stands in front of a dot: in parentheses where it is more than a chain of calls. */
const receiver = (written: Written, node: Node): string =>
  /^(?:Identifier|CallExpression|MemberExpression)$/.test(node.type)
    ? textOf(written, node)
    : `(${textOf(written, node)})`

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
