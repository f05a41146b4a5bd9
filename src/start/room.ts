/** The program of a thread that a learner's code runs in. */
import { join } from 'node:path'
import vm from 'node:vm'
import { parentPort, receiveMessageOnPort } from 'node:worker_threads'
import { lineOver, turns } from '../learner/shared.ts'
import type { Begin } from '../learner/starting.ts'
import { loadCached } from './cached.ts'

// The memory that is shared comes by a message, which nobody can read again: what is handed over at the start stays
// where anyone in this thread can find it.
const begin = awaitBegin()
const compile = (js: string, path: string): unknown =>
  vm.compileFunction(`return ${js}`, [], { filename: path })()

/** On a busy machine the thread may be there before the message is. */
function awaitBegin(): Begin {
  const nobody = new Int32Array(new SharedArrayBuffer(4))
  for (;;) {
    const received = receiveMessageOnPort(parentPort!)
    if (received !== undefined) return received.message
    Atomics.wait(nobody, 0, 0, 1)
  }
}

try {
  loadCached(join(import.meta.dirname, `${begin.bundle}.cjs`), 'all').run(begin, compile)
} catch (error) {
  lineOver(begin.shared).say({ internal: String((error as Error).stack) }, turns.broken)
}
