/** The names that a text uses as values: not those of types, of members, or of fields. */
import { type Node, placesIn } from './tree.ts'

/** A place where a name is used. */
export interface Use {
  readonly name: string
  readonly start: number
  readonly end: number
  /** `{ name }` in an object, which is short for `{ name: name }`. */
  readonly shorthand: boolean
}

/** Every name that is read, written or declared, in the order of the text; imports and exports by name are left out. */
export function usesIn(root: Node): Use[] {
  const uses: Use[] = []
  for (const { node, parent, typed } of placesIn(root)) {
    if (node.type !== 'Identifier' || typed || (parent !== null && isLabel(node, parent))) continue
    const shorthand = parent?.type === 'ObjectProperty' && parent.shorthand
    uses.push({ name: node.name, start: node.start!, end: node.start! + node.name.length, shorthand })
  }
  return uses.sort((a, b) => a.start - b.start)
}

/** Whether an identifier only names a member, a field, a method or a jump. */
export function isLabel(node: Node, parent: Node): boolean {
  if ('computed' in parent && parent.computed === true) return false
  switch (parent.type) {
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return parent.property === node
    // The key of a field in short is a node beside its value, in the same place.
    case 'ObjectProperty':
    case 'ObjectMethod':
    case 'ClassMethod':
    case 'ClassProperty':
      return parent.key === node
    case 'ExportSpecifier':
      return parent.local !== node
    case 'ImportSpecifier':
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier':
    case 'ExportNamespaceSpecifier':
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'MetaProperty':
    case 'PrivateName':
      return true
  }
  return false
}

/** The names that are declared anywhere in a tree: variables, parameters, functions and classes. */
export function declaredIn(root: Node): Set<string> {
  const names = new Set<string>()
  const add = (pattern: Node | null | undefined): void => {
    for (const name of pattern == null ? [] : namesIn(pattern)) names.add(name)
  }
  for (const { node, typed } of placesIn(root)) {
    if (typed || node.type === 'PrivateName') continue
    if ('param' in node) add(node.param)
    if ('id' in node) add(node.id as Node | null)
    if ('params' in node) for (const parameter of node.params as Node[]) add(parameter)
  }
  return names
}

/** The names that a statement declares. */
export function namesDeclared(statement: Node): string[] {
  if ('declare' in statement && statement.declare === true) return []
  if (statement.type === 'VariableDeclaration') return statement.declarations.flatMap(({ id }) => namesIn(id))
  const isNamed = statement.type === 'FunctionDeclaration' || statement.type === 'ClassDeclaration'
  return isNamed && statement.id != null ? [statement.id.name] : []
}

/** The names that a pattern gives values to: `a`, `{ a, b: c }`, `[a, ...b]`, `a = 1`. */
export function namesIn(pattern: Node): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name]
    case 'ObjectPattern':
      return pattern.properties.flatMap(one => namesIn(one.type === 'RestElement' ? one.argument : one.value))
    case 'ArrayPattern':
      return pattern.elements.flatMap(one => (one === null ? [] : namesIn(one)))
    case 'RestElement':
      return namesIn(pattern.argument)
    case 'AssignmentPattern':
      return namesIn(pattern.left)
  }
  return []
}
