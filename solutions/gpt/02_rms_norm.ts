// %% [markdown]
// # 02 · RMS norm
//
// Before a block works with the vector of a letter, it brings it to a standard size. **RMS norm** divides the
// vector by its root mean square. After that the mean of its squares is 1, and each of the C columns gets a
// weight of its own. Llama does it this way. GPT-2 also subtracts the mean, and that's the next exercise.
//
//     x -+-------------------------------------------------------> mul --> xhat -- times w --> out
//        |                                                          ^
//        +-- mean of squares --> ms -- add 1e-5, ^(-1/2) --> rrms --+
//
//     xhat[c]  =  x[c]  /  sqrt((x[0]² + x[1]² + ... ) / C  +  1e-5)
// tex: \hat{x}_c = \frac{x_c}{\sqrt{\frac{1}{C} \left( x_0^2 + x_1^2 + \dots \right) + 10^{-5}}}
//
// The 1e-5 is called eps. Without it, a vector of zeros would be divided by 0. The first r of `rrms` stands
// for reciprocal: `rrms` is 1 divided by the root mean square, so that `x` only has to be multiplied by it.
//
// ## Along the last dimension
//
// Batchnorm in makemore worked down the columns: it mixed the examples of a batch. Here everything happens
// inside one vector. No other letter has a part in it, and no other row. So the sums of the forward pass go
// along the last dimension, which is number -1:
//
//     x (B, T, C) -- mean(-1, keepdim) --> ms (B, T, 1)
//
// `ms` and `rrms` hold one number for each letter. `w` (C) holds one number for each column. Ask of each of
// them: along which dimensions was it copied? Where there are several, `sum` takes a list: `x.sum([1, 2])`.

// %%
import type { ScopeOf, Source, Tensor } from 'backprop-ninja'

// %% The vectors, and the weights
export const sizes = {
  usual: { B: 3, T: 5, C: 8 },
  small: { B: 2, T: 4, C: 3 },
  other: { B: 5, T: 3, C: 4 },
}

export function inputs({ B, T, C }: typeof sizes.usual, { g }: Source) {
  const x = g.randn(B, T, C).mul(0.6)                     // (B, T, C)
  const w = g.randn(C).mul(0.1).add(1)                    // (C)
  const rest = g.randn(B, T, C)                           // (B, T, C)
  return { B, T, C, x, w, rest }
}

// %% The forward pass
export function forward({ x, w, rest }: ReturnType<typeof inputs>) {
  const ms = x.pow(2).mean(-1, { keepdim: true })         // (B, T, 1)
  const rrms = ms.add(1e-5).pow(-0.5)                     // (B, T, 1)
  const xhat = x.mul(rrms)                                // (B, T, C)
  const out = xhat.mul(w)                                 // (B, T, C)
  const loss = out.mul(rest).sum()                        // a single number
  return { ms, rrms, xhat, out, loss }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% [markdown]
// ## Going backwards
//
// Again random numbers take the place of the rest of the network. `dout` is given.

// %% w feeds out = xhat.mul(w)
// xhat (B, T, C), w (C)
// hint: A product. And one element of w is used for every letter of every row.
// hint: If each letter had its own w, the gradient would be xhat times dout. The letters share one w, so add
//       up along the dimensions that w doesn't have.
// hint: `xhat.mul(...).sum([...])`: two dimensions go, and (C) is left.
export function dw({ xhat, dout }: Scope): Tensor {
  // answer (C)
  return xhat.mul(dout).sum([0, 1])
  // end answer
  // wrong (wrong operand): return x.mul(dout).sum([0, 1])
  // wrong (reduction): return xhat.mul(dout).mean([0, 1])
  // wrong (reduction): return xhat.mul(dout).sum(0)
}

// %% xhat feeds out = xhat.mul(w)
// hint: A product, seen from the other side. Was xhat copied?
// hint: The slope of a * b with respect to a is b. The shape is that of xhat already, so there's no sum.
// hint: `w.mul(...)`. `mul` repeats w for all letters by itself.
export function dxhat({ w, dout }: Scope): Tensor {
  // answer (B, T, C)
  return w.mul(dout)
  // end answer
}

// %% rrms feeds xhat = x.mul(rrms)
// x (B, T, C), rrms (B, T, 1)
// hint: One element of rrms multiplies all C numbers of one vector.
// hint: The other factor times the upstream gradient, then a sum along what was copied. The upstream gradient
//       of this line already has the weights in it.
// hint: `x.mul(...).sum(...)` over the last dimension, with the option that keeps (B, T, 1).
export function drrms({ x, dxhat }: Scope): Tensor {
  // answer (B, T, 1)
  return x.mul(dxhat).sum(-1, { keepdim: true })
  // end answer
  // wrong (wrong operand): return x.mul(dout).sum(-1, { keepdim: true })
  // wrong (wrong local derivative): return x.mul(w).mul(dxhat).sum(-1, { keepdim: true })
}

// %% ms feeds rrms = ms.add(1e-5).pow(-0.5)
// hint: The power rule, element by element. What is it that's raised to the power?
// hint: The slope of a^p is p * a^(p-1), with p = -0.5 and a = ms + 1e-5. Adding 1e-5 has slope 1.
// hint: `ms.add(1e-5).pow(...)`, with an exponent that is one less than -0.5. Then multiply by -0.5 and by
//       drrms.
export function dms({ ms, drrms }: Scope): Tensor {
  // answer (B, T, 1)
  return ms.add(1e-5).pow(-1.5).mul(-0.5).mul(drrms)
  // end answer
}

// %% x feeds xhat = x.mul(rrms) and ms = x.pow(2).mean(-1, ...)
// hint: Two uses, so two parts to add: a product, and the mean of a square.
// hint: Through xhat: the other factor times dxhat. Through ms: the slope of the square, divided by how many
//       numbers the mean is of, times dms.
// hint: `rrms.mul(...)` is the first part, `x.mul(2 / C).mul(...)` is the second. Add them. `mul` repeats
//       what is (B, T, 1).
export function dx({ C, x, rrms, dxhat, dms }: Scope): Tensor {
  // answer (B, T, C)
  return rrms.mul(dxhat).add(x.mul(2 / C).mul(dms))
  // end answer
  // wrong (wrong operand): return rrms.mul(dout).add(x.mul(2 / C).mul(dms))
  // wrong (wrong operand): return rrms.mul(dxhat).add(x.mul(2 / C).mul(dms)).add(dout)
  // wrong (sign, factor): return rrms.mul(dxhat).add(x.mul(2).mul(dms))
}

// %% [markdown]
// ## What RMS norm doesn't see
//
// Make the vector of a letter twice as long, and `xhat` stays what it was (but for the 1e-5). So the loss
// doesn't change when x moves along itself. You can see that in your result: in each vector the products of
// `x` and `dx` add up to almost 0. Exercise 04 makes something of this.
