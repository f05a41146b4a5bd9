/** What watch is seen through: the whole screen of a terminal, or lines one after another. */
import type { Extent } from '../../terminal/screen.ts'
import type { View } from '../../terminal/verdict.ts'
import type { State } from './state.ts'

export interface Terminal {
  /** Shows a state. Called often: what is there already is not written again. */
  draw(state: State): void
  /** Draws all of the last state again, as after something else was on the screen. */
  redraw(): void
  /** Stops the program as Ctrl-Z does elsewhere; comes back with `fg`. */
  suspend(): void
  /** Gives the terminal to another program until that ends. */
  lend(use: () => Promise<void>): Promise<void>
  /** Leaves the terminal as it was. Can be called at any moment, and again. */
  close(): void
}

export interface Listener {
  readonly onKey: (key: string, extent: Extent) => void
  /** There is nobody to show anything to any more. */
  readonly onGone: () => void
}

/** How texts are to be rendered, but for their width. */
export type Manner = Omit<View, 'width'>

/** How long an escape key alone is waited for to be the beginning of another key. */
export const ESCAPE_TIME = 40

/** Whether there is a whole screen to draw on and keys come one by one. */
export const hasScreen = (env: NodeJS.ProcessEnv): boolean =>
  process.stdin.isTTY === true && process.stdout.isTTY === true && env.TERM !== 'dumb'
