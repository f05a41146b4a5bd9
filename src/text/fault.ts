/** A text that cannot be read: where, why, and what people who come from Python or from paper may have meant. */
import { nearest } from '../suggest.ts'
import { unclosed, unopened } from './brackets.ts'

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

export function faultOf(error: ParserError, text: string): Fault {
  const { loc, pos } = error
  const lines = text.split(LINE_ENDS)
  const place = { line: loc.line, column: loc.column + 1 }
  const above = importAbove(lines, loc.line)
  if (above !== null)
    return { message: `Unexpected ${wordAt(text, pos)}. ${NO_IMPORT}`, line: above, column: 1 }
  const open = runaway(error, text)
  if (open !== null) return { message: plainer['Unterminated template'], ...open }
  const what = whatIn(error, text)
  const said = explained(what, lines[loc.line - 1])
  if (said !== what || !/^(?:Unexpected|`)/.test(what)) return { ...place, message: said }
  const bracket = what.startsWith('`') ? null : unclosed(text)
  if (bracket !== null) {
    const message = `${what}. The bracket at the end of \`${bracket.code}\` is not closed`
    return { message, line: bracket.line, column: bracket.column }
  }
  const over = what.startsWith('Unexpected') ? unopened(text) : null
  return over === null ? { ...place, message: what } : { ...over, message: surplus(over.bracket) }
}

/** What the parser says, in plainer words. */
function whatIn({ message, pos, reasonCode }: ParserError, text: string): string {
  const plain = message.replace(/\s*\(\d+:\d+\)$/, '').replace(/\.$/, '')
  if (reasonCode === 'MissingSemicolon') return strangers(text, pos)
  const [, expected] = /^Unexpected token, expected "(.+)"$/.exec(plain) ?? []
  if (expected !== undefined) return `Unexpected ${wordAt(text, pos)}: expected \`${expected}\``
  // 1m, a number of decimals
  if (plain === 'Unexpected token' || (NOT_YET.has(reasonCode) && text[pos] === 'm'))
    return `Unexpected ${wordAt(text, pos)}`
  if (NOT_YET.has(reasonCode)) return 'JavaScript has nothing like this'
  const [, keyword] = /^Unexpected (?:keyword|reserved word) '(\w+)'$/.exec(plain) ?? []
  if (keyword !== undefined)
    return `Unexpected \`${keyword}\`: this word belongs to TypeScript, so it cannot be a name`
  return Object.hasOwn(plainer, plain) ? plainer[plain] : plain
}

export const OPEN_TEMPLATE = 'The text that starts with a backtick has no closing backtick'

export const INNER_IMPORT = 'An import or export cannot be inside a function: move it to the top of the file'

const plainer: Readonly<Record<string, string>> = {
  'Unterminated string constant': 'The text that starts here has no closing quote',
  'Unterminated template': OPEN_TEMPLATE,
  'Missing initializer in const declaration': 'A name that is declared with const needs a value: const x = …',
  'Invalid shorthand property initializer':
    'In braces, a colon stands between a name and its value: { keepdim: true }',
  "'with' in strict mode": 'TypeScript has no with',
  "'import' and 'export' may only appear at the top level": INNER_IMPORT,
}

/** What is at a place of the text. */
function wordAt(text: string, at: number): string {
  const [word] = /^\s*([\p{ID_Continue}$]+|\S)/u.exec(text.slice(at, at + 200)) ?? []
  return word === undefined ? 'end of the text' : `\`${word.trim().slice(0, 100)}\``
}

/** What @babel/parser could read if it were told to. */
const NOT_YET: ReadonlySet<string> = new Set(['MissingPlugin', 'MissingOneOfPlugins'])

/** Lines as @babel/parser counts them. */
const LINE_ENDS = /\r\n|[\n\r\u2028\u2029]/

/** `import torch` is only wrong where the next line begins: the line that has it, if that is the last above this one. */
function importAbove(lines: readonly string[], line: number): number | null {
  const at = lines.slice(0, line - 1).findLastIndex(one => one.trim() !== '' && !one.trim().startsWith('//'))
  return at !== -1 && PYTHON_IMPORT.test(lines[at]) ? at + 1 : null
}

const PYTHON_IMPORT = /^\s*import\s+\w[\w.]*(?:\s+as\s+\w+)?\s*$/
const NO_IMPORT =
  "This looks like Python. What there is to import comes from 'backprop-ninja': leave this line out"

/** Where a template begins that ends lines later, at a backtick of something else: of a comment, mostly. */
function runaway({ reasonCode, pos }: ParserError, text: string): Pick<Fault, 'line' | 'column'> | null {
  const before = text.slice(0, pos).trimEnd()
  if (reasonCode !== 'MissingSemicolon' || !before.endsWith('`')) return null
  const start = before.lastIndexOf('`', before.length - 2)
  if (start === -1 || !LINE_ENDS.test(before.slice(start))) return null
  const above = text.slice(0, start).split(LINE_ENDS)
  return { line: above.length, column: above.at(-1)!.length + 1 }
}

/** Two things that cannot stand side by side, the second at or behind `at`. */
function strangers(text: string, at: number): string {
  const [second] = /[\p{ID_Continue}$]+|\S/u.exec(text.slice(at))!
  const before = text.slice(Math.max(0, at - 100), at)
  const [first] = /(?:[\p{ID_Continue}$]+|\S)$/u.exec(before)!
  if (')]}'.includes(second)) return surplus(second)
  const isFirst = /(?:^|[\n;{}])\s*$/.test(before.slice(0, -first.length))
  const meant = isFirst && first.length > 3 ? nearest(first, KEYWORDS) : undefined
  if (meant !== undefined && meant !== first) return `TypeScript has no \`${first}\`: did you mean ${meant}?`
  const isCall = /^\s*[\p{ID_Continue}$]+\(/u.test(text.slice(at, at + 200))
  const missing = isCall ? 'is a dot or an operator missing' : 'is an operator, a comma or a dot missing'
  return `\`${second}\` cannot follow \`${first}\` here: ${missing}, or is a word misspelt?`
}

const KEYWORDS = ['return', 'const', 'function', 'export', 'import', 'while', 'throw']

const surplus = (bracket: string): string =>
  `Unexpected \`${bracket}\`: there is one \`${bracket}\` too many, or its opening bracket is missing`

/** What Python people and mathematicians write, and what TypeScript calls it. `line`: the one with the fault. */
function explained(message: string, line: string): string {
  if (line.length > LONG) return message
  const code = line.replace(/(['"`])(?:\\.|(?!\1).)*\1/g, "''").replace(/\/\/.*/, '')
  if (/Illegal expression. Wrap left hand side or entire exp/.test(message))
    return '-x ** 2 can be read in two ways. For numbers write -(x ** 2) or (-x) ** 2, for tensors x.pow(2).neg()'
  const twice = /Identifier '(.+)' has already been declared/.exec(message)?.[1]
  if (twice !== undefined)
    return `\`${twice}\` is already declared. Choose another name, or use the \`${twice}\` that is there`
  if (message.endsWith('?') && message.includes('did you mean')) return message
  const [, tip] =
    tips.find(([written]) => written.test(code)) ?? rawTips.find(([written]) => written.test(line)) ?? []
  if (tip === undefined) return message
  const isGuess = message.endsWith('?') || /^(?:TypeScript has no|An import)/.test(message)
  return isGuess ? tip : `${message}. ${tip}`
}

/** In characters: nobody writes such a line, and what is looked for in it takes long. */
const LONG = 1000

type Tip = readonly [written: RegExp, tip: string]

const BLOCKS = 'This looks like Python:'

/** Of a line without strings and comments. The surest first. */
const tips: readonly Tip[] = [
  [
    /^\s*(?:<{7}|={7}|>{7})(?![<=>])/,
    'This marks a merge conflict: keep one of the two versions, and delete the other and the marked lines',
  ],
  [/[\w)\]]\s*@\s*[\w(]/, 'TypeScript has no @: write a.matmul(b)'],
  [/\blambda\b/, 'TypeScript writes x => … for a lambda'],
  [/^\s*(?:async\s+)?with\b.*:\s*$/, `${BLOCKS} TypeScript has no with. Leave this line out`],
  [/^\s*for\s+\w+\s+in\s+range\b/, `${BLOCKS} TypeScript writes for (let i = 0; i < n; i++) { … }`],
  [/^\s*for\s+\w+\s+in\b/, `${BLOCKS} TypeScript writes for (const x of xs) { … }`],
  [
    /^\s*(?:elif|if|while)\b.*\bis\s+(?:not\s+)?None\b/,
    `${BLOCKS} TypeScript writes if (x === null) { … }, and !== for is not`,
  ],
  [/^\s*while\b[^(]*:/, `${BLOCKS} TypeScript writes while (…) { … }`],
  [/^\s*(?:elif|if)\b.*:\s*$|^\s*(?:elif|if)\s+[^(?]*:/, `${BLOCKS} TypeScript writes if (…) { … }`],
  [/^\s*(?:elif\b.*|else\s*):\s*$/, `${BLOCKS} TypeScript writes else { … }`],
  [/^\s*(?:try|finally)\s*:\s*$/, `${BLOCKS} TypeScript writes try { … } catch { … }`],
  [/^\s*except\b/, `${BLOCKS} TypeScript writes try { … } catch { … }`],
  [/^\s*def\b/, `${BLOCKS} TypeScript writes function f(x) { … }`],
  [/^\s*(?:import\s+\w[\w.]*(?:\s+as\s+\w+)?\s*$|from\s+\w[\w.]*\s+import\b)/, NO_IMPORT],
  [/^\s*raise\b/, `${BLOCKS} TypeScript writes throw new Error(…)`],
  [/^\s*print\s/, 'TypeScript writes console.log(…)'],
  [
    /^\s*(?:assert|del|global|nonlocal)\s/,
    'TypeScript has no assert, del, global or nonlocal: leave this line out',
  ],
  [/\)\s*->\s*\w+\s*[:{]/, 'A type comes after a colon: function f(x: Tensor): Tensor { … }'],
  [/->/, 'An arrow is written =>'],
  [/:=/, 'TypeScript writes const x = …'],
  [/(?<!\belse)\s+if\b.*\belse\b/, 'TypeScript writes c ? a : b for a if c else b'],
  [
    /[\w)\]]\[[^\]{}?]*:[^\]{}]*\]/,
    'TypeScript has no slices: x.slice(dim, start, end) takes a part, x.unsqueeze(1) adds a dimension, x.flip(0) reverses the order',
  ],
  [/(?:^|\s)#\s/, 'A comment starts with //'],
  [/\\\s*$/, 'A line needs no \\ at its end: leave it out'],
  [/\b(?:and|or|not)\b/, 'TypeScript writes && for and, || for or, ! for not'],
  [/[\w)\]]\s+is\s+(?:not\s+)?[\w(]/, 'TypeScript writes === for is, and !== for is not'],
  [/[\u2018\u2019\u201c\u201d]/, 'Quotes are straight: \'a\' or "a"'],
  [/[\u2212\u2013]/, 'Use the minus sign of the keyboard: a - b'],
  [/[\u00b2\u00b3]/, 'TypeScript writes a power with **: x ** 2'],
  [/[\u00f7\u00d7\u00b7]/, 'TypeScript writes * and /'],
  [/(?<![\w.])\d+\.[A-Za-z]/, 'A number has no methods: is a ) missing before the dot?'],
  [/(?<![\w.])\d+(?:\.\d+)?(?![eE][-+\d]|(?<=0)[xXoObB])[A-Za-z]/, 'A product needs its *: 3 * x'],
  [/(?:[=(,/*+-]|\breturn)\s*\|(?!\|)/, '|x| is written Math.abs(x)'],
]

/** Of a line as it is. */
const rawTips: readonly Tip[] = [
  [/^\s*(?:"""|''')|(?:"""|''')\s*$/, 'TypeScript has no triple quotes: a comment starts with //'],
  [/\bf(?:"[^"]*\{|'[^']*\{)/, `TypeScript puts values into text with backticks and a $ before the braces`],
]
