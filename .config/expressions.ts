/** Writes what PyTorch makes of the sampled expressions: NINJA_PYTHON=python3 npx tsx .config/expressions.ts */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { askPyTorch } from '../src/python/bank/pytorch.ts'
import { samples } from '../src/python/bank/samples.ts'

const python = process.env.NINJA_PYTHON ?? 'python3'
const brief = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(11)) : value
const rows = (values: readonly { readonly is: string }[]): string =>
  values.map(value => JSON.stringify(value.is === 'error' ? { is: 'error' } : value, brief)).join(',\n')
const [programs, twins] = [samples.programs, samples.twins].map(asked => rows(askPyTorch(python, asked)))
writeFileSync(
  fileURLToPath(new URL('../src/python/bank/golden/expressions.json', import.meta.url)),
  `{\n"programs": [\n${programs}\n],\n"twins": [\n${twins}\n]\n}\n`,
)
