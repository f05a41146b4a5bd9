/** A wrong line is rejected and it alone is blamed: from batchnorm to the embedding. */
import { expect, test } from 'vitest'
import { oneHot, zeros, zerosLike } from '../../tensor/creation.ts'
import { type BlamedLine, expectBlame, judgeWith, kept, type Lines, order, rows } from './testing.ts'

const batchnorm: Lines<BlamedLine> = {
  dbngain: {
    'not summed': ['shape', ({ bnraw, dhpreact }) => bnraw.mul(dhpreact)],
    'keepdim forgotten': ['shape', ({ bnraw, dhpreact }) => bnraw.mul(dhpreact).sum(0)],
    'bndiff for bnraw': ['wrong', ({ bndiff, dhpreact }) => bndiff.mul(dhpreact).sum(0, kept)],
    'mean for sum': ['wrong', ({ bnraw, dhpreact }) => bnraw.mul(dhpreact).mean(0, kept)],
    'a product of sums': ['wrong', ({ bnraw, dhpreact }) => bnraw.sum(0, kept).mul(dhpreact.sum(0, kept))],
  },
  dbnbias: {
    'keepdim forgotten': ['shape', ({ dhpreact }) => dhpreact.sum(0)],
    'not summed': ['shape', ({ dhpreact }) => dhpreact],
    'mean for sum': ['wrong', ({ dhpreact }) => dhpreact.mean(0, kept)],
    'times the gain': ['wrong', ({ bngain, dhpreact }) => bngain.mul(dhpreact).sum(0, kept)],
    'dbngain instead': ['wrong', ({ dbngain }) => dbngain],
  },
  dbnraw: {
    'passed on unchanged, the gain being near 1': ['wrong', ({ dhpreact }) => dhpreact],
    'dbngain for bngain': ['wrong', ({ dbngain, dhpreact }) => dbngain.mul(dhpreact)],
    summed: ['shape', ({ bngain, dhpreact }) => bngain.mul(dhpreact).sum(0, kept)],
    'gain applied twice': ['wrong', ({ bngain, dhpreact }) => bngain.mul(bngain).mul(dhpreact)],
  },
  dbnvar_inv: {
    'not summed': ['shape', ({ bndiff, dbnraw }) => bndiff.mul(dbnraw)],
    'bnraw for bndiff': ['wrong', ({ bnraw, dbnraw }) => bnraw.mul(dbnraw).sum(0, kept)],
    'hprebn for bndiff': ['wrong', ({ hprebn, dbnraw }) => hprebn.mul(dbnraw).sum(0, kept)],
    'from its sibling, a factor forgotten': ['wrong', ({ bnvar_inv, dbngain }) => dbngain.div(bnvar_inv)],
  },
  dbnvar: {
    'sign forgotten': [
      'wrong',
      ({ bnvar, dbnvar_inv }) => bnvar.add(1e-5).pow(-1.5).mul(0.5).mul(dbnvar_inv),
    ],
    '1/2 forgotten': ['wrong', ({ bnvar, dbnvar_inv }) => bnvar.add(1e-5).pow(-1.5).neg().mul(dbnvar_inv)],
    'epsilon dropped': ['wrong', ({ bnvar, dbnvar_inv }) => bnvar.pow(-1.5).mul(-0.5).mul(dbnvar_inv)],
    'exponent off by one': [
      'wrong',
      ({ bnvar, dbnvar_inv }) => bnvar.add(1e-5).pow(-0.5).mul(-0.5).mul(dbnvar_inv),
    ],
    'a root of a negative number': [
      'not finite',
      ({ bnvar, dbnvar_inv }) => bnvar.neg().pow(-1.5).mul(dbnvar_inv),
    ],
  },
  dbndiff2: {
    'not expanded': ['shape', ({ dbnvar, n }) => dbnvar.mul(1 / (n - 1))],
    'n for n - 1': ['wrong', ({ bndiff2, dbnvar, n }) => dbnvar.div(n).expandAs(bndiff2)],
    '1/(n-1) forgotten': ['wrong', ({ bndiff2, dbnvar }) => dbnvar.expandAs(bndiff2)],
    '1/n - 1 for 1/(n-1)': ['wrong', ({ bndiff2, dbnvar, n }) => dbnvar.mul(1 / n - 1).expandAs(bndiff2)],
    '31 written out': ['coincidence', ({ bndiff2, dbnvar }) => dbnvar.div(31).expandAs(bndiff2)],
    'its shape written out': ['coincidence', ({ dbnvar, n }) => dbnvar.div(n - 1).expand(32, 64)],
  },
  dbndiff: {
    'the second use forgotten': ['wrong', ({ bnvar_inv, dbnraw }) => bnvar_inv.mul(dbnraw)],
    'the second use named, not used': [
      'wrong',
      ({ bnvar_inv, dbnraw, dbndiff2 }) => bnvar_inv.mul(dbnraw).add(dbndiff2.mul(0)),
    ],
    'the first use forgotten': ['wrong', ({ bndiff, dbndiff2 }) => bndiff.mul(2).mul(dbndiff2)],
    '2 forgotten': [
      'wrong',
      ({ bndiff, bnvar_inv, dbnraw, dbndiff2 }) => bnvar_inv.mul(dbnraw).add(bndiff.mul(dbndiff2)),
    ],
    'a minus between the uses': [
      'wrong',
      ({ bndiff, bnvar_inv, dbnraw, dbndiff2 }) => bnvar_inv.mul(dbnraw).sub(bndiff.mul(2).mul(dbndiff2)),
    ],
    'bnraw for bndiff': [
      'wrong',
      ({ bnraw, bnvar_inv, dbnraw, dbndiff2 }) => bnvar_inv.mul(dbnraw).add(bnraw.mul(2).mul(dbndiff2)),
    ],
    'one route, from further on': ['wrong', ({ bndiff, dbnvar, n }) => bndiff.mul(2 / (n - 1)).mul(dbnvar)],
  },
  dbnmeani: {
    'keepdim forgotten, as in the lecture': ['shape', ({ dbndiff }) => dbndiff.neg().sum(0)],
    'wrong sign': ['wrong', ({ dbndiff }) => dbndiff.sum(0, kept)],
    'mean for sum': ['wrong', ({ dbndiff }) => dbndiff.mean(0, kept).neg()],
    'not summed': ['shape', ({ dbndiff }) => dbndiff.neg()],
  },
  dhprebn: {
    'the mean forgotten': ['wrong', ({ dbndiff }) => dbndiff],
    '1/n forgotten': ['wrong', ({ dbnmeani, dbndiff }) => dbndiff.add(dbnmeani)],
    'a minus between the uses': ['wrong', ({ n, dbnmeani, dbndiff }) => dbndiff.sub(dbnmeani.mul(1 / n))],
    'n - 1 for n': ['wrong', ({ n, dbnmeani, dbndiff }) => dbndiff.add(dbnmeani.div(n - 1))],
    'the variance as a constant': [
      'wrong',
      ({ bnvar_inv, dbnraw }) => dbnraw.sub(dbnraw.mean(0)).mul(bnvar_inv),
    ],
    'nothing but the variance': ['wrong', ({ bndiff, dbndiff2 }) => bndiff.mul(2).mul(dbndiff2)],
    'another Bessel factor than the forward pass': [
      'wrong',
      ({ bngain, bnvar_inv, bnraw, dhpreact, dbnbias, dbngain, n }) =>
        bngain.mul(bnvar_inv).mul(dhpreact.sub(dbnbias.div(n)).sub(bnraw.mul(dbngain).div(n))),
    ],
    'gain applied twice': [
      'wrong',
      ({ bngain, bnvar_inv, bnraw, dbnraw, dbnbias, dbngain, n }) =>
        bngain.mul(bnvar_inv).mul(dbnraw.sub(dbnbias.div(n)).sub(bnraw.mul(dbngain).div(n - 1))),
    ],
  },
}

const embedding: Lines<BlamedLine> = {
  dembcat: {
    'turned over': ['shape', ({ W1, dhprebn }) => W1.matmul(dhprebn.T)],
    'times embcat': ['wrong', ({ W1, embcat, dhprebn }) => dhprebn.matmul(W1.T).mul(embcat)],
    'dhpreact for dhprebn': ['wrong', ({ W1, dhpreact }) => dhpreact.matmul(W1.T)],
  },
  dW1: {
    'dembcat for embcat': ['wrong', ({ dembcat, dhprebn }) => dembcat.T.matmul(dhprebn)],
    'turned over': ['shape', ({ embcat, dhprebn }) => dhprebn.T.matmul(embcat)],
    'right because columns of dhprebn sum to 0': [
      'coincidence',
      ({ embcat, dhprebn }) => embcat.add(5).T.matmul(dhprebn),
    ],
    'one example only': [
      'wrong',
      ({ embcat, dhprebn }) => embcat.slice(0, 0, 1).T.matmul(dhprebn.slice(0, 0, 1)),
    ],
  },
  db1: {
    zeros: ['coincidence', ({ b1 }) => zerosLike(b1)],
    'mean for sum': ['coincidence', ({ dhprebn }) => dhprebn.mean(0)],
    'wrong sign': ['coincidence', ({ dhprebn }) => dhprebn.sum(0).neg()],
    'superfluous keepdim': ['shape', ({ dhprebn }) => dhprebn.sum(0, kept)],
    'the largest for the sum': ['wrong', ({ dhprebn }) => dhprebn.max(0).values],
    'summed over the wrong dimension': ['shape', ({ dhprebn }) => dhprebn.sum(1)],
  },
  demb: {
    'not arranged': ['shape', ({ dembcat }) => dembcat],
    'arranged in another order': [
      'wrong',
      ({ C, n, dembcat }) => dembcat.view(n, C.shape[1], -1).transpose(1, 2),
    ],
    'its shape written out': ['coincidence', ({ dembcat }) => dembcat.view(32, 3, 10)],
    'the first position only': [
      'wrong',
      ({ C, emb, n, dembcat }) => dembcat.slice(1, 0, C.shape[1]).view(n, 1, -1).expandAs(emb),
    ],
  },
  dC: {
    'assigned, not added': ['wrong', ({ C, Xb, demb }) => zerosLike(C).indexPut(Xb, demb)],
    'mean over repeats': [
      'wrong',
      ({ C, Xb, demb, vocab }) =>
        zerosLike(C).indexAdd(Xb, demb).div(oneHot(Xb.flatten(), vocab).sum(0).view(-1, 1).maximum(1)),
    ],
    'the last position only': [
      'wrong',
      ({ C, Xb, demb }) => zerosLike(C).indexAdd(Xb.slice(1, -1).squeeze(), demb.slice(1, -1).squeeze(1)),
    ],
    'rows of the labels': ['wrong', ({ C, Yb, demb }) => zerosLike(C).indexAdd(Yb, demb.sum(1))],
    'zeros of the right shape': ['wrong', ({ C }) => zerosLike(C)],
    'a shape written out': [
      'shape',
      ({ Xb, demb }) => zeros(27, 11).slice(1, 0, demb.shape[2]).indexAdd(Xb, demb).T,
    ],
  },
}

test.each(rows({ ...batchnorm, ...embedding }))('%s is blamed alone: %s', (name, _, [verdict, line]) => {
  expectBlame(judgeWith({ [name]: line }), name, verdict)
})

test('each gradient from batchnorm to the embedding has two wrong lines at least', () => {
  const counts = Object.entries({ ...batchnorm, ...embedding }).map(([name, lines]) => [
    name,
    Object.keys(lines).length,
  ])
  expect(counts.map(([name]) => name)).toEqual(order.slice(12).map(name => `d${name}`))
  expect(Math.min(...counts.map(([, count]) => Number(count)))).toBeGreaterThan(1)
})
