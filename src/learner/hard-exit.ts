/**
 * Ends threads, also those that do not listen: in the middle of one call of some built-in functions (`fill` or `sort` of
 * an array with a hundred million places) V8 looks at nothing else.
 */
import { writeSync } from 'node:fs'
import type { Worker } from 'node:worker_threads'

/** How long one that is ended may take before it counts as deaf: one that listens needs 0.2 s for much memory. */
const DEAF = 500

/** Threads that were ended in the middle of something and have not said that they are gone, and what `abandon` says. */
const abandoned = new Map<Worker, Promise<boolean>>()

/**
 * Waits until each of them is gone or counts as deaf. True if all are gone: the others spend time and memory until the
 * process ends.
 */
export async function areGone(): Promise<boolean> {
  return (await Promise.all(abandoned.values())).every(isGone => isGone)
}

/** Ends a thread that may not listen. Whether it is gone is only known later: false if it is deaf. */
export function abandon(worker: Worker): Promise<boolean> {
  if (!process.listeners('exit').includes(leave)) process.once('exit', leave).once(CRASH, tell)
  const ended = new Promise<boolean>(resolve => {
    // It keeps the process: C's exit takes away what a thread that is just ending still needs, and that is a crash.
    const timer = setTimeout(() => resolve(false), DEAF)
    void worker.terminate().then(() => {
      clearTimeout(timer)
      abandoned.delete(worker)
      resolve(true)
    })
    // Not before: to terminate one makes the process wait for it.
    worker.unref()
  })
  abandoned.set(worker, ended)
  return ended
}

const CRASH = 'uncaughtExceptionMonitor'

/** What the process dies of is said by Node after its exit handlers, and so never where one of them is `leave`. */
const tell = (error: unknown): unknown =>
  abandoned.size > 0 && writeSync(2, `internal: ${error instanceof Error ? error.stack : String(error)}\n`)

/** A thread that is deaf would keep the process from ending for as long as what it does takes. */
function leave(status: number): void {
  if (abandoned.size > 0) leaveAtOnce(status)
}

/** Of what a browser calls so, which Node's types leave to the browser's. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => object
}

/**
 * Ends the process without waiting for its threads, as `process.exit` does. Of all that Node has, only a WebAssembly
 * program's own exit goes straight to C's; should that be gone one day, the process is killed.
 */
function leaveAtOnce(status: number): void {
  try {
    const { WASI } = process.getBuiltinModule('node:wasi')
    const wasi = new WASI({ version: 'preview1', returnOnExit: false })
    const module = new WebAssembly.Module(exiting(status))
    wasi.start(new WebAssembly.Instance(module, wasi.getImportObject()))
  } catch {}
  process.kill(process.pid, 'SIGKILL')
}

/** A program that does nothing but `proc_exit(status)`, in WebAssembly's binary format. */
function exiting(status: number): Uint8Array {
  const sized = (bytes: readonly number[]): number[] => [bytes.length, ...bytes]
  const text = (word: string): number[] => sized([...Buffer.from(word)])
  const section = (id: number, bytes: readonly number[]): number[] => [id, ...sized(bytes)]
  const i32 = 0x7f
  const number = [(status & 0x7f) | 0x80, (status >> 7) & 1] // 0 to 255 in two groups of seven bits
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [2, 0x60, 1, i32, 0, 0x60, 0, 0]), // two types: (i32) and ()
    ...section(2, [1, ...text('wasi_snapshot_preview1'), ...text('proc_exit'), 0, 0]),
    ...section(3, [1, 1]),
    ...section(5, [1, 0, 0]), // WASI demands a memory, if an empty one
    ...section(7, [2, ...text('memory'), 2, 0, ...text('_start'), 0, 1]),
    ...section(10, [1, ...sized([0, 0x41, ...number, 0x10, 0, 0x0b])]),
  ])
}
