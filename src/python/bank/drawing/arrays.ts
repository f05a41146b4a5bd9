/** On numpy's arrays. */
import type { Dice } from './dice.ts'
import { type Drawn, dimension, operand } from './drawn.ts'

export function onArrays(dice: Dice, a: Drawn): string {
  const x = `${a.python}.numpy()`
  const dim = dimension(dice, a)
  const b = operand(dice, a)
  const y = `${b.python}.numpy()`
  const step = ['max', 'min', 'argmax', 'argmin', 'any', 'all']
  return dice.one([
    `np.${dice.one(['sum', 'mean', 'var', 'std', 'prod', 'cumsum', ...step])}(${x}, axis=${dim}${dice.one(['', ', keepdims=True'])})`,
    `np.${dice.one(['sum', 'mean', 'var', 'std', 'prod', ...step])}(${x})`,
    `${x}.${dice.one(['sum', 'mean', 'var', 'std', ...step])}(${dice.one(['', `axis=${dim}`, String(dim), `${dim}, keepdims=True`])})`,
    `np.${dice.one(['exp', 'log', 'sqrt', 'abs', 'tanh', 'square', 'negative', 'sign', 'log1p', 'maximum(0, ', 'minimum(1, '])}(${x})`.replace(
      ', (',
      ', ',
    ),
    `np.${dice.one(['maximum', 'minimum', 'add', 'subtract', 'multiply', 'divide', 'power', 'dot', 'matmul', 'outer'])}(${x}, ${y})`,
    `(${x} ${dice.one(['+', '-', '*', '/', '@', '**', ...(a.isExact ? ['>', '==', '//', '%'] : [])])} ${y})`,
    `${x}.${dice.one(['T', 'shape', 'ndim', 'size', 'flatten()', 'ravel()', 'reshape(-1)', `transpose(${dice.one(['', '1, 0', '0, 1'])})`, 'copy()', `squeeze()`, 'tolist()', 'astype(float)', 'astype(int)', `dot(${y})`, 'reshape(-1, 1)', 'reshape((1, -1))'])}`,
    `np.${dice.one(['concatenate', 'stack', 'hstack', 'vstack'])}([${x}, ${y}]${dice.one(['', ', axis=0', ', axis=-1'])})`.replace(
      /(hstack|vstack)(\(.*?), axis=-?\d\)$/,
      '$1$2)',
    ),
    `np.where(${dice.one(['m', 'o'])}.numpy(), ${x}, ${dice.one([y, '0', '0.5'])})`,
    `np.${dice.one(['reshape', 'transpose', 'expand_dims', 'squeeze', 'zeros_like', 'ones_like', 'clip'])}(${x}${dice.one(['', ', 0', ', (0, 1)', ', -1', ', 0, 1'])})`,
    `np.einsum('ij,kj->ik', ${x}, ${y})`,
    `np.${dice.one(['zeros', 'ones'])}(${dice.one(['(2, 3)', '4', '(0,)', '[2]', '(2, 3), dtype=int'])})`,
    `np.${dice.one(['arange(5)', 'arange(1, 4)', 'eye(3)', 'array([1, 2, 3])', 'array([[1.5, 2], [3, 4]])', 'linspace(0, 1, 5)', 'arange(0, 1, 0.25)', 'full((2, 2), 3)', 'array(2.5)'])}`,
    `${x}[${dice.one(['m.numpy()', 'i.numpy()', '::-1', ':, 0', '...', 'None', 'np.arange(2), j.numpy()', '[0, 1]', '1:'])}]`,
    `np.argmax(${x}, axis=${dim})`,
  ])
}
