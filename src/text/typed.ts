/** What somebody types to see what it gives: statements, or an expression. */
import { unclosed } from './brackets.ts'
import { type Fault, INNER_IMPORT, OPEN_TEMPLATE } from './fault.ts'
import { scriptOf } from './script.ts'
import { pieceOf, sourceOf } from './source.ts'
import { nodesOf, type Span } from './tree.ts'
import { namesDeclared, usesIn } from './values.ts'

export interface Typed {
  readonly text: string
  /** What is wrong with it; null where it can be read. */
  readonly fault: Fault | null
  /** Whether it can be read once more lines follow: a bracket is open. */
  readonly isOpen: boolean
  /** The names that it declares for whatever comes after it. */
  readonly declares: readonly string[]
  /** The names that it uses and doesn't declare there. */
  readonly names: readonly string[]
  /** The expression that it ends with; null where it ends with another statement. */
  readonly result: Span | null
  /** Whether it gives a value to a name, or to a part of something. */
  readonly assigns: boolean
}

export function typedIn(text: string): Typed {
  const object = /^\s*\{/.test(text) ? read(`(${text})`) : null
  return object?.fault === null ? object : read(text)
}

function read(text: string): Typed {
  const source = pieceOf(text)
  // A piece may return, as a function's body does: only a function tells what a script can't do.
  const fault = spokenHere(source.fault ?? faultOfScript(`function typed() {${text}\n}`))
  const nothing = { declares: [], names: [], result: null, assigns: false }
  if (source.program === null || fault !== null)
    return { text, fault, isOpen: fault !== null && isOpen(text, fault), ...nothing }
  const { body, directives } = source.program
  const declares = body.flatMap(namesDeclared)
  const last = body.at(-1) ?? directives.at(-1)
  const isResult = last?.type === 'ExpressionStatement' || last?.type === 'Directive'
  return {
    text,
    fault: null,
    isOpen: false,
    declares,
    names: [...new Set(usesIn(source.program).map(({ name }) => name))].filter(
      name => !declares.includes(name),
    ),
    result: isResult ? withoutEnd(text, last as Span) : null,
    assigns: (['AssignmentExpression', 'UpdateExpression'] as const).some(
      type => nodesOf(source.program, type).length > 0,
    ),
  }
}

/** Here is no file that has a top. */
const spokenHere = (fault: Fault | null): Fault | null =>
  fault?.message === INNER_IMPORT
    ? { ...fault, message: "All of 'backprop-ninja' is at hand here: leave the import out" }
    : fault

/** A statement without its semicolon. */
const withoutEnd = (text: string, { start, end }: Span): Span => ({
  start,
  end: text[end - 1] === ';' ? end - 1 : end,
})

function faultOfScript(text: string): Fault | null {
  const source = sourceOf(text)
  return source.program === null ? source.fault : scriptOf(source).fault
}

const isOpen = (text: string, { message }: Fault): boolean =>
  unclosed(text) !== null || message === OPEN_TEMPLATE
