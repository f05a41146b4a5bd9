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
import type { Tensor } from 'backprop-ninja'

// %% Any gradient into the shape of its tensor
// hint: How many dimensions are there in front that the tensor does not have? Sum these away first.
// hint: There are gradient.shape.length - shape.length of them. When they are gone, dimension d of what is
//       left belongs to dimension d of shape: where shape[d] is 1, sum over d and keep it.
// hint: let g = gradient, then while (g.shape.length > ...) g = g.sum(...). Then a loop over d: if shape[d] is
//       1, g becomes g.sum(...), with the option that keeps dimension d. Return g.
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
  // wrong (reduction):
  //   let g = gradient
  //   while (g.shape.length > shape.length) g = g.sum(0)
  //   return g
  // wrong (shape):
  //   let g = gradient
  //   for (let d = 0; d < shape.length; d++) if (shape[d] === 1) g = g.sum(d, { keepdim: true })
  //   while (g.shape.length > shape.length) g = g.sum(-1)
  //   return g
  // wrong (shape):
  //   let g = gradient
  //   const front = g.shape.length - shape.length
  //   const ones = shape.flatMap((size, d) => (size === 1 ? [d + front] : []))
  //   return g.sum([...Array.from({ length: front }, (_, d) => d), ...ones], { keepdim: true })
  // wrong (reduction):
  //   let g = gradient
  //   while (g.shape.length > shape.length) g = g.mean(0)
  //   for (let d = 0; d < shape.length; d++) if (shape[d] === 1) g = g.mean(d, { keepdim: true })
  //   return g
  // wrong (shape):
  //   let g = gradient
  //   while (g.shape.length > shape.length) g = g.sum(0)
  //   const ones = shape.flatMap((size, d) => (size === 1 ? [d] : []))
  //   return g.sum(ones)
  // wrong (order):
  //   let g = gradient
  //   for (let d = 0; d < shape.length; d++) if (shape[d] === 1) g = g.sum(d, { keepdim: true })
  //   while (g.shape.length > shape.length) g = g.sum(0)
  //   return g
  // wrong (reduction):
  //   let g = gradient
  //   while (g.shape.length > shape.length && g.shape[0] !== shape[0]) g = g.sum(0)
  //   for (let d = 0; d < shape.length; d++) if (shape[d] === 1) g = g.sum(d, { keepdim: true })
  //   return g
  // wrong (-):
  //   let g = gradient
  //   if (g.shape.length > shape.length) g = g.sum(0)
  //   if (g.shape.length > shape.length) g = g.sum(0)
  //   for (let d = 0; d < shape.length; d++) if (shape[d] === 1) g = g.sum(d, { keepdim: true })
  //   return g
  // wrong (shape):
  //   if (shape.every(size => size === 1)) return gradient.sum()
  //   let g = gradient
  //   while (g.shape.length > shape.length) g = g.sum(0)
  //   for (let d = 0; d < shape.length; d++) if (shape[d] === 1) g = g.sum(d, { keepdim: true })
  //   return g
  // wrong (-):
  //   let g = gradient
  //   while (g.shape.length > shape.length) g = g.sum(0)
  //   for (let d = 0; d < shape.length; d++) if (shape[d] === 1) g = g.sum(d, { keepdim: true })
  //   g = g.clone()
  //   gradient.data.fill(0)
  //   return g
}

// %% check
import { type Generator, type Pair, tensor } from 'backprop-ninja'

/** Shapes of a gradient and of its tensor, and over what must be summed. */
const cases: readonly { from: number[]; to: number[]; gone: number[]; kept: number[]; learned?: string }[] = [
  { from: [3, 4], to: [3, 4], gone: [], kept: [] },
  { from: [3, 4], to: [4], gone: [0], kept: [] },
  { from: [3, 4], to: [3, 1], gone: [], kept: [1] },
  { from: [3, 4], to: [1, 4], gone: [], kept: [0] },
  { from: [3, 4], to: [], gone: [0, 1], kept: [] },
  { from: [5, 3, 4], to: [3, 1], gone: [0], kept: [2] },
  { from: [5, 3, 4], to: [1, 1, 4], gone: [], kept: [0, 1] },
  { from: [5, 2, 3, 4], to: [2, 1, 4], gone: [0], kept: [2] },
  // Sizes that are alike, so that only the right end tells which is which; ones alone; nothing but a front.
  { from: [4, 4], to: [4], gone: [0], kept: [] },
  { from: [3, 3, 3], to: [3, 1], gone: [0], kept: [2] },
  { from: [2, 1, 4], to: [1, 1], gone: [0], kept: [1, 2] },
  { from: [2, 3], to: [1], gone: [0], kept: [1] },
  { from: [2, 3, 4], to: [], gone: [0, 1, 2], kept: [] },
]

/** Number by number, without any of the sums that the exercise is about. */
function summed(g: Tensor, to: readonly number[]): Tensor {
  const front = g.shape.length - to.length
  const strides = (shape: readonly number[]) =>
    shape.map((_, d) => shape.slice(d + 1).reduce((a, b) => a * b, 1))
  const [mine, theirs] = [strides(g.shape), strides(to)]
  const total = new Float64Array(to.reduce((a, b) => a * b, 1))
  for (const [i, value] of g.data.entries()) {
    const place = to.reduce((at, size, d) => {
      const index = Math.floor(i / mine[d + front]) % g.shape[d + front]
      return at + (size === 1 ? 0 : index) * theirs[d]
    }, 0)
    total[place] += value
  }
  return tensor(total, to)
}

const text = (shape: readonly number[]) => `(${shape.join(', ')})`

export function check(
  learner: { unbroadcast: typeof unbroadcast },
  { g }: { g: Generator },
): readonly Pair[] {
  const shapes = cases.map(({ from, to, gone, kept }): Pair => {
    const gradient = g.randn(...from)
    const front = from.length - to.length
    const mean = () => {
      let m = gradient
      while (m.shape.length > to.length) m = m.mean(0)
      for (const d of kept) m = m.mean(d - front, { keepdim: true })
      return m
    }
    return {
      name: `${text(from)} to ${text(to)}`,
      blank: 'unbroadcast',
      learner: () => learner.unbroadcast(gradient.clone(), [...to]),
      expected: () => summed(gradient, to),
      slips: [
        {
          family: 'reduction',
          value: gradient,
          message: `The gradient comes back as it came, ${text(from)}. A tensor of shape ${text(to)} was copied to get that shape, and what is copied on the way forward is summed on the way back.`,
        },
        {
          family: 'reduction',
          value: () => (gone.length > 0 ? gradient.sum(gone) : gradient),
          message: `Only the dimensions in front are summed. Where ${text(to)} has a 1, the tensor was copied too: once the front is gone, sum over that dimension and keep it as size 1.`,
        },
        {
          family: 'reduction',
          value: mean,
          message:
            'A mean was taken where a sum belongs. Each copy has its own effect on the loss, and effects add up: nothing divides them.',
        },
        {
          family: 'shape',
          value: () => gradient.sum([...gone, ...kept], { keepdim: true }),
          message: `All the right sums, but the dimensions in front are still there as size 1. The tensor has not got them: its shape is ${text(to)}.`,
        },
        {
          family: 'shape',
          value: () => gradient.sum([...gone, ...kept]),
          message: `All the right sums, but a dimension of size 1 was dropped. The tensor has it, so its gradient has it too: { keepdim: true }.`,
        },
        {
          family: 'shape',
          value: () => gradient.sum(Array.from({ length: front }, (_, d) => to.length + d)),
          message:
            'Dimensions were summed away at the right end. Shapes are lined up at their right ends, so what is too many stands at the left: sum over dimension 0 until enough are gone.',
        },
        {
          family: 'order',
          value: () => {
            let m = gradient
            for (const [d, size] of to.entries()) if (size === 1) m = m.sum(d, { keepdim: true })
            while (m.shape.length > to.length) m = m.sum(0)
            return m
          },
          message:
            'The dimensions of size 1 were summed while those in front were still there, so that d was another one. First sum the front away, then go through the others.',
        },
        {
          family: 'reduction',
          value: () => {
            let m = gradient
            while (m.shape.length > to.length && m.shape[0] !== to[0]) m = m.sum(0)
            for (const [d, size] of to.entries()) if (size === 1) m = m.sum(d, { keepdim: true })
            return m
          },
          message:
            'A dimension in front was taken for another of the same size. How many must go is told by how many there are: gradient.shape.length - shape.length.',
        },
      ],
    }
  })
  const handed = g.randn(2, 3, 4)
  return [
    ...shapes,
    {
      name: 'the gradient that was handed over, after (2, 3, 4) to (3, 1)',
      blank: 'unbroadcast',
      learner: () => {
        const gradient = handed.clone()
        learner.unbroadcast(gradient, [3, 1])
        return gradient
      },
      expected: handed,
    },
  ]
}
