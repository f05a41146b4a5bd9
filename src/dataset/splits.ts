/** Names to learn from, names to choose settings by, and names that are kept for the end. */
import { NinjaError } from '../errors.ts'
import type { Generator } from '../tensor/random.ts'
import { END, type Names } from './names.ts'

export type Part = 'train' | 'dev' | 'test'

/** All parts number the letters in the same way, letters that a part does not have included. */
export type Splits = { readonly [P in Part]: Names }

/** With fewer, a tenth would be nothing. */
const FEWEST = 10

/**
 * Shuffles the names and takes 80, 10 and 10 percent of them. A name that stands in the list several times counts as
 * often, and is in one part only: or the network would be tested on what it has learned.
 */
export function split(names: Names, g: Generator, origin = 'the list of names'): Splits {
  const times = new Map<string, number>()
  const list = names.text.slice(0, -1).split(END)
  for (const name of list) times.set(name, (times.get(name) ?? 0) + 1)
  const different = [...times]
  if (different.length < FEWEST) {
    const found = different.length === 1 ? 'one name' : `${different.length} different names`
    throw new NinjaError(
      'data',
      `${origin}: found ${found}; training needs at least ${FEWEST}`,
      'give a longer list: a few hundred names make a model, a few thousand a good one',
    )
  }
  const parts: Record<Part, string[]> = { train: [], dev: [], test: [] }
  let before = 0
  for (const at of g.permutation(different.length).data) {
    const [name, often] = different[at]
    const part = before < 0.8 * list.length ? 'train' : before < 0.9 * list.length ? 'dev' : 'test'
    for (let i = 0; i < often; i++) parts[part].push(name)
    before += often
  }
  const empty = (['dev', 'test'] as const).find(part => parts[part].length === 0)
  if (empty !== undefined) {
    throw new NinjaError(
      'data',
      `${origin}: the same few names again and again; nothing is left for the ${empty} part`,
      'give a list with more different names',
    )
  }
  const namesOf = (part: Part): Names => ({ ...names, text: parts[part].join(END) + END })
  return { train: namesOf('train'), dev: namesOf('dev'), test: namesOf('test') }
}
