/**
 * What `init` wrote in earlier versions, for workspaces that don't have what they began with: `texts/<version>.json.br`
 * has the files of a version, except those that are the same in one before it, and the data.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import { packageRoot } from '../workspace.ts'

/** By path from the workspace's root, with /: each text that it had, the oldest first. */
export type EarlierTexts = ReadonlyMap<string, readonly string[]>

const ENDING = '.json.br'

export const earlierFolder = join(packageRoot, 'src/cli/update/texts')

export function readEarlier(folder = earlierFolder): EarlierTexts {
  const texts = new Map<string, string[]>()
  for (const version of versionsIn(folder)) {
    const json = brotliDecompressSync(readFileSync(join(folder, version + ENDING))).toString('utf8')
    for (const [path, text] of Object.entries(JSON.parse(json) as Record<string, string>))
      texts.set(path, [...(texts.get(path) ?? []), text])
  }
  return texts
}

/** The bytes of such a file; null where there is nothing new in these texts. */
export function earlierFrom(texts: ReadonlyMap<string, string>, known: EarlierTexts): Uint8Array | null {
  const added = [...texts].filter(([path, text]) => known.get(path)?.includes(text) !== true)
  if (added.length === 0) return null
  const params = { [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS }
  return brotliCompressSync(JSON.stringify(Object.fromEntries(added)), { params })
}

/** From the oldest. */
export const versionsIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter(name => name.endsWith(ENDING))
    .map(name => name.slice(0, -ENDING.length))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
