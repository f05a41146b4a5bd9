/** A GPT with one block against PyTorch in float64: every value, every gradient. */
import { describe, expect, test } from 'vitest'
import { forward } from '../../solutions/gpt/forward.ts'
import { record } from '../tensor/recording.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { gradientOf, gradientsOf } from './sweep.ts'
import { distance, gptFiles, gptGolden } from './testing.ts'

const TOLERANCE = 1e-12

describe.each(gptFiles)('%s', file => {
  const { golden, parameters, inputs } = gptGolden(file)
  const { result, steps } = record(() => forward(inputs))
  const values: Readonly<Record<string, Tensor>> = { ...parameters, ...result }
  const gradients = gradientsOf(steps, result.loss)

  test('PyTorch has a value and a gradient for each of the 16 parameters and 43 steps', () => {
    const names = Object.keys(values)
    expect(names).toHaveLength(16 + 43)
    expect(Object.keys(golden.values)).toEqual(names)
    expect(Object.keys(golden.gradients)).toEqual(names)
  })

  test.each(Object.keys(golden.values))('%s has the value of PyTorch', name => {
    expect(distance(values[name], golden.values[name])).toBeLessThan(TOLERANCE)
  })

  test.each(Object.keys(golden.gradients))('d%s has the value of PyTorch', name => {
    expect(distance(gradientOf(gradients, values[name]), golden.gradients[name])).toBeLessThan(TOLERANCE)
  })
})
