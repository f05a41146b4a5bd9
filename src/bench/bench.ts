/**
 * `npm run bench`: what a verdict costs, and what the tensor library costs, as ratios of things measured by turns in one
 * run. Ratios hold better than milliseconds: a busy machine slows both sides.
 */
import { columns } from '../terminal/style.ts'
import { makeNetwork } from './network.ts'
import { compare, type TimedPair } from './timing.ts'
import { checkTimes, type Times, watchTimes } from './watch.ts'

const STEP_ROUNDS = 40
const STEPS_PER_ROUND = 25

/** Milliseconds of one training step's gradients, from a round of many. */
function stepTime(step: () => unknown): () => number {
  return () => {
    const start = performance.now()
    for (let i = 0; i < STEPS_PER_ROUND; i++) step()
    return (performance.now() - start) / STEPS_PER_ROUND
  }
}

const network = makeNetwork('lecture', 42)
const gradients = (step: () => unknown): TimedPair =>
  compare(stepTime(step), stepTime(network.byLoops), STEP_ROUNDS)

const ms = (time: number): string => `${time.toFixed(time < 10 ? 3 : 1)} ms`

const verdicts: (readonly [what: string, times: Times])[] = [
  ['a save in ninja watch, to its verdict', await watchTimes()],
  ['ninja check, the whole process', await checkTimes()],
]
const waits = columns([
  ['07, edited before each', 'p50', 'p95', 'against node -e 0: p50', 'p95'],
  ...verdicts.map(([what, { p50, p95, ratio50, ratio95 }]) => [
    what,
    ms(p50),
    ms(p95),
    ratio50.toFixed(2),
    ratio95.toFixed(2),
  ]),
])

const measured: (readonly [what: string, times: TimedPair])[] = [
  ['26 gradients by autograd', gradients(network.byAutograd)],
  ['26 gradients by the answers of 07', gradients(network.byHand)],
]
const engine = columns([
  ['measured', 'median', 'plain loops', 'ratio'],
  ...measured.map(([what, { mine, theirs, ratio }]) => [what, ms(mine), ms(theirs), ratio.toFixed(2)]),
])
console.log(`node ${process.version}, ${process.platform} ${process.arch}\n`)
console.log(`${waits.join('\n')}\n\n${engine.join('\n')}`)
