/** Hints, one more each time. */
import { type Calling, call } from './calls.ts'
import { sign, style, withCode, wrap } from './style.ts'
import type { View } from './verdict.ts'

export interface HintView {
  readonly exercise: string
  readonly commands: {
    /** Shows one hint more: `hint dprobs`. */
    readonly more: string
    readonly check: string
    /** Shows the whole exercise; null where it is a notebook, which is open anyway. */
    readonly show: string | null
    /** Shows the answers, and gives up; null where there are none, or where it is passed. */
    readonly giveUp: string | null
  }
  /** The function's name: `dprobs`. */
  readonly gradient: string
  /** All tiers, from idea to almost the line. */
  readonly tiers: readonly string[]
  /** How many of them are shown. */
  readonly shown: number
  /** Whether all had been shown before. */
  readonly spent: boolean
  /** Where the forward pass uses the tensor; only looked up where the hints are spent. */
  readonly uses: readonly { readonly place: string; readonly text: string }[]
}

export function renderHint(view: HintView, around: View): string {
  const { exercise, gradient, tiers, shown, spent } = view
  const count = tiers.length === 0 ? 'no hints' : `hint ${shown} of ${tiers.length}`
  const texts = tiers.slice(0, shown).map((tier, i) => {
    const text = `${i + 1}  ${withCode(wrap(tier, around.width - 3)).replaceAll('\n', '\n   ')}`
    return i === shown - 1 || spent ? text : style.dim(text)
  })
  return [
    `${style.title(gradient)}  ${style.strong(count)}  ${style.dim(exercise)}`,
    ...texts,
    whatNow(view, around),
  ].join('\n\n')
}

function whatNow({ commands, gradient, tiers, shown, spent, uses }: HintView, calling: Calling): string {
  const { more, check, show, giveUp } = commands
  const command = (words: string): string => style.code(call(calling, words))
  if (!spent) {
    return shown < tiers.length
      ? `${style.dim('more:')} ${command(more)}`
      : `${style.dim("that's the last hint; now try it:")} ${command(check)}`
  }
  const where =
    uses.length === 0
      ? []
      : [
          `Read again where the forward pass uses ${style.code(gradient.slice(1))}:`,
          ...uses.map(({ place, text }) => `  ${style.dim(place)}  ${style.code(text)}`),
        ]
  const last = tiers.length === 0 ? [] : [style.warn('You have seen all the hints.')]
  const whole = show === null ? [] : [`${style.dim('the whole exercise:')} ${command(show)}`]
  const end =
    giveUp === null
      ? []
      : [`${style.dim('to see the answers, and come back to it later:')} ${command(giveUp)}`]
  return [...last, ...where, ...whole, ...end].join('\n')
}

/** `next`: the command that goes on to the next exercise; null for a notebook. */
export const renderNoHint = (what: string, next: string | null, view: View): string =>
  `${style.good(`${sign.good} everything in ${what} is right: no hints needed`)}${next === null ? '' : `\n  on to the next: ${style.code(call(view, next))}`}`
