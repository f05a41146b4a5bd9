/**
 * What the text of a function tells about a mistake, where its value alone does not: a name that only stands in the
 * braces, a function that was never called, a sign that means something else here. Only for what is no gradient.
 */

import { complaintIn } from '../../text/complaint.ts'
import {
  callsOf,
  isName,
  operands,
  otherFunctions,
  returned,
  takenApart,
  textOf,
  typedParameters,
  type Written,
  within,
} from '../../text/written.ts'
import { adviceOnConstant } from './advice-on-error.ts'
import { listMethods } from './elsewhere.ts'
import { adviceOnOtherName } from './missing-method.ts'
import { isUnknown } from './missing-name.ts'
import { objectOperand, objectRules } from './objects.ts'
import type { TextRule, ToldRow } from './text-rule.ts'

/** Why it went wrong and what to do; null where the text does not tell. */
export function readingOf(told: ToldRow, written: Written): string | null {
  // An error's message stands behind its name.
  const [, name = null, message = ''] = /^(\w*Error): (.*)$/s.exec(told.message) ?? []
  const given = { ...told, name, complaint: complaintIn(message) }
  for (const rule of rules) {
    const found = rule(given, written)
    if (found !== null) return found
  }
  return null
}

const fieldsOf = (written: Written): readonly string[] => takenApart(written)?.fields ?? []

const inBraces = (written: Written, name: string): string =>
  `name it in the braces of the function's first line: { ${[...written.parameters, name].join(', ')} }: ${takenApart(written)?.type ?? 'Scope'}`

const notDefined: TextRule = ({ complaint, advice }, written) => {
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
const notCalled: TextRule = ({ verdict, message, complaint }, written) => {
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

const noSpread: TextRule = ({ verdict, message }, written) => {
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

const power: TextRule = ({ verdict }, written) =>
  verdict === 'wrong' && within(written, 'BinaryExpression').some(({ operator }) => operator === '^')
    ? '`^` is not a power in TypeScript: write `x ** 2`'
    : null

const plusAfter: TextRule = ({ verdict }, written) =>
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

const wholeDivision: TextRule = ({ verdict }, written) => {
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

const pythonTuple: TextRule = ({ verdict, message }, written) => {
  if (verdict !== 'wrong type' || !/gave the number .*needs a list/.test(message)) return null
  const [given] = returned(written)
  if (given === undefined || given.type === 'ArrayExpression') return null
  return given.type === 'SequenceExpression'
    ? 'write a list with brackets: [a, b]'
    : 'there is no arithmetic on lists: write xs.map(x => 2 * x)'
}

const noSuchPlace: TextRule = ({ message, advice }, written) => {
  if (returned(written).length === 0) return null
  if (message.startsWith('gave something that cannot be used') && advice?.includes('return') === true)
    return 'it returns something else than the check needs: look at the type in its first line'
  return message.includes('gave nothing')
    ? 'what it returns is undefined, for example an element past the end of a list'
    : null
}

const places: TextRule = ({ message }, written) => {
  const [loop] = within(written, 'ForInStatement')
  if (loop === undefined || !/the text|is NaN|gave NaN|on string/.test(message)) return null
  const [made] = loop.left.type === 'VariableDeclaration' ? loop.left.declarations : []
  return made === undefined
    ? null
    : `\`in\` goes through the indices, as text. For the elements write for (const ${textOf(written, made.id)} of ${textOf(written, loop.right)})`
}

const typeErrors: TextRule = ({ complaint }, written) => {
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

const rules: readonly TextRule[] = [
  notDefined,
  objectOperand,
  notCalled,
  ...objectRules,
  noSpread,
  places,
  power,
  plusAfter,
  wholeDivision,
  pythonTuple,
  noSuchPlace,
  typeErrors,
]
