/**
 * package.json as it is packed: without `prepare`, which builds a clone. npm warns of such a script wherever the package
 * is installed, though it does nothing there. What is packed is the file on disk, so that is changed before, and put back
 * after.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'

export function packedManifest(text: string): string {
  const manifest = JSON.parse(text)
  const { prepare: _, ...scripts } = manifest.scripts
  return `${JSON.stringify({ ...manifest, scripts }, null, 2)}\n`
}

const file = fileURLToPath(new URL('../package.json', import.meta.url))
/** The file as it was; what begins with a dot is not taken for a package there. */
const before = fileURLToPath(new URL('../node_modules/.package.json', import.meta.url))

if (argv[2] === 'strip') {
  const text = readFileSync(file, 'utf8')
  writeFileSync(before, text)
  writeFileSync(file, packedManifest(text))
} else if (argv[2] === 'restore' && existsSync(before)) renameSync(before, file)
