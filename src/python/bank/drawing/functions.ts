/** PyTorch's functions of a network, and losses. */
import type { Chance } from '../../../tensor/chance.ts'
import { type DrawnExpression, dimension, leaves, operand, unshaped } from './expression.ts'

export function torchFunction(chance: Chance, a: DrawnExpression): DrawnExpression {
  const dim = dimension(chance, a)
  const x = a.python
  const ours = a.own === null ? null : a.own
  const name = chance.one([
    'softmax',
    'log_softmax',
    'logSoftmax',
    'gelu',
    'silu',
    'softplus',
    'leaky_relu',
    'elu',
    'relu6',
    'hardtanh',
    'logsigmoid',
    'tanh',
    'sigmoid',
    'relu',
    'dropout',
    'normalize',
    'layer_norm',
    'selu',
    'mish',
    'softmin',
    'softsign',
    'tanhshrink',
    'threshold',
    'pad',
  ])
  if (name === 'softmax' || name === 'log_softmax' || name === 'logSoftmax') {
    const own = name === 'softmax' ? 'softmax' : 'logSoftmax'
    const theirs = name === 'softmax' ? 'softmax' : 'log_softmax'
    return {
      python: chance.one([
        `F.${theirs}(${x}, ${dim})`,
        `F.${theirs}(${x}, dim=${dim})`,
        `torch.${theirs}(${x}, ${dim})`,
        `${x}.${theirs}(${dim})`,
        `F.${theirs}(${x}, dim=-1)`,
      ]),
      own: null,
      ...{ shape: a.shape, kind: 'float', isExact: false },
      ...(chance.happens(0.5)
        ? { python: `F.${theirs}(${x}, ${dim})`, own: ours === null ? null : `${own}(${ours}, ${dim})` }
        : {}),
    }
  }
  const more: Readonly<Record<string, string>> = {
    leaky_relu: chance.one(['', ', 0.2', ', negative_slope=0.1']),
    elu: chance.one(['', ', 0.5', ', alpha=2.0']),
    gelu: chance.one(['', ", approximate='tanh'"]),
    softplus: chance.one(['', ', beta=2']),
    dropout: chance.one([', 0.0', ', training=False', ', p=0.5, training=False']),
    layer_norm: `, (${a.shape!.at(-1) ?? 1},)`,
    normalize: chance.one(['', ', dim=0', ', dim=-1']),
    softmin: ', 0',
    threshold: ', 0.5, -1',
    pad: chance.one([', (1, 1)', ', (0, 1)', ', (1, 0, 0, 1)']),
  }
  return unshaped(`F.${name}(${x}${more[name] ?? ''})`)
}

export function loss(chance: Chance, a: DrawnExpression): DrawnExpression {
  const labelled = leaves.filter(
    one => one.shape!.length === 2 && one.shape![0] === 2 && one.kind === 'float',
  )
  const logits = a.shape!.length === 2 && a.shape![0] === 2 && a.kind === 'float' ? a : chance.one(labelled)
  const b = operand(chance, a)
  const reduction = chance.one(['', '', ", reduction='sum'", ", reduction='none'", ", reduction='mean'"])
  switch (chance.below(7)) {
    case 0:
    case 1:
      return {
        ...unshaped(`F.cross_entropy(${logits.python}, j${reduction})`),
        own: reduction === '' && logits.own !== null ? `crossEntropy(${logits.own}, j)` : null,
      }
    case 2:
      return unshaped(
        chance.one([
          `F.one_hot(${chance.one(['i', 'j', 'n', 'k', 'j.view(2, 1)'])}, ${chance.one(['3', 'num_classes=3', '5', '2', 'num_classes=-1'])})`,
          'F.one_hot(i)',
          'F.one_hot(j).float()',
          `F.one_hot(${a.python}, 4)`,
        ]),
        'int',
      )
    case 3:
      return unshaped(`F.nll_loss(F.log_softmax(${logits.python}, 1), j${reduction})`)
    case 4:
      return unshaped(
        `F.${chance.one(['mse_loss', 'l1_loss', 'smooth_l1_loss', 'huber_loss'])}(${a.python}, ${b.python}${reduction})`,
      )
    case 5:
      return unshaped(
        `F.binary_cross_entropy(torch.sigmoid(${a.python}), ${chance.one(['m.float()', '(y > 0).double()', `torch.ones_like(${a.python})`])}${reduction})`,
      )
    default:
      return unshaped(
        `F.binary_cross_entropy_with_logits(${a.python}, ${chance.one(['m.float()', '(y > 0).double()', `torch.ones_like(${a.python})`])}${reduction})`,
      )
  }
}
