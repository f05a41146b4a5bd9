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
import type { Tensor } from 'backprop-ninja'

// %% Any gradient into the shape of its tensor
// hint: How many dimensions in front does the tensor not have? Sum these away first.
// hint: There are gradient.shape.length - shape.length of them. Once they are gone, dimension d of what's
//       left belongs to dimension d of shape. Where shape[d] is 1, sum over d and keep the dimension.
// hint: let g = gradient, then while (g.shape.length > ...) g = g.sum(...). Then a loop over d: if shape[d]
//       is 1, g becomes g.sum(...), with the option that keeps dimension d. Return g.
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
  //   > You return the gradient as it came. The tensor was copied to get that shape, and what is copied in the
  //   > forward pass is summed in the backward pass.
  // wrong (reduction):
  //   let g = gradient
  //   while (g.shape.length > shape.length) g = g.sum(0)
  //   return g
  //   > You only sum the dimensions in front. Where the tensor has size 1, it was copied too: once the front is
  //   > gone, sum over that dimension and keep it with size 1.
  // wrong (reduction):
  //   let g = gradient
  //   for (let d = 0; d < shape.length; d++) if (shape[d] === 1) g = g.sum(d, { keepdim: true })
  //   return g
  //   > You never remove the dimensions in front. Sum over dimension 0 until there are as many dimensions as in
  //   > `shape`.
  // wrong (shape):
  //   let g = gradient
  //   while (g.shape.length > shape.length) g = g.sum(-1)
  //   for (let d = 0; d < shape.length; d++) if (shape[d] === 1) g = g.sum(d, { keepdim: true })
  //   return g
  //   > You sum dimensions away at the right end. Shapes line up at their right ends, so the extra dimensions are
  //   > on the left: sum over dimension 0 until enough are gone.
  // wrong (shape):
  //   let g = gradient
  //   for (let d = 0; d < shape.length; d++) if (shape[d] === 1) g = g.sum(d, { keepdim: true })
  //   while (g.shape.length > shape.length) g = g.sum(-1)
  //   return g
  //   > You sum dimensions away at the right end. Shapes line up at their right ends, so the extra dimensions are
  //   > on the left: sum over dimension 0 until enough are gone.
  // wrong (shape):
  //   const front = gradient.shape.length - shape.length
  //   const ones = shape.flatMap((size, d) => (size === 1 ? [d + front] : []))
  //   return gradient.sum([...Array.from({ length: front }, (_, d) => d), ...ones], { keepdim: true })
  //   > The sums are right, but the dimensions in front are still there, with size 1. The tensor doesn't have them,
  //   > so its gradient can't have them either.
  // wrong (reduction):
  //   let g = gradient
  //   while (g.shape.length > shape.length) g = g.mean(0)
  //   for (let d = 0; d < shape.length; d++) if (shape[d] === 1) g = g.mean(d, { keepdim: true })
  //   return g
  //   > You took a mean. Each copy has its own effect on the loss, and effects add up: use a sum.
  // wrong (shape):
  //   let g = gradient
  //   while (g.shape.length > shape.length) g = g.sum(0)
  //   const ones = shape.flatMap((size, d) => (size === 1 ? [d] : []))
  //   return g.sum(ones)
  //   > You dropped a dimension of size 1. The tensor has it, so its gradient has it too: use { keepdim: true }.
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
  //   > You summed the dimensions of size 1 while those in front were still there, so d meant another dimension.
  //   > Sum the front away first, then go through the others.
  // wrong (reduction):
  //   let g = gradient
  //   while (g.shape.length > shape.length && g.shape[0] !== shape[0]) g = g.sum(0)
  //   for (let d = 0; d < shape.length; d++) if (shape[d] === 1) g = g.sum(d, { keepdim: true })
  //   return g
  //   > You stop when the sizes agree, and they can agree by accident. Count instead:
  //   > gradient.shape.length - shape.length dimensions must go.
  // wrong (reduction):
  //   let g = gradient
  //   if (g.shape.length > shape.length) g = g.sum(0)
  //   for (let d = 0; d < shape.length; d++) if (shape[d] === 1) g = g.sum(d, { keepdim: true })
  //   return g
  //   > You remove at most one dimension in front. There can be more: use `while` instead of `if`.
  // wrong (reduction):
  //   let g = gradient
  //   if (g.shape.length > shape.length) g = g.sum(0)
  //   if (g.shape.length > shape.length) g = g.sum(0)
  //   for (let d = 0; d < shape.length; d++) if (shape[d] === 1) g = g.sum(d, { keepdim: true })
  //   return g
  //   > You remove at most two dimensions in front. There can be more: use a loop.
  // wrong (shape):
  //   if (shape.every(size => size === 1)) return gradient.sum()
  //   let g = gradient
  //   while (g.shape.length > shape.length) g = g.sum(0)
  //   for (let d = 0; d < shape.length; d++) if (shape[d] === 1) g = g.sum(d, { keepdim: true })
  //   return g
  //   > When all sizes are 1, you sum everything into a single number. The result must still have the dimensions of
  //   > the tensor.
  // wrong (-):
  //   let g = gradient
  //   while (g.shape.length > shape.length) g = g.sum(0)
  //   for (let d = 0; d < shape.length; d++) if (shape[d] === 1) g = g.sum(d, { keepdim: true })
  //   g = g.clone()
  //   gradient.data.fill(0)
  //   return g
}

// %% check
import { type Check, full, ones } from 'backprop-ninja'

const cases: readonly (readonly [from: readonly number[], to: readonly number[]])[] = [
  [[3, 4], [3, 4]],
  [[3, 4], [4]],
  [[3, 4], [3, 1]],
  [[3, 4], [1, 4]],
  [[3, 4], []],
  [[5, 3, 4], [3, 1]],
  [[5, 3, 4], [1, 1, 4]],
  [[5, 2, 3, 4], [2, 1, 4]],
  // Equal sizes, so that only the right end tells which is which; ones alone; nothing but a front.
  [[4, 4], [4]],
  [[3, 3, 3], [3, 1]],
  [[2, 1, 4], [1, 1]],
  [[2, 3], [1]],
  [[2, 3, 4], []],
]

const text = (shape: readonly number[]) => `(${shape.join(', ')})`

export const check: Check<{ unbroadcast: typeof unbroadcast }> = (learner, { g }) => {
  const given = g.randn(2, 3, 4)
  return [
    ...cases.map(([from, to]) => {
      const gradient = g.randn(...from)
      return {
        name: `${text(from)} to ${text(to)}`,
        blank: 'unbroadcast',
        learner: () => learner.unbroadcast(gradient.clone(), [...to]),
      }
    }),
    {
      name: 'ones of (5, 3, 4) to (3, 1)',
      blank: 'unbroadcast',
      learner: () => learner.unbroadcast(ones(5, 3, 4), [3, 1]),
      expected: full([3, 1], 20),
      learned: 'each number of the tensor was copied 20 times',
    },
    {
      name: 'the gradient itself, after (2, 3, 4) to (3, 1)',
      blank: 'unbroadcast',
      learner: () => {
        const gradient = given.clone()
        learner.unbroadcast(gradient, [3, 1])
        return gradient
      },
      expected: given,
    },
  ]
}
