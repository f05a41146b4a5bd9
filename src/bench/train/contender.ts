/** One of our ways in a process of its own: `contender <way> <seconds> <n_hidden> …`; steps per second as JSON. */
import { argv } from 'node:process'
import { type FastEngine, fastEngine } from '../../tensor/simd/engine.ts'
import { median } from '../timing.ts'
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

const ways: Readonly<Record<string, (given: RawParameters) => TrainingStep>> = {
  hand: given => byHand(given, engine()),
  autograd: given => byAutograd(given, engine()),
  'plain hand': given => byHand(given, null),
  'plain autograd': given => byAutograd(given, null),
  loops: given => byLoops(given, sizes, LEARNING_RATE),
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

const [way, seconds, ...widths] = argv.slice(2)
const results = widths.map(Number).map(n_hidden => {
  const step = ways[way](makeParameters(n_hidden, 42))
  const batches = makeBatches(64, 3)
  const losses = batches.slice(0, 3).map(step)
  let count = 0
  return { n_hidden, losses, rate: rate(() => step(batches[count++ % batches.length]), Number(seconds)) }
})
console.log(JSON.stringify({ results }))
