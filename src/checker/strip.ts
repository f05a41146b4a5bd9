/** TypeScript to JavaScript by taking the types away: no line moves, so an error's line is the learner's own. */
import vm from 'node:vm'
import { transform } from 'sucrase'
import { withoutAnnotations } from './annotations.ts'
import { unclosed } from './brackets.ts'
import { lineInStack, wrap } from './load.ts'

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

/** `path`: where the text stands, for the engine's own messages. */
export function strip(text: string, path = 'text.ts'): Stripped {
  const usual = withoutAnnotations(text)
  return usual !== null && refusal(usual, path) === null ? { js: usual, fault: null } : parse(text, path)
}

/** By a parser in any case: what is imported is then called by its module, so that a function can go into another text. */
export function parse(text: string, path = 'text.ts'): Stripped {
  try {
    const { code } = transform(text, { transforms: ['typescript', 'imports'], disableESTransforms: true })
    // Sucrase lets some mistakes through that the engine then refuses.
    const refused = refusal(code, path)
    if (refused === null) return { js: code, fault: null }
    const line = lineInStack(refused.stack ?? '', path) ?? 1
    const message = explain(refused.message, text.split('\n')[line - 1] ?? '')
    return { js: null, fault: { message, line, column: 1 } }
  } catch (error) {
    return { js: null, fault: faultOf(error, text) }
  }
}

/** What the engine says against a text, without running any of it; null where it takes it. */
function refusal(js: string, path: string): Error | null {
  try {
    new vm.Script(wrap(js), { filename: path })
    return null
  } catch (error) {
    return error as Error
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

/** What Python people and mathematicians write, and what TypeScript calls it. */
export function explain(message: string, text: string): string {
  const code = text.replace(/(['"`])(?:\\.|(?!\1).)*\1/g, "''").replace(/\s*\/\/.*$/, '')
  if (/^Unary operator used immediately before exp/.test(message))
    return '-x ** 2 can be read in two ways: write -(x ** 2) or (-x) ** 2'
  const twice = /^Identifier '(\w+)' has already been declared/.exec(message)?.[1]
  if (twice !== undefined) return `${message}. Take another name, or use the ${twice} that there is`
  const [, tip] = tips.find(([written]) => written.test(code)) ?? []
  return tip === undefined ? message : `${message}. ${tip}`
}

/** Of a line without strings and comments. The surest first. */
const tips: readonly (readonly [written: RegExp, tip: string])[] = [
  [/[\w)\]]\s*@\s*[\w(]/, 'TypeScript has no @: write a.matmul(b)'],
  [/\blambda\b/, 'TypeScript writes x => … for a lambda'],
  [/^\s*for\s+\w+\s+in\b/, 'This looks like Python: TypeScript writes for (const x of xs) { … }'],
  [/^\s*(?:elif|if|while)\b.*:\s*$/, 'This looks like Python: TypeScript writes if (…) { … }'],
  [/^\s*(?:def|import \w+ as)\b/, 'This looks like Python'],
  [/(?<!\belse)\s+if\b.*\belse\b/, 'TypeScript writes c ? a : b for a if c else b'],
  [
    /[\w)\]]\[[^\]{}?]*:[^\]{}]*\]/,
    'TypeScript has no slices: x.slice(dim, start, end) takes a part, x.unsqueeze(1) adds a dimension, x.flip(0) turns round',
  ],
  [/\s#\s/, 'A comment starts with //'],
  [/\b(?:and|or|not)\b/, 'TypeScript writes && for and, || for or, ! for not'],
  [/[\u00b2\u00b3]/, 'A power is written with **: x ** 2'],
  [/[\u00f7\u00d7\u00b7]/, 'TypeScript writes * and /'],
  [/(?<![\w.])\d+(?:\.\d+)?(?!e[-+\d]|(?<=0)[xob])[A-Za-z]/, 'A product needs its *: 3 * x'],
  [/(?:[=(,/*+-]|\breturn)\s*\|(?!\|)/, '|x| is written Math.abs(x)'],
]
