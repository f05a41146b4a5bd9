// %% [markdown]
// # 09 · Two moons
//
// This is the last one: a hundred points of two kinds, in the shape of two moons that reach into each other. No
// straight line can divide them.
//
//              o o o
//           o         o    x                o  label  1
//          o      x    o    x               x  label -1
//                  x       x
//                    x x x
//
// The network that you have built gets the two coordinates of a point and gives it a **score**: it should be
// positive for the upper moon, and negative for the lower one. Three things are missing: a loss, a penalty for
// large weights, and a count of the points that are right.
//
// You don't need to read anything below the third blank. It's the autograd and the network of exercises 01 to 07,
// and the training of 08. When all three blanks are right, the check runs it.

// %%
import { generator, type Generator, TODO } from 'backprop-ninja'

// %% [markdown]
// ## Blank 1: the hinge loss
//
// What should a score be? The right sign isn't enough: for an o, 0.001 is only just right. So ask for a
// **margin**: label times score should be 1 or more. (That product is positive when the sign is right, whichever
// the label is.) If it is less, the point costs as much as is missing to 1. If it is more, the point costs nothing:
//
//     loss 2 |`.
//            |  `.
//          1 |    `.
//            |       `.
//          0 |_________`._________
//             -1   0    1    2       label * score
//
// So only the points that are wrong, or nearly wrong, move the network. Which formula has this curve? The loss is
// the **mean** of it over all points. The scores are Values, with the methods that you have built.

// %% The mean of what is missing
export function hingeLoss(scores: readonly Value[], labels: readonly number[]): Value {
  return TODO()
}

// %% [markdown]
// ## Blank 2: the penalty
//
// With large weights, the network can bend sharply around single points. To keep the weights small, let them cost
// something: add up the squares of all parameters, and multiply that by a small number, `strength`. This is called
// L2 regularisation, or weight decay.
//
// A parameter is moved against its gradient. So which way does this penalty move a weight of 3, and one of -3?

// %% What large weights cost
export function penalty(parameters: readonly Value[], strength: number): Value {
  return TODO()
}

// %% [markdown]
// ## Blank 3: who is right?
//
// Count the scores that are on the side of their label. These are plain numbers. A score of 0 is on no side, so it
// is never right.

// %% How many are on the right side
export function countRight(scores: readonly number[], labels: readonly number[]): number {
  return TODO()
}

// %% [markdown]
// ## The rest is given
//
// From here on you don't need to read the code. The network has the sizes 2, 8, 8, 1, with relu, and nothing after
// the last layer: a score may be any number. That makes 105 parameters, and about 20,000 Values for one loss over
// all points. The learning rate starts at 1 and falls to 0.1, so the last steps are short.
//
// After the training, the check draws what the network says about each place in the plane: dots where the score is
// positive, and a line where it is 0. That line is called the **decision boundary**.

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

// %% The points
export interface Point {
  x: number
  y: number
  label: number
}

/** Half of them on each moon, at random places, shifted by about `noise` in x and y. */
export function moons(n: number, noise: number, g: Generator): Point[] {
  return Array.from({ length: n }, (_, i) => {
    const angle = Math.PI * g.random()
    const upper = i % 2 === 0
    const x = upper ? Math.cos(angle) : 1 - Math.cos(angle)
    const y = upper ? Math.sin(angle) : 0.5 - Math.sin(angle)
    return { x: x + noise * g.randn(1).item(), y: y + noise * g.randn(1).item(), label: upper ? 1 : -1 }
  })
}

// %% A hundred steps
export function train(points: readonly Point[], net: MLP, steps: number) {
  const labels = points.map(point => point.label)
  const right: number[] = []
  for (let step = 0; step < steps; step++) {
    const scores = points.map(({ x, y }) => net.forward([new Value(x), new Value(y)])[0])
    right.push(countRight(scores.map(score => score.data), labels))
    const loss = hingeLoss(scores, labels).add(penalty(net.parameters(), 1e-4))
    for (const p of net.parameters()) p.grad = 0
    loss.backward()
    const lr = 1 - (0.9 * step) / steps
    for (const p of net.parameters()) p.data -= lr * p.grad
  }
  return right
}

/** The points and the network at the start are always the same. */
export function trained() {
  const g = generator(2)
  const points = moons(100, 0.1, g)
  const net = new MLP([2, 8, 8, 1], () => g.random(), n => n.relu(), n => n)
  const right = train(points, net, 100)
  const score = (x: number, y: number): number => net.forward([new Value(x), new Value(y)])[0].data
  return { points, right, score }
}
