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

  // hint: -a is a times some number.
  // hint: Return `this`, times a number. `mul` takes care of what to remember.
  // hint: `return this.mul(...)`
  neg(): Value {
    // answer
    return this.mul(-1)
    // end answer
    // wrong (a use forgotten): return new Value(-this.data)
    //   > The number is right, but no gradient flows back: your new Value doesn't remember what it was made from. Make it
    //   > with `mul`, which remembers.
    // wrong (stale or aliased): this.data = -this.data; return this
    //   > You changed a itself. Other steps may need it: leave it as it is, and return a new Value.
    // wrong (sign, factor): return this.mul(1)
    //   > This is a itself. Minus a is a times -1.
    // wrong (sign, factor): return new Value(-this.data, addBackward, this, new Value(0))
    //   > The number is right, but its gradient has the wrong sign: when a grows, -a falls.
    // wrong (wrong operand): return this.pow(-1)
    //   > This is 1/a: one divided by a. Minus a is a times -1.
    // wrong (wrong operand): return this.add(-1)
    //   > This is a - 1. Minus a is a times -1.
    // wrong (order): return new Value(0).sub(this)
    //   > Your `neg` calls itself without end, directly or through `sub`: `sub` is made with `neg`. Use `mul`.
    // wrong (sign, factor): return this.data > 0 ? this.mul(-1) : this
    //   > Where a is negative, this is a itself. Minus a is a times -1, whatever its sign.
    // wrong (sign, factor): return this.data === 0 ? this : this.mul(-1)
    //   > Where a is 0, this is a itself: its gradient has the wrong sign. Minus a is a times -1, there too.
    // wrong (overwritten, doubled, subtracted): return new Value(-this.data, (out, a) => { a.grad = -out.grad }, this)
    //   > Your rule overwrites the gradient that a has already. Another step may use a too: write `+=`, or make -a
    //   > from steps that do.
  }

  // hint: a - b is a plus something.
  // hint: a - b is a plus minus b. `asValue(other)` is other, and always a Value.
  // hint: `return this.add(asValue(other)...)`
  sub(other: Value | number): Value {
    // answer
    return this.add(asValue(other).neg())
    // end answer
    // wrong (sign, factor): return this.add(other)
    //   > This is a + b. Add minus b.
    // wrong (sign, factor): return asValue(other).add(this.neg())
    //   > This is b - a. `this` is on the left of the minus sign.
    // wrong (sign, factor): return this.add(asValue(other)).neg()
    //   > This is -(a + b). Only b gets the minus: close the parenthesis after `neg()`.
    // wrong (sign, factor): return new Value(this.data - asValue(other).data, addBackward, this, asValue(other))
    //   > The number is right, but the gradient of b has the wrong sign: the rule of a sum doesn't know that you
    //   > subtract b.
    // wrong (a use forgotten): return new Value(this.data - asValue(other).data)
    //   > The number is right, but nothing comes back: your new Value doesn't remember what it was made from. Make it
    //   > with `add` and `neg`, which remember.
    // wrong (a use forgotten): return this.add(-asValue(other).data)
    //   > b gets no gradient, because you used only its number. Use the Value itself, not its `data`.
    // wrong (not finite): return this.add(-(other as number))
    //   > `-` works on plain numbers only: minus a Value is NaN. Write `asValue(other).neg()`.
    // wrong (wrong operand): return this.mul(asValue(other).neg())
    //   > This is a times -b. Add minus b.
    // wrong (wrong operand): return this.add((other as Value).neg())
    //   > This fails when `other` is a plain number: a number has no `neg`. `asValue(other)` turns it into a Value.
    // wrong (-): return typeof other === 'number' ? this.add(-3) : this.add(other.neg())
    // wrong (-): return other ? this.add(asValue(other).neg()) : this.neg()
    // wrong (stale or aliased): const b = asValue(other); const out = this.add(b.neg()); b.data = -b.data; return out
    //   > You changed b itself. Other steps may need it: leave it as it is, and go on with a new Value.
    // wrong (overwritten, doubled, subtracted): return new Value(this.data - asValue(other).data, (out, a, b) => { a.grad = out.grad; b.grad -= out.grad }, this, asValue(other))
    //   > Your rule overwrites the gradient that a has already. Another step may use a too: write `+=`, or make a - b
    //   > from steps that do.
  }

  // hint: a / b is a times something.
  // hint: a / b is a times 1/b, and 1/b is b to the power of -1.
  // hint: `return this.mul(asValue(other).pow(...))`
  div(other: Value | number): Value {
    // answer
    return this.mul(asValue(other).pow(-1))
    // end answer
    // wrong (wrong operand): return asValue(other).mul(this.pow(-1))
    //   > This is b / a. `this` is what you divide.
    // wrong (wrong operand): return this.mul(asValue(other)).pow(-1)
    //   > This is 1 / (a * b). Only b is raised to the power of -1: close the parenthesis after `pow(-1)`.
    // wrong (wrong local derivative): return new Value(this.data / asValue(other).data, mulBackward, this, asValue(other))
    //   > The number is right, but these are the gradients of a product. Make the quotient from steps that you have:
    //   > times, and a power.
    // wrong (a use forgotten): return new Value(this.data / asValue(other).data)
    //   > The number is right, but nothing comes back: your new Value doesn't remember what it was made from. Make it
    //   > with `mul` and `pow`, which remember.
    // wrong (a use forgotten): return this.mul(1 / asValue(other).data)
    //   > b gets no gradient, because you used only its number. Use the Value itself, not its `data`.
    // wrong (not finite): return this.mul(1 / (other as number))
    //   > `/` works on plain numbers only: 1 divided by a Value is NaN. Write `asValue(other).pow(-1)`.
    // wrong (wrong operand): return this.mul(other)
    //   > This is a * b. Multiply by 1/b instead: b to the power of -1.
    // wrong (wrong operand): return this.mul(asValue(other).neg())
    //   > This is a times -b. `neg()` is minus b; 1/b is `pow(-1)`.
    // wrong (wrong operand): return this.mul((other as Value).pow(-1))
    //   > This fails when `other` is a plain number: a number has no `pow`. `asValue(other)` turns it into a Value.
    // wrong (-): return typeof other === 'number' ? this.mul(0.25) : this.mul(other.pow(-1))
    // wrong (stale or aliased): const b = asValue(other); const out = this.mul(b.pow(-1)); b.data = 1 / b.data; return out
    //   > You changed b itself. Other steps may need it: leave it as it is, and go on with a new Value.
    // wrong (overwritten, doubled, subtracted): return new Value(this.data / asValue(other).data, (out, a, b) => { a.grad = out.grad / b.data; b.grad -= (out.grad * a.data) / b.data ** 2 }, this, asValue(other))
    //   > Your rule overwrites the gradient that a has already. Another step may use a too: write `+=`, or make a / b
    //   > from steps that do.
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
// hint: Take the upstream gradient, times the local slope. And add it, don't overwrite.
// hint: The local slope is n times a to the power of n - 1, where n is the number `n.data`.
// hint: `a.grad += n.data * a.data ** (...) * ...`
export function powBackward(out: Value, a: Value, n: Value): void {
  // answer
  a.grad += n.data * a.data ** (n.data - 1) * out.grad
  // end answer
  // wrong (upstream missing): a.grad += n.data * a.data ** (n.data - 1)
  //   > This is the local slope alone. Multiply it by the upstream gradient, `out.grad`.
  // wrong (overwritten, doubled, subtracted): a.grad = n.data * a.data ** (n.data - 1) * out.grad
  //   > You overwrite the gradient that a has already. Another step may use a too: `+=`.
  // wrong (local derivative missing): a.grad += out.grad
  //   > You pass the upstream gradient through unchanged. How much does a power move when you nudge its base?
  // wrong (wrong local derivative): a.grad += n.data * a.data ** n.data * out.grad
  //   > The exponent must go down by 1. The slope of x^n is n x^(n-1).
  // wrong (wrong local derivative): a.grad += a.data ** (n.data - 1) * out.grad
  //   > The factor n is missing. The slope of x^n is n x^(n-1).
  // wrong (wrong local derivative): a.grad += n.data * a.data * out.grad
  //   > There's no power of a here. This is right for squares only: the slope of x^n is n x^(n-1).
  // wrong (wrong local derivative): a.grad += n.data * a.data ** n.data - 1 * out.grad
  //   > `x ** n - 1` subtracts 1 from the power, because `**` comes before `-`. Put n - 1 in parentheses.
  // wrong (wrong local derivative): a.grad += (n.data - 1) * a.data ** (n.data - 1) * out.grad
  //   > Your factor is n - 1. The factor is the old exponent, n; only the new exponent is 1 less.
  // wrong (not finite): a.grad += (n as never) * a.data ** ((n as never) - 1) * out.grad
  //   > The gradient is NaN. Did you use a Value where a number belongs? The number of the exponent is `n.data`, not
  //   > `n`.
  // wrong (wrong operand): a.grad += n.data * out.data ** (n.data - 1) * out.grad
  //   > You took the power of `out.data`, the result. Take it of the base, `a.data`.
  // wrong (sign, factor): a.grad -= n.data * a.data ** (n.data - 1) * out.grad
  //   > The sign is wrong. Add what arrives: `+=`.
  // wrong (not finite): a.grad += (n.data * out.data / a.data) * out.grad
  //   > This breaks where a is 0: 0 / 0 is NaN. Don't divide by a: compute its power, `a.data ** (n.data - 1)`.
  // wrong (-): a.grad += n.data * a.data ** (n.data - 1) * Math.abs(out.grad)
  // wrong (stale or aliased): a.grad += n.data * a.data ** (n.data - 1) * out.grad; out.grad = 0
  //   > You set `out.grad` to 0. Leave it: the result keeps its gradient when it passes it on.
  // wrong (stale or aliased): n.data -= 1; a.grad += (n.data + 1) * a.data ** n.data * out.grad
  //   > You changed the exponent itself. The next backward pass needs it: compute n - 1 without storing it in `n`.
}

// %% check
import type { Check, Pair } from 'backprop-ninja'

type Learner = Pick<typeof import('./04_minus_and_divided.ts'), 'Value' | 'powBackward'>

export const check: Check<Learner> = (learner, { g }) => {
  const [a, b, k] = [1.5 + g.random() / 2, -3 - g.random(), 0.3 + g.random() / 4]
  const number = 2 + g.random()
  const make = (...numbers: number[]) => numbers.map(number => new learner.Value(number))
  /** `made` goes into the result k times. Its data and the gradients, or what it leaves of the numbers. */
  const row =
    (blank: string, from: readonly number[], look: (out: number, all: readonly Value[]) => number[]) =>
    (name: string, made: (...all: Value[]) => Value, expected?: readonly number[], learned?: string): Pair => ({
      name,
      blank,
      learner: () => {
        const all = make(...from)
        const out = made(...all)
        const { data } = out
        out.mul(k).backward()
        return look(data, all)
      },
      ...(expected && { expected }),
      ...(learned && { learned }),
    })
  const grads = (out: number, all: readonly Value[]) => [out, ...all.map(v => v.grad)]
  const data = (_: number, all: readonly Value[]) => all.map(v => v.data)
  const both = (out: number, all: readonly Value[]) => [...grads(out, all), ...data(out, all)]
  const sub = (from: readonly number[]) => row('Value.sub', from, grads)
  const div = (from: readonly number[]) => row('Value.div', from, grads)
  /** The rule called on top of a gradient, `had`; what it leaves. */
  const raised = (n: number, base: number, had: number, up: number) => {
    const [x, exponent, out] = make(base, n, base ** n)
    x.grad = had
    out.grad = up
    learner.powBackward(out, x, exponent)
    return { grad: x.grad, left: [out.grad, x.data, exponent.data] }
  }
  const powers = [
    ['n = 3', 3, a, 0, k, k * 3 * a * a],
    ['n = 2', 2, b, 0, -k, -k * (b + b)],
    ['n = -1', -1, b, 0, k, -k / b / b],
    ['n = 0.5, on top of a gradient that is there', 0.5, a, a - b, -k, a - b - k / 2 / Math.sqrt(a)],
    ['n = 2, where a is 0, on top of a gradient that is there', 2, 0, b, k, b],
  ] as const
  return [
    row('Value.neg', [a], both)('-a: its data, a.grad, and a.data after that', x => x.neg()),
    row('Value.neg', [b], both)('-a where a is negative: its data, a.grad, and a.data after that', x => x.neg()),
    row('Value.neg', [0], (_, [x]) => [x.grad])('-a where a is 0: a.grad', x => x.neg(), [-k]),
    row('Value.neg', [a], grads)('-a + a + a: its data, a.grad', x => x.neg().add(x).add(x), [a, k]),
    sub([a, b])('a - b: its data, a.grad, b.grad', (x, y) => x.sub(y)),
    { ...sub([a])('a minus a number: its data, a.grad', x => x.sub(number)), at: { a, number } },
    sub([a])('a - 0: its data, a.grad', x => x.sub(0), [a, k]),
    sub([a, b])('a - b + a: its data, a.grad, b.grad', (x, y) => x.sub(y).add(x)),
    row('Value.sub', [a, b], data)('a - b: the numbers of a and b, after it', (x, y) => x.sub(y)),
    sub([a])('a - a: its data, a.grad', x => x.sub(x), [0, 0]),
    div([a, b])('a / b: its data, a.grad, b.grad', (x, y) => x.div(y)),
    { ...div([a])('a divided by a number: its data, a.grad', x => x.div(number)), at: { a, number } },
    div([a, b])('a / b + a: its data, a.grad, b.grad', (x, y) => x.div(y).add(x)),
    row('Value.div', [a, b], data)('a / b: the numbers of a and b, after it', (x, y) => x.div(y)),
    div([a])(
      'a / a: its data, a.grad',
      x => x.div(x),
      [1, 0],
      'a / a is 1 whatever a is, and its gradient comes out as 0',
    ),
    ...powers.map(([which, n, base, had, up, expected]) => ({
      name: `powBackward, ${which}`,
      blank: 'powBackward',
      learner: () => raised(n, base, had, up).grad,
      expected,
    })),
    {
      name: 'powBackward: out.grad, a.data and n.data, after it',
      blank: 'powBackward',
      learner: () => raised(3, a, b, k).left,
    },
  ]
}
