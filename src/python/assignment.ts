/** Names, attributes and elements that are set. */
import { evaluate } from './expressions.ts'
import type { Frame, Interpreter } from './interpreter.ts'
import { setAttribute, setItemIn } from './members.ts'
import type { Expression } from './tree.ts'
import { NotRead, type Value } from './values.ts'

/** Sets an attribute, or what is in brackets. */
export function assignInto(target: Expression, value: Value, frame: Frame, run: Interpreter): void {
  if (target.nodeType === 'Attribute')
    return setAttribute(evaluate(target.value, frame, run), target.attr, value)
  if (target.nodeType !== 'Subscript') throw new NotRead(`an assignment to ${target.nodeType}`)
  const owner = evaluate(target.value, frame, run)
  const key = evaluate(target.slice, frame, run)
  setItemIn(owner, key, value)
}
