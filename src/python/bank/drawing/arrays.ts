/** On numpy's arrays. */
import type { Chance } from '../../../tensor/chance.ts'
import { type DrawnExpression, dimension, operand } from './expression.ts'

export function onArrays(chance: Chance, a: DrawnExpression): string {
  const x = `${a.python}.numpy()`
  const dim = dimension(chance, a)
  const b = operand(chance, a)
  const y = `${b.python}.numpy()`
  const step = ['max', 'min', 'argmax', 'argmin', 'any', 'all']
  return chance.one([
    `np.${chance.one(['sum', 'mean', 'var', 'std', 'prod', 'cumsum', ...step])}(${x}, axis=${dim}${chance.one(['', ', keepdims=True'])})`,
    `np.${chance.one(['sum', 'mean', 'var', 'std', 'prod', ...step])}(${x})`,
    `${x}.${chance.one(['sum', 'mean', 'var', 'std', ...step])}(${chance.one(['', `axis=${dim}`, String(dim), `${dim}, keepdims=True`])})`,
    `np.${chance.one(['exp', 'log', 'sqrt', 'abs', 'tanh', 'square', 'negative', 'sign', 'log1p', 'maximum(0, ', 'minimum(1, '])}(${x})`.replace(
      ', (',
      ', ',
    ),
    `np.${chance.one(['maximum', 'minimum', 'add', 'subtract', 'multiply', 'divide', 'power', 'dot', 'matmul', 'outer'])}(${x}, ${y})`,
    `(${x} ${chance.one(['+', '-', '*', '/', '@', '**', ...(a.isExact ? ['>', '==', '//', '%'] : [])])} ${y})`,
    `${x}.${chance.one(['T', 'shape', 'ndim', 'size', 'flatten()', 'ravel()', 'reshape(-1)', `transpose(${chance.one(['', '1, 0', '0, 1'])})`, 'copy()', `squeeze()`, 'tolist()', 'astype(float)', 'astype(int)', `dot(${y})`, 'reshape(-1, 1)', 'reshape((1, -1))'])}`,
    `np.${chance.one(['concatenate', 'stack', 'hstack', 'vstack'])}([${x}, ${y}]${chance.one(['', ', axis=0', ', axis=-1'])})`.replace(
      /(hstack|vstack)(\(.*?), axis=-?\d\)$/,
      '$1$2)',
    ),
    `np.where(${chance.one(['m', 'o'])}.numpy(), ${x}, ${chance.one([y, '0', '0.5'])})`,
    `np.${chance.one(['reshape', 'transpose', 'expand_dims', 'squeeze', 'zeros_like', 'ones_like', 'clip'])}(${x}${chance.one(['', ', 0', ', (0, 1)', ', -1', ', 0, 1'])})`,
    `np.einsum('ij,kj->ik', ${x}, ${y})`,
    `np.${chance.one(['zeros', 'ones'])}(${chance.one(['(2, 3)', '4', '(0,)', '[2]', '(2, 3), dtype=int'])})`,
    `np.${chance.one(['arange(5)', 'arange(1, 4)', 'eye(3)', 'array([1, 2, 3])', 'array([[1.5, 2], [3, 4]])', 'linspace(0, 1, 5)', 'arange(0, 1, 0.25)', 'full((2, 2), 3)', 'array(2.5)'])}`,
    `${x}[${chance.one(['m.numpy()', 'i.numpy()', '::-1', ':, 0', '...', 'None', 'np.arange(2), j.numpy()', '[0, 1]', '1:'])}]`,
    `np.argmax(${x}, axis=${dim})`,
  ])
}
