/** For tests and benchmarks of watch: the real program in a pseudo-terminal. */
import { fileURLToPath } from 'node:url'
import { stripColour } from '../../terminal/style.ts'

export const program = fileURLToPath(new URL('../../../bin/ninja.js', import.meta.url))

/** Null where pseudo-terminals are not to be had. */
export const pty = await import('@lydell/node-pty').catch(() => null)

export interface TerminalSetup {
  readonly columns?: number
  readonly rows?: number
  readonly env?: Readonly<Record<string, string>>
  /** What to start in place of `ninja`. */
  readonly command?: readonly [file: string, ...words: string[]]
}

export interface ScreenView {
  readonly pid: number
  /** All that was written so far. */
  readonly output: () => string
  /** The last whole screen, as lines without colours. */
  readonly screen: () => string
  readonly press: (keys: string) => void
  readonly resize: (columns: number, rows: number) => void
  /** Waits for the screen (or, with `output`, all that was written) to have this in it. */
  readonly wait: (text: string | RegExp, where?: 'screen' | 'output') => Promise<string>
  /** Lets what was written so far go. */
  readonly forget: () => void
  /** Takes the terminal away. */
  readonly close: () => void
  /** The exit status, and the signal that ended it. */
  readonly ended: Promise<{ exitCode: number; signal?: number | undefined }>
}

/** What every pseudo-terminal of node-pty has, though its types don't say so. */
interface Destroyable {
  destroy(): void
}

const PATIENCE = 25_000
const ESC = '\u001b'
const FRAME = new RegExp(`${ESC}\\[\\?2026h${ESC}\\[H([\\s\\S]*?)${ESC}\\[\\?2026l`, 'g')

/** Starts `ninja` with these words in a folder. */
export function start(cwd: string, words: readonly string[], setting: TerminalSetup = {}): ScreenView {
  const { columns = 80, rows = 40, env = {}, command = [process.execPath, program, ...words] } = setting
  const { FORCE_COLOR: _, NO_COLOR: __, CI: ___, ...inherited } = process.env
  const [file, ...rest] = command
  const terminal = pty!.spawn(file, rest, {
    cwd,
    cols: columns,
    rows,
    name: env.TERM ?? 'xterm-256color',
    env: { ...inherited, ...env } as Record<string, string>,
  })
  let output = ''
  let onData = (): void => {}
  terminal.onData(data => {
    output += data
    onData()
  })
  const ended = new Promise<{ exitCode: number; signal?: number | undefined }>(resolve => {
    terminal.onExit(resolve)
  })
  const screen = (): string => {
    const last = [...output.slice(-200_000).matchAll(FRAME)].at(-1)?.[1] ?? ''
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences start with a control character
    return stripColour(last.replace(/\u001b\[[KJ]/g, '')).replace(/\r+\n/g, '\n')
  }
  const wait = (text: string | RegExp, where: 'screen' | 'output' = 'screen'): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const seen = where === 'screen' ? screen() : output
        if (typeof text === 'string' ? !seen.includes(text) : !text.test(seen)) return
        clearTimeout(timer)
        onData = () => {}
        resolve(seen)
      }
      const timer = setTimeout(() => {
        onData = () => {}
        reject(new Error(`waited in vain for ${text}; on the screen:\n${screen() || output.slice(-2000)}`))
      }, PATIENCE)
      onData = look
      look()
    })
  return {
    pid: terminal.pid,
    output: () => output,
    screen,
    press: keys => terminal.write(keys),
    resize: (cols, lines) => terminal.resize(cols, lines),
    wait,
    forget: () => {
      output = ''
    },
    close: () => (terminal as unknown as Destroyable).destroy(),
    ended,
  }
}
