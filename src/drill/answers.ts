/** The answer to a blank: what comes back from each use of its tensor, added up. */
import { broadcast, type Line, type NamedShape, type Operand, type OperandUse, sameDims } from './value.ts'

/** A use of a tensor, and the line that it is in. */
export interface UsedIn {
  readonly line: Line
  readonly use: OperandUse
}

/** Null where a use has no gradient, or the tensor isn't used. */
export function partsOf({ name }: Operand, lines: readonly Line[]): UsedIn[] | null {
  const parts: UsedIn[] = []
  for (const line of lines) {
    for (const [i, one] of line.of.entries()) {
      if (one.name !== name) continue
      const use = line.uses[i]
      if (use === null) return null
      parts.push({ line, use })
    }
  }
  return parts.length === 0 ? null : parts
}

/** Longer answers are written in several lines. */
const LONGEST = 90

/** The body of its function. */
export function answerFor(x: Operand, parts: readonly UsedIn[]): string {
  // What has the whole shape first: the others are copied to it.
  const inOrder = parts.toSorted((a, b) => rank(b.use.dims, x.dims) - rank(a.use.dims, x.dims))
  const codes = inOrder.map(({ line, use }) => use.code(`d${line.name}`))
  const made = inOrder.map(({ use }) => use.dims).reduce((a, b) => broadcast(a, b)!)
  const end = sameDims(made, x.dims) ? '' : `.expandAs(${x.name})`
  const [first, ...rest] = codes
  const whole = `${first}${rest.map(code => `.add(${code})`).join('')}${end}`
  if (rest.length === 0 || whole.length <= LONGEST) return `return ${whole}`
  const names = inOrder.map(({ line }) => `through_${line.name}`)
  const lines = codes.map((code, i) => `const ${names[i]} = ${code}`)
  return [
    ...lines,
    `return ${names[0]}${names
      .slice(1)
      .map(name => `.add(${name})`)
      .join('')}${end}`,
  ].join('\n')
}

const rank = (dims: NamedShape, full: NamedShape): number => (sameDims(dims, full) ? 1 : 0)
