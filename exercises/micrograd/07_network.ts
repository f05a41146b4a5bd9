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

// %%
import { TODO } from 'backprop-ninja'

// %% The Value that you have built
/** How a step passes the gradient of its result on to the Values it was made from. */
export type Rule = (out: Value, a: Value, b: Value) => void

export class Value {
  data: number
  grad = 0
  /** While `backward` runs: how many of the steps that use it have yet to call their rules. */
  uses = 0
  readonly rule: Rule | null
  readonly a: Value | null
  readonly b: Value | null

  constructor(data: number, rule: Rule | null = null, a: Value | null = null, b: Value | null = null) {
    this.data = data
    this.rule = rule
    this.a = a
    this.b = b
  }
  add(other: Value | number): Value {
    const b = asValue(other)
    return new Value(this.data + b.data, addBackward, this, b)
  }
  mul(other: Value | number): Value {
    const b = asValue(other)
    return new Value(this.data * b.data, mulBackward, this, b)
  }
  pow(exponent: number): Value {
    return new Value(this.data ** exponent, powBackward, this, new Value(exponent))
  }
  neg(): Value {
    return this.mul(-1)
  }
  sub(other: Value | number): Value {
    return this.add(asValue(other).neg())
  }
  div(other: Value | number): Value {
    return this.mul(asValue(other).pow(-1))
  }
  exp(): Value {
    return new Value(Math.exp(this.data), expBackward, this)
  }
  log(): Value {
    return new Value(Math.log(this.data), logBackward, this)
  }
  tanh(): Value {
    return new Value(Math.tanh(this.data), tanhBackward, this)
  }
  relu(): Value {
    return new Value(Math.max(0, this.data), reluBackward, this)
  }

  /**
   * Counts the uses, then calls the rules: each Value's after those of all that were made from it.
   * `a.uses++ === 0` adds 1, and asks what was there before; `--a.uses === 0` subtracts 1 first. `a!` tells
   * TypeScript that a isn't null.
   */
  backward(): void {
    const found: Value[] = [this]
    for (const { a, b } of found) {
      if (a !== null && a.uses++ === 0) found.push(a)
      if (b !== null && b.uses++ === 0) found.push(b)
    }
    this.grad = 1
    const order: Value[] = [this]
    for (const v of order) {
      const { a, b, rule } = v
      if (rule !== null) rule(v, a!, b!)
      if (a !== null && --a.uses === 0) order.push(a)
      if (b !== null && --b.uses === 0) order.push(b)
    }
  }
}

/** Wraps a plain number in a Value. */
export function asValue(x: Value | number): Value {
  return typeof x === 'number' ? new Value(x) : x
}

export function addBackward(out: Value, a: Value, b: Value): void {
  a.grad += out.grad
  b.grad += out.grad
}

export function mulBackward(out: Value, a: Value, b: Value): void {
  a.grad += b.data * out.grad
  b.grad += a.data * out.grad
}

export function powBackward(out: Value, a: Value, { data: exponent }: Value): void {
  a.grad += exponent * a.data ** (exponent - 1) * out.grad
}

// %% The rules of exp, log, tanh and relu
export function expBackward(out: Value, a: Value): void {
  a.grad += out.data * out.grad
}

export function logBackward(out: Value, a: Value): void {
  a.grad += out.grad / a.data
}

export function tanhBackward(out: Value, a: Value): void {
  a.grad += (1 - out.data ** 2) * out.grad
}

export function reluBackward(out: Value, a: Value): void {
  if (a.data > 0) a.grad += out.grad
}

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

  forward(xs: readonly Value[]): Value {
    return TODO()
  }

  parameters(): Value[] {
    return TODO()
  }
}

// %% Neurons side by side
export class Layer {
  readonly neurons: readonly Neuron[]

  constructor(inputs: number, outputs: number, random: () => number, squash: Squash) {
    this.neurons = Array.from({ length: outputs }, () => new Neuron(inputs, random, squash))
  }

  forward(xs: readonly Value[]): Value[] {
    return TODO()
  }

  parameters(): Value[] {
    return TODO()
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

  forward(xs: readonly Value[]): Value[] {
    return TODO()
  }

  parameters(): Value[] {
    return TODO()
  }
}
