// %% [markdown]
// # 05 · A neuron
//
// A neuron takes some numbers in, weighs them, adds a bias, and squashes the sum:
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
// The **weights** w1 and w2 say how much each input counts, and which way; the **bias** b how ready the
// neuron is to fire by itself. tanh keeps the result between -1 and 1:
//
//      1 |                   . - -----
//        |                .                 steep where n is near 0
//      0 |              /
//        |            .                     flat where n is large or very negative: there a nudge
//     -1 | ------ - .                       of n makes next to no difference
//
// Its slope is 1 - tanh(n)², or 1 - o²: it can be told from the output. Where does it come from? tanh(n) is
// (e^n - e^-n) / (e^n + e^-n); with the rule for a quotient you get (bottom² - top²) / bottom².
//
// `Math.tanh(n)` computes it.

// %%
import { TODO } from 'backprop-ninja'

// %% What goes into a neuron, and what comes from above
export interface Neuron {
  x1: number
  x2: number
  w1: number
  w2: number
  b: number
  n: number
  o: number
  dn: number // how much o moves with n, by your function
}

// %% [markdown]
// ## Forward
//
// For example: x1 = 2, x2 = 0, w1 = -3, w2 = 1, b = 6.8813735870195432. They give o = 0.7071.

// %% The output of the neuron
export function neuron({ x1, x2, w1, w2, b }: Omit<Neuron, 'n' | 'o' | 'dn'>): number {
  return TODO()
}

// %% [markdown]
// ## Backward
//
// From here on we write `dn` for do/dn, `dw1` for do/dw1, and so on: how much the **output** moves. First by
// the tanh, then by the sum, which hands on to each of its terms what comes from above, then by the
// products.

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
// The output shall be larger. Which way must each weight go? Along its slope: a weight with a positive slope
// goes up, one with a negative slope goes down. A step of length `rate` times the slope does it. `at` is all
// that stands in `Neuron`; your functions above take it as it is, as in `dw1(at)`. Give a list: `[…, …, …]`.

// %% The weights and the bias after one step towards a larger output
export function taught(at: Neuron, rate: number): [w1: number, w2: number, b: number] {
  const { w1, w2, b } = at
  return TODO()
}
