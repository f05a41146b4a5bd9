/** Right lines in other forms, from batchnorm to the embedding. */
import { eye, oneHot, ones, onesLike, stack, tensor, zerosLike } from '../../tensor/creation.ts'
import { fill, kept, type RightRow, rightBatchnorm, rightWhole, total } from './lines.ts'

export const toEmbedding: readonly RightRow[] = [
  ...rightWhole('dbngain', {
    'by view': ({ bnraw, dhpreact }) => dhpreact.mul(bnraw).sum(0).view(1, -1),
    'bnraw out of hpreact': ({ hpreact, bngain, bnbias, dhpreact }) =>
      hpreact.sub(bnbias).div(bngain).mul(dhpreact).sum(0, kept),
    'from its sibling dbnraw': ({ bngain, bnraw, dbnraw }) => bnraw.mul(dbnraw).sum(0, kept).div(bngain),
    'number by number': ({ bngain, bnraw, dhpreact, n }) =>
      fill(bngain.shape, (_, j) => total(n, i => bnraw.at(i, j) * dhpreact.at(i, j))),
  }),
  ...rightWhole('dbnbias', {
    'n times the mean': ({ dhpreact, n }) => dhpreact.mean(0, kept).mul(n),
    'a product with ones': ({ dhpreact, n }) => ones(1, n).matmul(dhpreact),
    'from dh': ({ h, dh }) => dh.sub(h.mul(h).mul(dh)).sum(0, kept),
  }),
  ...rightWhole('dbnraw', {
    'the gain as a diagonal matrix': ({ bngain, dhpreact }) =>
      dhpreact.matmul(eye(bngain.shape[1]).mul(bngain)),
    'the gain copied': ({ bngain, dhpreact, n }) => ones(n, 1).matmul(bngain).mul(dhpreact),
    'from dh': ({ bngain, h, dh }) => bngain.mul(dh.mul(tensor(1).sub(h.pow(2)))),
  }),
  ...rightWhole('dbnvar_inv', {
    'bndiff out of hprebn': ({ hprebn, bnmeani, dbnraw }) => hprebn.sub(bnmeani).mul(dbnraw).sum(0, kept),
    'bndiff out of bnraw': ({ bnraw, bnvar_inv, dbnraw }) => bnraw.mul(dbnraw).sum(0, kept).div(bnvar_inv),
    'from dhpreact': ({ bndiff, bngain, dhpreact }) => bndiff.mul(bngain).mul(dhpreact).sum(0, kept),
    'unsqueezed after the sum': ({ bndiff, dbnraw }) => dbnraw.mul(bndiff).sum(0).unsqueeze(0),
  }),
  ...rightWhole('dbnvar', {
    'the cube of bnvar_inv': ({ bnvar_inv, dbnvar_inv }) => dbnvar_inv.mul(bnvar_inv.pow(3)).mul(-0.5),
    'three times bnvar_inv': ({ bnvar_inv, dbnvar_inv }) =>
      bnvar_inv.mul(bnvar_inv).mul(bnvar_inv).mul(dbnvar_inv).div(-2),
    'through the standard deviation': ({ bnvar, dbnvar_inv }) => {
      const std = bnvar.add(1e-5).sqrt()
      const dstd = std.pow(-2).neg().mul(dbnvar_inv)
      return dstd.div(std.mul(2))
    },
    'number by number': ({ bnvar, dbnvar_inv }) =>
      fill(bnvar.shape, (_, j) => -0.5 * (bnvar.at(0, j) + 1e-5) ** -1.5 * dbnvar_inv.at(0, j)),
    'from dbnraw': ({ bndiff, bnvar_inv, dbnraw }) =>
      bnvar_inv.pow(3).mul(bndiff.mul(dbnraw).sum(0, kept)).mul(-0.5),
  }),
  ...rightWhole('dbndiff2', {
    'ones first': ({ bndiff2, dbnvar, n }) =>
      onesLike(bndiff2)
        .div(n - 1)
        .mul(dbnvar),
    'a product with ones': ({ dbnvar, n }) =>
      ones(n, 1)
        .matmul(dbnvar)
        .div(n - 1),
    'added to zeros': ({ bndiff2, dbnvar, n }) => zerosLike(bndiff2).add(dbnvar.div(n - 1)),
    'the same row n times': ({ dbnvar, n }) =>
      stack(Array.from({ length: n }, () => dbnvar.flatten().mul(1 / (n - 1)))),
  }),
  ...rightWhole('dbndiff', {
    'the square first': ({ bndiff, bnvar_inv, dbnraw, dbndiff2 }) => {
      let dbndiff = tensor(2).mul(bndiff).mul(dbndiff2)
      dbndiff = dbndiff.add(bnvar_inv.mul(dbnraw))
      return dbndiff
    },
    'the square as a product of two': ({ bndiff, bnvar_inv, dbnraw, dbndiff2 }) =>
      bnvar_inv.mul(dbnraw).add(bndiff.mul(dbndiff2)).add(bndiff.mul(dbndiff2)),
    'past dbndiff2': ({ bndiff, bnvar_inv, dbnraw, dbnvar, n }) =>
      dbnraw.mul(bnvar_inv).add(
        dbnvar
          .mul(bndiff)
          .mul(2)
          .div(n - 1),
      ),
    'bnvar_inv pulled out': ({ bndiff, bnvar_inv, dbnraw, dbndiff2 }) =>
      bnvar_inv.mul(dbnraw.add(bndiff.mul(dbndiff2).mul(2).div(bnvar_inv))),
    'number by number': ({ bndiff, bnvar_inv, dbnraw, dbndiff2 }) =>
      fill(
        bndiff.shape,
        (i, j) => dbnraw.at(i, j) * bnvar_inv.at(0, j) + 2 * bndiff.at(i, j) * dbndiff2.at(i, j),
      ),
  }),
  ...rightWhole('dbnmeani', {
    'turned after the sum': ({ dbndiff }) => dbndiff.sum(0, kept).mul(-1),
    '-n times the mean': ({ dbndiff, n }) => dbndiff.mean(0, kept).mul(-n),
    'what the square sends back sums to 0': ({ bnvar_inv, dbnraw }) =>
      dbnraw.mul(bnvar_inv).sum(0, kept).neg(),
    'row by row': ({ bnmeani, dbndiff, n }) => {
      let d = zerosLike(bnmeani)
      for (let i = 0; i < n; i++) d = d.sub(dbndiff.slice(0, i, i + 1))
      return d
    },
  }),
  ...rightWhole('dhprebn', {
    'minus the mean of dbndiff': ({ dbndiff }) => dbndiff.sub(dbndiff.mean(0, kept)),
    'divided by n': ({ dbndiff, dbnmeani, n }) => dbnmeani.div(n).add(dbndiff),
    'a centring matrix': ({ dbndiff, n }) =>
      eye(n)
        .sub(1 / n)
        .matmul(dbndiff),
    'the formula at once': ({ n, bngain, bnvar_inv, bnraw, dhpreact }) =>
      dhpreact
        .sub(dhpreact.mean(0))
        .sub(bnraw.mul(bnraw.mul(dhpreact).sum(0)).div(n - 1))
        .mul(bngain)
        .mul(bnvar_inv),
    'from dbnraw': ({ n, bnvar_inv, bnraw, dbnraw }) =>
      bnvar_inv.mul(dbnraw.sub(dbnraw.mean(0)).sub(bnraw.mul(dbnraw.mul(bnraw).sum(0)).div(n - 1))),
    'three paths, one after the other': ({ n, bndiff, bnvar_inv, dbnraw, dbnvar, dbnmeani }) => {
      const byRaw = dbnraw.mul(bnvar_inv)
      const byVariance = dbnvar.mul(bndiff).mul(2 / (n - 1))
      const byMean = dbnmeani.mul(1 / n)
      return byRaw.add(byVariance).add(byMean)
    },
  }),
  ...rightWhole('dembcat', {
    'turned over': ({ W1, dhprebn }) => W1.matmul(dhprebn.T).T,
    'products, then a sum': ({ W1, dhprebn }) => dhprebn.unsqueeze(1).mul(W1).sum(2),
    'row by row': ({ W1, dhprebn, n }) =>
      stack(Array.from({ length: n }, (_, i) => W1.matmul(dhprebn.index(tensor(i))))),
  }),
  ...rightWhole('dW1', {
    'turned over': ({ embcat, dhprebn }) => dhprebn.T.matmul(embcat).T,
    'from C and Xb': ({ C, Xb, dhprebn, n }) => C.index(Xb).view(n, -1).T.matmul(dhprebn),
    'outer products, summed': ({ embcat, dhprebn }) => embcat.unsqueeze(2).mul(dhprebn.unsqueeze(1)).sum(0),
  }),
  ...rightWhole('db1', {
    'n times the mean': ({ dhprebn, n }) => dhprebn.mean(0).mul(n),
    'a product with ones': ({ dhprebn, n }) => ones(n).matmul(dhprebn),
    'both parts of dhprebn': ({ b1, dbndiff, dbnmeani }) => dbndiff.sum(0).add(dbnmeani.view(b1.shape)),
    'number by number': ({ b1, dhprebn, n }) => fill(b1.shape, j => total(n, i => dhprebn.at(i, j))),
  }),
  ...rightWhole('demb', {
    'sizes from Xb': ({ Xb, dembcat }) => dembcat.view(...Xb.shape, -1),
    'a slice for each position': ({ C, Xb, dembcat }) => {
      const [, width] = C.shape
      return stack(
        Array.from({ length: Xb.shape[1] }, (_, j) => dembcat.slice(1, j * width, (j + 1) * width)),
        1,
      )
    },
    'number by number': ({ emb, dembcat }) =>
      fill(emb.shape, (i, j, e) => dembcat.at(i, j * emb.shape[2] + e)),
  }),
  ...rightWhole('dC', {
    'a one-hot product': ({ C, Xb, demb, vocab }) =>
      oneHot(Xb, vocab).view(-1, vocab).T.matmul(demb.view(-1, C.shape[1])),
    'a one-hot product for each position': ({ C, Xb, demb, vocab }) => {
      let dC = zerosLike(C)
      for (let j = 0; j < Xb.shape[1]; j++) {
        const column = Xb.slice(1, j, j + 1).flatten()
        dC = dC.add(oneHot(column, vocab).T.matmul(demb.slice(1, j, j + 1).squeeze(1)))
      }
      return dC
    },
    'from dembcat': ({ C, Xb, dembcat }) => zerosLike(C).indexAdd(Xb.flatten(), dembcat.view(-1, C.shape[1])),
    'back to front': ({ C, Xb, demb }) => {
      const numbers = Float64Array.from(zerosLike(C).data)
      const [, width] = C.shape
      for (let at = Xb.data.length - 1; at >= 0; at--) {
        for (let e = 0; e < width; e++) numbers[Xb.data[at] * width + e] += demb.data[at * width + e]
      }
      return tensor(numbers, C.shape)
    },
  }),
  ...rightBatchnorm('dhprebn', {
    'the formula divided through by n': ({ n, bngain, bnvar_inv, bnraw, dhpreact }) =>
      bngain
        .mul(bnvar_inv)
        .mul(dhpreact.sub(dhpreact.mean(0)).sub(bnraw.mul(dhpreact.mul(bnraw).sum(0)).div(n - 1))),
    'with its siblings': ({ n, bngain, bnvar_inv, bnraw, dhpreact, dbngain, dbnbias }) =>
      bngain.mul(bnvar_inv).mul(dhpreact.sub(dbnbias.div(n)).sub(bnraw.mul(dbngain).div(n - 1))),
    'in steps': ({ n, hprebn, bnmean, bngain, bnvar_inv, dhpreact }) => {
      const diff = hprebn.sub(bnmean)
      const dbnraw = bngain.mul(dhpreact)
      const dvar = diff.mul(dbnraw).sum(0).mul(bnvar_inv.pow(3)).mul(-0.5)
      const ddiff = bnvar_inv.mul(dbnraw).add(diff.mul(dvar).mul(2 / (n - 1)))
      return ddiff.sub(ddiff.mean(0))
    },
    'centred at the end': ({ n, bngain, bnvar_inv, bnraw, dhpreact }) => {
      const d = dhpreact.mul(bngain)
      const inner = d.sub(bnraw.mul(d.mul(bnraw).sum(0)).mul(1 / (n - 1)))
      return inner.sub(inner.mean(0)).mul(bnvar_inv)
    },
    'from dbnraw': ({ n, bnvar_inv, bnraw, dbnraw }) =>
      bnvar_inv.mul(dbnraw.sub(dbnraw.mean(0)).sub(bnraw.mul(dbnraw.mul(bnraw).sum(0)).div(n - 1))),
    'number by number': ({ n, bngain, bnvar_inv, bnraw, dhpreact }) =>
      fill(dhpreact.shape, (i, j) => {
        const sum = total(n, k => dhpreact.at(k, j))
        const weighted = total(n, k => dhpreact.at(k, j) * bnraw.at(k, j))
        const inner = dhpreact.at(i, j) - sum / n - (bnraw.at(i, j) * weighted) / (n - 1)
        return bngain.at(0, j) * bnvar_inv.at(0, j) * inner
      }),
  }),
]
