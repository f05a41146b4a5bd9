/** How a training run looks while it goes on: a few lines that are drawn anew on a terminal, a line now and then elsewhere. */
import type { Live } from '../../terminal/training.ts'
import { renderLine, renderLive } from '../../terminal/training.ts'

export interface Display {
  readonly show: (live: Live) => void
  /** Leaves the screen as if nothing had been drawn. */
  readonly clear: () => void
}

/** Milliseconds between two pictures. */
const REDRAW = 150
/** Lines in all where there is no terminal. */
const LINES = 20

export const openDisplay = (out: NodeJS.WriteStream): Display =>
  out.isTTY && process.env.TERM !== 'dumb' ? drawn(out) : written(out)

function drawn(out: NodeJS.WriteStream): Display {
  let rows = 0
  let last = 0
  const up = (): string => (rows === 0 ? '\r\u001b[J' : `\r\u001b[${rows}A\u001b[J`)
  const showCursor = (): void => void out.write('\u001b[?25h')
  out.write('\u001b[?25l')
  process.once('exit', showCursor)
  return {
    show(live) {
      const now = performance.now()
      if (now - last < REDRAW) return
      last = now
      const lines = renderLive(live, { width: (out.columns || 80) - 1, height: (out.rows || 24) - 1 })
      out.write(`${up()}${lines.join('\n')}\n`)
      rows = lines.length
    },
    clear() {
      out.write(up())
      rows = 0
      process.off('exit', showCursor)
      showCursor()
    },
  }
}

function written(out: NodeJS.WriteStream): Display {
  let part = 0
  let stalled = false
  let noted: string | null = null
  return {
    show(live) {
      if (live.note !== noted) out.write(`note: ${live.note}\n`)
      noted = live.note
      const now = Math.floor((live.step / live.steps) * LINES)
      const news = now > part || (live.stall !== null && !stalled)
      part = Math.max(now, part)
      stalled = live.stall !== null
      if (news) out.write(`${renderLine(live)}\n`)
    },
    clear() {},
  }
}
