/** Mistakes with objects of a class: with their methods, their numbers and what makes them. */
import { type Complaint, complaintIn } from '../../text/complaint.ts'
import { classesIn } from '../../text/definitions.ts'
import { type Node, nodesOf, placesIn } from '../../text/tree.ts'
import {
  isClass,
  isField,
  isMethod,
  isName,
  operands,
  otherFunctions,
  resultType,
  returned,
  textOf,
  typedParameters,
  type Written,
  within,
} from '../../text/written.ts'
import { listMethods } from './elsewhere.ts'
import type { TextRule } from './text-rule.ts'

/** An operator beside an object, of a class of this file, makes NaN. */
export const objectOperand: TextRule = ({ verdict, message }, written) => {
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
const noObject: TextRule = ({ message, name }, written) => {
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
const wholeObject: TextRule = ({ message }, written) =>
  message.includes('gave an object, needs a number') && isField(written, 'data')
    ? 'it returns the object. The number is inside: x.data'
    : null

/** A function that was to be handed on was called. */
const calledAtOnce: TextRule = ({ complaint }, written) => {
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
const methodOfNone: TextRule = ({ complaint }, written) => {
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
const methodNotCalled: TextRule = ({ verdict, name }, written) => {
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

export const objectRules: readonly TextRule[] = [
  calledAtOnce,
  noObject,
  wholeObject,
  methodOfNone,
  methodNotCalled,
]
