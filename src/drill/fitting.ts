/** From a gradient of the shape that broadcasting made, back to the operand's own shape: sums over the copies. */
import { type NamedShape, type OperandUse, type Skill, shapeText } from './value.ts'

/** What the copies of an operand need, in code and in words. */
export interface Fit {
  /** Appended to what has the full shape; empty where nothing was copied. */
  readonly sums: string
  readonly skills: readonly Skill[]
  /** For the second hint and for the third. */
  readonly hints: readonly [slope: string, step: string]
}

/** `dims`: of the operand; `full`: of the line. */
export function fitted(dims: NamedShape, full: NamedShape): Fit {
  const extra = full.length - dims.length
  const gone = full.slice(0, extra).map((_, i) => i)
  const kept = dims.flatMap((dim, i) => (dim === '1' && full[i + extra] !== '1' ? [i] : []))
  if (gone.length + kept.length === 0) return { sums: '', skills: [], hints: ['', ''] }
  if (dims.length === 0)
    return {
      sums: '.sum()',
      skills: ['copied'],
      hints: [
        'It is a single number that was copied everywhere, so its copies are all summed.',
        'Then sum everything.',
      ],
    }
  const sumOver = (places: readonly number[], option: string): string =>
    places.length === 0 ? '' : `.sum(${places.length === 1 ? places[0] : `[${places.join(', ')}]`}${option})`
  const where = [...gone, ...kept.map(i => i + extra)]
  const over = `dimension${where.length === 1 ? '' : 's'} ${where.join(' and ')}`
  const shape = shapeText(dims)
  return {
    sums: sumOver(gone, '') + sumOver(kept, ', { keepdim: true }'),
    skills: kept.length > 0 ? ['copied', 'kept'] : ['copied'],
    hints: [
      `It was copied along ${over}, so its gradient is a sum over ${over}.`,
      kept.length > 0
        ? `Then sum, with the option that keeps the shape ${shape}.`
        : `Then sum, so that the shape ${shape} is left.`,
    ],
  }
}

/** A use of an operand that broadcasting may have copied: `code` gives what a copy of the full shape would get. */
export function fittedUse(
  dims: NamedShape,
  full: NamedShape,
  code: OperandUse['code'],
  skills: readonly Skill[],
  [idea, slope, step]: OperandUse['hints'],
): OperandUse {
  const fit = fitted(dims, full)
  const isCopied = fit.sums !== ''
  const compare = `Compare the shapes: ${shapeText(dims)} became ${shapeText(full)}.`
  return {
    code: upstream => `${code(upstream)}${fit.sums}`,
    dims,
    skills: [...skills, ...fit.skills],
    hints: isCopied
      ? [`${idea} ${compare}`, `${slope} ${fit.hints[0]}`, `${step} ${fit.hints[1]}`]
      : [idea, slope, step],
  }
}
