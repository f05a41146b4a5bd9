/** The files of the page, as they were built. */
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { NinjaError } from '../../errors.ts'
import { packageRoot } from '../workspace.ts'
import type { Asset } from './server.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
}

/** Beside the policy that is in the page itself. */
const policies: Readonly<Record<string, string>> = {
  'index.html': "frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  // What a learner's code runs in: an origin of its own, without storage.
  'room.html': "sandbox allow-scripts; frame-ancestors 'self'",
}
const OTHER = "default-src 'none'; frame-ancestors 'none'"

export function readAssets(): ReadonlyMap<string, Asset> {
  const folder = join(packageRoot, 'dist', 'page')
  let names: string[]
  try {
    names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  } catch {
    throw new NinjaError('workspace', `there is no page in ${folder}`, 'in a clone, npm run build makes it')
  }
  const assets = names
    .filter(name => TYPES[extname(name)] !== undefined)
    .map((name): [string, Asset] => {
      const type = TYPES[extname(name)]
      return [
        name.replaceAll('\\', '/'),
        { type, content: readFileSync(join(folder, name)), policy: policies[name] ?? OTHER },
      ]
    })
  return new Map(assets)
}
