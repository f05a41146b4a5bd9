// %% [markdown]
// # 06 · Softmax and the log loss
//
// Here is a first use for your autograd. A network has to tell which of four things it sees. It gives each a score, a
// **logit**:
//
//     0   3   -2   1
//
// The right one is number 3, counted from 0: the last. How good are these scores? Turn them into probabilities:
// raise e to each score, which makes them all positive, and divide by the sum, which makes them add up to 1.
// This is **softmax**.
//
//     e^0    e^3    e^-2   e^1            1.00  20.09   0.14   2.72     sum 23.94
//     each divided by the sum             0.042  0.839  0.006  0.114    sum 1
//
// The right one got a probability of 0.114. The loss is minus the logarithm of that, 2.175. It would be 0 for a
// probability of 1, and it grows as the probability gets smaller. Its full name is the negative log likelihood.
//
//     log(p)    0 |                    . . - - '
//                 |           . '                      the loss is -log(p)
//                 |      .
//                 |   .
//              -3 |  .
//                 +--------------------------------
//                  0        p                    1
//
// Write softmax and the loss with Values. You only need the forward pass: your backward pass handles the
// rest, also where a Value is used more than once.

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
// ## Blanks 1 to 3
//
// You'll need `sum` for the softmax, and for much that comes later.
//
// | Python | TypeScript |
// |---|---|
// | `[x.exp() for x in xs]` | `xs.map(x => x.exp())` |
// | `total = Value(0)`, changed later | `let total = new Value(0)` |
// | `for x in xs: total = total + x` | `for (const x of xs) total = total.add(x)` |

// %% The sum of a list of Values
export function sum(xs: readonly Value[]): Value {
  return TODO()
}

// %% Scores to probabilities
export function softmax(logits: readonly Value[]): Value[] {
  return TODO()
}

// %% The loss
export function negativeLogLikelihood(probs: readonly Value[], label: number): Value {
  return TODO()
}

// %% [markdown]
// ## Look at the gradients
//
// When everything is right, the check prints the probability and the gradient of each score. Compare the two
// columns. What's the gradient of the right score, and what are those of the others? In the track makemore
// you'll derive this by hand.
