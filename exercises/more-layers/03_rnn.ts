// %% [markdown]
// # 03 · A recurrent network
//
// A **recurrent network** reads a sequence one step at a time. It keeps a **hidden state** h, which is
// all that it remembers. At each step it makes a new state out of the next input and the old state, and
// an output out of the new state:
//
//     z[t]  =  x[t] @ Wxh  +  h[t - 1] @ Whh  +  b
//     h[t]  =  tanh(z[t])
//     y[t]  =  h[t] @ Why
//
// Here are three steps, side by side. It's one network, not three: `Wxh`, `Whh`, `b` and `Why` are the
// same in each step.
//
//                 y1               y2               y3             (n, out)
//                 ^                ^                ^
//                 | Why            | Why            | Why
//                 |                |                |
//     h0 --Whh--> h1 -----Whh----> h2 -----Whh----> h3             (n, hidden)
//                 ^                ^                ^
//                 | Wxh, b         | Wxh, b         | Wxh, b
//                 |                |                |
//                 x1               x2               x3             (n, features)
//
// ## Backpropagation through time
//
// There's no new rule in this exercise. Look at the picture as at any other forward pass, and ask where
// each tensor is used:
//
// - A state goes two ways: up, to its output, and right, to the next step. Only the last one goes up alone.
//   So start with the last step. Each state's gradient needs what the step after it sends back.
// - A weight is used in each of the three steps. What comes back from these uses adds up, as always.
//
// In the title of a cell you see where its tensor is used. `dy1`, `dy2` and `dy3` are given.

// %%
import { type ScopeOf, type Source, tensor, type Tensor, TODO } from 'backprop-ninja'

// %% A batch of short sequences, and the parameters
export const sizes = {
  usual: { n: 8, features: 6, hidden: 10, out: 4 },
  small: { n: 5, features: 3, hidden: 4, out: 2 },
  other: { n: 4, features: 2, hidden: 3, out: 5 },
}

export function inputs({ n, features, hidden, out }: typeof sizes.usual, { g }: Source) {
  const x1 = g.randn(n, features)                                   // (n, features)
  const x2 = g.randn(n, features)                                   // (n, features)
  const x3 = g.randn(n, features)                                   // (n, features)
  const h0 = g.randn(n, hidden).mul(0.5)                            // (n, hidden), before the first step
  const Wxh = g.randn(features, hidden).mul(features ** -0.5)       // (features, hidden)
  const Whh = g.randn(hidden, hidden).mul(hidden ** -0.5)           // (hidden, hidden)
  const b = g.randn(hidden).mul(0.1)                                // (hidden)
  const Why = g.randn(hidden, out).mul(hidden ** -0.5)              // (hidden, out)
  const r1 = g.randn(n, out)                                        // (n, out), for what comes after
  const r2 = g.randn(n, out)                                        // (n, out)
  const r3 = g.randn(n, out)                                        // (n, out)
  return { x1, x2, x3, h0, Wxh, Whh, b, Why, r1, r2, r3 }
}

// %% The forward pass
export function forward({ x1, x2, x3, h0, Wxh, Whh, b, Why, r1, r2, r3 }: ReturnType<typeof inputs>) {
  // step 1
  const z1 = x1.matmul(Wxh).add(h0.matmul(Whh)).add(b)   // (n, hidden)
  const h1 = z1.tanh()                                   // (n, hidden)
  const y1 = h1.matmul(Why)                              // (n, out)
  // step 2
  const z2 = x2.matmul(Wxh).add(h1.matmul(Whh)).add(b)   // (n, hidden)
  const h2 = z2.tanh()                                   // (n, hidden)
  const y2 = h2.matmul(Why)                              // (n, out)
  // step 3
  const z3 = x3.matmul(Wxh).add(h2.matmul(Whh)).add(b)   // (n, hidden)
  const h3 = z3.tanh()                                   // (n, hidden)
  const y3 = h3.matmul(Why)                              // (n, out)
  // what is done with the outputs
  const loss = y1.mul(r1).add(y2.mul(r2)).add(y3.mul(r3)).sum() // a single number
  return { z1, h1, y1, z2, h2, y2, z3, h3, y3, loss }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% [markdown]
// ## The last step
//
// Nothing comes after it, so its state goes one way only.

// %% h3 feeds y3 = h3.matmul(Why)
export function dh3({ Why, dy3 }: Scope): Tensor {
  return TODO() // (n, hidden)
}

// %% z3 feeds h3 = z3.tanh()
export function dz3({ h3, dh3 }: Scope): Tensor {
  return TODO() // (n, hidden)
}

// %% [markdown]
// ## The two steps before it

// %% h2 feeds y2 = h2.matmul(Why) and z3 = x3.matmul(Wxh).add(h2.matmul(Whh)).add(b)
export function dh2({ Whh, Why, dy2, dz3 }: Scope): Tensor {
  return TODO() // (n, hidden)
}

// %% z2 feeds h2 = z2.tanh()
export function dz2({ h2, dh2 }: Scope): Tensor {
  return TODO() // (n, hidden)
}

// %% h1 feeds y1 = h1.matmul(Why) and z2 = x2.matmul(Wxh).add(h1.matmul(Whh)).add(b)
export function dh1({ Whh, Why, dy1, dz2 }: Scope): Tensor {
  return TODO() // (n, hidden)
}

// %% z1 feeds h1 = z1.tanh()
export function dz1({ h1, dh1 }: Scope): Tensor {
  return TODO() // (n, hidden)
}

// %% [markdown]
// ## The weights
//
// Each was used three times, so each gradient has three parts.

// %% Why feeds y1 = h1.matmul(Why), y2 = h2.matmul(Why) and y3 = h3.matmul(Why)
export function dWhy({ h1, h2, h3, dy1, dy2, dy3 }: Scope): Tensor {
  return TODO() // (hidden, out)
}

// %% Whh feeds z1, z2 and z3
export function dWhh({ h0, h1, h2, dz1, dz2, dz3 }: Scope): Tensor {
  return TODO() // (hidden, hidden)
}

// %% Wxh feeds z1, z2 and z3
export function dWxh({ x1, x2, x3, dz1, dz2, dz3 }: Scope): Tensor {
  return TODO() // (features, hidden)
}

// %% b feeds z1, z2 and z3
export function db({ dz1, dz2, dz3 }: Scope): Tensor {
  return TODO() // (hidden)
}

// %% [markdown]
// ## Why it forgets
//
// On its way from step 3 to step 1, the gradient was multiplied twice by the slope of tanh, which is at
// most 1, and by `Whh`. With a hundred steps it's a hundred times, and mostly next to nothing is left:
// the gradients **vanish**, and the network doesn't learn from what happened long ago. With large weights
// they **explode** instead. In a GPT every position looks at every earlier one directly, so the
// gradient's path stays short however far apart they are. That's the track that comes next.
