/** Who works on which part of a step's batch, and where the gradients of all parts meet. */

export interface Crew {
  /** Whether this thread works on a part. */
  readonly takes: (part: number) => boolean
  /** Where the gradients of a part are put, one after the other, and its loss behind them. */
  readonly place: (step: number, part: number, size: number) => Float64Array
  /** Comes back when all parts of the step are in their places. */
  readonly meet: (step: number) => void
}

/** One thread, which works on all parts, one after the other. */
export function alone(): Crew {
  const places: Float64Array[] = []
  return {
    takes: () => true,
    place: (_, part, size) => (places[part] ??= new Float64Array(size)),
    meet: () => {},
  }
}
