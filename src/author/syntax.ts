/**
 * Expressions in a piece of TypeScript, as a tree with the place of each part. It knows what answers are made of (names,
 * numbers, calls, operators, options) and steps over what it doesn't know.
 */

export interface Span {
  readonly start: number
  /** Behind the last character. */
  readonly end: number
}

interface Whole extends Span {
  /** The nodes right below this one. */
  readonly parts: readonly Node[]
}

export interface Name extends Whole {
  readonly kind: 'name'
  readonly name: string
}
export interface Numeral extends Whole {
  readonly kind: 'number'
  readonly value: number
}
/** `of.name` */
export interface Member extends Whole {
  readonly kind: 'member'
  readonly of: Node
  readonly name: string
}
export interface Call extends Whole {
  readonly kind: 'call'
  readonly callee: Node
  readonly args: readonly Node[]
}
export interface Binary extends Whole {
  readonly kind: 'binary'
  readonly operator: string
  readonly left: Node
  readonly right: Node
}
export interface ObjectLiteral extends Whole {
  readonly kind: 'object'
}
export interface Other extends Whole {
  readonly kind: 'array' | 'unary' | 'group' | 'index' | 'other'
}
export type Node = Name | Numeral | Member | Call | Binary | ObjectLiteral | Other

interface Token extends Span {
  readonly text: string
  readonly kind: 'name' | 'number' | 'quoted' | 'sign'
}

const TOKEN =
  /\/\/.*|\/\*[\s\S]*?\*\/|([A-Za-z_$][\w$]*)|(\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?|\.\d+)|('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`)|(===|!==|\*\*=?|[-+*/%]=|=>|\.\.\.|[<>=!]=|\+\+|--|&&|\|\||\?\?|[^\s])/g

function tokensOf(code: string): Token[] {
  return [...code.matchAll(TOKEN)].flatMap(({ 0: text, 1: name, 2: number, 3: quoted, 4: sign, index }) => {
    const kind = name ? 'name' : number ? 'number' : quoted ? 'quoted' : sign ? 'sign' : null
    return kind === null ? [] : [{ text, kind, start: index, end: index + text.length }]
  })
}

/** How tightly operators bind. */
const binding: Readonly<Record<string, number>> = {
  '??': 1, '||': 1, '&&': 2, '===': 3, '!==': 3, '==': 3, '!=': 3,
  '<': 4, '>': 4, '<=': 4, '>=': 4, '+': 5, '-': 5, '*': 6, '/': 6, '%': 6, '**': 7,
} // biome-ignore format: a table

const KEYWORDS = new Set(
  'const let var return for while if else of in do function new throw break continue typeof as await'.split(
    ' ',
  ),
)

/** What cannot be read as an expression. */
const UNREADABLE = Symbol()

/** The expressions of a piece of code, outermost, in order. What stands between them is left out. */
export function expressionsOf(code: string): Node[] {
  const tokens = tokensOf(code)
  const found: Node[] = []
  let at = 0
  while (at < tokens.length) {
    const { text, kind } = tokens[at]
    const starts = (kind !== 'sign' || '([-!'.includes(text)) && !(kind === 'name' && KEYWORDS.has(text))
    const read = starts ? tryToRead(tokens, at) : null
    if (read === null) at++
    else {
      found.push(read.node)
      at = read.next
    }
  }
  return found
}

/** A tree's nodes, from the root. */
export const nodesOf = (node: Node): Node[] => [node, ...node.parts.flatMap(nodesOf)]

function tryToRead(tokens: readonly Token[], from: number): { node: Node; next: number } | null {
  try {
    const reader = readerOf(tokens, from)
    const node = reader.expression(0)
    return { node, next: reader.position() }
  } catch (thrown) {
    if (thrown !== UNREADABLE) throw thrown
    return null
  }
}

function readerOf(tokens: readonly Token[], from: number) {
  let at = from
  const peek = (): string => (tokens[at]?.kind === 'quoted' ? '' : (tokens[at]?.text ?? ''))
  const next = (): Token => tokens[at++] ?? fail()
  const fail = (): never => {
    throw UNREADABLE
  }
  const take = (text: string): Token => (peek() === text ? next() : fail())

  /** Items up to a closing bracket. */
  function list(close: string, item: () => Node): { items: Node[]; end: number } {
    const items: Node[] = []
    while (peek() !== close) {
      items.push(item())
      if (peek() !== close) take(',')
    }
    return { items, end: take(close).end }
  }

  function property(): Node {
    if (peek() === '...') return primary()
    const key = next()
    if (peek() !== ':') return { kind: 'name', name: key.text, start: key.start, end: key.end, parts: [] }
    take(':')
    const value = expression(0)
    return { kind: 'other', start: key.start, end: value.end, parts: [value] }
  }

  function primary(): Node {
    const { text, kind, start, end } = next()
    if (kind === 'number') return { kind, value: Number(text.replaceAll('_', '')), start, end, parts: [] }
    if (kind === 'quoted') return { kind: 'other', start, end, parts: [] }
    if (kind === 'name') {
      if (text === 'new') return { ...postfix(primary()), start }
      if (KEYWORDS.has(text)) return fail()
      if (peek() === '=>') return arrow(start)
      return { kind, name: text, start, end, parts: [] }
    }
    if (text === '-' || text === '!' || text === '...') {
      const operand = text === '...' ? expression(0) : expression(7)
      return { kind: text === '-' ? 'unary' : 'other', start, end: operand.end, parts: [operand] }
    }
    if (text === '[') {
      const { items, end } = list(']', () => expression(0))
      return { kind: 'array', start, end, parts: items }
    }
    if (text === '{') {
      const { items, end } = list('}', property)
      return { kind: 'object', start, end, parts: items }
    }
    if (text !== '(') return fail()
    const { items, end: close } = list(')', () => expression(0))
    if (peek() === '=>') return arrow(start)
    return items.length === 1 ? { kind: 'group', start, end: close, parts: items } : fail()
  }

  /** What stands in a body of braces is read as expressions of its own. */
  function arrow(start: number): Node {
    take('=>')
    if (peek() === '{') return fail()
    const body = expression(0)
    return { kind: 'other', start, end: body.end, parts: [body] }
  }

  function postfix(node: Node): Node {
    const { start } = node
    if (peek() === '.') {
      take('.')
      const { text, kind, end } = next()
      if (kind !== 'name') return fail()
      return postfix({ kind: 'member', of: node, name: text, start, end, parts: [node] })
    }
    if (peek() === '(') {
      take('(')
      const { items, end } = list(')', () => expression(0))
      return postfix({ kind: 'call', callee: node, args: items, start, end, parts: [node, ...items] })
    }
    if (peek() === '[') {
      take('[')
      const index = expression(0)
      return postfix({ kind: 'index', start, end: take(']').end, parts: [node, index] })
    }
    if (peek() === '!') return postfix({ ...node, end: next().end })
    return node
  }

  function expression(least: number): Node {
    let left = postfix(primary())
    for (;;) {
      const operator = peek()
      const strength = binding[operator]
      if (strength === undefined || strength < least) break
      next()
      const right = expression(strength + 1)
      left = {
        kind: 'binary',
        operator,
        left,
        right,
        start: left.start,
        end: right.end,
        parts: [left, right],
      }
    }
    if (least > 0 || peek() !== '?') return left
    take('?')
    const yes = expression(0)
    take(':')
    const no = expression(0)
    return { kind: 'other', start: left.start, end: no.end, parts: [left, yes, no] }
  }

  return { expression, position: () => at }
}

/** The names that a piece of code uses, each once: not those of members and options. */
export function namesIn(code: string): string[] {
  const tokens = tokensOf(code)
  const used = tokens.filter(
    ({ kind, text }, i) =>
      kind === 'name' && !KEYWORDS.has(text) && tokens[i - 1]?.text !== '.' && tokens[i + 1]?.text !== ':',
  )
  return [...new Set(used.map(({ text }) => text))]
}
