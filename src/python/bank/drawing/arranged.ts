/** The same numbers in another arrangement. */
import type { Chance } from '../../../tensor/chance.ts'
import { type DrawnExpression, dimension, operand, same, sizeOf, unshaped } from './expression.ts'

export function arranged(chance: Chance, a: DrawnExpression): DrawnExpression {
  const shape = a.shape!
  const { python: x, own } = a
  const rank = shape.length
  const dim = dimension(chance, a)
  switch (chance.below(19)) {
    case 0: {
      const sizes = sizesFor(chance, sizeOf(shape))
      const shown = chance.happens(0.4) ? [...sizes] : sizes
      if (shown !== sizes && shown.length > 0) shown[chance.below(shown.length)] = -1
      const list = chance.happens(0.02) ? '5, 7' : shown.join(', ')
      return same(
        a,
        `${x}.${chance.one(['view', 'reshape'])}(${chance.happens(0.2) ? `(${list},)`.replace(',,', ',') : list})`,
        `${own}.view(${list})`,
        sizes,
      )
    }
    case 1:
      return same(a, `${x}.T`, rank > 2 ? null : `${own}.T`, shape.toReversed())
    case 2: {
      const [d, e] = [dimension(chance, a), dimension(chance, a)]
      return same(
        a,
        chance.one([
          `${x}.transpose(${d}, ${e})`,
          `torch.transpose(${x}, ${d}, ${e})`,
          `${x}.swapaxes(${d}, ${e})`,
        ]),
        `${own}.transpose(${d}, ${e})`,
        swapped(shape, d, e),
      )
    }
    case 3: {
      const order = shape.map((_, at) => at).sort(() => chance.random() - 0.5)
      return same(
        a,
        chance.one([
          `${x}.permute(${order.join(', ')})`,
          `torch.permute(${x}, (${order.join(', ')}${rank === 1 ? ',' : ''}))`,
        ]),
        `${own}.permute(${order.join(', ')})`,
        order.map(at => shape[at]),
      )
    }
    case 4: {
      const at = dimension(chance, a, 1)
      const place = at < 0 ? at + rank + 1 : at
      return same(
        a,
        chance.one([`${x}.unsqueeze(${at})`, `torch.unsqueeze(${x}, ${at})`]),
        `${own}.unsqueeze(${at})`,
        place < 0 || place > rank ? null : [...shape.slice(0, place), 1, ...shape.slice(place)],
      )
    }
    case 5:
      return same(
        a,
        chance.one([`${x}.squeeze()`, `torch.squeeze(${x})`]),
        `${own}.squeeze()`,
        shape.filter(size => size !== 1),
      )
    case 6: {
      const at = dim < 0 ? dim + rank : dim
      return same(
        a,
        `${x}.squeeze(${dim})`,
        `${own}.squeeze(${dim})`,
        rank === 0 ? [] : at < 0 || at >= rank ? null : shape.filter((size, d) => d !== at || size !== 1),
      )
    }
    case 7: {
      const wide = [
        ...(chance.happens(0.3) ? [2] : []),
        ...shape.map(size => (size === 1 ? chance.one([1, 2, 4]) : chance.happens(0.2) ? -1 : size)),
      ]
      if (wide.length === 0) return a
      const sizes = wide.map((size, at) => (size === -1 ? shape[at - wide.length + rank] : size))
      return same(
        a,
        `${x}.expand(${wide.join(', ')})`,
        `${own}.expand(${wide.join(', ')})`,
        wide[0] === -1 && wide.length > rank ? null : sizes,
      )
    }
    case 8: {
      const times = [...(chance.happens(0.3) ? [2] : []), ...shape.map(() => chance.one([1, 1, 2]))]
      if (times.length === 0) return a
      return same(
        a,
        `${x}.${chance.one(['repeat', 'repeat', 'tile'])}(${times.join(', ')})`,
        `${own}.repeat(${times.join(', ')})`,
        times.map((many, at) => many * (shape[at - times.length + rank] ?? 1)),
      )
    }
    case 9:
      return same(
        a,
        chance.one([`${x}.flatten()`, `${x}.ravel()`, `torch.flatten(${x})`]),
        `${own}.flatten()`,
        [sizeOf(shape)],
      )
    case 10:
      return unshaped(`${x}.flatten(${chance.one(['0', '1', '0, 1', '1, -1', 'start_dim=1', '-2'])})`, a.kind)
    case 11:
      return same(
        a,
        chance.one([`${x}.flip(${dim})`, `torch.flip(${x}, [${dim}])`, `${x}.flip((${dim},))`]),
        `${own}.flip(${dim})`,
        shape,
      )
    case 12:
      return same(
        a,
        chance.one([
          `${x}.roll(${chance.one([1, -1, 5])}, ${dim})`,
          `torch.roll(${x}, ${chance.one([1, 2])}, dims=${dim})`,
          `${x}.roll(1)`,
        ]),
        null,
        shape,
      )
    case 13: {
      const diagonal = chance.one(['', '', '1', '-1'])
      const name = chance.one(['tril', 'triu'])
      return same(
        a,
        chance.one([
          `${x}.${name}(${diagonal})`,
          `torch.${name}(${x}${diagonal === '' ? '' : `, diagonal=${diagonal}`})`,
        ]),
        null,
        rank < 2 ? null : shape,
      )
    }
    case 14: {
      const parts = chance.one([
        `chunk(2, ${dim})`,
        `split(2, ${dim})`,
        `unbind(${dim})`,
        `chunk(3)`,
        `split(1)`,
        `split([1, 1], ${dim})`,
        `tensor_split(2, ${dim})`,
        'unbind()',
      ])
      return unshaped(`${x}.${parts}[${chance.one([0, -1, 1])}]`, a.kind)
    }
    case 15:
      return unshaped(
        chance.one([
          `${x}.narrow(${dim}, 0, 1)`,
          `${x}.select(${dim}, ${chance.one([0, -1])})`,
          `${x}.diagonal()`,
          `${x}.diag()`,
          `torch.trace(${x})`,
          `${x}.mT`,
          `${x}.t()`,
          `torch.t(${x})`,
          `${x}.movedim(0, -1)`,
          `${x}.swapdims(0, 1)`,
          `${x}.adjoint()`,
          `${x}.H`,
        ]),
        a.kind,
      )
    case 16:
      return unshaped(
        chance.one([
          `${x}.view_as(${operand(chance, a).python})`,
          `${x}.expand_as(${operand(chance, a).python})`,
          `${x}.reshape_as(y)`,
          `${x}.unflatten(${dim}, (1, -1))`,
          `torch.atleast_2d(${x})`,
          `torch.broadcast_to(${x}, (2, 3))`,
          `${x}.contiguous().view(-1)`,
          `${x}.unsqueeze(0).unsqueeze(-1)`,
        ]),
        a.kind,
      )
    case 17:
      return unshaped(
        chance.one([
          `${x}.repeat_interleave(2, ${dim})`,
          `${x}.repeat_interleave(2)`,
          `torch.repeat_interleave(${x}, 2, dim=${dim})`,
        ]),
        a.kind,
      )
    default:
      return same(a, `${x}.view(${x}.shape)`, null, shape)
  }
}

/** Sizes of so many numbers together. */
function sizesFor(chance: Chance, many: number): number[] {
  const choices = [
    [many],
    [1, many],
    [many, 1],
    ...[2, 3, 4]
      .filter(size => many > 0 && many % size === 0)
      .flatMap(size => [
        [size, many / size],
        [many / size, size],
      ]),
  ]
  return chance.one(choices)
}

function swapped(shape: readonly number[], d: number, e: number): number[] | null {
  const rank = shape.length
  const [first, second] = [d, e].map(dim => (dim < 0 ? dim + rank : dim))
  if ([first, second].some(dim => dim < 0 || dim >= rank)) return null
  const sizes = [...shape]
  ;[sizes[first], sizes[second]] = [sizes[second], sizes[first]]
  return sizes
}
