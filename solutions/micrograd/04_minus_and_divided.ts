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

  // hint: -a is a times some number.
  // hint: Return `this`, times a number. By `mul` it remembers all by itself.
  // hint: `return this.mul(...)`
  neg(): Value {
    // answer
    return this.mul(-1)
    // end answer
    // wrong (a use forgotten): return new Value(-this.data)
    // wrong (stale or aliased): this.data = -this.data; return this
    // wrong (sign, factor): return this.mul(1)
    // wrong (sign, factor): return new Value(-this.data, addBackward, this, new Value(0))
    // wrong (wrong operand): return this.pow(-1)
    // wrong (wrong operand): return this.add(-1)
    // wrong (sign, factor): return this.data > 0 ? this.mul(-1) : this
    // wrong (-): return this.data === 0 ? this : this.mul(-1)
    // wrong (overwritten, doubled, subtracted): return new Value(-this.data, (out, a) => { a.grad = -out.grad }, this)
  }

  // hint: a - b is a plus something.
  // hint: a - b is a plus minus b. `asValue(other)` is other, as a Value in any case.
  // hint: `return this.add(asValue(other)...)`
  sub(other: Value | number): Value {
    // answer
    return this.add(asValue(other).neg())
    // end answer
    // wrong (sign, factor): return this.add(other)
    // wrong (sign, factor): return asValue(other).add(this.neg())
    // wrong (sign, factor): return new Value(this.data - asValue(other).data, addBackward, this, asValue(other))
    // wrong (a use forgotten): return new Value(this.data - asValue(other).data)
    // wrong (a use forgotten): return this.add(-asValue(other).data)
    // wrong (wrong operand): return this.mul(asValue(other).neg())
    // wrong (-): return this.add((other as Value).neg())
    // wrong (-): return typeof other === 'number' ? this.add(-3) : this.add(other.neg())
    // wrong (-): return other ? this.add(asValue(other).neg()) : this.neg()
    // wrong (stale or aliased): const b = asValue(other); const out = this.add(b.neg()); b.data = -b.data; return out
    // wrong (overwritten, doubled, subtracted): return new Value(this.data - asValue(other).data, (out, a, b) => { a.grad = out.grad; b.grad -= out.grad }, this, asValue(other))
  }

  // hint: a / b is a times something.
  // hint: a / b is a times 1/b, and 1/b is b to the power of -1.
  // hint: `return this.mul(asValue(other).pow(...))`
  div(other: Value | number): Value {
    // answer
    return this.mul(asValue(other).pow(-1))
    // end answer
    // wrong (wrong operand): return asValue(other).mul(this.pow(-1))
    // wrong (wrong local derivative): return new Value(this.data / asValue(other).data, mulBackward, this, asValue(other))
    // wrong (a use forgotten): return new Value(this.data / asValue(other).data)
    // wrong (a use forgotten): return this.mul(1 / asValue(other).data)
    // wrong (wrong operand): return this.mul(other)
    // wrong (wrong operand): return this.mul(asValue(other).neg())
    // wrong (-): return this.mul((other as Value).pow(-1))
    // wrong (-): return typeof other === 'number' ? this.mul(0.25) : this.mul(other.pow(-1))
    // wrong (stale or aliased): const b = asValue(other); const out = this.mul(b.pow(-1)); b.data = 1 / b.data; return out
    // wrong (overwritten, doubled, subtracted): return new Value(this.data / asValue(other).data, (out, a, b) => { a.grad = out.grad / b.data; b.grad -= (out.grad * a.data) / b.data ** 2 }, this, asValue(other))
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
// hint: What comes from above, times the local slope. And add it, don't overwrite.
// hint: The local slope is n times a to the power of n - 1, where n is the number `n.data`.
// hint: `a.grad += n.data * a.data ** (...) * ...`
export function powBackward(out: Value, a: Value, n: Value): void {
  // answer
  a.grad += n.data * a.data ** (n.data - 1) * out.grad
  // end answer
  // wrong (upstream missing): a.grad += n.data * a.data ** (n.data - 1)
  // wrong (overwritten, doubled, subtracted): a.grad = n.data * a.data ** (n.data - 1) * out.grad
  // wrong (local derivative missing): a.grad += out.grad
  // wrong (wrong local derivative): a.grad += n.data * a.data ** n.data * out.grad
  // wrong (wrong local derivative): a.grad += a.data ** (n.data - 1) * out.grad
  // wrong (wrong local derivative): a.grad += n.data * a.data * out.grad
  // wrong (wrong local derivative): a.grad += n.data * a.data ** n.data - 1 * out.grad
  // wrong (wrong local derivative): a.grad += (n.data - 1) * a.data ** (n.data - 1) * out.grad
  // wrong (wrong operand): a.grad += n.data * out.data ** (n.data - 1) * out.grad
  // wrong (sign, factor): a.grad -= n.data * a.data ** (n.data - 1) * out.grad
  // wrong (not finite): a.grad += (n.data * out.data / a.data) * out.grad
  // wrong (-): a.grad += n.data * a.data ** (n.data - 1) * Math.abs(out.grad)
  // wrong (stale or aliased): a.grad += n.data * a.data ** (n.data - 1) * out.grad; out.grad = 0
  // wrong (stale or aliased): n.data -= 1; a.grad += (n.data + 1) * a.data ** n.data * out.grad
}

// %% check
import type { Check, Pair, Slip } from 'backprop-ninja'

interface Learner {
  Value: typeof Value
  powBackward: typeof powBackward
}

export const check: Check<Learner> = (learner, { g }) => {
  const [a, b, k] = [1.5 + g.random() / 2, -3 - g.random(), 0.3 + g.random() / 4]
  const number = 2 + g.random()
  const slip = (family: Slip['family'], value: Slip['value'], message: string): Slip => ({ family, value, message })
  /** The number and the gradients of `make(a, b)`, which goes into the result k times. */
  const tried = (make: (x: Value, y: Value) => Value) => () => {
    const [x, y] = [new learner.Value(a), new learner.Value(b)]
    const out = make(x, y)
    out.mul(k).backward()
    return [out.data, x.grad, y.grad]
  }
  const one = (make: (x: Value) => Value) => () => tried(make)().slice(0, 2)
  const power = (n: number, base: number, had: number, k: number): Pair => {
    const right = n * base ** (n - 1) * k
    const given = (family: Slip['family'], value: number, message: string) => ({ family, value, message })
    const local = (value: number, message: string) => given('wrong local derivative', had + value * k, message)
    const slips = [
      ...(had === 0 ? [] : [given('overwritten, doubled, subtracted', right, 'What a had got before is gone. Another step may use it too: `+=`.')]),
      given('upstream missing', had + right / k, 'This is the local slope alone. Times what comes from above, `out.grad`.'),
      given('local derivative missing', had + k, 'What comes from above is passed on as it is. How much does a power move with its base?'),
      local(n * base ** n, 'The exponent did not go down by one. The slope of x^n is n x^(n-1).'),
      local(base ** (n - 1), 'The factor n is missing. The slope of x^n is n x^(n-1).'),
      local(n * base, 'The exponent is gone. This is right for squares only: the slope of x^n is n x^(n-1).'),
      given('wrong local derivative', had + n * base ** n - k, '`x ** n - 1` takes 1 off the power. Put n - 1 in parentheses.'),
      local((n - 1) * base ** (n - 1), 'The factor is n - 1. The old exponent stands in front; the new one is one less.'),
      given('wrong operand', had + n * (base ** n) ** (n - 1) * k, 'The slope is taken at `out.data`. It belongs to the base, `a.data`.'),
      given('sign, factor', had - right, 'What arrives has the wrong sign. Add it as it is: `+=`.'),
    ]
    return {
      name: `powBackward, n = ${n}${had === 0 ? '' : ', on top of a gradient that is there'}`,
      blank: 'powBackward',
      learner: () => {
        const [x, exponent, out] = [base, n, base ** n].map(data => new learner.Value(data))
        x.grad = had
        out.grad = k
        learner.powBackward(out, x, exponent)
        return x.grad
      },
      expected: had + right,
      // With some exponents two slips give the same: then neither is named.
      slips: slips.filter(one => slips.every(other => other === one || Math.abs(other.value - one.value) > 1e-9)),
    }
  }
  /** x to the power of n, and its rule called on top of a gradient of b. */
  const raised = (n: number, base: number) => {
    const [x, exponent, out] = [base, n, base ** n].map(data => new learner.Value(data))
    x.grad = b
    out.grad = k
    learner.powBackward(out, x, exponent)
    return { x, exponent, out }
  }
  const ONLY = 'What a had got before is gone. Another step may use it too: `+=`, or make it of steps that do so.'
  const stays = (blank: string, name: string, make: (x: Value, y: Value) => Value, after: number): Pair => ({
    name: `${name}: the numbers of a and b, after it`,
    blank,
    learner: () => {
      const [x, y] = [new learner.Value(a), new learner.Value(b)]
      make(x, y)
      return [x.data, y.data]
    },
    expected: [a, b],
    slips: [slip('stale or aliased', [a, after], 'You changed b itself. Others use it: leave it, and go on with a new Value.')],
  })
  const negRow = (name: string, a: number): Pair => ({
    name: `${name}: its data, a.grad, and a.data after that`,
    blank: 'Value.neg',
    learner: () => {
      const x = new learner.Value(a)
      const out = x.neg()
      const data = out.data
      out.mul(k).backward()
      return [data, x.grad, x.data]
    },
    expected: [-a, -k, a],
    slips: [
      slip('a use forgotten', [-a, 0, a], 'The number is right, but nothing comes back: the new Value forgets what it was made from. Make it by `add` and `mul`, and it remembers.'),
      slip('stale or aliased', [-a, k, -a], 'You changed a itself. Others use it: leave it, and return a new Value.'),
      slip('sign, factor', [a, k, a], 'This is a itself. Minus is times -1.'),
      slip('sign, factor', [-a, k, a], 'The number is right, its gradient has the wrong sign: when a grows, -a falls.'),
      ...(a === 0 ? [] : [slip('wrong operand', [1 / a, -k / a ** 2, a], 'This is 1/a. To the power of -1 is one divided by a; -a is times -1.')]),
      slip('wrong operand', [a - 1, k, a], 'This is a - 1. Minus a is a times -1.'),
    ],
  })
  const forgets = (value: number, rest: readonly number[]): Slip =>
    slip('a use forgotten', [value, ...rest.map(() => 0)], 'The number is right, but nothing comes back: the new Value forgets what it was made from. Make it by `add` and `mul`, and it remembers.')
  return [
    negRow('-a', a),
    negRow('-a where a is negative', b),
    {
      name: '-a where a is 0: a.grad',
      blank: 'Value.neg',
      learner: () => {
        const x = new learner.Value(0)
        x.neg().mul(k).backward()
        return x.grad
      },
      expected: -k,
    },
    {
      name: '-a + a + a: its data, a.grad',
      blank: 'Value.neg',
      learner: one(x => x.neg().add(x).add(x)),
      expected: [a, k],
      slips: [
        slip('overwritten, doubled, subtracted', [a, -k], ONLY),
        slip('sign, factor', [3 * a, 3 * k], 'Minus a is a itself here. It is a times -1.'),
      ],
    },
    {
      name: 'a - b: its data, a.grad, b.grad',
      blank: 'Value.sub',
      learner: tried((x, y) => x.sub(y)),
      expected: [a - b, k, -k],
      slips: [
        forgets(a - b, [0, 0]),
        slip('sign, factor', [a + b, k, k], 'This is a + b. Of b, minus b is to be added.'),
        slip('sign, factor', [b - a, -k, k], 'This is b - a. `this` is what stands on the left.'),
        slip('sign, factor', [a - b, k, k], 'The number is right, and the gradient of b has the wrong sign: the rule of a sum does not know that b was taken away.'),
        slip('a use forgotten', [a - b, k, 0], 'b gets no gradient. Its number alone went in: go on with the Value, not with its `data`.'),
        slip('wrong operand', [-a * b, -b * k, -a * k], 'This is a times -b. Minus b is to be added.'),
      ],
    },
    {
      name: 'a minus a number: its data, a.grad',
      blank: 'Value.sub',
      learner: one(x => x.sub(number)),
      expected: [a - number, k],
      at: { a, number },
    },
    {
      name: 'a - 0: its data, a.grad',
      blank: 'Value.sub',
      learner: one(x => x.sub(0)),
      expected: [a, k],
    },
    {
      name: 'a - b + a: its data, a.grad, b.grad',
      blank: 'Value.sub',
      learner: tried((x, y) => x.sub(y).add(x)),
      expected: [a - b + a, 2 * k, -k],
      slips: [slip('overwritten, doubled, subtracted', [a - b + a, k, -k], ONLY)],
    },
    stays('Value.sub', 'a - b', (x, y) => x.sub(y), -b),
    {
      name: 'a - a: its data, a.grad',
      blank: 'Value.sub',
      learner: one(x => x.sub(x)),
      expected: [0, 0],
      slips: [slip('sign, factor', [0, 2 * k], 'The gradient of the second a has the wrong sign: the two uses should cancel.')],
    },
    {
      name: 'a / b: its data, a.grad, b.grad',
      blank: 'Value.div',
      learner: tried((x, y) => x.div(y)),
      expected: [a / b, k / b, (-a * k) / b ** 2],
      slips: [
        forgets(a / b, [0, 0]),
        slip('wrong operand', [b / a, (-b * k) / a ** 2, k / a], 'This is b / a. `this` is what is divided.'),
        slip('wrong local derivative', [a / b, b * k, a * k], 'The number is right, but these are the gradients of a product. Make the quotient of steps that are there: times, and a power.'),
        slip('a use forgotten', [a / b, k / b, 0], 'b gets no gradient. Its number alone went in: go on with the Value, not with its `data`.'),
        slip('wrong operand', [a * b, b * k, a * k], 'This is a * b. Of b, one divided by b is wanted: b to the power of -1.'),
        slip('wrong operand', [-a * b, -b * k, -a * k], 'This is a times -b. `pow(-1)` is one divided by b; `neg()` is minus b.'),
      ],
    },
    {
      name: 'a divided by a number: its data, a.grad',
      blank: 'Value.div',
      learner: one(x => x.div(number)),
      expected: [a / number, k / number],
      at: { a, number },
    },
    {
      name: 'a / b + a: its data, a.grad, b.grad',
      blank: 'Value.div',
      learner: tried((x, y) => x.div(y).add(x)),
      expected: [a / b + a, k / b + k, (-a * k) / b ** 2],
      slips: [slip('overwritten, doubled, subtracted', [a / b + a, k / b, (-a * k) / b ** 2], ONLY)],
    },
    stays('Value.div', 'a / b', (x, y) => x.div(y), 1 / b),
    {
      name: 'a / a: its data, a.grad',
      blank: 'Value.div',
      learner: one(x => x.div(x)),
      expected: [1, 0],
      learned: 'a / a is 1 whatever a is, and its gradient comes out as 0',
    },
    power(3, a, 0, k),
    power(2, b, 0, -k),
    power(-1, b, 0, k),
    power(0.5, a, a - b, -k),
    {
      name: 'powBackward, n = 2, where a is 0, on top of a gradient that is there',
      blank: 'powBackward',
      learner: () => raised(2, 0).x.grad,
      expected: b,
    },
    {
      name: 'powBackward: out.grad, a.data and n.data, after it',
      blank: 'powBackward',
      learner: () => {
        const { out, x, exponent } = raised(3, a)
        return [out.grad, x.data, exponent.data]
      },
      expected: [k, a, 3],
      slips: [
        slip('stale or aliased', [0, a, 3], 'You set `out.grad` to 0. It is the gradient of the result, and stays: it is passed on, not given away.'),
        slip('stale or aliased', [k, a, 2], 'The exponent itself was changed, and the next way back needs it. Compute n - 1 on the side.'),
      ],
    },
  ]
}
