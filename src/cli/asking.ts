/** A question on the terminal that one key answers. */
import { emitKeypressEvents, type Interface } from 'node:readline'
import { type Keypress, keyOf } from './watch/keypress.ts'
import { ESCAPE_TIME, hasScreen } from './watch/terminal.ts'

/** What comes of a key: the answer and what is shown of it; or the question goes on, after something is said. */
export type Reply<T> =
  | { readonly kind: 'answer'; readonly answer: T; readonly shown: string }
  | { readonly kind: 'again'; readonly say: string | null }

/** Whether there is somebody to ask: at a terminal, and not on a machine that runs tests. */
export const isAskable = ({ CI }: NodeJS.ProcessEnv): boolean =>
  process.stdin.isTTY === true && process.stdout.isTTY === true && (CI ?? '') === ''

/**
 * Waits for a key that answers. `isAstray`: one came that doesn't. Null: whoever was asked left, with Ctrl-C or because
 * the terminal is gone. A terminal that can't give single keys gives them by the line.
 */
export function askKey<T>(
  question: string,
  replyTo: (key: string, isAstray: boolean) => Reply<T>,
): Promise<T | null> {
  const { stdin, stdout } = process
  const isRaw = hasScreen(process.env)
  return new Promise(resolve => {
    let isAstray = false
    const end = (answer: T | null, shown: string): void => {
      stdin.off('keypress', press)
      for (const gone of ['end', 'close', 'error']) stdin.off(gone, leave)
      if (isRaw) stdin.setRawMode(false)
      stdin.pause()
      if (isRaw) stdout.write(`${shown}\n`) // otherwise the terminal has written it
      resolve(answer)
    }
    const leave = (): void => end(null, '')
    const press = (text: string | undefined, key: Keypress): void => {
      const name = keyOf(text, key)
      if (name === null) return
      if (name.startsWith('ctrl-')) {
        if (name === 'ctrl-c' || name === 'ctrl-d') leave()
        return
      }
      const came = replyTo(name, isAstray)
      if (came.kind === 'answer') end(came.answer, came.shown)
      else {
        isAstray = name !== 'enter' && name !== 'escape'
        if (came.say !== null) stdout.write(`\n${came.say}`)
      }
    }
    emitKeypressEvents(stdin, { escapeCodeTimeout: ESCAPE_TIME } as unknown as Interface)
    stdin.on('keypress', press)
    for (const gone of ['end', 'close', 'error']) stdin.on(gone, leave)
    if (isRaw) stdin.setRawMode(true)
    stdin.resume()
    stdout.write(question)
  })
}
