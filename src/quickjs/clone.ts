/** `structuredClone`, which QuickJS does not have: of what honest code copies with it. */

/** Throws for what cannot be copied. */
export function cloneOf(value: unknown, copies = new Map<object, object>()): unknown {
  if (typeof value === 'function' || typeof value === 'symbol') throw new TypeError('it cannot be copied')
  if (typeof value !== 'object' || value === null) return value
  const known = copies.get(value)
  if (known !== undefined) return known
  const kept = <T extends object>(copy: T): T => {
    copies.set(value, copy)
    return copy
  }
  const copy = (one: unknown): unknown => cloneOf(one, copies)
  if (value instanceof Date) return kept(new Date(value))
  if (value instanceof RegExp) return kept(new RegExp(value.source, value.flags))
  if (value instanceof ArrayBuffer) return kept(value.slice(0))
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return kept((value as Float64Array).slice())
  if (value instanceof Error) return kept(new Error(value.message))
  if (value instanceof Map) {
    const made = kept(new Map())
    for (const [key, one] of value) made.set(copy(key), copy(one))
    return made
  }
  if (value instanceof Set) {
    const made = kept(new Set())
    for (const one of value) made.add(copy(one))
    return made
  }
  if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet)
    throw new TypeError('it cannot be copied')
  const made: Record<string, unknown> = kept(
    Array.isArray(value) ? Object.assign([], { length: value.length }) : {},
  ) as never
  for (const [key, one] of Object.entries(value))
    Object.defineProperty(made, key, {
      value: copy(one),
      writable: true,
      enumerable: true,
      configurable: true,
    })
  return made
}
