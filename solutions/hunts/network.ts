import { Value } from './value.ts'

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
