/** The network of exercise 07 in three ways: by autograd, by the solution's functions, in plain loops. */
import { readFileSync } from 'node:fs'
import * as solution from '../../solutions/makemore/07_whole_network.ts'
import { forward } from '../../solutions/makemore/forward.ts'
import { inputs, sizes } from '../../solutions/makemore/inputs.ts'
import { gradientsOf } from '../autograd/sweep.ts'
import { parseNames } from '../dataset/names.ts'
import { generator } from '../tensor/random.ts'
import { record } from '../tensor/recording.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { definitionsIn } from '../text/definitions.ts'
import { type ParsedText, sourceOf } from '../text/source.ts'
import { loopInputs, makeLoops } from './loops.ts'

export interface Network {
  /** Each runs the forward pass and works out all gradients, named as in the exercise: `dprobs`. */
  readonly byAutograd: () => Readonly<Record<string, Float64Array>>
  readonly byHand: () => Readonly<Record<string, Float64Array>>
  readonly byLoops: () => Readonly<Record<string, Float64Array>>
}

type Backward = (scope: object) => Tensor

const exported: Readonly<Record<string, unknown>> = solution

const text = readFileSync(new URL('../../solutions/makemore/07_whole_network.ts', import.meta.url), 'utf8')

/** In the order of the file, as exports of a module are not. */
const functions = [...definitionsIn(sourceOf(text) as ParsedText).keys()]
  .filter(name => name.startsWith('d') && name in exported)
  .map(name => [name, exported[name] as Backward] as const)

const names = parseNames(readFileSync(new URL('../../exercises/data/names.txt', import.meta.url), 'utf8'))

export const networkSizes = sizes

export function makeNetwork(size: keyof typeof sizes, seed: number): Network {
  const given = inputs(sizes[size], { g: generator(seed), names })
  const loops = makeLoops({ ...sizes[size], vocab: given.vocab }, loopInputs(given))

  function byAutograd(): Record<string, Float64Array> {
    const { result, steps } = record(() => forward(given))
    const gradients = gradientsOf(steps, result.loss)
    const values: Record<string, unknown> = { ...given, ...result }
    return Object.fromEntries(
      functions.map(([name]) => [name, gradients.get(values[name.slice(1)] as Tensor)!.data]),
    )
  }

  function byHand(): Record<string, Float64Array> {
    const scope: Record<string, unknown> = { ...given, ...forward(given) }
    const gradients: Record<string, Float64Array> = {}
    for (const [name, backward] of functions) {
      const gradient = backward(scope)
      scope[name] = gradient
      gradients[name] = gradient.data
    }
    return gradients
  }

  function byLoops(): Readonly<Record<string, Float64Array>> {
    loops.forward()
    loops.backward()
    return loops.gradients
  }

  return { byAutograd, byHand, byLoops }
}
