// %% [markdown]
// # 04 · Minus, divided by, to the power of
//
// What has a rule for plus and times needs few new ones. Minus can be made from what is there, and so can divided by, once
// there are powers. A step that is made of others needs no rule: its gradients come from theirs.
//
// Below is the whole class as it stands now. Three things are new:
//
// - Where a Value is expected a plain number will do: `a.add(1)`. The function `asValue` makes a Value of it.
// - `pow` raises to the power of a plain number. It is kept as a Value of its own, to be at hand for the rule. Nobody asks
//   how the result moves with it, so its gradient stays 0.
// - `backward` is yours from exercise 03, made quicker: the counts are kept in the Values, in `uses`, and not in a map.

// %%
import { TODO } from 'backprop-ninja'

// %% The class so far
export type Rule = (out: Value, a: Value, b: Value) => void

export class Value {
  data: number
  grad = 0
  /** While `backward` runs: how many of the steps that use it have not had their turn yet. */
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

/** A plain number gets a Value of its own. */
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
// From school: the slope of x^n is n x^(n-1), for every n. With -1 it is -1/x². The exponent, a Value, is handed to the
// rule in the place of b: its number is `n.data`.

// %% out = a to the power of n
export function powBackward(out: Value, a: Value, n: Value): void {
  return TODO()
}
