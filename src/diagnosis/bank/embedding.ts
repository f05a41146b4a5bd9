/** Wrong lines for `demb` and `dC`. */
import { arange, oneHot, onesLike, tensor, zerosLike } from '../../tensor/creation.ts'
import { fill, type WrongRow, whole } from './lines.ts'

export const embedding: readonly WrongRow[] = [
  ...whole('demb', 'shape', {
    'dembcat as it is': ({ dembcat }) => dembcat,
    'one long list': ({ dembcat }) => dembcat.flatten(),
    'the context and the width exchanged': ({ dembcat, emb: { shape } }) =>
      dembcat.view(shape[0], shape[2], shape[1]),
    'the context and the width exchanged, then turned': ({ dembcat, emb: { shape } }) =>
      dembcat.view(shape[0], shape[2], shape[1]).transpose(1, 2),
    'the context first, then turned': ({ dembcat, emb: { shape } }) =>
      dembcat.view(shape[1], shape[0], shape[2]).transpose(0, 1),
    'turned over, then brought into shape': ({ dembcat, emb }) => dembcat.T.view(emb.shape),
    'the batch and the context as one': ({ dembcat, C }) => dembcat.view(-1, C.shape[1]),
    'a dimension too many': ({ dembcat, emb }) => dembcat.view(emb.shape).unsqueeze(0),
  }),
  ...whole('demb', 'wrong operand', {
    'the value embcat for its gradient': ({ embcat, emb }) => embcat.view(emb.shape),
    'emb itself': ({ emb }) => emb,
  }),
  ...whole('demb', ['wrong local derivative', 'wrong operand'], {
    'times emb': ({ emb, dembcat }) => emb.mul(dembcat.view(emb.shape)),
  }),
  ...whole('demb', 'upstream missing', {
    ones: ({ emb }) => onesLike(emb),
  }),
  ...whole('demb', 'reduction', {
    'summed over the context': ({ emb, dembcat }) => dembcat.view(emb.shape).sum(1),
    'summed over the context and copied back': ({ emb, dembcat }) =>
      dembcat.view(emb.shape).sum(1, { keepdim: true }).expandAs(emb),
  }),
  ...whole('demb', ['a use forgotten', 'sign, factor'], {
    zeros: ({ emb }) => zerosLike(emb),
  }),
  ...whole('demb', 'shape', {
    'view(32, 3, 10)': ({ dembcat }) => dembcat.view(32, 3, 10),
    'view(n, 3, 10)': ({ dembcat, n }) => dembcat.view(n, 3, 10),
    'view(n, 3, -1)': ({ dembcat, n }) => dembcat.view(n, 3, -1),
  }),
  // The positions of the context in another order: rows by a wrong index, or a permutation of the numbers.
  ...whole('demb', ['index', 'shape'], {
    'the context back to front': ({ emb, dembcat }) => {
      const d = dembcat.view(emb.shape)
      return fill(emb.shape, (i, j, e) => d.at(i, emb.shape[1] - 1 - j, e))
    },
  }),

  ...whole('dC', 'scatter', {
    'assigned, not added': ({ C, Xb, demb }) => zerosLike(C).indexPut(Xb, demb),
    'assigned in a loop': ({ C, Xb, demb, n }) => {
      let dC = zerosLike(C)
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < Xb.shape[1]; j++) {
          dC = dC.indexPut(Xb.index(tensor(i), tensor(j)), demb.index(tensor(i), tensor(j)))
        }
      }
      return dC
    },
    'the first time counts, later ones do not': ({ C, Xb, demb }) => {
      const seen = new Set<number>()
      let dC = zerosLike(C)
      const rows = demb.view(-1, C.shape[1])
      for (const [at, row] of Xb.data.entries()) {
        if (!seen.has(row)) dC = dC.indexPut(tensor(row), rows.index(tensor(at)))
        seen.add(row)
      }
      return dC
    },
    'the mean of the times': ({ C, Xb, demb, vocab }) =>
      zerosLike(C).indexAdd(Xb, demb).div(oneHot(Xb.flatten(), vocab).sum(0).maximum(1).view(-1, 1)),
    'the first position of the context only': ({ C, Xb, demb, n }) =>
      zerosLike(C).indexAdd(Xb.index(arange(n), 0), demb.index(arange(n), 0)),
    'the last position of the context only': ({ C, Xb, demb, n }) =>
      zerosLike(C).indexAdd(Xb.index(arange(n), -1), demb.index(arange(n), -1)),
    'the last position is left out': ({ C, Xb, demb }) =>
      zerosLike(C).indexAdd(Xb.slice(1, 0, -1), demb.slice(1, 0, -1)),
    'the first example is left out': ({ C, Xb, demb }) =>
      zerosLike(C).indexAdd(Xb.slice(0, 1), demb.slice(0, 1)),
    'the largest of the times': ({ C, Xb, demb }) => {
      const rows = demb.view(-1, C.shape[1])
      return fill(C.shape, (row, e) => {
        const found = [...Xb.data.keys()].filter(at => Xb.data[at] === row).map(at => rows.at(at, e))
        return found.length === 0 ? 0 : Math.max(...found)
      })
    },
  }),
  // A factor too many, which is that of the rows.
  ...whole('dC', ['scatter', 'wrong local derivative'], {
    'multiplied by how often each is used': ({ C, Xb, demb, vocab }) =>
      zerosLike(C).indexAdd(Xb, demb).mul(oneHot(Xb.flatten(), vocab).sum(0).view(-1, 1)),
  }),
  // Rows of the wrong index, and an index is an operand.
  ...whole('dC', ['scatter', 'index', 'wrong operand'], {
    'the labels for the contexts': ({ C, Yb, demb }) => zerosLike(C).indexAdd(Yb, demb.sum(1)),
  }),
  // The numbers go to rows that another index names.
  ...whole('dC', ['scatter', 'index'], {
    'the context back to front': ({ C, Xb, demb }) => {
      const [n, block] = Xb.shape
      return zerosLike(C).indexAdd(
        fill([n, block], (i, j) => Xb.at(i, block - 1 - j)),
        demb,
      )
    },
    'the row after the right one': ({ C, Xb, demb, vocab }) =>
      zerosLike(C).indexAdd(
        fill(Xb.shape, (i, j) => (Xb.at(i, j) + 1) % vocab),
        demb,
      ),
    'the position in the context for the letter': ({ C, Xb, demb }) =>
      zerosLike(C).indexAdd(
        fill(Xb.shape, (_, j) => j),
        demb,
      ),
    'the vectors of the first position for all': ({ C, Xb, demb, n }) => {
      let dC = zerosLike(C)
      for (let j = 0; j < Xb.shape[1]; j++) dC = dC.indexAdd(Xb.index(arange(n), j), demb.index(arange(n), 0))
      return dC
    },
  }),
  // Letters by position, vectors by example: other rows meet, or the numbers are in another order.
  ...whole('dC', ['scatter', 'shape', 'index'], {
    'the letters column by column': ({ C, Xb, demb }) =>
      zerosLike(C).indexAdd(Xb.T.flatten(), demb.view(-1, C.shape[1])),
    'a one-hot product, the vectors turned first': ({ C, Xb, demb, vocab }) =>
      oneHot(Xb.flatten(), vocab).T.matmul(demb.transpose(0, 1).reshape(-1, C.shape[1])),
  }),
  ...whole('dC', 'upstream missing', {
    'how often each is used': ({ C, Xb, emb }) => zerosLike(C).indexAdd(Xb, onesLike(emb)),
  }),
  ...whole('dC', 'wrong operand', {
    'the value emb for its gradient': ({ C, Xb, emb }) => zerosLike(C).indexAdd(Xb, emb),
    'added to C, not to zeros': ({ C, Xb, demb }) => C.indexAdd(Xb, demb),
  }),
  ...whole('dC', ['wrong operand', 'wrong local derivative'], {
    'times emb': ({ C, Xb, emb, demb }) => zerosLike(C).indexAdd(Xb, emb.mul(demb)),
    'times C': ({ C, Xb, demb }) => C.mul(zerosLike(C).indexAdd(Xb, demb)),
  }),
  // Each vector is added to every row, not only to its own.
  ...whole('dC', ['reduction', 'index', 'scatter'], {
    'all of the batch to every letter': ({ C, demb }) => demb.sum([0, 1]).expandAs(C),
  }),
  ...whole('dC', ['reduction', 'scatter'], {
    'each vector summed over the context first': ({ C, Xb, emb, demb }) =>
      zerosLike(C).indexAdd(Xb, demb.sum(1, { keepdim: true }).expandAs(emb)),
  }),
  ...whole('dC', ['sign, factor', 'scatter'], {
    'divided by the length of the context': ({ C, Xb, demb }) =>
      zerosLike(C).indexAdd(Xb, demb).div(Xb.shape[1]),
  }),
]
