/** The document of `--json`: of a problem where nothing was judged, and in a file of its own. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { NinjaError } from '../errors.ts'
import { quoted } from '../terminal/shell.ts'
import type { Problem } from './errors.ts'
import { readIfThere, writeFile } from './files.ts'

export const documentOf = ({ code, message, advice, reason }: Omit<Problem, 'status'>): string =>
  JSON.stringify({
    version: 1,
    passed: false,
    gradients: [],
    error: { code, message, advice, line: null, reason },
  })

/** Replaces nothing but a document. Throws a `usage` error for a path where something else is. */
export function demandFree(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    const advice = `name a file in it: --output ${quoted(join(path, 'verdict.json'))}`
    throw new NinjaError('usage', `--output needs a file, and ${path} is a folder`, advice)
  }
  const there = readIfThere(path)
  if (there === null || there.length === 0 || isDocument(there.toString('utf8'))) return
  throw new NinjaError(
    'usage',
    `${path} is there already, and it isn't a verdict`,
    'name another file with --output',
  )
}

export const writeDocument = (path: string, document: string): void => writeFile(path, `${document}\n`)

function isDocument(text: string): boolean {
  try {
    const { version, passed } = JSON.parse(text)
    return typeof version === 'number' && typeof passed === 'boolean'
  } catch {
    return false
  }
}
