// %% [markdown]
// # 07 · The best weights
//
// ## The program
//
// These are two parts of a network, in plain lists of numbers.
//
// In the first, the forward pass subtracts the largest number of each row, as you do before a softmax:
//
//     logit_max = max(logits[i])             for each row i
//     norm_logits[i][j] = logits[i][j] - logit_max
//
// Each element of `logits` has one way to `norm_logits`. The largest element of a row has a second one, through
// `logit_max`.
//
// The second function trains. It makes some steps and returns the weights with the smallest loss, from those
// it starts with to those after the last step.
//
// ## What was observed
//
// `dlogits` is right, whatever you try. In the next step, a bias is added to `norm_logits`, so the gradient of that
// bias is the sum over the rows of `dnorm_logits`. It comes out right if it's computed before `dlogits`, and wrong if
// it's computed after. Where a softmax came next, nobody could see it: there, each row of `dnorm_logits` sums to 0.
//
// And the second function always returns the weights after the last step, even if others were better.

// %%
import { type Family, TODO } from 'backprop-ninja'

// %% norm_logits = logits - max of the row
export function dlogits(
  logits: readonly (readonly number[])[],
  dnorm_logits: number[][],
): number[][] {
  const dlogits = dnorm_logits
  for (const [i, row] of logits.entries()) {
    const dlogit_max = -dnorm_logits[i].reduce((sum, d) => sum + d, 0)
    dlogits[i][row.indexOf(Math.max(...row))] += dlogit_max
  }
  return dlogits
}

// %% The weights with the smallest loss
// `step(weights)` makes one step of the training.
export function bestWeights(
  start: readonly number[],
  lossOf: (weights: readonly number[]) => number,
  step: (weights: number[]) => void,
  steps: number,
): number[] {
  const weights = [...start]
  let best = weights
  let least = lossOf(weights)
  for (let i = 0; i < steps; i++) {
    step(weights)
    const loss = lossOf(weights)
    if (loss < least) {
      least = loss
      best = weights
    }
  }
  return best
}

// %% The family of both
export function family(): Family {
  return TODO()
}
