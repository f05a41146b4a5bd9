/**
 * What the text of a function tells about a mistake, where its value alone does not: a name that only stands in the
 * braces, a function that was never called, a sign that means something else here. Only for what is no gradient.
 */

import { type Complaint, complaintIn } from '../../text/complaint.ts'
import type { Node } from '../../text/tree.ts'
import {
  assigns,
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
import { adviceOnOtherName, FIRST_TIME } from './advice-on-error.ts'

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
  if (name === 'math') return 'it is called Math here, with a capital: Math.sqrt(x)'
  if (Object.hasOwn(Math, name)) return `it is a part of Math: Math.${name}`
  if (assigns(written, name) || advice?.startsWith(FIRST_TIME) !== true) return null
  const { parameters } = written
  return parameters.length === 0
    ? null
    : `is it a slip of the pen? This function is handed ${parameters.join(', ')}; any other name has to be made first, with const`
}

/** A function in place of a number makes NaN of all it touches. */
const notCalled: Rule = ({ verdict, message, complaint }, written) => {
  const isOdd =
    verdict === 'not finite' ||
    message.includes('gave a function') ||
    message.includes('] a function') ||
    complaint?.of === 'iterating'
  if (!isOdd) return null
  const listed = within(written, 'ArrayExpression').flatMap(({ elements }) => elements)
  const used = [...operands(written), ...returned(written), ...listed]
  const iterated = within(written, 'ForOfStatement').map(({ right }) => right)
  const name = otherFunctions(written).find(other => [...used, ...iterated].some(one => isName(one, other)))
  if (name === undefined) return null
  return fieldsOf(written).includes(name)
    ? `\`${name}\` is your function here. For its number, ${inBraces(written, name)}`
    : `\`${name}\` is a function, and no number: call it, ${name}(…)`
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
    ? `it is to return a ${type}. Operators make plain numbers: use methods, or new ${type}(…)`
    : `what stands in its list is to be a ${type} each. Operators make plain numbers; a method is called with (…)`
}

/** Of `gave something that cannot be used: x.exp is not …` the engine's part. */
const complaintAtEnd = (message: string): Complaint | null =>
  complaintIn(message.slice(message.lastIndexOf(': ') + 1).trim())

/** The object itself in place of the number in it. */
const wholeObject: Rule = ({ message }, written) =>
  message.includes('gave an object, needs a number') && isField(written, 'data')
    ? 'the number of an object is in it: x.data'
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
    : `${name}(…) calls the function at once. To hand it on, write its name alone: ${name}`
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
    ? `\`${name}\` may be a plain number here, and numbers have no methods: make an object of it first`
    : null
}

const noSpread: Rule = ({ verdict, message }, written) => {
  if (verdict !== 'not finite' && !message.includes('nothing')) return null
  for (const { callee, arguments: given } of within(written, 'CallExpression')) {
    const [, name] = /^Math\.(max|min|hypot)$/.exec(textOf(written, callee)) ?? []
    const [only] = given
    if (name !== undefined && given.length === 1 && only.type === 'Identifier')
      return `Math.${name} takes numbers, not a list of them: Math.${name}(...${only.name})`
  }
  return null
}

const power: Rule = ({ verdict }, written) =>
  verdict === 'wrong' && within(written, 'BinaryExpression').some(({ operator }) => operator === '^')
    ? '`^` is no power in TypeScript: write `x ** 2`'
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
    ? '`=+` puts what follows in its place: what adds to it is `+=`'
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
      return `what stands behind // is a comment, so nothing was divided by \`${name}\`: a division is one /`
  }
  return null
}

const pythonTuple: Rule = ({ verdict, message }, written) => {
  if (verdict !== 'wrong type' || !/gave the number .*needs a list/.test(message)) return null
  const [given] = returned(written)
  if (given === undefined || given.type === 'ArrayExpression') return null
  return given.type === 'SequenceExpression'
    ? 'a list is written with brackets: [a, b]'
    : 'lists have no arithmetic: xs.map(x => 2 * x) goes through one'
}

const noSuchPlace: Rule = ({ message }, written) =>
  message.includes('gave nothing') && returned(written).length > 0
    ? 'it returns something that has no value, such as a place that is not in the list'
    : null

const places: Rule = ({ message }, written) => {
  const [loop] = within(written, 'ForInStatement')
  if (loop === undefined || !/the text|is NaN|gave NaN|on string/.test(message)) return null
  const [made] = loop.left.type === 'VariableDeclaration' ? loop.left.declarations : []
  return made === undefined
    ? null
    : `\`in\` goes through the places, as texts. For the elements write for (const ${textOf(written, made.id)} of ${textOf(written, loop.right)})`
}

const listMethods: Readonly<Record<string, string>> = {
  append: 'a list grows by xs.push(x)',
  index: 'the place of x in a list is xs.indexOf(x)',
  copy: 'a copy of a list is [...xs]',
  extend: 'a list grows by xs.push(...ys)',
}

const typeErrors: Rule = ({ complaint }, written) => {
  switch (complaint?.of) {
    case 'constant':
      return 'a name that changes is made with let, not const'
    case 'new':
      return `an object is made with new: new ${complaint.name}(…)`
    case 'place':
      return `the list has no place ${complaint.place}: places count from 0, and end one before its length`
    case 'iterating': {
      const pairs = within(written, 'ForOfStatement').find(
        ({ left, right }) =>
          left.type === 'VariableDeclaration' &&
          left.declarations[0].id.type === 'ArrayPattern' &&
          right.type === 'Identifier',
      )
      return pairs === undefined
        ? 'a list was needed there'
        : `places and elements together are ${textOf(written, pairs.right)}.entries()`
    }
    case 'taking apart':
      return 'a function was called without what it takes apart: what is it to be handed?'
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
    return `${called}(…) calls it. An element of a list is xs[0]; a product needs its *`
  const members = within(written, 'CallExpression').map(({ callee }) => callee)
  const isAsked = members.some(
    callee => callee.type === 'MemberExpression' && !callee.computed && isName(callee.property, called),
  )
  if (isAsked) return `there is no ${called} in what stands before its dot`
  return 'what was handed to another function is not what it takes: what does it want first, what second?'
}

const rules: readonly Rule[] = [
  notDefined,
  objectOperand,
  notCalled,
  calledAtOnce,
  noObject,
  wholeObject,
  methodOfNone,
  noSpread,
  places,
  power,
  plusAfter,
  wholeDivision,
  pythonTuple,
  noSuchPlace,
  typeErrors,
]
