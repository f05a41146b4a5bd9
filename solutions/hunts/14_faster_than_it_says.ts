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
// tex: \hat m = \frac{m}{1 - \beta_1^t} \qquad \hat v = \frac{v}{1 - \beta_2^t}
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
  //   > The first step is right, and the later ones are too long. If the gradient stays the same, they grow to more than
  //   > twice the rate.
  // wrong (sign, factor):
  //   if (factor === 0) return
  //   const t = kept.t + 1
  //   kept.m = beta1 * kept.m + (1 - beta1) * grad
  //   kept.v = beta2 * kept.v + (1 - beta2) * grad ** 2
  //   const m = kept.m / (1 - beta1 ** t)
  //   const v = kept.v / (1 - beta2 ** t)
  //   kept.p -= (rate * m) / (Math.sqrt(v) + eps) / Math.sqrt(5)
  //   > You divided by what was observed in the long run. Now the first step is too short, and the cause is still there: no
  //   > single factor makes all steps right.
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
  // wrong (order):
  //   const t = kept.t + 1
  //   kept.m = beta1 * kept.m + (1 - beta1) * grad
  //   kept.v = beta2 * kept.v + (1 - beta2) * grad ** 2
  //   if (factor === 0) return
  //   const m = kept.m / (1 - beta1 ** t)
  //   const v = kept.v / (1 - beta2 ** t)
  //   kept.p -= (rate * m) / (Math.sqrt(v) + eps)
  //   kept.t = t
  //   > The gradient of a step that's left out gets into the averages now. Leave it out before you change anything.
  // wrong (stale or aliased):
  //   if (factor === 0) return
  //   const t = kept.t + 1
  //   kept.m = (beta1 * kept.m + (1 - beta1) * grad) / (1 - beta1 ** t)
  //   kept.v = (beta2 * kept.v + (1 - beta2) * grad ** 2) / (1 - beta2 ** t)
  //   kept.p -= (rate * kept.m) / (Math.sqrt(kept.v) + eps)
  //   kept.t = t
  //   > You keep the corrected averages, so the next step corrects them again. Keep them as they are.
  // wrong (stale or aliased):
  //   if (factor === 0) return
  //   const { t } = kept
  //   kept.m = beta1 * kept.m + (1 - beta1) * grad
  //   kept.v = beta2 * kept.v + (1 - beta2) * grad ** 2
  //   const m = kept.m / (1 - beta1 ** t)
  //   const v = kept.v / (1 - beta2 ** t)
  //   kept.p -= (rate * m) / (Math.sqrt(v) + eps)
  //   kept.t = t + 1
  //   > You correct with the number of steps before this one. In the first step that's 0, and you divide by 0.
  // wrong (order):
  //   if (factor === 0) return
  //   kept.m = beta1 * kept.m + (1 - beta1) * grad
  //   kept.v = beta2 * kept.v + (1 - beta2) * grad ** 2
  //   const m = kept.m / (1 - beta1 ** (kept.t + 1))
  //   kept.t++
  //   const v = kept.v / (1 - beta2 ** (kept.t + 1))
  //   kept.p -= (rate * m) / (Math.sqrt(v) + eps)
  //   > You count between the two corrections, so that of `v` is a step ahead.
  // wrong (wrong operand):
  //   if (factor === 0) return
  //   const t = kept.t + 1
  //   kept.m = beta1 * kept.m + (1 - beta1) * grad
  //   kept.v = beta2 * kept.v + (1 - beta2) * grad ** 2
  //   const m = kept.m / (1 - beta1 * t)
  //   const v = kept.v / (1 - beta2 * t)
  //   kept.p -= (rate * m) / (Math.sqrt(v) + eps)
  //   kept.t = t
  //   > The power was right: what's missing from an average gets smaller by the factor beta in each step.
  // wrong (sign, factor):
  //   if (factor === 0) return
  //   const t = kept.t + 1
  //   kept.m = beta1 * kept.m + (1 - beta1) * grad
  //   kept.v = beta2 * kept.v + (1 - beta2) * grad ** 2
  //   const m = kept.m / (1 - beta1 ** t)
  //   const v = kept.v / (1 - beta2 ** t)
  //   kept.p += (rate * m) / (Math.sqrt(v) + eps)
  //   kept.t = t
  //   > Your step goes up. It was subtracted before, and that was right.
  // wrong (-):
  //   if (factor === 0) return
  //   kept.t++
  //   kept.p -= rate * Math.sign(grad)
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
import { type Check, chart } from 'backprop-ninja'
import { familyPair } from './family.ts'

type Learner = Pick<typeof import('./14_faster_than_it_says.ts'), 'start' | 'step' | 'family'>

/** What is kept after these gradients; null: a step that is left out. */
function after(
  { start, step }: Pick<Learner, 'start' | 'step'>,
  p: number,
  grads: readonly (number | null)[],
  rate: number,
): Kept {
  const kept = start(p)
  for (const grad of grads) step(kept, grad ?? 1e9, rate, grad === null ? 0 : 1)
  return kept
}

export const check: Check<Learner> = (learner, { g }) => {
  const p = 1 + g.random()
  const rate = 0.01 + g.random() / 50
  const grads = Array.from(g.randn(6).data)
  const [a, b, c, d, e, f] = grads
  const before = { p, m: a, v: b ** 2, t: 2 + Math.floor(5 * g.random()) }
  const listed = ({ p, m, v, t }: Kept): number[] => [p, m, v, t]
  return [
    {
      name: 'the first step: p',
      blank: 'step',
      learner: () => after(learner, p, [a], rate).p,
      expected: p - (rate * a) / (Math.abs(a) + eps),
      learned: 'right from the start: against the gradient, by the rate',
    },
    {
      name: 'a gradient of 3: steps 1, 2, 5, 20, 100',
      blank: 'step',
      learner: () =>
        [1, 2, 5, 20, 100].map(steps => {
          const at = (many: number): number => after(learner, p, Array(many).fill(3), rate).p
          return (at(steps - 1) - at(steps)) / rate
        }),
      expected: [1, 1, 1, 1, 1],
      within: 1e-6,
      learned: 'in rates: all are equally long, as the gradient is always the same',
    },
    {
      name: 'six gradients: p, m, v',
      blank: 'step',
      learner: () => listed(after(learner, p, grads, rate)).slice(0, 3),
      learned: 'the averages were corrected six times, each time less',
    },
    {
      name: 'a step left out: p, m, v, t',
      blank: 'step',
      learner: () => {
        const kept = { ...before }
        learner.step(kept, 1e9, rate, 0)
        return listed(kept)
      },
      expected: listed(before),
    },
    {
      name: 'six gradients, two steps left out: p',
      blank: 'step',
      learner: () => after(learner, p, [a, null, b, c, null, d, e, f], rate).p,
    },
    familyPair({
      blank: 'family',
      given: learner.family,
      secret: ['stale or aliased', 'a use forgotten'],
      learned:
        'stale or aliased is what goes wrong: the count of steps is always the first; a use forgotten is why: the new count is used and never kept',
    }),
  ]
}

/** How far each step goes with a gradient that stays the same. */
export function picture(): string {
  const x = Array.from({ length: 100 }, (_, i) => i + 1)
  const sum = (beta: number, t: number): number => (1 - beta ** t) / (1 - beta)
  return [
    'How long each step is, in rates, with the same gradient all the time.',
    '',
    chart(
      [
        { name: 'as it was', x, y: x.map(t => sum(beta1, t) / Math.sqrt(sum(beta2, t))) },
        { name: 'fixed', x, y: x.map(() => 1) },
      ],
      { height: 10, x: { label: 'step' }, y: { from: 0 } },
    ),
  ].join('\n')
}
