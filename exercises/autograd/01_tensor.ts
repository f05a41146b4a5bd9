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
import { type Tensor, TODO, zerosLike } from 'backprop-ninja'

// %% [markdown]
// ## Blank 1: unbroadcast
//
// You wrote this function in broadcasting/05: from a gradient in the shape of the result to one in the shape of
// the tensor. Copy your own lines. If you haven't done that exercise, do it first: its text explains the two
// kinds of dimensions to sum over.

// %% Any gradient into the shape of its tensor
export function unbroadcast(gradient: Tensor, shape: readonly number[]): Tensor {
  return TODO() // (shape)
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

  receive(gradient: Tensor): void {
    return TODO()
  }

  add(other: Value): Value {
    return new Value(this.data.add(other.data), [this, other], g => [g, g])
  }

  mul(other: Value): Value {
    return TODO()
  }
}

// %% [markdown]
// ## What you have
//
// PyTorch does the same. Each tensor that was computed has its rule, in an attribute called grad_fn, which knows the
// rules before it. Where a tensor was broadcast, autograd sums its gradient down to size. You've written that part.
