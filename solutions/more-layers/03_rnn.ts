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
// tex: \begin{aligned} z_t &= x_t \name{Wxh} + h_{t-1} \name{Whh} + b \\
//   h_t &= \tanh(z_t) \\ y_t &= h_t \name{Why} \end{aligned}
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
import { type ScopeOf, type Source, type Tensor, tensor } from 'backprop-ninja'

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
// hint: The left operand of a matrix product.
// hint: You need (n, hidden), made from (n, out) and (hidden, out).
// hint: `dy3.matmul(...)`, with the weights transposed.
export function dh3({ Why, dy3 }: Scope): Tensor {
  // answer (n, hidden)
  return dy3.matmul(Why.T)
  // end answer
}

// %% z3 feeds h3 = z3.tanh()
// hint: Element by element: the slope of tanh, times the upstream gradient.
// hint: The slope of tanh is 1 minus its square, and the forward pass has tanh of z3 already.
// hint: `tensor(1).sub(...)` with the square of h3 is the slope. Multiply it by the upstream gradient.
export function dz3({ h3, dh3 }: Scope): Tensor {
  // answer (n, hidden)
  return tensor(1).sub(h3.pow(2)).mul(dh3)
  // end answer
}

// %% [markdown]
// ## The two steps before it

// %% h2 feeds y2 = h2.matmul(Why) and z3 = x3.matmul(Wxh).add(h2.matmul(Whh)).add(b)
// hint: Two ways: up to y2, and right into the next step. Add what comes back.
// hint: Both are matrix products with h2 on the left. One meets Why, the other Whh.
// hint: `dy2.matmul(Why.T)` comes down from the output. Add what step 3 sends back, which begins with its
//       dz3.
export function dh2({ Whh, Why, dy2, dz3 }: Scope): Tensor {
  // answer (n, hidden)
  return dy2.matmul(Why.T).add(dz3.matmul(Whh.T))
  // end answer
  // wrong (a use forgotten): return dy2.matmul(Why.T)
  // wrong (a use forgotten): return dz3.matmul(Whh.T)
  // wrong (shape): return dy2.matmul(Why.T).add(dz3.matmul(Whh))
}

// %% z2 feeds h2 = z2.tanh()
// hint: As in step 3. Which state belongs to z2?
// hint: The slope of tanh at z2 is 1 minus the square of h2: the state of its own step.
// hint: The line of `dz3`, with each 3 replaced by a 2.
export function dz2({ h2, dh2 }: Scope): Tensor {
  // answer (n, hidden)
  return tensor(1).sub(h2.pow(2)).mul(dh2)
  // end answer
}

// %% h1 feeds y1 = h1.matmul(Why) and z2 = x2.matmul(Wxh).add(h1.matmul(Whh)).add(b)
// hint: The same two ways as for h2, one step earlier.
// hint: What step 3 does to h1 is in dz2 already: everything later comes through the next step.
// hint: The line of `dh2`, with each number one less.
export function dh1({ Whh, Why, dy1, dz2 }: Scope): Tensor {
  // answer (n, hidden)
  return dy1.matmul(Why.T).add(dz2.matmul(Whh.T))
  // end answer
  // wrong (a use forgotten): return dy1.matmul(Why.T)
}

// %% z1 feeds h1 = z1.tanh()
// hint: As in the other steps.
// hint: The slope of tanh at z1 comes from the state that was made of it.
// hint: The line of `dz2`, with each 2 replaced by a 1.
export function dz1({ h1, dh1 }: Scope): Tensor {
  // answer (n, hidden)
  return tensor(1).sub(h1.pow(2)).mul(dh1)
  // end answer
}

// %% [markdown]
// ## The weights
//
// Each was used three times, so each gradient has three parts.

// %% Why feeds y1 = h1.matmul(Why), y2 = h2.matmul(Why) and y3 = h3.matmul(Why)
// hint: Three uses, three parts of the same form. Add them.
// hint: In each step, the right operand of a matrix product: the left one transposed, times the upstream
//       gradient.
// hint: `h1.T.matmul(dy1)` is the part of step 1.
export function dWhy({ h1, h2, h3, dy1, dy2, dy3 }: Scope): Tensor {
  // answer (hidden, out)
  return h1.T.matmul(dy1).add(h2.T.matmul(dy2)).add(h3.T.matmul(dy3))
  // end answer
  // wrong (a use forgotten): return h3.T.matmul(dy3)
  // wrong (sign, factor): return h1.T.matmul(dy1).add(h2.T.matmul(dy2)).add(h3.T.matmul(dy3)).div(3)
}

// %% Whh feeds z1, z2 and z3
// hint: Three parts again. Which state did Whh meet in each step: the one before it, or the one after it?
// hint: In step 1 it met h0. In each step, it met what the network remembered from the step before.
// hint: `h0.T.matmul(dz1)` is the part of step 1.
export function dWhh({ h0, h1, h2, dz1, dz2, dz3 }: Scope): Tensor {
  // answer (hidden, hidden)
  return h0.T.matmul(dz1).add(h1.T.matmul(dz2)).add(h2.T.matmul(dz3))
  // end answer
  // wrong (a use forgotten): return h2.T.matmul(dz3)
  // wrong (a use forgotten): return h1.T.matmul(dz2).add(h2.T.matmul(dz3))
  // wrong (wrong operand): return h1.T.matmul(dz1).add(h2.T.matmul(dz2))
  // wrong (shape): return dz1.T.matmul(h0).add(dz2.T.matmul(h1)).add(dz3.T.matmul(h2))
  // wrong (reduction): return h0.add(h1).add(h2).T.matmul(dz1.add(dz2).add(dz3))
}

// %% Wxh feeds z1, z2 and z3
// hint: Like Whh. What did it meet in each step?
// hint: The input of that step. Three parts, added.
// hint: `x1.T.matmul(dz1)` is the part of step 1.
export function dWxh({ x1, x2, x3, dz1, dz2, dz3 }: Scope): Tensor {
  // answer (features, hidden)
  return x1.T.matmul(dz1).add(x2.T.matmul(dz2)).add(x3.T.matmul(dz3))
  // end answer
  // wrong (a use forgotten): return x3.T.matmul(dz3)
  // wrong (reduction): return x1.add(x2).add(x3).T.matmul(dz1.add(dz2).add(dz3))
}

// %% b feeds z1, z2 and z3
// hint: It was copied for every sequence of the batch, and used in every step.
// hint: First add up over the steps, then over the batch; or the other way round.
// hint: `dz1.add(...).add(...)` has all three steps. Then sum over the dimension that b doesn't have.
export function db({ dz1, dz2, dz3 }: Scope): Tensor {
  // answer (hidden)
  return dz1.add(dz2).add(dz3).sum(0)
  // end answer
  // wrong (a use forgotten): return dz3.sum(0)
  // wrong (sign, factor): return dz1.add(dz2).add(dz3).mean(0)
  // wrong (-): return dz1.add(dz2).add(dz3)
}

// %% [markdown]
// ## Why it forgets
//
// On its way from step 3 to step 1, the gradient was multiplied twice by the slope of tanh, which is at
// most 1, and by `Whh`. With a hundred steps it's a hundred times, and mostly next to nothing is left:
// the gradients **vanish**, and the network doesn't learn from what happened long ago. With large weights
// they **explode** instead. In a GPT every position looks at every earlier one directly, so the
// gradient's path stays short however far apart they are. That's the track that comes next.
