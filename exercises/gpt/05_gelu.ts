// %% [markdown]
// # 05 · GELU
//
// The MLP of a block has two linear layers. The first gives `fc`: for each letter a vector four times as long,
// with 4 * C numbers. Between the two there must be something that isn't linear. In makemore that was tanh.
// GPT-2 takes GELU: like relu, but without the corner.
//
//     fc        -3       -2       -1        0        1        2        3
//     relu       0        0        0        0        1        2        3
//     GELU    -0.004   -0.045   -0.159      0      0.841    1.955    2.996
//
// Relu has the slope 0 for all negative numbers. If a column of `fc` is negative for every letter, nothing
// comes back to it, and the weights that make it learn nothing. GELU still lets something through.
//
// GELU multiplies a number by the probability that a standard normal number is smaller (Hendrycks and
// Gimpel, 2016). That needs the error function, erf. GPT-2 uses tanh instead, and comes very close:
//
//     act  =  0.5 * fc * (1 + tanh( sqrt(2/pi) * (fc + 0.044715 * fc³) ))
//
// In steps, `fc` is used three times:
//
//     fc -+----------------------------------------------------------> mul --> act
//         |                                                             ^
//         +-----------------------> add --> inner -- tanh --> th -------+
//         |                          ^
//         +-- cube, * 0.044715 ------+
//
// The two lower arrows meet in `inner`, so what comes back along both has passed through it. Everything
// happens element by element: each number has its own slope, nothing is copied, and nothing is summed.
//
// Other programs compute GELU with erf, or with a sigmoid. The values hardly differ, but each formula needs
// its own backward pass.

// %%
import { type ScopeOf, type Source, tensor, type Tensor, TODO } from 'backprop-ninja'

// %% What the first linear layer gives
export const sizes = {
  usual: { B: 3, T: 5, C: 8 },
  small: { B: 2, T: 4, C: 3 },
  other: { B: 5, T: 3, C: 4 },
}

export function inputs({ B, T, C }: typeof sizes.usual, { g }: Source) {
  const fc = g.randn(B, T, 4 * C)                                                          // (B, T, 4C)
  const rest = g.randn(B, T, 4 * C)                                                        // (B, T, 4C)
  return { B, T, C, fc, rest }
}

// %% The forward pass
export function forward({ fc, rest }: ReturnType<typeof inputs>) {
  const inner = fc.add(fc.pow(3).mul(0.044715)).mul((2 / Math.PI) ** 0.5)                  // (B, T, 4C)
  const th = inner.tanh()                                                                  // (B, T, 4C)
  const act = fc.mul(0.5).mul(th.add(1))                                                   // (B, T, 4C)
  const loss = act.mul(rest).sum()                                                         // a single number
  return { inner, th, act, loss }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% [markdown]
// ## Going backwards
//
// `dact` is given.

// %% th feeds act = fc.mul(0.5).mul(th.add(1))
export function dth({ fc, dact }: Scope): Tensor {
  return TODO() // (B, T, 4C)
}

// %% inner feeds th = inner.tanh()
export function dinner({ th, dth }: Scope): Tensor {
  return TODO() // (B, T, 4C)
}

// %% fc feeds act = fc.mul(0.5).mul(th.add(1)) and inner = fc.add(fc.pow(3).mul(0.044715)).mul(...)
export function dfc({ fc, th, dact, dinner }: Scope): Tensor {
  return TODO() // (B, T, 4C)
}
