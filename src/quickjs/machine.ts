/**
 * QuickJS in WebAssembly, with this program's engine read into it. All that it knows is in one memory: a copy of that is
 * put back before each file, and nothing of the last one is left.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import vm from 'node:vm'
import type { QuickJSContext, QuickJSHandle } from 'quickjs-emscripten-core'
import type { Modules } from '../room/loading.ts'
import { BENCH, BENCH_MARK, BENCH_MARK_AT, openBench } from './bench.ts'
import { FIRST_KERNEL, mathOf } from './maths.ts'
import { MARK, NUMBERS } from './window.ts'

/** Pages of 64 kB, to begin with and at most. QuickJS's own limit counts blocks without their sizes. */
const PAGES = 320
const MOST_PAGES = 4096
const PAGE = 2 ** 16

/** Bytes of QuickJS's own stack. A call of the learner's takes V8's too: the thread is to have 64 MB of that. */
const STACK = 3000 * 1024

/** Of a text that comes out. */
const LONGEST = 2 ** 26

/** What is read once, for all machines. */
export interface Parts {
  readonly wasm: WebAssembly.Module
  /** The bundle of `inside.ts`. */
  readonly engine: string
}

/** `folder`: where the bundles are. */
export const readParts = (folder: string): Parts => ({
  wasm: new WebAssembly.Module(readFileSync(join(folder, 'quickjs.wasm'))),
  engine: readFileSync(join(folder, 'quickjs.js'), 'utf8'),
})

/** Who watches what runs. */
export interface Overseer {
  /** Whether it must not go on: asked again and again. */
  readonly isOver: () => boolean
  /** The answer to a question. What it throws is the overseer's own business. */
  readonly answer: (question: string) => string
  /** Milliseconds after which QuickJS is stopped from outside: in its own functions it listens to nobody. */
  readonly patience: number
}

/** What came of an order: a text, or why there is none. */
export type Obeyed = { readonly said: string } | { readonly lost: 'out of memory' | 'broken' | 'over' }

export interface QuickMachine {
  /** The numbers that both sides see; a view of them that holds until something runs. */
  readonly numbers: () => Float64Array
  /** Compiles modules, and has an order obeyed. */
  readonly obey: (order: string, modules: Modules, overseer: Overseer) => Obeyed
  /** Makes it what it was when it was opened. */
  readonly restore: () => void
  /** Whether it has taken more memory than it began with: that is never given back. */
  readonly hasGrown: () => boolean
}

export async function openMachine({ wasm, engine }: Parts): Promise<QuickMachine> {
  const memory = new WebAssembly.Memory({ initial: PAGES, maximum: MOST_PAGES })
  const { quick, renew } = await load(wasm, memory)
  let overseer: Overseer | null = null
  let hasFailed = false
  const runtime = quick.newRuntime({
    maxStackSizeBytes: STACK,
    interruptHandler: () => overseer?.isOver() ?? false,
  })
  const context = runtime.newContext()
  const bench = openBench()
  const door = context.newFunction('ask', (what, ...given) => {
    const which = context.getNumber(what)
    if (!Number.isNaN(which)) {
      const numbers = given.map(one => context.getNumber(one))
      return context.newNumber(
        which < FIRST_KERNEL ? mathOf(which, numbers) : bench.run(onBench(), which - FIRST_KERNEL, numbers),
      )
    }
    try {
      return context.newString(overseer!.answer(context.getString(what)))
    } catch (error) {
      // What runs inside could catch it and go on.
      hasFailed = true
      throw error
    }
  })
  /** Found when it is used first: that is before the engine is ready. */
  let benchPlace = -1
  const onBench = (): Uint8Array => {
    if (benchPlace === -1) benchPlace = placeOf(BENCH_MARK, memory) - BENCH_MARK_AT * 8
    return new Uint8Array(memory.buffer, benchPlace, BENCH * 8)
  }
  const inhabitant = inhabitantOf(context, engine, door)
  const place = placeOf(MARK, memory)
  const snapshot = copyOf(memory)
  let isBroken = false

  const compile = (modules: Modules): void => {
    for (const [path, js] of Object.entries(modules)) {
      const { value, error } = context.evalCode(js, path, { type: 'global' }) as Evaluated
      const name = context.newString(path)
      const given = [name, value ?? error!, value === undefined ? context.true : context.false]
      context.unwrapResult(context.callFunction(inhabitant.define, context.undefined, ...given)).dispose()
      name.dispose()
      given[1].dispose()
    }
  }
  const obey = (order: string): Obeyed => {
    const text = context.newString(order)
    const { value, error } = context.callFunction(inhabitant.obey, context.undefined, text) as Evaluated
    text.dispose()
    if (value === undefined) return { lost: lostBy(context, error!) }
    const said = context.getString(value)
    value.dispose()
    return hasFailed || said === '' || said.length > LONGEST ? { lost: 'broken' } : { said }
  }
  return {
    numbers: () => new Float64Array(memory.buffer, place, NUMBERS),
    obey(order, modules, by) {
      overseer = by
      hasFailed = false
      try {
        return within(by.patience, () => {
          compile(modules)
          return obey(order)
        })
      } catch (error) {
        // The host's own stack, or the end of its patience, or a machine that is out of order.
        isBroken = true
        return { lost: isLate(error) ? 'over' : 'broken' }
      } finally {
        overseer = null
      }
    },
    restore() {
      if (isBroken) renew()
      isBroken = false
      const bytes = new Uint8Array(memory.buffer)
      bytes.fill(0)
      for (const { at, page } of snapshot) bytes.set(page, at)
      bench.wipe()
    },
    hasGrown: () => memory.buffer.byteLength > PAGES * PAGE,
  }
}

type Evaluated = { readonly value?: QuickJSHandle; readonly error?: QuickJSHandle }

/** `renew`: another instance over the same memory, for where the host left the first in the middle of something. */
async function load(wasm: WebAssembly.Module, memory: WebAssembly.Memory) {
  // They are in the program's own bundle, and nobody else is to wait for them.
  const [emscripten, { QuickJSFFI }, { newQuickJSWASMModuleFromVariant }] = await Promise.all([
    import('@jitl/quickjs-wasmfile-release-sync/emscripten-module'),
    import('@jitl/quickjs-wasmfile-release-sync/ffi'),
    import('quickjs-emscripten-core'),
  ])
  // What is imported is the function itself, whatever its types say.
  const factory = emscripten.default as unknown as typeof emscripten.default.default
  let enter = (): void => {}
  const silent = (): void => {}
  const module = await factory({
    wasmMemory: memory,
    instantiateWasm(imports, receive) {
      enter = () => receive(new WebAssembly.Instance(wasm, imports))
      enter()
      return {}
    },
    ...{ print: silent, printErr: silent },
  })
  const quick = await newQuickJSWASMModuleFromVariant({
    type: 'sync',
    importFFI: async () => QuickJSFFI,
    importModuleLoader: async () => async () => module,
  })
  const renew = (): void => {
    enter()
    Object.assign(quick.getFFI(), new QuickJSFFI(module))
  }
  return { quick, renew }
}

/** Reads the engine. What it hands out is held from before the copy of the memory is made. */
function inhabitantOf(context: QuickJSContext, engine: string, door: QuickJSHandle) {
  const code = `(() => { const module = {}; ${engine}\nreturn module.exports })()`
  const bundle = context.unwrapResult(context.evalCode(code, 'backprop-ninja', { type: 'global' }))
  const open = context.getProp(bundle, 'open')
  const made = context.unwrapResult(context.callFunction(open, context.undefined, door))
  const [obey, define] = [context.getProp(made, 'obey'), context.getProp(made, 'define')]
  return { obey, define }
}

/** Where a mark is in the memory, which is taken away. */
function placeOf(mark: readonly number[], memory: WebAssembly.Memory): number {
  const all = new Float64Array(memory.buffer)
  const at = all.findIndex((_, i) => mark.every((one, j) => all[i + j] === one))
  if (at === -1) throw new Error('internal: the numbers of QuickJS are not where they should be')
  all.fill(0, at, at + mark.length)
  return at * all.BYTES_PER_ELEMENT
}

/** The pages of the memory that have anything but zeros in them. */
function copyOf(memory: WebAssembly.Memory): readonly { readonly at: number; readonly page: Uint8Array }[] {
  const places = Array.from({ length: memory.buffer.byteLength / PAGE }, (_, i) => i * PAGE)
  return places
    .filter(at => new Uint32Array(memory.buffer, at, PAGE / 4).some(word => word !== 0))
    .map(at => ({ at, page: new Uint8Array(memory.buffer, at, PAGE).slice() }))
}

function lostBy(context: QuickJSContext, error: QuickJSHandle): 'out of memory' | 'broken' | 'over' {
  const message = context.getString(context.getProp(error, 'message'))
  if (message === 'interrupted') return 'over'
  return message === 'out of memory' ? message : 'broken'
}

/** By this name a script finds what it is to do. */
const WORK = 'backprop-ninja runs QuickJS'
const script = new vm.Script(`globalThis[${JSON.stringify(WORK)}]()`)

/** Throws an error of V8's after so many milliseconds by the clock. */
function within<T>(timeout: number, work: () => T): T {
  Reflect.set(globalThis, WORK, work)
  return script.runInThisContext({ timeout }) as T
}

const isLate = (error: unknown): boolean =>
  (error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
