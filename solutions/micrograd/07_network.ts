// %% [markdown]
// # 07 · Neuron, layer, network
//
// A **neuron** has a weight for each of its inputs, and a bias. It adds up weight times input, adds the bias, and lets the
// sum go through a function that bends: tanh, or relu. A **layer** is some neurons side by side: all get the same
// inputs, and each gives one output. A **network** is some layers in a row: the outputs of one are the inputs of the next.
// It is called MLP, multi-layer perceptron.
//
//               layer         layer        layer
//     x[0] --+-- neuron --+-- neuron --+
//            |-- neuron --|-- neuron --|-- neuron --> output    sizes: 3, 4, 4, 1
//     x[1] --|-- neuron --|-- neuron --|
//            +-- neuron --+-- neuron --+
//     x[2] --+
//
// Each weight and each bias is a `Value`. So is each output, and it remembers how it was made: `backward` finds the
// gradient of every weight, and nothing more has to be written for that.
//
// The numbers that training will change are the **parameters**: all weights and all biases. In the network above each
// neuron of the first layer has 3 weights and a bias, those of the second 4 and a bias, the last one too: 4 * 4 + 4 * 5 +
// 5 = 41.

// %% include value.ts
export * from './value.ts'
import { Value } from './value.ts'

// %% include functions.ts
export * from './functions.ts'

// %% [markdown]
// ## Six blanks, three times the same two
//
// `forward` is what it computes, `parameters` a list of its parameters: the Values themselves, in one flat list.
//
// | Python | TypeScript |
// |---|---|
// | `for i, x in enumerate(xs):` | `for (const [i, x] of xs.entries()) { … }` |
// | `xs + [y]` | `[...xs, y]` |
// | `[f(x) for x in xs]` | `xs.map(x => f(x))` |
// | `[p for x in xs for p in f(x)]` | `xs.flatMap(x => f(x))` |
//
// `squash` is the function that bends, for example `n => n.tanh()`. Call it like any other: `this.squash(n)`.

// %% Weights, a bias, and a function that bends
export type Squash = (n: Value) => Value

export class Neuron {
  readonly weights: readonly Value[]
  readonly bias = new Value(0)
  readonly squash: Squash

  constructor(inputs: number, random: () => number, squash: Squash) {
    this.weights = Array.from({ length: inputs }, () => new Value(2 * random() - 1))
    this.squash = squash
  }

  // hint: Weight times input, for each input; all of them added up, and the bias; then the function.
  // hint: Begin with the bias: `let total = this.bias`. Add `this.weights[i]` times x for each x.
  // hint: `for (const [i, x] of xs.entries()) total = total.add(this.weights[i].mul(x))`, and return the squashed total.
  forward(xs: readonly Value[]): Value {
    // answer
    let total = this.bias
    for (const [i, x] of xs.entries()) total = total.add(this.weights[i].mul(x))
    return this.squash(total)
    // end answer
    // wrong (a use forgotten):
    //   let total = new Value(0)
    //   for (const [i, x] of xs.entries()) total = total.add(this.weights[i].mul(x))
    //   return this.squash(total)
    // wrong (a use forgotten):
    //   let total = this.bias
    //   for (const [i, x] of xs.entries()) total = total.add(this.weights[i].mul(x))
    //   return total
    // wrong (a use forgotten):
    //   const total = this.bias
    //   for (const [i, x] of xs.entries()) total.add(this.weights[i].mul(x))
    //   return this.squash(total)
    // wrong (a use forgotten):
    //   let total = this.bias.data
    //   for (const [i, x] of xs.entries()) total += this.weights[i].data * x.data
    //   return this.squash(new Value(total))
    // wrong (wrong operand):
    //   let total = this.bias
    //   for (const [i, x] of xs.entries()) total = total.add(this.weights[i].add(x))
    //   return this.squash(total)
    // wrong (order):
    //   let total = new Value(0)
    //   for (const [i, x] of xs.entries()) total = total.add(this.weights[i].mul(x))
    //   return this.squash(total).add(this.bias)
    // wrong (order):
    //   let total = this.bias
    //   for (const [i, x] of xs.entries()) total = total.add(this.squash(this.weights[i].mul(x)))
    //   return total
    // wrong (stale or aliased):
    //   const own = this as { bias: Value }
    //   for (const [i, x] of xs.entries()) own.bias = own.bias.add(this.weights[i].mul(x))
    //   return this.squash(own.bias)
    // wrong (-):
    //   let total = this.bias
    //   for (let i = 0; i < 3; i++) total = total.add(this.weights[i].mul(xs[i]))
    //   return this.squash(total)
    // wrong (stale or aliased):
    //   let total = this.bias
    //   const list = xs as Value[]
    //   for (const weight of this.weights) total = total.add(weight.mul(list.shift()!))
    //   return this.squash(total)
  }

  // hint: The weights, and one more.
  // hint: A list of all weights, and the bias at its end.
  // hint: `return [...this.weights, ...]`
  parameters(): Value[] {
    // answer
    return [...this.weights, this.bias]
    // end answer
    // wrong (a use forgotten): return [...this.weights]
    // wrong (a use forgotten): return [this.bias]
    // wrong (stale or aliased): return [...this.weights, this.bias].map(p => new Value(p.data))
    // wrong (overwritten, doubled, subtracted): return [...this.weights, this.bias, this.bias]
    // wrong (-): return [this.weights, this.bias] as never
    // wrong (-): return [this.weights[0], this.weights[1], this.weights[2], this.bias]
    // wrong (-): (this.weights as Value[]).push(this.bias); return [...this.weights]
  }
}

// %% Neurons side by side
export class Layer {
  readonly neurons: readonly Neuron[]

  constructor(inputs: number, outputs: number, random: () => number, squash: Squash) {
    this.neurons = Array.from({ length: outputs }, () => new Neuron(inputs, random, squash))
  }

  // hint: Each neuron gets all of the inputs, and gives one output.
  // hint: A list of the outputs: `this.neurons.map(...)`.
  // hint: `this.neurons.map(neuron => neuron.forward(...))`
  forward(xs: readonly Value[]): Value[] {
    // answer
    return this.neurons.map(neuron => neuron.forward(xs))
    // end answer
    // wrong (a use forgotten): return [this.neurons[0].forward(xs)]
    // wrong (order): return this.neurons.map(neuron => neuron.forward(xs)).reverse()
    // wrong (index): return this.neurons.map((neuron, i) => neuron.forward([xs[i % xs.length]]))
    // wrong (index): return this.neurons.map(() => this.neurons[0].forward(xs))
    // wrong (a use forgotten): return this.neurons.map(neuron => new Value(neuron.forward(xs).data))
    // wrong (reduction): return [this.neurons.map(neuron => neuron.forward(xs)).reduce((a, b) => a.add(b))]
    // wrong (-): return [0, 1, 2, 3].map(i => this.neurons[i].forward(xs))
    // wrong (stale or aliased): return ((this as { outs?: Value[] }).outs ??= this.neurons.map(neuron => neuron.forward(xs)))
  }

  // hint: Each neuron has a list of its own. All of them, in one flat list.
  // hint: `map` would give a list of lists; `flatMap` puts them together.
  // hint: `this.neurons.flatMap(neuron => ...)`
  parameters(): Value[] {
    // answer
    return this.neurons.flatMap(neuron => neuron.parameters())
    // end answer
    // wrong (a use forgotten): return this.neurons[0].parameters()
    // wrong (a use forgotten): return this.neurons.flatMap(neuron => neuron.weights)
    // wrong (shape): return this.neurons.map(neuron => neuron.parameters()) as never
    // wrong (stale or aliased): return this.neurons.flatMap(neuron => neuron.parameters().map(p => new Value(p.data)))
    // wrong (-): return [0, 1, 2, 3].flatMap(i => this.neurons[i].parameters())
  }
}

// %% Layers in a row
export class MLP {
  readonly layers: readonly Layer[]

  /** `sizes` 3, 4, 4, 1: three inputs, two layers of four neurons, one output. `last`: what the output goes through. */
  constructor(sizes: readonly number[], random: () => number, squash: Squash, last = squash) {
    this.layers = sizes.slice(1).map((outputs, i) => {
      return new Layer(sizes[i], outputs, random, i === sizes.length - 2 ? last : squash)
    })
  }

  // hint: What comes out of one layer goes into the next.
  // hint: Let a name stand for the values on their way: first the inputs, then the outputs of each layer in turn.
  // hint: `let values = [...xs]`, then `for (const layer of this.layers) values = layer.forward(...)`, and return them.
  forward(xs: readonly Value[]): Value[] {
    // answer
    let values = [...xs]
    for (const layer of this.layers) values = layer.forward(values)
    return values
    // end answer
    // wrong (a use forgotten): return this.layers[0].forward(xs)
    // wrong (order):
    //   let values = [...xs]
    //   for (const layer of this.layers) values = layer.forward(xs)
    //   return values
    // wrong (a use forgotten):
    //   let values = [...xs]
    //   for (const layer of this.layers.slice(0, -1)) values = layer.forward(values)
    //   return values
    // wrong (a use forgotten):
    //   let values = [...xs]
    //   for (const layer of this.layers) values = layer.forward(values.map(v => new Value(v.data)))
    //   return values
    // wrong (a use forgotten):
    //   const values = [...xs]
    //   for (const layer of this.layers) layer.forward(values)
    //   return values
    // wrong (-):
    //   const [first, second, third] = this.layers
    //   return third.forward(second.forward(first.forward(xs)))
    // wrong (-):
    //   let values = [...xs]
    //   for (const layer of this.layers) values = layer.forward(values)
    //   return [values[0]]
    // wrong (stale or aliased):
    //   const own = this as { outs?: Value[] }
    //   own.outs ??= this.layers.reduce((values: Value[], layer) => layer.forward(values), [...xs])
    //   return own.outs
  }

  // hint: As in Layer.
  // hint: Each layer has a list of its own. All of them, in one flat list.
  // hint: `this.layers.flatMap(...)`
  parameters(): Value[] {
    // answer
    return this.layers.flatMap(layer => layer.parameters())
    // end answer
    // wrong (a use forgotten): return this.layers[0].parameters()
    // wrong (a use forgotten): return this.layers.slice(1).flatMap(layer => layer.parameters())
    // wrong (shape): return this.layers.map(layer => layer.parameters()) as never
    // wrong (a use forgotten): return this.layers[this.layers.length - 1].parameters()
    // wrong (-): return [0, 1, 2].flatMap(i => this.layers[i].parameters())
  }
}

// %% check
import type { Check, Pair, Slip } from 'backprop-ninja'

interface Learner {
  Value: typeof Value
  Neuron: typeof Neuron
  Layer: typeof Layer
  MLP: typeof MLP
}

const tanh = (n: Value): Value => n.tanh()
const slip = (family: Slip['family'], value: Slip['value'], message: string): Slip => ({ family, value, message })

/** One neuron, with numbers alone: its weights, and its bias last. */
function fired(weights: readonly number[], xs: readonly number[]): number {
  return Math.tanh(xs.reduce((all, x, i) => all + weights[i] * x, weights[xs.length]))
}

/** Which of the parameters are in a list, in words. */
function named(list: readonly Value[], all: readonly Value[]): string {
  if (!Array.isArray(list)) return 'no list'
  if (list.some(one => Array.isArray(one))) return 'lists in a list'
  if (new Set(list).size < list.length) return 'one stands in it twice'
  if (list.some(one => !all.includes(one))) return 'other Values'
  return list.length === all.length ? `all ${all.length}, each once` : `${list.length} of ${all.length}`
}

export const check: Check<Learner> = (learner, { g }) => {
  const drawn = (): number => 2 * g.random() - 1
  const xs = [0.5 + g.random(), -0.4 - g.random(), 0.2 + g.random() / 2]
  /** The same numbers again each time. */
  const numbers = Array.from({ length: 41 }, () => g.random())
  const again = (): (() => number) => {
    let i = 0
    return () => numbers[i++]
  }
  const biases = Array.from({ length: 9 }, drawn)
  const made = (numbers: readonly number[]): Value[] => numbers.map(x => new learner.Value(x))
  const values = (): Value[] => made(xs)
  const biased = <T extends { neurons: readonly Neuron[] }>(layer: T, from = 0): T => {
    for (const [i, neuron] of layer.neurons.entries()) neuron.bias.data = biases[from + i]
    return layer
  }
  const neuron = (inputs = 3): Neuron => {
    const made = new learner.Neuron(inputs, again(), tanh)
    made.bias.data = biases[0]
    return made
  }
  const layer = (inputs = 3, outputs = 4): Layer => biased(new learner.Layer(inputs, outputs, again(), tanh))
  const net = (sizes = [3, 4, 4, 1]): MLP => {
    const made = new learner.MLP(sizes, again(), tanh)
    for (const [i, one] of made.layers.entries()) biased(one, 4 * i)
    return made
  }
  const numbersOf = ({ weights, bias }: Neuron): number[] => [...weights, bias].map(p => p.data)
  const own = numbersOf(neuron())
  const side = layer().neurons.map(numbersOf)
  const deepOf = (made: MLP) => made.layers.map(one => one.neurons.map(numbersOf))
  const deep = deepOf(net())
  /** Other inputs: five of them, or fewer. */
  const ys = Array.from({ length: 5 }, drawn)
  const through = (layers: readonly (readonly (readonly number[])[])[], from: readonly number[]): number[] =>
    layers.reduce((now: readonly number[], one) => one.map(weights => fired(weights, now)), from) as number[]
  const outs = through([side], xs)
  const [first, second] = deep

  const z = Math.atanh(fired(own, xs))
  const [slope, bias] = [1 - Math.tanh(z) ** 2, own[3]]
  const neuronRow = (data: number): number[] => [data, ...xs.map(x => slope * x), slope]
  /** How the output of the network moves with each parameter, by nudging. */
  const slopes = (): number[] => {
    const at = (layerAt: number, neuronAt: number, weightAt: number, by: number) =>
      through(
        deep.map((one, l) =>
          one.map((weights, n) => weights.map((w, i) => (l === layerAt && n === neuronAt && i === weightAt ? w + by : w))),
        ),
        xs,
      )[0]
    return deep.flatMap((one, l) =>
      one.flatMap((weights, n) => weights.map((_, i) => (at(l, n, i, 1e-5) - at(l, n, i, -1e-5)) / 2e-5)),
    )
  }
  const allOf = (made: MLP): Value[] => made.layers.flatMap(one => one.neurons.flatMap(n => [...n.weights, n.bias]))
  const part = (many: number, of: number, what: string): Slip => slip('a use forgotten', `${many} of ${of}`, what)
  const common = [
    slip('shape', 'lists in a list', 'There are lists in the list. `flatMap` puts them together into one.'),
    slip('stale or aliased', 'other Values', 'These are other Values. Training has to change those that the network computes with: hand out the Values themselves, no copies.'),
    slip('overwritten, doubled, subtracted', 'one stands in it twice', 'One of them stands in the list twice, and would be changed twice in each step.'),
  ]
  const parameterRow = (blank: string, name: string, list: () => { got: Value[]; all: Value[] }, count: number, parts: Slip[]): Pair => ({
    name,
    blank,
    learner: () => {
      const { got, all } = list()
      return named(got, all)
    },
    expected: `all ${count}, each once`,
    slips: [...parts, ...common],
  })
  const netRow = (name: string, sizes: readonly number[]): Pair => ({
    name,
    blank: 'MLP.forward',
    learner: () => net([...sizes]).forward(made(ys.slice(0, sizes[0]))).map(out => out.data),
    expected: through(deepOf(net([...sizes])), ys.slice(0, sizes[0])),
  })
  const KEPT = 'The outputs of the first call came again, whatever was put in. Compute them anew each time.'
  return [
    {
      name: 'neuron.forward: data, gradients of 3 weights, bias',
      blank: 'Neuron.forward',
      learner: () => {
        const one = neuron()
        const out = one.forward(values())
        out.backward()
        return [out.data, ...one.weights.map(w => w.grad), one.bias.grad]
      },
      expected: neuronRow(Math.tanh(z)),
      slips: [
        slip('a use forgotten', () => {
          const s = 1 - Math.tanh(z - bias) ** 2
          return [Math.tanh(z - bias), ...xs.map(x => s * x), 0]
        }, 'The bias is missing. Begin the sum with it.'),
        slip('a use forgotten', [z, ...xs, 1], 'This is the sum, before it is bent. Let it go through `this.squash`.'),
        slip('a use forgotten', [Math.tanh(bias), 0, 0, 0, 1 - Math.tanh(bias) ** 2], 'This is the bias alone. `add` returns a new Value and leaves the old one: `total = total.add(…)`.'),
        slip('a use forgotten', [Math.tanh(z), 0, 0, 0, 0], 'The number is right, but nothing comes back. Go on with the Values, not with their data.'),
        slip('wrong operand', () => {
          const sum = own.reduce((a, b) => a + b) + xs.reduce((a, b) => a + b)
          const s = 1 - Math.tanh(sum) ** 2
          return [Math.tanh(sum), s, s, s, s]
        }, 'Weight plus input is added up. It is weight times input: that is how a weight says how much its input counts.'),
        slip('order', () => {
          const s = 1 - Math.tanh(z - bias) ** 2
          return [Math.tanh(z - bias) + bias, ...xs.map(x => s * x), 1]
        }, 'The bias was added after the sum was bent. It belongs into the sum.'),
        slip('order', () => {
          const parts = xs.map((x, i) => Math.tanh(own[i] * x))
          return [parts.reduce((a, b) => a + b, bias), ...xs.map((x, i) => x * (1 - parts[i] ** 2)), 1]
        }, 'Each product was bent by itself. Add first, then bend the sum.'),
      ],
    },
    {
      name: 'neuron.forward with another squash: its data',
      blank: 'Neuron.forward',
      learner: () => {
        const one = new learner.Neuron(3, again(), n => n.mul(2))
        one.bias.data = biases[0]
        return one.forward(values()).data
      },
      expected: 2 * z,
      slips: [
        slip('wrong operand', Math.tanh(z), 'This is tanh, whatever the neuron was given. Call `this.squash`.'),
        slip('a use forgotten', z, 'This is the sum, before it is bent. Let it go through `this.squash`.'),
      ],
    },
    {
      name: 'neuron.forward with one input, and with five: its data',
      blank: 'Neuron.forward',
      learner: () => [1, 5].map(n => neuron(n).forward(made(ys.slice(0, n))).data),
      expected: [1, 5].map(n => fired(numbersOf(neuron(n)), ys.slice(0, n))),
    },
    {
      name: 'neuron.forward once more: its data, and that of the bias',
      blank: 'Neuron.forward',
      learner: () => {
        const one = neuron()
        one.forward(values())
        return [one.forward(values()).data, one.bias.data]
      },
      expected: [Math.tanh(z), bias],
      slips: [
        slip('stale or aliased', [Math.tanh(2 * z - bias), 2 * z - bias], 'The bias of the neuron was replaced by the sum, and the second call begins with that. Let a name of your own stand for the sum.'),
      ],
    },
    {
      name: 'the inputs that neuron.forward was handed, after it',
      blank: 'Neuron.forward',
      learner: () => {
        const list = values()
        neuron().forward(list)
        return list.map(x => x.data)
      },
      expected: xs,
      slips: [
        slip('stale or aliased', [], 'The list of inputs was emptied, and it is not yours: the next neuron needs it too. Go through it with `for … of`.'),
      ],
    },
    parameterRow('Neuron.parameters', 'neuron.parameters() with five weights', () => {
      const one = neuron(5)
      return { got: one.parameters(), all: [...one.weights, one.bias] }
    }, 6, [
      slip('shape', 'lists in a list', 'The list of the weights stands in the list, as one element. `...` puts its elements there: `[...xs, y]`.'),
      part(5, 6, 'One of the six is missing: five weights, and the bias.'),
    ]),
    parameterRow('Neuron.parameters', 'neuron.parameters()', () => {
      const one = neuron()
      return { got: one.parameters(), all: [...one.weights, one.bias] }
    }, 4, [
      slip('shape', 'lists in a list', 'The list of the weights stands in the list, as one element. `...` puts its elements there: `[...xs, y]`.'),
      part(3, 4, 'One of the four is missing: three weights, and the bias.'),
      part(1, 4, 'Only one of the four is there. The weights are parameters too.'),
    ]),
    {
      name: 'layer.forward: the outputs of four neurons',
      blank: 'Layer.forward',
      learner: () => layer().forward(values()).map(out => out.data),
      expected: outs,
      slips: [
        slip('a use forgotten', [outs[0]], 'This is the output of the first neuron. Each of them has one.'),
        slip('order', outs.toReversed(), 'The outputs are in the wrong order: the first is to be that of the first neuron.'),
        slip('index', outs.map(() => outs[0]), 'All are the output of the first neuron. Ask each neuron for its own.'),
        slip('index', side.map((weights, i) => Math.tanh(weights[0] * xs[i % 3] + weights[3])), 'Each neuron got one of the inputs. Each gets all of them.'),
        slip('reduction', [outs.reduce((a, b) => a + b)], 'The outputs were added up. A layer gives a list: one output for each neuron.'),
      ],
    },
    {
      name: 'layer.forward: gradients of the four biases',
      blank: 'Layer.forward',
      learner: () => {
        const one = layer()
        const made = one.forward(values())
        made.reduce((a, b) => a.add(b)).backward()
        return one.neurons.map(n => n.bias.grad)
      },
      expected: outs.map(out => 1 - out ** 2),
      slips: [slip('a use forgotten', [0, 0, 0, 0], 'Nothing comes back to the neurons. Hand on the Values that they gave, no new ones.')],
    },
    {
      name: 'layer.forward, 2 inputs and 5 neurons: the outputs',
      blank: 'Layer.forward',
      learner: () => layer(2, 5).forward(made(ys.slice(0, 2))).map(out => out.data),
      expected: through([layer(2, 5).neurons.map(numbersOf)], ys.slice(0, 2)),
    },
    {
      name: 'layer.forward once more, with other inputs: the outputs',
      blank: 'Layer.forward',
      learner: () => {
        const one = layer()
        one.forward(values())
        return one.forward(made(ys.slice(0, 3))).map(out => out.data)
      },
      expected: through([side], ys.slice(0, 3)),
      slips: [slip('stale or aliased', outs, KEPT)],
    },
    parameterRow('Layer.parameters', 'layer.parameters(), 2 inputs and 5 neurons', () => {
      const one = layer(2, 5)
      return { got: one.parameters(), all: one.neurons.flatMap(n => [...n.weights, n.bias]) }
    }, 15, []),
    parameterRow('Layer.parameters', 'layer.parameters()', () => {
      const one = layer()
      return { got: one.parameters(), all: one.neurons.flatMap(n => [...n.weights, n.bias]) }
    }, 16, [
      part(4, 16, 'These are those of one neuron. There are four neurons in it.'),
      part(12, 16, 'The biases are missing. A neuron has a list of all its parameters: `parameters()`.'),
    ]),
    {
      name: 'net.forward, sizes 3, 4, 4, 1: the output',
      blank: 'MLP.forward',
      learner: () => net().forward(values()).map(out => out.data),
      expected: through(deep, xs),
      slips: [
        slip('a use forgotten', through([first], xs), 'These are the outputs of the first layer. They go into the next one.'),
        slip('a use forgotten', through([first, second], xs), 'The last layer is missing.'),
        slip('a use forgotten', xs, 'These are the inputs. Each layer returns its outputs: `values = layer.forward(values)`.'),
        slip('order', () => [Math.tanh(xs.reduce((all, x, i) => all + deep[2][0][i] * x, deep[2][0][4]))], 'Each layer got the inputs of the network. It is to get the outputs of the layer before it.'),
      ],
    },
    {
      name: 'net.forward: gradients of all 41 parameters',
      blank: 'MLP.forward',
      learner: () => {
        const made = net()
        made.forward(values())[0].backward()
        return allOf(made).map(p => p.grad)
      },
      expected: slopes,
      within: 1e-7,
      slips: [
        slip('a use forgotten', () => slopes().map((s, i) => (i < 36 ? 0 : s)), 'Only the last layer gets gradients. Hand on the Values from layer to layer, no new ones made from their data.'),
      ],
      learned: 'held against nudging each of the 41 in turn',
    },
    netRow('net.forward, sizes 2, 5, 2: the outputs', [2, 5, 2]),
    netRow('net.forward, sizes 3, 2: the outputs', [3, 2]),
    netRow('net.forward, sizes 1, 3, 2, 3, 2: the outputs', [1, 3, 2, 3, 2]),
    {
      name: 'net.forward once more, with other inputs: the output',
      blank: 'MLP.forward',
      learner: () => {
        const one = net()
        one.forward(values())
        return one.forward(made(ys.slice(0, 3))).map(out => out.data)
      },
      expected: through(deep, ys.slice(0, 3)),
      slips: [slip('stale or aliased', through(deep, xs), KEPT)],
    },
    parameterRow('MLP.parameters', 'net.parameters(), sizes 2, 5, 2', () => {
      const made = net([2, 5, 2])
      return { got: made.parameters(), all: allOf(made) }
    }, 27, []),
    parameterRow('MLP.parameters', 'net.parameters()', () => {
      const made = net()
      return { got: made.parameters(), all: allOf(made) }
    }, 41, [
      part(16, 41, 'These are those of the first layer. All layers have some.'),
      part(25, 41, 'The first layer is missing.'),
      part(5, 41, 'These are those of the last layer. All layers have some.'),
    ]),
  ]
}
