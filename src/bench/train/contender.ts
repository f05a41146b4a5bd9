/** One of our ways in a process of its own: `contender <way> <seconds> <case> …`; steps per second as JSON. */
import { argv, cpuUsage } from 'node:process'
import { isMainThread, workerData } from 'node:worker_threads'
import { type FastEngine, fastEngine } from '../../tensor/simd/engine.ts'
import { median } from '../timing.ts'
import type { GptSizes } from './gpt.ts'
import { alone, beThePartner, gptSizes, type Partnership, together } from './gpt-run.ts'
import type { RawParameters } from './learner.ts'
import { byLoops } from './loops.ts'
import {
  byAutograd,
  byHand,
  LEARNING_RATE,
  makeBatches,
  makeParameters,
  sizes,
  type TrainingStep,
} from './ours.ts'

function engine(): FastEngine {
  const fast = fastEngine()
  if (fast === null) throw new Error('this machine has no WebAssembly with vectors')
  return fast
}

type Ways = Readonly<Record<string, (parameters: RawParameters) => TrainingStep>>

const ofNetwork: Ways = {
  hand: given => byHand(given, engine()),
  autograd: given => byAutograd(given, engine()),
  'plain hand': given => byHand(given, null),
  'plain autograd': given => byAutograd(given, null),
  loops: given => byLoops(given, sizes, LEARNING_RATE),
}

/** What is measured, and how it is brought to an end. */
interface Stepping {
  readonly step: () => number
  readonly end: () => unknown
}

const gptOf = (which: string): GptSizes => {
  const [C, L] = which.split(':').map(Number)
  return { ...gptSizes, C, L }
}

/** A step on one batch after the other; `which`: the width of the network, or the width and the blocks of a GPT. */
function opened(way: string, which: string): Stepping {
  if (way === 'gpt alone') return { step: alone(gptOf(which), engine()), end: () => {} }
  if (way === 'gpt together') return together(gptOf(which), engine(), argv[1])
  const step = ofNetwork[way](makeParameters(Number(which), 42))
  const batches = makeBatches(64, 3)
  let count = 0
  return { step: () => step(batches[count++ % batches.length]), end: () => {} }
}

/** The median over runs of at least 50 ms, for so many seconds, after a warm-up of half the time. */
function rate(step: () => void, seconds: number): number {
  const rates: number[] = []
  const start = performance.now()
  for (let size = 1; performance.now() - start < seconds * 1500 || rates.length === 0; ) {
    const before = performance.now()
    for (let i = 0; i < size; i++) step()
    const time = performance.now() - before
    if (time < 50) size *= 2
    else if (performance.now() - start > seconds * 500) rates.push((size / time) * 1000)
  }
  return median(rates)
}

if (isMainThread) {
  const [way, seconds, ...cases] = argv.slice(2)
  const results = cases.map(which => {
    const { step, end } = opened(way, which)
    const losses = [step(), step(), step()]
    const result = { case: which, losses, rate: rate(step, Number(seconds)) }
    end()
    return result
  })
  const { user, system } = cpuUsage()
  console.log(JSON.stringify({ cpu: (user + system) / 1e6, results }))
} else beThePartner(workerData as Partnership)
