/** The whole screen of a terminal: the alternate one, so that what was there before comes back. */
import { writeSync } from 'node:fs'
import { emitKeypressEvents, type Interface } from 'node:readline'
import { type Extent, frame, type Size } from '../../terminal/screen.ts'
import { renderScreen } from '../../terminal/watch.ts'
import { textWidth } from '../command.ts'
import { type Keypress, keyOf, pasting } from './keypress.ts'
import { type State, viewOf } from './state.ts'
import { ESCAPE_TIME, type Listener, type Manner, type Terminal } from './terminal.ts'

const ENTER = '\u001b[?1049h\u001b[?25l\u001b[?2004h\u001b[2J'
const LEAVE = '\u001b[0m\u001b[?2004l\u001b[?25h\u001b[?1049l'
/** Texts are not rendered for less: they are folded. */
const NARROWEST = 40

export function openScreen(manner: Manner, { onKey, onGone }: Listener): Terminal {
  const { stdin, stdout } = process
  let state: State | null = null
  let drawn = ''
  let extent: Extent = { from: 0, seen: 0, all: 0 }
  let active = false
  let pasted = false

  const size = (): Size => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 })
  const paint = (): void => {
    if (!active || state === null) return
    const width = Math.max(NARROWEST, textWidth(stdout.columns))
    const screen = renderScreen(viewOf(state), { ...manner, width }, size())
    extent = screen.extent
    const text = frame(screen.rows, size())
    if (text !== drawn) stdout.write(text)
    drawn = text
  }
  const redraw = (): void => {
    drawn = ''
    paint()
  }
  const press = (text: string | undefined, key: Keypress): void => {
    pasted = pasting(key) ?? pasted
    const name = pasted ? null : keyOf(text, key)
    if (name !== null) onKey(name, extent)
  }
  const enter = (): void => {
    if (active) return
    active = true
    stdin.setRawMode(true)
    stdin.resume()
    stdout.write(ENTER)
    redraw()
  }
  const leave = (): void => {
    if (!active) return
    active = false
    try {
      stdin.setRawMode(false)
    } catch {} // the terminal is gone
    stdin.pause()
    try {
      writeSync(stdout.fd, LEAVE) // in a program that is about to end nothing else is sure to be written
    } catch {}
  }

  // Of an interface nothing but this is used.
  emitKeypressEvents(stdin, { escapeCodeTimeout: ESCAPE_TIME } as unknown as Interface)
  stdin.on('keypress', press)
  for (const end of ['end', 'close', 'error']) stdin.on(end, onGone)
  stdout.on('error', onGone)
  stdout.on('resize', redraw)
  process.on('SIGCONT', redraw)
  process.once('exit', leave)
  enter()

  return {
    draw(next) {
      state = next
      paint()
    },
    redraw,
    suspend() {
      if (process.platform === 'win32') return
      leave()
      process.kill(0, 'SIGTSTP') // all that were started together, as the terminal itself would
      // Runs when the program goes on; at once where it may not be stopped (it has no shell to come back to).
      setTimeout(enter, 20)
    },
    async lend(use) {
      leave()
      try {
        await use()
      } finally {
        enter()
      }
    },
    close() {
      leave()
      stdin.off('keypress', press)
      for (const end of ['end', 'close', 'error']) stdin.off(end, onGone)
      stdout.off('resize', redraw)
      process.off('SIGCONT', redraw).off('exit', leave)
      stdin.unref()
    },
  }
}
