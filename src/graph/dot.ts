/** A drawing in Graphviz's language. */
import { type Drawing, headOf, type Node } from './drawing.ts'

export function toDot({ nodes, edges }: Drawing): string {
  const given = new Set(nodes.map(({ id }) => id))
  for (const { to } of edges) given.delete(to)
  return [
    'digraph computation {',
    '  rankdir=TB',
    '  node [shape=box, style=rounded, fontname="Helvetica", fontsize=11]',
    ...nodes.map(
      node => `  ${quoted(node.id)} [label=${label(node)}${given.has(node.id) ? '' : ', style=solid'}]`,
    ),
    ...edges.map(({ from, to }) => `  ${quoted(from)} -> ${quoted(to)}`),
    '}',
    '',
  ].join('\n')
}

const label = (node: Node): string =>
  quoted(
    [...headOf(node), node.value, ...(node.gradient === null ? [] : [`grad ${node.gradient}`])].join('\n'),
  )

const quoted = (text: string): string =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
