/**
 * Loads a bundle with V8's compiled code for it kept beside it (or, where that folder is read-only, in the user's cache
 * folder), so that a second start does not compile a megabyte of JavaScript again.
 */
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import vm from 'node:vm'

/** Which functions are kept compiled: all there are, those that ran by the time the program ends, or none this time. */
export type Keep = 'all' | 'used' | 'none'

type Exports = Record<string, (...given: unknown[]) => unknown>

const loaded = new Map<string, Exports>()

/** What a CommonJS bundle exports: runs it, with its compiled code if it was kept; if not, keeps it for the next start. */
export function loadCached(bundle: string, what: Keep): Exports {
  const known = loaded.get(bundle)
  if (known !== undefined) return known
  // Outside of comments a bundle is ASCII, and this is the quicker way to read that.
  const source = readFileSync(bundle, 'latin1')
  const places = placesFor(bundle)
  const cachedData = firstReadable(places)
  const wholly = cachedData === null && what === 'all'
  if (wholly) setFlag('--no-lazy')
  const script = new vm.Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
    filename: bundle,
    ...(cachedData === null ? {} : { cachedData }),
  })
  if (wholly) setFlag('--lazy')
  const useless = cachedData === null || script.cachedDataRejected === true
  const keepIt = (): void => keep(places, () => script.createCachedData())
  if (useless && what === 'used') process.once('exit', keepIt)
  const module = { exports: {} }
  script.runInThisContext()(module.exports, createRequire(bundle), module, bundle, dirname(bundle))
  loaded.set(bundle, module.exports)
  // Not when the thread ends: one that is ended from outside never hears of it.
  if (useless && what === 'all') keepIt()
  return module.exports
}

/** Of V8. */
export const setFlag = (flag: string): void => process.getBuiltinModule('node:v8').setFlagsFromString(flag)

/**
 * V8 refuses code of another version of its own; that the bundle is another one it can only guess from the length, so
 * the bundle's date is in the name too.
 */
function placesFor(bundle: string): string[] {
  const date = Math.round(statSync(bundle).mtimeMs).toString(36)
  const name = `${basename(bundle)}.${date}-${process.version}-${process.arch}.cache`
  const cache = userCache()
  return [join(dirname(bundle), name), ...(cache === null ? [] : [join(cache, 'backprop-ninja', name)])]
}

/** Null where there is no user to have one, as in a container with a number for a user. */
function userCache(): string | null {
  if (process.env.XDG_CACHE_HOME) return process.env.XDG_CACHE_HOME
  try {
    return join(homedir(), '.cache')
  } catch {
    return null
  }
}

/** Stands behind the code. A file that a crash cut short or left empty would end Node itself, without a word. */
const END = Buffer.from('backprop-ninja: this is the end')

function firstReadable(places: readonly string[]): Buffer | null {
  for (const place of places) {
    try {
      const data = readFileSync(place)
      const code = data.subarray(0, data.length - END.length)
      if (data.subarray(code.length).equals(END)) return code
    } catch {}
  }
  return null
}

/** Best effort: a start without it is slower, nothing else. */
function keep(places: readonly string[], make: () => Buffer): void {
  for (const place of places) {
    try {
      mkdirSync(dirname(place), { recursive: true })
      const temporary = `${place}.${process.pid}`
      writeFileSync(temporary, Buffer.concat([make(), END]))
      renameSync(temporary, place)
      return
    } catch {}
  }
}
