// %% [markdown]
// # 01 · A number that remembers
//
// In this track you build an autograd: a program that finds the gradients of any formula by itself. It's small,
// about a hundred lines, and at the end of the track it trains a neural network. PyTorch does the same with
// tables of numbers.
//
// You need to know what a slope is, and the chain rule. The track derivatives teaches both. Further down are
// **blanks**: they say `return TODO()`. Replace that line with your code, save the file, and run
//
//     npx ninja check      is it right?
//     npx ninja hint       I'm stuck: a little more help each time I ask
//
// ## The idea
//
// To go backwards through a formula, you need to know how it was computed. A plain number can't tell you: is -6 the
// product of 2 and -3, or a difference? So put each number into an object, a `Value`, that remembers three things:
//
//     data       the number
//     a, b       the Values it was made from (none, if you wrote the number down)
//     rule       how it passes its gradient on to them
//
// It has room for a fourth, its own gradient. `grad` tells you how much the final result moves when you nudge this
// number.
//
//     a  2 --+
//            mul --> e -6 --+
//     b -3 --+              +--> add --> d 4 --+
//     c 10 -----------------+                  mul --> L -8     L = (a * b + c) * f
//     f -2 ------------------------------------+
//
// To see a picture with all the numbers, run `npx ninja graph 'L = (a*b + c) * f' a=2 b=-3 c=10 f=-2`.
//
// | Python | TypeScript |
// |---|---|
// | `self.data` | `this.data` |
// | `Value(2.0)` | `new Value(2)` |
// | `a + b`, by a method called __add__ | `a.add(b)`: operators don't work on objects here |
// | `x is None` | `x === null` |
//
// ## A rule
//
// A rule is a function. It takes the result of one step, `out`, and the two Values that this result was made
// from, `a` and `b`. When it is called, `out.grad` is already known: it's the **upstream gradient**. The rule
// works out what that means for `a` and `b`:
//
//     gradient of a  =  gradient of out  *  (how much out moves when a is nudged)
// tex: \begin{aligned} \text{gradient of } a &= \text{gradient of } \name{out} \\
//   &\cdot (\text{how much } \name{out} \text{ moves when } a \text{ is nudged}) \end{aligned}
//
// It returns nothing. Instead it writes the gradients: `a.grad = ...` and `b.grad = ...`.

// %% A step of the backward pass
export type Rule = (out: Value, a: Value, b: Value) => void

// %% [markdown]
// ## Blanks 1 and 2: add and mul
//
// Each returns a new `Value` with everything it has to remember: `new Value(data, rule, a, b)`. The rules are the
// functions below the class, `addBackward` and `mulBackward`. To pass a function on, write its name without `()`.

// %% A number that remembers how it was made
export class Value {
  data: number
  grad = 0
  readonly rule: Rule | null
  readonly a: Value | null
  readonly b: Value | null

  constructor(data: number, rule: Rule | null = null, a: Value | null = null, b: Value | null = null) {
    this.data = data
    this.rule = rule
    this.a = a
    this.b = b
  }

  // hint: Return a new Value. Its number is the sum of two numbers. What else does it have to remember?
  // hint: The number is `this.data + other.data`. Its rule is addBackward, and it was made from this and other.
  // hint: `return new Value(this.data + other.data, ..., ..., ...)`
  add(other: Value): Value {
    // answer
    return new Value(this.data + other.data, addBackward, this, other)
    // end answer
    // wrong (a use forgotten): return new Value(this.data + other.data)
    //   > Your new Value doesn't remember how it was made. Give its constructor the rule and both parents:
    //   > `new Value(data, rule, a, b)`.
    // wrong (a use forgotten): return new Value(this.data + other.data, null, this, other)
    //   > Your new Value has no rule. The rule comes second in the constructor: `new Value(data, rule, a, b)`.
    // wrong (a use forgotten): return new Value(this.data + other.data, addBackward)
    //   > Your new Value doesn't remember what it was made from. Give its constructor `this` and `other` too.
    // wrong (a use forgotten): return new Value(this.data + other.data, addBackward, this)
    //   > Your new Value remembers only one of its two parents. Give its constructor `other` too, in fourth place.
    // wrong (wrong operand): return new Value(this.data * other.data, addBackward, this, other)
    //   > You multiplied the two numbers. `add` returns their sum.
    // wrong (wrong operand): return new Value(this.data + other.data, mulBackward, this, other)
    //   > Your new Value remembers the rule of a product. A sum needs `addBackward`.
    // wrong (wrong operand): return new Value(this.data + other.data, addBackward, this, this)
    //   > Your new Value remembers `this` twice. It was made from `this` and `other`.
    // wrong (wrong operand): return new Value(this.data + other.data, addBackward() as never, this, other)
    //   > Something in this line is undefined. If you wrote `addBackward()`, that calls the rule right away, without
    //   > anything to work on. To pass the rule on, write its name without `()`.
    // wrong (wrong operand): this.data += other.data; return this
    //   > You changed the Value itself. Other steps may need its number: leave it as it is, and return a new Value.
    // wrong (stale or aliased): this.data += other.data; return new Value(this.data, addBackward, this, other)
    //   > You changed the number of `this`. Other steps may need it: put the sum into the new Value only.
    // wrong (stale or aliased): this.grad = 0; other.grad = 0; return new Value(this.data + other.data, addBackward, this, other)
    //   > You set the gradients of `this` and `other` to 0. Leave them alone: all you do here is make a new Value.
    // wrong (sign, factor): const out = new Value(this.data + other.data, addBackward, this, other); out.grad = 1; return out
    //   > Your new Value starts with a gradient of 1. Nobody knows its gradient yet: leave it at 0.
    // wrong (a use forgotten): return other === this ? new Value(2 * this.data) : new Value(this.data + other.data, addBackward, this, other)
    //   > For a + a, your new Value doesn't remember how it was made. Treat this case like any other: the two parents
    //   > may be the same Value.
    // wrong (-): return { data: this.data + other.data, grad: 0, rule: addBackward, a: this, b: other } as never
  }

  // hint: It's like add, with two changes.
  // hint: The number is `this.data * other.data`, and the rule is that of a product.
  // hint: `return new Value(this.data * other.data, ..., ..., ...)`
  mul(other: Value): Value {
    // answer
    return new Value(this.data * other.data, mulBackward, this, other)
    // end answer
    // wrong (a use forgotten): return new Value(this.data * other.data)
    //   > Your new Value doesn't remember how it was made. Give its constructor the rule and both parents:
    //   > `new Value(data, rule, a, b)`.
    // wrong (a use forgotten): return new Value(this.data * other.data, null, this, other)
    //   > Your new Value has no rule. The rule comes second in the constructor: `new Value(data, rule, a, b)`.
    // wrong (a use forgotten): return new Value(this.data * other.data, mulBackward)
    //   > Your new Value doesn't remember what it was made from. Give its constructor `this` and `other` too.
    // wrong (a use forgotten): return new Value(this.data * other.data, mulBackward, this)
    //   > Your new Value remembers only one of its two parents. Give its constructor `other` too, in fourth place.
    // wrong (wrong operand): return new Value(this.data + other.data, mulBackward, this, other)
    //   > You added the two numbers. `mul` returns their product.
    // wrong (wrong operand): return new Value(this.data * other.data, addBackward, this, other)
    //   > Your new Value remembers the rule of a sum. A product needs `mulBackward`.
    // wrong (wrong operand): return this.add(other)
    //   > This is `add` again: the sum, with the rule of a sum. `mul` returns the product, with `mulBackward`.
    // wrong (wrong operand): return new Value(this.data * other.data, mulBackward, other, other)
    //   > Your new Value remembers `other` twice. It was made from `this` and `other`.
    // wrong (wrong operand): this.data *= other.data; return this
    //   > You changed the Value itself. Other steps may need its number: leave it as it is, and return a new Value.
    // wrong (stale or aliased): this.data *= other.data; return new Value(this.data, mulBackward, this, other)
    //   > You changed the number of `this`. Other steps may need it: put the product into the new Value only.
    // wrong (wrong operand): return new Value(this.data * other.data, mulBackward() as never, this, other)
    //   > Something in this line is undefined. If you wrote `mulBackward()`, that calls the rule right away, without
    //   > anything to work on. To pass the rule on, write its name without `()`.
    // wrong (-): return new Value(this.data * other.data || 1, mulBackward, this, other)
    // wrong (-): return new Value(-Math.abs(this.data * other.data), mulBackward, this, other)
  }
}

// %% [markdown]
// ## Blanks 3 and 4: their rules
//
// A rule has no `return`: replace `return TODO()` with the two lines of the rule.

// %% out = a + b
// hint: Nudge a by t. How much does a + b move? And when you nudge b?
// hint: It moves as much as the nudge: the local slope of a sum is 1 on both sides. So the upstream gradient,
//       out.grad, goes to both unchanged.
// hint: `a.grad = ...`, and the same for b.
export function addBackward(out: Value, a: Value, b: Value): void {
  // answer
  a.grad = out.grad
  b.grad = out.grad
  // end answer
  // wrong (upstream missing): a.grad = 1; b.grad = 1
  //   > These are the local slopes alone. Multiply them by the upstream gradient, `out.grad`.
  // wrong (a use forgotten): a.grad = out.grad
  //   > You didn't set `b.grad`. The result moves with b too.
  // wrong (a use forgotten): b.grad = out.grad
  //   > You didn't set `a.grad`. The result moves with a too.
  // wrong (a use forgotten): const da = out.grad; const db = out.grad
  //   > Both gradients are still 0 after your rule. Write them into the Values: `a.grad = …` and `b.grad = …`.
  // wrong (wrong operand): a.grad = b.data * out.grad; b.grad = a.data * out.grad
  //   > This is the rule of a product. Nudge a: the sum moves by exactly as much, whatever b is.
  // wrong (wrong operand): a.grad = out.data; b.grad = out.data
  //   > This is `out.data`, the number. The upstream gradient is `out.grad`.
  // wrong (wrong operand): a.grad = a.data * out.grad; b.grad = b.data * out.grad
  //   > You used each number as its own slope. The slope of a sum is 1, whatever the numbers are.
  // wrong (sign, factor): a.grad = out.grad / 2; b.grad = out.grad / 2
  //   > You gave each of them half. But if you nudge a, the sum moves by the whole nudge: nothing is shared out.
  // wrong (sign, factor): a.grad = out.grad; b.grad = -out.grad
  //   > The gradient of b has the wrong sign. This is the rule of a - b.
  // wrong (wrong operand): out.grad = a.grad + b.grad
  //   > This goes the wrong way. `out.grad` is known already: use it to set `a.grad` and `b.grad`.
  // wrong (stale or aliased): a.grad = out.grad; b.grad = out.grad; out.grad = 0
  //   > You set `out.grad` to 0. Leave it: the result keeps its gradient when it passes it on.
  // wrong (-): a.grad = out.grad; b.grad = out.grad; a.data += b.data
  // wrong (-): a.grad = Math.abs(out.grad); b.grad = Math.abs(out.grad)
}

// %% out = a * b
// hint: Nudge a by t. How much larger is (a + t) * b than a * b?
// hint: It's larger by t * b. So the local slope for a is the number in b, and the other way round. Now the
//       chain rule: what do you multiply it by?
// hint: `a.grad = b.data * ...`, and `b.grad = a.data * ...`
export function mulBackward(out: Value, a: Value, b: Value): void {
  // answer
  a.grad = b.data * out.grad
  b.grad = a.data * out.grad
  // end answer
  // wrong (upstream missing): a.grad = b.data; b.grad = a.data
  //   > These are the local slopes alone. Multiply them by the upstream gradient, `out.grad`.
  // wrong (local derivative missing): a.grad = out.grad; b.grad = out.grad
  //   > You passed the upstream gradient through unchanged. If you nudge a, a product moves b times as much.
  // wrong (wrong operand): a.grad = a.data * out.grad; b.grad = b.data * out.grad
  //   > You used each number as its own slope. The slope of a * b for a is the other number, b.
  // wrong (a use forgotten): a.grad = b.data * out.grad
  //   > You didn't set `b.grad`. The result moves with b too.
  // wrong (a use forgotten): b.grad = a.data * out.grad
  //   > You didn't set `a.grad`. The result moves with a too.
  // wrong (wrong operand): a.grad = out.data * out.grad; b.grad = out.data * out.grad
  //   > You used `out.data`, the product, as the slope. The slope for a is the other factor alone.
  // wrong (wrong operand): a.grad = b.data + out.grad; b.grad = a.data + out.grad
  //   > You added the slope and the upstream gradient. The chain rule multiplies them.
  // wrong (a use forgotten): const da = b.data * out.grad; const db = a.data * out.grad
  //   > Both gradients are still 0 after your rule. Write them into the Values: `a.grad = …` and `b.grad = …`. If you
  //   > did, check that you multiply by `.data`: the gradients of a and b aren't known yet.
  // wrong (order): a.grad = b.grad * out.grad; b.grad = a.grad * out.grad
  //   > Both gradients are still 0 after your rule. Write them into the Values: `a.grad = …` and `b.grad = …`. If you
  //   > did, check that you multiply by `.data`: the gradients of a and b aren't known yet.
  // wrong (stale or aliased): a.grad = b.data * out.grad; b.grad = a.data * out.grad; out.grad = 0
  //   > You set `out.grad` to 0. Leave it: the result keeps its gradient when it passes it on.
  // wrong (not finite): a.grad = (out.data / a.data) * out.grad; b.grad = (out.data / b.data) * out.grad
  //   > This breaks where a number is 0. `out.data / a.data` is b, but 0 / 0 is NaN: use `b.data` itself.
}

// %% [markdown]
// ## What you will have
//
// With these four blanks, the check computes L and then goes back. It sets L.grad to 1, because L moves as much
// as you nudge it. Then it calls the rules one after the other, from L to the start. Nobody has written down a
// formula for L's gradients.

// %% check
import type { Check, Pair } from 'backprop-ninja'

type Learner = Pick<typeof import('./01_value.ts'), 'Value' | 'addBackward' | 'mulBackward'>

export const check: Check<Learner> = (learner, { g }) => {
  const [a, b, up] = [1.5 + g.random(), -3 - g.random(), 0.3 + g.random() / 2]
  const make = (...numbers: number[]) => numbers.map(number => new learner.Value(number))
  const rows = (blank: string, made: Readonly<Record<string, Pick<Pair, 'learner' | 'expected'>>>): Pair[] =>
    Object.entries(made).map(([name, row]) => ({ name, blank, ...row }))
  const ofMethod = (method: 'add' | 'mul', sign: string, expected: readonly number[]) => {
    const called = (one: Value | null, x: Value, y: Value) => (one === x ? 'a' : one === y ? 'b' : 'nothing')
    const step = () => {
      const [x, y] = make(a, b)
      return { x, y, out: x[method](y) }
    }
    return rows(`Value.${method}`, {
      [`a ${sign} b: its data`]: { learner: () => step().out.data },
      [`a ${sign} b: made from`]: {
        learner: () => {
          const { x, y, out } = step()
          if (out === x || out === y) return 'not a new Value'
          return [called(out.a, x, y), called(out.b, x, y)].sort().join(' and ')
        },
      },
      [`a ${sign} b: what its rule gives them`]: {
        learner: () => {
          const { x, y, out } = step()
          if (out.rule === null) return 'there is no rule'
          out.grad = up
          out.rule(out, x, y)
          return [x.grad, y.grad]
        },
      },
      [`a ${sign} a: its data, made from`]: {
        learner: () => {
          const [x] = make(a)
          const out = x[method](x)
          return [out.data, `${called(out.a, x, x)} and ${called(out.b, x, x)}`]
        },
      },
      [`a ${sign} 0, and b ${sign} b ${sign} b: their data`]: {
        learner: () => {
          const [x, y, zero] = make(a, b, 0)
          return [x[method](zero).data, y[method](y)[method](y).data]
        },
        expected,
      },
      [`a ${sign} b: a and b themselves, after it; its grad`]: {
        learner: () => {
          const [x, y] = make(a, b)
          x.grad = up
          y.grad = -up
          const out = x[method](y)
          return [x.data, y.data, x.grad, y.grad, out.grad]
        },
      },
    })
  }
  const ofRule = (rule: 'addBackward' | 'mulBackward', expected: readonly number[]) => {
    const passed = (...[x, y, up]: number[]) => {
      const [out, one, other] = make(rule === 'addBackward' ? x + y : x * y, x, y)
      out.grad = up
      learner[rule](out, one, other)
      return { one, other, out }
    }
    const grads = (...numbers: number[]) => {
      const { one, other } = passed(...numbers)
      return [one.grad, other.grad]
    }
    return rows(rule, {
      [`${rule}: a.grad, b.grad`]: { learner: () => grads(a, b, up) },
      [`${rule}, all signs reversed: a.grad, b.grad`]: { learner: () => grads(-a, -b, -up) },
      [`${rule} where b is 0: a.grad, b.grad`]: { learner: () => grads(a, 0, up), expected },
      [`${rule}: out.grad, and the numbers of a and b, after it`]: {
        learner: () => {
          const { one, other, out } = passed(a, b, up)
          return [out.grad, one.data, other.data]
        },
      },
    })
  }
  return [
    ...ofMethod('add', '+', [a, 3 * b]),
    ...ofMethod('mul', '*', [0, b ** 3]),
    {
      name: 'L = (a * b + c) * f: its data',
      blank: 'Value.mul',
      learner: () => lecture(learner.Value).L.data,
      expected: -8,
    },
    ...ofRule('addBackward', [up, up]),
    ...ofRule('mulBackward', [0, a * up]),
    {
      name: 'L = (a * b + c) * f: all four gradients',
      blank: 'mulBackward',
      learner: () => {
        const { a, b, c, f } = backwards(learner.Value)
        return [a.grad, b.grad, c.grad, f.grad]
      },
      expected: [6, -4, -2, 4],
      learned: 'what you would find by hand: dL/da = 6, dL/db = -4, dL/dc = -2, dL/df = 4',
    },
  ]
}

function lecture(Made: typeof Value) {
  const [a, b, c, f] = [2, -3, 10, -2].map(number => new Made(number))
  const e = a.mul(b)
  const d = e.add(c)
  const L = d.mul(f)
  return { a, b, c, f, e, d, L }
}

/** Calls the rules of the steps, from the last to the first. */
function backwards(Made: typeof Value) {
  const all = lecture(Made)
  all.L.grad = 1
  for (const out of [all.L, all.d, all.e]) {
    const { rule, a, b } = out
    if (rule !== null && a !== null && b !== null) rule(out, a, b)
  }
  return all
}

/** L with all of its numbers. */
export function picture(learner: Learner): string {
  const all = backwards(learner.Value)
  const line = (name: keyof typeof all, made: string): string =>
    `  ${name}  ${made.padEnd(10)}${String(all[name].data).padStart(6)}${String(all[name].grad).padStart(9)}`
  return [
    `     ${'made as'.padEnd(10)}${'data'.padStart(6)}${'grad'.padStart(9)}`,
    line('L', 'd * f'),
    line('d', 'e + c'),
    line('e', 'a * b'),
    ...(['a', 'b', 'c', 'f'] as const).map(name => line(name, '')),
  ].join('\n')
}
