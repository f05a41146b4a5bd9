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
import type { Family } from 'backprop-ninja'

// %% norm_logits = logits - max of the row
// hint: After the first line, how many lists are there?
// hint: `dlogits` and `dnorm_logits` are one list, so += changes both. Make a copy. Is a copy of the outer
//       list enough?
// hint: A list of rows holds rows, and the copy would hold the same rows. Copy each: row => [...row]
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
  // wrong (stale or aliased):
  //   const dlogits = [...dnorm_logits]
  //   for (const [i, row] of logits.entries()) {
  //     const dlogit_max = -dnorm_logits[i].reduce((sum, d) => sum + d, 0)
  //     dlogits[i][row.indexOf(Math.max(...row))] += dlogit_max
  //   }
  //   return dlogits
  // wrong (a use forgotten): return dnorm_logits.map(row => [...row])
  // wrong (sign, factor):
  //   const dlogits = dnorm_logits.map(row => [...row])
  //   for (const [i, row] of logits.entries()) {
  //     const dlogit_max = dnorm_logits[i].reduce((sum, d) => sum + d, 0)
  //     dlogits[i][row.indexOf(Math.max(...row))] += dlogit_max
  //   }
  //   return dlogits
  // wrong (overwritten, doubled, subtracted):
  //   const dlogits = dnorm_logits.map(row => [...row])
  //   for (const [i, row] of logits.entries()) {
  //     const dlogit_max = -dnorm_logits[i].reduce((sum, d) => sum + d, 0)
  //     dlogits[i][row.indexOf(Math.max(...row))] = dlogit_max
  //   }
  //   return dlogits
}

// %% Of all weights on the way, those with the smallest loss
// `step` changes the list of weights that it is given, in place.
// hint: What does `best` hold after the next step has changed the weights?
// hint: `best = weights` keeps no weights, it keeps a name for the list that will change.
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
  let least = Infinity
  for (let i = 0; i < steps; i++) {
    const loss = lossOf(weights)
    if (loss < least) {
      least = loss
      best = [...weights]
    }
    step(weights)
  }
  return best
  // end answer
  // given (stale or aliased):
  //   const weights = [...start]
  //   let best = weights
  //   let least = Infinity
  //   for (let i = 0; i < steps; i++) {
  //     const loss = lossOf(weights)
  //     if (loss < least) {
  //       least = loss
  //       best = weights
  //     }
  //     step(weights)
  //   }
  //   return best
  // wrong (stale or aliased):
  //   const weights = [...start]
  //   let best = weights
  //   let least = Infinity
  //   for (let i = 0; i < steps; i++) {
  //     const loss = lossOf(weights)
  //     if (loss < least) {
  //       least = loss
  //       best = weights
  //     }
  //     step(weights)
  //   }
  //   return [...best]
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
  // wrong (-): return [...start]
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
  // wrong (wrong operand): return 'wrong operand'
  // wrong (index): return 'index'
}

// %% check
import type { Pair, Source } from 'backprop-ninja'
import { familyPair } from './family.ts'

interface Learner {
  readonly dlogits: typeof dlogits
  readonly bestWeights: typeof bestWeights
  readonly family: typeof family
}

export function check(learner: Learner, { g }: Source): readonly Pair[] {
  const table = (): number[][] => [0, 1, 2].map(() => Array.from(g.randn(4).data))
  const logits = table()
  const above = table()
  const copy = (): number[][] => above.map(row => [...row])
  const sum = (row: readonly number[]): number => row.reduce((total, x) => total + x, 0)
  /** `above`, with something else at the largest logit of each row. */
  const atMax = (make: (row: readonly number[], own: number) => number): number[][] =>
    above.map((row, i) => row.map((x, j) => (logits[i][j] === Math.max(...logits[i]) ? make(row, x) : x)))
  const needed = atMax((row, own) => own - sum(row))

  const start = [g.random(), 1 + g.random()]
  const lossOf = ([a]: readonly number[]): number => (a - 1.5) ** 2
  const step = (weights: number[]): void => {
    weights[0] += 0.25
    weights[1] *= 2
  }
  const way = Array.from({ length: 12 }, (_, i) => [start[0] + 0.25 * i, start[1] * 2 ** i])
  const losses = way.slice(0, 10).map(lossOf)
  const at = losses.indexOf(Math.min(...losses))
  return [
    {
      name: 'dlogits',
      blank: 'dlogits',
      learner: () => learner.dlogits(logits, copy()),
      expected: needed,
      slips: [
        {
          family: 'a use forgotten',
          value: above,
          message: 'The second way is missing: what comes back by the largest of each row.',
        },
        {
          family: 'sign, factor',
          value: atMax((row, own) => own + sum(row)),
          message: 'logit_max is taken away on the way forward, so its gradient has a minus.',
        },
        {
          family: 'overwritten, doubled, subtracted',
          value: atMax(row => -sum(row)),
          message: 'The largest has two ways. What came by the first was overwritten by the second.',
        },
      ],
    },
    {
      name: 'dnorm_logits afterwards',
      blank: 'dlogits',
      learner: () => {
        const given = copy()
        learner.dlogits(logits, given)
        return given
      },
      expected: above,
      slips: [
        {
          family: 'stale or aliased',
          value: needed,
          message:
            'What was handed in has been changed: its rows are the rows of the result. A new list around the same rows is no copy of them.',
        },
      ],
    },
    {
      name: 'the best weights of 10 steps',
      blank: 'bestWeights',
      learner: () => learner.bestWeights(start, lossOf, step, 10),
      expected: way[at],
      slips: [
        {
          family: 'stale or aliased',
          value: way[10],
          message: 'These are the weights after the last step. What was kept is the list that went on changing.',
        },
        {
          family: 'order',
          value: way[at + 1],
          message: 'These are the weights one step after the best: they were kept when the step was made already.',
        },
      ],
    },
    {
      name: 'the start afterwards',
      blank: 'bestWeights',
      learner: () => {
        const given = [...start]
        learner.bestWeights(given, lossOf, step, 10)
        return given
      },
      expected: start,
      slips: [
        {
          family: 'stale or aliased',
          value: way[10],
          message: 'The list that was handed in has been changed. Train a copy.',
        },
      ],
    },
    familyPair(
      'family',
      learner.family,
      'stale or aliased',
      {
        'overwritten, doubled, subtracted':
          'Near: something is overwritten. But not where two gradients meet: one list has two names, and the other name still expects the old numbers.',
        'wrong operand': 'The names are the right ones. Two of them mean the same list.',
        index: 'Every number is taken from the right place, and put into the right place. Of which list?',
        order: 'The order is right, if there were two lists.',
        scatter: 'No row is picked twice here. Think of the names instead.',
      },
      'right when it was made, changed later under another name',
    ),
  ]
}
