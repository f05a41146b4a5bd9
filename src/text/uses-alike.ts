/** Whether two texts use a tensor alike: then its gradient is the same line in both. */
import { constantsIn } from './definitions.ts'
import { namesUsedIn } from './expressions.ts'
import { type ParsedText, sourceOf } from './source.ts'

/** `gradient`: such as `dprobs`. False where no line of either text uses its tensor, or one can't be read. */
export function usesAlike(text: string, other: string, gradient: string): boolean {
  const [a, b] = [sourceOf(text), sourceOf(other)]
  if (a.program === null || b.program === null || !gradient.startsWith('d')) return false
  const tensor = gradient.slice(1)
  const uses = usesOf(a, tensor)
  return uses !== '' && uses === usesOf(b, tensor)
}

const usesOf = (source: ParsedText, tensor: string): string =>
  [...constantsIn(source).values()]
    .filter(({ name, text }) => name !== tensor && namesUsedIn(text).includes(tensor))
    .map(({ text }) => text)
    .sort()
    .join('\n')
