/** Wrong lines for `dhpreact`. */
import { onesLike, tensor } from '../../tensor/creation.ts'
import { fill, type WrongRow, whole } from './lines.ts'

export const tanh: readonly WrongRow[] = [
  ...whole('dhpreact', 'upstream missing', {
    '1 - h**2 alone': ({ h }) => tensor(1).sub(h.pow(2)),
    '1 / cosh(x)**2 alone': ({ hpreact }) => hpreact.cosh().pow(-2),
  }),
  ...whole('dhpreact', 'local derivative missing', {
    'dh as it is': ({ dh }) => dh,
    'dh for lack of a better idea': ({ hpreact, dh }) => onesLike(hpreact).mul(dh),
  }),
  ...whole('dhpreact', 'wrong local derivative', {
    '1 - h': ({ h, dh }) => tensor(1).sub(h).mul(dh),
    'dh - dh*h': ({ h, dh }) => dh.sub(dh.mul(h)),
    'h * (1 - h), the sigmoid': ({ h, dh }) => h.mul(tensor(1).sub(h)).mul(dh),
    '1 + h**2': ({ h, dh }) => h.pow(2).add(1).mul(dh),
    'h**2': ({ h, dh }) => h.pow(2).mul(dh),
    '(1 - h)**2': ({ h, dh }) => tensor(1).sub(h).pow(2).mul(dh),
    '1 - h**3': ({ h, dh }) => tensor(1).sub(h.pow(3)).mul(dh),
    '(1 - h**2)**2': ({ h, dh }) => tensor(1).sub(h.pow(2)).pow(2).mul(dh),
    'sqrt(1 - h**2)': ({ h, dh }) => tensor(1).sub(h.pow(2)).sqrt().mul(dh),
    '1 / (1 - h**2)': ({ h, dh }) => dh.div(tensor(1).sub(h.pow(2))),
    '1 / cosh(x)': ({ hpreact, dh }) => dh.div(hpreact.cosh()),
    'cosh(x)**2': ({ hpreact, dh }) => dh.mul(hpreact.cosh().pow(2)),
    '-2h, the slope of 1 - h**2': ({ h, dh }) => h.mul(-2).mul(dh),
    '2 * (1 - h**2) - 1': ({ h, dh }) => tensor(1).sub(h.pow(2).mul(2)).mul(dh),
    'the slope of relu': ({ hpreact, dh }) => hpreact.gt(0).mul(dh),
    'the slope of sigmoid': ({ hpreact, dh }) => {
      const s = hpreact.sigmoid()
      return s.mul(tensor(1).sub(s)).mul(dh)
    },
    'h - h**2 by a loop': ({ h, dh }) =>
      fill(h.shape, (i, j) => (h.at(i, j) - h.at(i, j) ** 2) * dh.at(i, j)),
  }),
  // tanh itself, in the place of its slope: the function, or its result as the operand.
  ...whole('dhpreact', ['wrong local derivative', 'wrong operand'], {
    'tanh for its slope': ({ hpreact, dh }) => hpreact.tanh().mul(dh),
    'h for its slope': ({ h, dh }) => h.mul(dh),
    'x for the slope': ({ hpreact, dh }) => hpreact.mul(dh),
    '1 - x**2, of the input': ({ hpreact, dh }) => tensor(1).sub(hpreact.pow(2)).mul(dh),
    '1 - tanh(h)**2, tanh twice': ({ h, dh }) => tensor(1).sub(h.tanh().pow(2)).mul(dh),
    '1 / cosh(h)**2': ({ h, dh }) => dh.div(h.cosh().pow(2)),
    'dh squared': ({ h, dh }) => tensor(1).sub(dh.pow(2)).mul(h),
    '(1 - dh**2) * dh': ({ dh }) => tensor(1).sub(dh.pow(2)).mul(dh),
  }),
  ...whole('dhpreact', 'wrong operand', {
    '1 - bnraw**2': ({ bnraw, dh }) => tensor(1).sub(bnraw.pow(2)).mul(dh),
    '1 - hprebn**2': ({ hprebn, dh }) => tensor(1).sub(hprebn.pow(2)).mul(dh),
    'the value h for its gradient': ({ h }) => tensor(1).sub(h.pow(2)).mul(h),
    'tanh(hprebn), before batchnorm': ({ hprebn, dh }) => tensor(1).sub(hprebn.tanh().pow(2)).mul(dh),
  }),
  // A bracket in the wrong place: the 1 goes without its gradient from above.
  ...whole('dhpreact', ['upstream missing', 'wrong local derivative'], {
    '1 - h**2 * dh': ({ h, dh }) => tensor(1).sub(h.pow(2).mul(dh)),
  }),
  // A bracket in the wrong place: the square is of all of it.
  ...whole('dhpreact', ['wrong local derivative', 'wrong operand'], {
    '1 - (h * dh)**2': ({ h, dh }) => tensor(1).sub(h.mul(dh).pow(2)),
    'dh - (h * dh)**2': ({ h, dh }) => dh.sub(h.mul(dh).pow(2)),
  }),
  ...whole('dhpreact', 'sign, factor', {
    'h**2 - 1': ({ h, dh }) => h.pow(2).sub(1).mul(dh),
    '2 * (1 - h**2)': ({ h, dh }) => tensor(2).sub(h.pow(2).mul(2)).mul(dh),
  }),
  ...whole('dhpreact', 'not finite', {
    'the square root of 1 - x**2': ({ hpreact, dh }) => tensor(1).sub(hpreact.pow(2)).sqrt().mul(dh),
    'exp(log(h) * 2)': ({ h, dh }) => tensor(1).sub(h.log().mul(2).exp()).mul(dh),
  }),
]
