/** Tensors from nothing, or of another type. */

import type { Chance } from '../../../tensor/chance.ts'
import type { Kind } from '../../box.ts'
import { called } from './arithmetic.ts'
import { type DrawnExpression, dimension, numeral, operand, unshaped } from './expression.ts'

export function made(chance: Chance, a: DrawnExpression): DrawnExpression {
  const x = a.python
  return unshaped(
    chance.one([
      `torch.${chance.one(['zeros_like', 'ones_like'])}(${x})`,
      `torch.full_like(${x}, ${numeral(chance)})`,
      `torch.full((2, 2), ${numeral(chance)})`,
      `torch.arange(${chance.one(['5', '1, 4', '0, 10, 3', '5, 0, -2', '0.5, 2.5', '2.0', '3, 3', 'x.shape[0]', 'end=3'])})`,
      `torch.linspace(0, 1, ${chance.one(['5', '1', 'steps=3', '0'])})`,
      `torch.eye(${chance.one(['3', '2, 3', '0', '1'])})`,
      `torch.tensor(${chance.one(['[1, 2]', '[1.0, 2.0]', '[[1, 2], [3, 4.5]]', '3', '2.0', 'True', '[]', '[True, False]', '[[1], [2]]', '[x[0, 0], 2]', 'x.tolist()', 'x.shape', '[[1, 2], [3]]', '[1, 2], dtype=torch.float64', '[0, 2], dtype=torch.bool', '(1, 2)', 'range(3)', '1e3', '[1, 0.0]'])})${chance.one(['', '', ' / 2', ' // 2', ' * 2', '.mean()', '.sum()'])}`,
      `torch.${chance.one(['zeros', 'ones'])}(${chance.one(['2, 3', '(2, 3)', '[2]', '()', '0', '2, dtype=torch.long', '3, dtype=torch.bool', 'x.shape', '*x.shape', '-1', 'size=(2,)', 'x.size(0)', '2.0'])})${chance.one(['', '', ' + 1', ' / 3', ' == 0', '.mean()'])}`,
      `${x}.new_${chance.one(['zeros(2, 3)', 'ones((2,))', 'full((2,), 1)', 'tensor([1, 2])'])}`,
      `torch.diag(${x})`,
      `torch.cumsum(${x}, ${dimension(chance, a)})`,
      `torch.bincount(${chance.one(['i', 'j', 'i, minlength=5', 'k', x])})`,
      `torch.tril(torch.ones(3, 3))`,
      `torch.meshgrid(b, i)[0]`,
      `torch.stack([${x}[0], ${x}[-1]])`,
      `torch.${chance.one(['pow', 'add', 'sub', 'mul', 'div', 'true_divide', 'multiply', 'subtract', 'floor_divide', 'remainder'])}(${a.isExact ? x : 'x'}, ${chance.one(['2', '0.5', 'x', 'k', '2.0', '-3'])})`,
      `torch.add(${x}, x, alpha=${chance.one(['2', '0.5'])})`,
      `${x}.add(2).mul(3).sub(1)`,
      `torch.div(${a.isExact ? x : 'x'}, 2, rounding_mode=${chance.one(["'floor'", "'trunc'", 'None'])})`,
      `torch.topk(${a.isExact ? x : 'x'}, 1).values`,
      `torch.cov(x)`,
      `torch.numel(${x})`,
    ]),
  )
}

export function converted(chance: Chance, a: DrawnExpression): DrawnExpression {
  if (!a.isExact) return called(chance, a)
  const [call, kind] = chance.one<readonly [string, Kind]>([
    ['double()', 'float'],
    ['float()', 'float'],
    ['long()', 'int'],
    ['int()', 'int'],
    ['bool()', 'bool'],
    ['to(torch.float64)', 'float'],
    ['to(torch.long)', 'int'],
    ['to(dtype=torch.bool)', 'bool'],
    ['type(torch.int64)', 'int'],
    ['type_as(x)', 'float'],
    ['to(x.dtype)', 'float'],
  ])
  if (chance.happens(0.25))
    return unshaped(
      chance.one([
        `${a.python}.tolist()`,
        `${a.python}.shape`,
        `${a.python}.size(${dimension(chance, a)})`,
        `${a.python}.numel()`,
        `len(${a.python})`,
        `${a.python}.dim()`,
        `${a.python}.ndim`,
        `${a.python}.size()`,
        `tuple(${a.python}.shape)`,
        `${a.python}.is_floating_point()`,
        `${a.python}.sum().item()`,
        `float(${a.python}.sum())`,
        `int(${a.python}.sum())`,
        `bool((${a.python} > 0).any())`,
        `${a.python}.nelement()`,
        `${a.python}.shape[${dimension(chance, a)}]`,
        `list(${a.python}.shape)`,
        `${a.python}.shape == x.shape`,
        `torch.equal(${a.python}, ${operand(chance, a).python})`,
        `torch.allclose(${a.python}, ${operand(chance, a).python})`,
        `sum(${a.python})`,
        `max(${a.python}.tolist())`,
        `abs(${a.python})`,
        `torch.numel(${a.python})`,
        `[row.sum() for row in ${a.python}]`,
        `torch.isclose(${a.python}, ${operand(chance, a).python})`,
      ]),
      'float',
    )
  return { python: `${a.python}.${call}`, own: null, shape: a.shape, kind, isExact: true }
}
