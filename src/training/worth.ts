/** What a trained network is worth: calibrated if need be, then its mean loss over all examples of a list. */
import type { Chunk, Recipe, Tensors, TrainedNetwork, TrainingSettings } from '../catalogue/recipe.ts'
import type { Splits } from '../dataset/splits.ts'
import type { TrainingEngine } from './engine.ts'

/** What the parameters are worth, once the run is complete. */
export interface Result {
  readonly train: number
  readonly dev: number
  readonly test: number
  readonly calibrated: Tensors
}

/** What the recipe works out over all examples; `names`: the part to learn from. */
export function calibratedBy(
  recipe: Recipe,
  settings: TrainingSettings,
  parameters: Tensors,
  names: Splits['train'],
  engine: TrainingEngine,
): Tensors {
  if (recipe.calibrate === undefined) return {}
  const examples = recipe.examples(settings, names)
  return recipe.calibrate.run({ settings, parameters }, examples, work => engine.step(work))
}

/** The mean loss over all examples. */
export function meanLoss(
  { evaluate }: Pick<Recipe, 'evaluate'>,
  network: TrainedNetwork,
  examples: Iterable<Chunk>,
  engine: TrainingEngine,
): number {
  let sum = 0
  let all = 0
  for (const { batch, count } of examples) {
    sum += engine.step(() => evaluate(network, batch).item()) * count
    all += count
  }
  return sum / all
}

export function worthOf<P extends keyof Splits>(
  recipe: Recipe,
  network: TrainedNetwork,
  splits: Splits,
  parts: readonly P[],
  engine: TrainingEngine,
): Readonly<Record<P, number>> {
  const losses = parts.map(part => {
    const examples = recipe.examples(network.settings, splits[part])
    return [part, meanLoss(recipe, network, examples, engine)]
  })
  return Object.fromEntries(losses)
}
