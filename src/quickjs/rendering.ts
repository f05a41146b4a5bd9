/** An expression as V8 shows it in its messages: names and literals as they are written, calls without what they were given. */
import type { Node } from '../text/tree.ts'

const OTHER = '(intermediate value)'

export function rendered(node: Node): string {
  switch (node.type) {
    case 'Identifier':
      return node.name
    case 'ThisExpression':
      return 'this'
    case 'StringLiteral':
      return `"${node.value}"`
    case 'NumericLiteral':
    case 'BooleanLiteral':
      return String(node.value)
    case 'NullLiteral':
      return 'null'
    case 'MemberExpression':
    case 'OptionalMemberExpression': {
      const dot = node.type === 'OptionalMemberExpression' && node.optional ? '?.' : ''
      const on = `${rendered(node.object)}${dot}`
      const { property, computed } = node
      if (!computed)
        return `${on}${dot === '' ? '.' : ''}${property.type === 'Identifier' ? property.name : OTHER}`
      return property.type === 'StringLiteral' ? `${on}.${property.value}` : `${on}[${rendered(property)}]`
    }
    case 'CallExpression':
    case 'OptionalCallExpression':
      return `${rendered(node.callee)}(...)`
    case 'BinaryExpression':
    case 'LogicalExpression':
      return `(${rendered(node.left)} ${node.operator} ${rendered(node.right)})`
    case 'UnaryExpression':
      return `(${node.operator}${/^\w/.test(node.operator) ? ' ' : ''}${rendered(node.argument)})`
    case 'ArrayExpression':
      return `[${node.elements.map(one => (one === null ? '' : rendered(one))).join(',')}]`
    case 'ObjectExpression':
      return node.properties.length === 0 ? '{}' : OTHER
  }
  return OTHER
}
