/** Wrong lines from `dbngain` to `dbndiff2`. */
import { fullLike, onesLike } from '../../tensor/creation.ts'
import { kept, type WrongRow, whole } from './lines.ts'

export const scale: readonly WrongRow[] = [
  ...whole('dbngain', 'reduction', {
    'not summed': ({ bnraw, dhpreact }) => bnraw.mul(dhpreact),
    'summed along the rows': ({ bnraw, dhpreact }) => bnraw.mul(dhpreact).sum(1, kept),
    'summed everything': ({ bnraw, dhpreact }) => bnraw.mul(dhpreact).sum(),
    'the product of the sums': ({ bnraw, dhpreact }) => bnraw.sum(0, kept).mul(dhpreact.sum(0, kept)),
    'only dhpreact summed': ({ bnraw, dhpreact }) => bnraw.mul(dhpreact.sum(0, kept)),
  }),
  ...whole('dbngain', ['reduction', 'sign, factor'], {
    'mean for sum': ({ bnraw, dhpreact }) => bnraw.mul(dhpreact).mean(0, kept),
    'the mean over the units, copied': ({ bngain, bnraw, dhpreact }) =>
      bnraw.mul(dhpreact).sum(0, kept).mean(1, kept).expandAs(bngain),
  }),
  ...whole('dbngain', 'upstream missing', {
    'bnraw alone, summed': ({ bnraw }) => bnraw.sum(0, kept),
  }),
  ...whole('dbngain', 'local derivative missing', {
    'bnraw is forgotten': ({ dhpreact }) => dhpreact.sum(0, kept),
  }),
  ...whole('dbngain', 'wrong operand', {
    'hpreact for bnraw': ({ hpreact, dhpreact }) => hpreact.mul(dhpreact).sum(0, kept),
    'bndiff for bnraw': ({ bndiff, dhpreact }) => bndiff.mul(dhpreact).sum(0, kept),
    'hprebn for bnraw': ({ hprebn, dhpreact }) => hprebn.mul(dhpreact).sum(0, kept),
    'h for bnraw': ({ h, dhpreact }) => h.mul(dhpreact).sum(0, kept),
    'dh for dhpreact': ({ bnraw, dh }) => bnraw.mul(dh).sum(0, kept),
    'dbnraw for dhpreact': ({ bnraw, dbnraw }) => bnraw.mul(dbnraw).sum(0, kept),
    'the value hpreact for its gradient': ({ bnraw, hpreact }) => bnraw.mul(hpreact).sum(0, kept),
    'hpreact - bnbias, which is not yet bnraw': ({ hpreact, bnbias, dhpreact }) =>
      hpreact.sub(bnbias).mul(dhpreact).sum(0, kept),
    'bngain for bnraw': ({ bngain, dhpreact }) => bngain.mul(dhpreact).sum(0, kept),
  }),

  ...whole('dbnbias', 'reduction', {
    'not summed': ({ dhpreact }) => dhpreact,
    'summed along the rows': ({ dhpreact }) => dhpreact.sum(1, kept),
    'summed everything': ({ dhpreact }) => dhpreact.sum(),
    'summed everything, copied': ({ bnbias, dhpreact }) => dhpreact.sum().expandAs(bnbias),
  }),
  ...whole('dbnbias', ['reduction', 'sign, factor'], {
    'mean for sum': ({ dhpreact }) => dhpreact.mean(0, kept),
  }),
  // dbnraw is bngain * dhpreact: another gradient, or a factor that a sum does not have.
  ...whole('dbnbias', ['wrong operand', 'wrong local derivative'], {
    'dbnraw for dhpreact': ({ dbnraw }) => dbnraw.sum(0, kept),
    'times bngain': ({ bngain, dhpreact }) => bngain.mul(dhpreact).sum(0, kept),
    'times bnbias': ({ bnbias, dhpreact }) => bnbias.mul(dhpreact).sum(0, kept),
    'times bnraw, as for the gain': ({ bnraw, dhpreact }) => bnraw.mul(dhpreact).sum(0, kept),
  }),
  ...whole('dbnbias', ['wrong operand', 'local derivative missing'], {
    'dh for dhpreact': ({ dh }) => dh.sum(0, kept),
  }),
  ...whole('dbnbias', 'wrong operand', {
    'the value hpreact for its gradient': ({ hpreact }) => hpreact.sum(0, kept),
  }),
  ...whole('dbnbias', 'upstream missing', {
    'the number of examples': ({ bnbias, n }) => fullLike(bnbias, n),
    ones: ({ bnbias }) => onesLike(bnbias),
  }),

  ...whole('dbnraw', 'upstream missing', {
    'bngain alone': ({ bngain, bnraw }) => bngain.expandAs(bnraw),
  }),
  // What is missing is the copying to the batch as well as the gradient from above.
  ...whole('dbnraw', ['upstream missing', 'shape'], {
    'bngain alone, one row': ({ bngain }) => bngain,
  }),
  ...whole('dbnraw', 'local derivative missing', {
    'dhpreact as it is': ({ dhpreact }) => dhpreact,
  }),
  ...whole('dbnraw', 'wrong operand', {
    'bnbias for bngain': ({ bnbias, dhpreact }) => bnbias.mul(dhpreact),
    'dbngain for bngain': ({ dbngain, dhpreact }) => dbngain.mul(dhpreact),
    'dh for dhpreact': ({ bngain, dh }) => bngain.mul(dh),
    'bnvar_inv for bngain': ({ bnvar_inv, dhpreact }) => bnvar_inv.mul(dhpreact),
    'itself for bngain': ({ bnraw, dhpreact }) => bnraw.mul(dhpreact),
    'hpreact for dhpreact': ({ bngain, hpreact }) => bngain.mul(hpreact),
  }),
  ...whole('dbnraw', 'wrong local derivative', {
    'divided by the gain': ({ bngain, dhpreact }) => dhpreact.div(bngain),
    'the gain squared': ({ bngain, dhpreact }) => bngain.pow(2).mul(dhpreact),
  }),
  // The forward line with the gradient put in.
  ...whole('dbnraw', ['wrong local derivative', 'wrong operand'], {
    'the bias is added': ({ bngain, bnbias, dhpreact }) => bngain.mul(dhpreact).add(bnbias),
    'gain and bias added up': ({ bngain, bnbias, dhpreact }) => bngain.add(bnbias).mul(dhpreact),
  }),
  ...whole('dbnraw', 'reduction', {
    'summed over the batch': ({ bngain, dhpreact }) => bngain.mul(dhpreact).sum(0, kept),
  }),
  // One number is the slope for all units.
  ...whole('dbnraw', ['reduction', 'wrong local derivative'], {
    'the gain averaged': ({ bngain, dhpreact }) => bngain.mean().mul(dhpreact),
  }),
]

export const variance: readonly WrongRow[] = [
  ...whole('dbnvar_inv', 'reduction', {
    'not summed': ({ bndiff, dbnraw }) => bndiff.mul(dbnraw),
    'summed along the rows': ({ bndiff, dbnraw }) => bndiff.mul(dbnraw).sum(1, kept),
    'summed everything': ({ bndiff, dbnraw }) => bndiff.mul(dbnraw).sum(),
    'the product of the sums': ({ bndiff, dbnraw }) => bndiff.sum(0, kept).mul(dbnraw.sum(0, kept)),
  }),
  ...whole('dbnvar_inv', ['reduction', 'sign, factor'], {
    'mean for sum': ({ bndiff, dbnraw }) => bndiff.mul(dbnraw).mean(0, kept),
  }),
  ...whole('dbnvar_inv', 'upstream missing', {
    'bndiff alone, summed': ({ bndiff }) => bndiff.sum(0, kept),
  }),
  ...whole('dbnvar_inv', 'local derivative missing', {
    'bndiff is forgotten': ({ dbnraw }) => dbnraw.sum(0, kept),
  }),
  ...whole('dbnvar_inv', 'wrong operand', {
    'bnraw for bndiff': ({ bnraw, dbnraw }) => bnraw.mul(dbnraw).sum(0, kept),
    'bndiff2 for bndiff': ({ bndiff2, dbnraw }) => bndiff2.mul(dbnraw).sum(0, kept),
    'hprebn for bndiff': ({ hprebn, dbnraw }) => hprebn.mul(dbnraw).sum(0, kept),
    'the value bnraw for its gradient': ({ bndiff, bnraw }) => bndiff.mul(bnraw).sum(0, kept),
    'itself for bndiff': ({ bnvar_inv, dbnraw }) => bnvar_inv.mul(dbnraw).sum(0, kept),
    'bnmeani for bndiff': ({ bnmeani, dbnraw }) => bnmeani.mul(dbnraw).sum(0, kept),
  }),
  // One step too far up, or: the step through the gain is skipped.
  ...whole('dbnvar_inv', ['wrong operand', 'local derivative missing'], {
    'dhpreact for dbnraw': ({ bndiff, dhpreact }) => bndiff.mul(dhpreact).sum(0, kept),
  }),

  ...whole('dbnvar', 'wrong local derivative', {
    'the exponent stays': ({ bnvar, dbnvar_inv }) => bnvar.add(1e-5).pow(-0.5).mul(-0.5).mul(dbnvar_inv),
    'the exponent is two less': ({ bnvar, dbnvar_inv }) =>
      bnvar.add(1e-5).pow(-2.5).mul(-0.5).mul(dbnvar_inv),
    'the exponent is one more': ({ bnvar, dbnvar_inv }) => bnvar.add(1e-5).pow(0.5).mul(-0.5).mul(dbnvar_inv),
    'epsilon is forgotten': ({ bnvar, dbnvar_inv }) => bnvar.pow(-1.5).mul(-0.5).mul(dbnvar_inv),
    'epsilon outside of the power': ({ bnvar, dbnvar_inv }) =>
      bnvar.pow(-1.5).add(1e-5).mul(-0.5).mul(dbnvar_inv),
    'epsilon of another size': ({ bnvar, dbnvar_inv }) => bnvar.add(1e-3).pow(-1.5).mul(-0.5).mul(dbnvar_inv),
    'a root, not one over a root': ({ bnvar, dbnvar_inv }) =>
      bnvar.add(1e-5).pow(-0.5).mul(0.5).mul(dbnvar_inv),
    'the sign of the exponent': ({ bnvar, dbnvar_inv }) => bnvar.add(1e-5).pow(1.5).mul(-0.5).mul(dbnvar_inv),
    '-1 / x**2, the slope of 1/x': ({ bnvar, dbnvar_inv }) => bnvar.add(1e-5).pow(-2).neg().mul(dbnvar_inv),
    '1 / x': ({ bnvar, dbnvar_inv }) => dbnvar_inv.div(bnvar.add(1e-5)),
    'the logarithm': ({ bnvar, dbnvar_inv }) => bnvar.add(1e-5).log().mul(dbnvar_inv),
  }),
  // By value an exponent of -1; as it is written, the square of another tensor.
  ...whole('dbnvar', ['wrong local derivative', 'wrong operand'], {
    'bnvar_inv squared, not cubed': ({ bnvar_inv, dbnvar_inv }) => bnvar_inv.pow(2).mul(-0.5).mul(dbnvar_inv),
    'the power rule on the result': ({ bnvar_inv, dbnvar_inv }) =>
      bnvar_inv.pow(-1.5).mul(-0.5).mul(dbnvar_inv),
  }),
  ...whole('dbnvar', 'sign, factor', {
    'the factor of the power rule is forgotten': ({ bnvar, dbnvar_inv }) =>
      bnvar.add(1e-5).pow(-1.5).mul(dbnvar_inv),
    'the new exponent as the factor': ({ bnvar, dbnvar_inv }) =>
      bnvar.add(1e-5).pow(-1.5).mul(-1.5).mul(dbnvar_inv),
    'divided by -0.5': ({ bnvar_inv, dbnvar_inv }) => bnvar_inv.pow(3).div(-0.5).mul(dbnvar_inv),
    'the minus is forgotten': ({ bnvar, dbnvar_inv }) => bnvar.add(1e-5).pow(-1.5).mul(0.5).mul(dbnvar_inv),
  }),
  ...whole('dbnvar', 'not finite', {
    'the factor inside of the power': ({ bnvar, dbnvar_inv }) =>
      bnvar.add(1e-5).mul(-0.5).pow(-1.5).mul(dbnvar_inv),
    'the minus inside of the power': ({ bnvar, dbnvar_inv }) =>
      bnvar.add(1e-5).neg().pow(-1.5).mul(0.5).mul(dbnvar_inv),
    'the gradient inside of the power': ({ bnvar, dbnvar_inv }) =>
      bnvar.add(1e-5).mul(dbnvar_inv).pow(-1.5).mul(-0.5),
  }),
  ...whole('dbnvar', 'upstream missing', {
    'the slope alone': ({ bnvar }) => bnvar.add(1e-5).pow(-1.5).mul(-0.5),
  }),
  ...whole('dbnvar', 'local derivative missing', {
    'dbnvar_inv as it is': ({ dbnvar_inv }) => dbnvar_inv,
  }),
  ...whole('dbnvar', 'wrong operand', {
    'the value bnvar_inv for its gradient': ({ bnvar, bnvar_inv }) =>
      bnvar.add(1e-5).pow(-1.5).mul(-0.5).mul(bnvar_inv),
  }),
  ...whole('dbnvar', ['wrong operand', 'local derivative missing'], {
    'the sum of dbnraw for dbnvar_inv': ({ bnvar, dbnraw }) =>
      bnvar.add(1e-5).pow(-1.5).mul(-0.5).mul(dbnraw.sum(0, kept)),
  }),

  ...whole('dbndiff2', 'shape', {
    'one row, not copied': ({ dbnvar, n }) => dbnvar.mul(1 / (n - 1)),
    'a copy too few': ({ dbnvar, n }) => dbnvar.div(n - 1).expand(n - 1, -1),
  }),
  ...whole('dbndiff2', 'sign, factor', {
    'n for n - 1': ({ bndiff2, dbnvar, n }) => dbnvar.mul(1 / n).expandAs(bndiff2),
    '1 / n - 1, without the bracket': ({ bndiff2, dbnvar, n }) => dbnvar.mul(1 / n - 1).expandAs(bndiff2),
    'times n - 1': ({ bndiff2, dbnvar, n }) => dbnvar.mul(n - 1).expandAs(bndiff2),
    'n + 1 for n - 1': ({ bndiff2, dbnvar, n }) => dbnvar.div(n + 1).expandAs(bndiff2),
    '2 / (n - 1)': ({ bndiff2, dbnvar, n }) => dbnvar.mul(2 / (n - 1)).expandAs(bndiff2),
    'a sum of n equal shares': ({ bndiff2, dbnvar, n }) => dbnvar.mul(n / (n - 1)).expandAs(bndiff2),
  }),
  // The factor is all there is of a local derivative.
  ...whole('dbndiff2', ['local derivative missing', 'sign, factor'], {
    'the factor is forgotten': ({ bndiff2, dbnvar }) => dbnvar.expandAs(bndiff2),
    'ones times dbnvar': ({ bndiff2, dbnvar }) => onesLike(bndiff2).mul(dbnvar),
  }),
  // Two slips, and each of the three names tells part of it.
  ...whole('dbndiff2', ['local derivative missing', 'shape', 'sign, factor'], {
    'dbnvar as it is': ({ dbnvar }) => dbnvar,
  }),
  ...whole('dbndiff2', 'upstream missing', {
    'the factor alone': ({ bndiff2, n }) => fullLike(bndiff2, 1 / (n - 1)),
  }),
  ...whole('dbndiff2', ['wrong local derivative', 'wrong operand'], {
    'times bndiff2': ({ bndiff2, dbnvar, n }) => bndiff2.mul(dbnvar).mul(1 / (n - 1)),
    'times bndiff': ({ bndiff, dbnvar, n }) => bndiff.mul(dbnvar).div(n - 1),
    'the slope of the square is already in it': ({ bndiff, dbnvar, n }) =>
      bndiff
        .mul(2)
        .mul(dbnvar)
        .div(n - 1),
  }),
  ...whole('dbndiff2', 'wrong operand', {
    'the value bnvar for its gradient': ({ bndiff2, bnvar, n }) => bnvar.div(n - 1).expandAs(bndiff2),
  }),
  // The slope of the power is skipped, or: another gradient.
  ...whole('dbndiff2', ['wrong operand', 'local derivative missing'], {
    'dbnvar_inv for dbnvar': ({ bndiff2, dbnvar_inv, n }) => dbnvar_inv.div(n - 1).expandAs(bndiff2),
  }),
  ...whole('dbndiff2', 'reduction', {
    'averaged over the units': ({ bndiff2, dbnvar, n }) =>
      dbnvar
        .mean()
        .div(n - 1)
        .expandAs(bndiff2),
    'summed over the units': ({ bndiff2, dbnvar, n }) =>
      dbnvar
        .sum(1, kept)
        .div(n - 1)
        .expandAs(bndiff2),
  }),
  // A number is written out for a name: at other sizes it is a wrong factor.
  ...whole('dbndiff2', 'sign, factor', {
    '1/31': ({ bndiff2, dbnvar }) => dbnvar.mul(1 / 31).expandAs(bndiff2),
  }),
  ...whole('dbndiff2', 'shape', {
    'expand to (32, 64)': ({ dbnvar, n }) => dbnvar.div(n - 1).expand(32, 64),
    'expand to 32 rows': ({ dbnvar, n }) => dbnvar.div(n - 1).expand(32, -1),
  }),
]
