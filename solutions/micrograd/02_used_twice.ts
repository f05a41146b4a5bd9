// %% [markdown]
// # 02 · Used twice
//
// Below is the autograd of exercise 01. It is wrong. All the formulas that you tried there use each number once. Now
// take
//
//     s = a + a
// tex: s = a + a
//
// Nudge a by t, and s moves by 2t: the gradient of a is 2. But what does the rule of a sum do? Here its `a` and
// its `b` are the **same** Value, and the rule sets its gradient to 1. Twice.
//
// It isn't always that easy to see. Here a and b are each used in two steps, e and d:
//
//     a -2 --+--> mul --> d -6 --+
//            |     |             mul --> f -6
//            +--> add --> e 1 ---+
//     b  3 --+                             (b goes into both steps too)
//
// A nudge of a travels both ways at once. What arrives at f one way and the other **adds up**. So the gradient
// of a is the sum of what comes back through each of its uses. A rule can't know whether it's the first to
// write to `a.grad`, or whether another rule will write to it later.

// %% A number that remembers how it was made
export type Rule = (out: Value, a: Value, b: Value) => void

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
  add(other: Value): Value {
    return new Value(this.data + other.data, addBackward, this, other)
  }
  mul(other: Value): Value {
    return new Value(this.data * other.data, mulBackward, this, other)
  }
}

// %% [markdown]
// ## Blanks 1 and 2: fix the rules
//
// These two rules may look like what you wrote in exercise 01. They are wrong: fix them. (If yours were already right
// there, good: write them again.)

// %% out = a + b
// hint: Suppose another step has already given a its part of the gradient. What happens to that part here?
// hint: `=` throws away what was there. Add what arrives instead.
// hint: Python's `x += 1` is `x += 1` here too. A new Value starts with `grad = 0`, so you can always add.
export function addBackward(out: Value, a: Value, b: Value): void {
  // answer
  a.grad += out.grad
  b.grad += out.grad
  // end answer
  // given (overwritten, doubled, subtracted):
  //   a.grad = out.grad
  //   b.grad = out.grad
  //   > Your rule overwrites the gradients that are there already. Add to them instead: `a.grad += …`, and the same
  //   > for b.
  // wrong (overwritten, doubled, subtracted): a.grad += out.grad; b.grad = out.grad
  //   > You add to a's gradient but overwrite b's. Either may be used elsewhere too: write `+=` for both.
  // wrong (overwritten, doubled, subtracted): a.grad = out.grad; b.grad += out.grad
  //   > You add to b's gradient but overwrite a's. Either may be used elsewhere too: write `+=` for both.
  // wrong (overwritten, doubled, subtracted):
  //   if (a === b) a.grad = 2 * out.grad
  //   else { a.grad = out.grad; b.grad = out.grad }
  //   > This gets a + a by itself right, but it overwrites the gradients that come from other steps. With `+=` for
  //   > both, you need no special case.
  // wrong (overwritten, doubled, subtracted): a.grad -= out.grad; b.grad -= out.grad
  //   > You subtract what arrives. Add it: `+=`.
  // wrong (upstream missing): a.grad += 1; b.grad += 1
  //   > You add the local slopes alone. Multiply them by the upstream gradient, `out.grad`.
  // wrong (overwritten, doubled, subtracted): a.grad += 2 * out.grad; b.grad += 2 * out.grad
  //   > You add twice too much. Each use counts once.
  // wrong (a use forgotten): a.grad += out.grad
  //   > b gets nothing. The result moves with b too.
  // wrong (a use forgotten): b.grad += out.grad
  //   > a gets nothing. The result moves with a too.
  // wrong (stale or aliased): a.grad += out.grad; b.grad += out.grad; out.grad = 0
  //   > You set `out.grad` to 0. Leave it: the result keeps its gradient when it passes it on.
}

// %% out = a * b
// hint: It's the same as for the sum.
// hint: The local slopes are right: b for a, and a for b. What's wrong is the way they are written to `grad`.
// hint: `+=` in both lines.
export function mulBackward(out: Value, a: Value, b: Value): void {
  // answer
  a.grad += b.data * out.grad
  b.grad += a.data * out.grad
  // end answer
  // given (overwritten, doubled, subtracted):
  //   a.grad = b.data * out.grad
  //   b.grad = a.data * out.grad
  //   > Your rule overwrites the gradients that are there already. Add to them instead: `a.grad += …`, and the same
  //   > for b.
  // wrong (overwritten, doubled, subtracted): a.grad += b.data * out.grad; b.grad = a.data * out.grad
  //   > You add to a's gradient but overwrite b's. Either may be used elsewhere too: write `+=` for both.
  // wrong (overwritten, doubled, subtracted): a.grad = b.data * out.grad; b.grad += a.data * out.grad
  //   > You add to b's gradient but overwrite a's. Either may be used elsewhere too: write `+=` for both.
  // wrong (overwritten, doubled, subtracted):
  //   if (a === b) a.grad = 2 * a.data * out.grad
  //   else { a.grad = b.data * out.grad; b.grad = a.data * out.grad }
  //   > This gets a * a by itself right, but it overwrites the gradients that come from other steps. With `+=` for
  //   > both, you need no special case.
  // wrong (overwritten, doubled, subtracted): a.grad -= b.data * out.grad; b.grad -= a.data * out.grad
  //   > You subtract what arrives. Add it: `+=`.
  // wrong (upstream missing): a.grad += b.data; b.grad += a.data
  //   > You add the local slopes alone. Multiply them by the upstream gradient, `out.grad`.
  // wrong (local derivative missing): a.grad += out.grad; b.grad += out.grad
  //   > You pass the upstream gradient through unchanged. If you nudge a, a product moves b times as much.
  // wrong (wrong operand): a.grad += a.data * out.grad; b.grad += b.data * out.grad
  //   > You used each number as its own slope. The slope of a * b for a is the other number, b.
  // wrong (wrong operand): a.grad *= b.data * out.grad; b.grad *= a.data * out.grad
  //   > You multiply what arrives with what was there. Uses add up: `+=`.
  // wrong (a use forgotten): a.grad += b.data * out.grad
  //   > b gets nothing. The result moves with b too.
  // wrong (a use forgotten): b.grad += a.data * out.grad
  //   > a gets nothing. The result moves with a too.
  // wrong (stale or aliased): a.grad += b.data * out.grad; b.grad += a.data * out.grad; out.grad = 0
  //   > You set `out.grad` to 0. Leave it: the result keeps its gradient when it passes it on.
}

// %% [markdown]
// ## The backward pass
//
// `sweep` takes all steps, in the order in which they were made. It calls their rules from the last to the first.

// %% From the result to the start
export function sweep(steps: readonly Value[]): void {
  steps[steps.length - 1].grad = 1
  for (const step of steps.toReversed()) {
    if (step.rule !== null && step.a !== null && step.b !== null) step.rule(step, step.a, step.b)
  }
}

// %% [markdown]
// ## Blank 3: start at 0 again
//
// Adding up has a price. Training goes back through a formula again and again, with the same weights in it.
// Their gradients from last time are still there, and the new ones would be added on top. So before each
// backward pass you set the gradients to 0. In PyTorch that's `optimizer.zero_grad()`, and forgetting it is one
// of the most common mistakes.
//
// | Python | TypeScript |
// |---|---|
// | `for v in values: v.data = 1` | `for (const v of values) v.data = 1` |

// %% All gradients back to 0
// hint: Go through the list, and change one thing about each Value.
// hint: Their numbers stay. Only the gradients become 0.
// hint: `for (const v of values) v.… = 0`
export function zeroGrad(values: readonly Value[]): void {
  // answer
  for (const v of values) v.grad = 0
  // end answer
  // wrong (wrong operand): for (const v of values) v.data = 0
  //   > You set the numbers to 0. Set `v.grad` to 0, and leave `v.data` as it is.
  // wrong (wrong operand): for (const v of values) { v.data = 0; v.grad = 0 }
  //   > You set the numbers to 0 as well. Set only `v.grad` to 0, and leave `v.data` as it is.
  // wrong (sign, factor): for (const v of values) v.grad = 1
  //   > You set the gradients to 1. Only the result starts with 1, and `sweep` takes care of that. All others start
  //   > at 0.
  // wrong (a use forgotten): values[0].grad = 0
  //   > Only the first gradient is 0 now. Go through the whole list.
  // wrong (stale or aliased): values.map(v => new Value(v.data))
  //   > The gradients haven't changed. Write to `v.grad` of each Value in the list itself.
  // wrong (stale or aliased): for (let { grad } of values) grad = 0
  //   > The gradients haven't changed. Write to `v.grad` of each Value in the list itself.
  // wrong (a use forgotten): for (const v of values) if (v.rule === null) v.grad = 0
  //   > The gradient of a * b hasn't changed. Set every Value in the list to 0, even if it was made from others.
  // wrong (wrong operand): for (const v of values) { v.grad = 0; if (v.a !== null) v.a.grad = 0; if (v.b !== null) v.b.grad = 0 }
  //   > You also set a gradient to 0 whose Value isn't in the list. Change only what's in the list.
  // wrong (-): for (let i = 0; i < 3; i++) values[i].grad = 0
}

// %% check
import type { Check, Pair } from 'backprop-ninja'

type Learner = Pick<typeof import('./02_used_twice.ts'), 'Value' | 'addBackward' | 'mulBackward' | 'zeroGrad'>

export const check: Check<Learner> = (learner, { g }) => {
  const [a, b, up] = [1.5 + g.random() / 2, -3 - g.random(), 0.3 + g.random() / 2]
  const [had, has] = [2 + g.random(), 4 + g.random()]
  const make = (...numbers: number[]) => numbers.map(number => new learner.Value(number))
  const grads = (values: readonly Value[]) => values.map(v => v.grad)
  /** The gradient of a in a formula of nothing but a. */
  const alone = (method: 'add' | 'mul', times: number) => () => {
    const steps = make(a)
    for (let i = 1; i < times; i++) steps.push(steps[i - 1][method](steps[0]))
    sweep(steps)
    return steps[0].grad
  }
  /** The formula of the picture, its sum or its product made first. */
  const diamond = (first: 'sum' | 'product') => () => {
    const [x, y] = make(-2, 3)
    const parts = first === 'sum' ? [x.add(y), x.mul(y)] : [x.mul(y), x.add(y)]
    sweep([...parts, parts[0].mul(parts[1])])
    return grads([x, y])
  }
  const ofRule = (blank: 'addBackward' | 'mulBackward'): Pair[] => {
    /** What is called with gradients that are there. */
    const called = () => {
      const [x, y, out] = make(a, b, 0)
      x.grad = had
      y.grad = has
      out.grad = up
      learner[blank](out, x, y)
      return [x, y, out]
    }
    return [
      { name: `${blank}, on top of gradients that are there`, blank, learner: () => grads(called().slice(0, 2)) },
      {
        name: `${blank}: out.grad, and the numbers of a and b, after it`,
        blank,
        learner: () => {
          const [x, y, out] = called()
          return [out.grad, x.data, y.data]
        },
      },
    ]
  }
  const zeroed = () => {
    const values = make(a, b, had)
    for (const [i, v] of values.entries()) v.grad = i + up
    learner.zeroGrad(values)
    return values
  }
  return [
    {
      name: 'a + a: a.grad',
      blank: 'addBackward',
      learner: alone('add', 2),
      expected: 2,
      learned: 'nobody looked whether a and b are the same Value',
    },
    {
      name: 'f = (a * b) * (a + b), sum made first: a.grad, b.grad',
      blank: 'addBackward',
      learner: diamond('sum'),
      expected: [-3, -8],
    },
    { name: 'a + a + … + a, ten times: a.grad', blank: 'addBackward', learner: alone('add', 10), expected: 10 },
    ...ofRule('addBackward'),
    {
      name: 'a * a: a.grad',
      blank: 'mulBackward',
      learner: alone('mul', 2),
      expected: 2 * a,
      learned: 'the slope of a² is 2a',
    },
    {
      name: 'f = (a * b) * (a + b), product made first: a.grad, b.grad',
      blank: 'mulBackward',
      learner: diamond('product'),
      expected: [-3, -8],
    },
    {
      name: 'a * a * … * a, ten times: a.grad',
      blank: 'mulBackward',
      learner: alone('mul', 10),
      expected: 10 * a ** 9,
      learned: '10 times a to the power of 9, and nobody told it that rule',
    },
    ...ofRule('mulBackward'),
    {
      name: 'zeroGrad(values): their gradients',
      blank: 'zeroGrad',
      learner: () => grads(zeroed()),
      expected: [0, 0, 0],
    },
    {
      name: 'zeroGrad(values): their numbers',
      blank: 'zeroGrad',
      learner: () => zeroed().map(v => v.data),
    },
    {
      name: 'zeroGrad of a * b and a: their gradients, and that of b',
      blank: 'zeroGrad',
      learner: () => {
        const [x, y] = make(a, b)
        const all = [x.mul(y), x, y]
        for (const [i, v] of all.entries()) v.grad = i === 1 ? -up : had + i
        learner.zeroGrad([all[0], x])
        return grads(all)
      },
    },
    {
      name: 'two backward passes, zeroGrad between: a.grad, b.grad',
      blank: 'zeroGrad',
      learner: () => {
        const [x, y] = make(a, b)
        sweep([x.mul(y)])
        learner.zeroGrad([x, y])
        sweep([x.mul(y)])
        return grads([x, y])
      },
      expected: [b, a],
      learned: 'without it they would be twice as large, and three times after the next backward pass',
    },
  ]
}
