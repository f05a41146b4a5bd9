/** Names that the network invents, one character after the other. */
import type { Recipe, TrainedNetwork } from '../catalogue/recipe.ts'
import { NinjaError } from '../errors.ts'
import { softmax } from '../tensor/creation.ts'
import type { Generator } from '../tensor/random.ts'

export interface Model {
  readonly recipe: Pick<Recipe, 'scores'>
  readonly network: TrainedNetwork
  /** The full stop first, as in `Names`. */
  readonly vocabulary: readonly string[]
}

export interface Wishes {
  readonly count: number
  /** What each name begins with. */
  readonly prompt: string
  /** Below 1 the likely ones get likelier; at 0 only the likeliest is taken. */
  readonly temperature: number
}

/** A network that has learned nothing may not come to an end. */
const LONGEST = 40

export function sampleNames(model: Model, { count, prompt, temperature }: Wishes, g: Generator): string[] {
  const begun = [...prompt].map(letter => numberOf(letter, model.vocabulary))
  return Array.from({ length: count }, () => {
    const name = [...begun]
    while (name.length < LONGEST + begun.length) {
      const next = pick(chances(model, name, temperature), g)
      if (next === 0) break
      name.push(next)
    }
    return name.map(letter => model.vocabulary[letter]).join('')
  })
}

function numberOf(letter: string, vocabulary: readonly string[]): number {
  const at = vocabulary.indexOf(letter)
  if (at > 0) return at
  throw new NinjaError(
    'usage',
    `the network doesn't know "${letter}"; it learned the letters ${vocabulary.slice(1).join('')}`,
    'use only these letters',
  )
}

/** The probability of each character to come next. */
function chances({ recipe, network }: Model, name: readonly number[], temperature: number) {
  const scores = recipe.scores(network, name)
  if (temperature > 0) return softmax(scores.div(temperature), 1).data
  const best = scores.max(1).indices.item()
  return scores.data.map((_, i) => (i === best ? 1 : 0))
}

/** One position, each as probable as `chances` says. */
function pick(chances: Float64Array, g: Generator): number {
  let left = g.random()
  let last = 0
  for (const [i, chance] of chances.entries()) {
    if (chance > 0) last = i
    left -= chance
    if (left < 0) return i
  }
  return last // what rounding left over
}
