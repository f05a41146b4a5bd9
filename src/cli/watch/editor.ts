/** Which editor to open, and how each is told the line. */
import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { basename, delimiter, join } from 'node:path'

export interface Opening {
  readonly program: string
  readonly words: readonly string[]
  /** Whether it runs in the terminal, which is then its own until it ends. */
  readonly inTerminal: boolean
}

type Words = (file: string, line: number) => string[]

const gotoFlag: Words = (file, line) => ['--goto', `${file}:${line}`]
const plusLine: Words = (file, line) => [`+${line}`, file]
const colon: Words = (file, line) => [`${file}:${line}`]
const lineFlag: Words = (file, line) => ['--line', String(line), file]

/** By the name of the program, the first that fits. An editor that is not here gets the file only. */
const editors: readonly (readonly [name: RegExp, words: Words, inTerminal: boolean])[] = [
  [/^(code|code-insiders|codium|vscodium|cursor|windsurf|positron|trae)$/, gotoFlag, false],
  [/^(n?vim?|vi|view|nano|pico|micro|kak|joe|jed|mg|ne)$/, plusLine, true],
  [/^(hx|helix)$/, colon, true],
  [/^(gvim|mvim|gedit|gnome-text-editor|xed|pluma|geany)$/, plusLine, false],
  [/^(subl|sublime_text|zed|zeditor|lapce)$/, colon, false],
  [/^(idea|webstorm|pycharm|phpstorm|fleet|mate|kate|kwrite)$/, lineFlag, false],
  [/^notepad\+\+$/, (file, line) => [`-n${line}`, file], false],
  [/^emacs$/, plusLine, true],
  [/^emacsclient$/, plusLine, true],
]

/**
 * Only one that was chosen, or has windows: whoever never chose one may not know how to leave what a terminal has. Null
 * where there is none. `has`: whether there is a program of that name. */
export function openingOf(
  env: NodeJS.ProcessEnv,
  file: string,
  line: number,
  has: (program: string) => boolean,
): Opening | null {
  const written = [env.NINJA_EDITOR, env.VISUAL, env.EDITOR].find(
    text => text !== undefined && text.trim() !== '',
  )
  const found = written ?? ['code', 'codium', 'cursor'].find(has)
  if (found === undefined) return null
  const [program, ...own] = wordsOf(found)
  const name = basename(program.replaceAll('\\', '/')).replace(/\.(exe|cmd|bat)$/i, '')
  const [, words, inTerminal] = editors.find(([names]) => names.test(name)) ?? [
    null,
    (path: string) => [path],
    true,
  ]
  const windowed =
    /^emacs/.test(name) && !isTextual(own) && (env.DISPLAY ?? env.WAYLAND_DISPLAY) !== undefined
  return { program, words: [...own, ...words(file, line)], inTerminal: inTerminal && !windowed }
}

/** Until it has ended; one with windows, until it has begun. */
export const opened = (
  { program, words, inTerminal }: Opening,
  failed: (message: string) => void,
): Promise<void> =>
  new Promise(resolve => {
    const child = spawn(program, words, {
      stdio: inTerminal ? 'inherit' : 'ignore',
      detached: !inTerminal,
      shell: process.platform === 'win32',
    })
    child.on('error', ({ message }) => {
      failed(message)
      resolve()
    })
    child.on('exit', () => resolve())
    if (!inTerminal) child.on('spawn', resolve).unref()
  })

const isTextual = (words: readonly string[]): boolean =>
  words.some(word => /^(-nw|-t|--tty|-c?t)$/.test(word))

/** A command as a shell would split it: quotes keep words together. */
const wordsOf = (command: string): string[] =>
  [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c)

/** Whether a program is in the folders of PATH. */
export function isInstalled(program: string): boolean {
  const names = process.platform === 'win32' ? [`${program}.cmd`, `${program}.exe`] : [program]
  const folders = (process.env.PATH ?? '').split(delimiter).filter(folder => folder !== '')
  return folders.some(folder =>
    names.some(name => {
      try {
        accessSync(join(folder, name), constants.X_OK)
        return true
      } catch {
        return false
      }
    }),
  )
}
