/** What a learner's code finds around it, in a thread or a page's worker: JavaScript itself, frozen, and next to nothing else. */
import { Blank } from '../catalogue/exercise.ts'
import { NinjaError } from '../errors.ts'
import { ones } from '../tensor/creation.ts'
import { freezeRealm } from './freeze.ts'
import { library } from './loading.ts'
import { Later, ScopeError } from './program.ts'
import { seal } from './seal.ts'
import { Garbled } from './stranger.ts'
import { random } from './traces.ts'

/** For good. What this program itself needs of the host is taken before. */
export function closeRealm(console: object): void {
  // The engine makes its WebAssembly at the first product; afterwards it no longer could.
  ones(32, 32).matmul(ones(32, 32))
  const { performance, structuredClone: clone } = globalThis
  const clock = Object.freeze({ now: performance.now.bind(performance) })
  const never = Object.freeze((): number => 0)
  // What the host throws would be of a class of its own, which nothing freezes.
  const structuredClone = (value: unknown): unknown => {
    try {
      return clone(value)
    } catch {
      throw new TypeError('structuredClone cannot copy this')
    }
  }
  // What the engine's WebAssembly throws, for a tensor that lies about its size, is of a class that has no name any more.
  const { WebAssembly } = globalThis as unknown as { WebAssembly?: { readonly RuntimeError: unknown } }
  const given = { console, performance: clock, structuredClone, setTimeout: never, clearTimeout: never }
  seal(given)
  Math.random = random
  freezeRealm(
    library,
    Blank,
    NinjaError,
    ScopeError,
    Later,
    Garbled,
    WebAssembly?.RuntimeError,
    ...Object.values(given),
  )
}
