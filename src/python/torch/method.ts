/** What a method of a tensor is, and what the tables of them share. */
import { where } from '../../tensor/creation.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { Boxed, type Kind, widest } from '../box.ts'
import { isNumpyAlone, refusedByTorch } from '../dialect.ts'
import { kindOf, operandOf } from '../operands.ts'
import { NotRead, type PyValue, Tuple, tuple } from '../values.ts'
import type { GivenArguments } from './given.ts'
import { fieldsOf, namedTuple } from './results.ts'

export type Method = (x: Boxed, given: GivenArguments) => PyValue

export const made = (value: Tensor, kind: Kind = 'float'): Boxed => Boxed.of(value, kind)

/** `where(mask, a, b)`, of the wider kind of the two. */
export const chosenBy = (mask: Tensor, a: PyValue, b: PyValue): Boxed =>
  made(where(mask, operandOf(a), operandOf(b)), widest([kindOf(a), kindOf(b)]))

/** The numbers of a tensor of floats: of others PyTorch refuses it. */
export function floatsOf({ tensor, kind }: Boxed): Tensor {
  if (kind !== 'float' && tensor.data.length === 0) throw new NotRead('nothing')
  if (kind !== 'float') refusedByTorch('whole numbers where floats are needed: use .float()')
  return tensor
}

/** Of a single number PyTorch knows dimension 0, too. */
export const alongAny =
  (method: Method): Method =>
  (x, given) => {
    const isPlain = given.count + Object.keys(given.keywords).length === 0
    if (x.shape.length > 0 || isPlain || given.value(0, 'other') instanceof Boxed) return method(x, given)
    if (isNumpyAlone()) throw new NotRead('a dimension of a single number')
    const found = method(made(x.tensor.view(1), x.kind), given)
    const single = (one: PyValue): PyValue => (one instanceof Boxed ? made(one.tensor.view(), one.kind) : one)
    const parts = found instanceof Tuple ? fieldsOf(found) : undefined
    return parts === undefined
      ? single(found)
      : namedTuple(Object.fromEntries(Object.entries(parts).map(([name, one]) => [name, single(one)])))
  }

export const dimOf = (x: Boxed, dim: number): number => (dim < 0 ? dim + x.shape.length : dim)

export const likeOther = (given: GivenArguments): readonly number[] => given.tensor(0, 'other').shape

export const sizesOf = (x: Boxed): Tuple => tuple(x.shape)
