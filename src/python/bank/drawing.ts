/** Expressions over tensors, drawn at random: the same ones for the same seed. Most of them can be computed. */
import { type Generator, generator } from '../../tensor/random.ts'

/** What a program on numpy's arrays begins with. */
export const numpyPreamble = (): string =>
  ['import numpy as np', ...PREAMBLE.split('\n').filter(line => !line.startsWith('import'))]
    .join('\n')
    .replaceAll('torch.tensor', 'np.array')
    .replaceAll('torch.zeros(0, 3)', 'np.zeros((0, 3))')

/** What every other drawn program begins with. Numbers are quarters, so that sums and products of them are exact. */
export const PREAMBLE = `import torch
import torch.nn.functional as F
x = torch.tensor([[0.25, -1.5, 2.75], [-0.5, 1.25, 0.75]])
y = torch.tensor([[1.5, 0.5, -0.25], [2.25, -1.75, 0.75]])
w = torch.tensor([[0.5, -0.25, 1.5, 0.75], [-1.25, 2.5, 0.25, -0.75], [1.75, 0.25, -0.5, 1.25]])
b = torch.tensor([0.5, -0.75, 1.25])
c = torch.tensor([[1.5], [-0.25]])
r = torch.tensor([[0.75, -1.25, 0.25]])
s = torch.tensor(1.25)
p = torch.tensor([[[0.5, 1.25, -0.75, 2.5], [1.75, -0.25, 0.75, 0.25], [-1.5, 0.75, 1.25, -0.5]], [[2.25, -1.25, 0.25, 0.75], [0.25, 1.5, -0.25, -2.5], [0.75, -0.5, 1.75, 1.25]]])
z = torch.zeros(0, 3)
k = torch.tensor([[3, -2, 1], [0, 4, -1]])
i = torch.tensor([2, 0, 1, 2])
j = torch.tensor([1, 2])
n = torch.tensor(2)
m = torch.tensor([[True, False, True], [False, False, True]])
o = torch.tensor([True, False, True])
`

type Kind = 'float' | 'int' | 'bool'

/** An expression, in Python and, where there is one, on our own tensors. */
interface Drawn {
  readonly python: string
  readonly own: string | null
  /** null: nobody can tell, or there is none. */
  readonly shape: readonly number[] | null
  readonly kind: Kind
  /** No rounding on the way: what is compared or rounded is the same everywhere. */
  readonly isExact: boolean
}

const leaves: readonly Drawn[] = (
  [
    ['x', [2, 3], 'float'],
    ['y', [2, 3], 'float'],
    ['w', [3, 4], 'float'],
    ['b', [3], 'float'],
    ['c', [2, 1], 'float'],
    ['r', [1, 3], 'float'],
    ['s', [], 'float'],
    ['p', [2, 3, 4], 'float'],
    ['z', [0, 3], 'float'],
    ['k', [2, 3], 'int'],
    ['i', [4], 'int'],
    ['j', [2], 'int'],
    ['n', [], 'int'],
    ['m', [2, 3], 'bool'],
    ['o', [3], 'bool'],
  ] as const
).map(([name, shape, kind]) => ({ python: name, own: name, shape, kind, isExact: true }))

export interface DrawnProgram {
  readonly library: 'torch' | 'numpy'
  /** Its last line sets `result`. */
  readonly python: string
  /** The same as an expression on our own tensors, where it can be written so. */
  readonly own: string | null
}

export function programsFrom(seed: number): () => DrawnProgram {
  const draw = new Drawing(generator(seed))
  return () => draw.program()
}

const broadcast = (a: readonly number[], b: readonly number[]): number[] | null => {
  const rank = Math.max(a.length, b.length)
  const sizes = Array.from({ length: rank }, (_, at) => {
    const [left, right] = [a, b].map(one => one[at - rank + one.length] ?? 1)
    return left === right || right === 1 ? left : left === 1 ? right : -1
  })
  return sizes.includes(-1) ? null : sizes
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((all, size) => all * size, 1)

class Drawing {
  private readonly g: Generator
  constructor(g: Generator) {
    this.g = g
  }

  private below(many: number): number {
    return Math.floor(this.g.random() * many)
  }

  private one<T>(of: readonly T[]): T {
    return of[this.below(of.length)]
  }

  private chance(part: number): boolean {
    return this.g.random() < part
  }

  program(): DrawnProgram {
    const library = 'torch'
    if (this.chance(0.15)) return { library, python: this.inPlace(), own: null }
    if (this.chance(0.06)) return { library, python: `result = ${this.plain()}\n`, own: null }
    if (this.chance(0.08))
      return {
        library: 'numpy',
        python: `result = ${this.numpy(this.leaf()).replaceAll('.numpy()', '')}\n`,
        own: null,
      }
    const { python, own } = this.expression(1 + this.below(3))
    return { library, python: `result = ${python}\n`, own }
  }

  /** An expression so many operations deep. */
  private expression(depth: number): Drawn {
    if (depth === 0) return this.leaf()
    const x = this.expression(this.chance(0.7) ? depth - 1 : 0)
    if (x.shape === null) return x
    const rules = [
      this.arithmetic,
      this.arithmetic,
      this.arithmetic,
      this.compared,
      this.function,
      this.function,
      this.reduced,
      this.reduced,
      this.reduced,
      this.arranged,
      this.arranged,
      this.arranged,
      this.indexed,
      this.indexed,
      this.indexed,
      this.product,
      this.joined,
      this.chosen,
      this.torchFunction,
      this.loss,
      this.converted,
      this.made,
      this.einsum,
      this.picked,
    ]
    return this.one(rules).call(this, x)
  }

  private leaf(): Drawn {
    return this.one(leaves)
  }

  /** Some shape, or none if it is left open. */
  private open(python: string, kind: Kind = 'float'): Drawn {
    return { python, own: null, shape: null, kind, isExact: false }
  }

  private number(): string {
    return this.one(['2', '3', '-1', '0', '0.5', '-1.5', '2.0', '1', '4', 'True'])
  }

  private arithmetic(a: Drawn): Drawn {
    const sign = this.one(['+', '-', '*', '/', '+', '-', '*', '**', '//', '%', '&', '|', '^', '<<', '>>'])
    const isWhole = ['&', '|', '^', '<<', '>>', '//', '%'].includes(sign)
    if (isWhole && !a.isExact) return this.arranged(a)
    if (['&', '|', '^', '<<', '>>'].includes(sign) && a.kind === 'float' && this.chance(0.9))
      return this.arranged(a)
    const name = ({ '+': 'add', '-': 'sub', '*': 'mul', '/': 'div', '**': 'pow' } as Record<string, string>)[
      sign
    ]
    if (this.chance(0.35)) {
      const number = sign === '**' ? this.one(['2', '3', '0.5', '-1', '0', '2.0']) : this.number()
      const isWholeNumber = !number.includes('.')
      const kind =
        sign === '/' || !isWholeNumber || a.kind === 'float'
          ? 'float'
          : a.kind === 'bool' && number === 'True'
            ? 'bool'
            : 'int'
      const isExact = a.isExact && sign !== '/' && sign !== '**'
      const own =
        name === undefined || number === 'True' || a.own === null || a.kind === 'bool' ? null : number
      if (this.chance(0.4) && sign !== '**')
        return {
          python: `(${number} ${sign} ${a.python})`,
          own: own === null ? null : `tensor(${own}).${name}(${a.own})`,
          ...{ shape: a.shape, kind, isExact },
        }
      return {
        python: `(${a.python} ${sign} ${number})`,
        own: own === null ? null : `${a.own}.${name}(${own})`,
        ...{ shape: a.shape, kind, isExact },
      }
    }
    const b = this.other(a)
    if (isWhole && !b.isExact) return this.arranged(a)
    const shape = b.shape === null ? null : broadcast(a.shape!, b.shape)
    const kind =
      sign === '/' || a.kind === 'float' || b.kind === 'float'
        ? 'float'
        : a.kind === 'bool' && b.kind === 'bool'
          ? 'bool'
          : 'int'
    return {
      python: `(${a.python} ${sign} ${b.python})`,
      own:
        name === undefined ||
        a.kind === 'bool' ||
        b.kind === 'bool' ||
        // A negative power of a whole number is none there.
        (sign === '**' && kind === 'int') ||
        a.own === null ||
        b.own === null
          ? null
          : `${a.own}.${name}(${b.own})`,
      ...{ shape, kind, isExact: a.isExact && b.isExact && sign !== '/' && sign !== '**' },
    }
  }

  /** Another operand: one that fits, nearly always. */
  private other({ shape }: Drawn): Drawn {
    const fits = leaves.filter(one => broadcast(shape!, one.shape!) !== null)
    return fits.length === 0 || this.chance(0.06) ? this.leaf() : this.one(fits)
  }

  private compared(a: Drawn): Drawn {
    if (!a.isExact) return this.function(a)
    const [sign, own] = this.one([
      ['==', 'eq'],
      ['!=', 'ne'],
      ['<', 'lt'],
      ['<=', 'le'],
      ['>', 'gt'],
      ['>=', 'ge'],
    ] as const)
    if (this.chance(0.4)) {
      const number = this.number()
      return {
        python: this.chance(0.2) ? `torch.${own}(${a.python}, ${number})` : `(${a.python} ${sign} ${number})`,
        own: a.own === null || number === 'True' ? null : `${a.own}.${own}(${number})`,
        ...{ shape: a.shape, kind: 'bool', isExact: true },
      }
    }
    const b = this.other(a)
    if (this.chance(0.1)) return { ...this.open(`(~(${a.python} ${sign} ${b.python}))`, 'bool') }
    return {
      python: this.chance(0.2) ? `${a.python}.${own}(${b.python})` : `(${a.python} ${sign} ${b.python})`,
      own: a.own === null || b.own === null ? null : `${a.own}.${own}(${b.own})`,
      ...{ shape: b.shape === null ? null : broadcast(a.shape!, b.shape), kind: 'bool', isExact: true },
    }
  }

  private function(a: Drawn): Drawn {
    const name = this.one(
      'exp log sqrt abs sign sin cos sinh cosh tanh sigmoid relu erf square reciprocal rsqrt neg log2 log10 log1p expm1 floor ceil round trunc isnan isfinite logical_not clone detach positive tan atan asin'.split(
        ' ',
      ),
    )
    const isStep = ['sign', 'floor', 'ceil', 'round', 'trunc', 'logical_not'].includes(name)
    if (isStep && !a.isExact) return this.arranged(a)
    const ours =
      'exp log sqrt abs sign sin cos sinh cosh tanh sigmoid relu erf square reciprocal rsqrt neg'.split(' ')
    const keeps = [
      'abs',
      'sign',
      'relu',
      'square',
      'neg',
      'floor',
      'ceil',
      'clone',
      'detach',
      'positive',
      'round',
      'trunc',
    ]
    const python =
      name === 'neg' && this.chance(0.7)
        ? `(-${a.python})`
        : this.chance(0.5)
          ? `${a.python}.${name}()`
          : `torch.${name}(${a.python})`
    return {
      python,
      own: a.own === null || !ours.includes(name) ? null : `${a.own}.${name}()`,
      shape: a.shape,
      kind: ['isnan', 'isfinite', 'logical_not'].includes(name)
        ? 'bool'
        : keeps.includes(name)
          ? a.kind
          : 'float',
      isExact: a.isExact && (keeps.includes(name) || name === 'logical_not'),
    }
  }

  /** A dimension of a tensor; now and then one that it hasn't. */
  private dim({ shape }: Drawn, more = 0): number {
    const rank = shape!.length + more
    if (rank === 0) return this.one([0, -1])
    const dim = this.below(rank)
    if (this.chance(0.02)) return this.one([rank, -rank - 1])
    return this.chance(0.4) ? dim - rank : dim
  }

  private without(shape: readonly number[], dims: readonly number[], isKept: boolean): number[] | null {
    const rank = shape.length
    const at = dims.map(dim => (dim < 0 ? dim + rank : dim))
    if (at.some(dim => dim < 0 || dim >= rank)) return null
    return isKept
      ? shape.map((size, dim) => (at.includes(dim) ? 1 : size))
      : shape.filter((_, dim) => !at.includes(dim))
  }

  private reduced(a: Drawn): Drawn {
    const name = this.one(
      'sum sum mean mean max min var std prod argmax argmin all any logsumexp cumsum amax amin norm median cumprod count_nonzero sort argsort'.split(
        ' ',
      ),
    )
    const isStep = [
      'max',
      'min',
      'argmax',
      'argmin',
      'all',
      'any',
      'amax',
      'amin',
      'median',
      'sort',
      'argsort',
    ].includes(name)
    if (isStep && !a.isExact) return this.reducedBySum(a)
    const kinds: Readonly<Record<string, Kind>> = {
      ...{ argmax: 'int', argmin: 'int', all: 'bool', any: 'bool', count_nonzero: 'int', argsort: 'int' },
      ...{ max: a.kind, min: a.kind, amax: a.kind, amin: a.kind, median: a.kind, sort: a.kind },
      ...{ sum: a.kind === 'float' ? 'float' : 'int', prod: a.kind === 'float' ? 'float' : 'int' },
      ...{ cumsum: a.kind === 'float' ? 'float' : 'int' },
    }
    const kind = kinds[name] ?? 'float'
    const isExact = a.isExact && (isStep || name === 'sum' || name === 'cumsum')
    const ours = 'sum mean max min var std prod argmax argmin logsumexp cumsum'.split(' ')
    const isOurs = a.own !== null && ours.includes(name)
    const isFunction = this.chance(0.3)
    const call = (args: string): string =>
      isFunction
        ? `torch.${name}(${a.python}${args === '' ? '' : `, ${args}`})`
        : `${a.python}.${name}(${args})`
    if (this.chance(0.25) && !['cumsum', 'logsumexp', 'cumprod'].includes(name)) {
      const isBiased = (name === 'var' || name === 'std') && this.chance(0.4)
      return {
        python: call(isBiased ? this.one(['unbiased=False', 'False', 'correction=0', '0']) : ''),
        own: isOurs && !isBiased ? `${a.own}.${name}()` : null,
        ...{ shape: [], kind, isExact },
      }
    }
    const several =
      ['sum', 'mean', 'var', 'std', 'logsumexp', 'amax', 'amin'].includes(name) && this.chance(0.2)
    const dims = several ? [this.dim(a), this.dim(a)] : [this.dim(a)]
    const isKept =
      this.chance(0.45) && !['cumsum', 'cumprod', 'sort', 'argsort', 'count_nonzero'].includes(name)
    const dim = several ? this.one([`(${dims.join(', ')})`, `[${dims.join(', ')}]`]) : String(dims[0])
    const named = this.chance(0.3) ? this.one(['dim=', 'dim=', 'axis=']) : ''
    const isBiased = (name === 'var' || name === 'std') && this.chance(0.5)
    const kept = isKept
      ? `, ${this.one(['keepdim=True', 'keepdim=True', 'keepdims=True', isBiased || named !== '' || name === 'var' || name === 'std' ? 'keepdim=True' : 'True'])}`
      : ''
    const biased = isBiased ? `, ${this.one(['unbiased=False', 'correction=0', 'unbiased=True'])}` : ''
    const python = call(`${named}${dim}${biased}${kept}`)
    const shape = ['cumsum', 'cumprod', 'sort', 'argsort'].includes(name)
      ? a.shape
      : this.without(a.shape!, dims, isKept)
    const isPair = ['max', 'min', 'median', 'sort'].includes(name)
    const part = isPair ? this.one(['.values', '.indices', '[0]', '[1]']) : ''
    const isIndex = part === '.indices' || part === '[1]'
    const own = several ? `[${dims.join(', ')}]` : String(dims[0])
    return {
      python: `${python}${part}`,
      own:
        !isOurs || isBiased
          ? null
          : `${a.own}.${name}(${own}${isKept ? ', { keepdim: true }' : ''})${isPair ? (isIndex ? '.indices' : '.values') : ''}`,
      shape,
      kind: isIndex ? 'int' : kind,
      isExact,
    }
  }

  private reducedBySum(a: Drawn): Drawn {
    const dim = this.dim(a)
    return {
      python: `${a.python}.sum(${dim}, keepdim=True)`,
      own: a.own === null ? null : `${a.own}.sum(${dim}, { keepdim: true })`,
      shape: this.without(a.shape!, [dim], true),
      kind: a.kind === 'float' ? 'float' : 'int',
      isExact: a.isExact,
    }
  }

  private same(a: Drawn, python: string, own: string | null, shape: readonly number[] | null): Drawn {
    return { ...a, python, own: a.own === null ? null : own, shape }
  }

  /** Sizes of so many numbers together. */
  private sizesFor(many: number): number[] {
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
    return this.one(choices)
  }

  private arranged(a: Drawn): Drawn {
    const shape = a.shape!
    const { python: x, own } = a
    const rank = shape.length
    const dim = this.dim(a)
    switch (this.below(19)) {
      case 0: {
        const sizes = this.sizesFor(sizeOf(shape))
        const shown = this.chance(0.4) ? [...sizes] : sizes
        if (shown !== sizes && shown.length > 0) shown[this.below(shown.length)] = -1
        const list = this.chance(0.02) ? '5, 7' : shown.join(', ')
        return this.same(
          a,
          `${x}.${this.one(['view', 'reshape'])}(${this.chance(0.2) ? `(${list},)`.replace(',,', ',') : list})`,
          `${own}.view(${list})`,
          sizes,
        )
      }
      case 1:
        return this.same(a, `${x}.T`, rank > 2 ? null : `${own}.T`, shape.toReversed())
      case 2: {
        const [d, e] = [this.dim(a), this.dim(a)]
        return this.same(
          a,
          this.one([
            `${x}.transpose(${d}, ${e})`,
            `torch.transpose(${x}, ${d}, ${e})`,
            `${x}.swapaxes(${d}, ${e})`,
          ]),
          `${own}.transpose(${d}, ${e})`,
          this.swapped(shape, d, e),
        )
      }
      case 3: {
        const order = shape.map((_, at) => at).sort(() => this.g.random() - 0.5)
        return this.same(
          a,
          this.one([
            `${x}.permute(${order.join(', ')})`,
            `torch.permute(${x}, (${order.join(', ')}${rank === 1 ? ',' : ''}))`,
          ]),
          `${own}.permute(${order.join(', ')})`,
          order.map(at => shape[at]),
        )
      }
      case 4: {
        const at = this.dim(a, 1)
        const place = at < 0 ? at + rank + 1 : at
        return this.same(
          a,
          this.one([`${x}.unsqueeze(${at})`, `torch.unsqueeze(${x}, ${at})`]),
          `${own}.unsqueeze(${at})`,
          place < 0 || place > rank ? null : [...shape.slice(0, place), 1, ...shape.slice(place)],
        )
      }
      case 5:
        return this.same(
          a,
          this.one([`${x}.squeeze()`, `torch.squeeze(${x})`]),
          `${own}.squeeze()`,
          shape.filter(size => size !== 1),
        )
      case 6: {
        const at = dim < 0 ? dim + rank : dim
        return this.same(
          a,
          `${x}.squeeze(${dim})`,
          `${own}.squeeze(${dim})`,
          rank === 0 ? [] : at < 0 || at >= rank ? null : shape.filter((size, d) => d !== at || size !== 1),
        )
      }
      case 7: {
        const wide = [
          ...(this.chance(0.3) ? [2] : []),
          ...shape.map(size => (size === 1 ? this.one([1, 2, 4]) : this.chance(0.2) ? -1 : size)),
        ]
        if (wide.length === 0) return a
        const sizes = wide.map((size, at) => (size === -1 ? shape[at - wide.length + rank] : size))
        return this.same(
          a,
          `${x}.expand(${wide.join(', ')})`,
          `${own}.expand(${wide.join(', ')})`,
          wide[0] === -1 && wide.length > rank ? null : sizes,
        )
      }
      case 8: {
        const times = [...(this.chance(0.3) ? [2] : []), ...shape.map(() => this.one([1, 1, 2]))]
        if (times.length === 0) return a
        return this.same(
          a,
          `${x}.${this.one(['repeat', 'repeat', 'tile'])}(${times.join(', ')})`,
          `${own}.repeat(${times.join(', ')})`,
          times.map((many, at) => many * (shape[at - times.length + rank] ?? 1)),
        )
      }
      case 9:
        return this.same(
          a,
          this.one([`${x}.flatten()`, `${x}.ravel()`, `torch.flatten(${x})`]),
          `${own}.flatten()`,
          [sizeOf(shape)],
        )
      case 10:
        return this.open(
          `${x}.flatten(${this.one(['0', '1', '0, 1', '1, -1', 'start_dim=1', '-2'])})`,
          a.kind,
        )
      case 11:
        return this.same(
          a,
          this.one([`${x}.flip(${dim})`, `torch.flip(${x}, [${dim}])`, `${x}.flip((${dim},))`]),
          `${own}.flip(${dim})`,
          shape,
        )
      case 12:
        return this.same(
          a,
          this.one([
            `${x}.roll(${this.one([1, -1, 5])}, ${dim})`,
            `torch.roll(${x}, ${this.one([1, 2])}, dims=${dim})`,
            `${x}.roll(1)`,
          ]),
          null,
          shape,
        )
      case 13: {
        const diagonal = this.one(['', '', '1', '-1'])
        const name = this.one(['tril', 'triu'])
        return this.same(
          a,
          this.one([
            `${x}.${name}(${diagonal})`,
            `torch.${name}(${x}${diagonal === '' ? '' : `, diagonal=${diagonal}`})`,
          ]),
          null,
          rank < 2 ? null : shape,
        )
      }
      case 14: {
        const parts = this.one([
          `chunk(2, ${dim})`,
          `split(2, ${dim})`,
          `unbind(${dim})`,
          `chunk(3)`,
          `split(1)`,
          `split([1, 1], ${dim})`,
          `tensor_split(2, ${dim})`,
          'unbind()',
        ])
        return this.open(`${x}.${parts}[${this.one([0, -1, 1])}]`, a.kind)
      }
      case 15:
        return this.open(
          this.one([
            `${x}.narrow(${dim}, 0, 1)`,
            `${x}.select(${dim}, ${this.one([0, -1])})`,
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
        return this.open(
          this.one([
            `${x}.view_as(${this.other(a).python})`,
            `${x}.expand_as(${this.other(a).python})`,
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
        return this.open(
          this.one([
            `${x}.repeat_interleave(2, ${dim})`,
            `${x}.repeat_interleave(2)`,
            `torch.repeat_interleave(${x}, 2, dim=${dim})`,
          ]),
          a.kind,
        )
      default:
        return this.same(a, `${x}.view(${x}.shape)`, null, shape)
    }
  }

  private swapped(shape: readonly number[], d: number, e: number): number[] | null {
    const rank = shape.length
    const [first, second] = [d, e].map(dim => (dim < 0 ? dim + rank : dim))
    if ([first, second].some(dim => dim < 0 || dim >= rank)) return null
    const sizes = [...shape]
    ;[sizes[first], sizes[second]] = [sizes[second], sizes[first]]
    return sizes
  }

  /** Something in the brackets for a dimension of this size. */
  private item(size: number): string {
    const at = this.below(Math.max(1, size + (this.chance(0.03) ? 1 : 0)))
    return this.one([
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

  private indexed(a: Drawn): Drawn {
    const shape = a.shape!
    if (this.chance(0.15)) {
      const mask = this.one(['m', `(${a.python} > 0)`, 'o', `(${a.python} != ${a.python})`])
      if (!a.isExact && mask.startsWith('(')) return a
      return this.open(`${a.python}[${mask}]`, a.kind)
    }
    const items = shape.slice(0, 1 + this.below(Math.max(1, shape.length))).map(size => this.item(size))
    if (this.chance(0.1)) items.splice(this.below(items.length + 1), 0, this.one(['None', '...', ':']))
    if (items.length === 0) items.push(this.one(['None', '...', '()', 'True', ':']))
    return {
      ...this.open(`${a.python}[${items.join(', ')}]`, a.kind),
      own: this.ownIndex(a, items),
      isExact: a.isExact,
    }
  }

  private ownIndex({ own }: Drawn, items: readonly string[]): string | null {
    if (own === null || !items.every(item => /^(?:-?\d+|i|j|n|torch\.arange\(\d+\))$/.test(item))) return null
    return `${own}.index(${items.map(item => item.replace('torch.', '')).join(', ')})`
  }

  private product(a: Drawn): Drawn {
    const { shape } = a
    const fits = leaves.filter(one => {
      const [mine, theirs] = [shape!.at(-1), one.shape!.length > 1 ? one.shape!.at(-2) : one.shape![0]]
      return mine !== undefined && mine === theirs && one.kind === a.kind
    })
    const b = fits.length === 0 || this.chance(0.1) ? this.leaf() : this.one(fits)
    const shapeOf = (): number[] | null =>
      shape!.length === 2 && b.shape!.length === 2 && fits.includes(b) ? [shape![0], b.shape![1]] : null
    return {
      python: this.one([
        `(${a.python} @ ${b.python})`,
        `(${a.python} @ ${b.python})`,
        `${a.python}.matmul(${b.python})`,
        `torch.matmul(${a.python}, ${b.python})`,
        this.one([
          `torch.mm(${a.python}, ${b.python})`,
          `${a.python}.mv(${b.python})`,
          `torch.dot(${a.python}, ${b.python})`,
          `torch.outer(${a.python}, ${b.python})`,
          `torch.bmm(${a.python}, ${b.python})`,
          `torch.inner(${a.python}, ${b.python})`,
          `torch.tensordot(${a.python}, ${b.python}, dims=1)`,
          `F.linear(${a.python}, ${b.python})`,
        ]),
      ]),
      ...{ own: null, shape: null, kind: a.kind, isExact: a.isExact && b.isExact },
      ...(this.chance(0.5)
        ? {
            python: `(${a.python} @ ${b.python})`,
            own: a.own === null || b.own === null ? null : `${a.own}.matmul(${b.own})`,
            shape: shapeOf(),
          }
        : {}),
    }
  }

  private joined(a: Drawn): Drawn {
    const sameShape = leaves.filter(one => String(one.shape) === String(a.shape))
    const b = sameShape.length === 0 || this.chance(0.1) ? this.leaf() : this.one(sameShape)
    const parts = this.chance(0.3) ? [a, b, a] : [a, b]
    const list = (of: (one: Drawn) => string | null): string => `[${parts.map(of).join(', ')}]`
    const name = this.one(['cat', 'stack', 'cat', 'stack', 'concat', 'hstack', 'vstack', 'column_stack'])
    if (name.endsWith('stack') && name !== 'stack')
      return this.open(`torch.${name}((${parts.map(one => one.python).join(', ')}))`, a.kind)
    const dim = this.dim(a, name === 'stack' ? 1 : 0)
    const kind = parts.some(one => one.kind === 'float')
      ? 'float'
      : parts.some(one => one.kind === 'int')
        ? 'int'
        : 'bool'
    return {
      python: `torch.${name}(${list(one => one.python)}${this.chance(0.2) ? '' : `, ${this.one(['', 'dim='])}${dim}`})`,
      ...{ own: null, shape: null, kind, isExact: a.isExact && b.isExact },
      ...(this.chance(0.5)
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

  private chosen(a: Drawn): Drawn {
    const b = this.other(a)
    const mask = a.isExact ? this.one(['m', 'o', `(${a.python} > 0)`, 'k']) : this.one(['m', 'o'])
    const own = { m: 'm', o: 'o', [`(${a.python} > 0)`]: `${a.own}.gt(0)` }[mask] ?? null
    const value = this.number()
    switch (this.below(8)) {
      case 0:
        return {
          ...this.open(`torch.where(${mask}, ${a.python}, ${b.python})`, a.kind),
          own: own === null || a.own === null || b.own === null ? null : `where(${own}, ${a.own}, ${b.own})`,
        }
      case 1:
        return this.open(`torch.where(${mask}, ${a.python}, ${value})`, a.kind)
      case 2:
        return this.open(`torch.where(${mask}, ${value}, ${a.python})`, a.kind)
      case 3:
        return {
          ...this.open(`${a.python}.masked_fill(${mask}, ${value})`, a.kind),
          own:
            own === null || a.own === null || value === 'True' || a.kind !== 'float'
              ? null
              : `${a.own}.maskedFill(${own}, ${value})`,
        }
      case 4:
        return this.open(`${a.python}.where(${mask}, ${b.python})`, a.kind)
      case 5:
        return this.open(
          this.one([
            `${a.python}.clamp(${this.one(['0', 'min=0', 'max=1', '-0.5, 0.5', 'min=-1, max=1.5', '1, 0'])})`,
            `torch.clamp(${a.python}, min=0)`,
            `${a.python}.clip(0, 1)`,
            `${a.python}.clamp_min(0.5)`,
          ]),
          a.kind,
        )
      case 6:
        return this.open(
          `torch.${this.one(['maximum', 'minimum', 'max', 'min', 'fmax', 'fmin'])}(${a.python}, ${b.python})`,
          a.kind,
        )
      default:
        return this.open(
          this.one([
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

  private torchFunction(a: Drawn): Drawn {
    const dim = this.dim(a)
    const x = a.python
    const ours = a.own === null ? null : a.own
    const name = this.one([
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
        python: this.one([
          `F.${theirs}(${x}, ${dim})`,
          `F.${theirs}(${x}, dim=${dim})`,
          `torch.${theirs}(${x}, ${dim})`,
          `${x}.${theirs}(${dim})`,
          `F.${theirs}(${x}, dim=-1)`,
        ]),
        own: null,
        ...{ shape: a.shape, kind: 'float', isExact: false },
        ...(this.chance(0.5)
          ? { python: `F.${theirs}(${x}, ${dim})`, own: ours === null ? null : `${own}(${ours}, ${dim})` }
          : {}),
      }
    }
    const more: Readonly<Record<string, string>> = {
      leaky_relu: this.one(['', ', 0.2', ', negative_slope=0.1']),
      elu: this.one(['', ', 0.5', ', alpha=2.0']),
      gelu: this.one(['', ", approximate='tanh'"]),
      softplus: this.one(['', ', beta=2']),
      dropout: this.one([', 0.0', ', training=False', ', p=0.5, training=False']),
      layer_norm: `, (${a.shape!.at(-1) ?? 1},)`,
      normalize: this.one(['', ', dim=0', ', dim=-1']),
      softmin: ', 0',
      threshold: ', 0.5, -1',
      pad: this.one([', (1, 1)', ', (0, 1)', ', (1, 0, 0, 1)']),
    }
    return this.open(`F.${name}(${x}${more[name] ?? ''})`)
  }

  private loss(a: Drawn): Drawn {
    const labelled = leaves.filter(
      one => one.shape!.length === 2 && one.shape![0] === 2 && one.kind === 'float',
    )
    const logits = a.shape!.length === 2 && a.shape![0] === 2 && a.kind === 'float' ? a : this.one(labelled)
    const b = this.other(a)
    const reduction = this.one(['', '', ", reduction='sum'", ", reduction='none'", ", reduction='mean'"])
    switch (this.below(7)) {
      case 0:
      case 1:
        return {
          ...this.open(`F.cross_entropy(${logits.python}, j${reduction})`),
          own: reduction === '' && logits.own !== null ? `crossEntropy(${logits.own}, j)` : null,
        }
      case 2:
        return this.open(
          this.one([
            `F.one_hot(${this.one(['i', 'j', 'n', 'k', 'j.view(2, 1)'])}, ${this.one(['3', 'num_classes=3', '5', '2', 'num_classes=-1'])})`,
            'F.one_hot(i)',
            'F.one_hot(j).float()',
            `F.one_hot(${a.python}, 4)`,
          ]),
          'int',
        )
      case 3:
        return this.open(`F.nll_loss(F.log_softmax(${logits.python}, 1), j${reduction})`)
      case 4:
        return this.open(
          `F.${this.one(['mse_loss', 'l1_loss', 'smooth_l1_loss', 'huber_loss'])}(${a.python}, ${b.python}${reduction})`,
        )
      case 5:
        return this.open(
          `F.binary_cross_entropy(torch.sigmoid(${a.python}), ${this.one(['m.float()', '(y > 0).double()', `torch.ones_like(${a.python})`])}${reduction})`,
        )
      default:
        return this.open(
          `F.binary_cross_entropy_with_logits(${a.python}, ${this.one(['m.float()', '(y > 0).double()', `torch.ones_like(${a.python})`])}${reduction})`,
        )
    }
  }

  private converted(a: Drawn): Drawn {
    if (!a.isExact) return this.function(a)
    const [call, kind] = this.one<readonly [string, Kind]>([
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
    if (this.chance(0.25))
      return this.open(
        this.one([
          `${a.python}.tolist()`,
          `${a.python}.shape`,
          `${a.python}.size(${this.dim(a)})`,
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
          `${a.python}.shape[${this.dim(a)}]`,
          `list(${a.python}.shape)`,
          `${a.python}.shape == x.shape`,
          `torch.equal(${a.python}, ${this.other(a).python})`,
          `torch.allclose(${a.python}, ${this.other(a).python})`,
          `sum(${a.python})`,
          `max(${a.python}.tolist())`,
          `abs(${a.python})`,
          `torch.numel(${a.python})`,
          `[row.sum() for row in ${a.python}]`,
          `torch.isclose(${a.python}, ${this.other(a).python})`,
        ]),
        'float',
      )
    return { python: `${a.python}.${call}`, own: null, shape: a.shape, kind, isExact: true }
  }

  /** On numpy's arrays. */
  private numpy(a: Drawn): string {
    const x = `${a.python}.numpy()`
    const dim = this.dim(a)
    const b = this.other(a)
    const y = `${b.python}.numpy()`
    const step = ['max', 'min', 'argmax', 'argmin', 'any', 'all']
    return this.one([
      `np.${this.one(['sum', 'mean', 'var', 'std', 'prod', 'cumsum', ...step])}(${x}, axis=${dim}${this.one(['', ', keepdims=True'])})`,
      `np.${this.one(['sum', 'mean', 'var', 'std', 'prod', ...step])}(${x})`,
      `${x}.${this.one(['sum', 'mean', 'var', 'std', ...step])}(${this.one(['', `axis=${dim}`, String(dim), `${dim}, keepdims=True`])})`,
      `np.${this.one(['exp', 'log', 'sqrt', 'abs', 'tanh', 'square', 'negative', 'sign', 'log1p', 'maximum(0, ', 'minimum(1, '])}(${x})`.replace(
        ', (',
        ', ',
      ),
      `np.${this.one(['maximum', 'minimum', 'add', 'subtract', 'multiply', 'divide', 'power', 'dot', 'matmul', 'outer'])}(${x}, ${y})`,
      `(${x} ${this.one(['+', '-', '*', '/', '@', '**', ...(a.isExact ? ['>', '==', '//', '%'] : [])])} ${y})`,
      `${x}.${this.one(['T', 'shape', 'ndim', 'size', 'flatten()', 'ravel()', 'reshape(-1)', `transpose(${this.one(['', '1, 0', '0, 1'])})`, 'copy()', `squeeze()`, 'tolist()', 'astype(float)', 'astype(int)', `dot(${y})`, 'reshape(-1, 1)', 'reshape((1, -1))'])}`,
      `np.${this.one(['concatenate', 'stack', 'hstack', 'vstack'])}([${x}, ${y}]${this.one(['', ', axis=0', ', axis=-1'])})`.replace(
        /(hstack|vstack)(\(.*?), axis=-?\d\)$/,
        '$1$2)',
      ),
      `np.where(${this.one(['m', 'o'])}.numpy(), ${x}, ${this.one([y, '0', '0.5'])})`,
      `np.${this.one(['reshape', 'transpose', 'expand_dims', 'squeeze', 'zeros_like', 'ones_like', 'clip'])}(${x}${this.one(['', ', 0', ', (0, 1)', ', -1', ', 0, 1'])})`,
      `np.einsum('ij,kj->ik', ${x}, ${y})`,
      `np.${this.one(['zeros', 'ones'])}(${this.one(['(2, 3)', '4', '(0,)', '[2]', '(2, 3), dtype=int'])})`,
      `np.${this.one(['arange(5)', 'arange(1, 4)', 'eye(3)', 'array([1, 2, 3])', 'array([[1.5, 2], [3, 4]])', 'linspace(0, 1, 5)', 'arange(0, 1, 0.25)', 'full((2, 2), 3)', 'array(2.5)'])}`,
      `${x}[${this.one(['m.numpy()', 'i.numpy()', '::-1', ':, 0', '...', 'None', 'np.arange(2), j.numpy()', '[0, 1]', '1:'])}]`,
      `np.argmax(${x}, axis=${dim})`,
    ])
  }

  private made(a: Drawn): Drawn {
    const x = a.python
    return this.open(
      this.one([
        `torch.${this.one(['zeros_like', 'ones_like'])}(${x})`,
        `torch.full_like(${x}, ${this.number()})`,
        `torch.full((2, 2), ${this.number()})`,
        `torch.arange(${this.one(['5', '1, 4', '0, 10, 3', '5, 0, -2', '0.5, 2.5', '2.0', '3, 3', 'x.shape[0]', 'end=3'])})`,
        `torch.linspace(0, 1, ${this.one(['5', '1', 'steps=3', '0'])})`,
        `torch.eye(${this.one(['3', '2, 3', '0', '1'])})`,
        `torch.tensor(${this.one(['[1, 2]', '[1.0, 2.0]', '[[1, 2], [3, 4.5]]', '3', '2.0', 'True', '[]', '[True, False]', '[[1], [2]]', '[x[0, 0], 2]', 'x.tolist()', 'x.shape', '[[1, 2], [3]]', '[1, 2], dtype=torch.float64', '[0, 2], dtype=torch.bool', '(1, 2)', 'range(3)', '1e3', '[1, 0.0]'])})${this.one(['', '', ' / 2', ' // 2', ' * 2', '.mean()', '.sum()'])}`,
        `torch.${this.one(['zeros', 'ones'])}(${this.one(['2, 3', '(2, 3)', '[2]', '()', '0', '2, dtype=torch.long', '3, dtype=torch.bool', 'x.shape', '*x.shape', '-1', 'size=(2,)', 'x.size(0)', '2.0'])})${this.one(['', '', ' + 1', ' / 3', ' == 0', '.mean()'])}`,
        `${x}.new_${this.one(['zeros(2, 3)', 'ones((2,))', 'full((2,), 1)', 'tensor([1, 2])'])}`,
        `torch.diag(${x})`,
        `torch.cumsum(${x}, ${this.dim(a)})`,
        `torch.bincount(${this.one(['i', 'j', 'i, minlength=5', 'k', x])})`,
        `torch.tril(torch.ones(3, 3))`,
        `torch.meshgrid(b, i)[0]`,
        `torch.stack([${x}[0], ${x}[-1]])`,
        `torch.${this.one(['pow', 'add', 'sub', 'mul', 'div', 'true_divide', 'multiply', 'subtract', 'floor_divide', 'remainder'])}(${a.isExact ? x : 'x'}, ${this.one(['2', '0.5', 'x', 'k', '2.0', '-3'])})`,
        `torch.add(${x}, x, alpha=${this.one(['2', '0.5'])})`,
        `${x}.add(2).mul(3).sub(1)`,
        `torch.div(${a.isExact ? x : 'x'}, 2, rounding_mode=${this.one(["'floor'", "'trunc'", 'None'])})`,
        `torch.topk(${a.isExact ? x : 'x'}, 1).values`,
        `torch.cov(x)`,
        `torch.numel(${x})`,
      ]),
    )
  }

  private einsum(): Drawn {
    return {
      ...this.open('x'),
      ...this.one([
        { python: "torch.einsum('ij,jk->ik', x, w)", own: "einsum('ij,jk->ik', x, w)" },
        { python: "torch.einsum('ij,ij->', x, y)", own: "einsum('ij,ij->', x, y)" },
        { python: "torch.einsum('ij,kj->ik', x, r)", own: "einsum('ij,kj->ik', x, r)" },
        { python: "torch.einsum('bij,jk', p, w.T)", own: "einsum('bij,jk', p, w.T)" },
        { python: "torch.einsum('ij->ji', x)", own: "einsum('ij->ji', x)" },
        { python: "torch.einsum('i,j->ij', b, b)", own: "einsum('i,j->ij', b, b)" },
        { python: "torch.einsum('ij->', k)" },
        { python: "torch.einsum('bij->bj', p)", own: "einsum('bij->bj', p)" },
        { python: "torch.einsum('...j,jk->...k', p, w.T)" },
        { python: "torch.einsum('ii->i', x @ x.T)" },
        { python: "torch.einsum('ij,ik->', x, y)" },
        { python: "torch.einsum('ij,jk->ik', x, y)" },
        { python: "torch.einsum('ij,ij->i', c, x)" },
        { python: "torch.einsum('ij, jk -> ik', x, w)" },
        { python: "torch.einsum('ij,jk', x, w)" },
        { python: "torch.einsum('ji,j', x, c.squeeze())" },
        { python: "torch.einsum('ij,jk->ik', [x, w])" },
        { python: "torch.einsum('ij,j->ij', x, k[0])" },
      ]),
    }
  }

  private picked(a: Drawn): Drawn {
    const x = a.shape!.length === 2 && a.shape![0] === 2 ? a.python : 'x'
    return this.open(
      this.one([
        `${x}.gather(1, ${this.one(['j.view(-1, 1)', 'j[:, None]', 'j', 'torch.tensor([[0, 1], [1, 0]])'])})`,
        `torch.gather(${x}, 0, torch.tensor([[0, 1, 0]]))`,
        `${x}.index_select(${this.one(['0', '1', '-1'])}, ${this.one(['j', 'i', 'torch.tensor([0])'])})`,
        `torch.zeros(3, 3).index_add(0, ${this.one(['j', 'torch.tensor([1, 1])'])}, ${x})`,
        `torch.zeros(3, 3).index_add_(0, j, ${x})`,
        `torch.zeros(2, 4).index_add(1, i[:3], ${x})`,
        `torch.zeros(2, 3).scatter(1, j[:, None], ${this.one(['1.0', 'x', '2'])})`,
        `torch.zeros(2, 3).scatter_(1, j.view(-1, 1), 1)`,
        `torch.zeros(2, 3).scatter_add(1, torch.tensor([[0, 0, 1], [2, 1, 2]]), ${x})`,
        `torch.zeros(2, 3).scatter_add_(1, torch.tensor([[0, 0], [2, 1]]), ${x})`,
        `torch.zeros(4, 3).index_put((torch.tensor([1, 1]),), ${x})`,
        `torch.zeros(2, 3).index_put((torch.arange(2), j), torch.tensor(1.5), accumulate=True)`,
        `torch.take_along_dim(${x}, j[:, None], 1)`,
        `torch.take(${x}, i)`,
        `F.embedding(${this.one(['j', 'i', 'k', 'torch.tensor([[0, 2], [1, 1]])'])}, w)`,
        `w[${this.one(['i', 'j', 'torch.tensor([[0, 2], [1, 1]])', 'k', 'x', 'j.tolist()', 'i[:2], j', 'i.long()', 'k.abs() % 3', 'torch.tensor([0.0, 1.0])'])}]`,
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

  /** What changes a tensor. */
  private inPlace(): string {
    const a = this.expression(this.below(2))
    const x = a.shape === null ? leaves[0] : a
    const view = this.one([
      '',
      '',
      '[0]',
      '[:, 1]',
      '.T',
      '.view(-1)',
      '[1:]',
      '[::2]',
      '.unsqueeze(0)',
      '.t()',
      '[..., 0]',
      '.squeeze()',
      '.transpose(0, 1)',
      '.flatten()',
      '.reshape(-1)',
      '.clone()',
      '.detach()',
      '.data',
      '[[0, 1]]',
      '.view(-1)[1:]',
      '.contiguous()',
      '.T[0]',
      '.expand(2, 3)',
      '.float()',
      '.double()',
      '.to(torch.float64)',
      '.unbind(0)[0]',
      '.chunk(2)[0]',
      '.split(1)[0]',
      '.diagonal()',
      '.permute(1, 0)',
      '.narrow(0, 0, 1)',
    ])
    const rows = this.one([
      '0',
      '-1',
      ':',
      '0, 1',
      ':, 0',
      'j',
      'range(2), j',
      'm',
      'o',
      '::2',
      'i',
      '[0, 0]',
      '...',
      'None',
      'a > 0',
      '1:',
      ':, [0, 2]',
      'j - 1',
      'torch.arange(2), 1',
      '0, 1:',
      'torch.tensor([1, 1])',
      '[1, 0], :2',
      'j - 1, :, None',
      'n - 1',
      'torch.zeros(2, 3) > 1',
    ])
    const value = this.one([
      '2',
      '0.5',
      '-1.5',
      '1.0',
      'y',
      'b',
      'c',
      's',
      'k',
      'm',
      'r',
      'y[0]',
      'w[0]',
      'a',
      'a[0]',
      'torch.ones(1)',
      '[1, 2, 3]',
      'c.squeeze()',
      'y[:, :2]',
      'True',
      'z',
      'torch.ones(1, 1)',
      'torch.ones(1, 2, 3)',
      'None',
    ])
    const sign = this.one(['+', '-', '*', '/', '+', '-', '*', '**', '//', '%', '@', '|', '&'])
    const method = this.one([
      'add_',
      'sub_',
      'mul_',
      'div_',
      'fill_',
      'copy_',
      'pow_',
      'clamp_',
      'masked_fill_',
      'zero_',
      'exp_',
      'neg_',
      'index_add_',
      'scatter_',
      'relu_',
      'tanh_',
      'sqrt_',
      'abs_',
      'index_fill_',
      'scatter_add_',
      'transpose_',
      'unsqueeze_',
      't_',
      'squeeze_',
      'index_put_',
      'floor_',
      'eq_',
      'logical_not_',
      'cumsum_',
      'index_copy_',
    ])
    const given: Readonly<Record<string, string>> = {
      ...{
        masked_fill_: `m, ${value}`,
        zero_: '',
        exp_: '',
        neg_: '',
        relu_: '',
        tanh_: '',
        sqrt_: '',
        abs_: '',
      },
      ...{
        index_add_: `0, j - 1, ${value}`,
        scatter_: `1, j[:, None], ${value}`,
        clamp_: 'min=0',
        t_: '',
        squeeze_: '',
      },
      ...{ index_fill_: '1, j, 3', scatter_add_: '1, j[:, None], y', transpose_: '0, 1', unsqueeze_: '0' },
      ...{
        index_put_: `(j - 1, j), torch.tensor(1.0)`,
        floor_: '',
        logical_not_: '',
        cumsum_: '0',
        index_copy_: '0, j - 1, y',
      },
    }
    const change = this.one([
      `u ${sign}= ${value}`,
      `u ${sign}= ${value}`,
      `u[${rows}] = ${value}`,
      `u[${rows}] = ${value}`,
      `u[${rows}] ${sign}= ${value}`,
      `u[${rows}] ${sign}= ${value}`,
      `u.${method}(${given[method] ?? value})`,
      `u.${method}(${given[method] ?? value})`,
      `u.data ${sign}= ${value}`,
      `u = u ${sign} ${value}`,
      `for t in u:\n    t ${sign}= ${value}`,
      `u.data = ${value}`,
      `u, v = a, u\nv ${sign}= ${value}`,
    ])
    const result = this.one(['a', 'a', 'a', '(a, u)', 'u'])
    return `a = ${x.python}.clone()\nu = a${view}\n${change}\nresult = ${result}\n`
  }

  /** What has no tensor in it. */
  private plain(): string {
    const number = (): string =>
      this.one(['2', '3', '-7', '0.5', '2.0', '-1.5', '0', 'True', '4', '10', '1e3', '3.0'])
    const list = (): string =>
      this.one([
        '[1, 2, 3]',
        '[0.5, 2]',
        '(1, 2)',
        '[]',
        'list(range(4))',
        "'abc'",
        '[[1, 2], [3]]',
        'range(5)',
        "['b', 'a']",
        "{'a': 1, 'b': 2}",
        '{1, 2}',
      ])
    const sign = this.one([
      '+',
      '-',
      '*',
      '/',
      '//',
      '%',
      '**',
      '&',
      '|',
      '^',
      '<<',
      '>>',
      '<',
      '==',
      '!=',
      '>=',
      'and',
      'or',
      'is',
      'in',
    ])
    return this.one([
      `${number()} ${sign} ${number()}`,
      `(${number()} ${this.one(['+', '-', '*', '/', '//', '%'])} ${number()}) ${this.one(['+', '-', '*', '/', '//', '%', '**'])} ${number()}`,
      `${list()}[${this.one(['0', '-1', '1:', ':-1', '::-1', '::2', '5', '-3:', '1:2', '0:0', '2.0'])}]`,
      `${list()} ${this.one(['+', '*', '==', 'in', '<'])} ${this.one([list(), number()])}`,
      `${this.one(['len', 'sum', 'max', 'min', 'sorted', 'list', 'tuple', 'set', 'reversed', 'any', 'all', 'bool', 'abs', 'str', 'repr', 'enumerate', 'int', 'float', 'round'])}(${this.one([list(), number()])})`
        .replace(/^(enumerate|reversed)(.*)$/, 'list($1$2)')
        .replace(/^type(.*)$/, 'str(type$1)'),
      `round(${number()} / 3${this.one(['', ', 2', ', 1'])})`,
      `[q * 2 for q in ${list()}${this.one(['', ' if q'])}]`,
      `f"{${number()}}${this.one(['', ' {1/3:.2f}', ' {3:5d}', ' {2.0}', ' {1e-7}', ' {0.1 + 0.2}', ' {True}'])}"`,
      `${this.one(['int', 'float', 'str', 'bool'])}(${this.one([number(), "'3'", "'2.5'", "''", "'a'", 's', 'n', 'm[0, 0]', 'x[0]', 's * 2'])})`,
      `${number()} if ${number()} else ${number()}`,
      `not ${this.one([number(), list()])}`,
      `-${number()}`,
      `~${number()}`,
      `x.shape[0] ${this.one(['/', '//', '*', '%', '**'])} ${number()}`,
      `list(range(${this.one(['5', '1, 5', '5, 0, -2', '0, 10, 3', '3, 3', '4.0', '4 / 2', '5, 1', '0'])}))`,
      `list(zip(${list()}, ${list()}))`,
      `list(map(lambda q: q * 2, ${list()}))`,
      `${this.one(["'a,b'.split(',')", "' ab '.strip()", "'ab'.upper()", "'-'.join(['a', 'b'])", "'abc'.replace('b', 'x')", "'a b'.split()", "'abc'.find('c')", "'%d' % 3", "'{} {}'.format(1, 2)", "'ab' * 2", "'a' < 'b'", "'abc'.startswith('a')", "'ABC'.lower()", "'abc'.index('b')", "'aXb'.title()", "'5'.zfill(3)", "'ab'.center(6)", "'aab'.count('a')", "'ab\\n'.splitlines()", "'abc'.isalpha()"])}`,
      `${this.one(["{'a': 1}.get('b', 2)", "{'a': 1}['b']", "list({'a': 1, 'b': 2}.items())", "{**{'a': 1}, 'b': 2}", 'dict(a=1)', '{q: q * q for q in range(3)}', 'sorted({3, 1, 2})', '{1, 2} | {3}', '{1, 2} & {2}', '{1, 2} - {2}', "dict(zip('ab', [1, 2]))", "{'a': 1} == {'a': 1}", "'a' in {'a': 1}", "max({'a': 1, 'b': 2}, key=lambda q: q)"])}`,
    ])
  }
}
