// %% [markdown]
// # 13 · Smooth and fast
//
// ## The program
//
// GELU is an activation: like relu, but smooth. GPT-2 computes it with tanh. With the root of 2 / pi as
// `c`, it's
//
//     act  =  0.5 * x * (1 + tanh(c * (x + 0.044715 * x^3)))
//
// The program below belongs to a course on how to build a library for deep learning. Its forward pass has
// this formula, and its backward pass is short and fast.
//
// ## What was observed
//
// A small network with this layer, trained twice from the same start, once with the program's gradient
// and once with autograd's:
//
//     step                   0         100       1000      5000
//     loss, program's        1.0582    0.4166    0.0863    0.0466
//     loss, autograd's       1.0582    0.4166    0.0906    0.0558
//
// The program's gradient even won! And a test at x = 0, the only number that somebody had worked out by
// hand, agrees to the last digit: the slope is 0.5. But at x = -1.434 the program says -0.0998, and
// central differences say -0.1289. A gradient that's 23% off is wrong, whatever the loss does.

// %%
import { type Family, type ScopeOf, type Source, tensor, type Tensor, TODO } from 'backprop-ninja'

// %% The data and the parameters
export const sizes = {
  usual: { n: 12, features: 6, hidden: 9 },
  small: { n: 5, features: 3, hidden: 4 },
  other: { n: 4, features: 2, hidden: 7 },
}

export function inputs({ n, features, hidden }: typeof sizes.usual, { g }: Source) {
  const c = (2 / Math.PI) ** 0.5
  const input = g.randn(n, features)                             // (n, features)
  const W = g.randn(features, hidden).mul(1.5 * features ** -0.5) // (features, hidden)
  const rest = g.randn(n, hidden)                                // (n, hidden)
  return { c, input, W, rest }
}

// %% The forward pass
export function forward({ c, input, W, rest }: ReturnType<typeof inputs>) {
  const x = input.matmul(W)                                      // (n, hidden)
  const inner = x.add(x.pow(3).mul(0.044715)).mul(c)             // (n, hidden)
  const th = inner.tanh()                                        // (n, hidden)
  const act = x.mul(0.5).mul(th.add(1))                          // (n, hidden)
  const loss = act.mul(rest).sum()                               // a single number
  return { x, inner, th, act, loss }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% From dact to dx
export function dx({ c, x, th, dact }: Scope): Tensor {
  const s = x.mul(1.702).sigmoid()
  const slope = s.add(x.mul(1.702).mul(s).mul(tensor(1).sub(s)))
  return dact.mul(slope)
}

// %% The family of the mistake
export function family(): Family {
  return TODO()
}
