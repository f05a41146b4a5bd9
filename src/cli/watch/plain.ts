/** Lines one after another, for terminals without a screen and for pipes. Keys are read a line at a time. */
import { createInterface } from 'node:readline'
import { renderShown } from '../../terminal/watch.ts'
import { textWidth } from '../command.ts'
import { type State, viewOf } from './state.ts'
import type { Listener, Manner, Terminal } from './terminal.ts'

export function openPlain(manner: Manner, { onKey, onGone }: Listener): Terminal {
  const { stdin, stdout } = process
  const nothing = { from: 0, seen: 0, all: 0 }
  let last: State | null = null

  const texts = (state: State): string[] => {
    const { shown, notice, question } = viewOf(state)
    const before = last === null ? null : viewOf(last)
    const isNew = state.over === null ? state.verdict !== last?.verdict : state.over !== last?.over
    const text = renderShown(shown, { ...manner, width: textWidth(stdout.columns) })
    return [
      ...(isNew && shown.kind !== 'nothing' ? [text] : []),
      ...(notice !== null && notice !== before?.notice ? [notice] : []),
      ...(question !== null && question !== before?.question ? [question] : []),
    ]
  }
  // Without a terminal nobody presses keys; what is in a pipe may not be meant for us.
  const input = stdin.isTTY ? createInterface({ input: stdin, terminal: false }) : null
  input?.on('line', line => {
    for (const key of line.trim() === '' ? ['enter'] : line.trim()) onKey(key, nothing)
  })
  input?.on('close', onGone)
  stdout.on('error', onGone)
  return {
    draw(state) {
      for (const text of texts(state)) stdout.write(`${text.trimEnd()}\n\n`)
      last = state
    },
    redraw() {},
    suspend() {},
    lend: use => use(),
    close() {
      input?.close()
      stdin.pause()
    },
  }
}
