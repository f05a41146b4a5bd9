/** For tests of watch: a learner in front of a terminal. */
import { writeFileSync } from 'node:fs'
import { test as everywhere, onTestFinished } from 'vitest'
import { fileIn } from '../solving.ts'
import { freshWorkspace } from '../testing.ts'
import { program, pty, type ScreenView, start, type TerminalSetup } from './terminals.ts'

if (pty === null)
  console.warn('the tests of watch are left out: @lydell/node-pty is not to be had on this system')

/** Where there are pseudo-terminals. */
export const test = everywhere.skipIf(pty === null)

export const sleep = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

export interface Watching {
  readonly seen: ScreenView & { readonly folder: string; readonly file: string }
  /** The learner's file. */
  readonly file: string
  /** What was started, as one writes it. */
  readonly command: string
}

/** Starts to watch an exercise in a fresh workspace; ended when the test is. */
export function watching(
  name: string,
  setting: TerminalSetup = {},
  text: string | null = null,
  prepare: (folder: string) => void = () => {},
): Watching {
  const folder = freshWorkspace()
  const file = fileIn(folder, name)
  if (text !== null) writeFileSync(file, text)
  prepare(folder)
  const words = [program, 'watch', name]
  const { command } = setting
  const wrapped =
    command?.at(-1) === process.execPath ? { ...setting, command: [...command, ...words] as const } : setting
  const seen = start(folder, words.slice(1), wrapped as TerminalSetup)
  onTestFinished(() => {
    try {
      process.kill(seen.pid, 'SIGKILL')
    } catch {} // it has ended
  })
  return { seen: { ...seen, folder, file }, file, command: [process.execPath, ...words].join(' ') }
}
