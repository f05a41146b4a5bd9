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
import { type ScopeOf, type Source, type Tensor, TODO } from 'backprop-ninja'

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
export function dw({ xhat, dout }: Scope): Tensor {
  return TODO() // (C)
}

// %% xhat feeds out = xhat.mul(w)
export function dxhat({ w, dout }: Scope): Tensor {
  return TODO() // (B, T, C)
}

// %% rrms feeds xhat = x.mul(rrms)
// x (B, T, C), rrms (B, T, 1)
export function drrms({ x, dxhat }: Scope): Tensor {
  return TODO() // (B, T, 1)
}

// %% ms feeds rrms = ms.add(1e-5).pow(-0.5)
export function dms({ ms, drrms }: Scope): Tensor {
  return TODO() // (B, T, 1)
}

// %% x feeds xhat = x.mul(rrms) and ms = x.pow(2).mean(-1, ...)
export function dx({ C, x, rrms, dxhat, dms }: Scope): Tensor {
  return TODO() // (B, T, C)
}

// %% [markdown]
// ## What RMS norm doesn't see
//
// Make the vector of a letter twice as long, and `xhat` stays what it was (but for the 1e-5). So the loss
// doesn't change when x moves along itself. You can see that in your result: in each vector the products of
// `x` and `dx` add up to almost 0. Exercise 04 makes something of this.
