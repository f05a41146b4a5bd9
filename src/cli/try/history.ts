/** What was typed at the prompt, kept for the next time. */
import { join } from 'node:path'
import { NinjaError } from '../../errors.ts'
import { readIfThere, writeFile } from '../files.ts'

/** Lines. */
export const MOST_KEPT = 500

const fileIn = (root: string): string => join(root, '.ninja', 'try-history')

/** The newest first. */
export function readHistory(root: string): string[] {
  const text = readIfThere(fileIn(root))?.toString('utf8') ?? ''
  return text
    .split('\n')
    .filter(line => line.trim() !== '')
    .reverse()
}

/** Best effort: a prompt works without it. */
export function writeHistory(root: string, history: readonly string[]): void {
  try {
    writeFile(fileIn(root), `${history.slice(0, MOST_KEPT).toReversed().join('\n')}\n`)
  } catch (error) {
    if (!(error instanceof NinjaError)) throw error
  }
}
