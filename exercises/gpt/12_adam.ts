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
//
// With beta = 0.9 the newest number counts 0.1, the one before it 0.09, then 0.081 … So the average looks
// back over about 10 steps. In Adam, `m` has the factor `beta1`, and `v` has the factor `beta2`.
//
// `m`, `v` and the gradient have the shape of the parameter, and so does everything else here, element by
// element. A tensor never changes, so each function returns a new one.

// %%
import { type Tensor, TODO } from 'backprop-ninja'

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

// %% The running average of the gradient
export function firstMoment(m: Tensor, grad: Tensor, beta1: number): Tensor {
  return TODO()
}

// %% The running average of the gradient's square
export function secondMoment(v: Tensor, grad: Tensor, beta2: number): Tensor {
  return TODO()
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
export function corrected(average: Tensor, beta: number, t: number): Tensor {
  return TODO()
}

// %% [markdown]
// ## The step
//
// Now put it together. This is what the paper says, and what PyTorch's `torch.optim.Adam` computes:
//
//     t      =  one more than before
//     m, v   =  the two averages, with this gradient in them
//     p      =  p - lr * m_hat / (√v_hat + eps)
//
// `eps` is a small number, such as 1e-8. It's only there so that nothing is divided by 0. It's outside of
// the root.
//
// Return all four, `{ p, m, v, t }`: the next step starts from them. Keep the averages **as they are**. The
// corrected ones are for this step alone, because the correction already knows that the averages began
// with zeros.

// %% One step of Adam
export function adam(state: AdamState, grad: Tensor, { lr, beta1, beta2, eps }: AdamOptions): AdamState {
  return TODO()
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
export function adamw(state: AdamState, grad: Tensor, options: AdamOptions, decay: number): AdamState {
  return TODO()
}
