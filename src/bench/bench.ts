/**
 * `npm run bench`: what a verdict costs, and what the tensor library costs, as ratios of things measured by turns in one
 * run. Ratios hold better than milliseconds: a busy machine slows both sides.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { toWhole } from '../notebook/solution.ts'
import { columns } from '../terminal/style.ts'
import { makeNetwork } from './network.ts'
import { type Compared, compare } from './timing.ts'
import { watchTimes } from './watch.ts'

const PROCESS_PAIRS = 20
const STEP_ROUNDS = 40
const STEPS_PER_ROUND = 25

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const program = here('../../bin/ninja.js')

/** Runs node on these words; the milliseconds of the whole process. */
function run(words: readonly string[], cwd: string): number {
  const start = performance.now()
  const { status, stderr } = spawnSync(process.execPath, words, { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(`node ${words.join(' ')} gave ${status}: ${stderr}`)
  return performance.now() - start
}

/** A whole check of a solved 07, edited before every run: an unedited file would be flattered by caches. */
function checkAgainstNode(): Compared {
  const folder = mkdtempSync(join(tmpdir(), 'ninja-bench-'))
  try {
    run([program, 'init'], folder)
    const solutions = here('../../solutions/makemore')
    const read = (name: string): string => readFileSync(join(solutions, name), 'utf8')
    const solved = toWhole(read('07_whole_network.ts'), read)
    const file = join(folder, 'exercises', 'makemore', '07_whole_network.ts')
    let edits = 0
    const check = (): number => {
      writeFileSync(file, `${solved}\n// edit ${edits++}\n`)
      return run([program, 'check', '07'], folder)
    }
    return compare(check, () => run(['-e', '0'], folder), PROCESS_PAIRS)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Milliseconds of one training step's gradients, from a round of many. */
function stepTime(step: () => unknown): () => number {
  return () => {
    const start = performance.now()
    for (let i = 0; i < STEPS_PER_ROUND; i++) step()
    return (performance.now() - start) / STEPS_PER_ROUND
  }
}

const network = makeNetwork('lecture', 42)
const gradients = (step: () => unknown): Compared =>
  compare(stepTime(step), stepTime(network.byLoops), STEP_ROUNDS)

/** From a save to its verdict, in a program that runs already. */
async function saveAgainstNode(): Promise<Compared> {
  const { p50, ratio50 } = await watchTimes(PROCESS_PAIRS)
  return { mine: p50, theirs: p50 / ratio50, ratio: ratio50 }
}

const measured: (readonly [what: string, against: string, times: Compared])[] = [
  ['ninja check 07, all right, just edited', 'node -e 0', checkAgainstNode()],
  ['a save to its verdict in ninja watch, 07', 'node -e 0', await saveAgainstNode()],
  ['26 gradients by autograd', 'plain loops', gradients(network.byAutograd)],
  ['26 gradients by the answers of 07', 'plain loops', gradients(network.byHand)],
]

const ms = (time: number): string => `${time.toFixed(time < 10 ? 3 : 1)} ms`
const table = columns([
  ['measured', 'median', 'against', 'median', 'ratio'],
  ...measured.map(([what, against, { mine, theirs, ratio }]) => [
    what,
    ms(mine),
    against,
    ms(theirs),
    ratio.toFixed(2),
  ]),
])
console.log(`node ${process.version}, ${process.platform} ${process.arch}\n\n${table.join('\n')}`)
