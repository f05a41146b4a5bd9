/** The prompt of `ninja try`: a line in, what it gives out. */
import { statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { ofPython } from '../../python/completing.ts'
import { renderReference } from '../../terminal/reference.ts'
import { sign, style } from '../../terminal/style.ts'
import { renderTried, tryGreeting, tryHelp } from '../../terminal/trying.ts'
import { completionsFor, ofTypeScript } from '../../trying/completing.ts'
import { textWidth } from '../command.ts'
import { isTopic, readTopic, type Topic } from '../reference.ts'
import { MOST_KEPT, readHistory, writeHistory } from './history.ts'
import type { RemoteDesk } from './remote.ts'

export interface PromptView {
  /** What is open: an exercise, a notebook. */
  readonly title: string
  readonly isPython: boolean
  /** The file that is read anew each time, and how it is called. */
  readonly file: { readonly path: string; readonly shown: string } | null
  /** Where the history is kept; null: nowhere. */
  readonly root: string | null
}

const READY = '> '
const MORE = '… '

/** Comes back when the prompt is left. */
export function openPrompt(desk: RemoteDesk, { title, isPython, file, root }: PromptView): Promise<void> {
  const { stdin: input, stdout: output } = process
  const terminal = input.isTTY === true && output.isTTY === true
  const vocabulary = isPython ? ofPython : ofTypeScript
  let earlier: readonly string[] = []
  let declared: readonly string[] = []
  let open: string[] = []
  let leaving = false
  const waiting: string[] = []
  let isBusy = false
  let isOver = false
  let seen = stampOf(file?.path)
  const lines = createInterface({
    input,
    output,
    terminal,
    prompt: terminal ? READY : '',
    history: root === null || !terminal ? [] : readHistory(root),
    historySize: MOST_KEPT,
    removeHistoryDuplicates: true,
    completer: (line: string) => completionsFor(line, [...desk.names(), ...declared], vocabulary),
  })
  const say = (text: string): void => {
    if (text !== '') output.write(`${text}\n`)
  }
  const ask = (): void => {
    if (!terminal || isOver) return
    lines.setPrompt(open.length > 0 ? MORE : READY)
    lines.prompt(true) // somebody may be typing already
  }
  let leave = (): void => {}
  const left = new Promise<void>(resolve => {
    leave = resolve
  })

  const evaluate = async (line: string): Promise<void> => {
    leaving = false
    const asked = open.length > 0 ? null : askedIn(line)
    if (asked !== null) {
      if (asked === 'leave') lines.close()
      else say(asked(textWidth(output.columns)))
      return
    }
    if (open.length === 0 && line.trim() === '') return
    const text = [...open, line].join('\n')
    const now = stampOf(file?.path)
    if (now !== seen) say(style.dim(`${file!.shown} has changed: it's read again`))
    seen = now
    const answer = await desk.evaluate(text, earlier)
    if (answer === null) {
      open = []
      say(style.dim('stopped'))
    } else if (answer.isOpen) open = [...open, line]
    else {
      open = []
      say(renderTried(answer, textWidth(output.columns)))
      if (answer.stays === null) return
      earlier = [...earlier, text]
      declared = [...declared, ...answer.stays]
    }
  }
  const work = async (): Promise<void> => {
    if (isBusy) return
    isBusy = true
    for (let line = waiting.shift(); line !== undefined; line = waiting.shift()) await evaluate(line)
    isBusy = false
    if (isOver) leave()
    else ask()
  }

  lines.on('line', line => {
    waiting.push(line)
    void work()
  })
  lines.on('history', history => {
    if (root !== null && terminal) writeHistory(root, history)
  })
  lines.on('SIGINT', () => {
    if (isBusy) {
      waiting.length = 0
      desk.stop()
      return
    }
    const isFresh = open.length === 0 && lines.line === ''
    if (isFresh && leaving) {
      lines.close()
      return
    }
    open = []
    for (const name of ['e', 'u']) lines.write(null, { ctrl: true, name })
    output.write(isFresh ? `\n${style.dim('Ctrl-C again leaves; so does Ctrl-D')}\n` : '\n')
    leaving = isFresh
    ask()
  })
  lines.on('close', () => {
    isOver = true
    if (terminal) output.write('\n')
    if (!isBusy) leave()
    else if (terminal) desk.stop()
  })
  if (terminal) say(tryGreeting(title, file?.shown ?? null, textWidth(output.columns)))
  ask()
  return left.finally(() => desk.close())
}

/** What a line asks of the prompt itself: to be left, or for a text of some width; null: nothing. */
function askedIn(line: string): 'leave' | ((width: number) => string) | null {
  if (/^\s*\.?(?:exit|quit)(?:\s*\(\s*\))?\s*$/.test(line)) return 'leave'
  if (/^\s*(?:\.?help|help\(\)|\?)\s*$/.test(line)) return tryHelp
  const [help, topic, ...words] = line.trim().split(/\s+/)
  return /^\.?help$/.test(help) && isTopic(topic) ? width => tableOf(topic, words, width) : null
}

const tableOf = (topic: Topic, words: readonly string[], width: number): string =>
  renderReference(readTopic(topic), words, width) ??
  style.bad(`${sign.bad} nothing in help ${topic} has "${words.join(' ')}" in it`)

/** Another one whenever the file is saved. */
function stampOf(path: string | undefined): string {
  const found = path === undefined ? undefined : statSync(path, { throwIfNoEntry: false })
  return found === undefined ? '' : `${found.mtimeMs} ${found.size} ${found.ino}`
}
