/** Methods that change their tensor: those of `torch.Tensor` with an underscore at the end. */
import { Boxed, isWider } from '../box.ts'
import { demandApart } from '../operands.ts'
import { PythonError } from '../values.ts'
import { refuse, tensorOf } from './given.ts'
import type { Method } from './method.ts'

/** Those that are there twice, as `add` and as `add_`. */
export const CHANGING =
  `add sub subtract mul multiply div divide true_divide floor_divide remainder pow square sqrt rsqrt reciprocal exp
  expm1 log log2 log10 log1p erf abs absolute neg negative sign floor ceil trunc round relu sigmoid tanh sin cos
  sinh cosh clamp clamp_min clamp_max clip cumsum tril triu eq ne lt le gt ge logical_and logical_or logical_xor
  logical_not bitwise_and bitwise_or bitwise_xor bitwise_not masked_fill index_add index_put scatter scatter_add`.split(
    /\s+/,
  )

/** The same, in place: the tensor stays what it is under all of its names. */
export const inPlace =
  (method: Method): Method =>
  (x, given) => {
    for (const one of given.values) demandApart(x, one)
    const found = method(x, given)
    const value = tensorOf(found)
    // Some methods make truth values of numbers again, others refuse to.
    if (found instanceof Boxed && found.kind === 'int' && x.kind === 'bool')
      refuse('numbers for truth values')
    if (found instanceof Boxed && isWider(found.kind, x.kind))
      throw new PythonError('RuntimeError', `result type ${found.kind} can't be cast to ${x.kind}`)
    if (value.shape.join() !== x.shape.join())
      throw new PythonError(
        'RuntimeError',
        `output with shape [${x.shape.join(', ')}] doesn't match the broadcast shape [${value.shape.join(', ')}]`,
      )
    x.tensor = value
    return x
  }
