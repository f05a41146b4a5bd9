/** Signs, comparisons and functions of each number. */
import { arranged } from './arranged.ts'
import type { Dice } from './dice.ts'
import { broadcast, type Drawn, numeral, operand, unshaped } from './drawn.ts'

export function arithmetic(dice: Dice, a: Drawn): Drawn {
  const sign = dice.one(['+', '-', '*', '/', '+', '-', '*', '**', '//', '%', '&', '|', '^', '<<', '>>'])
  const isWhole = ['&', '|', '^', '<<', '>>', '//', '%'].includes(sign)
  if (isWhole && !a.isExact) return arranged(dice, a)
  if (['&', '|', '^', '<<', '>>'].includes(sign) && a.kind === 'float' && dice.chance(0.9))
    return arranged(dice, a)
  const name = ({ '+': 'add', '-': 'sub', '*': 'mul', '/': 'div', '**': 'pow' } as Record<string, string>)[
    sign
  ]
  if (dice.chance(0.35)) {
    const number = sign === '**' ? dice.one(['2', '3', '0.5', '-1', '0', '2.0']) : numeral(dice)
    const isWholeNumber = !number.includes('.')
    const kind =
      sign === '/' || !isWholeNumber || a.kind === 'float'
        ? 'float'
        : a.kind === 'bool' && number === 'True'
          ? 'bool'
          : 'int'
    const isExact = a.isExact && sign !== '/' && sign !== '**'
    const own = name === undefined || number === 'True' || a.own === null || a.kind === 'bool' ? null : number
    if (dice.chance(0.4) && sign !== '**')
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
  const b = operand(dice, a)
  if (isWhole && !b.isExact) return arranged(dice, a)
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

export function compared(dice: Dice, a: Drawn): Drawn {
  if (!a.isExact) return called(dice, a)
  const [sign, own] = dice.one([
    ['==', 'eq'],
    ['!=', 'ne'],
    ['<', 'lt'],
    ['<=', 'le'],
    ['>', 'gt'],
    ['>=', 'ge'],
  ] as const)
  if (dice.chance(0.4)) {
    const number = numeral(dice)
    return {
      python: dice.chance(0.2) ? `torch.${own}(${a.python}, ${number})` : `(${a.python} ${sign} ${number})`,
      own: a.own === null || number === 'True' ? null : `${a.own}.${own}(${number})`,
      ...{ shape: a.shape, kind: 'bool', isExact: true },
    }
  }
  const b = operand(dice, a)
  if (dice.chance(0.1)) return { ...unshaped(`(~(${a.python} ${sign} ${b.python}))`, 'bool') }
  return {
    python: dice.chance(0.2) ? `${a.python}.${own}(${b.python})` : `(${a.python} ${sign} ${b.python})`,
    own: a.own === null || b.own === null ? null : `${a.own}.${own}(${b.own})`,
    ...{ shape: b.shape === null ? null : broadcast(a.shape!, b.shape), kind: 'bool', isExact: true },
  }
}

export function called(dice: Dice, a: Drawn): Drawn {
  const name = dice.one(
    'exp log sqrt abs sign sin cos sinh cosh tanh sigmoid relu erf square reciprocal rsqrt neg log2 log10 log1p expm1 floor ceil round trunc isnan isfinite logical_not clone detach positive tan atan asin'.split(
      ' ',
    ),
  )
  const isStep = ['sign', 'floor', 'ceil', 'round', 'trunc', 'logical_not'].includes(name)
  if (isStep && !a.isExact) return arranged(dice, a)
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
    name === 'neg' && dice.chance(0.7)
      ? `(-${a.python})`
      : dice.chance(0.5)
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
