/** The workers of the judge, in a frame of their own, and a job in one of them. */
import type { TrainingView } from './contract.ts'
import type { FromFrame, ToFrame } from './judge/frame.ts'
import type { EndedStep, ExerciseTexts, FromWorker, Job, ToWorker } from './judge/messages.ts'

type ProgramName = 'judge.js' | 'notebook.js' | 'trainer.js' | 'maker.js'

/** The files that `buildJudge` makes. */
export interface JudgeFiles {
  /** The address of `room.html`. */
  readonly room: string
  /** Whether `room.html` comes with a header that makes it a sandbox. A service worker serves no frame that the page makes one. */
  readonly isSealed?: () => boolean
  /** The text of a program. */
  readonly program: (name: ProgramName) => Promise<string>
}

export type JobOutcome =
  | { readonly kind: 'result'; readonly result: Extract<FromWorker, { say: 'result' }>['result'] }
  /** A step was ended, and the worker with it. */
  | { readonly kind: 'ended'; readonly step: EndedStep }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'aborted' }

export interface JobOptions {
  readonly ended?: readonly EndedStep[]
  readonly progress?: (training: TrainingView) => void
  /** Aborted, the worker is ended; and is asked to come to an end soon. */
  readonly abort?: AbortSignal
  readonly asked?: AbortSignal
}

export interface Workers {
  do(job: Job, options: JobOptions): Promise<JobOutcome>
  /** Has a worker ready that nothing has run in, for this exercise; one that waits gets ready for it, too. */
  spare(name: ProgramName, about: { readonly exercise: ExerciseTexts; readonly names: string }): void
  /** Has a worker ready that knows no exercise yet; comes back once it is started. */
  warm(name: ProgramName): Promise<void>
  end(): void
}

interface WorkerHandle {
  readonly program: ProgramName
  readonly post: (message: ToWorker) => void
  hear: (message: FromWorker) => void
  died: (why: string) => void
  readonly end: () => void
}

const programs: { readonly [D in Job['do']]: ProgramName } = {
  check: 'judge.js',
  notebook: 'notebook.js',
  train: 'trainer.js',
  begin: 'maker.js',
  task: 'maker.js',
}

/** Milliseconds: between two looks; that a look may be late before it counts as a pause; without any word. */
const LOOK = 50
const LATE = 500
const SILENT = 60_000
/** For a worker that was used before to begin a job: something that it was left by the last one may keep it busy. */
const BUSY = 1000
/** For all steps of a job. */
const ALL = 40_000
/** For a word from the frame. */
const FRAME = 2000

export function openWorkers(files: JudgeFiles): Workers {
  let frame = openFrame(files)
  let isOver = false
  const idle = new Map<ProgramName, WorkerHandle>()
  const spares = new Map<ProgramName, Promise<WorkerHandle>>()

  const start = async (name: ProgramName): Promise<WorkerHandle> => {
    const [program, to] = await Promise.all([files.program(name), frame])
    return to.start(name, program)
  }
  const take = async (name: ProgramName): Promise<{ worker: WorkerHandle; isUsed: boolean }> => {
    const used = idle.get(name)
    idle.delete(name)
    if (used !== undefined) return { worker: used, isUsed: true }
    const spare = spares.get(name)
    spares.delete(name)
    return { worker: await (spare ?? start(name)), isUsed: false }
  }
  const spareFor = (name: ProgramName): Promise<WorkerHandle> => {
    const spare = spares.get(name) ?? start(name)
    spares.set(name, spare)
    return spare
  }
  /** Whether the frame still answers; one that doesn't is replaced. */
  const frameLives = async (): Promise<boolean> => {
    const before = frame
    if (await (await before).answers()) return true
    if (frame !== before) return false
    ;(await before).end()
    frame = openFrame(files)
    idle.clear()
    spares.clear()
    return false
  }
  return {
    async do(job, options) {
      for (;;) {
        const { worker, isUsed } = await take(programs[job.do])
        const outcome = await jobIn(worker, job, options, isUsed)
        if (outcome === 'busy') {
          worker.end()
          continue
        }
        if (outcome.kind === 'result') {
          if ((job.do === 'check' || worker.program === 'maker.js') && !isOver)
            idle.set(worker.program, worker)
          else worker.end()
          return outcome
        }
        worker.end()
        if (outcome.kind !== 'ended' || (await frameLives())) return outcome
        // What takes all memory takes the process of the frame with it.
        return { kind: 'ended', step: { ...outcome.step, cause: 'out of memory', isDoubtful: false } }
      }
    },
    spare(name, { exercise, names }) {
      if (isOver) return
      const order = { do: 'prepare', exercise, names } as const
      idle.get(name)?.post(order)
      spareFor(name).then(
        worker => worker.post(order),
        () => spares.delete(name),
      )
    },
    async warm(name) {
      await spareFor(name)
    },
    end() {
      isOver = true
      void frame.then(one => one.end())
    },
  }
}

/** `busy`: the worker hasn't even begun. */
function jobIn(
  worker: WorkerHandle,
  job: Job,
  { ended = [], progress = () => {}, abort, asked }: JobOptions,
  isUsed: boolean,
): Promise<JobOutcome | 'busy'> {
  return new Promise(resolve => {
    let step: { readonly at: number; readonly limit: number; since: number } | null = null
    let printed: readonly string[] = []
    let all = 0
    let isBegun = false
    let heard = performance.now()
    let looked = heard
    const settle = (outcome: JobOutcome | 'busy'): void => {
      clearInterval(timer)
      abort?.removeEventListener('abort', onAbort)
      asked?.removeEventListener('abort', onAsked)
      resolve(outcome)
    }
    const stopped = (cause: EndedStep['cause'], isDoubtful: boolean): void =>
      step === null
        ? settle({ kind: 'failed', message: `the judge stopped: ${cause}` })
        : settle({ kind: 'ended', step: { at: step.at, cause, printed, isDoubtful } })
    const look = (): void => {
      const now = performance.now()
      const late = now - looked - LOOK
      looked = now
      // The page, or the machine, was put aside: the worker as well.
      if (late > LATE) {
        heard += late
        if (step !== null) step.since += late
      }
      if (!isBegun && isUsed && now - heard > BUSY) settle('busy')
      else if (step !== null && now - step.since > step.limit) stopped('timeout', true)
      else if (step !== null && all + now - step.since > ALL) stopped('timeout', false)
      else if (now - heard > SILENT) stopped('timeout', false)
    }
    const timer = setInterval(look, LOOK)
    const onAbort = (): void => settle({ kind: 'aborted' })
    const onAsked = (): void => worker.post({ do: 'stop' })
    worker.hear = message => {
      const now = performance.now()
      heard = now
      switch (message.say) {
        case 'begun':
          isBegun = true
          break
        case 'step':
          step = { at: message.at, limit: message.limit, since: now }
          printed = []
          break
        case 'done':
          if (step !== null) all += now - step.since
          step = null
          break
        case 'printed':
          printed = message.texts
          break
        case 'progress':
          // What was done so far is no wait.
          all = 0
          progress(message.training)
          break
        case 'spoilt':
          settle({ kind: 'ended', step: message.ended })
          break
        case 'failed':
          settle({ kind: 'failed', message: message.message })
          break
        case 'result':
          settle({ kind: 'result', result: message.result })
          break
      }
    }
    worker.died = () => stopped('out of memory', false)
    abort?.addEventListener('abort', onAbort)
    asked?.addEventListener('abort', onAsked)
    if (abort?.aborted) return onAbort()
    worker.post({ ...job, ended })
    if (asked?.aborted) onAsked()
  })
}

interface WorkerFrame {
  start(name: ProgramName, program: string): WorkerHandle
  /** Whether it does soon. */
  answers(): Promise<boolean>
  end(): void
}

let count = 0

const LEAST = 'position:fixed; top:0; left:0; width:1px; height:1px; border:0; opacity:0'

function openFrame({ room, isSealed = () => false }: JudgeFiles): Promise<WorkerFrame> {
  const element = document.createElement('iframe')
  if (!isSealed()) element.setAttribute('sandbox', 'allow-scripts')
  element.src = room
  // What can't be seen has low priority in a browser, and so would its workers. The least there is to see will do.
  element.style.cssText = LEAST
  element.ariaHidden = 'true'
  element.tabIndex = -1
  element.title = 'the judge'
  const handles = new Map<number, WorkerHandle>()
  let onPong = (): void => {}
  const onMessage = ({ source, data }: MessageEvent<FromFrame>): void => {
    if (source !== element.contentWindow) return
    if ('pong' in data) onPong()
    else handles.get(data.died)?.died(data.why)
  }
  addEventListener('message', onMessage)
  const say = (message: ToFrame, ports: MessagePort[] = []): void =>
    element.contentWindow?.postMessage(message, '*', ports)
  const frame: WorkerFrame = {
    start(name, program) {
      const number = count++
      const { port1: port, port2 } = new MessageChannel()
      const handle: WorkerHandle = {
        program: name,
        post: message => port.postMessage(message),
        hear() {},
        died() {},
        end() {
          port.close()
          handles.delete(number)
          say({ end: number })
        },
      }
      handles.set(number, handle)
      port.onmessage = ({ data }: MessageEvent<FromWorker>) => handle.hear(data)
      say({ start: number, program }, [port2])
      return handle
    },
    answers: () =>
      new Promise(resolve => {
        const timer = setTimeout(() => resolve(false), FRAME)
        onPong = () => {
          clearTimeout(timer)
          resolve(true)
        }
        say({ ping: true })
      }),
    end() {
      removeEventListener('message', onMessage)
      element.remove()
    },
  }
  return new Promise(resolve => {
    element.onload = () => resolve(frame)
    document.body.append(element)
  })
}
