/** TypeScript to JavaScript by taking the types away: no line moves, so an error's line is the learner's own. */
import { transform } from 'sucrase'
import { unclosed } from './brackets.ts'

/** A file that is no TypeScript. */
export interface SyntaxFault {
  readonly message: string
  /** From 1. */
  readonly line: number
  readonly column: number
}

export type Stripped =
  | { readonly js: string; readonly fault: null }
  | { readonly js: null; readonly fault: SyntaxFault }

export function strip(text: string): Stripped {
  try {
    const { code } = transform(text, { transforms: ['typescript', 'imports'], disableESTransforms: true })
    return { js: code, fault: null }
  } catch (error) {
    return { js: null, fault: faultOf(error, text) }
  }
}

function faultOf(error: unknown, text: string): SyntaxFault {
  const message = error instanceof Error ? error.message : String(error)
  const [, what = message, line = '1', column = '1'] =
    /^(?:Error transforming [^:]*: )?(.*) \((\d+):(\d+)\)$/s.exec(message) ?? []
  const said = explain(what, text.split('\n')[Number(line) - 1] ?? '')
  const open = said === what && /Unexpected token/.test(what) ? unclosed(text) : null
  return {
    message: open === null ? said : `${what}. The bracket at the end of \`${open}\` is not closed`,
    line: Number(line),
    column: Number(column),
  }
}

/** What Python people write, and what TypeScript calls it. */
export function explain(message: string, text: string): string {
  const line = text.replace(/\s*\/\/.*$/, '')
  if (/[\w)\]]\s*@\s*[\w(]/.test(line)) return `${message}. TypeScript has no @: write a.matmul(b)`
  if (/\blambda\b/.test(line)) return `${message}. TypeScript writes x => … for a lambda`
  if (/^\s*(def|elif|for \w+ in|import \w+ as)\b/.test(line)) return `${message}. This looks like Python`
  if (/^[^'"`]*\s#\s/.test(line)) return `${message}. A comment starts with //`
  return message
}
