/**
 * A realm with nothing in it but JavaScript itself. Whatever the host put there is deleted, so that code that is loaded
 * afterwards can name no file, no process, no network, no other thread and no shared memory.
 */

/** What is JavaScript's own and lets nothing out. */
const OWN: ReadonlySet<string> = new Set(
  `
  Object Function Array Number Boolean String Symbol BigInt Math JSON Reflect Proxy Promise Map Set WeakMap
  WeakSet WeakRef FinalizationRegistry Date RegExp Error AggregateError EvalError RangeError ReferenceError
  SuppressedError SyntaxError TypeError URIError ArrayBuffer DataView Int8Array Uint8Array
  Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float16Array Float32Array Float64Array
  BigInt64Array BigUint64Array Iterator DisposableStack AsyncDisposableStack Intl Temporal parseInt
  parseFloat isNaN isFinite encodeURIComponent decodeURIComponent encodeURI decodeURI escape unescape eval
  globalThis NaN Infinity undefined
  `
    .trim()
    .split(/\s+/),
)

/** `more`: what code is given besides, by name. Gives the names that could not be taken away. */
export function seal(more: Readonly<Record<string, unknown>>): string[] {
  const left: string[] = []
  const keep = { writable: false, configurable: false, enumerable: false }
  // In a browser what the host gives is on the prototypes of the global object.
  for (
    let from: object | null = globalThis;
    from !== null && from !== Object.prototype;
    from = Object.getPrototypeOf(from)
  ) {
    for (const name of Reflect.ownKeys(from)) {
      if (typeof name === 'string' && from === globalThis && OWN.has(name)) {
        const found = Object.getOwnPropertyDescriptor(globalThis, name)!
        if (found.configurable) Object.defineProperty(globalThis, name, { value: found.value, ...keep })
      } else if (name !== 'constructor' && !Reflect.deleteProperty(from, name)) left.push(String(name))
    }
  }
  for (const [name, value] of Object.entries(more))
    Object.defineProperty(globalThis, name, { value, ...keep })
  return left
}
