/** Sums and the like along dimensions. */

import type { Chance } from '../../../tensor/chance.ts'
import type { Kind } from '../../box.ts'
import { type DrawnExpression, dimension } from './expression.ts'

export function reduced(chance: Chance, a: DrawnExpression): DrawnExpression {
  const name = chance.one(
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
  if (isStep && !a.isExact) return reducedBySum(chance, a)
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
  const isFunction = chance.happens(0.3)
  const call = (args: string): string =>
    isFunction
      ? `torch.${name}(${a.python}${args === '' ? '' : `, ${args}`})`
      : `${a.python}.${name}(${args})`
  if (chance.happens(0.25) && !['cumsum', 'logsumexp', 'cumprod'].includes(name)) {
    const isBiased = (name === 'var' || name === 'std') && chance.happens(0.4)
    return {
      python: call(isBiased ? chance.one(['unbiased=False', 'False', 'correction=0', '0']) : ''),
      own: isOurs && !isBiased ? `${a.own}.${name}()` : null,
      ...{ shape: [], kind, isExact },
    }
  }
  const several =
    ['sum', 'mean', 'var', 'std', 'logsumexp', 'amax', 'amin'].includes(name) && chance.happens(0.2)
  const dims = several ? [dimension(chance, a), dimension(chance, a)] : [dimension(chance, a)]
  const isKept =
    chance.happens(0.45) && !['cumsum', 'cumprod', 'sort', 'argsort', 'count_nonzero'].includes(name)
  const dim = several ? chance.one([`(${dims.join(', ')})`, `[${dims.join(', ')}]`]) : String(dims[0])
  const named = chance.happens(0.3) ? chance.one(['dim=', 'dim=', 'axis=']) : ''
  const isBiased = (name === 'var' || name === 'std') && chance.happens(0.5)
  const kept = isKept
    ? `, ${chance.one(['keepdim=True', 'keepdim=True', 'keepdims=True', isBiased || named !== '' || name === 'var' || name === 'std' ? 'keepdim=True' : 'True'])}`
    : ''
  const biased = isBiased ? `, ${chance.one(['unbiased=False', 'correction=0', 'unbiased=True'])}` : ''
  const python = call(`${named}${dim}${biased}${kept}`)
  const shape = ['cumsum', 'cumprod', 'sort', 'argsort'].includes(name)
    ? a.shape
    : without(a.shape!, dims, isKept)
  const isPair = ['max', 'min', 'median', 'sort'].includes(name)
  const part = isPair ? chance.one(['.values', '.indices', '[0]', '[1]']) : ''
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

function reducedBySum(chance: Chance, a: DrawnExpression): DrawnExpression {
  const dim = dimension(chance, a)
  return {
    python: `${a.python}.sum(${dim}, keepdim=True)`,
    own: a.own === null ? null : `${a.own}.sum(${dim}, { keepdim: true })`,
    shape: without(a.shape!, [dim], true),
    kind: a.kind === 'float' ? 'float' : 'int',
    isExact: a.isExact,
  }
}

function without(shape: readonly number[], dims: readonly number[], isKept: boolean): number[] | null {
  const rank = shape.length
  const at = dims.map(dim => (dim < 0 ? dim + rank : dim))
  if (at.some(dim => dim < 0 || dim >= rank)) return null
  return isKept
    ? shape.map((size, dim) => (at.includes(dim) ? 1 : size))
    : shape.filter((_, dim) => !at.includes(dim))
}
