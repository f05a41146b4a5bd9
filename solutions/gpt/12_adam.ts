// %% [markdown]
// # 12 · Adam
//
// So far a step was `p - lr * grad`, perhaps with momentum, and with one learning rate for all numbers. In a
// GPT that's a problem. In the first step of microGPT, the network of exercise 13, the gradients of the keys
// are 200 times smaller than those of the output layer. A rate that suits the one doesn't suit the other. And
// gradients are noisy: each step sees only a few names, so its gradient points only roughly downhill.
//
// **Adam** (Kingma and Ba, 2015) gives each number a step of its own. For each number it keeps two running
// averages: `m` of its gradient, and `v` of its gradient's square.
//
//     grad --+-------------> m --> corrected --> m_hat ------+
//            |                                               |
//            |                                             divide --> times lr --> the step down
//            |                                               |
//            +-- squared --> v --> corrected --> v_hat -- root
//
// `m` tells which way the slope goes, without most of the noise. The root of `v` tells how large this
// gradient usually is. Divide the one by the other, and the size of the gradient cancels: where the slope
// always points the same way, each step moves by about `lr`, whether gradients are 100 or 0.001. Where the
// slope is mostly noise, `m` is near 0, and the steps get small.
//
// ## A running average
//
// A running average forgets a little of the old and takes in a little of the new:
//
//     average  =  beta * average + (1 - beta) * new
// tex: \name{average} = \beta \cdot \name{average} + (1 - \beta) \cdot \name{new}
//
// With beta = 0.9 the newest number counts 0.1, the one before it 0.09, then 0.081 … So the average looks
// back over about 10 steps. In Adam, `m` has the factor `beta1`, and `v` has the factor `beta2`.
//
// `m`, `v` and the gradient have the shape of the parameter, and so does everything else here, element by
// element. A tensor never changes, so each function returns a new one.

// %%
import type { Tensor } from 'backprop-ninja'

// %% include adam.ts
export * from './adam.ts'
import type { AdamOptions, AdamState } from './adam.ts'

// %% The running average of the gradient
// hint: The old average counts beta1. How much does the new gradient count?
// hint: Two terms: the old `m`, made a little smaller, and a small part of `grad`. The two factors add up
//       to 1.
// hint: m.mul(beta1).add(...): inside it, `grad` times its own factor.
export function firstMoment(m: Tensor, grad: Tensor, beta1: number): Tensor {
  // answer
  return m.mul(beta1).add(grad.mul(1 - beta1))
  // end answer
  // wrong (sign, factor): return m.mul(1 - beta1).add(grad.mul(beta1))
  //   > You exchanged the two factors: this forgets almost all of the old average. The old one counts `beta1`.
  // wrong (sign, factor): return m.mul(beta1).add(grad)
  //   > The new gradient counts in full, so this is a sum, not an average. Multiply it by `1 - beta1`.
  // wrong (sign, factor): return m.mul(beta1).add(grad.mul(beta1))
  //   > Both factors are `beta1`. They must add up to 1, so the gradient counts `1 - beta1`.
  // wrong (sign, factor): return m.mul(beta1).sub(grad.mul(1 - beta1))
  //   > This is subtracted too early: `m` is an average of gradients. The step down comes later.
  // wrong (a use forgotten): return grad.mul(1 - beta1)
  //   > The old average is missing. Add it, times `beta1`.
  // wrong (a use forgotten): return m.add(grad.mul(1 - beta1))
  //   > You keep all of the old average, so it only grows. Multiply it by `beta1`.
  // wrong (sign, factor): return m.mul(0.9).add(grad.mul(0.1))
  //   > Your factors are always 0.9 and 0.1. Use `beta1`: not every training has the same.
  // wrong (wrong operand): return m.mul(beta1).add(grad.pow(2).mul(1 - beta1))
  //   > This averages the square of the gradient, which is what `v` is for. `m` averages the gradient itself.
  // wrong (sign, factor): return m.mul(beta1).add(grad).mul(1 - beta1)
  //   > Your last factor multiplies both parts. `1 - beta1` belongs to the gradient alone: look at the brackets.
  // wrong (-): return m.add(grad).div(2)
}

// %% The running average of the gradient's square
// hint: The same average, of another number.
// hint: Square each element of the gradient before you average it.
// hint: v.mul(...).add(...): inside it, `grad.pow(2)` times its own factor.
export function secondMoment(v: Tensor, grad: Tensor, beta2: number): Tensor {
  // answer
  return v.mul(beta2).add(grad.pow(2).mul(1 - beta2))
  // end answer
  // wrong (local derivative missing): return v.mul(beta2).add(grad.mul(1 - beta2))
  //   > This averages the gradient itself, as `m` does. `v` averages its square.
  // wrong (wrong operand): return v.mul(beta2).add(grad.abs().mul(1 - beta2))
  //   > This averages the size of the gradient. Average its square; the root comes later.
  // wrong (order): return v.mul(beta2).add(grad.mul(1 - beta2).pow(2))
  //   > You squared the factor as well. Square the gradient alone, then multiply it by `1 - beta2`.
  // wrong (order): return v.mul(beta2).add(grad.mul(1 - beta2)).pow(2)
  //   > You squared the average. Average the squares: square the gradient first.
  // wrong (sign, factor): return v.mul(1 - beta2).add(grad.pow(2).mul(beta2))
  //   > You exchanged the two factors: this forgets almost all of the old average. The old one counts `beta2`.
  // wrong (sign, factor): return v.mul(beta2).add(grad.pow(2))
  //   > The new square counts in full, so this is a sum, not an average. Multiply it by `1 - beta2`.
  // wrong (sign, factor): return v.mul(beta2).add(grad.pow(2)).mul(1 - beta2)
  //   > Your last factor multiplies both parts. `1 - beta2` belongs to the square alone: look at the brackets.
  // wrong (sign, factor): return v.add(grad.pow(2))
  //   > This is a sum of all squares that never forgets, so the steps would only get smaller. That was Adagrad. Take a
  //   > running average.
  // wrong (a use forgotten): return grad.pow(2).mul(1 - beta2)
  //   > The old average is missing. Add it, times `beta2`.
  // wrong (a use forgotten): return v.add(grad.pow(2).mul(1 - beta2))
  //   > You keep all of the old average, so it only grows. Multiply it by `beta2`.
  // wrong (shape): return v.mul(beta2).add(grad.pow(2).mean().mul(1 - beta2))
  //   > You averaged the squares of all elements. Each element has its own `v`: leave out the mean.
  // wrong (sign, factor): return v.mul(0.999).add(grad.pow(2).mul(1 - 0.999))
  //   > Your factor is always 0.999. Use `beta2`: not every training has the same.
  // wrong (-): return v.mul(beta2).add(grad.pow(3).mul(1 - beta2))
}

// %% [markdown]
// ## The correction
//
// Both averages start at 0, and that holds them back. Say that each gradient is 5, and beta is 0.9:
//
//     step t        1        2        3        4    ...      20
//     average       0.5      0.95     1.355    1.7195        4.3921
//     missing       4.5      4.05     3.645    3.2805        0.6079
//
// What's missing gets smaller by the factor 0.9 in each step. So which part of 5 has the average reached
// after t steps? Divide by that part, and the average is 5 from the first step on. The paper calls the
// corrected averages m_hat and v_hat.
//
// In TypeScript, `x ** t` is the power, as in Python.

// %% An average without the zeros that it started from
// hint: Look at the table: after t steps, what's missing is 5 times a power of 0.9. Which power?
// hint: As a part of the whole, what's missing is beta to the power t. So the average has reached 1 minus
//       that part.
// hint: average.div(...): the part that it has reached, which is a plain number.
export function corrected(average: Tensor, beta: number, t: number): Tensor {
  // answer
  return average.div(1 - beta ** t)
  // end answer
  // wrong (sign, factor): return average.div(1 - beta ** 2)
  //   > Your exponent is always 2. It's the number of the step: the correction fades as t grows.
  // wrong (sign, factor): return average.div(1 - beta)
  //   > This is the correction for the first step. It fades as t grows: raise `beta` to the power t.
  // wrong (sign, factor): return average.div(1 - beta * t)
  //   > You multiplied `beta` by t. What's missing gets smaller by the factor `beta` in each step: that's a power.
  // wrong (sign, factor): return average.mul(1 - beta ** t)
  //   > This makes the average smaller still. It is too small already: divide by this part.
  // wrong (sign, factor): return average.div(beta ** t)
  //   > You divided by the part that's missing. Divide by the part that has been reached: 1 minus that.
  // wrong (sign, factor): return average.div(1 - beta ** (t - 1))
  //   > Your exponent is one too small. t is 1 in the first step, and there you divide by 0.
  // wrong (sign, factor): return average.div(1 - beta ** (t + 1))
  //   > Your exponent is one too large. t is 1 in the first step already.
  // wrong (sign, factor): return average.div((1 - beta) ** t)
  //   > You raised 1 - beta to the power t. Raise `beta` alone, then subtract that from 1.
  // wrong (a use forgotten): return average
  //   > You returned the average as it is. Divide it by the part that it has reached.
  // wrong (sign, factor): return average.div(1 - 0.9 ** t)
  //   > Your factor is always 0.9. Use `beta`: `m` and `v` have different ones.
  // wrong (-): return average.div(1 + beta ** t)
}

// %% [markdown]
// ## The step
//
// Now put it together. This is what the paper says, and what PyTorch's `torch.optim.Adam` computes:
//
//     t      =  one more than before
//     m, v   =  the two averages, with this gradient in them
//     p      =  p - lr * m_hat / (√v_hat + eps)
// tex: p = p - \name{lr} \cdot \frac{\hat m}{\sqrt{\hat v} + \name{eps}}
//
// `eps` is a small number, such as 1e-8. It's only there so that nothing is divided by 0. It's outside of
// the root.
//
// Return all four, `{ p, m, v, t }`: the next step starts from them. Keep the averages **as they are**. The
// corrected ones are for this step alone, because the correction already knows that the averages began
// with zeros.

// %% One step of Adam
// hint: Start with `const t = state.t + 1`. Then compute the new m and v with your functions, and correct
//       both.
// hint: The step is one corrected average, divided by the root of the other plus eps. Multiply it by lr, and
//       subtract it from `state.p`. Which of your numbers does the next step need?
// hint: const m = firstMoment(state.m, grad, beta1), v likewise; corrected(m, beta1, t), v likewise; then
//       .sqrt(), .add(eps) and .div(...). At the end return { p: ..., m, v, t }.
export function adam(state: AdamState, grad: Tensor, { lr, beta1, beta2, eps }: AdamOptions): AdamState {
  // answer
  const t = state.t + 1
  const m = firstMoment(state.m, grad, beta1)
  const v = secondMoment(state.v, grad, beta2)
  const m_hat = corrected(m, beta1, t)
  const v_hat = corrected(v, beta2, t)
  return { p: state.p.sub(m_hat.div(v_hat.sqrt().add(eps)).mul(lr)), m, v, t }
  // end answer
  // wrong (sign, factor):
  //   const t = state.t + 1
  //   const m = firstMoment(state.m, grad, beta1)
  //   const v = secondMoment(state.v, grad, beta2)
  //   const move = corrected(m, beta1, t).div(corrected(v, beta2, t).sqrt().add(eps)).mul(lr)
  //   return { p: state.p.add(move), m, v, t }
  //   > Your step goes up. `m` points to where the loss grows: subtract the step.
  // wrong (stale or aliased):
  //   const t = state.t + 1
  //   const m = firstMoment(state.m, grad, beta1)
  //   const v = secondMoment(state.v, grad, beta2)
  //   const move = corrected(m, beta1, t).div(corrected(v, beta2, t).sqrt().add(eps)).mul(lr)
  //   return { p: state.p.sub(move), m, v, t: state.t }
  //   > You don't count the steps: the t that you return is the old one, so every step is corrected as if it were the
  //   > first. Return t with 1 added.
  // wrong (stale or aliased):
  //   const { t } = state
  //   const m = firstMoment(state.m, grad, beta1)
  //   const v = secondMoment(state.v, grad, beta2)
  //   const move = corrected(m, beta1, t).div(corrected(v, beta2, t).sqrt().add(eps)).mul(lr)
  //   return { p: state.p.sub(move), m, v, t: t + 1 }
  //   > You correct with the number of the step before. In the first step that is 0, and you divide by 0. Add 1 to t
  //   > first.
  // wrong (stale or aliased):
  //   const t = state.t + 1
  //   const m = corrected(firstMoment(state.m, grad, beta1), beta1, t)
  //   const v = corrected(secondMoment(state.v, grad, beta2), beta2, t)
  //   return { p: state.p.sub(m.div(v.sqrt().add(eps)).mul(lr)), m, v, t }
  //   > You keep the corrected averages, so the next step corrects them again. This step is right, and all later ones are
  //   > wrong. Return `m` and `v` as they were before the correction.
  // wrong (a use forgotten):
  //   const t = state.t + 1
  //   const m = firstMoment(state.m, grad, beta1)
  //   const v = secondMoment(state.v, grad, beta2)
  //   return { p: state.p.sub(m.div(v.sqrt().add(eps)).mul(lr)), m, v, t }
  //   > The correction is missing. Use the corrected averages in the step.
  // wrong (a use forgotten):
  //   const t = state.t + 1
  //   const m = firstMoment(state.m, grad, beta1)
  //   const v = secondMoment(state.v, grad, beta2)
  //   return { p: state.p.sub(m.div(corrected(v, beta2, t).sqrt().add(eps)).mul(lr)), m, v, t }
  //   > You corrected `v`, but not `m`. Both averages began at 0.
  // wrong (a use forgotten):
  //   const t = state.t + 1
  //   const m = firstMoment(state.m, grad, beta1)
  //   const v = secondMoment(state.v, grad, beta2)
  //   return { p: state.p.sub(corrected(m, beta1, t).div(v.sqrt().add(eps)).mul(lr)), m, v, t }
  //   > You corrected `m`, but not `v`. Both averages began at 0.
  // wrong (order):
  //   const t = state.t + 1
  //   const m = firstMoment(state.m, grad, beta1)
  //   const v = secondMoment(state.v, grad, beta2)
  //   const move = corrected(m, beta1, t).div(corrected(v, beta2, t).add(eps).sqrt()).mul(lr)
  //   return { p: state.p.sub(move), m, v, t }
  //   > Your eps is inside the root, where 1e-8 becomes 1e-4. Take the root first, then add eps.
  // wrong (order):
  //   const t = state.t + 1
  //   const m = firstMoment(state.m, grad, beta1)
  //   const v = secondMoment(state.v, grad, beta2)
  //   const root = v.sqrt().add(eps).div((1 - beta2 ** t) ** 0.5)
  //   return { p: state.p.sub(corrected(m, beta1, t).div(root).mul(lr)), m, v, t }
  //   > Your eps is corrected as well, so it's too large in the first steps. Correct `v` first, then take the root and add
  //   > eps.
  // wrong (a use forgotten):
  //   const t = state.t + 1
  //   const m = firstMoment(state.m, grad, beta1)
  //   const v = secondMoment(state.v, grad, beta2)
  //   const move = corrected(m, beta1, t).div(corrected(v, beta2, t).sqrt()).mul(lr)
  //   return { p: state.p.sub(move), m, v, t }
  //   > eps is missing. Where all gradients were 0, you divide 0 by 0. Add eps to the root.
  // wrong (a use forgotten):
  //   const t = state.t + 1
  //   const m = firstMoment(state.m, grad, beta1)
  //   const v = secondMoment(state.v, grad, beta2)
  //   const move = corrected(m, beta1, t).div(corrected(v, beta2, t).add(eps)).mul(lr)
  //   return { p: state.p.sub(move), m, v, t }
  //   > The root is missing. `v` averages squares, so only its root is as large as the gradients.
  // wrong (a use forgotten):
  //   const t = state.t + 1
  //   const m = firstMoment(state.m, grad, beta1)
  //   const v = secondMoment(state.v, grad, beta2)
  //   return { p: state.p.sub(corrected(m, beta1, t).div(corrected(v, beta2, t).sqrt().add(eps))), m, v, t }
  //   > The learning rate is missing. Multiply the step by `lr`.
  // wrong (wrong operand):
  //   const t = state.t + 1
  //   const m = firstMoment(state.m, grad, beta1)
  //   const v = secondMoment(state.v, grad, beta2)
  //   return { p: state.p.sub(grad.div(corrected(v, beta2, t).sqrt().add(eps)).mul(lr)), m, v, t }
  //   > Your step follows this gradient alone. Follow the average: the corrected `m`.
  // wrong (wrong operand):
  //   const t = state.t + 1
  //   const m = firstMoment(state.m, grad, beta1)
  //   const v = secondMoment(state.v, m, beta2)
  //   const move = corrected(m, beta1, t).div(corrected(v, beta2, t).sqrt().add(eps)).mul(lr)
  //   return { p: state.p.sub(move), m, v, t }
  //   > Your `v` averages the squares of `m`. It averages the squares of the gradient.
  // wrong (wrong operand):
  //   const t = state.t + 1
  //   const m = firstMoment(state.m, grad, beta2)
  //   const v = secondMoment(state.v, grad, beta1)
  //   const move = corrected(m, beta2, t).div(corrected(v, beta1, t).sqrt().add(eps)).mul(lr)
  //   return { p: state.p.sub(move), m, v, t }
  //   > You exchanged the two betas. `beta1` is for `m`, and `beta2` is for `v`.
  // wrong (wrong operand):
  //   const t = state.t + 1
  //   const m = firstMoment(state.m, grad, beta1)
  //   const v = secondMoment(state.v, grad, beta2)
  //   const move = corrected(m, beta1, t).div(corrected(v, beta1, t).sqrt().add(eps)).mul(lr)
  //   return { p: state.p.sub(move), m, v, t }
  //   > You corrected `v` with `beta1`. It was averaged with `beta2`.
  // wrong (stale or aliased):
  //   const t = state.t + 1
  //   const m = firstMoment(state.m, grad, beta1)
  //   const v = secondMoment(state.v, grad, beta2)
  //   const move = corrected(m, beta1, t).div(corrected(v, beta2, t).sqrt().add(eps)).mul(lr)
  //   return { ...state, p: state.p.sub(move), t }
  //   > You returned the old averages, so nothing is remembered. Return the new `m` and `v`.
  // wrong (wrong operand):
  //   const t = state.t + 1
  //   const m = firstMoment(state.m, grad, beta1)
  //   const v = secondMoment(state.v, grad, beta2)
  //   return { p: corrected(m, beta1, t).div(corrected(v, beta2, t).sqrt().add(eps)).mul(lr), m, v, t }
  //   > This is the step alone. Return where it leads: subtract it from `state.p`.
  // wrong (-):
  //   const t = state.t + 1
  //   const m = firstMoment(state.m, grad, beta1)
  //   const v = secondMoment(state.v, grad, beta2)
  //   const move = corrected(m, beta1, t).div(corrected(v, beta2, t).sqrt().add(1e-8)).mul(lr)
  //   return { p: state.p.sub(move), m, v, t }
}

// %% [markdown]
// ## Weight decay, kept apart
//
// Weight decay pulls every weight toward 0, a little in each step, so that none grows without a reason. The
// old way was to add `decay * p` to the gradient. With plain gradient descent, that works. With Adam it
// doesn't: the pull goes through `m` and `v` like the rest of the gradient, and the division cancels its
// size.
//
// **AdamW** (Loshchilov and Hutter, 2019) keeps it apart: the gradient stays as it is, and the parameter
// itself loses a small part, which is `lr * decay` of what it was before the step. The rest is Adam. Most
// large language models are trained like this.

// %% One step of AdamW
// hint: Adam doesn't see the decay: neither its gradient nor its averages change.
// hint: Make the parameter a little smaller, and call `adam` for the rest. It loses the part lr * decay. What
//       part is left?
// hint: adam({ ...state, p: state.p.mul(...) }, grad, options). The three dots take m, v and t as they are.
export function adamw(state: AdamState, grad: Tensor, options: AdamOptions, decay: number): AdamState {
  // answer
  return adam({ ...state, p: state.p.mul(1 - options.lr * decay) }, grad, options)
  // end answer
  // wrong (wrong operand): return adam(state, grad.add(state.p.mul(decay)), options)
  //   > You added the decay to the gradient, so it goes through `m` and `v`, and the division cancels its size. Take it
  //   > from the parameter instead, and leave the gradient as it is.
  // wrong (sign, factor): return adam({ ...state, p: state.p.mul(1 - decay) }, grad, options)
  //   > The learning rate is missing: the parameter loses `lr * decay` of itself, so that a smaller rate also decays less.
  // wrong (sign, factor): return adam({ ...state, p: state.p.mul(options.lr * decay) }, grad, options)
  //   > This is the part that it loses. Keep the rest: 1 minus that part.
  // wrong (sign, factor): return adam({ ...state, p: state.p.mul(1 + options.lr * decay) }, grad, options)
  //   > Your parameters grow. They must lose this part: the sign is wrong.
  // wrong (order): const next = adam(state, grad, options); return { ...next, p: next.p.mul(1 - options.lr * decay) }
  //   > You made the parameter smaller after the step, so the step lost its part, too. The decay takes its part of
  //   > the parameter before the step.
  // wrong (a use forgotten): return adam(state, grad, options)
  //   > Nothing decays. The parameter loses `lr * decay` of itself.
  // wrong (wrong operand): return adam({ ...state, p: state.p.sub(options.lr * decay) }, grad, options)
  //   > You subtracted the same number everywhere. Each weight loses a part of itself: multiply.
  // wrong (a use forgotten): return { ...state, p: state.p.mul(1 - options.lr * decay) }
  //   > This is the decay alone. Let `adam` make its step, too.
  // wrong (-): return adam({ ...state, m: state.m.mul(1 - options.lr * decay) }, grad, options)
}

// %% check
import { type Check, chart, type Generator, tensor, zerosLike } from 'backprop-ninja'

type Learner = Pick<
  typeof import('./12_adam.ts'),
  'firstMoment' | 'secondMoment' | 'corrected' | 'adam' | 'adamw'
>

/** Before the first step. */
const started = (p: Tensor): AdamState => ({ p, m: zerosLike(p), v: zerosLike(p), t: 0 })
const listed = ({ p, m, v, t }: AdamState) => [p, m, v, t]

/** The gradient of half the squared distance to (1, -2, 3), steeper in each direction. */
const uphill = (p: Tensor): Tensor => p.sub(tensor([1, -2, 3])).mul(tensor([0.01, 1, 100]))

export const check: Check<Learner> = (learner, { g }) => {
  const between = (low: number, high: number): number => low + (high - low) * g.random()
  const options: AdamOptions = {
    lr: between(0.05, 0.2),
    beta1: between(0.6, 0.8),
    beta2: between(0.85, 0.95),
    eps: between(0.1, 0.3),
  }
  const { lr, beta1, beta2, eps } = options
  const decay = between(0.2, 0.5)
  const t = 3 + Math.floor(4 * g.random())
  const grads = Array.from({ length: t }, () => g.randn(2, 3))
  const [p, grad, old] = [g.randn(2, 3), g.randn(2, 3), g.randn(2, 3)]
  const somewhere: AdamState = { p, m: g.randn(2, 3), v: g.randn(2, 3).square().add(0.1), t }
  /** A running average without a loop over averages: what each number counts after all of them. */
  const weighted = (xs: readonly Tensor[], beta: number): Tensor =>
    xs.map((x, i) => x.mul((1 - beta) * beta ** (xs.length - 1 - i))).reduce((a, b) => a.add(b))
  const clone = ({ p, m, v, t }: AdamState): AdamState => ({ p: p.clone(), m: m.clone(), v: v.clone(), t })
  const steps = (many: number, one: (state: AdamState, grad: Tensor) => AdamState): AdamState => {
    let state = started(tensor([0, 0, 0]))
    for (let step = 0; step < many; step++) state = one(clone(state), uphill(state.p))
    return state
  }
  const usual: AdamOptions = { lr: 0.1, beta1: 0.9, beta2: 0.999, eps: 1e-8 }
  const first = (p: Tensor): Tensor => p.sub(grad.div(grad.abs().add(eps)).mul(lr))
  return [
    {
      name: 'firstMoment(m, grad, beta1)',
      blank: 'firstMoment',
      learner: () => learner.firstMoment(old.clone(), grad.clone(), beta1),
      at: { beta1 },
    },
    {
      name: 'firstMoment, over several gradients',
      blank: 'firstMoment',
      learner: () => grads.reduce((m, grad) => learner.firstMoment(m, grad.clone(), beta1), zerosLike(grad)),
      expected: () => weighted(grads, beta1),
      at: { beta1, steps: t },
      learned: 'a gradient of k steps ago still counts (1 - beta1) * beta1^k',
    },
    {
      name: 'secondMoment(v, grad, beta2)',
      blank: 'secondMoment',
      learner: () => learner.secondMoment(old.clone(), grad.clone(), beta2),
      at: { beta2 },
    },
    {
      name: 'secondMoment, over several gradients',
      blank: 'secondMoment',
      learner: () => grads.reduce((v, grad) => learner.secondMoment(v, grad.clone(), beta2), zerosLike(grad)),
      expected: () => weighted(grads.map(grad => grad.square()), beta2),
      at: { beta2, steps: t },
    },
    {
      name: 'corrected(average, beta, 1)',
      blank: 'corrected',
      learner: () => learner.corrected(grad.mul(1 - beta2), beta2, 1),
      expected: grad,
      at: { beta: beta2 },
      learned: 'after one step, the corrected average is that step’s own gradient',
    },
    {
      name: 'corrected(average, beta, t)',
      blank: 'corrected',
      learner: () => learner.corrected(old.mul((1 - beta1) * sumOfPowers(beta1, t)), beta1, t),
      expected: old,
      at: { beta: beta1, t },
    },
    {
      name: 'adam, the first step from zeros',
      blank: 'adam',
      learner: () => learner.adam(started(p.clone()), grad.clone(), options).p,
      expected: () => first(p),
      at: { lr, beta1, beta2, eps },
      learned: 'without eps, each element would move by lr exactly: the size of the gradient cancels',
    },
    {
      name: 'adam, from a later state: p, m, v, t',
      blank: 'adam',
      learner: () => listed(learner.adam(clone(somewhere), grad.clone(), options)),
      at: { lr, beta1, beta2, eps, t },
    },
    {
      name: 'adam, ten steps: p as in PyTorch',
      blank: 'adam',
      learner: () => steps(10, (state, grad) => learner.adam(state, grad, usual)).p,
      expected: tensor(PYTORCH.adam),
      learned: 'slopes of 0.01, 1 and 100, and all three went about 1 in ten steps of 0.1',
    },
    {
      name: 'adamw, the first step from zeros',
      blank: 'adamw',
      learner: () => learner.adamw(started(p.clone()), grad.clone(), options, decay).p,
      expected: () => first(p).sub(p.mul(lr * decay)),
      at: { lr, beta1, beta2, eps, decay },
    },
    {
      name: 'adamw, from a later state: p, m, v, t',
      blank: 'adamw',
      learner: () => listed(learner.adamw(clone(somewhere), grad.clone(), options, decay)),
      at: { lr, beta1, beta2, eps, decay, t },
    },
    {
      name: 'adamw, ten steps: p as in PyTorch',
      blank: 'adamw',
      learner: () => steps(10, (state, grad) => learner.adamw(state, grad, usual, 0.5)).p,
      expected: tensor(PYTORCH.adamw),
    },
  ]
}

/** 1 + x + x² + …, so many terms. */
const sumOfPowers = (x: number, terms: number): number =>
  Array.from({ length: terms }, (_, k) => x ** k).reduce((a, b) => a + b)

/** torch.optim.Adam and AdamW with a decay of 0.5, ten steps from (0, 0, 0) in float64; as src/training/golden has it. */
const PYTORCH = {
  adam: [0.9237498468385672, -0.9754131595271427, 0.9858115920916662],
  adamw: [0.749203652114139, -0.7844789346824171, 0.7919308416557025],
}

/** What m and v make of a slope that is mostly noise, and what the steps make of a valley. */
export function picture(learner: Learner, { g }: { g: Generator }): string {
  const options: AdamOptions = { lr: 0.03, beta1: 0.9, beta2: 0.99, eps: 1e-8 }
  const { beta1, beta2 } = options
  const steps = 80
  const noisy = g.randn(steps).data
  let [m, v] = [tensor(0), tensor(0)]
  const seen = { grad: [] as number[], m: [] as number[], mHat: [] as number[], root: [] as number[] }
  for (let t = 1; t <= steps; t++) {
    const grad = tensor(1 + noisy[t - 1])
    m = learner.firstMoment(m, grad, beta1)
    v = learner.secondMoment(v, grad, beta2)
    seen.grad.push(grad.item())
    seen.m.push(m.item())
    seen.mHat.push(learner.corrected(m, beta1, t).item())
    seen.root.push(learner.corrected(v, beta2, t).sqrt().item())
  }
  const x = seen.m.map((_, i) => i + 1)
  return [
    'A slope of 1, with as much noise on it: single gradients jump between',
    `${Math.min(...seen.grad).toFixed(1)} and ${Math.max(...seen.grad).toFixed(1)}. This is what your averages make of them:`,
    '',
    chart(
      [
        { name: 'm', x, y: seen.m },
        { name: 'm corrected', x, y: seen.mHat },
        { name: 'root of v corrected', x, y: seen.root },
      ],
      { height: 12, x: { label: 'step' }, y: { from: 0 } },
    ),
    '',
    'A valley, 100 times as steep across as along, from (1, 1):',
    '',
    chart(valley(learner), { height: 12, x: { label: 'step' }, y: { label: 'loss', log: true } }),
  ].join('\n')
}

function valley(learner: Learner) {
  const slopes = tensor([1, 100])
  const lossAt = (p: Tensor): number => p.square().mul(slopes).sum().item() / 2
  let p = tensor([1, 1])
  let state = started(p)
  const [plain, own] = [[lossAt(p)], [lossAt(p)]]
  for (let step = 0; step < 120; step++) {
    p = p.sub(p.mul(slopes).mul(0.019))
    state = learner.adam(state, state.p.mul(slopes), { lr: 0.02, beta1: 0.9, beta2: 0.99, eps: 1e-8 })
    plain.push(lossAt(p))
    own.push(lossAt(state.p))
  }
  const x = plain.map((_, i) => i)
  return [
    { name: 'p - 0.019 * grad', x, y: plain },
    { name: 'Adam, lr 0.02', x, y: own },
  ]
}
