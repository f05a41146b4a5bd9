// %% [markdown]
// # 03 · The sweep
//
// Each step has its rule. Now write the loop that calls them all, from the loss back to the start. You need the
// same order as in micrograd:
//
//     a Value passes its gradient on only after all the Values that were made from it have passed on theirs.
//
// There you found that order by counting uses. This time, think about **when** the Values were made.
//
//     x  0 --+
//            mul --> h  2 --+----------------> add --> loss  4
//     w  1 --+              |                   |
//                           +--> mul --> m  3 --+
//                     (h times w)
//
// Each Value now has a `number`: how many were made before it. A step can only use what's there already. So
// every Value has a **larger** number than all its inputs, and if you sort by number, newest first, everything
// comes before what it was made from. You needn't count anything.
//
// Two things are left to do. You must find the Values, because not all that were ever made belong to this loss.
// And you must list each only once: h is used twice, but its rule is called once, when all of its gradient has
// arrived. If it were called at each visit, w and x would get a part twice.
//
// | Python | TypeScript |
// |---|---|
// | `found = {last}`, `found.add(v)` | `const found = new Set([last])`, `found.add(v)`: adding twice does no harm |
// | `for v in found:` | `for (const v of found) { … }`: what you add on the way gets its turn too |
// | `list(found)` | `[...found]` |
// | `sorted(values, key=lambda v: v.number)` | `values.sort((a, b) => a.number - b.number)`: the smallest first |
// | `for i, v in enumerate(values):` | `for (const [i, v] of values.entries()) { … }` |

// %%
import { onesLike, type Tensor, TODO, zerosLike } from 'backprop-ninja'

// %% [markdown]
// ## Blank 1: order
//
// Return a list of `last` and everything it was made from, however far back. Each Value is in it once, before
// all of its inputs. It must work for a formula of 40,000 steps, so your function can't call itself for each step:
// too many calls would be open at once.

// %% Everything that last was made from, newest first
export function order(last: Value): Value[] {
  return TODO()
}

// %% [markdown]
// ## Blank 2: backward
//
// The loss moves as much as you nudge it: its gradient is 1, in the shape of the loss (`onesLike`). From there, go
// along the order. Each Value calls its rule with its own gradient, and each of its inputs receives what the rule
// returns for it. Values that you wrote down yourself have a rule too: it returns an empty list.
//
// What you make is one pass. Make a new forward pass for each backward pass: if you went back twice from the same
// loss, the Values in between would pass on what's left of the first time once more. (PyTorch reports an error
// there.)

// %% All gradients
export function backward(loss: Value): void {
  return TODO()
}

// %% unbroadcast, as in exercise 01: nothing to do here
export function unbroadcast(gradient: Tensor, shape: readonly number[]): Tensor {
  let g = gradient
  while (g.shape.length > shape.length) g = g.sum(0)
  for (let d = 0; d < shape.length; d++) {
    if (shape[d] === 1) g = g.sum(d, { keepdim: true })
  }
  return g
}

// %% The Value of exercises 01 and 02. Only `number` is new; you needn't read the rest
export type Rule = (g: Tensor) => Tensor[]

/** How many Values there have been. */
let made = 0

export class Value {
  data: Tensor
  grad: Tensor
  readonly inputs: readonly Value[]
  readonly rule: Rule
  /** How many Values were made before this one. */
  readonly number = made++

  constructor(data: Tensor, inputs: readonly Value[] = [], rule: Rule = () => []) {
    this.data = data
    this.grad = zerosLike(data)
    this.inputs = inputs
    this.rule = rule
  }
  receive(gradient: Tensor): void {
    this.grad = this.grad.add(unbroadcast(gradient, this.data.shape))
  }
  add(other: Value): Value {
    return new Value(this.data.add(other.data), [this, other], g => [g, g])
  }
  mul(other: Value): Value {
    return new Value(this.data.mul(other.data), [this, other], g => [g.mul(other.data), g.mul(this.data)])
  }
  matmul(other: Value): Value {
    return new Value(this.data.matmul(other.data), [this, other], g => [
      g.matmul(other.data.T),
      this.data.T.matmul(g),
    ])
  }
  sum(dim?: number, keepdim = false): Value {
    return new Value(this.data.sum(dim, { keepdim }), [this], g => [
      (dim === undefined || keepdim ? g : g.unsqueeze(dim)).expandAs(this.data),
    ])
  }
}
