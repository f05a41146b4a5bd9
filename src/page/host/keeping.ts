/**
 * Where the browser keeps what a learner writes. Where it won't, everything goes on in memory, and whoever asked is told.
 * Another tab writes to the same place: what it wrote is not overwritten before it is put aside.
 */

export type Taken = 'kept' | 'full' | 'forbidden'

export interface Keeping {
  get(name: string): string | null
  set(name: string, text: string): Taken
  drop(name: string): void
  /** What would become of something that is set. */
  try(): Taken
  /** Of all that is kept. */
  names(): string[]
  /** Calls back with the name and the text of what another tab wrote. */
  listen(heard: (name: string, text: string) => void): void
}

/** Several programs may be at one address. */
const PREFIX = 'backprop-ninja:'

/** `open` gives the browser's storage, and throws where that is forbidden. */
export function keepingIn(open: () => Storage, target: Pick<EventTarget, 'addEventListener'>): Keeping {
  const storage = opened(open)
  /** What the storage didn't take. */
  const memory = new Map<string, string>()
  return {
    get: name => memory.get(name) ?? storage?.getItem(PREFIX + name) ?? null,
    set(name, text) {
      const kept = storage === null ? 'forbidden' : put(storage, PREFIX + name, text)
      if (kept === 'kept') memory.delete(name)
      else memory.set(name, text)
      return kept
    },
    drop(name) {
      storage?.removeItem(PREFIX + name)
      memory.delete(name)
    },
    try: () => (storage === null ? 'forbidden' : probe(storage)),
    names() {
      const stored = storage === null ? [] : keysOf(storage).filter(key => key.startsWith(PREFIX))
      return [...new Set([...stored.map(key => key.slice(PREFIX.length)), ...memory.keys()])]
    },
    listen(heard) {
      target.addEventListener('storage', event => {
        const { key, newValue } = event as StorageEvent
        if (key?.startsWith(PREFIX) && newValue !== null) heard(key.slice(PREFIX.length), newValue)
      })
    },
  }
}

/** Null where nothing can be kept: some browsers say so at once, some only when something is written. */
function opened(open: () => Storage): Storage | null {
  try {
    const storage = open()
    return probe(storage) === 'forbidden' ? null : storage
  } catch {
    return null
  }
}

function probe(storage: Storage): Taken {
  const kept = put(storage, `${PREFIX}probe`, '')
  if (kept === 'kept') storage.removeItem(`${PREFIX}probe`)
  return kept
}

function put(storage: Storage, key: string, text: string): Taken {
  try {
    storage.setItem(key, text)
    return 'kept'
  } catch (error) {
    return isFull(error) ? 'full' : 'forbidden'
  }
}

const isFull = (error: unknown): boolean =>
  error instanceof DOMException && ['QuotaExceededError', 'NS_ERROR_DOM_QUOTA_REACHED'].includes(error.name)

const keysOf = (storage: Storage): string[] =>
  Array.from({ length: storage.length }, (_, i) => storage.key(i)).filter(key => key !== null)
