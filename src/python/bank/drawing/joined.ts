/** What is made of several tensors: joined, or chosen among. */
import type { Chance } from '../../../tensor/chance.ts'
import { type DrawnExpression, dimension, leaf, leaves, numeral, operand, unshaped } from './expression.ts'

export function joined(chance: Chance, a: DrawnExpression): DrawnExpression {
  const sameShape = leaves.filter(one => String(one.shape) === String(a.shape))
  const b = sameShape.length === 0 || chance.happens(0.1) ? leaf(chance) : chance.one(sameShape)
  const parts = chance.happens(0.3) ? [a, b, a] : [a, b]
  const list = (of: (one: DrawnExpression) => string | null): string => `[${parts.map(of).join(', ')}]`
  const name = chance.one(['cat', 'stack', 'cat', 'stack', 'concat', 'hstack', 'vstack', 'column_stack'])
  if (name.endsWith('stack') && name !== 'stack')
    return unshaped(`torch.${name}((${parts.map(one => one.python).join(', ')}))`, a.kind)
  const dim = dimension(chance, a, name === 'stack' ? 1 : 0)
  const kind = parts.some(one => one.kind === 'float')
    ? 'float'
    : parts.some(one => one.kind === 'int')
      ? 'int'
      : 'bool'
  return {
    python: `torch.${name}(${list(one => one.python)}${chance.happens(0.2) ? '' : `, ${chance.one(['', 'dim='])}${dim}`})`,
    ...{ own: null, shape: null, kind, isExact: a.isExact && b.isExact },
    ...(chance.happens(0.5)
      ? {
          python: `torch.${name}(${list(one => one.python)}, ${dim})`,
          own:
            parts.every(one => one.own !== null) && name !== 'concat'
              ? `${name}(${list(one => one.own)}, ${dim})`
              : null,
        }
      : {}),
  }
}

export function chosen(chance: Chance, a: DrawnExpression): DrawnExpression {
  const b = operand(chance, a)
  const mask = a.isExact ? chance.one(['m', 'o', `(${a.python} > 0)`, 'k']) : chance.one(['m', 'o'])
  const own = { m: 'm', o: 'o', [`(${a.python} > 0)`]: `${a.own}.gt(0)` }[mask] ?? null
  const value = numeral(chance)
  switch (chance.below(8)) {
    case 0:
      return {
        ...unshaped(`torch.where(${mask}, ${a.python}, ${b.python})`, a.kind),
        own: own === null || a.own === null || b.own === null ? null : `where(${own}, ${a.own}, ${b.own})`,
      }
    case 1:
      return unshaped(`torch.where(${mask}, ${a.python}, ${value})`, a.kind)
    case 2:
      return unshaped(`torch.where(${mask}, ${value}, ${a.python})`, a.kind)
    case 3:
      return {
        ...unshaped(`${a.python}.masked_fill(${mask}, ${value})`, a.kind),
        own:
          own === null || a.own === null || value === 'True' || a.kind !== 'float'
            ? null
            : `${a.own}.maskedFill(${own}, ${value})`,
      }
    case 4:
      return unshaped(`${a.python}.where(${mask}, ${b.python})`, a.kind)
    case 5:
      return unshaped(
        chance.one([
          `${a.python}.clamp(${chance.one(['0', 'min=0', 'max=1', '-0.5, 0.5', 'min=-1, max=1.5', '1, 0'])})`,
          `torch.clamp(${a.python}, min=0)`,
          `${a.python}.clip(0, 1)`,
          `${a.python}.clamp_min(0.5)`,
        ]),
        a.kind,
      )
    case 6:
      return unshaped(
        `torch.${chance.one(['maximum', 'minimum', 'max', 'min', 'fmax', 'fmin'])}(${a.python}, ${b.python})`,
        a.kind,
      )
    default:
      return unshaped(
        chance.one([
          `torch.where(${mask})[0]`,
          `${a.python}.masked_select(${mask})`,
          `torch.nonzero(${mask})`,
          `${mask}.nonzero()`,
          `torch.logical_and(${a.python}, ${b.python})`,
          `torch.logical_or(${a.python}, ${b.python})`,
          `torch.logical_xor(${a.python}, ${b.python})`,
          `${mask}.nonzero(as_tuple=True)[0]`,
          `torch.is_tensor(${a.python})`,
          `torch.argwhere(${mask})`,
        ]),
        a.kind,
      )
  }
}
