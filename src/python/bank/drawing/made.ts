/** Tensors from nothing, or of another type. */
import type { Kind } from '../../box.ts'
import { called } from './arithmetic.ts'
import type { Dice } from './dice.ts'
import { type Drawn, dimension, numeral, operand, unshaped } from './drawn.ts'

export function made(dice: Dice, a: Drawn): Drawn {
  const x = a.python
  return unshaped(
    dice.one([
      `torch.${dice.one(['zeros_like', 'ones_like'])}(${x})`,
      `torch.full_like(${x}, ${numeral(dice)})`,
      `torch.full((2, 2), ${numeral(dice)})`,
      `torch.arange(${dice.one(['5', '1, 4', '0, 10, 3', '5, 0, -2', '0.5, 2.5', '2.0', '3, 3', 'x.shape[0]', 'end=3'])})`,
      `torch.linspace(0, 1, ${dice.one(['5', '1', 'steps=3', '0'])})`,
      `torch.eye(${dice.one(['3', '2, 3', '0', '1'])})`,
      `torch.tensor(${dice.one(['[1, 2]', '[1.0, 2.0]', '[[1, 2], [3, 4.5]]', '3', '2.0', 'True', '[]', '[True, False]', '[[1], [2]]', '[x[0, 0], 2]', 'x.tolist()', 'x.shape', '[[1, 2], [3]]', '[1, 2], dtype=torch.float64', '[0, 2], dtype=torch.bool', '(1, 2)', 'range(3)', '1e3', '[1, 0.0]'])})${dice.one(['', '', ' / 2', ' // 2', ' * 2', '.mean()', '.sum()'])}`,
      `torch.${dice.one(['zeros', 'ones'])}(${dice.one(['2, 3', '(2, 3)', '[2]', '()', '0', '2, dtype=torch.long', '3, dtype=torch.bool', 'x.shape', '*x.shape', '-1', 'size=(2,)', 'x.size(0)', '2.0'])})${dice.one(['', '', ' + 1', ' / 3', ' == 0', '.mean()'])}`,
      `${x}.new_${dice.one(['zeros(2, 3)', 'ones((2,))', 'full((2,), 1)', 'tensor([1, 2])'])}`,
      `torch.diag(${x})`,
      `torch.cumsum(${x}, ${dimension(dice, a)})`,
      `torch.bincount(${dice.one(['i', 'j', 'i, minlength=5', 'k', x])})`,
      `torch.tril(torch.ones(3, 3))`,
      `torch.meshgrid(b, i)[0]`,
      `torch.stack([${x}[0], ${x}[-1]])`,
      `torch.${dice.one(['pow', 'add', 'sub', 'mul', 'div', 'true_divide', 'multiply', 'subtract', 'floor_divide', 'remainder'])}(${a.isExact ? x : 'x'}, ${dice.one(['2', '0.5', 'x', 'k', '2.0', '-3'])})`,
      `torch.add(${x}, x, alpha=${dice.one(['2', '0.5'])})`,
      `${x}.add(2).mul(3).sub(1)`,
      `torch.div(${a.isExact ? x : 'x'}, 2, rounding_mode=${dice.one(["'floor'", "'trunc'", 'None'])})`,
      `torch.topk(${a.isExact ? x : 'x'}, 1).values`,
      `torch.cov(x)`,
      `torch.numel(${x})`,
    ]),
  )
}

export function converted(dice: Dice, a: Drawn): Drawn {
  if (!a.isExact) return called(dice, a)
  const [call, kind] = dice.one<readonly [string, Kind]>([
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
  if (dice.chance(0.25))
    return unshaped(
      dice.one([
        `${a.python}.tolist()`,
        `${a.python}.shape`,
        `${a.python}.size(${dimension(dice, a)})`,
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
        `${a.python}.shape[${dimension(dice, a)}]`,
        `list(${a.python}.shape)`,
        `${a.python}.shape == x.shape`,
        `torch.equal(${a.python}, ${operand(dice, a).python})`,
        `torch.allclose(${a.python}, ${operand(dice, a).python})`,
        `sum(${a.python})`,
        `max(${a.python}.tolist())`,
        `abs(${a.python})`,
        `torch.numel(${a.python})`,
        `[row.sum() for row in ${a.python}]`,
        `torch.isclose(${a.python}, ${operand(dice, a).python})`,
      ]),
      'float',
    )
  return { python: `${a.python}.${call}`, own: null, shape: a.shape, kind, isExact: true }
}
