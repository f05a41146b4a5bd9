/** Parts of a tensor. */
import type { Dice } from './dice.ts'
import { type Drawn, unshaped } from './drawn.ts'

export function indexed(dice: Dice, a: Drawn): Drawn {
  const shape = a.shape!
  if (dice.chance(0.15)) {
    const mask = dice.one(['m', `(${a.python} > 0)`, 'o', `(${a.python} != ${a.python})`])
    if (!a.isExact && mask.startsWith('(')) return a
    return unshaped(`${a.python}[${mask}]`, a.kind)
  }
  const items = shape.slice(0, 1 + dice.below(Math.max(1, shape.length))).map(size => item(dice, size))
  if (dice.chance(0.1)) items.splice(dice.below(items.length + 1), 0, dice.one(['None', '...', ':']))
  if (items.length === 0) items.push(dice.one(['None', '...', '()', 'True', ':']))
  return {
    ...unshaped(`${a.python}[${items.join(', ')}]`, a.kind),
    own: ownIndex(a, items),
    isExact: a.isExact,
  }
}

/** Something in the brackets for a dimension of this size. */
function item(dice: Dice, size: number): string {
  const at = dice.below(Math.max(1, size + (dice.chance(0.03) ? 1 : 0)))
  return dice.one([
    ...[
      ':',
      ':',
      String(at),
      String(at - size),
      `${at}:`,
      `:${at}`,
      `:-${at + 1}`,
      `-${at + 1}:`,
      '::2',
      '1::2',
    ],
    ...[
      '...',
      'None',
      `[${at}, 0]`,
      `[0, -1, ${at}]`,
      '[True, False]',
      `[${at}]`,
      'i',
      'j',
      'n',
      'o',
      `range(${size})`,
    ],
    ...[
      `${at}:${at + 2}`,
      '5:1',
      '0:0',
      'j[:, None]',
      'torch.arange(2)',
      `torch.arange(${size})`,
      'm',
      '::-1',
      'True',
      `slice(0, ${at})`,
    ],
  ])
}

function ownIndex({ own }: Drawn, items: readonly string[]): string | null {
  if (own === null || !items.every(item => /^(?:-?\d+|i|j|n|torch\.arange\(\d+\))$/.test(item))) return null
  return `${own}.index(${items.map(item => item.replace('torch.', '')).join(', ')})`
}

export function picked(dice: Dice, a: Drawn): Drawn {
  const x = a.shape!.length === 2 && a.shape![0] === 2 ? a.python : 'x'
  return unshaped(
    dice.one([
      `${x}.gather(1, ${dice.one(['j.view(-1, 1)', 'j[:, None]', 'j', 'torch.tensor([[0, 1], [1, 0]])'])})`,
      `torch.gather(${x}, 0, torch.tensor([[0, 1, 0]]))`,
      `${x}.index_select(${dice.one(['0', '1', '-1'])}, ${dice.one(['j', 'i', 'torch.tensor([0])'])})`,
      `torch.zeros(3, 3).index_add(0, ${dice.one(['j', 'torch.tensor([1, 1])'])}, ${x})`,
      `torch.zeros(3, 3).index_add_(0, j, ${x})`,
      `torch.zeros(2, 4).index_add(1, i[:3], ${x})`,
      `torch.zeros(2, 3).scatter(1, j[:, None], ${dice.one(['1.0', 'x', '2'])})`,
      `torch.zeros(2, 3).scatter_(1, j.view(-1, 1), 1)`,
      `torch.zeros(2, 3).scatter_add(1, torch.tensor([[0, 0, 1], [2, 1, 2]]), ${x})`,
      `torch.zeros(2, 3).scatter_add_(1, torch.tensor([[0, 0], [2, 1]]), ${x})`,
      `torch.zeros(4, 3).index_put((torch.tensor([1, 1]),), ${x})`,
      `torch.zeros(2, 3).index_put((torch.arange(2), j), torch.tensor(1.5), accumulate=True)`,
      `torch.take_along_dim(${x}, j[:, None], 1)`,
      `torch.take(${x}, i)`,
      `F.embedding(${dice.one(['j', 'i', 'k', 'torch.tensor([[0, 2], [1, 1]])'])}, w)`,
      `w[${dice.one(['i', 'j', 'torch.tensor([[0, 2], [1, 1]])', 'k', 'x', 'j.tolist()', 'i[:2], j', 'i.long()', 'k.abs() % 3', 'torch.tensor([0.0, 1.0])'])}]`,
      `${x}[range(2), j]`,
      `${x}[torch.arange(2), j]`,
      `-${x}[range(2), j].mean()`,
      `p[:, j]`,
      `p[j - 1, :, j]`,
      `p[:, [0, 1], [1, 2]]`,
      `p[0, :, i]`,
      `p[..., j]`,
      `p[None, j - 1, ..., 0]`,
      `p[o.nonzero()[0]]`,
      `p[:, o]`,
      `p[:, o, 1:3]`,
      `p[m]`,
      `p[j[:, None] - 1, j]`,
      `p[:, None, j, 0]`,
      `p[j - 1, None, j]`,
    ]),
    a.kind,
  )
}
