// %% [markdown]
// # 02 · Used twice
//
// Below is the autograd of exercise 01. It is wrong. All formulas that you tried there use each number once. Now
// take
//
//     s = a + a
//
// Nudge a by t, and s moves by 2t: the gradient of a is 2. What does the rule of a sum do? It is called with `a` and
// `b` being the **same** Value, and sets its gradient to 1. Twice.
//
// It need not be so plain. Here a and b are each used in two steps, e and d:
//
//     a -2 --+--> mul --> d -6 --+
//            |     |             mul --> f -6
//            +--> add --> e 1 ---+
//     b  3 --+                             (b goes into both steps too)
//
// A nudge of a travels along both ways at once. What arrives at f by the one way and by the other **adds up**, so the
// gradient of a is the sum of what comes back by each of its uses. A rule cannot know whether it is the first one to
// write to `a.grad`, nor whether another will follow.

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
// ## Blanks 1 and 2: mend the rules
//
// These two stand here as you may have written them in exercise 01. They are wrong; put them right. (If yours were right
// there already: good, write them again.)

// %% out = a + b
// hint: What becomes of the gradient that a has got from another step already?
// hint: `=` throws away what was there. What arrives is to be added to it.
// hint: Python's `x += 1` is `x += 1` here too. A new Value begins with `grad = 0`, so that nothing is in the way.
export function addBackward(out: Value, a: Value, b: Value): void {
  // answer
  a.grad += out.grad
  b.grad += out.grad
  // end answer
  // given (overwritten, doubled, subtracted):
  //   a.grad = out.grad
  //   b.grad = out.grad
  // wrong (overwritten, doubled, subtracted): a.grad += out.grad; b.grad = out.grad
  // wrong (overwritten, doubled, subtracted): a.grad = out.grad; b.grad += out.grad
  // wrong (overwritten, doubled, subtracted):
  //   if (a === b) a.grad = 2 * out.grad
  //   else { a.grad = out.grad; b.grad = out.grad }
  // wrong (overwritten, doubled, subtracted): a.grad -= out.grad; b.grad -= out.grad
  // wrong (upstream missing): a.grad += 1; b.grad += 1
  // wrong (overwritten, doubled, subtracted): a.grad += 2 * out.grad; b.grad += 2 * out.grad
  // wrong (a use forgotten): a.grad += out.grad
  // wrong (stale or aliased): a.grad += out.grad; b.grad += out.grad; out.grad = 0
}

// %% out = a * b
// hint: The same as for the sum.
// hint: The local slopes are right: b for a, and a for b. Only where they are written to is not.
// hint: `+=` in both lines.
export function mulBackward(out: Value, a: Value, b: Value): void {
  // answer
  a.grad += b.data * out.grad
  b.grad += a.data * out.grad
  // end answer
  // given (overwritten, doubled, subtracted):
  //   a.grad = b.data * out.grad
  //   b.grad = a.data * out.grad
  // wrong (overwritten, doubled, subtracted): a.grad += b.data * out.grad; b.grad = a.data * out.grad
  // wrong (overwritten, doubled, subtracted): a.grad = b.data * out.grad; b.grad += a.data * out.grad
  // wrong (overwritten, doubled, subtracted):
  //   if (a === b) a.grad = 2 * a.data * out.grad
  //   else { a.grad = b.data * out.grad; b.grad = a.data * out.grad }
  // wrong (overwritten, doubled, subtracted): a.grad -= b.data * out.grad; b.grad -= a.data * out.grad
  // wrong (upstream missing): a.grad += b.data; b.grad += a.data
  // wrong (local derivative missing): a.grad += out.grad; b.grad += out.grad
  // wrong (wrong operand): a.grad += a.data * out.grad; b.grad += b.data * out.grad
  // wrong (wrong operand): a.grad *= b.data * out.grad; b.grad *= a.data * out.grad
  // wrong (stale or aliased): a.grad += b.data * out.grad; b.grad += a.data * out.grad; out.grad = 0
}

// %% [markdown]
// ## The way back
//
// `sweep` is handed all steps in the order in which they were made. It calls their rules from the last to the first.

// %% From the result to the start
export function sweep(steps: readonly Value[]): void {
  steps[steps.length - 1].grad = 1
  for (const step of steps.toReversed()) {
    if (step.rule !== null && step.a !== null && step.b !== null) step.rule(step, step.a, step.b)
  }
}

// %% [markdown]
// ## Blank 3: start afresh
//
// Adding up has a price. A training goes back through a formula again and again, with the same weights in it, and their
// gradients of the last time are still there: the new ones would be added on top. So before each way back the gradients
// are set to 0. In PyTorch this is `optimizer.zero_grad()`, and leaving it out is one of the most common mistakes.
//
// | Python | TypeScript |
// |---|---|
// | `for v in values: v.data = 1` | `for (const v of values) v.data = 1` |

// %% All gradients back to 0
// hint: Go through the list, and change one thing of each Value.
// hint: Their numbers stay. What is to be 0 is the gradient.
// hint: `for (const v of values) v.… = 0`
export function zeroGrad(values: readonly Value[]): void {
  // answer
  for (const v of values) v.grad = 0
  // end answer
  // wrong (wrong operand): for (const v of values) v.data = 0
  // wrong (wrong operand): for (const v of values) { v.data = 0; v.grad = 0 }
  // wrong (sign, factor): for (const v of values) v.grad = 1
  // wrong (a use forgotten): values[0].grad = 0
  // wrong (stale or aliased): values.map(v => new Value(v.data))
  // wrong (stale or aliased): for (let { grad } of values) grad = 0
  // wrong (a use forgotten): for (const v of values) if (v.rule === null) v.grad = 0
  // wrong (-): for (const v of values) { v.grad = 0; if (v.a !== null) v.a.grad = 0; if (v.b !== null) v.b.grad = 0 }
  // wrong (-): for (let i = 0; i < 3; i++) values[i].grad = 0
}

// %% check
import type { Check, Pair, Slip } from 'backprop-ninja'

interface Learner {
  Value: typeof Value
  addBackward: typeof addBackward
  mulBackward: typeof mulBackward
  zeroGrad: typeof zeroGrad
}

const ONLY_LAST = 'What a had got before is gone: a gradient was overwritten. Add to it: `a.grad += …`, and the same for b.'
const DOUBLED = 'This is twice as much as it should be. Each use of a counts once; the rule is called once for each.'
const MINUS = 'What arrives is taken away. It is to be added: `+=`.'

const overwritten = (value: number | number[], message = ONLY_LAST): Slip => ({
  family: 'overwritten, doubled, subtracted',
  value,
  message,
})

export const check: Check<Learner> = (learner, { g }) => {
  const [a, b, up] = [1.5 + g.random() / 2, -3 - g.random(), 0.3 + g.random() / 2]
  const [had, has] = [2 + g.random(), 4 + g.random()]
  /** What a rule makes of gradients that were there. */
  const onTop = (rule: 'addBackward' | 'mulBackward') => () => {
    const [x, y, out] = [a, b, 0].map(data => new learner.Value(data))
    x.grad = had
    y.grad = has
    out.grad = up
    learner[rule](out, x, y)
    return [x.grad, y.grad]
  }
  /** The gradient of a in a formula of nothing but a. */
  const alone = (method: 'add' | 'mul', times: number, data: number) => () => {
    const x = new learner.Value(data)
    const steps = [x]
    for (let i = 1; i < times; i++) steps.push(steps[i - 1][method](x))
    sweep(steps)
    return x.grad
  }
  /** The diamond, its sum or its product made first. */
  const diamond = (first: 'sum' | 'product') => () => {
    const [x, y] = [new learner.Value(-2), new learner.Value(3)]
    const parts = first === 'sum' ? [x.add(y), x.mul(y)] : [x.mul(y), x.add(y)]
    sweep([...parts, parts[0].mul(parts[1])])
    return [x.grad, y.grad]
  }
  const leaves = (blank: 'addBackward' | 'mulBackward'): Pair => ({
    name: `${blank}: out.grad, and the numbers of a and b, after it`,
    blank,
    learner: () => {
      const [x, y, out] = [a, b, 0].map(data => new learner.Value(data))
      out.grad = up
      learner[blank](out, x, y)
      return [out.grad, x.data, y.data]
    },
    expected: [up, a, b],
    slips: [
      { family: 'stale or aliased', value: [0, a, b], message: 'You set `out.grad` to 0. It is the gradient of the result, and stays: it is passed on, not given away.' },
    ],
  })
  /** Two numbers and their product; the gradients of the product and of a are to be 0. */
  const inner = () => {
    const [x, y] = [new learner.Value(a), new learner.Value(b)]
    const all = [x.mul(y), x, y]
    for (const [i, v] of all.entries()) v.grad = i === 1 ? -up : had + i
    learner.zeroGrad([all[0], x])
    return all.map(v => v.grad)
  }
  const afresh = () => {
    const values = [a, b, had].map(data => new learner.Value(data))
    for (const [i, v] of values.entries()) v.grad = i + up
    learner.zeroGrad(values)
    return values
  }
  const again = (zero: boolean) => () => {
    const [x, y] = [new learner.Value(a), new learner.Value(b)]
    const go = () => sweep([x.mul(y)])
    go()
    if (zero) learner.zeroGrad([x, y])
    go()
    return [x.grad, y.grad]
  }
  const both = (values: readonly [number, number], message: string, family: Slip['family']): Slip => ({
    family,
    value: [...values],
    message,
  })
  const topRow = (blank: 'addBackward' | 'mulBackward', [x, y]: readonly [number, number]): Pair => ({
    name: `${blank}, on top of ${blank === 'addBackward' ? 'gradients' : 'others'} that are there`,
    blank,
    learner: onTop(blank),
    expected: [had + x, has + y],
    slips: [
      overwritten([x, y]),
      overwritten([had + x, y], 'a gets it added, b overwritten. Both may be used elsewhere too: `+=` for both.'),
      overwritten([x, has + y], 'b gets it added, a overwritten. Both may be used elsewhere too: `+=` for both.'),
      overwritten([had - x, has - y], MINUS),
      overwritten([had + 2 * x, has + 2 * y], DOUBLED),
      both([had + x / up, has + y / up], 'Added are the local slopes alone. Times what comes from above, `out.grad`.', 'upstream missing'),
      both([had + x, has], 'b got nothing. The result moves with b too.', 'a use forgotten'),
      both([had, has + y], 'a got nothing. The result moves with a too.', 'a use forgotten'),
      ...(blank === 'addBackward'
        ? []
        : [
            both([had + up, has + up], 'What comes from above is passed on as it is. In a product a nudge of a counts b times.', 'local derivative missing'),
            both([had + a * up, has + b * up], 'Each got its own number as the slope. The slope of a * b by a is b.', 'wrong operand'),
            both([had * x, has * y], 'What arrives is multiplied with what was there. Uses add up: `+=`.', 'wrong operand'),
          ]),
    ],
  })
  return [
    {
      name: 'a + a: a.grad',
      blank: 'addBackward',
      learner: alone('add', 2, a),
      expected: 2,
      slips: [
        overwritten(1, 'a is used twice, and the second use overwrites the first. Add to what is there, to b as well as to a: `a.grad += …`, `b.grad += …`.'),
        overwritten(-2, MINUS),
        overwritten(4, DOUBLED),
      ],
      learned: 'nobody looked whether a and b are the same Value',
    },
    {
      name: 'f = (a * b) * (a + b), sum made first: a.grad, b.grad',
      blank: 'addBackward',
      learner: diamond('sum'),
      expected: [-3, -8],
      slips: [overwritten([-6, -6], ONLY_LAST)],
    },
    { name: 'a + a + … + a, ten times: a.grad', blank: 'addBackward', learner: alone('add', 10, a), expected: 10, slips: [overwritten(1), overwritten(2)] },
    topRow('addBackward', [up, up]),
    leaves('addBackward'),
    {
      name: 'a * a: a.grad',
      blank: 'mulBackward',
      learner: alone('mul', 2, a),
      expected: 2 * a,
      slips: [
        overwritten(a, 'a is used twice, and the second use overwrites the first. Add to what is there, to b as well as to a: `a.grad += …`, `b.grad += …`.'),
        overwritten(-2 * a, MINUS),
      ],
      learned: 'the slope of a² is 2a',
    },
    {
      name: 'f = (a * b) * (a + b), product made first: a.grad, b.grad',
      blank: 'mulBackward',
      learner: diamond('product'),
      expected: [-3, -8],
      slips: [overwritten([3, -2], ONLY_LAST)],
    },
    {
      name: 'a * a * … * a, ten times: a.grad',
      blank: 'mulBackward',
      learner: alone('mul', 10, a),
      expected: 10 * a ** 9,
      slips: [overwritten(a ** 9), overwritten(2 * a ** 9)],
      learned: '10 times a to the power of 9, and nobody told it that rule',
    },
    topRow('mulBackward', [b * up, a * up]),
    leaves('mulBackward'),
    {
      name: 'zeroGrad(values): their gradients',
      blank: 'zeroGrad',
      learner: () => afresh().map(v => v.grad),
      expected: [0, 0, 0],
      slips: [
        { family: 'stale or aliased', value: [up, 1 + up, 2 + up], message: 'The gradients are as they were. Write to `v.grad` of each Value in the list itself.' },
        { family: 'a use forgotten', value: [0, 1 + up, 2 + up], message: 'Only the first gradient is 0. Go through the whole list.' },
        { family: 'sign, factor', value: [1, 1, 1], message: 'They are 1 now. 1 is where the result starts; all others start at 0.' },
      ],
    },
    {
      name: 'zeroGrad(values): their numbers',
      blank: 'zeroGrad',
      learner: () => afresh().map(v => v.data),
      expected: [a, b, had],
      slips: [
        { family: 'wrong operand', value: [0, 0, 0], message: 'The numbers themselves are gone. What is to be 0 is `v.grad`; `v.data` stays.' },
      ],
    },
    {
      name: 'zeroGrad of a * b and a: their gradients, and that of b',
      blank: 'zeroGrad',
      learner: inner,
      expected: [0, 0, had + 2],
      slips: [
        { family: 'a use forgotten', value: [had, 0, had + 2], message: 'The gradient of a * b is as it was. Every Value in the list starts afresh, whether it was made from others or not.' },
      ],
    },
    {
      name: 'two ways back, zeroGrad between: a.grad, b.grad',
      blank: 'zeroGrad',
      learner: again(true),
      expected: [b, a],
      slips: [
        { family: 'stale or aliased', value: [2 * b, 2 * a], message: 'The gradients of the first time are still there, and the second ones came on top.' },
        { family: 'sign, factor', value: [b + 1, a + 1], message: 'They started with 1 the second time. 1 is where the result starts; all others start at 0.' },
      ],
      learned: 'without it they would be twice as large, and three times after the next step',
    },
  ]
}
