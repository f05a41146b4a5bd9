// %% [markdown]
// # 13 · Smooth and fast
//
// ## The program
//
// GELU is an activation: like relu, but smooth. GPT-2 computes it with tanh. With the root of 2 / pi as
// `c`, it's
//
//     act  =  0.5 * x * (1 + tanh(c * (x + 0.044715 * x^3)))
// tex: \name{act} = \tfrac{1}{2}\, x \left(1 + \tanh\left(c \left(x + 0.044715\, x^3\right)\right)\right)
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
import { type Family, type ScopeOf, type Source, type Tensor, tensor } from 'backprop-ninja'

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
// hint: At 0 the slope is right, but nobody tested another place. Work out the slope of `act` yourself,
//       from the forward pass alone, before you read the line below again.
// hint: The line below is the slope of x * sigmoid(1.702 * x), which is another approximation of GELU.
//       The two are close, but a backward pass belongs to its own forward pass.
// hint: Two factors of the forward pass have x in them, so the slope has two parts: 0.5 * (1 + th), and
//       0.5 * x times the slope of th. That one is (1 - th^2) times the slope of inner, which is
//       c * (1 + 3 * 0.044715 * x^2).
export function dx({ c, x, th, dact }: Scope): Tensor {
  // answer (n, hidden)
  const dinner = x.pow(2).mul(3 * 0.044715).add(1).mul(c)
  const slope = th.add(1).mul(0.5).add(x.mul(0.5).mul(tensor(1).sub(th.pow(2))).mul(dinner))
  return dact.mul(slope)
  // end answer
  // given (wrong local derivative):
  //   const s = x.mul(1.702).sigmoid()
  //   const slope = s.add(x.mul(1.702).mul(s).mul(tensor(1).sub(s)))
  //   return dact.mul(slope)
  // wrong (wrong local derivative):
  //   const phi = x.pow(2).mul(-0.5).exp().mul((2 * Math.PI) ** -0.5)
  //   return dact.mul(erf(x.mul(0.5 ** 0.5)).add(1).mul(0.5).add(x.mul(phi)))
  // wrong (wrong local derivative): return dact.mul(x.gt(0))
  // wrong (a use forgotten): return dact.mul(th.add(1).mul(0.5))
  // wrong (a use forgotten):
  //   const slope = th.add(1).mul(0.5).add(x.mul(0.5).mul(tensor(1).sub(th.pow(2))).mul(c))
  //   return dact.mul(slope)
  // wrong (sign, factor):
  //   const dinner = x.pow(2).mul(0.044715).add(1).mul(c)
  //   const slope = th.add(1).mul(0.5).add(x.mul(0.5).mul(tensor(1).sub(th.pow(2))).mul(dinner))
  //   return dact.mul(slope)
}

// %% The family of the mistake
// hint: The upstream gradient is there, and the slope is multiplied by it. What about the slope?
// hint: It's the exact slope, of something else.
// hint: The slope of one line of the forward pass is its local derivative.
export function family(): Family {
  // answer
  return 'wrong local derivative'
  // end answer
  // wrong (not finite): return 'not finite'
  //   > All of its numbers are finite. They are close to the right ones, even.
  // wrong (local derivative missing): return 'local derivative missing'
  //   > There is a slope, and it's even computed with care. Whose slope is it?
  // wrong (sign, factor): return 'sign, factor'
  //   > At 0 the program is exact, and at 1 it isn't: no single number is missing.
  // wrong (a use forgotten): return 'a use forgotten'
  //   > The given line is the slope of a product, with both of its parts. But of which product?
  // wrong (wrong operand): return 'wrong operand'
  //   > It takes what it should take, x and `dact`. Look at what it makes of x.
  // wrong (upstream missing): return 'upstream missing'
  //   > The upstream gradient is in the last line.
}

// %% check
import type { Check } from 'backprop-ninja'
import { familyPair } from './family.ts'

export const check: Check<{ family: typeof family }> = learner => [
  familyPair({
    blank: 'family',
    given: learner.family,
    secret: ['wrong local derivative', 'fused formulas'],
    learned: 'wrong local derivative: the right slope of another function; fused formulas: one line for several steps, those of another function',
  }),
]
