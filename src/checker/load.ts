/** Runs module texts in this thread. The import of 'backprop-ninja' is always this program's own copy. */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import vm from 'node:vm'
import * as exported from '../index.ts'
import { nearest } from '../suggest.ts'

/** Stripped module texts by path, as the thread that read the files sent them. */
export type Modules = Readonly<Record<string, string>>

export type Exports = Record<string, unknown>

/**
 * Runs the module at `entry` and gives what it exports, and besides whatever functions of the given names (or classes,
 * where a method is named) it defines without exporting: an `export` that got lost while editing is no reason to fail.
 * `console` is the module's own.
 */
export function loadModule(
  modules: Modules,
  entry: string,
  names: readonly string[],
  console: object,
): Exports {
  const loaded = new Map<string, Exports>()
  const run = (path: string, extra: readonly string[]): Exports => {
    const known = loaded.get(path)
    if (known !== undefined) return known
    const module = { exports: {} as Exports }
    loaded.set(path, module.exports)
    const script = new vm.Script(wrap(modules[path], extra), { filename: path })
    const require = (name: string): unknown => resolve(path, name)
    const found: Exports = script.runInThisContext()(module.exports, require, module, console)
    return Object.assign(
      module.exports,
      Object.fromEntries(Object.entries(found).filter(([, f]) => f !== undefined)),
    )
  }
  const resolve = (from: string, name: string): unknown => {
    if (name === 'backprop-ninja') return door
    if (!name.startsWith('.')) return packageNamed(name, from)
    const path = join(dirname(from), name)
    if (modules[path] === undefined) throw new Error(`cannot find ${name}, imported by the exercise`)
    return run(path, [])
  }
  return run(entry, names)
}

function packageNamed(name: string, from: string): unknown {
  try {
    return createRequire(from)(name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error
    const suggestion = nearest(name, ['backprop-ninja'])
    throw new Error(
      `there is no package '${name}'${suggestion === undefined ? '' : `; did you mean '${suggestion}'?`}`,
    )
  }
}

/** On one line with the text's first, so that line numbers stay. */
export function wrap(js: string, names: readonly string[] = []): string {
  const collected = [...new Set(names.map(name => name.split('.')[0]))]
    .map(name => `${name}: typeof ${name} === 'function' ? ${name} : undefined`)
    .join(', ')
  return `(function (exports, require, module, console) { ${js}\nreturn { ${collected} } })`
}

/** Every import that is misspelt would be `undefined` and fail far away; say it where it is used. */
const door = new Proxy(exported, {
  get(target, name) {
    if (typeof name === 'symbol' || name === '__esModule' || Object.hasOwn(target, name))
      return Reflect.get(target, name)
    const suggestion = nearest(name, Object.keys(target))
    throw new ReferenceError(
      `'backprop-ninja' exports no "${name}"${suggestion === undefined ? '' : `; did you mean ${suggestion}?`}`,
    )
  },
})

/** The relative imports in a stripped module's text. */
export const relativeImports = (js: string): string[] =>
  [...js.matchAll(/\brequire\('(\.[^']+)'\)/g)].map(([, name]) => name)

/** The innermost line of `path` in a stack trace, or in the head of a syntax error. */
export function lineInStack(stack: string | null, path: string): number | null {
  const at = stack?.indexOf(`${path}:`) ?? -1
  return at === -1 ? null : Number.parseInt(stack!.slice(at + path.length + 1), 10)
}
