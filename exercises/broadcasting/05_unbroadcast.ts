// %% [markdown]
// # 05 · One function for every broadcast
//
// In the last two exercises you worked out, line by line, which dimensions to sum over. A library does this
// once for all lines: each operation sends back a gradient in the shape of its **result**, and one function
// brings it into the shape of the **tensor**. Write that function.
//
// `unbroadcast(gradient, shape)` takes a gradient and the shape that you want. Line up the two shapes at
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
// 1. Dimensions in **front** that the tensor doesn't have. The result must not have them either.
// 2. Dimensions where the tensor has size **1** and the gradient has more. They must stay, with size 1.
//
// | tool | what it gives |
// |---|---|
// | `gradient.shape.length`, `shape.length` | how many dimensions |
// | `shape[d]` | the size of dimension d |
// | `x.sum(0)` | summed over dimension 0, which is then gone; dimension 1 becomes dimension 0 |
// | `x.sum(d, { keepdim: true })` | summed over dimension d, which stays with size 1 |
//
// Use a loop: `for (let d = 0; d < shape.length; d++)`. Watch the numbers of the dimensions. They count
// from the left: when a dimension in front disappears, the numbers of those after it drop by 1. `shape` has
// nothing in front, so dimension d of the gradient belongs to dimension d of `shape` only once the front is
// gone. It does no harm to sum over a dimension that already has size 1.

// %%
import { type Tensor, TODO } from 'backprop-ninja'

// %% Any gradient into the shape of its tensor
export function unbroadcast(gradient: Tensor, shape: readonly number[]): Tensor {
  return TODO() // (shape)
}
