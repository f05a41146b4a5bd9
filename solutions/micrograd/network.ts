import { Value } from './value.ts'

// %% The network that you have built
export type Squash = (n: Value) => Value

export class Neuron {
  readonly weights: readonly Value[]
  readonly bias = new Value(0)
  readonly squash: Squash

  constructor(inputs: number, random: () => number, squash: Squash) {
    this.weights = Array.from({ length: inputs }, () => new Value(2 * random() - 1))
    this.squash = squash
  }
  forward(xs: readonly Value[]): Value {
    let total = this.bias
    for (const [i, x] of xs.entries()) total = total.add(this.weights[i].mul(x))
    return this.squash(total)
  }
  parameters(): Value[] {
    return [...this.weights, this.bias]
  }
}

export class Layer {
  readonly neurons: readonly Neuron[]

  constructor(inputs: number, outputs: number, random: () => number, squash: Squash) {
    this.neurons = Array.from({ length: outputs }, () => new Neuron(inputs, random, squash))
  }
  forward(xs: readonly Value[]): Value[] {
    return this.neurons.map(neuron => neuron.forward(xs))
  }
  parameters(): Value[] {
    return this.neurons.flatMap(neuron => neuron.parameters())
  }
}

export class MLP {
  readonly layers: readonly Layer[]

  /** `sizes` 3, 4, 4, 1: three inputs, two layers of four neurons, one output. `last`: the function for the output. */
  constructor(sizes: readonly number[], random: () => number, squash: Squash, last = squash) {
    this.layers = sizes.slice(1).map((outputs, i) => {
      return new Layer(sizes[i], outputs, random, i === sizes.length - 2 ? last : squash)
    })
  }
  forward(xs: readonly Value[]): Value[] {
    let values = [...xs]
    for (const layer of this.layers) values = layer.forward(values)
    return values
  }
  parameters(): Value[] {
    return this.layers.flatMap(layer => layer.parameters())
  }
}
