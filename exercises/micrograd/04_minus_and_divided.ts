// %% [markdown]
// # 04 · Minus, divided by, to the power of
//
// With rules for plus and times, you need only a few new ones. You can build subtraction from what you
// have, and division too once you have powers. A step that's made of other steps needs no rule: its
// gradients come from theirs.
//
// Below is the whole class as it stands now. Three things are new:
//
// - You may write a plain number instead of a Value: `a.add(1)`. The function `asValue` turns it into a Value.
// - `pow` raises a Value to the power of a plain number. It keeps this exponent in a Value of its own, so that the
//   rule can use it. Nobody asks how the result moves with the exponent, so its gradient stays 0.
// - `backward` is yours from exercise 03, only faster: it keeps the counts in the Values, in `uses`, not in a map.

// %%
import { TODO } from 'backprop-ninja'

// %% The class so far
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
    return TODO()
  }

  sub(other: Value | number): Value {
    return TODO()
  }

  div(other: Value | number): Value {
    return TODO()
  }

  /** `a.uses++ === 0` adds 1, and asks what was there before; `--a.uses === 0` subtracts 1 first. `a!`: not null. */
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

// %% [markdown]
// ## The rule of a power
//
// From school: the slope of x^n is n x^(n-1), for every n. For n = -1 it is -1/x². Other rules take a and
// b. This one takes a and n, where n is the exponent as a Value; the plain number is `n.data`.

// %% out = a to the power of n
export function powBackward(out: Value, a: Value, n: Value): void {
  return TODO()
}
