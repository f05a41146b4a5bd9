// %% [markdown]
// # 03 · A second hidden layer
//
// ## The program
//
// This is the same small autograd again, but now one function, `backward`, does the work for all nodes. A
// value knows its `parents`, the values it was made from, and its `slopes`: how much it moves with each of
// them. So `backward` passes `slope * grad` to each parent, and then does the same for that parent.
//
// ## What was observed
//
// All gradients of L = (a*b + c) * f are right. So is the gradient of `a.add(a)`. A network with one hidden
// layer trains, and its gradients agree with a nudge of each weight to eight digits. Then somebody adds a
// second hidden layer:
//
//     sizes 3, 4, 1       every gradient right
//     sizes 3, 4, 4, 1    the last two layers right; in the first one, gradients that are
//                         between -59 and 13 times what they should be
//
// And the loss? With a learning rate of 0.01 it falls faster than it does with the right gradients:
//
//     step          0        1        2        5        10       20
//     as it is      2.5790   1.5293   0.4323   0.2247   0.1447   0.0851
//     once fixed    2.5790   2.3403   2.1087   1.4478   0.6320   0.2030
//
// With only four points, large steps in odd directions can be lucky. That proves nothing.

// %%
import { type Family, TODO } from 'backprop-ninja'

// %% A number that remembers how it was made
export class Value {
  data: number
  grad = 0
  /** What it was made from, and how much it moves with each of them. */
  readonly parents: readonly Value[]
  readonly slopes: readonly number[]

  constructor(data: number, parents: readonly Value[] = [], slopes: readonly number[] = []) {
    this.data = data
    this.parents = parents
    this.slopes = slopes
  }
  add(other: Value): Value {
    return new Value(this.data + other.data, [this, other], [1, 1])
  }
  mul(other: Value): Value {
    return new Value(this.data * other.data, [this, other], [other.data, this.data])
  }
  square(): Value {
    return new Value(this.data ** 2, [this], [2 * this.data])
  }
  tanh(): Value {
    const t = Math.tanh(this.data)
    return new Value(t, [this], [1 - t * t])
  }
}

// %% Four points, and a network of tanh neurons
export const points = [
  { x: [2, 3, -1], target: 1 },
  { x: [3, -1, 0.5], target: -1 },
  { x: [0.5, 1, 1], target: -1 },
  { x: [1, 1, -1], target: 1 },
]

/** Layers of neurons; of each neuron its weights, the bias last. */
export type Net = readonly (readonly (readonly Value[])[])[]

/** `sizes` 3, 4, 1: three inputs, four hidden neurons, one output. */
export function makeNet(random: () => number, sizes: readonly number[]): Net {
  return sizes.slice(1).map((size, layer) =>
    Array.from({ length: size }, () =>
      Array.from({ length: sizes[layer] + 1 }, () => new Value(2 * random() - 1)),
    ),
  )
}

export const parametersOf = (net: Net): Value[] => net.flat(2)

export function predict(net: Net, x: readonly number[]): Value {
  let values = x.map(number => new Value(number))
  for (const layer of net) {
    values = layer.map(weights => {
      let total = weights[values.length]
      for (const [i, value] of values.entries()) total = total.add(weights[i].mul(value))
      return total.tanh()
    })
  }
  return values[0]
}

/** The sum of the squared errors on the four points. */
export function lossOf(net: Net): Value {
  let total = new Value(0)
  for (const { x, target } of points) {
    total = total.add(predict(net, x).add(new Value(-target)).square())
  }
  return total
}

// %% Backward, from the result to the inputs
export function backward(result: Value): void {
  result.grad = 1
  const visit = (v: Value): void => {
    for (const [i, parent] of v.parents.entries()) {
      parent.grad += v.slopes[i] * v.grad
      visit(parent)
    }
  }
  visit(result)
}

// %% The family of the mistake
export function family(): Family {
  return TODO()
}
