/** A text of TypeScript or JavaScript, parsed once for all that anybody wants to know of it. */
import { type ParseResult, type ParserOptions, parse } from '@babel/parser'
import type { Comment, File, Program, Statement } from '@babel/types'
import { type Fault, faultOf, type ParserError } from './fault.ts'
import { type Node, nodesOf, placesIn } from './tree.ts'
import { namesDeclared } from './values.ts'

export interface ParsedText {
  readonly text: string
  readonly program: Program
  readonly comments: readonly Comment[]
  readonly fault: null
}

export interface Unparsed {
  readonly text: string
  readonly program: null
  readonly fault: Fault
}

export type SourceText = ParsedText | Unparsed

const options: ParserOptions = {
  sourceType: 'module',
  plugins: ['typescript'],
  attachComment: false,
  errorRecovery: true,
}

/** The texts that were parsed last: who asks for a text often asks again. */
const kept = new Map<string, SourceText>()
const MANY = 16

/** A whole file. */
export function sourceOf(text: string): SourceText {
  const known = kept.get(text)
  if (known !== undefined) return known
  if (kept.size === MANY) kept.delete(kept.keys().next().value!)
  const source = parsed(text, options)
  kept.set(text, source)
  return source
}

/** How a piece of a file is read, such as the body of a function: it may return. */
export const piece: ParserOptions = { ...options, allowReturnOutsideFunction: true }

export const pieceOf = (text: string): SourceText => parsed(text, piece)

/** The statements of a file in which anything may be wrong that leaves no doubt where they are: a name that is there twice. */
export function statementsOf(text: string): readonly Statement[] | null {
  const { program } = sourceOf(text)
  if (program !== null) return program.body
  try {
    return parse(text, options).program.body
  } catch {
    return null
  }
}

function parsed(text: string, how: ParserOptions): SourceText {
  let file: ParseResult<File>
  try {
    file = parse(text, how)
  } catch (error) {
    const fault =
      error instanceof RangeError ? TOO_DEEP : faultOf(firstOf(text, how, error as ParserError), text)
    return { text, program: null, fault }
  }
  const { program, comments } = file
  const mayBeTwice = onlyFunctions(program)
  const [error] = (file.errors as unknown as ParserError[])
    .filter(one => !mayBeTwice.has(nameTwice(one) ?? ''))
    .sort((a, b) => a.pos - b.pos)
  if (error !== undefined) return { text, program: null, fault: faultOf(secondTime(error, program), text) }
  return { text, program, comments: comments!, fault: null }
}

const TOO_DEEP: Fault = { message: 'it is nested too deeply to read', line: 1, column: 1 }

/** What is wrong first: a parser that goes on after an error may only tell the last one. A name may be there twice. */
function firstOf(text: string, how: ParserOptions, last: ParserError): ParserError {
  try {
    parse(text, { ...how, errorRecovery: false })
  } catch (error) {
    const first = error as ParserError
    if (nameTwice(first) === null) return first
  }
  return last
}

/** The name that is there twice, where that is what is wrong. */
const nameTwice = ({ reasonCode, details }: ParserError): string | null =>
  reasonCode === 'VarRedeclaration' ? (details as { identifierName: string }).identifierName : null

/** What functions only are called: of two of one name the later one counts, as it does in a script. */
function onlyFunctions({ body }: Program): Set<string> {
  const made = body.flatMap(one => declarationIn(one) ?? [])
  const names = new Set(made.filter(isFunction).flatMap(namesDeclared))
  for (const one of made) if (!isFunction(one)) for (const name of namesDeclared(one)) names.delete(name)
  return names
}

/** A name that a parameter has is told where it is declared once more: that is what was just written. */
function secondTime(error: ParserError, program: Program): ParserError {
  const name = nameTwice(error)
  if (name === null) return error
  const again = placesIn(program)
    .filter(({ node }) => 'params' in node && isParameterOf(node, error.pos))
    .flatMap(({ node }) => nodesOf(node, 'VariableDeclaration'))
    .find(one => namesDeclared(one).includes(name))
  return again === undefined
    ? error
    : { ...error, message: error.message, pos: again.start!, loc: again.loc!.start }
}

const isParameterOf = (code: Node & { params: unknown }, pos: number): boolean =>
  (code.params as readonly Node[]).some(({ start, end }) => start! <= pos && pos < end!)

const isFunction = ({ type }: Statement): boolean => type === 'FunctionDeclaration'

/** What a statement declares, exported or not. */
export function declarationIn(statement: Statement): Statement | null {
  if (statement.type !== 'ExportNamedDeclaration' && statement.type !== 'ExportDefaultDeclaration')
    return statement
  const { declaration } = statement
  return (declaration ?? null) as Statement | null
}
