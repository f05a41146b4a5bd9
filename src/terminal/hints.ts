/** Hints, one more each time. */
import type { Statement } from '../checker/report.ts'
import { type Calling, call } from './calls.ts'
import { sign, style, wrap } from './style.ts'
import type { View } from './verdict.ts'

export interface HintView {
  readonly exercise: string
  /** What a command must be told to mean this exercise: its name; null where it is the current one. */
  readonly named: string | null
  /** The function's name: `dprobs`. */
  readonly gradient: string
  /** All tiers, from idea to almost the line. */
  readonly tiers: readonly string[]
  /** How many of them are shown. */
  readonly shown: number
  /** Whether all had been shown before. */
  readonly spent: boolean
  /** Where the forward pass uses the tensor; only looked up where the hints are spent. */
  readonly uses: readonly Statement[]
}

export function renderHint(view: HintView, around: View): string {
  const { exercise, gradient, tiers, shown, spent } = view
  const count = tiers.length === 0 ? 'no hints' : `hint ${shown} of ${tiers.length}`
  const texts = tiers.slice(0, shown).map((tier, i) => {
    const text = `${i + 1}  ${wrap(tier, around.width - 3).replaceAll('\n', '\n   ')}`
    return i === shown - 1 || spent ? text : style.dim(text)
  })
  return [
    `${style.title(gradient)}  ${style.strong(count)}  ${style.dim(exercise)}`,
    ...texts,
    whatNow(view, around),
  ].join('\n\n')
}

function whatNow({ named, gradient, tiers, shown, spent, uses }: HintView, calling: Calling): string {
  const command = (words: string): string => style.code(call(calling, words))
  const word = named === null ? '' : ` ${named}`
  if (!spent) {
    return shown < tiers.length
      ? `${style.dim('more:')} ${command(`hint ${gradient}${named === null ? '' : ` --exercise ${named}`}`)}`
      : `${style.dim("that's the last hint; now try it:")} ${command(`check${word}`)}`
  }
  const tensor = gradient.slice(1)
  const where =
    uses.length === 0
      ? []
      : [
          `Read again where the forward pass uses ${style.code(tensor)}:`,
          ...uses.map(({ line, text }) => `  ${style.dim(`line ${line}`)}  ${style.code(text)}`),
        ]
  const last = tiers.length === 0 ? [] : [style.warn('You have seen all the hints.')]
  return [...last, ...where, `${style.dim('the whole exercise:')} ${command(`show${word}`)}`].join('\n')
}

export const renderNoHint = (exercise: string, view: View): string =>
  `${style.good(`${sign.good} everything in ${exercise} is right: no hints needed`)}\n  on to the next: ${style.code(call(view, 'next'))}`
