/** Wrong lines for `dhprebn` in one formula, and in exercise 07 where the formula stands in for the steps. */
import type { Tensor } from '../../tensor/tensor.ts'
import { batchnorm, kept, type WrongRow, whole } from './lines.ts'

const fused = 'fused formulas'

interface Needed {
  readonly n: number
  readonly bngain: Tensor
  readonly bnvar_inv: Tensor
  readonly bnraw: Tensor
  readonly dhpreact: Tensor
}

interface Coefficients {
  readonly over?: number
  readonly own?: number
  readonly mean?: number
  readonly variance?: number
}

/** gain * bnvar_inv / over * (own * dy - mean * sum(dy) - variance * bnraw * sum(dy * bnraw)); right unless told. */
function formula({ n, bngain, bnvar_inv, bnraw, dhpreact }: Needed, coefficients: Coefficients = {}): Tensor {
  const { over = n, own = n, mean = 1, variance = n / (n - 1) } = coefficients
  const byMean = dhpreact.sum(0).mul(mean)
  const byVariance = bnraw.mul(dhpreact.mul(bnraw).sum(0)).mul(variance)
  return bngain.mul(bnvar_inv).div(over).mul(dhpreact.mul(own).sub(byMean).sub(byVariance))
}

export const atOnce: readonly WrongRow[] = [
  // Along the rows where the batch belongs.
  ...batchnorm('dhprebn', [fused, 'reduction'], {
    'the mean of the rows': ({ n, bngain, bnvar_inv, bnraw, dhpreact }) => {
      const byVariance = bnraw.mul(dhpreact.mul(bnraw).sum(0)).mul(n / (n - 1))
      const byMean = dhpreact.sum(1, kept)
      return bngain.mul(bnvar_inv).div(n).mul(dhpreact.mul(n).sub(byMean).sub(byVariance))
    },
  }),
  // A term has a wrong coefficient: the formula's slip, and a sign or a factor at one of the paths.
  ...batchnorm('dhprebn', [fused, 'sign, factor'], {
    'n for n - 1: no Bessel factor': scope => formula(scope, { variance: 1 }),
    'the Bessel factor upside down': scope => formula(scope, { variance: (scope.n - 1) / scope.n }),
    'the Bessel factor on everything': scope => formula(scope, { variance: 1, over: scope.n - 1 }),
    'n - 1 / n, without the bracket': scope => formula(scope, { variance: scope.n - 1 / scope.n }),
    'n / (n + 1)': scope => formula(scope, { variance: scope.n / (scope.n + 1) }),
    'the variance term divided by n again': scope => formula(scope, { variance: 1 / (scope.n - 1) }),
    'the first term is not multiplied by n': scope => formula(scope, { own: 1 }),
    'n - 1 times the first term': scope => formula(scope, { own: scope.n - 1 }),
    'the mean term is divided by n twice': ({ n, bngain, bnvar_inv, bnraw, dhpreact }) => {
      const variance = bnraw.mul(dhpreact.mul(bnraw).sum(0)).mul(n / (n - 1))
      return bngain
        .mul(bnvar_inv)
        .div(n)
        .mul(dhpreact.mul(n).sub(dhpreact.mean(0)).sub(variance))
    },
    'half of the variance term': scope => formula(scope, { variance: scope.n / (scope.n - 1) / 2 }),
    'the 2 of the square is still there': scope =>
      formula(scope, { variance: (2 * scope.n) / (scope.n - 1) }),
    'not divided by n': scope => formula(scope, { over: 1 }),
    'divided by n - 1': scope => formula(scope, { over: scope.n - 1 }),
    'divided by n twice': scope => formula(scope, { over: scope.n ** 2 }),
  }),
  // The same, and a minus that should not be there, or the reverse.
  ...batchnorm('dhprebn', [fused, 'sign, factor', 'overwritten, doubled, subtracted'], {
    'the variance term is added': scope => formula(scope, { variance: -scope.n / (scope.n - 1) }),
    'the mean term is added': scope => formula(scope, { mean: -1 }),
    'both are added': scope => formula(scope, { mean: -1, variance: -scope.n / (scope.n - 1) }),
    'the mean term twice': scope => formula(scope, { mean: 2 }),
  }),
  // One of the three paths is left out.
  ...batchnorm('dhprebn', [fused, 'a use forgotten'], {
    'n / n - 1, without the bracket: no variance term is left': scope =>
      formula(scope, { variance: scope.n / scope.n - 1 }),
    'the variance term is missing': ({ bngain, bnvar_inv, dhpreact }) =>
      bngain.mul(bnvar_inv).mul(dhpreact.sub(dhpreact.mean(0))),
    'the mean term is missing': ({ n, bngain, bnvar_inv, bnraw, dhpreact }) =>
      bngain.mul(bnvar_inv).mul(dhpreact.sub(bnraw.mul(dhpreact.mul(bnraw).sum(0)).div(n - 1))),
    'as an affine map: mean and variance taken for constants': ({ bngain, bnvar_inv, dhpreact }) =>
      bngain.mul(bnvar_inv).mul(dhpreact),
    'the first term is missing': scope => formula(scope, { own: 0 }),
  }),
  // The slope of one of the steps is left out.
  ...batchnorm('dhprebn', [fused, 'local derivative missing'], {
    'the gain is missing': ({ n, bnvar_inv, bnraw, dhpreact }) => {
      const variance = bnraw.mul(dhpreact.mul(bnraw).sum(0)).mul(n / (n - 1))
      return bnvar_inv.div(n).mul(dhpreact.mul(n).sub(dhpreact.sum(0)).sub(variance))
    },
    'bnvar_inv is missing': ({ n, bngain, bnraw, dhpreact }) => {
      const variance = bnraw.mul(dhpreact.mul(bnraw).sum(0)).mul(n / (n - 1))
      return bngain.div(n).mul(dhpreact.mul(n).sub(dhpreact.sum(0)).sub(variance))
    },
    'bnraw is missing in front of the second sum': ({ n, bngain, bnvar_inv, bnraw, dhpreact }) => {
      const variance = dhpreact
        .mul(bnraw)
        .sum(0)
        .mul(n / (n - 1))
      return bngain
        .mul(bnvar_inv)
        .div(n)
        .mul(dhpreact.mul(n).sub(dhpreact.sum(0)).sub(variance))
    },
    'bnraw is missing in the second sum': ({ n, bngain, bnvar_inv, bnraw, dhpreact }) => {
      const variance = bnraw.mul(dhpreact.sum(0)).mul(n / (n - 1))
      return bngain
        .mul(bnvar_inv)
        .div(n)
        .mul(dhpreact.mul(n).sub(dhpreact.sum(0)).sub(variance))
    },
  }),
  ...batchnorm('dhprebn', fused, {
    'the gain twice': scope => formula({ ...pick(scope), dhpreact: scope.bngain.mul(scope.dhpreact) }),
    'the gain in the second sum as well': ({ n, bngain, bnvar_inv, bnraw, dhpreact }) => {
      const variance = bnraw.mul(dhpreact.mul(bngain).mul(bnraw).sum(0)).mul(n / (n - 1))
      return bngain
        .mul(bnvar_inv)
        .div(n)
        .mul(dhpreact.mul(n).sub(dhpreact.sum(0)).sub(variance))
    },
    'bnvar_inv twice': scope => formula(scope).mul(scope.bnvar_inv),
    'bnraw squared in the second sum': ({ n, bngain, bnvar_inv, bnraw, dhpreact }) => {
      const variance = dhpreact
        .mul(bnraw.pow(2))
        .sum(0)
        .mul(n / (n - 1))
      return bngain
        .mul(bnvar_inv)
        .div(n)
        .mul(dhpreact.mul(n).sub(dhpreact.sum(0)).sub(variance))
    },
  }),
  ...batchnorm('dhprebn', [fused, 'reduction'], {
    'the sums run along the rows': ({ n, bngain, bnvar_inv, bnraw, dhpreact }) => {
      const variance = bnraw.mul(dhpreact.mul(bnraw).sum(1, kept)).mul(n / (n - 1))
      return bngain
        .mul(bnvar_inv)
        .div(n)
        .mul(dhpreact.mul(n).sub(dhpreact.sum(1, kept)).sub(variance))
    },
    'the second sum is not summed': ({ n, bngain, bnvar_inv, bnraw, dhpreact }) => {
      const variance = bnraw.mul(dhpreact.mul(bnraw)).mul(n / (n - 1))
      return bngain
        .mul(bnvar_inv)
        .div(n)
        .mul(dhpreact.mul(n).sub(dhpreact.sum(0)).sub(variance))
    },
  }),
  // The sum of bnraw is 0: the whole term is gone.
  ...batchnorm('dhprebn', [fused, 'reduction', 'a use forgotten'], {
    'the product of the sums': ({ n, bngain, bnvar_inv, bnraw, dhpreact }) => {
      const variance = bnraw.mul(dhpreact.sum(0).mul(bnraw.sum(0))).mul(n / (n - 1))
      return bngain
        .mul(bnvar_inv)
        .div(n)
        .mul(dhpreact.mul(n).sub(dhpreact.sum(0)).sub(variance))
    },
  }),
  ...batchnorm('dhprebn', [fused, 'wrong operand'], {
    'hprebn for bnraw': scope => formula({ ...pick(scope), bnraw: scope.hprebn }),
    'hpreact for bnraw': scope => formula({ ...pick(scope), bnraw: scope.hpreact }),
    'bnvar for bnvar_inv': scope => formula({ ...pick(scope), bnvar_inv: scope.bnvar }),
    'the root of bnvar, without epsilon': scope =>
      formula({ ...pick(scope), bnvar_inv: scope.bnvar.pow(-0.5) }),
    'dh for dhpreact': scope => formula({ ...pick(scope), dhpreact: scope.dh }),
    'bnbias for bngain': scope => formula({ ...pick(scope), bngain: scope.bnbias }),
  }),
  ...batchnorm('dhprebn', [fused, 'sign, factor'], {
    '32 and 31 written out': scope => formula(scope, { over: 32, own: 32, variance: 32 / 31 }),
    '32 / 31 written out': scope => formula(scope, { variance: 32 / 31 }),
  }),
  ...batchnorm('dhprebn', ['local derivative missing', fused], {
    'dhpreact as it is': ({ dhpreact }) => dhpreact,
  }),
]

/** What the formula reads; the other names of the scope are not asked for. */
function pick({ n, bngain, bnvar_inv, bnraw, dhpreact }: Needed): Needed {
  return { n, bngain, bnvar_inv, bnraw, dhpreact }
}

/** The short formula where the steps were asked for. */
export const shortcuts: readonly WrongRow[] = [
  ...whole('dhprebn', [fused, 'sign, factor'], {
    'from dhpreact, no Bessel factor': scope => formula(scope, { variance: 1 }),
    'from dhpreact, not divided by n': scope => formula(scope, { over: 1 }),
    'from dhpreact and its siblings, no Bessel factor': ({
      n,
      bngain,
      bnvar_inv,
      bnraw,
      dhpreact,
      dbngain,
      dbnbias,
    }) => bngain.mul(bnvar_inv).mul(dhpreact.sub(dbnbias.div(n)).sub(bnraw.mul(dbngain).div(n))),
  }),
  ...whole('dhprebn', fused, {
    'from dhpreact, the gain twice': scope => formula(scope).mul(scope.bngain),
    'from dbnraw, the gain once more': scope => formula({ ...pick(scope), dhpreact: scope.dbnraw }),
  }),
  ...whole('dhprebn', [fused, 'a use forgotten'], {
    'from dhpreact, the variance term is missing': ({ bngain, bnvar_inv, dhpreact }) =>
      bngain.mul(bnvar_inv).mul(dhpreact.sub(dhpreact.mean(0))),
    'from dhpreact, as an affine map': ({ bngain, bnvar_inv, dhpreact }) =>
      bngain.mul(bnvar_inv).mul(dhpreact),
  }),
  ...whole('dbndiff', [fused, 'a use forgotten'], {
    'from dhpreact, the variance taken for a constant': ({ bngain, bnvar_inv, dhpreact }) =>
      bngain.mul(bnvar_inv).mul(dhpreact),
  }),
  ...whole('dbndiff', [fused, 'sign, factor'], {
    'from dbnraw, n for n - 1': ({ n, bnraw, bnvar_inv, dbnraw }) =>
      bnvar_inv.mul(dbnraw.sub(bnraw.mul(dbnraw.mul(bnraw).sum(0)).div(n))),
  }),
]
