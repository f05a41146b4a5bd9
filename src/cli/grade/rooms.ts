/** Where strangers' code runs in a process that judges, and the judge with it. */
import { dirname } from 'node:path'
import { parentPort, Worker } from 'node:worker_threads'
import { invariant } from '../../errors.ts'
import { startThread, type Thread } from '../../learner/starting.ts'
import { openThreadRoom } from '../../learner/thread.ts'
import { openQuickRooms, type QuickRooms, THREAD } from '../../quickjs/room.ts'
import { programOf } from '../settings.ts'
import { openSubjects, type Subjects } from './exercises.ts'
import { type JudgeFile, openJudge } from './judging.ts'
import { GRADER_THREAD, type JudgeAnswer, type JudgeOrder } from './orders.ts'

/** Judges in this thread, and runs each file in a new one; the next gets ready while a file is judged. */
export function threadJudge(subjects: Subjects): JudgeFile {
  const program = programOf('room')
  let spare: Thread | null = null
  return openJudge(({ limits }) => {
    const first = spare ?? startThread(program, limits.memory)
    spare = startThread(program, limits.memory)
    return openThreadRoom(program, limits, first)
  }, subjects)
}

/**
 * Judges in a thread of its own, in which QuickJS is too.
 * @throws Error where that thread ends: this process is of no more use then.
 */
export function quickJudge(): JudgeFile {
  const worker = new Worker(programOf('ninja'), {
    ...THREAD,
    argv: [GRADER_THREAD],
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
  })
  let settle: { resolve: (answer: JudgeAnswer) => void; reject: (error: Error) => void } | null = null
  const lost = (): void => settle?.reject(new Error('its thread is gone'))
  worker
    .on('message', (answer: JudgeAnswer) => settle?.resolve(answer))
    .on('error', lost)
    .on('exit', lost)
  return order =>
    new Promise((resolve, reject) => {
      settle = { resolve, reject }
      worker.postMessage(order)
    })
}

/** What that thread does. */
export function serveQuick(): void {
  const port = parentPort
  invariant(port !== null, 'this is no thread')
  let rooms: QuickRooms | null = null
  const judge = openJudge(async ({ limits }) => {
    rooms ??= await openQuickRooms(dirname(programOf('ninja')), limits)
    return rooms.fresh()
  }, openSubjects())
  port.on('message', async (order: JudgeOrder) => port.postMessage(await judge(order)))
}
