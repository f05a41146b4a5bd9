/** What to do about a method that there is not. */
import { nearest } from '../../suggest.ts'
import { otherFunctions, textOf, type Written, within } from '../../text/written.ts'
import { noMethods, otherNames } from './elsewhere.ts'
import { camelCase } from './missing-name.ts'
import { initOf, isBest, methodIn, methods } from './tensors.ts'

/** Something that is called as a method, and is none. `on`: what is in front of the dot, as the engine shows it. */
export function adviceOnMethod(on: string, method: string, written: Written | null): string {
  const other = adviceOnOtherName(method)
  if (other !== null) return other
  if (Object.hasOwn(noMethods, method)) return noMethods[method]
  if (methods.includes(method)) return adviceOnOwner(on, method, written)
  const plain = method.replace(/_$/, '')
  if (plain !== method && methods.includes(camelCase(plain)))
    return `tensors never change, so nothing works in place: write x = x.${camelCase(plain)}(…)`
  const near = nearest(method, methods) ?? nearest(camelCase(method), methods)
  const isNear = near !== undefined && (method.length > 3 || near.toLowerCase() === method.toLowerCase())
  return isNear ? `did you mean ${near}?` : `\`${on}\` has no method ${method}`
}

/** A method by the name that it has in Python or PyTorch; null where it is none of these. */
export function adviceOnOtherName(method: string): string | null {
  if (method === 'T' || method === 'shape' || method === 'data' || method === 'length')
    return `.${method} is written without parentheses`
  return Object.hasOwn(otherNames, method) ? `here it is called ${otherNames[method]}` : null
}

/** It is a method of tensors, so `on` is none. */
function adviceOnOwner(on: string, method: string, written: Written | null): string {
  if (written === null) return `\`${on}\` is not a tensor`
  if (otherFunctions(written).includes(on))
    return `\`${on}\` is your function of that name here. For the gradient, name ${on} in the braces of the first line`
  const owner = within(written, 'CallExpression')
    .map(({ callee }) => methodIn(callee))
    .find(one => one?.name === method && isBest(written, one.on))
  if (owner != null) {
    const best = textOf(written, owner.on)
    return `\`${best}\` gives { values, indices }: write ${best}.values.${method}(…)`
  }
  const made = initOf(written, on)
  const isNumber =
    made !== null &&
    (made.type === 'NumericLiteral' ||
      (made.type === 'BinaryExpression' && /^(?:-|\*\*?|\/|%)$/.test(made.operator)))
  return isNumber
    ? `\`${on}\` is a plain number, and numbers have no methods: write tensor(${on}).${method}(…)`
    : `\`${on}\` is not a tensor, and ${method} is a method of tensors`
}
