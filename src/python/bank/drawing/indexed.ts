/** Parts of a tensor. */
import type { Chance } from '../../../tensor/chance.ts'
import { type DrawnExpression, unshaped } from './expression.ts'

export function indexed(chance: Chance, a: DrawnExpression): DrawnExpression {
  const shape = a.shape!
  if (chance.happens(0.15)) {
    const mask = chance.one(['m', `(${a.python} > 0)`, 'o', `(${a.python} != ${a.python})`])
    if (!a.isExact && mask.startsWith('(')) return a
    return unshaped(`${a.python}[${mask}]`, a.kind)
  }
  const items = shape.slice(0, 1 + chance.below(Math.max(1, shape.length))).map(size => item(chance, size))
  if (chance.happens(0.1)) items.splice(chance.below(items.length + 1), 0, chance.one(['None', '...', ':']))
  if (items.length === 0) items.push(chance.one(['None', '...', '()', 'True', ':']))
  return {
    ...unshaped(`${a.python}[${items.join(', ')}]`, a.kind),
    own: ownIndex(a, items),
    isExact: a.isExact,
  }
}

/** Something in the brackets for a dimension of this size. */
function item(chance: Chance, size: number): string {
  const at = chance.below(Math.max(1, size + (chance.happens(0.03) ? 1 : 0)))
  return chance.one([
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

function ownIndex({ own }: DrawnExpression, items: readonly string[]): string | null {
  if (own === null || !items.every(item => /^(?:-?\d+|i|j|n|torch\.arange\(\d+\))$/.test(item))) return null
  return `${own}.index(${items.map(item => item.replace('torch.', '')).join(', ')})`
}

export function picked(chance: Chance, a: DrawnExpression): DrawnExpression {
  const x = a.shape!.length === 2 && a.shape![0] === 2 ? a.python : 'x'
  return unshaped(
    chance.one([
      `${x}.gather(1, ${chance.one(['j.view(-1, 1)', 'j[:, None]', 'j', 'torch.tensor([[0, 1], [1, 0]])'])})`,
      `torch.gather(${x}, 0, torch.tensor([[0, 1, 0]]))`,
      `${x}.index_select(${chance.one(['0', '1', '-1'])}, ${chance.one(['j', 'i', 'torch.tensor([0])'])})`,
      `torch.zeros(3, 3).index_add(0, ${chance.one(['j', 'torch.tensor([1, 1])'])}, ${x})`,
      `torch.zeros(3, 3).index_add_(0, j, ${x})`,
      `torch.zeros(2, 4).index_add(1, i[:3], ${x})`,
      `torch.zeros(2, 3).scatter(1, j[:, None], ${chance.one(['1.0', 'x', '2'])})`,
      `torch.zeros(2, 3).scatter_(1, j.view(-1, 1), 1)`,
      `torch.zeros(2, 3).scatter_add(1, torch.tensor([[0, 0, 1], [2, 1, 2]]), ${x})`,
      `torch.zeros(2, 3).scatter_add_(1, torch.tensor([[0, 0], [2, 1]]), ${x})`,
      `torch.zeros(4, 3).index_put((torch.tensor([1, 1]),), ${x})`,
      `torch.zeros(2, 3).index_put((torch.arange(2), j), torch.tensor(1.5), accumulate=True)`,
      `torch.take_along_dim(${x}, j[:, None], 1)`,
      `torch.take(${x}, i)`,
      `F.embedding(${chance.one(['j', 'i', 'k', 'torch.tensor([[0, 2], [1, 1]])'])}, w)`,
      `w[${chance.one(['i', 'j', 'torch.tensor([[0, 2], [1, 1]])', 'k', 'x', 'j.tolist()', 'i[:2], j', 'i.long()', 'k.abs() % 3', 'torch.tensor([0.0, 1.0])'])}]`,
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
