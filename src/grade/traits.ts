/** What in a file is its author's own: comments, names and lines that are not the exercise's. */
import { codeCellsOf } from '../python/cells.ts'
import { nodesIn, parsePython, targetsOf, textOf } from '../python/tree.ts'
import { readable } from '../text/salvage.ts'
import { pieceOf } from '../text/source.ts'
import { isCode, type Node, placesIn } from '../text/tree.ts'
import { withoutComments } from '../text/types.ts'
import { declaredIn } from '../text/values.ts'
import { bare, remarkIn } from './lines.ts'
import type { Trait } from './record.ts'

/** So many are kept of a file, each as long as this at most. */
const [MOST, LONGEST] = [200, 80]
/** So many comments, and lines, are looked at: nobody writes more by hand. */
const READ = 2000

/**
 * At most 200, of at most 80 characters: the whole file and its code come first. `given`: all that the
 * author was given, which is no trait: the exercise as it is handed out, its hints. Of a file that can't be read there are
 * none.
 */
export function traitsOf(text: string, given: string, language: 'typescript' | 'python'): Trait[] {
  const own = language === 'typescript' ? ownInTypeScript(text) : ownInPython(text)
  const { words, prose, code } = givenOnce(given)
  const found: Trait[] = [
    ...own.comments
      .slice(0, READ)
      .filter(one => !prose.includes(proseOf(one)) && isProse(one, language))
      .map(one => traitOf('comment', one)),
    ...own.names.filter(name => !words.has(name)).map(name => traitOf('name', name)),
    ...own.lines
      .slice(0, READ)
      .filter(line => /\w\W+\w/.test(line) && !code.includes(line))
      .map(line => traitOf('line', line)),
  ]
  const seen = new Set<string>()
  const all = found.filter(({ kind, text: said }) => {
    const key = `${kind} ${said}`
    return said !== '' && !seen.has(key) && seen.add(key)
  })
  if (own.code === '' || given.includes(text)) return []
  const whole: Trait[] = [
    { kind: 'file', text: digestOf(text) },
    { kind: 'code', text: digestOf(bare(own.code.replaceAll(';', ' '))) },
  ]
  return [...whole, ...all].slice(0, MOST)
}

/** Of 53 bits: for telling texts apart, and for nothing that must be kept secret. */
function digestOf(text: string): string {
  let [high, low] = [0xdeadbeef, 0x41c6ce57]
  for (let i = 0; i < text.length; i++) {
    high = Math.imul(high ^ text.charCodeAt(i), 2654435761)
    low = Math.imul(low ^ text.charCodeAt(i), 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return (2 ** 32 * (high & 0x1fffff) + (low >>> 0)).toString(16).padStart(14, '0')
}

interface Given {
  readonly text: string
  readonly words: ReadonlySet<string>
  readonly prose: string
  readonly code: string
}

let known: Given | null = null

/** Of a class, most files are for the same exercise. */
function givenOnce(text: string): Given {
  if (known?.text !== text)
    known = { text, words: new Set(text.match(WORD)), prose: proseOf(text), code: bare(text) }
  return known
}

const WORD = /[\p{L}\p{N}_$]+/gu

const traitOf = (kind: Trait['kind'], text: string): Trait => ({
  kind,
  text: text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`,
})

interface Own {
  readonly comments: readonly string[]
  readonly names: readonly string[]
  readonly lines: readonly string[]
  /** All of it, without comments. */
  readonly code: string
}

const NOTHING: Own = { comments: [], names: [], lines: [], code: '' }

/** Words alone: how they are wrapped, and what stands between them, is nobody's own. */
const proseOf = (text: string): string => (text.toLowerCase().match(WORD) ?? []).join(' ')

/** A line of code that was commented out says no more than the line. */
function isProse(comment: string, language: 'typescript' | 'python'): boolean {
  if ((comment.match(WORD)?.length ?? 0) < 2) return false
  if (language === 'typescript') return pieceOf(comment).program === null
  const { body, unfinished } = parsePython(comment)
  return body.length === 0 || unfinished.length > 0
}

/** The statements that have no others in them. */
const SIMPLE = /^(?:Return|Expression|Throw)Statement$|^VariableDeclaration$/

function ownInTypeScript(text: string): Own {
  const { source } = readable(text)
  if (source === null) return NOTHING
  const { program, comments } = source
  const code = withoutComments(text, comments)
  const slice = ({ start, end }: Node): string => bare(code.slice(start!, end!))
  const lines = placesIn(program).flatMap(({ node, parent }) => {
    if (isCode(node) && node.body.type !== 'BlockStatement') return [slice(node.body)]
    if (!SIMPLE.test(node.type) || parent?.type === 'Program' || parent?.type === 'ExportNamedDeclaration')
      return []
    const value = node.type === 'ReturnStatement' ? node.argument : node
    return value == null ? [] : [slice(value)]
  })
  return {
    comments: comments.flatMap(({ value }) =>
      value.split('\n').map(line => line.replace(/^[\s*/%]+|[\s*]+$/g, '')),
    ),
    names: [...declaredIn(program)],
    lines,
    code,
  }
}

function ownInPython(text: string): Own {
  const cells = cellsIn(text)
  const parsed = cells.map(cell => ({ cell: cell.split('\n'), ...parsePython(cell) }))
  const nodes = parsed.flatMap(({ cell, body }) => [...nodesIn(body)].map(node => ({ cell, node })))
  const isText = ({ node }: (typeof nodes)[number]): boolean =>
    node.nodeType === 'Expr' && node.value.nodeType === 'Constant' && typeof node.value.value === 'string'
  const texts = nodes.filter(isText).map(({ cell, node }) => textOf(cell, node))
  return {
    comments: [...cells.flatMap(remarksIn), ...texts.map(text => text.replace(/^\w*["'\s]+|["'\s]+$/g, ''))],
    names: [
      ...parsed.flatMap(({ body }) => targetsOf(body)),
      ...nodes.flatMap(({ node }) =>
        node.nodeType === 'FunctionDef' ? node.args.args.map(({ arg }) => arg) : [],
      ),
    ],
    lines: nodes
      .filter(one => /^(?:Assign|AugAssign|Expr|Return)$/.test(one.node.nodeType) && !isText(one))
      .map(({ cell, node }) => bare(textOf(cell, node))),
    code: texts
      .slice(0, READ)
      .reduce((all, text) => all.replace(bare(text), ''), bare(cells.map(withoutRemarksIn).join('\n'))),
  }
}

const withoutRemarksIn = (cell: string): string =>
  cell
    .split('\n')
    .map(line => line.slice(0, remarkIn(line) ?? undefined))
    .join('\n')

function cellsIn(text: string): string[] {
  try {
    return codeCellsOf(text, text.trimStart().startsWith('{') ? '.ipynb' : '.py').map(cell => cell.text)
  } catch {
    return []
  }
}

/** The comments of a cell: not what stands behind # inside of a text in triple quotes. */
function remarksIn(cell: string): string[] {
  return cell
    .replace(/("""|''')[\s\S]*?\1/g, '')
    .split('\n')
    .flatMap(line => {
      const at = remarkIn(line)
      return at === null ? [] : [line.slice(at).replace(/^[#\s%!]+|\s+$/g, '')]
    })
}
