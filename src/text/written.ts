/** A function as it is written: what it takes and gives, what it does with names. */
import { classesIn, definitionsIn, type FunctionNode } from './definitions.ts'
import { importedIn } from './imports.ts'
import { declarationIn, type ParsedText } from './source.ts'
import { type Node, nodesOf, ownOf, placesIn } from './tree.ts'
import { namesIn } from './values.ts'

export interface Written {
  /** `dprobs`, `Value.mul`. */
  readonly name: string
  readonly code: FunctionNode
  readonly file: ParsedText
  /** The names that it takes, or takes apart. */
  readonly parameters: readonly string[]
}

/** Null where a text has no function of that name. */
export function writtenIn(file: ParsedText, name: string): Written | null {
  const code = definitionsIn(file).get(name)?.code ?? null
  return code === null ? null : { name, code, file, parameters: code.params.flatMap(one => namesIn(one)) }
}

/** The text of a node. */
export const textOf = ({ file }: Written, { start, end }: Node): string => file.text.slice(start!, end!)

/** The type that is noted beside a parameter or variable, as it is written; empty where none is. */
function typeOf(written: Written, node: Node): string {
  const noted = 'typeAnnotation' in node ? node.typeAnnotation : null
  return noted?.type === 'TSTypeAnnotation' ? textOf(written, noted.typeAnnotation) : ''
}

/** Parameters that have a name, and the type that is noted beside each. */
export const typedParameters = (written: Written): { readonly name: string; readonly type: string }[] =>
  written.code.params.flatMap(one =>
    one.type === 'Identifier' ? [{ name: one.name, type: typeOf(written, one) }] : [],
  )

/** The type that it says to give, as it is written; empty where it says none. */
export function resultType(written: Written): string {
  const noted = written.code.returnType
  return noted?.type === 'TSTypeAnnotation' ? textOf(written, noted.typeAnnotation) : ''
}

/** The object that it takes apart in braces: the name of its type, and the names of its fields. */
export function takenApart(
  written: Written,
): { readonly type: string; readonly fields: readonly string[] } | null {
  const [first] = written.code.params
  if (first?.type !== 'ObjectPattern' || first.typeAnnotation?.type !== 'TSTypeAnnotation') return null
  const noted = first.typeAnnotation.typeAnnotation
  if (noted.type !== 'TSTypeReference' || noted.typeName.type !== 'Identifier') return null
  if (noted.typeName.name !== 'Omit') {
    const type = noted.typeName.name
    return { type, fields: fieldsOf(written.file, type) }
  }
  const [whole] = noted.typeParameters?.params ?? []
  const type = whole === undefined ? '' : textOf(written, whole)
  const without = nodesOf(noted, 'StringLiteral').map(({ value }) => value)
  return { type, fields: fieldsOf(written.file, type).filter(field => !without.includes(field)) }
}

function fieldsOf({ program }: ParsedText, name: string): string[] {
  const made = program.body
    .map(declarationIn)
    .find(one => one?.type === 'TSInterfaceDeclaration' && one.id.name === name)
  if (made?.type !== 'TSInterfaceDeclaration') return []
  return made.body.body.flatMap(one =>
    one.type === 'TSPropertySignature' && one.key.type === 'Identifier' ? [one.key.name] : [],
  )
}

/** The functions of its file by name, without itself and without what its parameters hide. */
export const otherFunctions = ({ file, name, parameters }: Written): string[] =>
  [...definitionsIn(file)]
    .filter(([other, { code }]) => code !== null && other !== name && !parameters.includes(other))
    .map(([other]) => other)

/** The names of plain numbers, as far as its file tells: each of its sizes, and what begins as a numeral or a length. */
export function numbersOf({ file }: Written): ReadonlySet<string> {
  const names = nodesOf(file.program, 'VariableDeclarator').flatMap(({ id, init }): string[] => {
    if (id.type !== 'Identifier' || init == null) return []
    if (id.name === 'sizes')
      return nodesOf(init, 'ObjectProperty').flatMap(({ key, value }) =>
        key.type === 'Identifier' && value.type === 'NumericLiteral' ? [key.name] : [],
      )
    const isLength = init.type === 'MemberExpression' && isName(init.property, 'length')
    return isLength || init.type === 'NumericLiteral' ? [id.name] : []
  })
  return new Set(names)
}

/** Whether its file has a class of this name. */
export const isClass = ({ file }: Written, name: string): boolean => classesIn(file).has(name)

/** Whether a class of its file has a field of this name. */
export const isField = ({ file }: Written, name: string): boolean =>
  [...classesIn(file).values()].some(({ body }) =>
    body.body.some(
      one => one.type === 'ClassProperty' && one.key.type === 'Identifier' && one.key.name === name,
    ),
  )

/** The names that its file imports from the library. */
export const importedBy = ({ file }: Written): readonly string[] => importedIn(file)

/** Whether it is the method of a class. */
export const isMethod = ({ name }: Written): boolean => name.includes('.')

/** The nodes of one type in it, in their order. */
export const within = <T extends Node['type']>({ code }: Written, type: T): Extract<Node, { type: T }>[] =>
  nodesOf(code, type)

/** What it returns: the values of its `return`s, or what is behind its arrow; one of nothing is left out. */
export function returned(written: Written): Node[] {
  const { body } = written.code
  if (body.type !== 'BlockStatement') return [body]
  return ownOf(written.code, within(written, 'ReturnStatement')).flatMap(({ argument }) => argument ?? [])
}

/** The operands of its operators. */
export const operands = ({ code }: Written): Node[] =>
  placesIn(code).flatMap(({ node }): Node[] => {
    if (node.type === 'BinaryExpression' && /[-+*/]/.test(node.operator)) return [node.left, node.right]
    if (node.type === 'UnaryExpression' && node.operator === '-') return [node.argument]
    return node.type === 'AssignmentExpression' && /[-+*/]/.test(node.operator) ? [node.right] : []
  })

/** Whether a node is nothing but this name. `this` is one. */
export const isName = (node: Node | null | undefined, name: string): boolean =>
  node?.type === 'Identifier' ? node.name === name : node?.type === 'ThisExpression' && name === 'this'

/** The calls in it of a function by its bare name. */
export const callsOf = (written: Written, name: string) =>
  within(written, 'CallExpression').filter(({ callee }) => isName(callee, name))

/** Whether it gives a value to a name that it has not declared: `d = …`. */
export const assigns = (written: Written, name: string): boolean =>
  within(written, 'AssignmentExpression').some(({ left, operator }) => operator === '=' && isName(left, name))
