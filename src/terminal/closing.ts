/** What is said at the end of a track. */
import { type Calling, call } from './calls.ts'
import { sign, style } from './style.ts'

export interface Closing {
  readonly track: string
  /** How many exercises it has. */
  readonly many: number
  /** What to type where its functions train a network: `train gpt`; null where they don't. */
  readonly training: string | null
  /** The track that comes next; null: all exercises of all tracks are passed. */
  readonly next: string | null
  /** How many exercises there are in all. */
  readonly allMany: number
}

export function renderClosing(closing: Closing, calling: Calling): string {
  const { training, next, allMany } = closing
  const then = training !== null ? 'After that comes' : 'Next comes'
  return [
    renderFinished(closing, calling),
    next === null
      ? `  All ${allMany} exercises of all tracks are passed. Congratulations!`
      : `  ${then} the track ${next}: ${style.code(call(calling, 'next'))}`,
  ].join('\n')
}

/** The same without what comes next. */
export function renderFinished({ track, many, training }: Closing, calling: Calling): string {
  const what = many === 1 ? 'its one exercise is' : `all ${many} exercises are`
  return [
    style.good(`${sign.good} You've finished the track ${track}: ${what} passed. Black belt!`),
    ...(training === null
      ? []
      : [`  Now train a network with your own gradients: ${style.code(call(calling, training))}`]),
  ].join('\n')
}
