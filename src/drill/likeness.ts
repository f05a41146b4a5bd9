/** What two tasks have in common that differ in names and sizes alone. */
import type { Draft } from './draft.ts'
import type { TaskBlank } from './source.ts'

export function formOf({ draws, lines }: Draft, blanks: readonly TaskBlank[]): string {
  const names = [...draws, ...lines].map(({ name }) => name)
  const dims = new Map<string, string>()
  const dimName = (dim: string): string =>
    dim.replace(/\w+/g, part => {
      if (part === '1') return part
      if (!dims.has(part)) dims.set(part, 'abcdefgh'[dims.size])
      return dims.get(part)!
    })
  return [
    draws.map(draw => draw.dims.map(dimName).join('')).join(' '),
    ...lines.map(({ op, of }) => `${op}(${of.map(({ name }) => names.indexOf(name))})`),
    `d${blanks.map(({ x }) => names.indexOf(x.name)).join()}`,
  ].join('; ')
}
