import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { sleep } from '../progress/processes.ts'
import { patienceOf, processorTime } from './patience.ts'

test('what other threads do meanwhile is not what takes too long', async () => {
  const busy = 'require("node:worker_threads").parentPort.postMessage(0); for (;;);'
  const workers = [1, 2, 3].map(() => new Worker(busy, { eval: true }))
  await Promise.all(workers.map(worker => once(worker, 'message')))
  const patience = patienceOf({ time: 1e9, memory: 1e9 })
  const strict = patienceOf({ time: 600, memory: 1e9, isWish: true })
  for (const one of [patience, strict]) one.begin()
  const before = processorTime()
  // On one core, they take no more than what goes by.
  for (let slept = 0; processorTime() - before < 650 && slept < 500; slept += 10) sleep(10)
  expect(strict.verdict()).toBe(null)
  sleep(700)
  expect(strict.verdict()).toBe('timeout')
  await Promise.all(workers.map(worker => worker.terminate()))
})

test('what may take only so long is stopped then, and the next thing has the usual time again', () => {
  const patience = patienceOf({ time: 1e9, memory: 1e9 })
  const work = (): void => {
    for (const before = processorTime(); processorTime() - before < 60; );
  }
  patience.begin(undefined, 50)
  work()
  expect(patience.verdict()).toBe('timeout')
  patience.begin()
  work()
  expect(patience.verdict()).toBe(null)
})
