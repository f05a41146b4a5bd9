import type { Tensor } from 'backprop-ninja'

// %% What goes from one step of Adam to the next, and what stays the same
export interface AdamState {
  /** The parameter. */
  readonly p: Tensor
  /** The running averages of its gradient and of its gradient's square: 0 before the first step. */
  readonly m: Tensor
  readonly v: Tensor
  /** How many steps were done: 0 before the first. */
  readonly t: number
}

export interface AdamOptions {
  /** The learning rate. */
  readonly lr: number
  readonly beta1: number
  readonly beta2: number
  readonly eps: number
}
