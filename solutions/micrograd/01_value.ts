// %% [markdown]
// # 01 · A number that remembers
//
// In this track you build an autograd: a program that finds the gradients of any formula by itself. It is small, a
// hundred lines, and at the end of the track it trains a neural network. PyTorch does the same on tables of numbers.
//
// You need to know what a slope is, and the chain rule; the track derivatives is about both. Further down are
// **blanks**: they say `return TODO()`. Write your code in the place of that line, save, and
//
//     npx ninja check      is it right?
//     npx ninja hint       I am stuck: a little more each time I ask
//
// ## The idea
//
// To go backwards through a formula one must know how it was computed. A plain number doesn't tell: is -6 the product
// of 2 and -3, or a difference? So put each number into an object, a `Value`, that remembers three things:
//
//     data       the number
//     a, b       which Values it was made from (none, if you wrote it down)
//     rule       how it passes its gradient on to them
//
// and has room for a fourth, its own gradient: `grad`, how much the result at the end moves when this one is nudged.
//
//     a  2 --+
//            mul --> e -6 --+
//     b -3 --+              +--> add --> d 4 --+
//     c 10 -----------------+                  mul --> L -8     L = (a * b + c) * f
//     f -2 ------------------------------------+
//
// As a picture with all numbers: `npx ninja graph 'L = (a*b + c) * f' a=2 b=-3 c=10 f=-2`.
//
// | Python | TypeScript |
// |---|---|
// | `self.data` | `this.data` |
// | `Value(2.0)` | `new Value(2)` |
// | `a + b`, by a method called __add__ | `a.add(b)`: operators do not work on objects here |
// | `x is None` | `x === null` |
//
// ## A rule
//
// A rule is a function. It is handed the result of one step, `out`, and what this was made from, `a` and `b`. When it is
// called, `out.grad` is known already. It works out what that means for `a` and `b`:
//
//     gradient of a  =  gradient of out  *  (how much out moves when a is nudged)
//
// It returns nothing; it writes: `a.grad = ...` and `b.grad = ...`.

// %% A step of the way back
export type Rule = (out: Value, a: Value, b: Value) => void

// %% [markdown]
// ## Blanks 1 and 2: add and mul
//
// Each returns a new `Value` that has all it needs to remember: `new Value(data, rule, a, b)`. The rules are the
// functions below the class, `addBackward` and `mulBackward`. To hand a function on, write its name, without `()`.

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

  // hint: A new Value. Its number is the sum of two numbers; and what does it have to remember?
  // hint: The number is `this.data + other.data`. Its rule is addBackward, and it was made from this and other.
  // hint: `return new Value(this.data + other.data, ..., ..., ...)`
  add(other: Value): Value {
    // answer
    return new Value(this.data + other.data, addBackward, this, other)
    // end answer
    // wrong (a use forgotten): return new Value(this.data + other.data)
    // wrong (a use forgotten): return new Value(this.data + other.data, addBackward, this)
    // wrong (wrong operand): return new Value(this.data * other.data, addBackward, this, other)
    // wrong (wrong operand): return new Value(this.data + other.data, mulBackward, this, other)
    // wrong (wrong operand): return new Value(this.data + other.data, addBackward, this, this)
    // wrong (wrong operand): this.data += other.data; return this
    // wrong (stale or aliased): this.data += other.data; return new Value(this.data, addBackward, this, other)
    // wrong (stale or aliased): this.grad = 0; other.grad = 0; return new Value(this.data + other.data, addBackward, this, other)
    // wrong (sign, factor): const out = new Value(this.data + other.data, addBackward, this, other); out.grad = 1; return out
    // wrong (a use forgotten): return other === this ? new Value(2 * this.data) : new Value(this.data + other.data, addBackward, this, other)
    // wrong (-): return { data: this.data + other.data, grad: 0, rule: addBackward, a: this, b: other } as never
  }

  // hint: As add, with two things changed.
  // hint: The number is `this.data * other.data`, and the rule is that of a product.
  // hint: `return new Value(this.data * other.data, ..., ..., ...)`
  mul(other: Value): Value {
    // answer
    return new Value(this.data * other.data, mulBackward, this, other)
    // end answer
    // wrong (a use forgotten): return new Value(this.data * other.data)
    // wrong (wrong operand): return new Value(this.data + other.data, mulBackward, this, other)
    // wrong (wrong operand): return new Value(this.data * other.data, addBackward, this, other)
    // wrong (wrong operand): return new Value(this.data * other.data, mulBackward, other, other)
    // wrong (-): return new Value(this.data * other.data || 1, mulBackward, this, other)
    // wrong (-): return new Value(-Math.abs(this.data * other.data), mulBackward, this, other)
  }
}

// %% [markdown]
// ## Blanks 3 and 4: their rules
//
// A rule has no `return`: put its two lines in the place of `return TODO()`.

// %% out = a + b
// hint: Nudge a by t: how much does a + b move? And when b is nudged?
// hint: As much as the nudge: the local slope of a sum is 1, on both sides. So what comes from above, out.grad, goes to
//       both as it is.
// hint: `a.grad = ...`, and the same for b.
export function addBackward(out: Value, a: Value, b: Value): void {
  // answer
  a.grad = out.grad
  b.grad = out.grad
  // end answer
  // wrong (upstream missing): a.grad = 1; b.grad = 1
  // wrong (a use forgotten): a.grad = out.grad
  // wrong (wrong operand): a.grad = b.data * out.grad; b.grad = a.data * out.grad
  // wrong (wrong operand): a.grad = out.data; b.grad = out.data
  // wrong (sign, factor): a.grad = out.grad / 2; b.grad = out.grad / 2
  // wrong (sign, factor): a.grad = out.grad; b.grad = -out.grad
  // wrong (wrong operand): out.grad = a.grad + b.grad
  // wrong (stale or aliased): a.grad = out.grad; b.grad = out.grad; out.grad = 0
  // wrong (-): a.grad = out.grad; b.grad = out.grad; a.data += b.data
  // wrong (-): a.grad = Math.abs(out.grad); b.grad = Math.abs(out.grad)
}

// %% out = a * b
// hint: Nudge a by t: how much is (a + t) * b more than a * b?
// hint: It is t * b more. So the local slope by a is the number in b, and the other way round. And the chain rule?
// hint: `a.grad = b.data * ...`, and `b.grad = a.data * ...`
export function mulBackward(out: Value, a: Value, b: Value): void {
  // answer
  a.grad = b.data * out.grad
  b.grad = a.data * out.grad
  // end answer
  // wrong (upstream missing): a.grad = b.data; b.grad = a.data
  // wrong (local derivative missing): a.grad = out.grad; b.grad = out.grad
  // wrong (wrong operand): a.grad = a.data * out.grad; b.grad = b.data * out.grad
  // wrong (a use forgotten): a.grad = b.data * out.grad
  // wrong (wrong operand): a.grad = out.data * out.grad; b.grad = out.data * out.grad
  // wrong (wrong operand): a.grad = b.data + out.grad; b.grad = a.data + out.grad
  // wrong (order): a.grad = b.grad * out.grad; b.grad = a.grad * out.grad
  // wrong (stale or aliased): a.grad = b.data * out.grad; b.grad = a.data * out.grad; out.grad = 0
  // wrong (not finite): a.grad = (out.data / a.data) * out.grad; b.grad = (out.data / b.data) * out.grad
}

// %% [markdown]
// ## What you will have
//
// With these four the check computes L, and goes back: it sets L.grad to 1 (nudge L, and L moves as much) and calls the
// rules one after the other, from L to the start. No formula of L's gradients is written down anywhere.

// %% check
import type { Check, Pair } from 'backprop-ninja'

interface Learner {
  Value: typeof Value
  addBackward: typeof addBackward
  mulBackward: typeof mulBackward
}

export const check: Check<Learner> = (learner, { g }) => {
  const [a, b, up] = [1.5 + g.random(), -3 - g.random(), 0.3 + g.random() / 2]
  const step = (method: 'add' | 'mul') => {
    const [x, y] = [new learner.Value(a), new learner.Value(b)]
    return { x, y, out: x[method](y) }
  }
  const called = (one: Value | null, x: Value, y: Value) => (one === x ? 'a' : one === y ? 'b' : 'nothing')
  const rows = (method: 'add' | 'mul', sign: string): Pair[] => {
    const isSum = method === 'add'
    const blank = `Value.${method}`
    return [
      {
        name: `a ${sign} b: its data`,
        blank,
        learner: () => step(method).out.data,
        expected: isSum ? a + b : a * b,
        slips: [
          {
            family: 'wrong operand',
            value: isSum ? a * b : a + b,
            message: isSum
              ? 'This is the product. add gives the sum of the two numbers.'
              : 'This is the sum. mul gives the product of the two numbers.',
          },
        ],
      },
      {
        name: `a ${sign} b: made from`,
        blank,
        learner: () => {
          const { x, y, out } = step(method)
          if (out === x || out === y) return 'it is no new Value'
          return [called(out.a, x, y), called(out.b, x, y)].sort().join(' and ')
        },
        expected: 'a and b',
        slips: [
          {
            family: 'a use forgotten',
            value: 'nothing and nothing',
            message: 'The new Value forgets what it was made from. Hand `this` and `other` to its constructor.',
          },
          {
            family: 'a use forgotten',
            value: 'a and nothing',
            message: 'The new Value remembers one of the two that it was made from. `other` is the fourth thing to hand on.',
          },
          {
            family: 'wrong operand',
            value: 'a and a',
            message: 'It remembers `this` twice. It was made from `this` and `other`.',
          },
          {
            family: 'wrong operand',
            value: 'b and b',
            message: 'It remembers `other` twice. It was made from `this` and `other`.',
          },
          {
            family: 'wrong operand',
            value: 'it is no new Value',
            message: 'You changed a Value that was there. Others may need it: leave it, and return a new one.',
          },
        ],
      },
      {
        name: `a ${sign} b: what its rule gives them`,
        blank,
        learner: () => {
          const { x, y, out } = step(method)
          if (out.rule === null) return 'there is no rule'
          out.grad = up
          out.rule(out, x, y)
          return [x.grad, y.grad]
        },
        expected: isSum ? [up, up] : [b * up, a * up],
        slips: [
          {
            family: 'wrong operand',
            value: isSum ? [b * up, a * up] : [up, up],
            message: isSum
              ? 'It remembers the rule of a product. Its own is addBackward.'
              : 'It remembers the rule of a sum. Its own is mulBackward.',
          },
          {
            family: 'a use forgotten',
            value: 'there is no rule',
            message: 'The new Value has no rule. It comes second in the constructor: `new Value(data, rule, a, b)`.',
          },
        ],
      },
      {
        name: `a ${sign} a: its data, made from`,
        blank,
        learner: () => {
          const x = new learner.Value(a)
          const out = x[method](x)
          return [out.data, `${called(out.a, x, x)} and ${called(out.b, x, x)}`]
        },
        expected: [isSum ? 2 * a : a * a, 'a and a'],
        slips: [
          {
            family: 'a use forgotten',
            value: [isSum ? 2 * a : a * a, 'nothing and nothing'],
            message: 'The new Value forgets what it was made from. Hand `this` and `other` to its constructor, the same one or not.',
          },
        ],
      },
      {
        name: `a ${sign} 0, and b ${sign} b ${sign} b: their data`,
        blank,
        learner: () => {
          const [x, y, zero] = [a, b, 0].map(data => new learner.Value(data))
          return [x[method](zero).data, y[method](y)[method](y).data]
        },
        expected: isSum ? [a, 3 * b] : [0, b ** 3],
      },
      {
        name: `a ${sign} b: a and b themselves, after it; its grad`,
        blank,
        learner: () => {
          const [x, y] = [new learner.Value(a), new learner.Value(b)]
          x.grad = up
          y.grad = -up
          const out = x[method](y)
          return [x.data, y.data, x.grad, y.grad, out.grad]
        },
        expected: [a, b, up, -up, 0],
        slips: [
          {
            family: 'stale or aliased',
            value: [isSum ? a + b : a * b, b, up, -up, 0],
            message: 'You changed the number of a itself. Others may need it: leave it, and put the result into a new Value.',
          },
          {
            family: 'stale or aliased',
            value: [a, b, 0, 0, 0],
            message: 'You set the gradients of a and b to 0. Leave them: here only a new Value is made.',
          },
          {
            family: 'sign, factor',
            value: [a, b, up, -up, 1],
            message: 'The new Value starts with a gradient of 1. Nothing is known of it yet: it starts with 0.',
          },
        ],
      },
    ]
  }
  /** What a rule makes of these numbers. */
  const passed = (name: 'addBackward' | 'mulBackward', a: number, b: number, up: number) => {
    const [one, other, out] = [a, b, name === 'addBackward' ? a + b : a * b].map(data => new learner.Value(data))
    out.grad = up
    learner[name](out, one, other)
    return { one, other, out }
  }
  const ruleRow = (name: 'addBackward' | 'mulBackward', where: string, a: number, b: number, up: number): Pair => {
    const isSum = name === 'addBackward'
    const [first, second] = isSum ? [1, 1] : [b, a]
    const [x, y] = [first * up, second * up]
    return {
      name: `${name}${where}: a.grad, b.grad`,
      blank: name,
      learner: () => {
        const { one, other } = passed(name, a, b, up)
        return [one.grad, other.grad]
      },
      expected: [x, y],
      slips: [
        {
          family: 'upstream missing',
          value: [first, second],
          message: 'These are the local slopes alone. Times what comes from above, `out.grad`.',
        },
        {
          family: 'a use forgotten',
          value: [x, 0],
          message: '`b.grad` was not set. The result moves with b too.',
        },
        {
          family: 'a use forgotten',
          value: [0, y],
          message: '`a.grad` was not set. The result moves with a too.',
        },
        ...(isSum ? sumSlips(a, b, up) : productSlips(a, b, up)),
      ],
    }
  }
  const ruleRows = (name: 'addBackward' | 'mulBackward'): Pair[] => [
    ruleRow(name, '', a, b, up),
    ruleRow(name, ', all signs turned', -a, -b, -up),
    {
      name: `${name} where b is 0: a.grad, b.grad`,
      blank: name,
      learner: () => {
        const { one, other } = passed(name, a, 0, up)
        return [one.grad, other.grad]
      },
      expected: name === 'addBackward' ? [up, up] : [0, a * up],
      slips: [
        {
          family: 'wrong operand',
          value: [a * up, 0],
          message: 'a got its own number as the slope, and b its own. In a product it is the other one, in a sum it is 1.',
        },
      ],
    },
    {
      name: `${name}: out.grad, and the numbers of a and b, after it`,
      blank: name,
      learner: () => {
        const { one, other, out } = passed(name, a, b, up)
        return [out.grad, one.data, other.data]
      },
      expected: [up, a, b],
      slips: [
        {
          family: 'stale or aliased',
          value: [0, a, b],
          message: 'You set `out.grad` to 0. It is the gradient of the result, and stays: it is passed on, not given away.',
        },
      ],
    },
  ]
  return [
    ...rows('add', '+'),
    ...rows('mul', '*'),
    {
      name: 'L = (a * b + c) * f: its data',
      blank: 'Value.mul',
      learner: () => lecture(learner.Value).L.data,
      expected: -8,
    },
    ...ruleRows('addBackward'),
    ...ruleRows('mulBackward'),
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

function sumSlips(a: number, b: number, up: number) {
  return [
    {
      family: 'wrong operand',
      value: [b * up, a * up],
      message: 'This is the rule of a product. Nudge a: the sum moves as much, whatever b is.',
    },
    {
      family: 'wrong operand',
      value: [a + b, a + b],
      message: 'This is `out.data`, the number. What comes from above is `out.grad`.',
    },
    {
      family: 'sign, factor',
      value: [up / 2, up / 2],
      message: 'Half goes to each? A nudge of a moves the sum by all of it: nothing is shared out.',
    },
    {
      family: 'sign, factor',
      value: [up, -up],
      message: 'The gradient of b has the wrong sign. That would be a - b.',
    },
    {
      family: 'wrong operand',
      value: [0, 0],
      message: 'Neither gradient was set. The way back leads from `out.grad`, which is known, to `a.grad` and `b.grad`.',
    },
  ] as const
}

function productSlips(a: number, b: number, up: number) {
  return [
    {
      family: 'local derivative missing',
      value: [up, up],
      message: 'This passes on what comes from above as it is. In a product a nudge of a counts b times.',
    },
    {
      family: 'wrong operand',
      value: [a * up, b * up],
      message: 'Each got its own number as the slope. The slope of a * b by a is b: the other one.',
    },
    {
      family: 'wrong operand',
      value: [a * b * up, a * b * up],
      message: 'The slope here is `out.data`, the product. By a it is the other factor alone.',
    },
    {
      family: 'wrong operand',
      value: [b + up, a + up],
      message: 'Slope and gradient were added. Along a chain they are multiplied.',
    },
    {
      family: 'order',
      value: [0, 0],
      message: 'Both gradients are 0. Is `.grad` where `.data` should be? The grads of a and b are not known yet.',
    },
  ] as const
}

function lecture(Made: typeof Value) {
  const [a, b, c, f] = [2, -3, 10, -2].map(number => new Made(number))
  const e = a.mul(b)
  const d = e.add(c)
  const L = d.mul(f)
  return { a, b, c, f, e, d, L }
}

/** The rules of the steps, from the last to the first. */
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
