// %% [markdown]
// # 14 · Faster than it says
//
// ## The program
//
// This is Adam, from a library that trains large language models, with betas of 0.9 and 0.95. For each
// parameter it keeps two running averages: `m` of the gradient, and `v` of its square. Both start at 0,
// so in the first steps they are too small, and Adam corrects that: after t steps it divides `m` by 1 -
// beta1^t and `v` by 1 - beta2^t. The largest correction comes first. Later there's hardly any.
//
// A large gradient can spoil a training. So this library leaves out a step where the gradient is not a
// number, or is much too large. `factor` says which: 1 for a usual step, 0 for one that's left out.
//
// ## What was observed
//
// A test made one step, compared it with PyTorch's Adam, and agreed. Models were trained with it. But a
// learning rate that was found with it is too small for every other Adam.
//
// With a rate of 0.01 and a gradient that's always 3, each step of Adam should be 0.01 long. Here they
// are:
//
//     step      1         2         5         10        20        100       1000
//     length    0.01000   0.01361   0.01925   0.02299   0.02452   0.02243   0.02236
//
// In the long run they are 2.236 times too long, the root of 5.

// %%
import type { Family } from 'backprop-ninja'

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
// hint: Go through two steps on paper, with the numbers of `kept` after each. Which of them should have
//       changed?
// hint: In the first step, t is 1. What is it in the second? And in the hundredth?
// hint: The function changes `p`, `m` and `v` of what is kept. Something else has to grow by `factor`.
export function step(kept: Kept, grad: number, rate: number, factor: 0 | 1): void {
  // answer
  if (factor === 0) return
  const t = kept.t + 1
  kept.m = beta1 * kept.m + (1 - beta1) * grad
  kept.v = beta2 * kept.v + (1 - beta2) * grad ** 2
  const m = kept.m / (1 - beta1 ** t)
  const v = kept.v / (1 - beta2 ** t)
  kept.p -= (rate * m) / (Math.sqrt(v) + eps)
  kept.t = t
  // end answer
  // given (stale or aliased):
  //   if (factor === 0) return
  //   const t = kept.t + 1
  //   kept.m = beta1 * kept.m + (1 - beta1) * grad
  //   kept.v = beta2 * kept.v + (1 - beta2) * grad ** 2
  //   const m = kept.m / (1 - beta1 ** t)
  //   const v = kept.v / (1 - beta2 ** t)
  //   kept.p -= (rate * m) / (Math.sqrt(v) + eps)
  //   > The first step is right, and the later ones are too long. Which of the four numbers that are kept is the same after
  //   > each step?
  // wrong (sign, factor):
  //   if (factor === 0) return
  //   const t = kept.t + 1
  //   kept.m = beta1 * kept.m + (1 - beta1) * grad
  //   kept.v = beta2 * kept.v + (1 - beta2) * grad ** 2
  //   const m = kept.m / (1 - beta1 ** t)
  //   const v = kept.v / (1 - beta2 ** t)
  //   kept.p -= (rate * m) / (Math.sqrt(v) + eps) / Math.sqrt(5)
  //   > You divided by what was observed in the long run. Now the first step is too short, and the cause is still there:
  //   > what is the same after each step?
  // wrong (order):
  //   kept.t++
  //   if (factor === 0) return
  //   const t = kept.t
  //   kept.m = beta1 * kept.m + (1 - beta1) * grad
  //   kept.v = beta2 * kept.v + (1 - beta2) * grad ** 2
  //   const m = kept.m / (1 - beta1 ** t)
  //   const v = kept.v / (1 - beta2 ** t)
  //   kept.p -= (rate * m) / (Math.sqrt(v) + eps)
  //   > You count steps that are left out too. Then the averages are corrected less than they should be. Count a step only
  //   > if it is made.
  // wrong (order):
  //   if (factor === 0) return
  //   const t = kept.t + 1
  //   kept.t = t
  //   kept.m = beta1 * kept.m + (1 - beta1) * grad
  //   kept.v = beta2 * kept.v + (1 - beta2) * grad ** 2
  //   const m = kept.m / (1 - beta1 ** (t + 1))
  //   const v = kept.v / (1 - beta2 ** (t + 1))
  //   kept.p -= (rate * m) / (Math.sqrt(v) + eps)
  //   > You counted twice: in the first step, t is 1.
  // wrong (a use forgotten):
  //   if (factor === 0) return
  //   kept.t++
  //   kept.m = beta1 * kept.m + (1 - beta1) * grad
  //   kept.v = beta2 * kept.v + (1 - beta2) * grad ** 2
  //   kept.p -= (rate * kept.m) / (Math.sqrt(kept.v) + eps)
  //   > You took the correction out. Then the first step is too short: it was right before.
  // wrong (a use forgotten):
  //   const t = kept.t + 1
  //   kept.m = beta1 * kept.m + (1 - beta1) * grad
  //   kept.v = beta2 * kept.v + (1 - beta2) * grad ** 2
  //   const m = kept.m / (1 - beta1 ** t)
  //   const v = kept.v / (1 - beta2 ** t)
  //   kept.p -= (rate * m) / (Math.sqrt(v) + eps)
  //   kept.t = t
  //   > Steps that are to be left out are made now. Look at `factor` first, as before.
  // wrong (-):
  //   if (factor === 0) return
  //   kept.t = 1000
  //   kept.m = beta1 * kept.m + (1 - beta1) * grad
  //   kept.v = beta2 * kept.v + (1 - beta2) * grad ** 2
  //   kept.p -= (rate * kept.m) / (Math.sqrt(kept.v) + eps)
}

// %% [markdown]
// ## Where the root of 5 comes from
//
// Once you've found the mistake, you can work out the 2.236. In the long run, by what should `m` and the
// root of `v` be divided, and by what does the program divide them?
//
//     root(0.05) / 0.1  =  2.236
// tex: \sqrt{0.05} / 0.1 = 2.236
//
// The people who found this kept a switch in their library to bring the mistake back. The rates of their
// models had been chosen with it.

// %% The family of the mistake
// hint: Each formula in `step` is right. So which number that goes into them isn't?
// hint: The number of steps is read before each step, and it's always the one from the very beginning.
// hint: An old value where a new one is needed: which family is that?
export function family(): Family {
  // answer
  return 'stale or aliased'
  // end answer
  // wrong (sign, factor): return 'sign, factor'
  //   > A factor is what you see in the long run. In the first step there is none, and in between it changes. What causes
  //   > it?
  // wrong (not finite): return 'not finite'
  //   > All numbers are finite. With t = 0 they wouldn't be, but t is 1 here, always.
  // wrong (order): return 'order'
  //   > The lines are in the right order. One is missing.
  // wrong (wrong local derivative): return 'wrong local derivative'
  //   > There is no slope in this function: the gradient is given, and it's right.
}

// %% check
import type { Check } from 'backprop-ninja'
import { familyPair } from './family.ts'

type Learner = Pick<typeof import('./14_faster_than_it_says.ts'), 'start' | 'step' | 'family'>

/** p, m, v and t after these gradients; null: a step that is left out. */
function after(
  { start, step }: Pick<Learner, 'start' | 'step'>,
  p: number,
  grads: readonly (number | null)[],
  rate: number,
) {
  const kept = start(p)
  for (const grad of grads) step(kept, grad ?? 1e9, rate, grad === null ? 0 : 1)
  return [kept.p, kept.m, kept.v, kept.t]
}

export const check: Check<Learner> = (learner, { g }) => {
  const p = 1 + g.random()
  const rate = 0.01 + g.random() / 50
  const grads = Array.from(g.randn(6).data)
  const [a, b, c, d, e, f] = grads
  return [
    {
      name: 'step, the first: p',
      blank: 'step',
      learner: () => after(learner, p, [a], rate)[0],
      expected: p - (rate * a) / (Math.abs(a) + eps),
    },
    {
      name: 'step, the first: m, v, t',
      blank: 'step',
      learner: () => after(learner, p, [a], rate).slice(1),
      expected: [0.1 * a, 0.05 * a ** 2, 1],
    },
    {
      name: 'step, six gradients: p, m, v, t',
      blank: 'step',
      learner: () => after(learner, p, grads, rate),
      learned: 'and the averages were corrected six times, each time less',
    },
    {
      name: 'step, two of them left out: p, m, v, t',
      blank: 'step',
      learner: () => after(learner, p, [a, null, b, c, null, d, e, f], rate),
    },
    {
      name: 'step, a gradient of 3 all the time: how far in 100 steps',
      blank: 'step',
      learner: () => p - after(learner, p, Array.from({ length: 100 }, () => 3), 0.01)[0],
      expected: 1,
      within: 1e-6,
      learned: '1, and no longer more than twice as far',
    },
    familyPair({
      blank: 'family',
      given: learner.family,
      secret: ['stale or aliased', 'a use forgotten'],
      learned: 'a count from the very beginning, read in every step',
    }),
  ]
}
