/** What was typed at a prompt, one after another: names that were declared stay. */
import type { Typed } from '../text/typed.ts'

/** Whether what was typed has to be run again for what comes after it: it declares or changes something. */
export function stays({ declares, assigns, names }: Typed, earlier: readonly Typed[]): boolean {
  const known = earlier.flatMap(one => one.declares)
  return declares.length > 0 || assigns || names.some(name => known.includes(name))
}
