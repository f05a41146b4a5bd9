/** A text that cannot be read: where, why, and what people who come from Python or from paper may have meant. */
import { unclosed } from './brackets.ts'

/** What is wrong with a text, and where. Lines count from 1, columns too. */
export interface Fault {
  readonly message: string
  readonly line: number
  readonly column: number
}

/** What @babel/parser throws or collects. */
export interface ParserError extends Error {
  readonly pos: number
  readonly loc: { readonly line: number; readonly column: number }
  readonly reasonCode: string
  readonly details?: unknown
}

export function faultOf({ message, loc, pos, reasonCode }: ParserError, text: string): Fault {
  const place = { line: loc.line, column: loc.column + 1 }
  const plain = message.replace(/\s*\(\d+:\d+\)$/, '').replace(/\.$/, '')
  const what =
    reasonCode === 'MissingSemicolon'
      ? strangers(text, pos)
      : !NOT_YET.has(reasonCode)
        ? plain
        : text[pos] === 'm'
          ? 'Unexpected token' // 1m, a number of decimals
          : 'JavaScript has nothing like this'
  const said = explained(what, text.split(LINE_ENDS)[loc.line - 1])
  const open = said === what && /^Unexpected token/.test(what) ? unclosed(text) : null
  return {
    ...place,
    message: open === null ? said : `${what}. The bracket at the end of \`${open}\` is not closed`,
  }
}

/** What @babel/parser could read if it were told to. */
const NOT_YET: ReadonlySet<string> = new Set(['MissingPlugin', 'MissingOneOfPlugins'])

/** Lines as @babel/parser counts them. */
const LINE_ENDS = /\r\n|[\n\r\u2028\u2029]/

/** Two things that cannot stand side by side, the second at or behind `at`. */
function strangers(text: string, at: number): string {
  const [second] = /[\p{ID_Continue}$]+|\S/u.exec(text.slice(at))!
  const [first] = /(?:[\p{ID_Continue}$]+|\S)$/u.exec(text.slice(Math.max(0, at - 100), at))!
  if (')]}'.includes(second))
    return `Unexpected token: a ${second} too many, or its opening bracket is missing`
  return `\`${second}\` cannot follow \`${first}\` here: is an operator, a comma or a dot missing, or a word misspelt?`
}

/** What Python people and mathematicians write, and what TypeScript calls it. `line`: the one with the fault. */
function explained(message: string, line: string): string {
  const code =
    line.length > LONG ? '' : line.replace(/(['"`])(?:\\.|(?!\1).)*\1/g, "''").replace(/\/\/.*/, '')
  if (/Illegal expression. Wrap left hand side or entire exp/.test(message))
    return '-x ** 2 can be read in two ways: write -(x ** 2) or (-x) ** 2'
  const twice = /Identifier '(.+)' has already been declared/.exec(message)?.[1]
  if (twice !== undefined) return `${message}. Take another name, or use the ${twice} that there is`
  const [, tip] = tips.find(([written]) => written.test(code)) ?? []
  if (tip === undefined) return message
  return message.endsWith('?') ? `Unexpected token. ${tip}` : `${message}. ${tip}`
}

/** In characters: nobody writes such a line, and what is looked for in it takes long. */
const LONG = 1000

/** Of a line without strings and comments. The surest first. */
const tips: readonly (readonly [written: RegExp, tip: string])[] = [
  [
    /^(?:<{7}|={7}|>{7})(?![<=>])/,
    'This marks a merge conflict: keep one of the two versions, and take the marks out',
  ],
  [/[\w)\]]\s*@\s*[\w(]/, 'TypeScript has no @: write a.matmul(b)'],
  [/\blambda\b/, 'TypeScript writes x => … for a lambda'],
  [/^\s*for\s+\w+\s+in\b/, 'This looks like Python: TypeScript writes for (const x of xs) { … }'],
  [/^\s*(?:elif|if|while)\b.*:\s*$/, 'This looks like Python: TypeScript writes if (…) { … }'],
  [/^\s*(?:def|import \w+ as|from \w+ import)\b/, 'This looks like Python'],
  [/(?<!\belse)\s+if\b.*\belse\b/, 'TypeScript writes c ? a : b for a if c else b'],
  [
    /[\w)\]]\[[^\]{}?]*:[^\]{}]*\]/,
    'TypeScript has no slices: x.slice(dim, start, end) takes a part, x.unsqueeze(1) adds a dimension, x.flip(0) turns round',
  ],
  [/(?:^|\s)#\s/, 'A comment starts with //'],
  [/\b(?:and|or|not)\b/, 'TypeScript writes && for and, || for or, ! for not'],
  [/[\u2018\u2019\u201c\u201d]/, 'Quotes are straight: \'a\' or "a"'],
  [/[\u2212\u2013]/, 'The minus sign is the one of the keyboard: a - b'],
  [/[\u00b2\u00b3]/, 'A power is written with **: x ** 2'],
  [/[\u00f7\u00d7\u00b7]/, 'TypeScript writes * and /'],
  [/(?<![\w.])\d+\.[A-Za-z]/, 'A number has no methods: is a ) missing before the dot?'],
  [/(?<![\w.])\d+(?:\.\d+)?(?![eE][-+\d]|(?<=0)[xXoObB])[A-Za-z]/, 'A product needs its *: 3 * x'],
  [/(?:[=(,/*+-]|\breturn)\s*\|(?!\|)/, '|x| is written Math.abs(x)'],
]
