/** What workers that judge have in common: a port to the page, and jobs that come one after another. */
import type { EndedStep, FromWorker, ToWorker } from './messages.ts'
import { stepsOver, type WatchedSteps } from './steps.ts'

export interface PagePort {
  readonly say: (message: FromWorker) => void
  readonly steps: WatchedSteps
  /** Whether the page asked to come to an end soon; it is heard between two steps alone. */
  readonly isAsked: () => boolean
}

type Result = Extract<FromWorker, { say: 'result' }>['result']
export type AnyJob = Exclude<ToWorker, { do: 'stop' }>

/** `open`: makes what does the jobs, once there is a port. A job that is only prepared for gives null. */
export function serve(
  open: (serving: PagePort) => (job: AnyJob) => Result | null | Promise<Result | null>,
): void {
  addEventListener('message', ({ ports: [port] }: MessageEvent) => begin(port, open), { once: true })
}

function begin(port: MessagePort, open: Parameters<typeof serve>[0]): void {
  const say = (message: FromWorker): void => port.postMessage(message)
  const steps = stepsOver(say)
  let isAsked = false
  const work = open({ say, steps, isAsked: () => isAsked })
  port.onmessage = async ({ data }: MessageEvent<ToWorker>) => {
    if (data.do === 'stop') {
      isAsked = true
      return
    }
    isAsked = false
    say({ say: 'begun' })
    const ended: readonly EndedStep[] = 'ended' in data ? data.ended : []
    steps.renew(ended)
    try {
      const result = await work(data)
      const spoilt = steps.spoilt()
      if (spoilt !== null) say({ say: 'spoilt', ended: spoilt })
      else if (result !== null) say({ say: 'result', result })
    } catch (error) {
      say({ say: 'failed', message: error instanceof Error ? String(error.stack) : String(error) })
    }
  }
  say({ say: 'ready' })
}
