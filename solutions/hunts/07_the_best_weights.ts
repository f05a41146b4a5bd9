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
// tex: \begin{aligned}
//   \name{logit_max}_i &= \max_j \name{logits}_{ij} \\
//   \name{norm_logits}_{ij} &= \name{logits}_{ij} - \name{logit_max}_i
//   \end{aligned}
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
import type { Family } from 'backprop-ninja'

// %% norm_logits = logits - max of the row
// hint: After the first line, how many lists are there?
// hint: `dlogits` and `dnorm_logits` are one list, so += changes both. Make a copy. Is a copy of the outer
//       list enough?
// hint: A list of rows holds rows, and its copy would hold the same rows. Copy each of them: row => [...row]
export function dlogits(
  logits: readonly (readonly number[])[],
  dnorm_logits: number[][],
): number[][] {
  // answer
  const dlogits = dnorm_logits.map(row => [...row])
  for (const [i, row] of logits.entries()) {
    const dlogit_max = -dnorm_logits[i].reduce((sum, d) => sum + d, 0)
    dlogits[i][row.indexOf(Math.max(...row))] += dlogit_max
  }
  return dlogits
  // end answer
  // given (stale or aliased):
  //   const dlogits = dnorm_logits
  //   for (const [i, row] of logits.entries()) {
  //     const dlogit_max = -dnorm_logits[i].reduce((sum, d) => sum + d, 0)
  //     dlogits[i][row.indexOf(Math.max(...row))] += dlogit_max
  //   }
  //   return dlogits
  //   > You changed `dnorm_logits` too: its rows are the rows of your result. A new list around the same rows
  //   > doesn't copy them.
  // wrong (stale or aliased):
  //   const dlogits = [...dnorm_logits]
  //   for (const [i, row] of logits.entries()) {
  //     const dlogit_max = -dnorm_logits[i].reduce((sum, d) => sum + d, 0)
  //     dlogits[i][row.indexOf(Math.max(...row))] += dlogit_max
  //   }
  //   return dlogits
  //   > You changed `dnorm_logits` too: its rows are the rows of your result. A new list around the same rows
  //   > doesn't copy them.
  // wrong (a use forgotten): return dnorm_logits.map(row => [...row])
  //   > The second way is missing: what comes back through the largest element of each row.
  // wrong (sign, factor):
  //   const dlogits = dnorm_logits.map(row => [...row])
  //   for (const [i, row] of logits.entries()) {
  //     const dlogit_max = dnorm_logits[i].reduce((sum, d) => sum + d, 0)
  //     dlogits[i][row.indexOf(Math.max(...row))] += dlogit_max
  //   }
  //   return dlogits
  //   > The forward pass subtracts logit_max, so the gradient of logit_max needs a minus sign.
  // wrong (overwritten, doubled, subtracted):
  //   const dlogits = dnorm_logits.map(row => [...row])
  //   for (const [i, row] of logits.entries()) {
  //     const dlogit_max = -dnorm_logits[i].reduce((sum, d) => sum + d, 0)
  //     dlogits[i][row.indexOf(Math.max(...row))] = dlogit_max
  //   }
  //   return dlogits
  //   > The largest element has two ways. You replaced the gradient of the first by that of the second: add them.
  // wrong (index):
  //   const dlogits = dnorm_logits.map(row => [...row])
  //   for (const [i, row] of logits.entries()) {
  //     const dlogit_max = -dnorm_logits[i].reduce((sum, d) => sum + d, 0)
  //     dlogits[i][row.indexOf(Math.min(...row))] += dlogit_max
  //   }
  //   return dlogits
  //   > You add to the smallest element of each row. logit_max is the largest.
}

// %% The weights with the smallest loss
// `step(weights)` makes one step of the training.
// hint: What does `best` hold after the next step has changed the weights?
// hint: `best = weights` doesn't keep the weights. It keeps another name for a list that will change.
// hint: Keep a copy: [...weights]
export function bestWeights(
  start: readonly number[],
  lossOf: (weights: readonly number[]) => number,
  step: (weights: number[]) => void,
  steps: number,
): number[] {
  // answer
  const weights = [...start]
  let best = [...weights]
  let least = lossOf(weights)
  for (let i = 0; i < steps; i++) {
    step(weights)
    const loss = lossOf(weights)
    if (loss < least) {
      least = loss
      best = [...weights]
    }
  }
  return best
  // end answer
  // given (stale or aliased):
  //   const weights = [...start]
  //   let best = weights
  //   let least = lossOf(weights)
  //   for (let i = 0; i < steps; i++) {
  //     step(weights)
  //     const loss = lossOf(weights)
  //     if (loss < least) {
  //       least = loss
  //       best = weights
  //     }
  //   }
  //   return best
  //   > You always return the weights after the last step. What you keep is a list that goes on changing.
  // wrong (stale or aliased):
  //   const weights = [...start]
  //   let best = weights
  //   let least = lossOf(weights)
  //   for (let i = 0; i < steps; i++) {
  //     step(weights)
  //     const loss = lossOf(weights)
  //     if (loss < least) {
  //       least = loss
  //       best = weights
  //     }
  //   }
  //   return [...best]
  //   > You always return the weights after the last step. What you keep is a list that goes on changing.
  // wrong (order):
  //   const weights = [...start]
  //   let best = [...weights]
  //   let least = Infinity
  //   for (let i = 0; i < steps; i++) {
  //     const loss = lossOf(weights)
  //     step(weights)
  //     if (loss < least) {
  //       least = loss
  //       best = [...weights]
  //     }
  //   }
  //   return best
  //   > You keep the weights one step too late: `step` has already changed them.
  // wrong (order):
  //   const weights = [...start]
  //   let best = [...weights]
  //   let least = lossOf(weights)
  //   for (let i = 0; i < steps; i++) {
  //     const loss = lossOf(weights)
  //     if (loss < least) {
  //       least = loss
  //       best = [...weights]
  //     }
  //     step(weights)
  //   }
  //   return best
  //   > You never look at the weights after the last step. They may be the best.
  // wrong (order):
  //   const weights = [...start]
  //   let best = [...weights]
  //   let least = Infinity
  //   for (let i = 0; i < steps; i++) {
  //     step(weights)
  //     const loss = lossOf(weights)
  //     if (loss < least) {
  //       least = loss
  //       best = [...weights]
  //     }
  //   }
  //   return best
  //   > You never look at the weights you start from. They may be the best.
  // wrong (index):
  //   const weights = [...start]
  //   let best = [...weights]
  //   let least = lossOf(weights)
  //   for (let i = 0; i <= steps; i++) {
  //     step(weights)
  //     const loss = lossOf(weights)
  //     if (loss < least) {
  //       least = loss
  //       best = [...weights]
  //     }
  //   }
  //   return best
  //   > You take one step too many.
  // wrong (stale or aliased): return [...start]
  //   > You always return the weights you started from.
  // wrong (stale or aliased):
  //   const weights = start as number[]
  //   let best = [...weights]
  //   let least = lossOf(weights)
  //   for (let i = 0; i < steps; i++) {
  //     step(weights)
  //     const loss = lossOf(weights)
  //     if (loss < least) {
  //       least = loss
  //       best = [...weights]
  //     }
  //   }
  //   return best
  //   > You changed the list that you were given. Train a copy of `start`.
}

// %% The family of both
// hint: Every number was right when it was computed.
// hint: It was changed later, under another name.
// hint: Two names for one list: each is an alias of the other. The family is called stale or aliased.
export function family(): Family {
  // answer
  return 'stale or aliased'
  // end answer
  // wrong (overwritten, doubled, subtracted): return 'overwritten, doubled, subtracted'
  //   > Close: something is overwritten. But no two gradients meet there. One list has two names, and whoever uses
  //   > the other name still expects the old numbers.
  // wrong (wrong operand): return 'wrong operand'
  //   > The names are the right ones. But two of them mean the same list.
  // wrong (index): return 'index'
  //   > Every number comes from the right place and goes to the right place. But of which list?
  // wrong (order): return 'order'
  //   > The order would be right if there were two lists.
  // wrong (scatter): return 'scatter'
  //   > No row is picked twice here. Think about the names instead.
}

// %% check
import type { Check } from 'backprop-ninja'
import { familyPair } from './family.ts'

type Learner = Pick<typeof import('./07_the_best_weights.ts'), 'dlogits' | 'bestWeights' | 'family'>

export const check: Check<Learner> = (learner, { g }) => {
  const table = (): number[][] => [0, 1, 2].map(() => Array.from(g.randn(4).data))
  const [logits, above] = [table(), table()]
  const copy = (rows: readonly number[][]): number[][] => rows.map(row => [...row])
  const start = [g.random(), 1 + g.random()]
  const step = (weights: number[]): void => {
    weights[0] += 0.25
    weights[1] *= 2
  }
  const best = (name: string, place: number) => {
    const steps = Math.min(10, Math.max(0, Math.round(4 * (place - start[0]))))
    return {
      name: `10 steps, the best weights ${name}`,
      blank: 'bestWeights',
      learner: () => learner.bestWeights([...start], ([a]) => (a - place) ** 2, step, 10),
      expected: [start[0] + 0.25 * steps, start[1] * 2 ** steps],
    }
  }
  return [
    {
      name: 'dlogits',
      blank: 'dlogits',
      learner: () => learner.dlogits(copy(logits), copy(above)),
      expected: logits.map((row, i) =>
        row.map((x, j) => above[i].reduce((d, other) => (x < Math.max(...row) ? d : d - other), above[i][j])),
      ),
    },
    {
      name: 'dnorm_logits and logits afterwards',
      blank: 'dlogits',
      learner: () => {
        const given = [copy(logits), copy(above)]
        learner.dlogits(given[0], given[1])
        return given
      },
      expected: [logits, above],
    },
    best('on the way', 1.5),
    best('after the last step', 9),
    best('at the start', -9),
    {
      name: 'the start afterwards',
      blank: 'bestWeights',
      learner: () => {
        const given = [...start]
        learner.bestWeights(given, ([a]) => a, step, 10)
        return given
      },
      expected: start,
    },
    familyPair({
      blank: 'family',
      given: learner.family,
      secret: ['stale or aliased'],
      learned: 'right when it was made, changed later under another name',
    }),
  ]
}
