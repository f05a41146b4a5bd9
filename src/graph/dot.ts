/** A drawing in Graphviz's language. */
import type { Drawing, Node } from './drawing.ts'

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

const label = ({ title, made, value, gradient }: Node): string =>
  quoted(
    [title, made, value, gradient === null ? null : `grad ${gradient}`]
      .filter(text => text !== null)
      .join('\n'),
  )

const quoted = (text: string): string =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
