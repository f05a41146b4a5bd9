import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { program } from '../room/testing.ts'
import { lineOver, shareMemory, turns } from './shared.ts'

test('a thread that is ready before it hears what it is to run waits for that', async () => {
  const shared = shareMemory()
  const worker = new Worker(program, { env: {} })
  await new Promise(resolve => worker.once('online', resolve))
  await new Promise(resolve => setTimeout(resolve, 300))
  worker.postMessage({ bundle: 'serving', shared })
  const line = lineOver(shared)
  line.say({ order: 'let go' }, turns.learner)
  await expect.poll(() => line.wait(turns.judge, 20), { timeout: 30_000 }).toBe(turns.judge)
  await worker.terminate()
})
