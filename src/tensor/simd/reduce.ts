/** Sums, means, variances and largest elements, over dimensions that lie side by side. Null: not one for the kernels. */
import { keptShape, type Reduction, reducedShape } from '../kernels/reduce.ts'
import type { Attributes } from '../operations.ts'
import type { Shape } from '../shape.ts'
import type { Tensor, TensorLike } from '../tensor.ts'
import type { ResidentStore } from './store.ts'
import type { Kernels } from './wasm.ts'

type Operands = readonly TensorLike[]

/** x as (outer, count, inner), with the sum over the middle; null if the dimensions do not lie side by side. */
function layersOf(shape: Shape, dims: readonly number[]) {
  if (dims.length === 0 || dims[dims.length - 1] - dims[0] !== dims.length - 1) return null
  const [first, last] = [dims[0], dims[dims.length - 1]]
  let [outer, count, inner] = [1, 1, 1]
  for (let dim = 0; dim < shape.length; dim++) {
    if (dim < first) outer *= shape[dim]
    else if (dim > last) inner *= shape[dim]
    else count *= shape[dim]
  }
  return { outer, count, inner }
}

const outputShape = (shape: Shape, reduction: Reduction): Shape =>
  reduction.keepdim ? keptShape(shape, reduction.dims) : reducedShape(shape, reduction)

/** As the plain kernel has it: never less than 0, so that a variance of nothing is NaN. */
const degrees = (count: number, correction: number): number => Math.max(0, count - correction)

export function reductions({ kernels, memory, make, place }: ResidentStore) {
  const total = [kernels.sumLast, kernels.sumMiddle] as const
  const squares = [kernels.varLast, kernels.varMiddle] as const

  const reduce = (
    [last, middle]: readonly [Kernels['sumLast'], Kernels['sumMiddle']],
    divisorOf: (count: number, correction: number) => number,
    root = false,
  ) => {
    return ([operand]: Operands, reduction: Reduction & { readonly correction?: number }): Tensor | null => {
      const x = place(operand)
      const layers = x === null ? null : layersOf(x.shape, reduction.dims)
      if (x === null || layers === null) return null
      const { outer, count, inner } = layers
      const out = make(outputShape(x.shape, reduction), outer * inner)
      const divisor = divisorOf(count, reduction.correction ?? 0)
      if (inner === 1) last(x.address, out.address, outer, count, divisor)
      else middle(x.address, out.address, outer, count, inner, divisor)
      if (root) kernels.sqrt(out.address, out.address, out.size)
      return out
    }
  }

  /** Along the last dimension. The values and the indices are asked for one by one, and each time made both. */
  const best =
    (sign: 1 | -1, wanted: 'values' | 'places') =>
    ([operand]: Operands, reduction: Reduction | Attributes['max']): Tensor | null => {
      const x = place(operand)
      const layers = x === null ? null : layersOf(x.shape, reduction.dims)
      if (x === null || layers === null || layers.inner !== 1 || layers.count === 0) return null
      const out = make(outputShape(x.shape, reduction), layers.outer)
      const other = memory.take(layers.outer)
      const [values, places] = wanted === 'values' ? [out.address, other] : [other, out.address]
      kernels.best(x.address, values, places, layers.outer, layers.count, sign)
      return out
    }

  const rows =
    (kernel: (x: number, out: number, rows: number, cols: number) => void) =>
    ([operand]: Operands, { dim }: Attributes['softmax']): Tensor | null => {
      const x = place(operand)
      if (x === null || dim !== x.shape.length - 1 || x.size === 0) return null
      const cols = x.shape[dim]
      const out = make(x.shape, x.size)
      kernel(x.address, out.address, x.size / cols, cols)
      return out
    }

  function crossEntropy([scores, truths]: Operands): Tensor | null {
    const logits = place(scores)
    const labels = place(truths)
    if (logits === null || labels === null || logits.size === 0) return null
    if (logits.shape.length !== 2 || labels.shape.length !== 1 || labels.size !== logits.shape[0]) return null
    const [n, classes] = logits.shape
    const out = make([], 1)
    const room = memory.take(classes)
    const bad = kernels.crossEntropy(logits.address, labels.address, out.address, room, n, classes)
    return bad ? null : out
  }

  return {
    sum: reduce(total, () => 1),
    mean: reduce(total, count => count),
    var: reduce(squares, degrees),
    std: reduce(squares, degrees, true),
    max: best(1, 'values'),
    min: best(-1, 'values'),
    argmax: best(1, 'places'),
    argmin: best(-1, 'places'),
    softmax: rows(kernels.softmax),
    logSoftmax: rows(kernels.logSoftmax),
    crossEntropy,
  }
}
