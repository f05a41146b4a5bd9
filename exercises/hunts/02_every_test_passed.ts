// %% [markdown]
// # 02 · Every test passed
//
// ## The program
//
// This is another small autograd. Each node has a function `back` that passes its gradient on to the values
// it was made from. `backward` calls these functions one after the other, from the result to the inputs.
//
// ## What was observed
//
// The author tested it before using it. With L = (a*b + c) * f at a = 2, b = -3, c = 10, f = -2 the
// gradients came out as 6, -4, -2 and 4, which is right. Next came a neuron, tanh(x1*w1 + x2*w2 + b) with
// x1 = 2, x2 = 0, w1 = -3, w2 = 1, b = 6.8813735870195432:
//
//             x1      w1      x2      w2
//     grad   -1.5     1.0     0.5     0.0        every one of them is right again
//
// So the author trained a neuron on four points, and the loss fell, step after step:
//
//     step      0        10       25       50       100
//     loss      7.1189   1.2999   1.0597   0.9402   0.8536
//
// When a loss falls, nobody asks why it doesn't fall further. Then somebody nudged each of the four numbers, at
// step 0, and looked at how far the loss moved:
//
//                         w1        w2        w3        bias
//     backward said     -0.6885   -1.0328    0.3443   -0.3443
//     nudging says      -2.0798   -3.1082    1.6907   -1.5609
//
// Fix every method that is wrong, then name the family.

// %%
import { type Family, TODO } from 'backprop-ninja'

// %% A number that remembers where it came from
export class Value {
  data: number
  grad = 0
  readonly parents: readonly Value[]
  back: () => void = () => {}

  constructor(data: number, parents: readonly Value[] = []) {
    this.data = data
    this.parents = parents
  }

  add(other: Value): Value {
    const out = new Value(this.data + other.data, [this, other])
    out.back = () => {
      this.grad = out.grad
      other.grad = out.grad
    }
    return out
  }

  mul(other: Value): Value {
    const out = new Value(this.data * other.data, [this, other])
    out.back = () => {
      this.grad = other.data * out.grad
      other.grad = this.data * out.grad
    }
    return out
  }

  tanh(): Value {
    const t = Math.tanh(this.data)
    const out = new Value(t, [this])
    out.back = () => {
      this.grad = (1 - t * t) * out.grad
    }
    return out
  }

  /** From the result to the inputs: each node comes after all nodes that were made from it. */
  backward(): void {
    const order: Value[] = []
    const seen = new Set<Value>()
    const visit = (v: Value): void => {
      if (seen.has(v)) return
      seen.add(v)
      for (const parent of v.parents) visit(parent)
      order.push(v)
    }
    visit(this)
    this.grad = 1
    for (const v of order.reverse()) v.back()
  }
}

// %% One neuron, four points
export const start = [0.2, -0.2, -0.5, -1.8]

export const points = [
  { x: [2, 3, -1], target: 1 },
  { x: [3, -1, 0.5], target: -1 },
  { x: [0.5, 1, 1], target: -1 },
  { x: [1, 1, -1], target: 1 },
]

/** The sum of the squared errors. The last weight is the bias. */
export function lossOf(weights: readonly Value[]): Value {
  let total = new Value(0)
  for (const { x, target } of points) {
    let sum = weights[3]
    for (const [i, number] of x.entries()) sum = sum.add(weights[i].mul(new Value(number)))
    const error = sum.tanh().add(new Value(-target))
    total = total.add(error.mul(error))
  }
  return total
}

/** The loss of each step. Every step starts with gradients of 0. */
export function train(steps: number): number[] {
  const weights = start.map(number => new Value(number))
  return Array.from({ length: steps }, () => {
    for (const w of weights) w.grad = 0
    const loss = lossOf(weights)
    loss.backward()
    for (const w of weights) w.data -= 0.05 * w.grad
    return loss.data
  })
}

// %% [markdown]
// ## Why did the tests see nothing?
//
// Look at L = (a*b + c) * f again, at the neuron, and at the loss of the training. What is in the loss that is in
// neither of the tests? Which is the shortest formula that would have shown the mistake?

// %% The family of the mistake
export function family(): Family {
  return TODO()
}
