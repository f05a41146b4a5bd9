/**
 * Types taken away by their places: a space stands for each of their characters, so that no line and no column moves.
 * What TypeScript makes code of (enums, namespaces, parameter properties) cannot be taken away, and is refused.
 */
import type { Class, Comment, ForStatement, Function as FunctionNode } from '@babel/types'
import { blank, closing, type Edit, emptied, LINE_END } from './edits.ts'
import type { Fault } from './fault.ts'
import type { ParsedText } from './source.ts'
import { lineOf, type Node, placesIn } from './tree.ts'

export interface Untyped {
  readonly edits: readonly Edit[]
  /** What cannot be taken away. */
  readonly fault: Fault | null
}

/** What makes JavaScript of a text, its imports and exports aside. */
export function typesIn({ text, program, comments }: ParsedText): Untyped {
  const code = withoutComments(text, comments)
  const edits: Edit[] = []
  /** Where a statement ends that no semicolon ends. */
  const ends = new Set<number>()
  /** Where an expression begins that a block, a function or a class could begin too. */
  const begins = new Set<number>()
  let fault: Fault | null = null
  const keep = (...more: readonly Edit[]): unknown => edits.push(...more)
  const take = (start: number, end: number): unknown => keep(blank(text, start, end))
  const takeSign = (at: number): unknown => take(at, at + 1)
  const refuse = (node: Node, message: string): void => {
    fault ??= { message, line: lineOf(node), column: node.loc!.start.column + 1 }
  }
  for (const { node, parent, typed, inType } of placesIn(program)) {
    if (inType) continue
    const start = node.start!
    const end = node.end!
    if (typed) {
      // What has a type as its last word goes on behind it: f<T> and a bracket in the next line are a call.
      if (node.type === 'TSTypeParameterInstantiation') ends.delete(end)
      if (BESIDE.test(node.type)) take(start, end)
      // Statements must not run together where it was.
      else if (isAlone(node, parent)) keep(closing(blank(text, start, end)))
      continue
    }
    if (refusals[node.type] !== undefined) refuse(node, refusals[node.type]!)
    if (endsByItself(node, parent)) ends.add(end)
    const bare = bareIn(node)
    if (bare !== null && bare.extra?.parenthesized !== true) begins.add(bare.start!)
    switch (node.type) {
      case 'Identifier':
      case 'ObjectPattern':
      case 'ArrayPattern':
        if (node.optional) takeSign(lastBefore(code, node.typeAnnotation?.start ?? end))
        break
      case 'VariableDeclarator':
        if (node.definite) takeSign(code.indexOf('!', node.id.start!))
        break
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ObjectMethod':
      case 'ClassMethod':
      case 'ClassPrivateMethod':
      case 'ArrowFunctionExpression':
        keep(...headOf(node, text, code))
        if (node.type === 'ClassMethod') keep(...memberOf(node, text, code))
        break
      case 'ClassProperty':
      case 'ClassPrivateProperty':
        keep(...memberOf(node, text, code))
        break
      case 'ClassDeclaration':
      case 'ClassExpression':
        keep(...classHeadOf(node, text, code))
        break
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
        take(firstBehind(code, node.expression.end!, /[\s)]*/y), end)
        if (bindsApart(node, parent)) refuse(node, 'put parentheses around what comes before `as`')
        break
      case 'TSNonNullExpression':
        takeSign(end - 1)
        break
      case 'TSTypeAssertion': {
        const close = code.indexOf('>', node.typeAnnotation.end!) + 1
        take(start, close)
        const behind = firstBehind(code, close, /\s*/y)
        if (
          LINE_END.test(text.slice(start, behind)) ||
          (begins.has(start) && MEANS_MORE.test(code.slice(behind)))
        )
          refuse(node, 'write x as T, not <T>x')
        break
      }
    }
  }
  return { edits: edits.map(edit => (ends.has(edit.end) ? closing(edit) : edit)), fault }
}

/** Types that stand beside what they are the types of. */
const BESIDE = /^TSType(?:Annotation|ParameterDeclaration|ParameterInstantiation)$/

/** Whether a type is a statement, or a member of a class, by itself. */
const isAlone = ({ type }: Node, parent: Node | null): boolean =>
  !(parent!.type.startsWith('TS') || type === 'TSExpressionWithTypeArguments' || type.endsWith('Specifier'))

/** The expression that a statement or a body begins with. */
function bareIn(node: Node): Node | null {
  if (node.type === 'ExpressionStatement') return node.expression
  if (node.type === 'ArrowFunctionExpression') return node.body
  return node.type === 'ExportDefaultDeclaration' ? node.declaration : null
}

/** What begins a block, a function or a class where no expression has begun. */
const MEANS_MORE = /^(?:\{|(?:async\s+)?function\b|class\b)/

/** The text with spaces for its comments. */
export function withoutComments(text: string, comments: readonly Comment[]): string {
  let at = 0
  let code = ''
  for (const { start, end } of comments) {
    code += text.slice(at, start!) + emptied(text.slice(start!, end!))
    at = end!
  }
  return code + text.slice(at)
}

const WHY = 'makes code, and types are only taken away here'

const refusals: Partial<Record<Node['type'], string>> = {
  TSEnumDeclaration: `an enum ${WHY}: write an object, const Colour = { red: 0, blue: 1 }`,
  TSModuleDeclaration: `a namespace ${WHY}: write functions and constants by themselves`,
  TSParameterProperty: `a parameter with private, public or readonly ${WHY}: write this.x = x`,
  TSImportEqualsDeclaration: `import x = … ${WHY}: write import { x } from '…'`,
  TSExportAssignment: `export = … ${WHY}: write export before what is exported`,
}

/** Whether a statement, or a field of a class, ends where a type does that it ends with. */
function endsByItself(node: Node, parent: Node | null): boolean {
  if (node.type === 'VariableDeclaration')
    return !/^For/.test(parent!.type) || (parent as ForStatement).body === node
  return /^(?:ExpressionStatement|ReturnStatement|ThrowStatement|ExportDefaultDeclaration|Class(?:Private)?Property)$/.test(
    node.type,
  )
}

/** The `this` of a function's parameters, and line ends where JavaScript allows none: before =>, and behind `async`. */
function headOf(node: FunctionNode, text: string, code: string): Edit[] {
  const edits: Edit[] = []
  const [first] = node.params
  if (first?.type === 'Identifier' && first.name === 'this') {
    const behind = firstBehind(code, first.end!, /\s*/y)
    edits.push(blank(text, first.start!, code[behind] === ',' ? behind + 1 : first.end!))
  }
  if (node.type !== 'ArrowFunctionExpression') return edits
  const { typeParameters, returnType } = node
  if (typeParameters != null) {
    const start = typeParameters.start!
    const open = code.indexOf('(', typeParameters.end!) + 1
    const taken = emptied(text.slice(start, open))
    if (LINE_END.test(taken)) edits.push({ start, end: open, by: `(${taken.slice(1)}` })
  }
  if (returnType != null) {
    const start = lastBefore(code, returnType.start!)
    const end = returnType.end!
    const taken = emptied(text.slice(start, end))
    if (LINE_END.test(taken)) edits.push({ start, end, by: `${taken.slice(0, -1)})` })
  }
  return edits
}

const MODIFIER = /\b(?:public|private|protected|readonly|override|abstract)\b/g

/** What stands around the name of a class's member that is only for types. */
function memberOf(
  node: Extract<Node, { type: 'ClassMethod' | 'ClassProperty' | 'ClassPrivateProperty' }>,
  text: string,
  code: string,
): Edit[] {
  const { start, key } = node
  const modifiers = [...code.slice(start!, key.start!).matchAll(MODIFIER)].map(({ 0: word, index }): Edit => {
    const edit = blank(text, start! + index, start! + index + word.length)
    // A member that then begins with [ or * would go on with the one before.
    return index === 0 ? closing(edit) : edit
  })
  const behind = firstBehind(code, key.end!, /[\s)\]]*/y)
  const marked = ('optional' in node && node.optional) || ('definite' in node && node.definite)
  return marked ? [...modifiers, blank(text, behind, behind + 1)] : modifiers
}

function classHeadOf(node: Class, text: string, code: string): Edit[] {
  const head = code.slice(node.start!, node.body.start!)
  const edits: Edit[] = []
  const abstract = 'abstract' in node && node.abstract ? head.indexOf('abstract') : -1
  if (abstract !== -1)
    edits.push(blank(text, node.start! + abstract, node.start! + abstract + 'abstract'.length))
  const last = node.implements?.at(-1)
  if (last !== undefined) {
    const start = node.start! + head.lastIndexOf('implements', node.implements![0].start! - node.start! - 1)
    edits.push(blank(text, start, last.end!))
  }
  return edits
}

/** How tightly operators bind that bind more tightly than `as`. */
const strength: Readonly<Record<string, number>> = {
  '<<': 1, '>>': 1, '>>>': 1, '+': 2, '-': 2, '*': 3, '/': 3, '%': 3, '**': 4,
} // biome-ignore format: a table

/** `a + b as T * c` means `(a + b) * c`; without its type it would not. */
function bindsApart(node: Expressed, parent: Node | null): boolean {
  if (parent?.type !== 'BinaryExpression' || node.extra?.parenthesized === true) return false
  let inner: Node = node
  do {
    inner = (inner as Expressed).expression
    if (inner.extra?.parenthesized === true) return false
  } while (inner.type.startsWith('TS'))
  // Nothing that is composed may stand at the left of it without parentheses.
  if (parent.operator === '**') return /^(?:Binary|Unary|Await)Expression$/.test(inner.type)
  if (inner.type !== 'BinaryExpression') return false
  return (strength[parent.operator] ?? 0) > (strength[inner.operator] ?? 0)
}

type Expressed = Extract<Node, { type: 'TSAsExpression' | 'TSSatisfiesExpression' }>

/** Where the first sign is behind a place, and what may be skipped. */
function firstBehind(code: string, from: number, skipped: RegExp): number {
  skipped.lastIndex = from
  skipped.test(code)
  return skipped.lastIndex
}

/** Where the last sign before a place is. */
const lastBefore = (code: string, place: number): number => code.slice(0, place).trimEnd().length - 1
