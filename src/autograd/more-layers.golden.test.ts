/** The forward passes of the track more-layers against PyTorch's own layers. See golden/make_more_layers.py. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { forward as dropout } from '../../solutions/more-layers/01_dropout.ts'
import { forward as conv1d } from '../../solutions/more-layers/02_conv1d.ts'
import { forward as rnn } from '../../solutions/more-layers/03_rnn.ts'
import { tensor } from '../tensor/creation.ts'
import { record } from '../tensor/recording.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { gradientOf, gradientsOf } from './sweep.ts'

interface Whole {
  readonly shape: readonly number[]
  readonly data: readonly number[]
}

type Tensors = Readonly<Record<string, Whole>>

interface Layer {
  readonly p?: number
  readonly sizes?: Readonly<Record<string, number>>
  readonly inputs: Tensors
  readonly outputs: Tensors
  readonly gradients: Tensors
}

type Forward = (inputs: object) => Record<string, Tensor>

const text = readFileSync(new URL('golden/more-layers.json', import.meta.url), 'utf8')
const golden = JSON.parse(text) as Readonly<Record<'dropout' | 'conv1d' | 'rnn', Layer>>

describe.each<[keyof typeof golden, unknown, number]>([
  ['dropout', dropout, 5],
  ['conv1d', conv1d, 3],
  ['rnn', rnn, 8],
])('%s', (name, forward, many) => {
  const { p, sizes, inputs, outputs, gradients } = golden[name]
  const given = Object.fromEntries(
    Object.entries(inputs).map(([name, { shape, data }]) => [name, tensor(data, shape)]),
  )
  const { result, steps } = record(() => (forward as Forward)({ p, ...sizes, ...given }))
  const found = gradientsOf(steps, result.loss)

  test.each(Object.keys(outputs))('%s has the value of PyTorch', name => {
    expect(distance(result[name], outputs[name])).toBeLessThan(1e-12)
  })

  test(`the gradients of its ${many} inputs have the values of PyTorch`, () => {
    expect(Object.keys(gradients)).toHaveLength(many)
    for (const [name, theirs] of Object.entries(gradients))
      expect(distance(gradientOf(found, given[name]), theirs)).toBeLessThan(1e-12)
  })
})

/** How far a tensor is from PyTorch's, as a part of the largest number in it. */
function distance({ shape, data }: Tensor, theirs: Whole): number {
  expect(shape).toEqual(theirs.shape)
  const most = Math.max(...theirs.data.map(Math.abs))
  return Math.max(...theirs.data.map((value, i) => Math.abs(value - data[i]))) / most
}
