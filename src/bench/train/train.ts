/**
 * Steps per second of one training step of the makemore network, batch 32: the learner's functions and others, all in one
 * run, as ratios. Each contender runs in a process of its own, by turns, and its median counts.
 *
 *     npm run bench:train -- [--python FILE] [--rounds 3] [--seconds 1.5]
 *
 * The other libraries stand in `others` (`npm install` there); PyTorch is measured where a Python that has it is named,
 * here or in the variable TORCH_PYTHON.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { env, execPath, stderr } from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildSync } from 'esbuild'
import { median } from '../timing.ts'

const { values } = parseArgs({
  options: {
    python: { type: 'string', default: env.TORCH_PYTHON ?? '' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '1.5' },
  },
})

const widths = [200, 64]
const others = fileURLToPath(new URL('./others/', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'bench-train-'))
const bundle = join(folder, 'contender.cjs')
buildSync({
  entryPoints: [fileURLToPath(new URL('contender.ts', import.meta.url))],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
})

interface Contender {
  readonly name: string
  readonly command: readonly string[]
}

const PYTORCH = 'PyTorch, autograd'

const ours = (name: string, way: string): Contender => ({ name, command: [execPath, bundle, way] })
const installed = existsSync(join(others, 'node_modules'))
const library = (name: string, file: string, ...words: string[]): Contender[] =>
  installed ? [{ name, command: [execPath, join(others, file), ...words] }] : []

const contenders: readonly Contender[] = [
  ours("the learner's functions", 'hand'),
  ours('our autograd', 'autograd'),
  ours("the learner's functions, float64", 'plain hand'),
  ours('our autograd, float64', 'plain autograd'),
  ours('plain loops in TypeScript, float64', 'loops'),
  ...(values.python === ''
    ? []
    : [{ name: PYTORCH, command: [values.python, join(others, 'torch_step.py')] }]),
  ...library('@jax-js/jax, wasm, jit, gradients by hand', 'jax.mjs'),
  ...library('@tensorflow/tfjs, wasm, autograd', 'tfjs.mjs', 'wasm'),
  ...library('@tensorflow/tfjs, plain JavaScript, autograd', 'tfjs.mjs', 'cpu'),
]

/** Steps per second by width; of several numbers of threads the best. */
function measure({ name, command }: Contender): Map<number, number> {
  const [program, ...words] = command
  const run = spawnSync(program, [...words, values.seconds, ...widths.map(String)], {
    cwd: others,
    encoding: 'utf8',
  })
  if (run.status !== 0) throw new Error(`${name}: ${run.stderr}`)
  const { results } = JSON.parse(run.stdout.trim().split('\n').at(-1) as string)
  const rates = new Map<number, number>()
  for (const { n_hidden, rate } of results) {
    rates.set(n_hidden, Math.max(rate, rates.get(n_hidden) ?? 0))
  }
  return rates
}

const rounds = Array.from({ length: Number(values.rounds) }, (_, round) => {
  stderr.write(`round ${round + 1} of ${values.rounds}\n`)
  return new Map(contenders.map(each => [each.name, measure(each)]))
})
rmSync(folder, { recursive: true })

const against = values.python === '' ? contenders[0].name : PYTORCH
const rateOf = (round: (typeof rounds)[number], name: string, n_hidden: number): number =>
  round.get(name)!.get(n_hidden)!

console.log(`Training steps per second, batch 32; × is against ${against}, in the same round\n`)
console.log(''.padEnd(46) + widths.map(width => `n_hidden ${width}`.padStart(20)).join(''))
for (const { name } of contenders) {
  const cells = widths.map(width => {
    const rate = median(rounds.map(round => rateOf(round, name, width)))
    const ratio = median(rounds.map(round => rateOf(round, name, width) / rateOf(round, against, width)))
    return `${Math.round(rate)}  ${ratio.toFixed(2)}×`.padStart(20)
  })
  console.log(name.padEnd(46) + cells.join(''))
}
if (!installed) console.log('\nNot measured: the libraries in src/bench/train/others (npm install there).')
if (values.python === '') console.log('\nNot measured: PyTorch (--python FILE, or TORCH_PYTHON).')
