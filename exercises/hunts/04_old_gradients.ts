// %% [markdown]
// # 04 · Four starts of five
//
// ## The program
//
// A network of 3 inputs, 4 hidden neurons and 1 output learns four points. The autograd below is right, and
// so is the network. The author tried it from five random starts, with 200 steps each and a learning rate of
// 0.05.
//
// ## What was observed
//
//     start       1        2        3        4        5
//     step 0      3.1368   6.3296   3.2242   7.0119   5.0307
//     step 10     0.0117   0.0000   0.0006   0.0000   0.0004
//     step 20     0.0276   0.0000   0.0012   4.0000   0.0000
//     step 200    0.0000   0.0000   0.0000   4.0000   0.0000
//
// It learns faster than any other program. Only the fourth start does something odd: the loss is 0.0000 in
// step 10, and from step 15 on it is 4.0000 forever. "Bad luck with the random numbers," says the author,
// and leaves out the fourth start.

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

// %% Backward: each node after all that were made from it
export function backward(result: Value): void {
  const order: Value[] = []
  const seen = new Set<Value>()
  const visit = (v: Value): void => {
    if (seen.has(v)) return
    seen.add(v)
    for (const parent of v.parents) visit(parent)
    order.push(v)
  }
  visit(result)
  result.grad = 1
  for (const v of order.reverse()) {
    for (const [i, parent] of v.parents.entries()) parent.grad += v.slopes[i] * v.grad
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

// %% The training: it changes the weights and returns the loss of each step
export function train(net: Net, steps: number, rate: number): number[] {
  const losses: number[] = []
  for (let step = 0; step < steps; step++) {
    const loss = lossOf(net)
    losses.push(loss.data)
    backward(loss)
    for (const p of parametersOf(net)) p.data -= rate * p.grad
  }
  return losses
}

// %% The family of the mistake
export function family(): Family {
  return TODO()
}
