/**
 * How a command is asked for: `npx ninja hint` where one types it, `key h` where watch has a key for it. Whoever does not
 * know where the text will be read writes `ninja hint`.
 */
import { keyFor } from './keys.ts'

export interface Calling {
  /** How this program is called here: `npx ninja`. */
  readonly ninja: string
  /** Whether watch reads the keys. */
  readonly byKeys?: boolean
}

/** For a command with all its words: `hint dprobs`. */
export function call({ ninja, byKeys }: Calling, command: string): string {
  const [name] = command.split(' ')
  // No key stands for options.
  const key = byKeys === true && !command.includes('--') ? keyFor(name) : null
  return key === null ? `${ninja} ${command}` : `key ${key}`
}

/** A text in which commands are written `ninja hint`. */
export const called = (text: string, calling: Calling): string =>
  text.replace(/(?<![\w-]|npx )ninja (--help|[a-z]+)/g, (_, command: string) => call(calling, command))
