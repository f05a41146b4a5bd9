/** Wrong lines from `dbndiff` to `dhprebn`. */
import { fullLike, ones, tensor } from '../../tensor/creation.ts'
import { kept, type WrongRow, whole } from './lines.ts'

const both = 'overwritten, doubled, subtracted'

export const difference: readonly WrongRow[] = [
  ...whole('dbndiff', 'a use forgotten', {
    'the branch through bndiff2 is forgotten': ({ bnvar_inv, dbnraw }) => bnvar_inv.mul(dbnraw),
    'the branch through bnraw is forgotten': ({ bndiff, dbndiff2 }) => bndiff.mul(2).mul(dbndiff2),
  }),
  // The value is that of a forgotten use; as it is written, one took the place of the other.
  ...whole('dbndiff', [both, 'a use forgotten'], {
    'the second takes the place of the first': ({ bndiff, bnvar_inv, dbnraw, dbndiff2 }) => {
      let dbndiff = bnvar_inv.mul(dbnraw)
      dbndiff = tensor(2).mul(bndiff).mul(dbndiff2)
      return dbndiff
    },
    'the first twice, the second not at all': ({ bnvar_inv, dbnraw }) =>
      bnvar_inv.mul(dbnraw).add(dbnraw.mul(bnvar_inv)),
  }),
  ...whole('dbndiff', both, {
    'the first branch is added twice': ({ bndiff, bnvar_inv, dbnraw, dbndiff2 }) =>
      bnvar_inv.mul(dbnraw).mul(2).add(bndiff.mul(2).mul(dbndiff2)),
    'the second branch is added twice': ({ bndiff, bnvar_inv, dbnraw, dbndiff2 }) => {
      const square = bndiff.mul(2).mul(dbndiff2)
      return bnvar_inv.mul(dbnraw).add(square).add(square)
    },
    subtracted: ({ bndiff, bnvar_inv, dbnraw, dbndiff2 }) =>
      bnvar_inv.mul(dbnraw).sub(bndiff.mul(2).mul(dbndiff2)),
    'subtracted the other way': ({ bndiff, bnvar_inv, dbnraw, dbndiff2 }) =>
      bndiff.mul(2).mul(dbndiff2).sub(bnvar_inv.mul(dbnraw)),
  }),
  ...whole('dbndiff', 'sign, factor', {
    'the 2 of the square is forgotten': ({ bndiff, bnvar_inv, dbnraw, dbndiff2 }) =>
      bnvar_inv.mul(dbnraw).add(bndiff.mul(dbndiff2)),
    'the 2 at the other branch': ({ bndiff, bnvar_inv, dbnraw, dbndiff2 }) =>
      bnvar_inv.mul(dbnraw).mul(2).add(bndiff.mul(dbndiff2)),
    'a half for the 2': ({ bndiff, bnvar_inv, dbnraw, dbndiff2 }) =>
      bnvar_inv.mul(dbnraw).add(bndiff.mul(0.5).mul(dbndiff2)),
    'the square by n - 1 again': ({ bndiff, bnvar_inv, dbnraw, dbndiff2, n }) =>
      bnvar_inv.mul(dbnraw).add(bndiff.mul(2 / (n - 1)).mul(dbndiff2)),
  }),
  ...whole('dbndiff', 'wrong local derivative', {
    'x**2 for 2x': ({ bndiff, bnvar_inv, dbnraw, dbndiff2 }) =>
      bnvar_inv.mul(dbnraw).add(bndiff.pow(2).mul(dbndiff2)),
    '2 * x**2': ({ bndiff, bnvar_inv, dbnraw, dbndiff2 }) =>
      bnvar_inv.mul(dbnraw).add(bndiff.pow(2).mul(2).mul(dbndiff2)),
    'x + 2 for 2x': ({ bndiff, bnvar_inv, dbnraw, dbndiff2 }) =>
      bnvar_inv.mul(dbnraw).add(bndiff.add(2).mul(dbndiff2)),
  }),
  // The slope is wrong by what is missing of it.
  ...whole('dbndiff', ['wrong local derivative', 'local derivative missing'], {
    '2 for 2x': ({ bnvar_inv, dbnraw, dbndiff2 }) => bnvar_inv.mul(dbnraw).add(dbndiff2.mul(2)),
  }),
  ...whole('dbndiff', ['wrong local derivative', 'wrong operand'], {
    'bndiff2 for 2 * bndiff': ({ bndiff2, bnvar_inv, dbnraw, dbndiff2 }) =>
      bnvar_inv.mul(dbnraw).add(bndiff2.mul(dbndiff2)),
    'bnvar for bnvar_inv': ({ bndiff, bnvar, dbnraw, dbndiff2 }) =>
      bnvar.mul(dbnraw).add(bndiff.mul(2).mul(dbndiff2)),
    'divided by bnvar_inv': ({ bndiff, bnvar_inv, dbnraw, dbndiff2 }) =>
      dbnraw.div(bnvar_inv).add(bndiff.mul(2).mul(dbndiff2)),
  }),
  ...whole('dbndiff', 'wrong operand', {
    'bnraw for bndiff': ({ bnraw, bnvar_inv, dbnraw, dbndiff2 }) =>
      bnvar_inv.mul(dbnraw).add(bnraw.mul(2).mul(dbndiff2)),
    'hprebn for bndiff': ({ hprebn, bnvar_inv, dbnraw, dbndiff2 }) =>
      bnvar_inv.mul(dbnraw).add(hprebn.mul(2).mul(dbndiff2)),
    'bngain for bnvar_inv': ({ bndiff, bngain, dbnraw, dbndiff2 }) =>
      bngain.mul(dbnraw).add(bndiff.mul(2).mul(dbndiff2)),
    'dhpreact for dbnraw': ({ bndiff, bnvar_inv, dhpreact, dbndiff2 }) =>
      bnvar_inv.mul(dhpreact).add(bndiff.mul(2).mul(dbndiff2)),
    'the gradients exchanged': ({ bndiff, bnvar_inv, dbnraw, dbndiff2 }) =>
      bnvar_inv.mul(dbndiff2).add(bndiff.mul(2).mul(dbnraw)),
    'dbnvar_inv for bnvar_inv': ({ bndiff, dbnvar_inv, dbnraw, dbndiff2 }) =>
      dbnvar_inv.mul(dbnraw).add(bndiff.mul(2).mul(dbndiff2)),
  }),
  // Two steps at once, and the factor 1/(n-1) of the one that is skipped is missing.
  ...whole('dbndiff', ['wrong operand', 'local derivative missing', 'sign, factor', 'fused formulas'], {
    'dbnvar for dbndiff2': ({ bndiff, bnvar_inv, dbnraw, dbnvar }) =>
      bnvar_inv.mul(dbnraw).add(bndiff.mul(2).mul(dbnvar)),
  }),
  ...whole('dbndiff', 'local derivative missing', {
    'bnvar_inv is missing': ({ bndiff, dbnraw, dbndiff2 }) => dbnraw.add(bndiff.mul(2).mul(dbndiff2)),
    '2 * bndiff is missing': ({ bnvar_inv, dbnraw, dbndiff2 }) => bnvar_inv.mul(dbnraw).add(dbndiff2),
    'both gradients as they are': ({ dbnraw, dbndiff2 }) => dbnraw.add(dbndiff2),
  }),
  ...whole('dbndiff', 'upstream missing', {
    'dbndiff2 is missing': ({ bndiff, bnvar_inv, dbnraw }) => bnvar_inv.mul(dbnraw).add(bndiff.mul(2)),
    'dbnraw is missing': ({ bndiff, bnvar_inv, dbndiff2 }) => bnvar_inv.add(bndiff.mul(2).mul(dbndiff2)),
  }),
  ...whole('dbndiff', 'reduction', {
    'the first branch is summed': ({ bndiff, bnvar_inv, dbnraw, dbndiff2 }) =>
      bnvar_inv.mul(dbnraw).sum(0, kept).add(bndiff.mul(2).mul(dbndiff2)),
    'the second branch is summed': ({ bndiff, bnvar_inv, dbnraw, dbndiff2 }) =>
      bnvar_inv.mul(dbnraw).add(bndiff.mul(2).mul(dbndiff2).sum(0, kept)),
  }),

  ...whole('dbnmeani', 'shape', {
    "the lecture's own line, without keepdim": ({ dbndiff }) => dbndiff.neg().sum(0),
  }),
  ...whole('dbnmeani', 'sign, factor', {
    'the minus is forgotten': ({ dbndiff }) => dbndiff.sum(0, kept),
  }),
  ...whole('dbnmeani', ['reduction', 'sign, factor'], {
    'mean for sum': ({ dbndiff }) => dbndiff.neg().mean(0, kept),
  }),
  ...whole('dbnmeani', 'reduction', {
    'not summed': ({ dbndiff }) => dbndiff.neg(),
    'summed along the rows': ({ dbndiff }) => dbndiff.neg().sum(1, kept),
    'summed everything': ({ dbndiff }) => dbndiff.neg().sum(),
  }),
  ...whole('dbnmeani', 'upstream missing', {
    'minus the number of examples': ({ bnmeani, n }) => fullLike(bnmeani, -n),
    'minus ones': ({ bnmeani }) => fullLike(bnmeani, -1),
  }),
  ...whole('dbnmeani', ['wrong operand', 'local derivative missing'], {
    'dbnraw for dbndiff': ({ dbnraw }) => dbnraw.neg().sum(0, kept),
  }),
  ...whole('dbnmeani', ['wrong operand', 'wrong local derivative'], {
    'times the mean': ({ bnmeani, dbndiff }) => dbndiff.neg().sum(0, kept).mul(bnmeani),
  }),
  ...whole('dbnmeani', 'wrong operand', {
    'the value bndiff for its gradient': ({ bndiff }) => bndiff.neg().sum(0, kept),
    'dhpreact for dbndiff': ({ dhpreact }) => dhpreact.neg().sum(0, kept),
  }),

  ...whole('dhprebn', 'a use forgotten', {
    'the branch through the mean is forgotten': ({ dbndiff }) => dbndiff,
    'the branch through bndiff is forgotten': ({ hprebn, dbnmeani, n }) =>
      dbnmeani.mul(1 / n).expandAs(hprebn),
  }),
  ...whole('dhprebn', [both, 'a use forgotten'], {
    'the second takes the place of the first': ({ n, dbndiff, dbnmeani }) => {
      let dhprebn = dbndiff
      dhprebn = ones(n, 1).mul(dbnmeani).div(n)
      return dhprebn
    },
  }),
  ...whole('dhprebn', both, {
    subtracted: ({ dbndiff, dbnmeani, n }) => dbndiff.sub(dbnmeani.mul(1 / n)),
    'the first branch is added twice': ({ dbndiff, dbnmeani, n }) =>
      dbndiff.add(dbndiff).add(dbnmeani.mul(1 / n)),
    'the second branch is added twice': ({ dbndiff, dbnmeani, n }) => dbndiff.add(dbnmeani.mul(2 / n)),
  }),
  // The mean already has its minus in dbnmeani; here it gets the wrong one.
  ...whole('dhprebn', [both, 'sign, factor'], {
    'plus the mean of dbndiff': ({ dbndiff }) => dbndiff.add(dbndiff.mean(0)),
  }),
  ...whole('dhprebn', ['sign, factor', 'local derivative missing'], {
    'dbnmeani is not divided by n': ({ dbndiff, dbnmeani }) => dbndiff.add(dbnmeani),
  }),
  ...whole('dhprebn', 'sign, factor', {
    'n - 1 for n': ({ dbndiff, dbnmeani, n }) => dbndiff.add(dbnmeani.div(n - 1)),
    'the part through the mean times n': ({ dbndiff, dbnmeani, n }) => dbndiff.add(dbnmeani.mul(n)),
    'both branches divided by n': ({ dbndiff, dbnmeani, n }) => dbndiff.add(dbnmeani).div(n),
    'n + 1 for n': ({ dbndiff, dbnmeani, n }) => dbndiff.add(dbnmeani.div(n + 1)),
  }),
  ...whole('dhprebn', ['sign, factor', 'reduction'], {
    'minus the sum of dbndiff for its mean': ({ dbndiff }) => dbndiff.sub(dbndiff.sum(0)),
  }),
  ...whole('dhprebn', 'reduction', {
    'minus the mean of all': ({ dbndiff }) => dbndiff.sub(dbndiff.mean()),
    'minus the mean of the row': ({ dbndiff }) => dbndiff.sub(dbndiff.mean(1, kept)),
    'dbnmeani is averaged over the units': ({ dbndiff, dbnmeani }) => dbndiff.add(dbnmeani.mean()),
  }),
  ...whole('dhprebn', 'wrong operand', {
    'the value bnmeani for its gradient': ({ dbndiff, bnmeani, n }) => dbndiff.add(bnmeani.div(n)),
    'the value bndiff for its gradient': ({ bndiff, dbnmeani, n }) => bndiff.add(dbnmeani.div(n)),
    'dbnvar for dbnmeani': ({ dbndiff, dbnvar, n }) => dbndiff.add(dbnvar.div(n)),
  }),
  ...whole('dhprebn', 'sign, factor', {
    '32 written out': ({ dbndiff, dbnmeani }) => dbndiff.add(dbnmeani.div(32)),
  }),
]
