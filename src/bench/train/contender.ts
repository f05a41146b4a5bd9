/** One of our ways in a process of its own: `contender <way> <seconds> <case> …`; steps per second as JSON. */
import { argv, cpuUsage } from 'node:process'
import { type FastEngine, fastEngine } from '../../tensor/simd/engine.ts'
import { median } from '../timing.ts'
import { gptSizes, gptStep, makeGpt, makeGptBatches } from './gpt-step.ts'
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

/** A step on one batch after the other; `which`: the width of the network, or the width and the blocks of a GPT. */
function stepOf(way: string, which: string): () => number {
  let count = 0
  if (way === 'gpt') {
    const [C, L] = which.split(':').map(Number)
    const model = { ...gptSizes, C, L }
    const step = gptStep(model, makeGpt(model, 42), engine())
    const batches = makeGptBatches(model, 64, 3)
    return () => step(batches[count++ % batches.length])
  }
  const step = ofNetwork[way](makeParameters(Number(which), 42))
  const batches = makeBatches(64, 3)
  return () => step(batches[count++ % batches.length])
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

const [way, seconds, ...cases] = argv.slice(2)
const results = cases.map(which => {
  const step = stepOf(way, which)
  return { case: which, losses: [step(), step(), step()], rate: rate(step, Number(seconds)) }
})
const { user, system } = cpuUsage()
console.log(JSON.stringify({ cpu: (user + system) / 1e6, results }))
