// %% [markdown]
// # 05 · One function for every broadcast
//
// In the last two exercises you worked out for each line over which dimensions to sum. A library does that
// once, for all lines: each operation sends back a gradient in the shape of its **result**, and one
// function brings it into the shape of the **tensor**. Write that function.
//
// `unbroadcast(gradient, shape)` gets a gradient, and the shape that must come out. Line the two up at
// their right ends, as broadcasting does:
//
//     gradient  (5, 3, 4)      gradient  (5, 3, 4)      gradient  (5, 3, 4)
//     shape           (4)      shape        (3, 1)      shape     (5, 1, 4)
//     -------------------      -------------------      -------------------
//     sum over  0, 1           sum over  0, 2           sum over  1
//     result          (4)      result       (3, 1)      result    (5, 1, 4)
//
// There are two kinds of dimensions to sum over:
//
// 1. Those in **front** that the tensor does not have. They must be gone in the result.
// 2. Those where the tensor has the size **1**, and the gradient more. They must stay, as size 1.
//
// | tool | what it gives |
// |---|---|
// | `gradient.shape.length`, `shape.length` | how many dimensions |
// | `shape[d]` | the size of dimension d |
// | `x.sum(0)` | summed over dimension 0, which is gone then; the others move up |
// | `x.sum(d, { keepdim: true })` | summed over dimension d, which stays as size 1 |
//
// A loop is in good style here: `for (let d = 0; d < shape.length; d++)`. Mind the numbers of the dimensions:
// they are counted from the left, and move up when one in front is gone. `shape` has nothing in front, so
// dimension d of the gradient belongs to dimension d of `shape` only when the front is gone. It does no harm
// to sum over a dimension that has the size 1 already.

// %%
import { type Tensor, TODO } from 'backprop-ninja'

// %% Any gradient into the shape of its tensor
export function unbroadcast(gradient: Tensor, shape: readonly number[]): Tensor {
  return TODO() // (shape)
}
