/** Who works on which part of a step's batch, and where the gradients of all parts meet. */
import type { EngineNumbers, TrainingEngine } from './engine.ts'

/** The gradients of a part, one after the other, and its loss. */
export interface PartPlace {
  readonly gradients: EngineNumbers
  /** A list of one. */
  readonly loss: Float64Array
}

export interface Crew {
  /** Whether this thread works on a part. */
  readonly takes: (part: number) => boolean
  /** Where the gradients of a part are put. */
  readonly place: (step: number, part: number) => PartPlace
  /** Comes back when all parts of the step are in their places. */
  readonly meet: (step: number) => void
}

/** One thread, which works on all parts, one after the other. `size`: how many numbers all gradients have together. */
export function alone(size: number, engine: TrainingEngine): Crew {
  const places: PartPlace[] = []
  return {
    takes: () => true,
    place: (_, part) => (places[part] ??= { gradients: engine.numbers(size), loss: new Float64Array(1) }),
    meet: () => {},
  }
}
