// %% [markdown]
// # 12 · At right angles
//
// ## The program
//
// In a transformer, each block adds what it found to a **stream** of vectors, and the next block reads the
// stream through a norm, as in gpt/09. Here it's RMS norm, from gpt/02:
//
//     x ---> add --> s1 -+-----------------------------------------> add --> s2 -- RMS norm --> n2
//             ^          |                                            ^
//     a ------+          +-- RMS norm --> n1 -- W, tanh, V --> b -----+
//
// Adding and norm are often one function, because that's faster: it takes x and a and gives s1 and n1. So its
// backward pass is one function, too. It gets two gradients, `dn1` and `ds2`, and returns one, `ds1`.
//
// ## What was observed
//
// The author tested the formula with random numbers for `dn1` and zeros for `ds2`. It agrees with autograd to
// 15 digits. And it trains a network of four such blocks:
//
//     step           0        50       100      300      1000
//     loss           2.6503   0.6858   0.5704   0.4754   0.2942
//
// And the author sees another good sign. Multiply each row of `s1` by the same row of `ds1` and add up: the
// sums are 0, up to 0.000003. "The two are at right angles, as they should be," says the author. "A norm
// doesn't care how long its input is, so the loss doesn't change when s1 moves along itself."
//
// Then somebody compares the network with autograd, at step 0. In the last block all gradients agree. In the
// first one, the gradient of W is less than half as large as it should be.

// %%
import type { Family, ScopeOf, Source, Tensor } from 'backprop-ninja'

// %% The stream, what a block adds to it, and the parameters
export const sizes = {
  usual: { n: 6, C: 8, H: 5 },
  small: { n: 4, C: 3, H: 2 },
  other: { n: 5, C: 4, H: 7 },
}

export function inputs({ n, C, H }: typeof sizes.usual, { g }: Source) {
  const x = g.randn(n, C)                                 // (n, C)
  const a = g.randn(n, C).mul(0.5)                        // (n, C)
  const w1 = g.randn(C).mul(0.3).add(1)                   // (C)
  const W = g.randn(C, H).mul(C ** -0.5)                  // (C, H)
  const V = g.randn(H, C).mul(H ** -0.5)                  // (H, C)
  const w2 = g.randn(C).mul(0.3).add(1)                   // (C)
  const rest = g.randn(n, C)                              // (n, C): the network that comes after
  return { C, x, a, w1, W, V, w2, rest }
}

// %% The forward pass
export function forward({ x, a, w1, W, V, w2, rest }: ReturnType<typeof inputs>) {
  // add, and norm
  const s1 = x.add(a)                                     // (n, C)
  const ms1 = s1.pow(2).mean(-1, { keepdim: true })       // (n, 1)
  const rrms1 = ms1.add(1e-5).pow(-0.5)                   // (n, 1)
  const hat1 = s1.mul(rrms1)                              // (n, C)
  const n1 = hat1.mul(w1)                                 // (n, C)
  // a block
  const b = n1.matmul(W).tanh().matmul(V)                 // (n, C)
  // add, and norm
  const s2 = s1.add(b)                                    // (n, C)
  const ms2 = s2.pow(2).mean(-1, { keepdim: true })       // (n, 1)
  const rrms2 = ms2.add(1e-5).pow(-0.5)                   // (n, 1)
  const hat2 = s2.mul(rrms2)                              // (n, C)
  const n2 = hat2.mul(w2)                                 // (n, C)
  const loss = n2.mul(rest).sum()                         // a single number
  return { s1, ms1, rrms1, hat1, n1, b, s2, ms2, rrms2, hat2, n2, loss }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% s1 feeds s2 = s1.add(b) and, through the norm, n1
// hint: The test took zeros for `ds2`. What would it have found with zeros for `dn1` instead? In the forward
//       pass, how much does s2 move when s1 moves along itself?
// hint: Only what comes back through the norm has to be at right angles to s1. `s2 = s1 + b` uses s1 as it is,
//       before the norm.
// hint: Leave `ds2` out of the first line. The last line is then what comes back through the norm, and
//       `ds2` is added to that.
export function ds1({ w1, rrms1, hat1, dn1, ds2 }: Scope): Tensor {
  // answer (n, C)
  const dhat1 = dn1.mul(w1)
  const byMs1 = hat1.mul(dhat1.mul(hat1).mean(-1, { keepdim: true }))
  return ds2.add(rrms1.mul(dhat1.sub(byMs1)))
  // end answer
  // given (fused formulas):
  //   const dhat1 = dn1.add(ds2).mul(w1)
  //   const byMs1 = hat1.mul(dhat1.mul(hat1).mean(-1, { keepdim: true }))
  //   return rrms1.mul(dhat1.sub(byMs1))
  // wrong (-):
  //   const dhat1 = dn1.mul(w1).add(ds2)
  //   const byMs1 = hat1.mul(dhat1.mul(hat1).mean(-1, { keepdim: true }))
  //   return rrms1.mul(dhat1.sub(byMs1))
  // wrong (-):
  //   const dhat1 = dn1.mul(w1)
  //   const byMs1 = hat1.mul(dhat1.mul(hat1).mean(-1, { keepdim: true }))
  //   return rrms1.mul(ds2.add(dhat1.sub(byMs1)))
  // wrong (-):
  //   const dhat1 = dn1.mul(w1)
  //   const byMs1 = hat1.mul(dhat1.add(ds2).mul(hat1).mean(-1, { keepdim: true }))
  //   return ds2.add(rrms1.mul(dhat1.sub(byMs1)))
  // wrong (-):
  //   const dhat1 = dn1.add(ds2).mul(w1)
  //   const byMs1 = hat1.mul(dhat1.mul(hat1).mean(-1, { keepdim: true }))
  //   return ds2.add(rrms1.mul(dhat1.sub(byMs1)))
  // wrong (a use forgotten):
  //   const dhat1 = dn1.mul(w1)
  //   const byMs1 = hat1.mul(dhat1.mul(hat1).mean(-1, { keepdim: true }))
  //   return rrms1.mul(dhat1.sub(byMs1))
}

// %% The family of the mistake
// hint: Each of the two gradients is used once, so none is forgotten.
// hint: One of them goes through steps that it has no part in. Had these steps been lines of their own, it
//       would have had no place there.
// hint: Several steps in one formula, and a term in the wrong place: the family is called fused formulas.
export function family(): Family {
  // answer
  return 'fused formulas'
  // end answer
  // wrong (a use forgotten): return 'a use forgotten'
  //   > Both gradients are there. But what is done to each of them?
  // wrong (reduction): return 'reduction'
  //   > The mean goes over the right dimension. Look at what the mean is of.
  // wrong (wrong operand): return 'wrong operand'
  //   > Every tensor in the formula belongs in it. One of them is in the wrong place.
  // wrong (sign, factor): return 'sign, factor'
  //   > No factor makes this right: a whole direction is missing, the one along s1.
  // wrong (overwritten, doubled, subtracted): return 'overwritten, doubled, subtracted'
  //   > Both gradients are added, once each. But where?
}

// %% check
import type { Check } from 'backprop-ninja'
import { familyPair } from './family.ts'

export const check: Check<{ family: typeof family }> = learner => [
  familyPair({
    blank: 'family',
    given: learner.family,
    secret: ['fused formulas', 'order'],
    learned:
        'fused formulas: in lines of its own, ds2 would never have gone through the norm; order: it was added too early; and the test had zeros there',
  }),
]
