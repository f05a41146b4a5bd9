/** Three hints for a blank, from the idea to almost the line, put together from those of its uses. */
import type { UsedIn } from './answers.ts'
import { type Operand, sameDims } from './value.ts'

export function hintsFor(x: Operand, parts: readonly UsedIn[]): string[] {
  const [one, ...more] = parts
  const isCopied = !parts.some(({ use }) => sameDims(use.dims, x.dims))
  const copying = isCopied ? ` At the end, copy it to the shape of ${x.name} with \`.expandAs(...)\`.` : ''
  if (more.length === 0) return one.use.hints.map((hint, i) => (i === 2 ? hint + copying : hint))
  const each = (i: 0 | 1 | 2): string =>
    parts.map(({ line, use }) => `Through ${line.name}: ${use.hints[i]}`).join(' ')
  const many = ['two', 'three', 'four'][parts.length - 2]
  return [
    `${x.name} is used ${many === 'two' ? 'twice' : `${many} times`}, so ${many} parts add up. Write down what comes back from each line.`,
    each(1),
    `${each(2)} Add the parts with \`.add(...)\`.${copying}`,
  ]
}
