/** What the titles of cells quote of the forward pass, beside the forward pass itself. */
import { blanksOf } from '../notebook/solution.ts'
import { constantsIn, definitionsIn } from '../text/definitions.ts'
import { expressionsOf } from '../text/expressions.ts'
import type { ParsedText } from '../text/source.ts'
import { type Flaw, found } from './flaw.ts'

/** `whole`: the solution with its parts in place. Titles quote code of a forward pass where there is one. */
export function judgeTitles(id: string, solution: string, whole: ParsedText): Flaw[] {
  if (!definitionsIn(whole).has('forward')) return []
  const lines = constantsIn(whole)
  const titles = [...new Set(blanksOf(solution).map(({ title }) => title))]
  return titles.flatMap(title =>
    quotesIn(title).flatMap(({ name, code }) => {
      const line = lines.get(name)?.text
      if (line !== undefined && says(line, name, code)) return []
      const is =
        line === undefined ? 'which the forward pass does not make' : `and the forward pass has \`${line}\``
      const message = `a title quotes \`${name} = ${code}\`, ${is}`
      return [found(id, 'titles', message, 'quote the line as it is, with ... for what is left out')]
    }),
  )
}

interface Quote {
  readonly name: string
  readonly code: string
}

/** `probs feeds loss = a.mul(b) and x = y.sum(1, ...)`: what stands behind an equals sign, if it is a call of a method. */
const quotesIn = (title: string): Quote[] =>
  title.split(/ and |, (?=\w+ = )/).flatMap(part => {
    const [, name, code] = /(?:^|\s)(\w+) = (\S.*)$/.exec(part) ?? []
    return name !== undefined && isCall(code) ? [{ name, code }] : []
  })

/** What is written in the signs of mathematics quotes no line. */
function isCall(code: string): boolean {
  const [root, ...others] = expressionsOf(code.replaceAll('...', '_'))
  return others.length === 0 && (root?.kind === 'call' || root?.kind === 'member')
}

/** `...` is for anything. */
function says(line: string, name: string, code: string): boolean {
  const bare = (text: string): string => text.replace(/\s/g, '')
  const [start, ...rest] = bare(`const ${name} = ${code}`).split('...')
  const end = rest.pop()
  const is = bare(line)
  if (end === undefined) return is === start
  return is.startsWith(start) && is.endsWith(end) && rest.every(part => is.includes(part))
}
