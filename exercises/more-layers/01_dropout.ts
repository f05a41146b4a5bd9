// %% [markdown]
// # 01 · Dropout
//
// A network with many parameters can learn its examples by heart. **Dropout** makes that harder. In each
// step of training it draws some of the numbers between two layers at random and sets them to 0. So no
// unit can rely on one other unit: it may be gone in the next step.
//
// `p` is how likely a number is to be dropped. A **mask** says which ones are: 1 is kept, 0 is dropped.
// Here it is for p = 0.25, with the four numbers of one row:
//
//     h1          a     b     c     d
//     mask1       1     0     1     1
//     kept1      a*s    0    c*s   d*s          with the scale  s = 1 / (1 - p) = 4/3
//
// ## Why there is a scale
//
// The next layer adds up what it receives. With a quarter of it gone, its sums would be a quarter smaller
// on average. The scale makes up for that. A number is dropped with probability p and kept with 1 - p, so
//
//     the average of kept1  =  p * 0  +  (1 - p) * h1 / (1 - p)  =  h1
//
// That's why the trained network needs no change: at test time nothing is dropped, nothing is scaled, and
// every layer receives what it's used to. This form is called *inverted* dropout. The first paper about
// dropout scaled at test time instead, and then everybody who uses the network has to remember to do it.
//
// ## The network
//
// It has two layers, each with a dropout after it. What is left of the first layer is used twice: in the
// second layer, and in `y` (GPTs have such a path around a layer too, and dropout before the addition).
//
//     x - linear, tanh --> h1 - drop --> kept1 -+- linear --> z2 - tanh --> h2 - drop --> kept2 --> add --> y
//                                               |                                                    ^
//                                               +----------------------------------------------------+
//
// The two masks are drawn before the step. They are inputs, just like `x`: no gradient goes to them.
//
// ## Going backwards
//
// Nudge a number of `h1` that was kept. How does `kept1` move? Now nudge one that was dropped. Neither
// answer can be found without the mask, so the forward pass has to keep it for the backward pass. If you
// drew a new one, numbers that never reached the loss would get a gradient, and some that did would get
// none.
//
// Two of the lines are matrix products, which you know from the track makemore. `W2.T` is W2 transposed.
// `dy` and `dz2` are given.

// %%
import { type ScopeOf, type Source, type Tensor, TODO } from 'backprop-ninja'

// %% The data, the parameters and the masks
export const sizes = {
  usual: { n: 16, features: 10, hidden: 12 },
  small: { n: 6, features: 3, hidden: 5 },
  other: { n: 5, features: 4, hidden: 8 },
}

export function inputs({ n, features, hidden }: typeof sizes.usual, { g }: Source) {
  const p = 0.2 + 0.2 * g.random()                                // how likely a number is to be dropped
  const x = g.randn(n, features)                                  // (n, features)
  const target = g.randn(n, hidden)                               // (n, hidden)
  const W1 = g.randn(features, hidden).mul(features ** -0.5)      // (features, hidden)
  const b1 = g.randn(hidden).mul(0.1)                             // (hidden)
  const W2 = g.randn(hidden, hidden).mul(hidden ** -0.5)          // (hidden, hidden)
  const b2 = g.randn(hidden).mul(0.1)                             // (hidden)
  const mask1 = g.bernoulli(1 - p, n, hidden)                     // (n, hidden)
  const mask2 = g.bernoulli(1 - p, n, hidden)                     // (n, hidden)
  return { p, x, target, W1, b1, W2, b2, mask1, mask2 }
}

// %% The forward pass
export function forward({ p, x, target, W1, b1, W2, b2, mask1, mask2 }: ReturnType<typeof inputs>) {
  const h1 = x.matmul(W1).add(b1).tanh()              // (n, hidden)
  const kept1 = h1.mul(mask1).mul(1 / (1 - p))        // (n, hidden)
  const z2 = kept1.matmul(W2).add(b2)                 // (n, hidden)
  const h2 = z2.tanh()                                // (n, hidden)
  const kept2 = h2.mul(mask2).mul(1 / (1 - p))        // (n, hidden)
  const y = kept1.add(kept2)                          // (n, hidden)
  const loss = y.sub(target).pow(2).mean()            // a single number
  return { h1, kept1, z2, h2, kept2, y, loss }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% kept2 feeds y = kept1.add(kept2)
export function dkept2({ dy }: Scope): Tensor {
  return TODO() // (n, hidden)
}

// %% h2 feeds kept2 = h2.mul(mask2).mul(1 / (1 - p))
export function dh2({ p, mask2, dkept2 }: Scope): Tensor {
  return TODO() // (n, hidden)
}

// %% W2 feeds z2 = kept1.matmul(W2).add(b2)
export function dW2({ kept1, dz2 }: Scope): Tensor {
  return TODO() // (hidden, hidden)
}

// %% kept1 feeds z2 = kept1.matmul(W2).add(b2) and y = kept1.add(kept2)
export function dkept1({ W2, dz2, dy }: Scope): Tensor {
  return TODO() // (n, hidden)
}

// %% h1 feeds kept1 = h1.mul(mask1).mul(1 / (1 - p))
export function dh1({ p, mask1, dkept1 }: Scope): Tensor {
  return TODO() // (n, hidden)
}
