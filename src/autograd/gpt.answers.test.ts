/** The answers of the track gpt against PyTorch in float64: one by one with PyTorch's upstream gradients, then together. */
import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { forward } from '../../solutions/gpt/forward.ts'
import { once } from '../once.ts'
import { tensor } from '../tensor/creation.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { distance, gptFiles, gptGolden } from './testing.ts'

type Scope = Readonly<Record<string, unknown>>

interface Answer {
  readonly exercise: string
  /** The tensor whose gradient it gives, by its name in the exercise. */
  readonly of: string
  readonly run: (scope: Scope) => Tensor
}

const TOLERANCE = 1e-12

const folder = new URL('../../solutions/gpt/', import.meta.url)
const exercises = readdirSync(folder)
  .filter(file => /^(01|0[3-9]|1[01])_\w+\.ts$/.test(file))
  .map(file => file.slice(0, -3))

async function answersOf(exercise: string): Promise<Answer[]> {
  const exported: Scope = await import(`../../solutions/gpt/${exercise}.ts`)
  return Object.entries(exported)
    .filter(([name]) => /^d[A-Za-z]/.test(name))
    .map(([name, run]) => ({ exercise, of: name.slice(1), run: run as Answer['run'] }))
}

const answers = (await Promise.all(exercises.map(answersOf))).flat()

/** Exercises 03 and 04 are about any of the three layer norms: what they call `ln_hat` is each one's. */
const norms: readonly string[] = ['ln1', 'ln2', 'lnf']
const isAboutNorm = ({ exercise }: Answer): boolean => /^0[34]/.test(exercise)

/** Its name in the whole GPT, if layer norm is this one. */
const nameIn = (norm: string, name: string): string =>
  norm === '' ? name : name === 'x' ? 'x2' : name.replace(/^ln/, norm)

/** In the whole GPT these are used once more. Only the last layer norm's `x` has no skip path. */
const isPart = ({ exercise, of }: Answer, norm: string): boolean =>
  (of === 'x' && norm !== 'lnf') || (of === 'wte' && exercise === '01_embeddings')

const rows = answers.flatMap(answer =>
  (isAboutNorm(answer) ? norms : [''])
    .filter(norm => !isPart(answer, norm))
    .map(norm => ({ ...answer, norm, name: nameIn(norm, answer.of) })),
)

test('exercises 01 to 11 ask for the gradients of all 58 tensors before the loss', () => {
  const { golden } = gptGolden(gptFiles[0])
  const names = Object.keys(golden.gradients).filter(name => name !== 'loss')
  expect(names).toHaveLength(58)
  expect([...new Set(rows.map(({ name }) => name))].sort()).toEqual(names.sort())
})

describe.each(gptFiles)('%s', file => {
  const { golden, inputs } = gptGolden(file)
  const values: Scope = { ...inputs, ...forward(inputs) }
  const theirs = Object.entries(golden.gradients).map(([name, { shape, data }]) => [
    `d${name}`,
    tensor(data as number[], shape),
  ])
  const whole: Scope = { ...values, ...Object.fromEntries(theirs) }
  const scopeOf = (norm: string): Scope => ({
    ...whole,
    ...Object.fromEntries(
      Object.entries(whole)
        .filter(([name]) => norm !== '' && name.replace(/^d/, '').startsWith(norm))
        .map(([name, value]) => [name.replace(norm, 'ln'), value]),
    ),
  })

  test.each(rows)('$exercise: d$of $norm has the value of PyTorch', ({ run, norm, name }) => {
    expect(distance(run(scopeOf(norm)), golden.gradients[name])).toBeLessThan(TOLERANCE)
  })

  test('exercises 10 and 11 go back from the loss to each parameter, with no gradient but their own', () => {
    const own: Record<string, unknown> = { ...values }
    const both = answers.filter(({ exercise }) => /^1[01]/.test(exercise))
    for (const { of, run } of both) Object.defineProperty(own, `d${of}`, { get: once(() => run(own)) })
    const far = both.map(({ of }) => distance(own[`d${of}`] as Tensor, golden.gradients[of]))
    expect(both).toHaveLength(32 + 9)
    expect(Math.max(...far)).toBeLessThan(TOLERANCE)
  })
})
