// %% [markdown]
// # 12 · Two steps in one kernel
//
// ## The program
//
// A library for fast training puts two steps of a transformer into one kernel. In the forward pass it
// adds what a layer has worked out, `x`, to the residual stream, and normalizes the sum with RMS norm.
// The sum is a result too: it's the residual stream that goes on to the next layer.
//
//     x ------+
//             +--> sum -+-- RMS norm --> out --> the next layer --> branch --+
//     stream -+         |                                                    +--> next
//                       +----------------------------------------------------+
//
// So the backward kernel gets two upstream gradients, that of `out` and that of `next`, and returns that
// of `sum`.
//
// ## What was observed
//
// Little. Training went on without an error, and the loss fell. A test compared the kernel with autograd,
// but it used only one of the two results, `out`: then nothing comes back along the residual stream, and
// all gradients agreed. Somebody who read the code of the backward pass found the mistake.
//
// Here is what such a test says about the gradient below, on numbers drawn at random: how far it's off,
// as a part of its largest element.
//
//     upstream gradients        only from out      from both
//     off by                    0.0                0.20

// %%
import type { Family, ScopeOf, Source, Tensor } from 'backprop-ninja'

// %% The data and the parameters
export const sizes = {
  usual: { n: 8, width: 6 },
  small: { n: 5, width: 3 },
  other: { n: 3, width: 7 },
}

export function inputs({ n, width }: typeof sizes.usual, { g }: Source) {
  const x = g.randn(n, width)                            // (n, width)
  const stream = g.randn(n, width)                       // (n, width)
  const gain = g.randn(width).mul(0.3).add(1)            // (width)
  const W = g.randn(width, width).mul(width ** -0.5)     // (width, width)
  const rest = g.randn(n, width)                         // (n, width)
  return { x, stream, gain, W, rest }
}

// %% The forward pass
export function forward({ x, stream, gain, W, rest }: ReturnType<typeof inputs>) {
  const sum = x.add(stream)                              // (n, width)
  // RMS norm: each row is divided by the root of its mean square
  const ms = sum.pow(2).mean(1, { keepdim: true })       // (n, 1)
  const rrms = ms.add(1e-5).pow(-0.5)                    // (n, 1)
  const hat = sum.mul(rrms)                              // (n, width)
  const out = hat.mul(gain)                              // (n, width)
  // the next layer, and its addition to the residual stream
  const branch = out.matmul(W).tanh()                    // (n, width)
  const next = sum.add(branch)                           // (n, width)
  const loss = next.mul(rest).sum()                      // a single number
  return { sum, ms, rrms, hat, out, branch, next, loss }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% The backward kernel
// hint: Two gradients come in. Which of them comes through the norm, and which doesn't?
// hint: `norm` is RMS norm backwards, in one formula, and it's right. Look at what goes into it.
// hint: What comes back along the stream has been nowhere near the norm. Add it after the norm's backward
//       pass, not before.
export function dsum({ gain, rrms, hat, dout, dnext }: Scope): Tensor {
  // answer (n, width)
  const norm = (u: Tensor): Tensor => {
    const dhat = u.mul(gain)
    return rrms.mul(dhat.sub(hat.mul(dhat.mul(hat).mean(1, { keepdim: true }))))
  }
  return dnext.add(norm(dout))
  // end answer
  // given (fused formulas):
  //   const norm = (u: Tensor): Tensor => {
  //     const dhat = u.mul(gain)
  //     return rrms.mul(dhat.sub(hat.mul(dhat.mul(hat).mean(1, { keepdim: true }))))
  //   }
  //   return norm(dnext.add(dout))
}

// %% The family of the mistake
// hint: Both gradients are used, once each. So what is wrong with the sum?
// hint: The addition and the norm's backward pass are both right. Exchange them, and the program is right.
// hint: What's done first and what's done second: which family is about that?
export function family(): Family {
  // answer
  return 'order'
  // end answer
  // wrong (a use forgotten): return 'a use forgotten'
  //   > Both uses are there: what comes back through the norm, and what comes back along the stream. What is done
  //   > with the second one that shouldn't be?
  // wrong (sign, factor): return 'sign, factor'
  //   > No number makes this gradient right: the norm does more than multiply.
  // wrong (reduction): return 'reduction'
  //   > The mean goes over the right dimension. Look at what goes into it.
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
    secret: ['order', 'wrong operand', 'wrong local derivative', 'fused formulas'],
    learned: 'first the norm backwards, then the addition',
  }),
]
