/** What the learner's code prints, and who printed it. */
import { format } from 'node:util'
import type { Printed } from './report.ts'

export type Recorder = ReturnType<typeof recordingConsole>

/** A console that keeps what the learner's functions print while they run on their own gradients, and only then. */
export function recordingConsole() {
  const printed: Printed[] = []
  let by: string | null = null
  let listening = true
  const write = (...values: unknown[]): void => {
    if (listening) printed.push({ by, text: format(...values) })
  }
  return {
    printed,
    console: {
      ...globalThis.console,
      log: write,
      info: write,
      warn: write,
      error: write,
      debug: write,
      dir: write,
      table: write,
    },
    speaker: (name: string | null) => {
      by = name
    },
    listen: (on: boolean) => {
      listening = on
    },
  }
}
