// %% [markdown]
// # 05 · exp, log, tanh, relu
//
// Networks need functions of one number that aren't made from plus and times. Each needs a rule. Their slopes:
//
//     exp(x)     its slope is exp(x) itself
//     log(x)     1 / x
//     tanh(x)    1 - tanh(x)²
//     relu(x)    x where x is positive, 0 elsewhere:
//
//                      /
//                     /         What is its slope on the right? On the left, where
//         __________ /          nudging x does nothing?
//                   0
//
// These rules take `out` and `a`. For two of them you can get the slope from the output, `out.data`, which is known
// already: no need to compute exp or tanh again. (At x = 0, relu has a corner and no slope. Use 0 there, as everybody
// does.)
//
// From here on you don't write the class again. It's given: it's the one that you built.

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

// %% out = exp(a)
export function expBackward(out: Value, a: Value): void {
  return TODO()
}

// %% out = log(a)
export function logBackward(out: Value, a: Value): void {
  return TODO()
}

// %% out = tanh(a)
export function tanhBackward(out: Value, a: Value): void {
  return TODO()
}

// %% out = relu(a)
export function reluBackward(out: Value, a: Value): void {
  return TODO()
}

// %% [markdown]
// ## tanh without a rule
//
// How small must a step be to get a rule of its own? That's up to you. You can also write tanh as
//
//     tanh(x)  =  (e^(2x) - 1) / (e^(2x) + 1)
//
// Make it from `exp`, `sub`, `add`, `div` and `mul`. It doesn't use the rule of tanh at all, and the gradient
// is the same. The only difference: there are more steps, and they take more time.

// %% tanh, made of smaller steps
export function tanhFromExp(x: Value): Value {
  return TODO()
}
