/** `x.sum(0, keepdim=True)`: Python's named arguments, which TypeScript reads as assignments, and the call without them. */
import { type Node, nodesOf } from '../../text/tree.ts'
import { isName, textOf, type Written, within } from '../../text/written.ts'
import { methodIn, short } from './tensors.ts'

type Call = Extract<Node, { type: 'CallExpression' }>
type Given = Extract<Node, { type: 'AssignmentExpression' }>

/** The call in which this name is, or belongs to, a named argument; null where there is none. */
export const callWithNamed = (written: Written, name: string): Call | null =>
  within(written, 'CallExpression').findLast(call =>
    namedIn(call).some(
      one =>
        isName(one.left, name) ||
        isName(one.right, name) ||
        nodesOf(one.right, 'Identifier').some(x => x.name === name),
    ),
  ) ?? null

const namedIn = (call: Call): Given[] =>
  call.arguments.flatMap(one =>
    one.type === 'AssignmentExpression' && one.operator === '=' && one.left.type === 'Identifier'
      ? [one]
      : [],
  )

/** Options go into an object. */
const OPTIONS: ReadonlySet<string> = new Set(['keepdim', 'keepdims', 'unbiased', 'min', 'max'])
/** Dimensions stand first. */
const DIMENSIONS: ReadonlySet<string> = new Set(['dim', 'axis', 'dims'])
/** These stand last. */
const LAST: ReadonlySet<string> = new Set(['num_classes', 'numClasses', 'classes', 'depth'])

export function withoutNames(written: Written, call: Call): string {
  const named = namedIn(call)
  const nameOf = ({ left }: Given): string => (left as { name: string }).name
  const ownValue = ({ right }: Given): string => translated(written, right)
  if (named.some(one => nameOf(one) === 'accumulate'))
    return 'TypeScript has no named arguments. x.indexPut(indices, values) replaces, and x.indexAdd(indices, values) adds'
  const known = named.every(one => [OPTIONS, DIMENSIONS, LAST].some(names => names.has(nameOf(one))))
  if (!known) {
    const [first] = named
    return `TypeScript has no named arguments: \`${nameOf(first)}=…\` sets a variable. Write the value alone, in its place`
  }
  const plain = call.arguments.filter(one => !named.includes(one as Given)).map(one => textOf(written, one))
  const pick = (names: ReadonlySet<string>) => named.filter(one => names.has(nameOf(one)))
  const options = pick(OPTIONS).map(one => `${nameOf(one).replace('keepdims', 'keepdim')}: ${ownValue(one)}`)
  const given = [
    // A function takes its tensor first, a method has it in front of the dot.
    ...(methodIn(call.callee) === null ? plain : []),
    ...pick(DIMENSIONS).map(ownValue),
    ...(methodIn(call.callee) === null ? [] : plain),
    ...pick(LAST).map(ownValue),
    ...(options.length === 0 ? [] : [`{ ${options.join(', ')} }`]),
  ]
  return `TypeScript has no named arguments: write \`${short(`${textOf(written, call.callee)}(${given.join(', ')})`)}\``
}

const WORDS: Readonly<Record<string, string>> = { True: 'true', False: 'false', None: 'null' }

function translated(written: Written, value: Node): string {
  if (value.type === 'Identifier' && Object.hasOwn(WORDS, value.name)) return WORDS[value.name]
  // (0, 1) is a tuple in Python.
  if (value.type === 'SequenceExpression')
    return `[${value.expressions.map(one => textOf(written, one)).join(', ')}]`
  return textOf(written, value)
}
