/** Every way to a right gradient passes, not only the one in the solution: from batchnorm to the embedding. */
import { expect, test } from 'vitest'
import { oneHot, ones, onesLike, stack, tensor, zerosLike } from '../../tensor/creation.ts'
import { byNumbers, judgeWith, kept, type Lines, order, rows, total, withVerdict } from './testing.ts'

const batchnorm: Lines = {
  dbngain: {
    'keepdim by view': ({ bnraw, dhpreact }) => bnraw.mul(dhpreact).sum(0).view(1, -1),
    'bnraw worked out again': ({ bndiff, bnvar_inv, dhpreact }) =>
      bndiff.mul(bnvar_inv).mul(dhpreact).sum(0, kept),
    'from its sibling dbnvar_inv': ({ bngain, bnvar_inv, dbnvar_inv }) =>
      dbnvar_inv.mul(bnvar_inv).div(bngain),
    'from dh': ({ bnraw, h, dh }) =>
      bnraw
        .mul(dh)
        .mul(tensor(1).sub(h.pow(2)))
        .sum(0, kept),
  },
  dbnbias: {
    'n times the mean': ({ dhpreact, n }) => dhpreact.mean(0, kept).mul(n),
    'a product with ones': ({ dhpreact, n }) => ones(1, n).matmul(dhpreact),
    'from its sibling dbnraw': ({ bngain, dbnraw }) => dbnraw.div(bngain).sum(0, kept),
  },
  dbnraw: {
    'factors swapped': ({ bngain, dhpreact }) => dhpreact.mul(bngain),
    'from dh': ({ bngain, hpreact, dh }) => dh.div(hpreact.cosh().square()).mul(bngain),
  },
  dbnvar_inv: {
    'from dhpreact': ({ bngain, bndiff, dhpreact }) => bngain.mul(bndiff.mul(dhpreact).sum(0, kept)),
    'from its sibling dbngain': ({ bngain, bnvar_inv, dbngain }) => bngain.mul(dbngain).div(bnvar_inv),
    'number by number': ({ bnvar_inv, bndiff, dbnraw, n }) =>
      byNumbers(bnvar_inv.shape, (_, j) => total(n, i => bndiff.at(i, j) * dbnraw.at(i, j))),
  },
  dbnvar: {
    '-0.5 * bnvar_inv**3 * dbnvar_inv': ({ bnvar_inv, dbnvar_inv }) =>
      bnvar_inv.pow(3).mul(-0.5).mul(dbnvar_inv),
    'a quotient': ({ bnvar, bnvar_inv, dbnvar_inv }) =>
      dbnvar_inv.mul(bnvar_inv).div(bnvar.add(1e-5).mul(-2)),
    'with a root': ({ bnvar, dbnvar_inv }) =>
      bnvar.add(1e-5).mul(bnvar.add(1e-5).sqrt()).mul(2).pow(-1).neg().mul(dbnvar_inv),
    'from dbnraw': ({ bndiff, bnvar_inv, dbnraw }) =>
      bndiff.mul(dbnraw).sum(0, kept).mul(bnvar_inv.pow(3)).div(-2),
  },
  dbndiff2: {
    'times ones': ({ bndiff2, dbnvar, n }) =>
      onesLike(bndiff2)
        .mul(dbnvar)
        .div(n - 1),
    'expand with -1': ({ dbnvar, n }) => dbnvar.div(n - 1).expand(n, -1),
    'added to zeros': ({ bndiff2, dbnvar, n }) => zerosLike(bndiff2).add(dbnvar.mul((n - 1) ** -1)),
  },
  dbndiff: {
    '2 * bndiff first': ({ bndiff, bnvar_inv, dbnraw, dbndiff2 }) =>
      tensor(2).mul(bndiff).mul(dbndiff2).add(bnvar_inv.mul(dbnraw)),
    'past dbndiff2': ({ bndiff, bnvar_inv, dbnraw, dbnvar, n }) =>
      bnvar_inv.mul(dbnraw).add(bndiff.mul(dbnvar).mul(2 / (n - 1))),
    'from dbnraw alone': ({ bndiff, bnraw, bnvar_inv, dbnraw, n }) =>
      bnvar_inv.mul(
        dbnraw.sub(
          bnraw
            .mul(bndiff.mul(dbnraw).sum(0))
            .mul(bnvar_inv)
            .div(n - 1),
        ),
      ),
    'from dhpreact and a sibling': ({ bngain, bnraw, bnvar_inv, dhpreact, dbngain, n }) =>
      bngain.mul(bnvar_inv).mul(dhpreact.sub(bnraw.mul(dbngain).div(n - 1))),
  },
  dbnmeani: {
    'turned after the sum': ({ dbndiff }) => dbndiff.sum(0, kept).neg(),
    'zeros minus': ({ bnmeani, dbndiff }) => zerosLike(bnmeani).sub(dbndiff.sum(0)),
    'from dbnraw': ({ bnvar_inv, dbnraw }) => dbnraw.sum(0, kept).mul(bnvar_inv).neg(),
  },
  dhprebn: {
    'dbndiff - dbndiff.mean(0)': ({ dbndiff }) => dbndiff.sub(dbndiff.mean(0)),
    'dbndiff + dbnmeani / n': ({ dbndiff, dbnmeani, n }) => dbndiff.add(dbnmeani.div(n)),
    'from dhpreact': ({ bngain, bnvar_inv, bnraw, dhpreact, n }) =>
      bngain
        .mul(bnvar_inv)
        .div(n)
        .mul(
          dhpreact
            .mul(n)
            .sub(dhpreact.sum(0))
            .sub(bnraw.mul(dhpreact.mul(bnraw).sum(0)).mul(n / (n - 1))),
        ),
    'from dhpreact and two siblings': ({ bngain, bnvar_inv, bnraw, dhpreact, dbnbias, dbngain, n }) =>
      bngain.mul(bnvar_inv).mul(dhpreact.sub(dbnbias.div(n)).sub(bnraw.mul(dbngain).div(n - 1))),
    'from dbnraw, dbnvar and dbnmeani': ({ bnvar_inv, bndiff, dbnraw, dbnvar, dbnmeani, n }) =>
      dbnraw
        .mul(bnvar_inv)
        .add(bndiff.mul(2 / (n - 1)).mul(dbnvar))
        .add(dbnmeani.div(n)),
  },
}

const embedding: Lines = {
  dembcat: {
    'turned over': ({ W1, dhprebn }) => W1.matmul(dhprebn.T).T,
    'row by row': ({ W1, dhprebn, n }) =>
      stack(Array.from({ length: n }, (_, i) => W1.matmul(dhprebn.index(i)))),
  },
  dW1: {
    'turned over': ({ embcat, dhprebn }) => dhprebn.T.matmul(embcat).T,
    'like an einsum': ({ embcat, W1, dhprebn, n }) =>
      byNumbers(W1.shape, (k, j) => total(n, i => embcat.at(i, k) * dhprebn.at(i, j))),
    'from emb': ({ emb, dhprebn, n }) => emb.view(n, -1).T.matmul(dhprebn),
  },
  db1: {
    'n times the mean': ({ dhprebn, n }) => dhprebn.mean(0).mul(n),
    'past dhprebn': ({ dbndiff, dbnmeani, n }) => dbndiff.add(dbnmeani.div(n)).sum(0),
    'keepdim, then view': ({ b1, dhprebn }) => dhprebn.sum(0, kept).view(b1.shape),
  },
  demb: {
    'sizes from C': ({ C, n, dembcat }) => dembcat.view(n, -1, C.shape[1]),
    'from dhprebn': ({ W1, emb, dhprebn }) => dhprebn.matmul(W1.T).reshape(emb.shape),
  },
  dC: {
    'a one-hot product': ({ C, Xb, demb, vocab }) =>
      oneHot(Xb.flatten(), vocab).T.matmul(demb.view(-1, C.shape[1])),
    'from dembcat': ({ C, Xb, dembcat }) => zerosLike(C).indexAdd(Xb.flatten(), dembcat.view(-1, C.shape[1])),
    'a loop over positions': ({ C, Xb, demb }) => {
      const dC = Float64Array.from(zerosLike(C).data)
      const [n, block] = Xb.shape
      const [, width] = C.shape
      for (let k = 0; k < n; k++) {
        for (let j = 0; j < block; j++) {
          for (let e = 0; e < width; e++) dC[Xb.at(k, j) * width + e] += demb.at(k, j, e)
        }
      }
      return tensor(dC, C.shape)
    },
    'a loop that adds tensors': ({ C, Xb, demb, n }) => {
      let dC = zerosLike(C)
      for (let k = 0; k < n; k++) dC = dC.indexAdd(Xb.index(k), demb.index(k))
      return dC
    },
    'the positions of each row': ({ C, Xb, demb, vocab }) =>
      stack(Array.from({ length: vocab }, (_, row) => Xb.eq(row).unsqueeze(2).mul(demb).sum([0, 1]))).view(
        C.shape,
      ),
  },
}

test.each(rows({ ...batchnorm, ...embedding }))('%s passes as %s', (name, _, line) => {
  const findings = judgeWith({ [name]: line })
  expect(findings.get(name)!.verdict).toMatch(/^(exact|approximate)$/)
  expect(withVerdict(findings, 'exact', 'approximate')).toHaveLength(order.length)
})
