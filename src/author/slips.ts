/**
 * Slips as rules: from a part of a right answer to what somebody writes in its place. Each rule says its family; the
 * families are those of the diagnosis.
 */
import type { CallExpression, Expression } from '../text/expressions.ts'

/** What stands in place of the part. */
export interface Substitution {
  readonly family: string
  readonly text: string
}

/** What is known around the answer. */
export interface AnswerContext {
  /** The text of a part. */
  readonly textOf: (node: Expression) => string
  /** Names of tensors that have the same shape at every size and could be meant instead. */
  readonly lookalikes: (name: string) => readonly string[]
  /** Whether the name is a plain number, such as the batch size. */
  readonly isNumber: (name: string) => boolean
  /** Whether the name is a gradient from above. */
  readonly isGradient: (name: string) => boolean
}

type Rule = (node: Expression, setting: AnswerContext) => Substitution[]

const slips = (family: string, ...texts: readonly string[]): Substitution[] =>
  texts.map(text => ({ family, text }))

/** A call of a method by name: what it is called on, and its arguments. */
function method(
  node: Expression,
  ...names: readonly string[]
): { on: Expression; args: readonly Expression[]; name: string } | null {
  if (node.kind !== 'call' || node.callee.kind !== 'member') return null
  const { of, name } = node.callee
  return names.includes(name) ? { on: of, args: node.args, name } : null
}

const functionNamed = (node: Expression, ...names: readonly string[]): CallExpression | null =>
  node.kind === 'call' && node.callee.kind === 'name' && names.includes(node.callee.name) ? node : null

/** Sums of branches: one dropped, overwritten, doubled, subtracted, multiplied. */
const sums: Rule = (node, { textOf }) => {
  const found = method(node, 'add')
  if (found === null || found.args.length !== 1) return []
  const [a, b] = [textOf(found.on), textOf(found.args[0])]
  return [
    ...slips('a use forgotten', a, b),
    ...slips(
      'overwritten, doubled, subtracted',
      `${a}.sub(${b})`,
      `${a}.mul(${b})`,
      `${a}.add(${b}).add(${b})`,
      `${a}.add(${a}).add(${b})`,
    ),
  ]
}

const differences: Rule = (node, { textOf }) => {
  const found = method(node, 'sub')
  if (found === null || found.args.length !== 1) return []
  const [a, b] = [textOf(found.on), textOf(found.args[0])]
  return [
    ...slips('a use forgotten', a, b),
    ...slips('sign, factor', `${a}.add(${b})`, `${a}.sub(${b}).neg()`),
  ]
}

/** Products: a factor dropped is the upstream or the local derivative missing. */
const products: Rule = (node, { textOf }) => {
  const found = method(node, 'mul', 'div')
  if (found === null || found.args.length !== 1) return []
  const [a, b] = [textOf(found.on), textOf(found.args[0])]
  const other = found.name === 'mul' ? 'div' : 'mul'
  return [
    ...slips('local derivative missing', a),
    ...slips('upstream missing', b),
    ...slips('wrong local derivative', `${a}.${other}(${b})`, `${a}.add(${b})`),
    ...slips('wrong operand', `${a}.mul(${a})`, `${a}.${found.name}(${b}).${found.name}(${b})`),
  ]
}

const functions: Readonly<Record<string, readonly string[]>> = {
  exp: ['log', 'tanh'],
  log: ['exp', 'abs'],
  tanh: ['exp', 'abs'],
  sqrt: ['abs', 'exp'],
  relu: ['abs', 'tanh'],
  sigmoid: ['tanh'],
  abs: ['neg'],
  sign: ['abs'],
}

/** Functions of one tensor: left out, or another. */
const otherFunction: Rule = (node, { textOf }) => {
  const found = method(node, 'neg', 'pow', ...Object.keys(functions))
  if (found === null) return []
  const on = textOf(found.on)
  if (found.name === 'neg') return slips('sign, factor', on)
  return slips('wrong local derivative', on, ...(functions[found.name] ?? []).map(name => `${on}.${name}()`))
}

/** Sums over dimensions: missing, over another dimension, over all, a mean, the option forgotten. */
const reductions: Rule = (node, { textOf }) => {
  const found = method(node, 'sum', 'mean', 'var', 'std', 'max', 'min')
  if (found === null) return []
  const on = textOf(found.on)
  const args = found.args.map(textOf)
  const [first] = found.args
  const [dim, ...options] = first === undefined || first.kind === 'object' ? [undefined, ...args] : args
  const others = ['0', '1', '-1'].filter(other => other !== dim)
  const swapped = found.name === 'sum' ? 'mean' : 'sum'
  return [
    ...(found.name === 'max' || found.name === 'min' ? [] : slips('reduction', on)),
    ...slips('reduction', ...others.map(other => `${on}.${found.name}(${[other, ...options].join(', ')})`)),
    ...slips('reduction', `${on}.${swapped}(${args.join(', ')})`),
    ...(args.length > 0 ? slips('reduction', `${on}.${found.name}()`) : []),
    ...(options.length > 0
      ? slips('shape', `${on}.${found.name}(${dim ?? ''})`)
      : dim === undefined
        ? []
        : slips('shape', `${on}.${found.name}(${dim}, { keepdim: true })`)),
  ]
}

/** Matrix products: the order, the turning over, the kind of product. */
const matrices: Rule = (node, { textOf }) => {
  const found = method(node, 'matmul')
  if (found === null) return []
  const [a, b] = [textOf(found.on), textOf(found.args[0])]
  const turned = (text: string): string => (text.endsWith('.T') ? text.slice(0, -2) : `${text}.T`)
  return [
    ...slips('shape', `${b}.matmul(${a})`, `${turned(a)}.matmul(${b})`, `${a}.matmul(${turned(b)})`),
    ...slips('shape', `${turned(b)}.matmul(${turned(a)})`, `${turned(b)}.matmul(${a})`),
    ...slips('wrong local derivative', `${a}.mul(${b})`, a, b),
  ]
}

/** Rearrangements: left out, or to another arrangement. */
const arrangements: Rule = (node, { textOf }) => {
  if (node.kind === 'member' && node.name === 'T') return slips('shape', textOf(node.of))
  const found = method(
    node,
    'view',
    'expandAs',
    'expand',
    'unsqueeze',
    'squeeze',
    'flatten',
    'permute',
    'transpose',
  )
  if (found === null) return []
  return slips('shape', textOf(found.on), `${textOf(found.on)}.T`, `${textOf(node)}.T`)
}

/** Scatters and picks: assigned for added, the wrong thing put, the wrong order of indices. */
const indices: Rule = (node, { textOf }) => {
  const found = method(node, 'indexAdd', 'indexPut', 'index', 'scatterAdd', 'gather')
  if (found === null) return []
  const on = textOf(found.on)
  const [where, ...what] = found.args
  const rest = what.map(arg => `, ${textOf(arg)}`).join('')
  const swapped =
    where?.kind === 'array' && where.parts.length === 2
      ? slips('index', `${on}.${found.name}([${[...where.parts].reverse().map(textOf).join(', ')}]${rest})`)
      : []
  if (found.name === 'index' || found.name === 'gather') return [...slips('index', on), ...swapped]
  const list = where === undefined ? '' : where.kind === 'array' ? textOf(where) : `[${textOf(where)}]`
  return [
    ...(found.name === 'indexAdd' ? slips('scatter', `${on}.indexPut(${list}${rest})`) : []),
    ...slips('scatter', on, ...what.map(arg => textOf(arg))),
    ...slips('scatter', `${textOf(node)}.add(${textOf(node)})`),
    ...swapped,
  ]
}

/** Functions of the door: their arguments exchanged, or another function. */
const makers: Rule = (node, { textOf }) => {
  const found = functionNamed(
    node,
    'zerosLike',
    'onesLike',
    'oneHot',
    'softmax',
    'where',
    'logSoftmax',
    'maximum',
  )
  if (found === null) return []
  const name = (found.callee as { name: string }).name
  const args = found.args.map(textOf)
  switch (name) {
    case 'zerosLike':
      return slips('scatter', `onesLike(${args})`)
    case 'onesLike':
      return slips('scatter', `zerosLike(${args})`)
    case 'oneHot':
      return slips('index', `zeros(${args[0]}.shape[0], ${args[1]})`, `ones(${args[0]}.shape[0], ${args[1]})`)
    case 'softmax':
      return [
        ...slips('wrong local derivative', args[0], `${args[0]}.exp()`, `logSoftmax(${args.join(', ')})`),
        ...slips('reduction', `softmax(${args[0]}, ${args[1] === '0' ? 1 : 0})`),
      ]
    case 'where':
      return slips('wrong operand', `where(${args[0]}, ${args[2]}, ${args[1]})`, args[1], args[2])
    default:
      return slips('wrong operand', ...args)
  }
}

/** Numbers: sign, off by one, double, half. */
const numbers: Rule = node => {
  if (node.kind !== 'number') return []
  const { value } = node
  const near = [-value, value + 1, value - 1, value * 2, value / 2].filter(other => other !== value)
  return slips('sign, factor', ...new Set(near.map(other => (other < 0 ? `(${other})` : String(other)))))
}

/** Names: n for n - 1, another tensor that fits, ones for the gradient from above. */
const names: Rule = (node, { lookalikes, isNumber, isGradient }) => {
  if (node.kind !== 'name') return []
  const { name } = node
  if (isNumber(name)) return slips('sign, factor', `(${name} - 1)`, `(${name} + 1)`, '1', `(2 * ${name})`)
  return [
    ...slips('wrong operand', ...lookalikes(name)),
    ...(isGradient(name) ? slips('upstream missing', `onesLike(${name})`) : []),
    ...(lookalikes(name).length > 0 || isGradient(name) ? slips('sign, factor', `${name}.neg()`) : []),
  ]
}

const opposite: Readonly<Record<string, readonly string[]>> = {
  '+': ['-', '*'],
  '-': ['+'],
  '*': ['/', '+'],
  '/': ['*'],
  '**': ['*'],
  '<': ['<='],
}

/** Arithmetic of plain numbers: a part left out, another operator. */
const arithmetic: Rule = (node, { textOf }) => {
  if (node.kind === 'unary') return slips('sign, factor', textOf(node.parts[0]))
  if (node.kind !== 'binary' || opposite[node.operator] === undefined) return []
  const [a, b] = [textOf(node.left), textOf(node.right)]
  if (node.operator === '<') return []
  return slips(
    'sign, factor',
    `(${a})`,
    `(${b})`,
    ...opposite[node.operator].map(sign => `(${a} ${sign} ${b})`),
  )
}

export const rules: readonly Rule[] = [
  sums,
  differences,
  products,
  otherFunction,
  reductions,
  matrices,
  arrangements,
  indices,
  makers,
  numbers,
  names,
  arithmetic,
]

/** What happens to a result as a whole. */
export const ofResult = (text: string, numberNames: readonly string[]): Substitution[] => [
  ...slips('sign, factor', `${text}.neg()`, `${text}.mul(2)`, `${text}.div(2)`),
  ...numberNames.flatMap(n =>
    slips(
      'sign, factor',
      `${text}.mul(${n})`,
      `${text}.div(${n})`,
      `${text}.mul((${n} - 1) / ${n})`,
      `${text}.mul(${n} / (${n} - 1))`,
    ),
  ),
  ...slips('shape', `${text}.flatten()`, `${text}.unsqueeze(0)`, `${text}.T`),
  ...slips(
    'reduction',
    `${text}.sum()`,
    `${text}.sum(0, { keepdim: true })`,
    `${text}.mean(0, { keepdim: true })`,
  ),
]

/** What an assignment becomes: assigned for added up, and the reverse sign. */
export const ofAssignment: Readonly<Record<string, readonly Substitution[]>> = {
  '+=': [...slips('overwritten, doubled, subtracted', '='), ...slips('sign, factor', '-=')],
  '-=': slips('sign, factor', '+='),
}
