/** What a training run is made of: all that decides its numbers, apart from the names and the functions. */

export interface Settings {
  readonly steps: number
  /** Examples in a batch. */
  readonly batch: number
  readonly hidden: number
  /** Numbers for each character. */
  readonly embd: number
  /** The learning rate at the start. */
  readonly lr: number
  /** After this part of the steps the learning rate is a tenth. */
  readonly decayAt: number
  readonly seed: number
}

/** The lecture's. */
export const usual: Settings = {
  steps: 200_000,
  batch: 32,
  hidden: 200,
  embd: 10,
  lr: 0.1,
  decayAt: 0.5,
  seed: 42,
}

/** Characters that the network sees before the one it guesses. */
export const BLOCK = 3

export const rateAt = ({ steps, lr, decayAt }: Settings, step: number): number =>
  step < decayAt * steps ? lr : lr / 10

/** As the exercise's `inputs` takes them. */
export const sizesOf = ({ batch, hidden, embd }: Settings) => ({
  n: batch,
  block: BLOCK,
  n_embd: embd,
  n_hidden: hidden,
})
