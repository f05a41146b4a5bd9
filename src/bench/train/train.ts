/**
 * Steps per second of one training step, of the makemore network (batch 32) and of a GPT (batch 32, 16 letters, 4 heads,
 * Adam): the learner's functions and others, as ratios. Each contender runs in a process of its own, by turns, and its
 * median counts.
 *
 *     npm run bench:train -- [--python FILE] [--rounds 3] [--seconds 1.5]
 *
 * The other libraries are in `others` (`npm install` there); PyTorch is measured where a Python that has it is named,
 * here or in the variable TORCH_PYTHON.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
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

interface Race {
  readonly title: string
  /** As the programs take them, and as the table shows them. */
  readonly cases: readonly (readonly [given: string, shown: string])[]
  readonly contenders: readonly Contender[]
}

const ours = (name: string, way: string): Contender => ({ name, command: [execPath, bundle, way] })
const installed = existsSync(join(others, 'node_modules'))
const library = (name: string, file: string, ...words: string[]): Contender[] =>
  installed ? [{ name, command: [execPath, join(others, file), ...words] }] : []
const hasTorch = values.python !== ''
const PYTORCH = 'PyTorch'
const pytorch = (file: string): Contender[] =>
  hasTorch ? [{ name: PYTORCH, command: [values.python, join(others, file)] }] : []

const races: readonly Race[] = [
  {
    title: 'The makemore network, batch 32, gradient descent',
    cases: [
      ['200', 'n_hidden 200'],
      ['64', 'n_hidden 64'],
    ],
    contenders: [
      ours("the learner's functions", 'hand'),
      ours('our autograd', 'autograd'),
      ours("the learner's functions, float64", 'plain hand'),
      ours('our autograd, float64', 'plain autograd'),
      ours('plain loops in TypeScript, float64', 'loops'),
      ...pytorch('torch_step.py'),
      ...library('@jax-js/jax, wasm, jit, gradients by hand', 'jax.mjs'),
      ...library('@tensorflow/tfjs, wasm, autograd', 'tfjs.mjs', 'wasm'),
      ...library('@tensorflow/tfjs, plain JavaScript, autograd', 'tfjs.mjs', 'cpu'),
    ],
  },
  {
    title: 'A GPT, batch 32, 16 letters, 4 heads, Adam',
    cases: [
      ['16:1', 'C 16, L 1'],
      ['32:1', 'C 32, L 1'],
      ['32:2', 'C 32, L 2'],
      ['64:2', 'C 64, L 2'],
    ],
    contenders: [
      ours("the learner's functions, on two threads", 'gpt together'),
      ours("the learner's functions, on one", 'gpt alone'),
      ...pytorch('torch_gpt.py'),
    ],
  },
]

let version = ''
/** Parts of the processors that other programs had, of each measurement. */
const lost: number[] = []

/** Seconds that all processors have been busy. */
const busy = (): number =>
  cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq, 0) / 1000

/** Steps per second by case; of several numbers of threads the best. */
function measure({ name, command }: Contender, cases: readonly string[]): Map<string, number> {
  const [program, ...words] = command
  const [start, busyBefore] = [performance.now(), busy()]
  const run = spawnSync(program, [...words, values.seconds, ...cases], { cwd: others, encoding: 'utf8' })
  if (run.status !== 0) throw new Error(`${name}: ${run.stderr}`)
  const wall = ((performance.now() - start) / 1000) * cpus().length
  const { results, cpu, version: itsVersion } = JSON.parse(run.stdout.trim().split('\n').at(-1) as string)
  if (itsVersion !== undefined) version = itsVersion
  if (cpu !== undefined) lost.push(Math.max(0, busy() - busyBefore - cpu) / wall)
  const rates = new Map<string, number>()
  for (const { case: which, rate } of results) rates.set(which, Math.max(rate, rates.get(which) ?? 0))
  return rates
}

for (const { title, cases, contenders } of races) {
  const keys = cases.map(([given]) => given)
  const rounds = Array.from({ length: Number(values.rounds) }, (_, round) => {
    stderr.write(`${title}: round ${round + 1} of ${values.rounds}\n`)
    return new Map(contenders.map(each => [each.name, measure(each, keys)]))
  })
  const against = hasTorch ? PYTORCH : contenders[0].name
  const named = (name: string): string => (name === PYTORCH ? `PyTorch ${version}, autograd` : name)
  console.log(`\n${title}: steps per second; × is against ${named(against)}, in the same round\n`)
  console.log(''.padEnd(46) + cases.map(([, shown]) => shown.padStart(18)).join(''))
  for (const { name } of contenders) {
    const cells = keys.map(key => {
      const rateOf = (round: (typeof rounds)[number], who: string): number => round.get(who)!.get(key)!
      const rate = median(rounds.map(round => rateOf(round, name)))
      const ratio = median(rounds.map(round => rateOf(round, name) / rateOf(round, against)))
      return `${Math.round(rate)}  ${ratio.toFixed(2)}×`.padStart(18)
    })
    console.log(named(name).padEnd(46) + cells.join(''))
  }
}
rmSync(folder, { recursive: true })

const share = Math.round(100 * median(lost))
if (share >= 5) {
  console.log(
    `\nThe machine was busy: other programs had ${share} % of its processors, so a ratio is worth little.`,
  )
}
if (!installed) console.log('\nNot measured: the libraries in src/bench/train/others (npm install there).')
if (!hasTorch) console.log('\nNot measured: PyTorch (--python FILE, or TORCH_PYTHON).')
