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
// tex: \name{act} = \tfrac{1}{2}\, \name{fc} \left( 1 + \tanh\left( \sqrt{\tfrac{2}{\pi}}
//   \left( \name{fc} + 0.044715\, \name{fc}^3 \right) \right) \right)
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
import { type ScopeOf, type Source, type Tensor, tensor } from 'backprop-ninja'

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
// hint: A product. What is th multiplied by?
// hint: The slope of a * (th + 1) with respect to th is a. The 1 has no part in it.
// hint: `fc.mul(...)` with the number of the forward line, then times dact.
export function dth({ fc, dact }: Scope): Tensor {
  // answer (B, T, 4C)
  return fc.mul(0.5).mul(dact)
  // end answer
}

// %% inner feeds th = inner.tanh()
// hint: As tanh in makemore: its slope can be written with what the forward pass has already computed.
// hint: The slope of tanh(a) is 1 - tanh(a)².
// hint: `tensor(1).sub(...)`, inside it the square of th. Then times dth.
export function dinner({ th, dth }: Scope): Tensor {
  // answer (B, T, 4C)
  return tensor(1).sub(th.pow(2)).mul(dth)
  // end answer
  // wrong (wrong local derivative): return tensor(1).sub(th).mul(dth)
  // wrong (wrong local derivative): return tensor(1).sub(inner.pow(2)).mul(dth)
  // wrong (wrong local derivative): return tensor(1).sub(th.tanh().pow(2)).mul(dth)
}

// %% fc feeds act = fc.mul(0.5).mul(th.add(1)) and inner = fc.add(fc.pow(3).mul(0.044715)).mul(...)
// hint: Three uses, so three parts. One is in act. The other two are in inner: fc itself, and its cube.
// hint: Through act: 0.5 * (1 + th), times dact. Through inner: what's the slope of a + 0.044715 * a³? Then
//       times the factor of the forward line, and times dinner.
// hint: `th.add(1).mul(0.5).mul(...)` is the first part. For the other two together, the slope is
//       1 + 3 * 0.044715 * fc²: `fc.pow(2).mul(...).add(1)`, times the square root, times dinner.
export function dfc({ fc, th, dact, dinner }: Scope): Tensor {
  // answer (B, T, 4C)
  const straight = th.add(1).mul(0.5).mul(dact)
  const slope = fc.pow(2).mul(3 * 0.044715).add(1).mul((2 / Math.PI) ** 0.5)
  return straight.add(slope.mul(dinner))
  // end answer
  // wrong (a use forgotten): return th.add(1).mul(0.5).mul(dact)
  // wrong (a use forgotten): return fc.pow(2).mul(3 * 0.044715).add(1).mul((2 / Math.PI) ** 0.5).mul(dinner)
  // wrong (a use forgotten): const straight = th.add(1).mul(0.5).mul(dact)
  //   return straight.add(dinner.mul((2 / Math.PI) ** 0.5))
  // wrong (sign, factor): const straight = th.add(1).mul(0.5).mul(dact)
  //   const slope = fc.pow(2).mul(0.044715).add(1).mul((2 / Math.PI) ** 0.5)
  //   return straight.add(slope.mul(dinner))
  // wrong (wrong local derivative): const s = fc.mul(1.702).sigmoid()
  //   return s.add(fc.mul(1.702).mul(s).mul(tensor(1).sub(s))).mul(dact)
  // wrong (wrong local derivative): const phi = fc.pow(2).mul(-0.5).exp().mul((2 * Math.PI) ** -0.5)
  //   return erf(fc.div(2 ** 0.5)).add(1).mul(0.5).add(fc.mul(phi)).mul(dact)
}
