// %% [markdown]
// # 08 · Two batchnorms
//
// ## The program
//
// This network has two layers, with a batchnorm in each. The gradient of each batchnorm is written as one
// formula, like the one in makemore/09. The author compared both with autograd before the training began,
// when every gain was 1 and every bias 0. One agreed to the last digit and the other nearly did, so both
// were taken to be right.
//
// ## What was observed
//
// Nothing. On a larger network, the validation loss after 50,000 steps was
//
//     all gradients right                                       2.1510
//     with the mistake in one of the formulas below             2.1510
//
// and the other mistake shows only once the gains are no longer 1. No loss will lead you to these two.
// You'll have to do the algebra: what does the forward pass do, and what does each formula say that it does?

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
// hint: How often does gain2 occur in y? And how often is dy multiplied by it in the backward pass?
// hint: dbraw is gain2 times dy, so the gain is already in it. From there on, you don't need it again.
// hint: The last line starts with a factor that is already in dbraw.
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
// hint: What does the forward pass divide by when it takes the mean? And when it takes the variance?
// hint: The mean counts each example 1/n, and the (unbiased) variance counts each square 1/(n - 1). This
//       formula divides everything by n, at the front. For one of the three terms in the bracket that's not
//       right.
// hint: The term with araw comes through the variance. It needs a factor that turns 1/n into 1/(n - 1).
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
// hint: Each formula does several steps at once.
// hint: If you go step by step, you can't make either mistake: you use each gain once, and you copy the
//       1/(n - 1) from the forward line.
// hint: Several steps in one formula: the family is called fused formulas.
export function family(): Family {
  // answer
  return 'fused formulas'
  // end answer
  // wrong (reduction): return 'reduction'
  //   > The sums go over the right dimension, and sums they should be. Look at what they are multiplied by.
  // wrong (sign, factor): return 'sign, factor'
  //   > It is a factor, but not one number for the whole gradient. In one formula it belongs to a single term; in
  //   > the other it differs from column to column.
  // wrong (a use forgotten): return 'a use forgotten'
  //   > All three ways are there: directly, through the mean, and through the variance.
  // wrong (wrong operand): return 'wrong operand'
  //   > One formula has a gain too many and the other has a factor too few. Neither uses one tensor instead of
  //   > another.
  // wrong (overwritten, doubled, subtracted): return 'overwritten, doubled, subtracted'
  //   > Each of the three terms is there once, with the right sign. Look at what they are multiplied by.
}

// %% check
import type { Check } from 'backprop-ninja'
import { familyPair } from './family.ts'

export const check: Check<{ family: typeof family }> = learner => [
  familyPair({
    blank: 'family',
    given: learner.family,
    secret: ['fused formulas'],
    learned: 'a term of one formula, a factor of the other: only algebra or a good check finds them',
  }),
]
