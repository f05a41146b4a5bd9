/**
 * What the text of a function tells about a mistake, where its value alone does not: a name that only stands in the
 * braces, a function that was never called, a sign that means something else here. Only for what is no gradient.
 */

import { type Complaint, complaintIn } from '../../text/complaint.ts'
import { classesIn } from '../../text/definitions.ts'
import { type Node, nodesOf, placesIn } from '../../text/tree.ts'
import {
  callsOf,
  isClass,
  isField,
  isMethod,
  isName,
  operands,
  otherFunctions,
  resultType,
  returned,
  takenApart,
  textOf,
  typedParameters,
  type Written,
  within,
} from '../../text/written.ts'
import type { Judgement } from '../report.ts'
import { adviceOnConstant } from './advice-on-error.ts'
import { adviceOnOtherName } from './missing-method.ts'
import { isUnknown } from './missing-name.ts'

type Told = Pick<Judgement, 'verdict' | 'message' | 'advice' | 'diagnosis'>

/** Why it went wrong and what to do; null where the text does not tell. */
export function readingOf(told: Told, written: Written): string | null {
  // An error's message stands behind its name.
  const [, name = null, message = ''] = /^(\w*Error): (.*)$/s.exec(told.message) ?? []
  const given = { ...told, name, complaint: complaintIn(message) }
  for (const rule of rules) {
    const found = rule(given, written)
    if (found !== null) return found
  }
  return null
}

/** What was told of a row, and what the engine complained of, if it was an error. */
interface Given extends Told {
  /** Of the error. */
  readonly name: string | null
  readonly complaint: Complaint | null
}

type Rule = (given: Given, written: Written) => string | null

const fieldsOf = (written: Written): readonly string[] => takenApart(written)?.fields ?? []

const inBraces = (written: Written, name: string): string =>
  `name it in the braces of the function's first line: { ${[...written.parameters, name].join(', ')} }: ${takenApart(written)?.type ?? 'Scope'}`

const notDefined: Rule = ({ complaint, advice }, written) => {
  if (complaint?.of !== 'name') return null
  const { name } = complaint
  if (fieldsOf(written).includes(name)) return inBraces(written, name)
  if (name === 'math') return 'write Math with a capital: Math.sqrt(x)'
  if (Object.hasOwn(Math, name)) return `it belongs to Math: write Math.${name}`
  if (!isUnknown(advice)) return null
  const { parameters } = written
  return parameters.length === 0
    ? null
    : `is that a typo? This function receives ${parameters.join(', ')}; declare any other name with const`
}

/** A function in place of a number makes NaN of all it touches. */
const notCalled: Rule = ({ verdict, message, complaint }, written) => {
  const isOdd =
    verdict === 'not finite' ||
    message.includes('gave a function') ||
    message.includes('] a function') ||
    complaint?.of === 'iterating'
  if (!isOdd) return null
  const given = returned(written)
  const listed = given.flatMap(one => (one.type === 'ArrayExpression' ? one.elements : []))
  const used = [...operands(written), ...given, ...listed]
  const iterated = within(written, 'ForOfStatement').map(({ right }) => right)
  const name = otherFunctions(written).find(other => [...used, ...iterated].some(one => isName(one, other)))
  if (name === undefined) return null
  return fieldsOf(written).includes(name)
    ? `\`${name}\` is your function here. For its number, ${inBraces(written, name)}`
    : `\`${name}\` is a function, not a number: call it, ${name}(…)`
}

/** An operator beside an object, of a class of this file, makes NaN. */
const objectOperand: Rule = ({ verdict, message }, written) => {
  if (verdict !== 'not finite' && !message.includes('[object Object]')) return null
  const typed = typedParameters(written).filter(({ type }) =>
    isClass(written, type.replace(/ \| number$/, '')),
  )
  const objects = [...(isMethod(written) ? ['this'] : []), ...typed.map(({ name }) => name)]
  const sides = operands(written)
  const name = objects.find(object => sides.some(side => isName(side, object)))
  if (name === undefined) return null
  const gives = /^[A-Z]\w*$/.test(resultType(written))
  const way = gives && name !== 'this' ? 'use methods' : `its number is ${name}.data`
  return `\`${name}\` is an object, and operators do not work on objects: ${way}`
}

/** It is to return an object of a class of this file, or a list of them, and returns something else. */
const noObject: Rule = ({ message, name }, written) => {
  const [, type = '', list] = /^(?:readonly )?(\w+)(\[\])?$/.exec(resultType(written)) ?? []
  const isOther =
    name === null &&
    (message.includes('gave nothing') ||
      message.includes('] nothing') ||
      complaintAtEnd(message)?.of === 'call')
  if (!isOther || type === '' || !isClass(written, type) || returned(written).length === 0) return null
  return list === undefined
    ? `it must return a ${type}. Operators make plain numbers: use methods, or new ${type}(…)`
    : `each element of its list must be a ${type}. Operators make plain numbers, and a method has to be called with (…)`
}

/** Of `gave something that cannot be used: x.exp is not …` the engine's part. */
const complaintAtEnd = (message: string): Complaint | null =>
  complaintIn(message.slice(message.lastIndexOf(': ') + 1).trim())

/** The object itself in place of the number in it. */
const wholeObject: Rule = ({ message }, written) =>
  message.includes('gave an object, needs a number') && isField(written, 'data')
    ? 'it returns the object. The number is inside: x.data'
    : null

/** A function that was to be handed on was called. */
const calledAtOnce: Rule = ({ complaint }, written) => {
  if (complaint?.of !== 'undefined') return null
  const handed = within(written, 'NewExpression').flatMap(one => one.arguments as Node[])
  const name = otherFunctions(written).find(other =>
    handed.some(one => one.type === 'CallExpression' && isName(one.callee, other)),
  )
  return name === undefined
    ? null
    : `${name}(…) calls the function right away. To pass it on, write its name alone: ${name}`
}

/** A method was asked of what has none: a list, or what may be a number. */
const methodOfNone: Rule = ({ complaint }, written) => {
  if (complaint?.of !== 'call' || complaint.on === null || Object.hasOwn(listMethods, complaint.called))
    return null
  const { on: name, called: method } = complaint
  const type = typedParameters(written).find(one => one.name === name)?.type ?? ''
  if (/^(?:readonly )?[A-Z]\w*\[\]/.test(type))
    return `\`${name}\` is a list, and ${method} is a method of its elements: ${name}.map(x => x.${method}())`
  return /^\w+ \| number$/.test(type)
    ? `\`${name}\` may be a plain number here, and numbers have no methods: make an object from it first`
    : null
}

/** `n => n.parameters`: the method itself, and not what it gives. */
const methodNotCalled: Rule = ({ verdict, name }, written) => {
  if (verdict === 'threw' && name === null) return null
  for (const { node, parent } of placesIn(written.code)) {
    if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier') continue
    if (parent?.type === 'CallExpression' || parent?.type === 'MemberExpression') continue
    if (parent?.type === 'AssignmentExpression') continue
    const method = node.property.name
    if (isField(written, method) || isSigned(written, method)) continue
    const owners = [...classesIn(written.file).values()].filter(({ body }) =>
      body.body.some(
        one => one.type === 'ClassMethod' && one.kind === 'method' && isName(one.key as Node, method),
      ),
    )
    const code = textOf(written, node)
    if (owners.length > 0) return `\`${code}\` is the method itself: call it, ${code}()`
  }
  return null
}

/** Whether an interface or a type of its file has a field of this name. */
const isSigned = ({ file }: Written, name: string): boolean =>
  nodesOf(file.program, 'TSPropertySignature').some(({ key }) => isName(key, name))

const noSpread: Rule = ({ verdict, message }, written) => {
  const isSure = verdict === 'not finite' || message.includes('nothing')
  for (const { callee, arguments: given } of within(written, 'CallExpression')) {
    const [, name] = /^Math\.(max|min|hypot)$/.exec(textOf(written, callee)) ?? []
    const [only] = given
    if (name === undefined || given.length !== 1 || only.type !== 'Identifier') continue
    if (isSure || isList(written, only.name))
      return `Math.${name} takes numbers, not a list of them: Math.${name}(...${only.name})`
  }
  return null
}

/** Whether a name is a list, as far as its type or its first value tells. */
function isList(written: Written, name: string): boolean {
  if (typedParameters(written).some(one => one.name === name && one.type.endsWith('[]'))) return true
  return within(written, 'VariableDeclarator').some(
    ({ id, init }) => isName(id, name) && init?.type === 'ArrayExpression',
  )
}

const power: Rule = ({ verdict }, written) =>
  verdict === 'wrong' && within(written, 'BinaryExpression').some(({ operator }) => operator === '^')
    ? '`^` is not a power in TypeScript: write `x ** 2`'
    : null

const plusAfter: Rule = ({ verdict }, written) =>
  verdict === 'wrong' &&
  within(written, 'AssignmentExpression').some(
    ({ operator, right }) =>
      operator === '=' &&
      right.type === 'UnaryExpression' &&
      right.operator === '+' &&
      written.file.text[right.start! - 1] === '=',
  )
    ? '`=+` replaces the value: `+=` adds to it'
    : null

const wholeDivision: Rule = ({ verdict }, written) => {
  if (verdict !== 'wrong' && verdict !== 'not finite') return null
  const { text, comments } = written.file
  const { start, end } = written.code
  for (const comment of comments) {
    if (comment.start! < start! || comment.end! > end!) continue
    const before = text.slice(text.lastIndexOf('\n', comment.start!) + 1, comment.start!)
    const name = /^\s*([A-Za-z]\w*)\)*\s*$/.exec(comment.value)?.[1]
    if (/[\w)]\s*$/.test(before) && name !== undefined && written.parameters.includes(name))
      return `// starts a comment, so nothing was divided by \`${name}\`: write a single /`
  }
  return null
}

const pythonTuple: Rule = ({ verdict, message }, written) => {
  if (verdict !== 'wrong type' || !/gave the number .*needs a list/.test(message)) return null
  const [given] = returned(written)
  if (given === undefined || given.type === 'ArrayExpression') return null
  return given.type === 'SequenceExpression'
    ? 'write a list with brackets: [a, b]'
    : 'there is no arithmetic on lists: write xs.map(x => 2 * x)'
}

const noSuchPlace: Rule = ({ message, advice }, written) => {
  if (returned(written).length === 0) return null
  if (message.startsWith('gave something that cannot be used') && advice?.includes('return') === true)
    return 'it returns something else than the check needs: look at the type in its first line'
  return message.includes('gave nothing')
    ? 'what it returns is undefined, for example an element past the end of a list'
    : null
}

const places: Rule = ({ message }, written) => {
  const [loop] = within(written, 'ForInStatement')
  if (loop === undefined || !/the text|is NaN|gave NaN|on string/.test(message)) return null
  const [made] = loop.left.type === 'VariableDeclaration' ? loop.left.declarations : []
  return made === undefined
    ? null
    : `\`in\` goes through the indices, as text. For the elements write for (const ${textOf(written, made.id)} of ${textOf(written, loop.right)})`
}

const listMethods: Readonly<Record<string, string>> = {
  append: 'to add to a list write xs.push(x)',
  index: 'to find x in a list write xs.indexOf(x)',
  copy: 'to copy a list write [...xs]',
  extend: 'to add a list to a list write xs.push(...ys)',
}

const typeErrors: Rule = ({ complaint }, written) => {
  switch (complaint?.of) {
    case 'constant':
      return adviceOnConstant(written)
    case 'new':
      return `to make an object write new ${complaint.name}(…)`
    case 'place':
      return `the list has no index ${complaint.place}: indices start at 0 and end at its length - 1`
    case 'iterating': {
      const pairs = within(written, 'ForOfStatement').find(
        ({ left, right }) =>
          left.type === 'VariableDeclaration' &&
          left.declarations[0].id.type === 'ArrayPattern' &&
          right.type === 'Identifier',
      )
      return pairs === undefined
        ? 'a list is needed there'
        : `for indices and elements together write ${textOf(written, pairs.right)}.entries()`
    }
    case 'taking apart':
      return 'a function that takes an object apart was called without it: what should it be given?'
    case 'call':
      return notThere(complaint.called, complaint.on, written)
  }
  return null
}

/** Something was called that is no function. */
function notThere(called: string, on: string | null, written: Written): string {
  if (Object.hasOwn(listMethods, called)) return listMethods[called]
  const method = on === null ? null : adviceOnOtherName(called)
  if (method !== null) return method
  if (on === 'Math') return `did you mean Math.${called.toLowerCase()}?`
  if (callsOf(written, called).length > 0)
    return `${called}(…) is a call. An element of a list is xs[0], and a product needs its *`
  const members = within(written, 'CallExpression').map(({ callee }) => callee)
  const isAsked = members.some(
    callee => callee.type === 'MemberExpression' && !callee.computed && isName(callee.property, called),
  )
  if (isAsked)
    return on === null ? `${called} is not a function there` : `\`${on}\` has no function ${called} here`
  return 'something was passed to another function that it cannot use: which argument comes first, which second?'
}

const rules: readonly Rule[] = [
  notDefined,
  objectOperand,
  notCalled,
  calledAtOnce,
  noObject,
  wholeObject,
  methodOfNone,
  methodNotCalled,
  noSpread,
  places,
  power,
  plusAfter,
  wholeDivision,
  pythonTuple,
  noSuchPlace,
  typeErrors,
]
