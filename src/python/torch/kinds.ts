/** Of which kind of numbers the methods of a tensor take it, and into which they can be made. */
import { Tensor } from '../../tensor/tensor.ts'
import type { Kind } from '../box.ts'
import { Callable, NotRead, type PyValue } from '../values.ts'

const KINDS: Readonly<Record<string, Kind>> = {
  ...{ float: 'float', float16: 'float', float32: 'float', float64: 'float', double: 'float' },
  ...{ int: 'int', int32: 'int', int64: 'int', long: 'int', bool: 'bool', bool_: 'bool' },
}

/** `torch.float64`, `np.float32`, `float`, `'int64'`. */
export function kindNamed(dtype: PyValue): Kind {
  const name = dtype instanceof Callable ? dtype.name : String(dtype)
  if (!Object.hasOwn(KINDS, name)) throw new NotRead(`dtype=${name}`)
  return KINDS[name]
}

/** The same numbers as another kind: floats lose what is behind the point. */
export function inKind(x: Tensor, from: Kind, to: Kind): Tensor {
  if (to === 'bool' && from !== 'bool') return x.ne(0)
  if (to !== 'int' || from !== 'float') return x
  if (!x.data.every(Number.isFinite)) throw new NotRead('whole numbers of what is none')
  const own = new Tensor(x.shape, x.data.map(Math.trunc))
  roundedFrom.set(own, x)
  return own
}

const roundedFrom = new WeakMap<Tensor, Tensor>()

/** The tensor whose numbers these are without what is behind the point. */
export const fractionalOf = (x: Tensor): Tensor | undefined => roundedFrom.get(x)
