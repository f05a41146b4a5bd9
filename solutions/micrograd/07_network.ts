// %% [markdown]
// # 07 · Neuron, layer, network
//
// A **neuron** has a weight for each of its inputs, and a bias. It adds up weight times input, adds the bias,
// and puts the sum through a function that isn't a straight line: tanh, or relu. A **layer** is a few neurons
// side by side: they all get the same inputs, and each gives one output. A **network** is a few layers in a
// row: the outputs of one are the inputs of the next. It's called an MLP, a multi-layer perceptron.
//
//               layer         layer        layer
//     x[0] --+-- neuron --+-- neuron --+
//            |-- neuron --|-- neuron --|-- neuron --> output    sizes: 3, 4, 4, 1
//     x[1] --|-- neuron --|-- neuron --|
//            +-- neuron --+-- neuron --+
//     x[2] --+
//
// Each weight and each bias is a `Value`. Each output is one too, and it remembers how it was made. So
// `backward` finds the gradient of every weight, and you don't have to write anything for that.
//
// The numbers that training will change are the **parameters**: all weights and all biases. In the network
// above, each neuron of the first layer has 3 weights and a bias. Each neuron of the second has 4 weights and a
// bias, and so has the last one. That makes
//
//     4 * 4 + 4 * 5 + 5 = 41
// tex: 4 \cdot 4 + 4 \cdot 5 + 5 = 41

// %% include value.ts
export * from './value.ts'
import { Value } from './value.ts'

// %% include functions.ts
export * from './functions.ts'

// %% [markdown]
// ## Six blanks, three times the same two
//
// `forward` computes the output. `parameters` returns all the parameters, the Values themselves, in one flat list.
//
// | Python | TypeScript |
// |---|---|
// | `for i, x in enumerate(xs):` | `for (const [i, x] of xs.entries()) { … }` |
// | `xs + [y]` | `[...xs, y]` |
// | `[f(x) for x in xs]` | `xs.map(x => f(x))` |
// | `[p for x in xs for p in f(x)]` | `xs.flatMap(x => f(x))` |
//
// `squash` is the function at the end of a neuron, for example `n => n.tanh()`. Call it like any other:
// `this.squash(n)`.

// %% Weights, a bias, and a function for the sum
export type Squash = (n: Value) => Value

export class Neuron {
  readonly weights: readonly Value[]
  readonly bias = new Value(0)
  readonly squash: Squash

  constructor(inputs: number, random: () => number, squash: Squash) {
    this.weights = Array.from({ length: inputs }, () => new Value(2 * random() - 1))
    this.squash = squash
  }

  // hint: Multiply each input by its weight. Add all of these up, and the bias too. Then call the function.
  // hint: Start with the bias: `let total = this.bias`. Add `this.weights[i]` times x for each x.
  // hint: `for (const [i, x] of xs.entries()) total = total.add(this.weights[i].mul(x))`, and return the
  //       squashed total.
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
    //   > The bias is missing. Start the sum with it.
    // wrong (a use forgotten):
    //   let total = this.bias
    //   for (const [i, x] of xs.entries()) total = total.add(this.weights[i].mul(x))
    //   return total
    //   > This is the sum itself. Put it through the neuron's function: `this.squash(total)`.
    // wrong (wrong operand):
    //   let total = this.bias
    //   for (const [i, x] of xs.entries()) total = total.add(this.weights[i].mul(x))
    //   return total.tanh()
    //   > This is always tanh. Use the function that the neuron was given, `this.squash`.
    // wrong (a use forgotten):
    //   const total = this.bias
    //   for (const [i, x] of xs.entries()) total.add(this.weights[i].mul(x))
    //   return this.squash(total)
    //   > Only the bias is in your sum. `add` returns a new Value and leaves the old one alone: start
    //   > with `let total`, and write `total = total.add(…)`.
    // wrong (a use forgotten):
    //   let total = this.bias.data
    //   for (const [i, x] of xs.entries()) total += this.weights[i].data * x.data
    //   return this.squash(new Value(total))
    //   > The number is right, but nothing comes back. Use the Values, not their data.
    // wrong (wrong operand):
    //   let total = this.bias
    //   for (const [i, x] of xs.entries()) total = total.add(this.weights[i].add(x))
    //   return this.squash(total)
    //   > You added each weight to its input. Multiply them: that's how a weight says how much its input counts.
    // wrong (index):
    //   let total = this.bias
    //   for (const x of xs) total = total.add(this.weights[0].mul(x))
    //   return this.squash(total)
    //   > You used the first weight for every input. Each input has a weight of its own: `this.weights[i]`.
    // wrong (order):
    //   let total = new Value(0)
    //   for (const [i, x] of xs.entries()) total = total.add(this.weights[i].mul(x))
    //   return this.squash(total).add(this.bias)
    //   > You added the bias after the function. It belongs inside the sum.
    // wrong (order):
    //   let total = this.bias
    //   for (const [i, x] of xs.entries()) total = total.add(this.squash(this.weights[i].mul(x)))
    //   return total
    //   > You put each product through the function by itself. First add them all up, then call the function once.
    // wrong (stale or aliased):
    //   const own = this as { bias: Value }
    //   for (const [i, x] of xs.entries()) own.bias = own.bias.add(this.weights[i].mul(x))
    //   return this.squash(own.bias)
    //   > You replaced the neuron's bias with the sum, and the next call starts with that. Keep the sum in a variable:
    //   > `let total = this.bias`.
    // wrong (-):
    //   let total = this.bias
    //   for (let i = 0; i < 3; i++) total = total.add(this.weights[i].mul(xs[i]))
    //   return this.squash(total)
    // wrong (stale or aliased):
    //   let total = this.bias
    //   const list = xs as Value[]
    //   for (const weight of this.weights) total = total.add(weight.mul(list.shift()!))
    //   return this.squash(total)
    //   > You emptied the list of inputs, and the next neuron needs it too. Go through it with `for … of`, which
    //   > leaves it as it is.
  }

  // hint: Return the weights, and one more.
  // hint: A list of all weights, with the bias at its end.
  // hint: `return [...this.weights, ...]`
  parameters(): Value[] {
    // answer
    return [...this.weights, this.bias]
    // end answer
    // wrong (a use forgotten): return [...this.weights]
    //   > One parameter is missing. Return all weights, and the bias.
    // wrong (a use forgotten): return [this.bias]
    //   > There's only one parameter in your list. The weights are parameters too.
    // wrong (stale or aliased): return [...this.weights, this.bias].map(p => new Value(p.data))
    //   > These are copies, not the originals. Training must change the Values that the network computes with: return
    //   > those themselves.
    // wrong (overwritten, doubled, subtracted): return [...this.weights, this.bias, this.bias]
    //   > A parameter is in your list twice, so each step would change it twice.
    // wrong (shape): return [this.weights, this.bias] as never
    //   > There's a list inside your list. Put `...` in front of the weights to get its elements:
    //   > `[...this.weights, …]`.
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

  // hint: Each neuron gets all the inputs, and gives one output.
  // hint: A list of the outputs: `this.neurons.map(...)`.
  // hint: `this.neurons.map(neuron => neuron.forward(...))`
  forward(xs: readonly Value[]): Value[] {
    // answer
    return this.neurons.map(neuron => neuron.forward(xs))
    // end answer
    // wrong (a use forgotten): return [this.neurons[0].forward(xs)]
    //   > This is the output of the first neuron alone. Every neuron has one.
    // wrong (order): return this.neurons.map(neuron => neuron.forward(xs)).reverse()
    //   > Your outputs are in the wrong order. The output of the first neuron comes first.
    // wrong (index): return this.neurons.map((neuron, i) => neuron.forward([xs[i % xs.length]]))
    //   > You gave each neuron only one of the inputs. Every neuron gets all of them: `forward(xs)`.
    // wrong (index): return this.neurons.map((neuron, i) => neuron.forward([xs[i]]))
    //   > You gave each neuron only one of the inputs. Every neuron gets all of them: `forward(xs)`.
    // wrong (index): return this.neurons.map(() => this.neurons[0].forward(xs))
    //   > These are all the output of the first neuron. Get each neuron's own output.
    // wrong (a use forgotten): return this.neurons.map(neuron => new Value(neuron.forward(xs).data))
    //   > The numbers are right, but nothing comes back to the neurons. Return the Values that they gave you, not new
    //   > ones.
    // wrong (reduction): return [this.neurons.map(neuron => neuron.forward(xs)).reduce((a, b) => a.add(b))]
    //   > You added the outputs up. Return them all in a list: one for each neuron.
    // wrong (shape): return this.neurons.map(neuron => { neuron.forward(xs) }) as never
    //   > Your list has undefined in it. If you wrote `{ }` after `=>`, put a `return` inside, or leave out the braces.
    // wrong (-): return [0, 1, 2, 3].map(i => this.neurons[i].forward(xs))
    // wrong (stale or aliased): return ((this as { outs?: Value[] }).outs ??= this.neurons.map(neuron => neuron.forward(xs)))
    //   > Your second call returns the outputs of the first, whatever goes in. Compute them in every call.
  }

  // hint: Each neuron has a list of its own. Put them all into one flat list.
  // hint: `map` would give you a list of lists. `flatMap` puts them together.
  // hint: `this.neurons.flatMap(neuron => ...)`
  parameters(): Value[] {
    // answer
    return this.neurons.flatMap(neuron => neuron.parameters())
    // end answer
    // wrong (a use forgotten): return this.neurons[0].parameters()
    //   > You have only as many parameters as one neuron has. Collect those of all the neurons.
    // wrong (a use forgotten): return this.neurons.flatMap(neuron => neuron.weights)
    //   > You have as many parameters as there are weights. The biases are parameters too: `neuron.parameters()` has
    //   > both.
    // wrong (a use forgotten): return this.neurons.map(neuron => neuron.bias)
    //   > You have only one parameter for each neuron. A neuron has more: `neuron.parameters()`.
    // wrong (shape): return this.neurons.map(neuron => neuron.parameters()) as never
    //   > There are lists inside your list. `flatMap` puts them together into one.
    // wrong (shape): return this.neurons.flatMap(neuron => neuron.parameters) as never
    //   > Your list holds functions, not Values. To call a method, write `()` after its name.
    // wrong (stale or aliased): return this.neurons.flatMap(neuron => neuron.parameters().map(p => new Value(p.data)))
    //   > These are copies, not the originals. Training must change the Values that the network computes with: return
    //   > those themselves.
    // wrong (-): return [0, 1, 2, 3].flatMap(i => this.neurons[i].parameters())
  }
}

// %% Layers in a row
export class MLP {
  readonly layers: readonly Layer[]

  /** `sizes` 3, 4, 4, 1: three inputs, two layers of four neurons, one output. `last`: the function for the output. */
  constructor(sizes: readonly number[], random: () => number, squash: Squash, last = squash) {
    this.layers = sizes.slice(1).map((outputs, i) => {
      return new Layer(sizes[i], outputs, random, i === sizes.length - 2 ? last : squash)
    })
  }

  // hint: What comes out of one layer goes into the next.
  // hint: Keep the values on their way in a variable: first the inputs, then the outputs of each layer in turn.
  // hint: `let values = [...xs]`, then `for (const layer of this.layers) values = layer.forward(...)`, and
  //       return them.
  forward(xs: readonly Value[]): Value[] {
    // answer
    let values = [...xs]
    for (const layer of this.layers) values = layer.forward(values)
    return values
    // end answer
    // wrong (a use forgotten): return this.layers[0].forward(xs)
    //   > These are the outputs of the first layer. Put them through the next one, and so on to the last.
    // wrong (order):
    //   let values = [...xs]
    //   for (const layer of this.layers) values = layer.forward(xs)
    //   return values
    //   > You gave each layer the inputs of the network. Give it the outputs of the layer before:
    //   > `layer.forward(values)`.
    // wrong (a use forgotten):
    //   let values = [...xs]
    //   for (const layer of this.layers.slice(0, -1)) values = layer.forward(values)
    //   return values
    //   > You left out the last layer.
    // wrong (a use forgotten):
    //   let values = [...xs]
    //   for (const layer of this.layers) values = layer.forward(values.map(v => new Value(v.data)))
    //   return values
    //   > Only the last layer gets gradients. Give each layer the Values from the layer before, not new ones made
    //   > from their data.
    // wrong (a use forgotten):
    //   const values = [...xs]
    //   for (const layer of this.layers) layer.forward(values)
    //   return values
    //   > These are the inputs. Each layer returns its outputs: `values = layer.forward(values)`.
    // wrong (shape):
    //   let values = [...xs]
    //   for (const layer of this.layers) values = layer.forward(values)
    //   return values[0] as never
    //   > Your function doesn't return a list. Return all outputs as a list, even if there's only one.
    // wrong (-):
    //   const [first, second, third] = this.layers
    //   return third.forward(second.forward(first.forward(xs)))
    // wrong (a use forgotten):
    //   let values = [...xs]
    //   for (const layer of this.layers) values = layer.forward(values)
    //   return [values[0]]
    //   > You return only the first output. A network can have more: return all of them.
    // wrong (stale or aliased):
    //   const own = this as { outs?: Value[] }
    //   own.outs ??= this.layers.reduce((values: Value[], layer) => layer.forward(values), [...xs])
    //   return own.outs
    //   > Your second call returns the output of the first, whatever goes in. Compute it in every call.
  }

  // hint: It's like the one in Layer.
  // hint: Each layer has a list of its own. Put them all into one flat list.
  // hint: `this.layers.flatMap(...)`
  parameters(): Value[] {
    // answer
    return this.layers.flatMap(layer => layer.parameters())
    // end answer
    // wrong (a use forgotten): return this.layers[0].parameters()
    //   > You have as many parameters as the first layer has. Collect those of all the layers.
    // wrong (a use forgotten): return this.layers.slice(1).flatMap(layer => layer.parameters())
    //   > You have as many parameters as all layers but the first have. Start with the first layer.
    // wrong (shape): return this.layers.map(layer => layer.parameters()) as never
    //   > There are lists inside your list. `flatMap` puts them together into one.
    // wrong (shape): return this.layers.flatMap(layer => layer.parameters) as never
    //   > Your list holds functions, not Values. To call a method, write `()` after its name.
    // wrong (a use forgotten): return this.layers[this.layers.length - 1].parameters()
    //   > You have as many parameters as the last layer has. Collect those of all the layers.
    // wrong (-): return [0, 1, 2].flatMap(i => this.layers[i].parameters())
  }
}

// %% check
import type { Check, Pair } from 'backprop-ninja'

type Learner = Pick<typeof import('./07_network.ts'), 'Value' | 'Neuron' | 'Layer' | 'MLP'>
type Given = (inputs: number) => Value[]

const tanh = (n: Value): Value => n.tanh()
const dataOf = (values: readonly Value[]): number[] => values.map(v => v.data)
const allOf = (layers: readonly Layer[]): Value[] =>
  layers.flatMap(({ neurons }) => neurons.flatMap(({ weights, bias }) => [...weights, bias]))

/** What comes out, from the numbers alone. */
const through = (layers: readonly Layer[], xs: readonly Value[]): number[] =>
  layers.reduce(
    (now, { neurons }) =>
      neurons.map(({ weights, bias }) => Math.tanh(weights.reduce((all, w, i) => all + w.data * now[i], bias.data))),
    dataOf(xs),
  )

/** Which of the parameters are in a list, in words. */
function named(list: readonly Value[], all: readonly Value[]): string {
  if (!Array.isArray(list)) return 'not a list'
  if (list.some(one => Array.isArray(one))) return 'lists in a list'
  if (list.some(one => typeof one === 'function')) return 'functions'
  if (new Set(list).size < list.length) return 'one is in it twice'
  if (list.some(one => !all.includes(one))) return 'other Values'
  return list.length === all.length ? `all ${all.length}, each once` : `${list.length} of ${all.length}`
}

export const check: Check<Learner> = (learner, { g }) => {
  const drawn = (length: number): number[] => Array.from({ length }, () => 2 * g.random() - 1)
  const made = (numbers: readonly number[]): Value[] => numbers.map(x => new learner.Value(x))
  const [xs, ys] = [[0.5 + g.random(), -0.4 - g.random(), 0.2 + g.random() / 2], drawn(5)]
  const numbers = Array.from({ length: 41 }, () => g.random())
  const biases = drawn(15)
  const values = () => made(xs)
  const others: Given = inputs => made(ys.slice(0, inputs))
  /** The same numbers again each time. */
  const again = () => {
    let i = 0
    return () => numbers[i++]
  }
  const biased = (neurons: readonly Neuron[]) => {
    for (const [i, { bias }] of neurons.entries()) bias.data = biases[i]
  }
  const neuron = (inputs = 3, squash = tanh): Neuron => {
    const made = new learner.Neuron(inputs, again(), squash)
    biased([made])
    return made
  }
  const layer = (inputs = 3, outputs = 4): Layer => {
    const made = new learner.Layer(inputs, outputs, again(), tanh)
    biased(made.neurons)
    return made
  }
  const net = (sizes = [3, 4, 4, 1]): MLP => {
    const made = new learner.MLP(sizes, again(), tanh)
    biased(made.layers.flatMap(({ neurons }) => neurons))
    return made
  }
  const row = (blank: string) => (name: string, learner: Pair['learner'], expected?: Pair['expected']): Pair =>
    expected === undefined ? { name, blank, learner } : { name, blank, learner, expected }
  const ofNeuron = row('Neuron.forward')
  const ofLayer = row('Layer.forward')
  const ofNet = row('MLP.forward')
  const parameters = (
    blank: string,
    name: string,
    make: () => { parameters(): Value[] },
    all: (one: never) => Value[],
    many?: number,
  ) =>
    row(blank)(
      name,
      () => {
        const one = make()
        return named(one.parameters(), all(one as never))
      },
      many && `all ${many}, each once`,
    )
  const ofOne = ({ weights, bias }: Neuron) => [...weights, bias]
  const ofSome = (one: Layer) => allOf([one])
  const ofAll = ({ layers }: MLP) => allOf(layers)
  /** How the output of the network moves with each parameter, by nudging. */
  const slopes = (): number[] => {
    const { layers } = net()
    return allOf(layers).map(p => {
      const was = p.data
      const [more, less] = [1e-5, -1e-5].map(by => {
        p.data = was + by
        return through(layers, values())[0]
      })
      p.data = was
      return (more - less) / 2e-5
    })
  }
  const otherNet = (...sizes: number[]) =>
    ofNet(`net.forward, sizes ${sizes.join(', ')}: the outputs`, () => dataOf(net(sizes).forward(others(sizes[0]))))
  return [
    ofNeuron('neuron.forward: data, gradients of 3 weights, bias', () => {
      const one = neuron()
      const out = one.forward(values())
      out.backward()
      return [out.data, ...ofOne(one).map(p => p.grad)]
    }),
    ofNeuron(
      'neuron.forward with another squash: its data',
      () => neuron(3, n => n.mul(2)).forward(values()).data,
      () => 2 * Math.atanh(through([{ neurons: [neuron()] } as never], values())[0]),
    ),
    ofNeuron('neuron.forward with one input, and with five: its data', () =>
      [1, 5].map(n => neuron(n).forward(others(n)).data),
    ),
    ofNeuron('neuron.forward once more: its data, and that of the bias', () => {
      const one = neuron()
      one.forward(values())
      return [one.forward(values()).data, one.bias.data]
    }),
    ofNeuron('the inputs that neuron.forward was given, after it', () => {
      const list = values()
      neuron().forward(list)
      return dataOf(list)
    }),
    parameters('Neuron.parameters', 'neuron.parameters() with five weights', () => neuron(5), ofOne, 6),
    parameters('Neuron.parameters', 'neuron.parameters()', () => neuron(), ofOne),
    ofLayer(
      'layer.forward: the outputs of four neurons',
      () => dataOf(layer().forward(values())),
      () => through([layer()], values()),
    ),
    ofLayer('layer.forward: gradients of the four biases', () => {
      const one = layer()
      const [first, ...rest] = one.forward(values())
      rest.reduce((a, b) => a.add(b), first).backward()
      return one.neurons.map(n => n.bias.grad)
    }),
    ofLayer('layer.forward, 2 inputs and 5 neurons: the outputs', () => dataOf(layer(2, 5).forward(others(2)))),
    ofLayer('layer.forward once more, with other inputs: the outputs', () => {
      const one = layer()
      one.forward(values())
      return dataOf(one.forward(others(3)))
    }),
    parameters('Layer.parameters', 'layer.parameters(), 2 inputs and 5 neurons', () => layer(2, 5), ofSome, 15),
    parameters('Layer.parameters', 'layer.parameters()', () => layer(), ofSome),
    ofNet(
      'net.forward, sizes 3, 4, 4, 1: the output',
      () => dataOf(net().forward(values())),
      () => through(net().layers, values()),
    ),
    {
      ...ofNet(
        'net.forward: gradients of all 41 parameters',
        () => {
          const made = net()
          made.forward(values())[0].backward()
          return ofAll(made).map(p => p.grad)
        },
        slopes,
      ),
      within: 1e-7,
      learned: 'compared with nudging each of the 41 in turn',
    },
    otherNet(2, 5, 2),
    otherNet(3, 2),
    otherNet(1, 3, 2, 3, 2),
    ofNet('net.forward once more, with other inputs: the output', () => {
      const one = net()
      one.forward(values())
      return dataOf(one.forward(others(3)))
    }),
    parameters('MLP.parameters', 'net.parameters(), sizes 2, 5, 2', () => net([2, 5, 2]), ofAll),
    parameters('MLP.parameters', 'net.parameters()', () => net(), ofAll, 41),
  ]
}
