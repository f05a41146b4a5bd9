/** The bodies of functions, as somebody would read them out of their file. */
import { bodySpan, definitionsIn } from './definitions.ts'
import { readable } from './salvage.ts'

/**
 * The lines between the braces of a function (or behind its arrow), indentation taken off; null where there is none.
 * A method is named with its class: `Value.mul`.
 */
export function bodyOf(text: string, name: string): string | null {
  const { source } = readable(text)
  const code = source === null ? undefined : definitionsIn(source).get(name)?.code
  if (source === null || code == null) return null
  const { start, end } = bodySpan(code)
  return dedented(source.text.slice(start, end))
}

/** Without the indentation that all lines have. */
export function dedented(text: string): string {
  const [first, ...rest] = text.split('\n')
  const least = Math.min(...rest.filter(line => line.trim() !== '').map(line => line.search(/\S/)))
  // What goes on below a first line that was cut out of its own line stays indented under it.
  const margin = first.trim() === '' ? least : least - 2
  const moved = rest.map(line => line.slice(Math.max(0, margin)).trimEnd())
  return [first.trim(), ...moved]
    .join('\n')
    .replace(/^\s*\n/, '')
    .trimEnd()
}
