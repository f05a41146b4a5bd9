/** The families of mistakes, for reading: what each is, and an example that the diagnosis names as it. */
import type { Family } from './explanation.ts'

export interface Entry {
  readonly family: Family
  /** What goes wrong, in a sentence. */
  readonly what: string
  /** How it comes about. */
  readonly how: string
  /** A wrong line of `makemore/07_whole_network`; null for what goes wrong where there are no gradients. */
  readonly example: Example | null
}

export interface Example {
  readonly gradient: string
  readonly line: string
}

export const atlas: readonly Entry[] = [
  {
    family: 'not finite',
    what: 'The gradient has NaN or infinite elements.',
    how: 'A negative number to a fractional power, the log of 0, a division by 0.',
    example: {
      gradient: 'dbnvar',
      line: 'bnvar.sub(1).pow(-1.5).mul(-0.5).mul(dbnvar_inv)',
    },
  },
  {
    family: 'shape',
    what: 'The right numbers in another shape or order.',
    how: 'A missing or extra keepdim, a result with too few numbers, rows and columns swapped, a view that mixes up the order.',
    example: {
      gradient: 'dbnmeani',
      line: 'dbndiff.neg().sum(0)',
    },
  },
  {
    family: 'reduction',
    what: 'A sum over other dimensions than those that were repeated in the forward pass.',
    how: 'Not summed, summed over the wrong dimension or over everything, a mean instead of a sum, a product of sums.',
    example: {
      gradient: 'dbnvar_inv',
      line: 'bndiff.mul(dbnraw).mean(0, { keepdim: true })',
    },
  },
  {
    family: 'a use forgotten',
    what: 'The tensor is used more than once, and one of its uses sends nothing back.',
    how: '`counts`, `logits`, `bndiff` and `hprebn` are each used twice. Two ways to the loss: two terms, added.',
    example: {
      gradient: 'dcounts',
      line: 'counts_sum_inv.mul(dprobs)',
    },
  },
  {
    family: 'overwritten, doubled, subtracted',
    what: 'All uses are there, but they are not added once each.',
    how: 'The second replaces the first instead of being added, one is added twice, a minus is between them.',
    example: {
      gradient: 'dhprebn',
      line: 'dbndiff.sub(dbnmeani.mul(1 / n))',
    },
  },
  {
    family: 'sign, factor',
    what: 'Right except for a number in front.',
    how: 'A minus forgotten, 1/n forgotten, n for n - 1, a 2 or 1/2 lost, a hard-coded size.',
    example: {
      gradient: 'dlogits',
      line: 'softmax(logits, 1).sub(oneHot(Yb, vocab))',
    },
  },
  {
    family: 'upstream missing',
    what: 'The slope of the line alone, without the upstream gradient.',
    how: 'The chain rule is a product, and one of its factors was left out.',
    example: {
      gradient: 'dhpreact',
      line: 'tensor(1).sub(h.pow(2))',
    },
  },
  {
    family: 'local derivative missing',
    what: 'The upstream gradient passed on unchanged, without the slope of the line.',
    how: 'The other factor of the chain rule was left out.',
    example: { gradient: 'dprobs', line: 'dlogprobs' },
  },
  {
    family: 'wrong local derivative',
    what: 'The slope is that of another function, or taken at another place.',
    how: 'log x or -1/x² for the slope of log, 1 - x² of the input of tanh, an exponent off by one, an epsilon dropped.',
    example: {
      gradient: 'dhpreact',
      line: 'tensor(1).sub(hpreact.pow(2)).mul(dh)',
    },
  },
  {
    family: 'wrong operand',
    what: 'The form is right, but one of its tensors is the wrong one.',
    how: 'hpreact for h, bnraw for bndiff: they have the same shape, so nothing complains.',
    example: { gradient: 'dbnvar_inv', line: 'bnraw.mul(dbnraw).sum(0, { keepdim: true })' },
  },
  {
    family: 'index',
    what: 'The right numbers come from, or go to, other elements than those that were picked.',
    how: 'The largest entry instead of the label, the label instead of the largest entry, all entries instead of the picked ones.',
    example: {
      gradient: 'dlogits',
      line: 'dnorm_logits.add(oneHot(Yb, vocab).mul(dlogit_maxes))',
    },
  },
  {
    family: 'scatter',
    what: 'A row that was picked several times does not get the sum of what comes back.',
    how: 'Assigned where it should be added, a mean over the repeats, only one position of the context counted.',
    example: {
      gradient: 'dC',
      line: 'zerosLike(C).indexPut(Xb, demb)',
    },
  },
  {
    family: 'fused formulas',
    what: 'A formula for several steps at once has a wrong term.',
    how: 'A term with a wrong factor, a term forgotten, the diagonal of a Jacobian without the rest.',
    example: {
      gradient: 'dhprebn',
      line: 'bngain.mul(bnvar_inv).div(n).mul(dhpreact.mul(n).sub(dhpreact.sum(0)).sub(bnraw.mul((n - 1) / n).mul(dhpreact.mul(bnraw).sum(0))))',
    },
  },
  {
    family: 'order',
    what: 'The right steps or elements in the wrong order.',
    how: 'Nodes visited from the inputs to the result instead of the other way, a list back to front, an update before the gradient.',
    example: null,
  },
  {
    family: 'stale or aliased',
    what: 'A value was right when it was made, but has changed by the time it is used.',
    how: 'Numbers kept from an earlier step or run, a list that is changed while somebody else still needs it.',
    example: null,
  },
]
