/** For tests: a thread as grading has it, in which files are judged with their code in QuickJS, and in a thread as well. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parentPort, Worker } from 'node:worker_threads'
import { NinjaError } from '../errors.ts'
import { defaultLimits, type Limits, processorTime } from '../learner/patience.ts'
import { openThreadRoom } from '../learner/thread.ts'
import { all, programsReport } from '../page/judge/testing.ts'
import { root } from '../page/lessons/testing.ts'
import type { Room } from '../room/room.ts'
import { openQuickRooms, type QuickRooms, THREAD } from './room.ts'

export interface Wanted {
  readonly exercise: string
  readonly text: string
  readonly file: string
  readonly room: 'quickjs' | 'thread'
  readonly limits?: Partial<Limits>
}

export interface JudgedText {
  /** As JSON gives it; null where judging threw. */
  readonly report: unknown
  /** Milliseconds of processor time for the judging, and by the clock for the room. */
  readonly took: number
  readonly opening: number
  /** What was thrown. */
  readonly thrown: string | null
}

/** In the thread. */
export function serve(dist: string): void {
  const opened = new Map<string, Promise<QuickRooms>>()
  const roomsFor = (limits: Limits): Promise<QuickRooms> => {
    const key = JSON.stringify(limits)
    if (!opened.has(key)) opened.set(key, openQuickRooms(dist, limits))
    return opened.get(key)!
  }
  const judge = async ({
    exercise: id,
    text,
    file,
    room: where,
    limits: some,
  }: Wanted): Promise<JudgedText> => {
    const limits = { ...defaultLimits, ...some }
    const exercise = all.find(one => one.id === id)!
    const reportIn = (room: Room, text: string): object => {
      try {
        return programsReport({ exercise, what: '', handed: { text, file } }, soonTired(room))
      } catch (error) {
        if (!(error instanceof NinjaError)) throw error
        return {
          version: 1,
          passed: false,
          gradients: [],
          error: { code: error.code, message: error.message },
        }
      }
    }
    const since = performance.now()
    const rooms = where === 'thread' ? null : await roomsFor(limits)
    const room = rooms === null ? openThreadRoom(join(dist, 'room.cjs'), limits) : await rooms.fresh()
    const opening = performance.now() - since
    const begun = processorTime()
    try {
      const report = reportIn(room, text)
      return { report, took: processorTime() - begun, opening, thrown: null }
    } catch (error) {
      return { report: null, took: 0, opening, thrown: String((error as Error).stack) }
    } finally {
      room.end()
    }
  }
  parentPort!.on('message', async (wanted: Wanted) => parentPort!.postMessage(await judge(wanted)))
}

/** What comes to no end is stopped soon. */
const soonTired = (room: Room): Room => ({ ...room, begin: () => room.begin(() => 50) })

export interface JudgingThread {
  /** One after another. */
  readonly judge: (wanted: Wanted) => Promise<JudgedText>
  readonly end: () => Promise<unknown>
}

/** Bundles this file, and runs it. */
export async function openJudging(): Promise<JudgingThread> {
  const { build } = await import('esbuild')
  const folder = mkdtempSync(join(tmpdir(), 'ninja-'))
  const program = join(folder, 'judging.cjs')
  await build({
    stdin: {
      contents: `import { serve } from './src/quickjs/testing.ts'\nserve(${JSON.stringify(join(root, 'dist'))})`,
      resolveDir: root,
    },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    conditions: ['iife'],
    define: {
      'import.meta.dirname': JSON.stringify(join(root, 'src', 'quickjs')),
      'import.meta.url': JSON.stringify(`file://${root}/src/page/lessons/testing.ts`),
    },
    external: ['esbuild'],
    outfile: program,
    logLevel: 'error',
  })
  const worker = new Worker(program, { ...THREAD })
  const ask = (wanted: Wanted): Promise<JudgedText> =>
    new Promise((resolve, reject) => {
      worker.once('error', reject)
      worker.once('message', (judged: JudgedText) => {
        worker.off('error', reject)
        resolve(judged)
      })
      worker.postMessage(wanted)
    })
  let last: Promise<unknown> = Promise.resolve()
  return {
    judge(wanted) {
      const judged = last.then(() => ask(wanted))
      last = judged.catch(() => {})
      return judged
    },
    async end() {
      rmSync(folder, { recursive: true, force: true })
      return worker.terminate()
    },
  }
}
