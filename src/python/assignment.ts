/** Names, attributes and elements that are set. */
import { evaluate } from './expressions.ts'
import type { Frame, Interpreter } from './interpreter.ts'
import { setAttribute, setItemIn } from './members.ts'
import type { PyExpression } from './tree.ts'
import { NotRead, type PyValue } from './values.ts'

/** Sets an attribute, or what is in brackets. */
export function assignInto(target: PyExpression, value: PyValue, frame: Frame, run: Interpreter): void {
  if (target.nodeType === 'Attribute') setAttribute(evaluate(target.value, frame, run), target.attr, value)
  else if (target.nodeType === 'Subscript') {
    const owner = evaluate(target.value, frame, run)
    setItemIn(owner, evaluate(target.slice, frame, run), value)
  } else throw new NotRead(`an assignment to ${target.nodeType}`)
}
