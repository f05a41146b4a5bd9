/** For tests: a thread as grading has it, in which files are judged with their code in QuickJS, and in a thread as well. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parentPort, Worker } from 'node:worker_threads'
import { defaultLimits, type Limits } from '../learner/patience.ts'
import { openThreadRoom } from '../learner/thread.ts'
import { all, programsReport } from '../page/judge/testing.ts'
import { root } from '../page/lessons/testing.ts'
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
  const quick = new Map<string, Promise<QuickRooms>>()
  parentPort!.on('message', async ({ exercise: id, text, file, room: where, limits = {} }: Wanted) => {
    const all_ = { ...defaultLimits, ...limits }
    const exercise = all.find(one => one.id === id)!
    const since = performance.now()
    const key = JSON.stringify(all_)
    if (where === 'quickjs' && !quick.has(key)) quick.set(key, openQuickRooms(dist, all_))
    const room =
      where === 'quickjs'
        ? await (await quick.get(key)!).fresh()
        : openThreadRoom(join(dist, 'room.cjs'), all_)
    const opening = performance.now() - since
    const begun = process.cpuUsage()
    let report: unknown = null
    let thrown: string | null = null
    try {
      report = programsReport({ exercise, what: '', handed: { text, file } }, room)
    } catch (error) {
      thrown = String((error as Error).stack)
    }
    const { user, system } = process.cpuUsage(begun)
    room.end()
    parentPort!.postMessage({ report, took: (user + system) / 1000, opening, thrown } satisfies JudgedText)
  })
}

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
