// %% [markdown]
// # 01 · A tensor that remembers
//
// In micrograd you built an autograd of numbers. In broadcasting you went backward through tensors, by hand. In
// this track you put the two together: an autograd **of tensors**. It's what PyTorch has inside, and at the end
// it trains a network on names.
//
// A `Value` now holds a tensor. It remembers four things:
//
//     data      the tensor
//     grad      its gradient, a tensor of the same shape: all zeros at first
//     inputs    the Values that it was made from, as a list
//     rule      a function: from the upstream gradient to a list with one gradient for each input
//
// In micrograd, a rule wrote into `a.grad` and `b.grad`. Here a rule only **returns** gradients. Then every
// gradient goes through one method, `receive`, on its way into `grad`. Look at `add`, which is finished:
//
//     add(other) { return new Value(this.data.add(other.data), [this, other], g => [g, g]) }
//
// `g` is the upstream gradient, in the shape of the result. `g => [g, g]` is Python's `lambda g: [g, g]`. Both
// inputs get `g`, and that isn't quite right yet: `add` broadcasts.
//
//     x (3, 4) --+
//                add --> y (3, 4)        the rule gives b a gradient of shape (3, 4),
//     b    (4) --+                       and b needs (4)
//
// So a rule gives each input a gradient in the shape of the **result**, and `receive` brings it into the shape
// of the **input**. No rule needs to know about broadcasting.
//
// You don't change a tensor, you replace it: `x = x.add(y)`, not `x.add(y)` alone.

// %%
import { type Tensor, zerosLike } from 'backprop-ninja'

// %% [markdown]
// ## Blank 1: unbroadcast
//
// You wrote this function in broadcasting/05: from a gradient in the shape of the result to one in the shape of
// the tensor. Copy your own lines. If you haven't done that exercise, do it first: its text explains the two
// kinds of dimensions to sum over.

// %% Any gradient into the shape of its tensor
// hint: What the forward pass copies, the backward pass sums. Two kinds of dimensions were copied: which?
// hint: Those in front, which the tensor doesn't have: sum over dimension 0 until they're gone. Then those where
//       the tensor has size 1: sum over them, and keep them.
// hint: let g = gradient; while (g.shape.length > shape.length) g = g.sum(...). Then a loop over d: where
//       shape[d] is 1, g becomes g.sum(...), with { keepdim: true }.
export function unbroadcast(gradient: Tensor, shape: readonly number[]): Tensor {
  // answer (shape)
  let g = gradient
  while (g.shape.length > shape.length) g = g.sum(0)
  for (let d = 0; d < shape.length; d++) {
    if (shape[d] === 1) g = g.sum(d, { keepdim: true })
  }
  return g
  // end answer
  // wrong (reduction): return gradient
  //   > You return the gradient as it came. What was copied in the forward pass is summed in the backward pass.
  // wrong (reduction):
  //   let g = gradient
  //   while (g.shape.length > shape.length) g = g.sum(0)
  //   return g
  //   > You only sum the dimensions in front. Where the tensor has size 1, it was copied too: sum over that dimension
  //   > and keep it.
  // wrong (reduction):
  //   let g = gradient
  //   for (let d = 0; d < shape.length; d++) if (shape[d] === 1) g = g.sum(d, { keepdim: true })
  //   return g
  //   > The dimensions in front are still there. Sum over dimension 0 until there are as many dimensions as in `shape`.
  // wrong (reduction):
  //   let g = gradient
  //   if (g.shape.length > shape.length) g = g.sum(0)
  //   for (let d = 0; d < shape.length; d++) if (shape[d] === 1) g = g.sum(d, { keepdim: true })
  //   return g
  //   > You remove at most one dimension in front. There can be more: use `while` instead of `if`.
  // wrong (shape):
  //   let g = gradient
  //   while (g.shape.length > shape.length) g = g.sum(-1)
  //   for (let d = 0; d < shape.length; d++) if (shape[d] === 1) g = g.sum(d, { keepdim: true })
  //   return g
  //   > You sum dimensions away at the right end. Shapes line up at their right ends, so the extra ones are on the
  //   > left: sum over dimension 0.
  // wrong (shape):
  //   let g = gradient
  //   while (g.shape.length > shape.length) g = g.sum(0)
  //   for (let d = 0; d < shape.length; d++) if (shape[d] === 1) g = g.sum(d)
  //   return g
  //   > You dropped a dimension of size 1. The tensor has it, so its gradient has it too: use { keepdim: true }.
  // wrong (order):
  //   let g = gradient
  //   for (let d = 0; d < shape.length; d++) if (shape[d] === 1) g = g.sum(d, { keepdim: true })
  //   while (g.shape.length > shape.length) g = g.sum(0)
  //   return g
  //   > You summed the dimensions of size 1 while those in front were still there, so d meant another dimension. Sum
  //   > the front away first.
  // wrong (reduction):
  //   let g = gradient
  //   while (g.shape.length > shape.length) g = g.mean(0)
  //   for (let d = 0; d < shape.length; d++) if (shape[d] === 1) g = g.mean(d, { keepdim: true })
  //   return g
  //   > You took a mean. Each copy has its own effect on the loss, and effects add up: use a sum.
}

// %% [markdown]
// ## Blanks 2 and 3: receive and mul
//
// `receive(gradient)` is called once for each use of this Value, with what comes back from that use. It has two
// jobs. You know both from the earlier tracks: one is about shape, the other about a Value that's used twice. It
// returns nothing: replace its `return TODO()` with a line that sets `this.grad`.
//
// `mul` is like `add`, with another tensor and another rule. A rule may use `this.data` and `other.data`.

// %% A tensor that remembers how it was made
/** From the upstream gradient to a list: one gradient for each input. */
export type Rule = (g: Tensor) => Tensor[]

export class Value {
  data: Tensor
  grad: Tensor
  readonly inputs: readonly Value[]
  readonly rule: Rule

  // Without inputs and a rule, it's a tensor that you wrote down: nothing goes back any further.
  constructor(data: Tensor, inputs: readonly Value[] = [], rule: Rule = () => []) {
    this.data = data
    this.grad = zerosLike(data)
    this.inputs = inputs
    this.rule = rule
  }

  // hint: Two questions. Is the gradient in the shape of this tensor? And what's in `this.grad` already?
  // hint: Bring the gradient into the shape of `this.data` with your unbroadcast. Then add it to what's there.
  // hint: this.grad = this.grad.add(...), and inside it unbroadcast(gradient, ...).
  receive(gradient: Tensor): void {
    // answer
    this.grad = this.grad.add(unbroadcast(gradient, this.data.shape))
    // end answer
    // wrong (overwritten, doubled, subtracted): this.grad = unbroadcast(gradient, this.data.shape)
    //   > You overwrite what other uses of this Value have sent already. Add to it: what micrograd wrote as `+=`.
    // wrong (reduction): this.grad = this.grad.add(gradient)
    //   > The gradient of a broadcast tensor came in the shape of the result, and you added it like that. First bring it
    //   > into the shape of this tensor: unbroadcast, with `this.data.shape`.
    // wrong (reduction): this.grad = gradient
    //   > Two things are missing: unbroadcast, for the shape, and adding to what other uses have sent already.
    // wrong (a use forgotten): this.grad.add(unbroadcast(gradient, this.data.shape))
    //   > Nothing was stored. `add` returns a new tensor and changes none: `this.grad = this.grad.add(…)`.
    // wrong (reduction): this.grad = this.grad.add(unbroadcast(gradient, gradient.shape))
    //   > The gradient of a broadcast tensor came in the shape of the result, and you added it like that. First bring it
    //   > into the shape of this tensor: unbroadcast, with `this.data.shape`.
    // wrong (order): this.grad = unbroadcast(this.grad.add(gradient), this.data.shape)
    //   > You added first and summed afterwards. So what was in `grad` was copied to the shape of the result, and counted
    //   > once for each copy. Sum the gradient that arrives, then add.
    // wrong (overwritten, doubled, subtracted): this.grad = this.grad.sub(unbroadcast(gradient, this.data.shape))
    //   > You subtract what arrives. What comes back from several uses adds up.
    // wrong (stale or aliased): this.data = this.data.add(unbroadcast(gradient, this.data.shape))
    //   > You added the gradient to the tensor itself, `data`. It belongs in `grad`.
    // wrong (stale or aliased):
    //   const mine = unbroadcast(gradient, this.data.shape)
    //   this.grad = this.grad.add(mine)
    //   gradient.data.fill(0)
    //   > You changed the numbers of the gradient that you were given. Other inputs of the same step get the same tensor.
  }

  add(other: Value): Value {
    return new Value(this.data.add(other.data), [this, other], g => [g, g])
  }

  // hint: Its data is the product of two tensors. What does the rule send to each input?
  // hint: In the rule of a product, the gradient of one factor is the upstream gradient times the other factor.
  // hint: return new Value(this.data.mul(other.data), [this, other], g => [g.mul(...), g.mul(...)])
  mul(other: Value): Value {
    // answer
    return new Value(this.data.mul(other.data), [this, other], g => [g.mul(other.data), g.mul(this.data)])
    // end answer
    // wrong (wrong operand): return new Value(this.data.mul(other.data), [this, other], g => [g.mul(other), g.mul(this)])
    //   > You multiplied a tensor by a Value. A rule computes with tensors: `other.data` and `this.data`.
    // wrong (shape): return new Value(this.data.mul(other.data), [this, other], g => g.mul(other.data))
    //   > Your rule returns a tensor. It must return a list with one gradient for each input: `g => […, …]`.
    // wrong (wrong operand): return new Value(this.data.mul(other.data), [this, other], g => [g.mul(this.data), g.mul(other.data)])
    //   > You gave each factor its own number as slope. Nudge `this`, and the product moves `other` times as much: swap
    //   > the two.
    // wrong (upstream missing): return new Value(this.data.mul(other.data), [this, other], () => [other.data, this.data])
    //   > These are the slopes alone. Multiply each by the upstream gradient, `g`.
    // wrong (local derivative missing): return new Value(this.data.mul(other.data), [this, other], g => [g, g])
    //   > This is the rule of a sum. Nudge one factor, and the product moves by the other factor times as much.
    // wrong (wrong operand): return new Value(this.data.add(other.data), [this, other], g => [g.mul(other.data), g.mul(this.data)])
    //   > The rule is that of a product, but you added the two tensors.
    // wrong (a use forgotten): return new Value(this.data.mul(other.data))
    //   > Your new Value doesn't remember how it was made. Give its constructor the inputs and a rule.
    // wrong (a use forgotten): return new Value(this.data.mul(other.data), [this, other])
    //   > Your new Value has no rule. Give its constructor one, after the list of inputs: `g => […, …]`.
    // wrong (a use forgotten): return new Value(this.data.mul(other.data), [this], g => [g.mul(other.data)])
    //   > The other factor gets nothing. Both are inputs, and the rule returns a gradient for each.
    // wrong (order): return new Value(this.data.mul(other.data), [this, other], g => [unbroadcast(g, this.data.shape).mul(other.data), unbroadcast(g, other.data.shape).mul(this.data)])
    //   > You summed before you multiplied. Each copy meets its own number of the other factor: multiply first.
    //   > Summing can be left to receive.
    // wrong (wrong operand): return new Value(this.data.mul(other.data), [this, other], g => [g.mul(other.grad), g.mul(this.grad)])
    //   > You multiplied by gradients, and they're still zero. The slope is the other factor's number: `.data`.
    // wrong (reduction): return new Value(this.data.mul(other.data), [this, other], g => [g.mul(other.data.sum()), g.mul(this.data.sum())])
    //   > You summed a factor before multiplying. Each number of g meets the number in the same place of the other
    //   > factor.
    // wrong (stale or aliased): this.data = this.data.mul(other.data); return new Value(this.data, [this, other], g => [g.mul(other.data), g.mul(this.data)])
    //   > You replaced this Value's own tensor with the product. Other steps still need it: only the new Value gets the
    //   > product.
  }
}

// %% [markdown]
// ## What you have
//
// PyTorch does the same. Each tensor that was computed has its rule, in an attribute called grad_fn, which knows the
// rules before it. Where a tensor was broadcast, autograd sums its gradient down to size. You've written that part.

// %% check
import { type Check, full, ones, type Pair } from 'backprop-ninja'
import { gradientOf } from './nudging.ts'

type Learner = Pick<typeof import('./01_tensor.ts'), 'Value' | 'unbroadcast'>
type Shape = readonly number[]

const text = (shape: Shape) => `(${shape.join(', ')})`

const copied: readonly (readonly [from: Shape, to: Shape])[] = [
  [[3, 4], [3, 4]],
  [[3, 4], [4]],
  [[3, 4], [3, 1]],
  [[5, 3, 4], []],
  [[4, 4], [4]],
  [[3, 3, 3], [3, 1]],
  [[5, 2, 3, 4], [2, 1, 4]],
  [[2, 3], [1]],
  [[2, 1, 4], [1, 1]],
]

const factors: readonly (readonly [a: Shape, b: Shape])[] = [
  [[3, 4], [3, 4]],
  [[3, 4], [4]],
  [[3, 1], [1, 4]],
  [[], [3, 2]],
  [[1], [3, 1]],
]

export const check: Check<Learner> = (learner, { g }) => {
  const value = (data: Tensor) => new learner.Value(data.clone())
  const spread: Pair[] = [
    ...copied.map(([from, to]) => {
      const gradient = g.randn(...from)
      return {
        name: `unbroadcast ${text(from)} to ${text(to)}`,
        blank: 'unbroadcast',
        learner: () => learner.unbroadcast(gradient.clone(), [...to]),
      }
    }),
    {
      name: 'unbroadcast, ones of (5, 3, 4) to (3, 1)',
      blank: 'unbroadcast',
      learner: () => learner.unbroadcast(ones(5, 3, 4), [3, 1]),
      expected: full([3, 1], 20),
    },
  ]
  const received = (shape: Shape, arriving: readonly Shape[]): Pair => {
    const gradients = arriving.map(one => g.randn(...one))
    const up = g.randn(...shape)
    return {
      name: `${text(shape)} receives ${arriving.map(text).join(', then ')}`,
      blank: 'Value.receive',
      learner: () => {
        const x = value(up)
        for (const gradient of gradients) x.receive(gradient.clone())
        return x.grad
      },
      // A tensor that is broadcast and weighted by each gradient: its slope by nudging is the sum of what comes back.
      expected: () =>
        gradientOf(at => gradients.reduce((sum, one) => sum.add(at.mul(one).sum()), up.sum().mul(0)), up, 1),
    }
  }
  const given = g.randn(3, 4)
  const [p, q] = [g.randn(2, 3), g.randn(3)]
  return [
    ...spread,
    received([3, 4], [[3, 4]]),
    received([3, 4], [[3, 4], [3, 4]]),
    received([4], [[3, 4], [4]]),
    received([3, 1], [[3, 4], [5, 3, 4]]),
    received([1], [[1], [4, 1]]),
    received([], [[2, 3], []]),
    {
      name: 'the tensor, and the gradient that came, after receive',
      blank: 'Value.receive',
      learner: () => {
        const [x, gradient] = [value(q), given.index(0).clone()]
        const row = new learner.Value(gradient.clone())
        row.receive(given.clone())
        const arriving = p.clone()
        x.receive(arriving)
        return [x.data, row.data, arriving]
      },
      expected: [q, given.index(0), p],
    },
    ...factors.flatMap(([left, right]): Pair[] => {
      const [a, b] = [g.randn(...left), g.randn(...right)]
      const up = g.randn(...a.mul(b).shape)
      const name = `${text(left)} * ${text(right)}`
      return [
        {
          name: `${name}: its data`,
          blank: 'Value.mul',
          learner: () => value(a).mul(value(b)).data,
          expected: a.mul(b),
        },
        {
          name: `${name}: what each factor receives`,
          blank: 'Value.mul',
          learner: () => {
            const [x, y] = [value(a), value(b)]
            const out = x.mul(y)
            const gradients = out.rule(up.clone())
            for (const [i, input] of out.inputs.entries()) input.receive(gradients[i])
            return [x.grad, y.grad]
          },
          // The product is linear in each factor, so a large nudge has no error.
          expected: () => [
            gradientOf(at => at.mul(b).mul(up).sum(), a, 1),
            gradientOf(at => a.mul(at).mul(up).sum(), b, 1),
          ],
        },
      ]
    }),
    {
      name: 'a * b: made from, and how many gradients its rule returns',
      blank: 'Value.mul',
      learner: () => {
        const [x, y] = [value(p), value(q)]
        const out = x.mul(y)
        const called = out.inputs.map(input => (input === x ? 'a' : input === y ? 'b' : 'another Value'))
        return [called.sort().join(' and '), out.rule(p.clone()).length]
      },
      expected: ['a and b', 2],
    },
    {
      name: 'a * a: what a receives',
      blank: 'Value.mul',
      learner: () => {
        const x = value(p)
        const out = x.mul(x)
        for (const [i, gradient] of out.rule(onesOf(p)).entries()) out.inputs[i].receive(gradient)
        return x.grad
      },
      expected: p.mul(2),
      learned: 'the slope of a² is 2a: two uses of one Value, added up',
    },
    {
      name: 'a * b: a and b themselves, after it',
      blank: 'Value.mul',
      learner: () => {
        const [x, y] = [value(p), value(q)]
        x.mul(y)
        return [x.data, y.data, x.grad]
      },
      expected: [p, q, p.mul(0)],
    },
  ]
}

const onesOf = (x: Tensor): Tensor => ones(...x.shape)
