// %% [markdown]
// # 08 · A network learns four points
//
// Now you have all you need to train a network. Here is what it should learn: four inputs of three numbers
// each, and a target for each input.
//
//      2    3   -1        1
//      3   -1    0.5     -1
//      0.5  1    1       -1
//      1    1   -1        1
//
// The network has the sizes 3, 4, 4, 1, so it has 41 parameters. They start as random numbers, so at first its
// outputs mean nothing.
//
// **The loss** is one number that says how bad they are. For each of the four inputs take the difference
// between output and target, and square it: then too much and too little count the same. The loss is the sum of
// the four squares.
//
// **One step** of the training makes the loss a little smaller:
//
//     1.  forward       compute the loss, with the parameters as they are
//     2.  zero          set the gradients of all parameters to 0
//     3.  backward      find out how the loss moves with each parameter
//     4.  update        move each parameter a little, against its gradient
//
// The gradient points where the loss grows. Go the other way, and the loss falls. The **learning rate**, `lr`,
// says how far to go. If it's too small, training takes forever. If it's too large, the step crosses the valley
// and climbs the other side.
//
// Then do the same again, from where the parameters are now. That's all. Networks of any size learn like this.

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

// %% What the network should learn
export const points = [
  { x: [2, 3, -1], target: 1 },
  { x: [3, -1, 0.5], target: -1 },
  { x: [0.5, 1, 1], target: -1 },
  { x: [1, 1, -1], target: 1 },
]

/** The output of the network for one input, as a Value. */
export function predict(net: MLP, x: readonly number[]): Value {
  return net.forward(x.map(number => new Value(number)))[0]
}

// %% [markdown]
// ## Four blanks
//
// | Python | TypeScript |
// |---|---|
// | `for p in points: f(p.x, p.target)` | `for (const { x, target } of points) f(x, target)` |
// | `for step in range(steps):` | `for (let step = 0; step < steps; step++) { … }` |
// | `losses = []; losses.append(loss)` | `const losses = []`, `losses.push(loss)` |

// %% The sum of the four squared errors
export function lossOf(net: MLP): Value {
  return TODO()
}

// %% Each parameter a little against its gradient
export function update(parameters: readonly Value[], lr: number): void {
  return TODO()
}

// %% One step; it returns the loss that it started with, as a plain number
export function step(net: MLP, lr: number): number {
  return TODO()
}

// %% Many steps; it returns the loss of each
export function train(net: MLP, steps: number, lr: number): number[] {
  return TODO()
}
