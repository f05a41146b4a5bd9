/** The whole makemore network against PyTorch in float64: every value, every gradient. See golden/make_golden.py. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { forward } from '../../solutions/makemore/forward.ts'
import { crossEntropy, tensor } from '../tensor/creation.ts'
import { record } from '../tensor/recording.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { gradientOf, gradientsOf, sweep } from './sweep.ts'

interface Whole {
  readonly shape: readonly number[]
  readonly data: readonly number[]
}

/** What golden/make_digest.py leaves of a tensor. */
interface Digest {
  readonly shape: readonly number[]
  readonly sum: number
  readonly magnitude: number
  readonly largest: number
  readonly projection: number
  readonly samples: readonly (readonly [position: number, value: number])[]
}

interface Golden {
  readonly sizes: { readonly n: number; readonly vocab: number }
  readonly inputs: Readonly<Record<string, Whole>>
  readonly forward: Readonly<Record<string, Whole | Digest>>
  readonly gradients: Readonly<Record<string, Whole | Digest>>
  readonly fused: { readonly cross_entropy: number }
}

const TOLERANCE = 1e-12

/** Zero by algebra: what is left is rounding, and is measured against the terms whose sum vanishes. */
const vanishing: Readonly<Record<string, { readonly terms: string; readonly dim: number }>> = {
  b1: { terms: 'hprebn', dim: 0 }, // batchnorm takes the mean off, and with it any bias
  logit_maxes: { terms: 'norm_logits', dim: 1 }, // softmax does not see a number taken off a whole row
}

const largest = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0)

const total = (values: Float64Array, f: (value: number, i: number) => number): number =>
  values.reduce((sum, value, i) => sum + f(value, i), 0)

/** How far a tensor is from PyTorch's, as a part of `scale` (the largest number in it). NaN is never near. */
function distance(ours: Tensor, theirs: Whole | Digest, scale?: number): number {
  expect(ours.shape).toEqual(theirs.shape)
  const { data } = ours
  if ('data' in theirs) {
    return largest(theirs.data.map((value, i) => value - data[i])) / (scale ?? largest(theirs.data))
  }
  const size = scale ?? theirs.largest
  const mass = scale === undefined ? theirs.magnitude : scale * data.length
  return largest([
    (total(data, value => value) - theirs.sum) / mass,
    (total(data, Math.abs) - theirs.magnitude) / mass,
    (total(data, (value, i) => value * Math.cos(i + 1)) - theirs.projection) / mass,
    (largest(data) - theirs.largest) / size,
    ...theirs.samples.map(([position, value]) => (data[position] - value) / size),
  ])
}

describe.each(['mlp-n5-e2-h7.json', 'mlp-n32-e10-h64.digest.json'])('%s', file => {
  const golden: Golden = JSON.parse(readFileSync(new URL(`golden/${file}`, import.meta.url), 'utf8'))
  const { n, vocab } = golden.sizes
  const given = Object.fromEntries(
    Object.entries(golden.inputs).map(([name, { shape, data }]) => [name, tensor(data, shape)]),
  )
  const inputs = { n, vocab, ...given } as unknown as Parameters<typeof forward>[0]
  const { result, steps } = record(() => forward(inputs))
  const values: Readonly<Record<string, Tensor>> = { ...given, ...result }
  const gradients = gradientsOf(steps, result.loss)

  test.each(Object.keys(golden.forward))('%s has the value of PyTorch', name => {
    expect(distance(values[name], golden.forward[name])).toBeLessThan(TOLERANCE)
  })

  test('there are 27 gradients to compare', () => {
    expect(Object.keys(golden.gradients)).toHaveLength(27)
  })

  test.each(Object.keys(golden.gradients))('d%s has the value of PyTorch', name => {
    const gradient = gradientOf(gradients, values[name])
    const zero = vanishing[name]
    const scale = zero && gradientOf(gradients, values[zero.terms]).abs().sum(zero.dim).max().item()
    expect(distance(gradient, golden.gradients[name], scale)).toBeLessThan(TOLERANCE)
  })

  test('the fused cross-entropy has the value and the gradient of PyTorch', () => {
    const { logits } = result
    const fused = record(() => crossEntropy(logits, inputs.Yb))
    expect(Math.abs(fused.result.item() / golden.fused.cross_entropy - 1)).toBeLessThan(TOLERANCE)
    const dlogits = gradientOf(gradientsOf(fused.steps, fused.result), logits)
    expect(distance(dlogits, golden.gradients.logits)).toBeLessThan(TOLERANCE)
  })

  test('batchnorm with mean and var has the value and the gradient of PyTorch', () => {
    const { hprebn, hpreact } = result
    const fused = record(() => {
      const centred = hprebn.sub(hprebn.mean(0, { keepdim: true }))
      const spread = hprebn.var(0, { unbiased: true, keepdim: true }).add(1e-5).sqrt()
      return inputs.bngain.mul(centred).div(spread).add(inputs.bnbias)
    })
    expect(distance(fused.result, golden.forward.hpreact)).toBeLessThan(TOLERANCE)
    const swept = sweep(fused.steps, new Map([[fused.result, gradientOf(gradients, hpreact)]]))
    expect(distance(gradientOf(swept, hprebn), golden.gradients.hprebn)).toBeLessThan(TOLERANCE)
  })
})
