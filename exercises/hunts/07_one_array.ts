// %% [markdown]
// # 07 · One array, two names
//
// ## The program
//
// Part of a network in plain lists of numbers. In JavaScript, as in Python, b = a makes no copy of a list:
// it is the same list under a second name. Who changes b changes a.
//
// The forward pass takes the largest number of each row away, as before a softmax:
//
//     logit_max = max(logits[i])             for each row i
//     norm_logits[i][j] = logits[i][j] - logit_max
//
// Each element of `logits` has one way to `norm_logits`; the largest of a row has a second one, by
// `logit_max`.
//
// ## What was observed
//
// `dlogits` is right, whatever is tried. Then somebody prints `dnorm_logits` after the backward pass, and
// it is not what it was before: the column of the largest has changed. In the real network it did not show:
// in front of a softmax the rows of `dnorm_logits` sum to 0, and what is added is 0 too. It shows once
// something else comes from above.
//
// And the second function: it trains, is to return the weights with the smallest loss on the way, and
// returns those of the last step.

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

// %% Of all weights on the way, those with the smallest loss
// `step` changes the list of weights that it is given, in place.
export function bestWeights(
  start: readonly number[],
  lossOf: (weights: readonly number[]) => number,
  step: (weights: number[]) => void,
  steps: number,
): number[] {
  const weights = [...start]
  let best = weights
  let least = Infinity
  for (let i = 0; i < steps; i++) {
    const loss = lossOf(weights)
    if (loss < least) {
      least = loss
      best = weights
    }
    step(weights)
  }
  return best
}

// %% The family of both
export function family(): Family {
  return TODO()
}
