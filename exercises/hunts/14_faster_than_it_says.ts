// %% [markdown]
// # 14 · Faster than it says
//
// ## The program
//
// This is Adam, from a library that trains large language models, with betas of 0.9 and 0.95. For each
// parameter it keeps two running averages: `m` of the gradient, and `v` of its square. Both start at 0,
// so in the first steps they are too small, and Adam corrects that. In step t:
//
//     m_hat  =  m / (1 - beta1^t)
//     v_hat  =  v / (1 - beta2^t)
//
// A large gradient can spoil a training. So this library leaves out a step where the gradient is not a
// number, or is much too large. `factor` says which: 1 for a usual step, 0 for one that's left out.
//
// ## What was observed
//
// A test made one step, compared it with PyTorch's Adam, and agreed. Models were trained with it, and
// their losses fell. But a learning rate that was found with it is too small for every other Adam. Here a
// linear layer with 5 inputs is trained on the same batches with either. This is the loss after 200 steps,
// or rather the mean over the last 50 of them:
//
//     rate               0.01     0.02     0.05     0.1
//     loss, this Adam    0.2951   0.3028   0.3241   0.4098
//     loss, another      0.3424   0.2941   0.3034   0.3178
//
// With a rate of 0.01 and a gradient that's always 3, each step of Adam should be 0.01 long. Here they
// are:
//
//     step      1         2         5         10        20        100       1000
//     length    0.01000   0.01361   0.01925   0.02299   0.02452   0.02243   0.02236
//
// In the long run they are 2.236 times too long, the root of 5.

// %%
import { type Family, TODO } from 'backprop-ninja'

// %% What is kept for a parameter
export interface Kept {
  p: number
  m: number
  v: number
  /** How many steps were done. */
  t: number
}

export const start = (p: number): Kept => ({ p, m: 0, v: 0, t: 0 })

const beta1 = 0.9
const beta2 = 0.95
const eps = 1e-8

// %% One step
export function step(kept: Kept, grad: number, rate: number, factor: 0 | 1): void {
  if (factor === 0) return
  const t = kept.t + 1
  kept.m = beta1 * kept.m + (1 - beta1) * grad
  kept.v = beta2 * kept.v + (1 - beta2) * grad ** 2
  const m = kept.m / (1 - beta1 ** t)
  const v = kept.v / (1 - beta2 ** t)
  kept.p -= (rate * m) / (Math.sqrt(v) + eps)
}

// %% [markdown]
// ## Where the root of 5 comes from
//
// Once you've found the mistake, you can work out the 2.236. In the long run, by what should `m` and the
// root of `v` be divided, and by what does the program divide them?
//
//     root(0.05) / 0.1  =  2.236
//
// The people who found this kept a switch in their library to bring the mistake back. The rates of their
// models had been chosen with it.

// %% The family of the mistake
export function family(): Family {
  return TODO()
}
