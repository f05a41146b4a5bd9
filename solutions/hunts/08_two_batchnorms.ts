// %% [markdown]
// # 08 · Two batchnorms
//
// ## The program
//
// A network with two layers, and a batchnorm in each. Their gradients are written as one formula each, like
// the one of makemore/09. Both were compared with autograd before the training began, when every gain was 1
// and every bias 0. One agreed to the last digit, the other nearly, so both were taken to be right.
//
// ## What was observed
//
// Nothing. On a larger network, the validation loss after 50,000 steps was
//
//     all gradients right                                       2.1510
//     with the mistake in one of the formulas below             2.1510
//
// and the other one shows only once the gains are no longer 1. A loss doesn't find these two. You will have
// to do the algebra: what does the forward pass do, and what does each formula say that it does?

// %%
import type { Family, ScopeOf, Source, Tensor } from 'backprop-ninja'

// %% The data and the parameters
export const sizes = {
  usual: { n: 16, features: 5, hidden: 6, outputs: 3 },
  small: { n: 5, features: 2, hidden: 3, outputs: 4 },
  other: { n: 7, features: 3, hidden: 4, outputs: 2 },
}

export function inputs({ n, features, hidden, outputs }: typeof sizes.usual, { g }: Source) {
  const x = g.randn(n, features)                   // (n, features)
  const t = g.randn(n, outputs)                    // (n, outputs)
  const W1 = g.randn(features, hidden)             // (features, hidden)
  const gain1 = g.randn(1, hidden).mul(0.3).add(1) // (1, hidden)
  const bias1 = g.randn(1, hidden).mul(0.3)        // (1, hidden)
  const W2 = g.randn(hidden, outputs)              // (hidden, outputs)
  const gain2 = g.randn(1, outputs).mul(0.3).add(1) // (1, outputs)
  const bias2 = g.randn(1, outputs).mul(0.3)       // (1, outputs)
  return { n, x, t, W1, gain1, bias1, W2, gain2, bias2 }
}

// %% The forward pass
export function forward({ x, t, W1, gain1, bias1, W2, gain2, bias2 }: ReturnType<typeof inputs>) {
  // the first layer, batchnorm, tanh
  const a = x.matmul(W1)                                        // (n, hidden)
  const amean = a.mean(0, { keepdim: true })                    // (1, hidden)
  const avar = a.var(0, { keepdim: true, unbiased: true })      // (1, hidden)
  const avar_inv = avar.add(1e-5).pow(-0.5)                     // (1, hidden)
  const araw = a.sub(amean).mul(avar_inv)                       // (n, hidden)
  const h = gain1.mul(araw).add(bias1).tanh()                   // (n, hidden)
  // the second layer, batchnorm
  const b = h.matmul(W2)                                        // (n, outputs)
  const bmean = b.mean(0, { keepdim: true })                    // (1, outputs)
  const bvar = b.var(0, { keepdim: true, unbiased: true })      // (1, outputs)
  const bvar_inv = bvar.add(1e-5).pow(-0.5)                     // (1, outputs)
  const braw = b.sub(bmean).mul(bvar_inv)                       // (n, outputs)
  const y = gain2.mul(braw).add(bias2)                          // (n, outputs)
  const loss = y.sub(t).pow(2).mean()                           // a single number
  return { a, amean, avar, avar_inv, araw, h, b, bmean, bvar, bvar_inv, braw, y, loss }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% b feeds bmean, bvar and braw
// hint: How often does gain2 stand in y? And how often is dy multiplied by it on the way back?
// hint: dbraw is gain2 times dy: the gain is in it. From there on it has nothing more to do.
// hint: The last line starts with a factor that is in dbraw already.
export function db({ n, gain2, bvar_inv, braw, dy }: Scope): Tensor {
  // answer (n, outputs)
  const dbraw = gain2.mul(dy)
  const byMean = dbraw.sum(0)
  const byVariance = braw.mul(dbraw.mul(braw).sum(0)).mul(n / (n - 1))
  return bvar_inv.div(n).mul(dbraw.mul(n).sub(byMean).sub(byVariance))
  // end answer
  // given (fused formulas):
  //   const dbraw = gain2.mul(dy)
  //   const byMean = dbraw.sum(0)
  //   const byVariance = braw.mul(dbraw.mul(braw).sum(0)).mul(n / (n - 1))
  //   return gain2.mul(bvar_inv).div(n).mul(dbraw.mul(n).sub(byMean).sub(byVariance))
}

// %% a feeds amean, avar and araw
// hint: Over what does the forward pass divide, when it takes the mean? And the variance?
// hint: The mean counts each example 1/n, the variance (unbiased) counts each square 1/(n - 1). In this
//       formula all is divided by n at the front. For one of the three terms in the bracket that is not
//       right.
// hint: The term with araw comes by the variance: it needs a factor that makes 1/n into 1/(n - 1).
export function da({ n, gain1, avar_inv, araw, h, dh }: Scope): Tensor {
  // answer (n, hidden)
  const daraw = h.pow(2).neg().add(1).mul(dh).mul(gain1)
  const byMean = daraw.sum(0)
  const byVariance = araw.mul(daraw.mul(araw).sum(0)).mul(n / (n - 1))
  return avar_inv.div(n).mul(daraw.mul(n).sub(byMean).sub(byVariance))
  // end answer
  // given (fused formulas):
  //   const daraw = h.pow(2).neg().add(1).mul(dh).mul(gain1)
  //   const byMean = daraw.sum(0)
  //   const byVariance = araw.mul(daraw.mul(araw).sum(0))
  //   return avar_inv.div(n).mul(daraw.mul(n).sub(byMean).sub(byVariance))
}

// %% The family of both
// hint: Each formula is several steps at once.
// hint: Done step by step, neither mistake could have been made: there a gain is used once, and a 1/(n - 1)
//       is copied from the forward line.
// hint: Several steps in one formula: the family is called fused formulas.
export function family(): Family {
  // answer
  return 'fused formulas'
  // end answer
  // wrong (reduction): return 'reduction'
  // wrong (sign, factor): return 'sign, factor'
  // wrong (a use forgotten): return 'a use forgotten'
}

// %% check
import type { Pair } from 'backprop-ninja'
import { familyPair } from './family.ts'

export function check(learner: { readonly family: typeof family }): readonly Pair[] {
  return [
    familyPair(
      'family',
      learner.family,
      'fused formulas',
      {
        'sign, factor':
          'A factor it is, but not of the whole gradient: in one formula it is that of one term, in the other it differs from column to column.',
        reduction: 'The sums go over the right dimension, and they are sums. Look at what stands in front of them.',
        'a use forgotten': 'All three ways are there: by itself, by the mean, by the variance.',
        'wrong operand':
          'In one formula a gain too many, in the other a factor too few: neither is one tensor for another.',
        'overwritten, doubled, subtracted':
          'The three terms are there once each, with the right signs. It is what they are multiplied by.',
      },
      'a term of one formula, a factor of the other: only algebra or a good check finds them',
    ),
  ]
}
