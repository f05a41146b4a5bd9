/** What a notebook may ask for: each operation is bounded before it runs, and so is all that they do and leave. */
import { during, type Engine } from '../tensor/engine.ts'
import { tensorError } from '../tensor/shape.ts'
import { apply, Tensor, type TensorLike } from '../tensor/tensor.ts'
import { noteLayout } from './layout.ts'
import { NotRead, OutOfSteps } from './values.ts'

/** Numbers in one tensor, and multiplications in one product. */
const ELEMENTS = 2 ** 26
const PRODUCTS = 2 ** 28
/** Numbers that are left by all operations together: they are kept until the notebook is judged. */
const NUMBERS = 4e7
/** Multiplications in all of them; for other operations each number counts so often. */
const WORK = 2 ** 29
const WEIGHT = 4
/** What a tensor costs, however small it is. */
const EACH = 1000

interface Budget {
  /** How many tensors were made. */
  tensors: number
  numbers: number
  work: number
}

let budget: Budget | null = null

/** How many tensors have been made so far. */
export const tensorsMade = (): number => budget?.tensors ?? 0

/** Runs with every operation bounded. Beyond what all of them may do, `OutOfSteps` is thrown within. */
export function bounded<T>(run: () => T): T {
  const before = budget
  budget = { tensors: 0, numbers: NUMBERS, work: WORK }
  try {
    return during(engine, run)
  } finally {
    budget = before
  }
}

const engine: Engine = {
  apply: (op, operands, attributes) => {
    budget!.tensors++
    chargeWork(EACH)
    if (op === 'matmul') chargeWork(productsIn(operands))
    // Of the tensor that they pick from, these read what they give: that is charged as numbers that are made.
    else if (PICKING.has(op)) chargeWork(WEIGHT * sizesIn(operands.slice(1)))
    else chargeWork(WEIGHT * sizesIn(operands))
    if (op === 'oneHot') boundSize(sizeIn(operands[0]) * (attributes as { classes: number }).classes)
    const made = during(null, () => apply(op, operands, attributes))
    noteLayout(op, operands, attributes, made)
    // A view shares its numbers.
    if (op !== 'view') chargeNumbers(made.data.length)
    return made
  },
  full: (shape, value) => new Tensor(shape, new Float64Array(newSize(shape)).fill(value)),
}

/** What reads only a part of its first operand. */
const PICKING: ReadonlySet<string> = new Set(['index', 'slice', 'view'])

const sizesIn = (operands: readonly TensorLike[]): number =>
  operands.reduce((sum: number, one) => sum + sizeIn(one), 0)

const sizeIn = (x: TensorLike): number => (typeof x === 'number' ? 1 : x.data.length)

function boundSize(size: number): void {
  if (!(size <= ELEMENTS)) throw new NotRead(`a tensor of ${size.toLocaleString('en')} numbers`)
}

/** How many numbers a tensor of this shape has, which is about to be made. */
export function newSize(shape: readonly number[]): number {
  const size = shape.reduce((all, dim) => all * dim, 1)
  boundSize(size)
  if (budget !== null) budget.tensors++
  chargeWork(EACH)
  if (!shape.every(dim => Number.isInteger(dim) && dim >= 0))
    throw tensorError(`(${shape.join(', ')}) is not a shape`)
  chargeNumbers(size)
  return size
}

/** Numbers, or elements of lists, that are made. */
export function chargeNumbers(many: number): void {
  if (budget === null) return
  budget.numbers -= many
  if (budget.numbers < 0) throw new OutOfSteps()
  chargeWork(WEIGHT * many)
}

/** Elements that are gone through, times what that costs. */
export function chargeWork(many: number): void {
  if (budget === null) return
  budget.work -= many
  if (budget.work < 0) throw new OutOfSteps()
}

/** How often numbers are multiplied is known from the shapes. */
function productsIn([a, b]: readonly TensorLike[]): number {
  if (typeof a === 'number' || typeof b === 'number') return 1
  const columns = b.shape.length > 1 ? b.shape.at(-1)! : 1
  const rows = a.shape.length > 1 ? a.shape.at(-2)! : 1
  const many = Math.max(a.data.length * columns, b.data.length * rows)
  if (many > PRODUCTS) throw new NotRead(`a product of ${many.toLocaleString('en')} multiplications`)
  return many
}
