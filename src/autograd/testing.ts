/** PyTorch's numbers for a GPT with one block, and how far others are from them. See golden/make_gpt_golden.py. */
import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import type { forward } from '../../solutions/gpt/forward.ts'
import { arange, tensor } from '../tensor/creation.ts'
import type { Tensor } from '../tensor/tensor.ts'

export interface GoldenTensor {
  readonly shape: readonly number[]
  /** null: -Infinity, which JSON doesn't have. */
  readonly data: readonly (number | null)[]
}

interface GptGolden {
  readonly sizes: Readonly<Record<'B' | 'T' | 'C' | 'NH' | 'V', number>>
  readonly X: number[][]
  readonly Y: number[][]
  readonly values: Readonly<Record<string, GoldenTensor>>
  readonly gradients: Readonly<Record<string, GoldenTensor>>
}

export const gptFiles = ['gpt2-b3-t5-c8-nh2.json', 'gpt2-b2-t4-c12-nh4.json']

/** In the order of the files, in front of all that is computed. */
const parameters =
  'wte wpe ln1w ln1b Wqkv bqkv Wproj bproj ln2w ln2b Wfc bfc Wfcproj bfcproj lnfw lnfb'.split(' ')

/** A file, and what the forward pass of the track `gpt` takes to compute the same. */
export function gptGolden(file: string) {
  const golden: GptGolden = JSON.parse(readFileSync(new URL(`golden/${file}`, import.meta.url), 'utf8'))
  const { sizes, X, Y, values } = golden
  const { T, C, NH } = sizes
  const given = Object.fromEntries(
    parameters.map(name => [name, tensor(values[name].data as number[], values[name].shape)]),
  )
  const future = arange(T).view(T, 1).lt(arange(T))
  const inputs = { ...sizes, hs: C / NH, X: tensor(X), Y: tensor(Y), future, ...given }
  return { golden, parameters: given, inputs: inputs as unknown as Parameters<typeof forward>[0] }
}

/** How far a tensor is from PyTorch's, as a part of the largest number in it. NaN is never near. */
export function distance(ours: Tensor, { shape, data }: GoldenTensor): number {
  expect(ours.shape).toEqual(shape)
  const largest = data.reduce<number>((most, value) => Math.max(most, Math.abs(value ?? 0)), 0)
  const off = data.map((value, i) => apart(ours.data[i], value ?? -Infinity))
  return Math.max(...off) / largest
}

const apart = (a: number, b: number): number => (a === b ? 0 : Math.abs(a - b))
