/** How far something has come: on a terminal one line that is drawn anew, elsewhere a line now and then. */

/** Milliseconds between two lines where they can't be written over each other, and between two drawings where they can. */
const EVERY = 30_000
const REDRAW = 200

export interface ProgressLine {
  /** What it says from now on: asked for each time that it is written. */
  readonly show: (line: () => string) => void
  readonly end: () => void
}

export function openProgressLine(out: NodeJS.WriteStream): ProgressLine {
  let now: (() => string) | null = null
  let drawn = Number.NEGATIVE_INFINITY
  const write = (): void => {
    if (now === null) return
    drawn = performance.now()
    const line = now()
    out.write(out.isTTY ? `\r\u001b[K${line.slice(0, (out.columns || 80) - 1)}` : `${line}\n`)
  }
  const timer = setInterval(write, out.isTTY ? 1000 : EVERY)
  return {
    show(line) {
      now = line
      if (out.isTTY && performance.now() - drawn > REDRAW) write()
    },
    end() {
      clearInterval(timer)
      if (out.isTTY) out.write('\r\u001b[K')
    },
  }
}
