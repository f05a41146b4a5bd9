// %% [markdown]
// # 05 · A neuron
//
// A neuron weighs its inputs, adds a bias, and squashes the sum. However large the sum is, its output stays between
// -1 and 1. Here is one with two inputs:
//
//     x1 --+
//          * --> x1w1 --+
//     w1 --+            |
//                       + --> n --- tanh --> o
//     x2 --+            |
//          * --> x2w2 --+
//     w2 --+            |
//     b ----------------+
//
//     n = x1 * w1 + x2 * w2 + b
//     o = tanh(n)
//
// The **weights** w1 and w2 say how much each input counts, and which way. The **bias** b says how ready the
// neuron is to fire on its own. tanh keeps the result between -1 and 1:
//
//      1 |                   . - -----
//        |                .                 steep where n is near 0
//      0 |              /
//        |            .                     flat where n is large or very negative: there, a nudge
//     -1 | ------ - .                       of n makes almost no difference
//
// `Math.tanh(n)` computes it.

// %%
import { TODO } from 'backprop-ninja'

// %% The names that you can use
export interface Inputs {
  x1: number
  x2: number
  w1: number
  w2: number
  b: number
}
export interface Neuron extends Inputs {
  n: number
  o: number
  dn: number // how much o moves with n: what your function dn returns
}

// %% [markdown]
// ## Forward
//
// For example, x1 = 2, x2 = 0, w1 = -3, w2 = 1 and b = 6.8813735870195432 give o = 0.7071.

// %% The output of the neuron
export function neuron({ x1, x2, w1, w2, b }: Inputs): number {
  return TODO()
}

// %% [markdown]
// ## Backward
//
// From here on, `dn` is short for do/dn, `dw1` for do/dw1, and so on: how much the **output** moves. Go back as
// in exercise 04, one step at a time: through the tanh, then through the sum, then through the products. (dx2 is
// left out. It works exactly like dx1.)
//
// `dn` is the first of these functions. In braces, as in `{ w1, dn }`, it is the number that this function returned.
//
// The only new slope is that of tanh. It is a quotient: the top is e^n - e^-n, and the bottom is e^n + e^-n. The
// slope of the top is the bottom, and the slope of the bottom is the top. So the rule for a quotient gives
//
//     do/dn  =  (bottom * bottom - top * top) / bottom²
//
// Divide, and remember what top / bottom is. Then the output alone tells you the slope, without any e.

// %% n feeds o = tanh(n)
export function dn({ o }: Neuron): number {
  return TODO()
}

// %% x1 feeds x1w1 = x1 * w1
export function dx1({ w1, dn }: Neuron): number {
  return TODO()
}

// %% w1 feeds x1w1 = x1 * w1
export function dw1({ x1, dn }: Neuron): number {
  return TODO()
}

// %% w2 feeds x2w2 = x2 * w2
export function dw2({ x2, dn }: Neuron): number {
  return TODO()
}

// %% b feeds n = x1w1 + x2w2 + b
export function db({ dn }: Neuron): number {
  return TODO()
}

// %% [markdown]
// ## Teach it
//
// Now make the output larger. Move w1, w2 and b: each by `rate` times its own slope, so that what matters most
// moves most. Which way must each of them go? (A negative slope means that the output falls when the weight
// grows.)
//
// `at` has all the names in `Neuron`, and your functions take it as it is: `dw1(at)`. Return a list: `[…, …, …]`.

// %% The weights and the bias after one step towards a larger output
export function taught(at: Neuron, rate: number): [w1: number, w2: number, b: number] {
  const { w1, w2, b } = at
  return TODO()
}
