/** Runs the scripts of modules. What is imported is another of them, or this program's own library. */
import * as exported from '../index.ts'
import { nearest } from '../suggest.ts'
import { LIBRARY } from '../text/library.ts'

/** By path, as `text/script.ts` makes them. */
export type Modules = Readonly<Record<string, string>>

export type Exports = Record<string, unknown>

/** Compiles an expression; `path` is what the engine calls the place in its stacks. */
export type Compile = (js: string, path: string) => unknown

type Script = (ask: (name: string, line?: number) => unknown, console: object) => Exports

/** Runs the module at `entry` and gives what it exports. */
export function loadModule(modules: Modules, entry: string, console: object, compile: Compile): Exports {
  const loaded = new Map<string, Exports | null>()
  const run = (path: string): Exports => {
    const known = loaded.get(path)
    if (known === null) throw new Error(`${path} imports itself, through the files that it imports`)
    if (known !== undefined) return known
    loaded.set(path, null)
    const script = compile(modules[path], path) as Script
    const exports = script((name, line) => resolve(path, name, line), console)
    loaded.set(path, exports)
    return exports
  }
  const resolve = (from: string, name: string, line?: number): unknown => {
    if (name === LIBRARY) return library
    if (!name.startsWith('./')) throw errorAt(refusalOf(name), from, line)
    const path = pathFrom(from, name)
    if (modules[path] === undefined) throw errorAt(notFound(name), from, line)
    return run(path)
  }
  return run(entry)
}

function errorAt(message: string, path: string, line = 1): Error {
  const error = new Error(message)
  error.stack = `Error: ${message}\n    at ${path}:${line}:1`
  return error
}

/** A file is asked for by its whole name. */
const notFound = (name: string): string =>
  /\.\w+$/.test(name)
    ? `cannot find the file ${name}, which your file imports`
    : `cannot find the file ${name}, which your file imports: write its whole name, such as ${name}.ts`

function refusalOf(name: string): string {
  const suggestion = nearest(name, [LIBRARY])
  return suggestion === undefined
    ? `an exercise can import '${LIBRARY}' and files next to it, but not '${name}'`
    : `there is no package '${name}'; did you mean '${suggestion}'?`
}

/** `../b.ts` as a file in /x/y calls it: /x/b.ts. */
export function pathFrom(file: string, name: string): string {
  const parts = file.split(/[\\/]/).slice(0, -1)
  for (const part of name.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}

/** What the library does not have would be `undefined` and fail far away; it is said where it is asked for. */
export const library: object = Object.freeze(
  new Proxy(Object.freeze({ ...exported }), {
    get(target, name) {
      if (typeof name === 'symbol' || Object.hasOwn(target, name)) return Reflect.get(target, name)
      throw new ReferenceError(missing(name))
    },
  }),
)

/** Whether a module exports a name, as far as this program can know. */
export const isExported = (module: string, name: string): boolean =>
  module !== LIBRARY || Object.hasOwn(exported, name)

/** What is said of a name that the library does not have. */
export function missing(name: string): string {
  const suggestion = nearest(name, Object.keys(exported))
  return `'${LIBRARY}' has no "${name}"${suggestion === undefined ? '' : `; did you mean ${suggestion}?`}`
}
