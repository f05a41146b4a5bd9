/** Signs, comparisons and functions of each number. */

import type { Chance } from '../../../tensor/chance.ts'
import { arranged } from './arranged.ts'
import { broadcast, type DrawnExpression, numeral, operand, unshaped } from './expression.ts'

export function arithmetic(chance: Chance, a: DrawnExpression): DrawnExpression {
  const sign = chance.one(['+', '-', '*', '/', '+', '-', '*', '**', '//', '%', '&', '|', '^', '<<', '>>'])
  const isWhole = ['&', '|', '^', '<<', '>>', '//', '%'].includes(sign)
  if (isWhole && !a.isExact) return arranged(chance, a)
  if (['&', '|', '^', '<<', '>>'].includes(sign) && a.kind === 'float' && chance.happens(0.9))
    return arranged(chance, a)
  const name = ({ '+': 'add', '-': 'sub', '*': 'mul', '/': 'div', '**': 'pow' } as Record<string, string>)[
    sign
  ]
  if (chance.happens(0.35)) {
    const number = sign === '**' ? chance.one(['2', '3', '0.5', '-1', '0', '2.0']) : numeral(chance)
    const isWholeNumber = !number.includes('.')
    const kind =
      sign === '/' || !isWholeNumber || a.kind === 'float'
        ? 'float'
        : a.kind === 'bool' && number === 'True'
          ? 'bool'
          : 'int'
    const isExact = a.isExact && sign !== '/' && sign !== '**'
    const own = name === undefined || number === 'True' || a.own === null || a.kind === 'bool' ? null : number
    if (chance.happens(0.4) && sign !== '**')
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
  const b = operand(chance, a)
  if (isWhole && !b.isExact) return arranged(chance, a)
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

export function compared(chance: Chance, a: DrawnExpression): DrawnExpression {
  if (!a.isExact) return called(chance, a)
  const [sign, own] = chance.one([
    ['==', 'eq'],
    ['!=', 'ne'],
    ['<', 'lt'],
    ['<=', 'le'],
    ['>', 'gt'],
    ['>=', 'ge'],
  ] as const)
  if (chance.happens(0.4)) {
    const number = numeral(chance)
    return {
      python: chance.happens(0.2)
        ? `torch.${own}(${a.python}, ${number})`
        : `(${a.python} ${sign} ${number})`,
      own: a.own === null || number === 'True' ? null : `${a.own}.${own}(${number})`,
      ...{ shape: a.shape, kind: 'bool', isExact: true },
    }
  }
  const b = operand(chance, a)
  if (chance.happens(0.1)) return { ...unshaped(`(~(${a.python} ${sign} ${b.python}))`, 'bool') }
  return {
    python: chance.happens(0.2) ? `${a.python}.${own}(${b.python})` : `(${a.python} ${sign} ${b.python})`,
    own: a.own === null || b.own === null ? null : `${a.own}.${own}(${b.own})`,
    ...{ shape: b.shape === null ? null : broadcast(a.shape!, b.shape), kind: 'bool', isExact: true },
  }
}

export function called(chance: Chance, a: DrawnExpression): DrawnExpression {
  const name = chance.one(
    'exp log sqrt abs sign sin cos sinh cosh tanh sigmoid relu erf square reciprocal rsqrt neg log2 log10 log1p expm1 floor ceil round trunc isnan isfinite logical_not clone detach positive tan atan asin'.split(
      ' ',
    ),
  )
  const isStep = ['sign', 'floor', 'ceil', 'round', 'trunc', 'logical_not'].includes(name)
  if (isStep && !a.isExact) return arranged(chance, a)
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
    name === 'neg' && chance.happens(0.7)
      ? `(-${a.python})`
      : chance.happens(0.5)
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
