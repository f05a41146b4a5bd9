/** What training asks of an engine, and plain tensors as one. */
import { formatShape, sameShape, tensorError } from '../tensor/shape.ts'
import { Tensor } from '../tensor/tensor.ts'

export interface TrainingEngine {
  /** Runs what makes tensors; those that it made are not valid any more afterwards. */
  step<T>(run: () => T): T
  /** A copy that stays valid, and that `assign` gives other numbers. */
  keep(x: Tensor): Tensor
  assign(kept: Tensor, value: Tensor): void
  /** The same numbers as a tensor that nobody changes. */
  plain(x: Tensor): Tensor
}

/** In 64-bit floats, by the kernels that a check uses. */
export const plainEngine: TrainingEngine = {
  step: run => run(),
  keep: x => new Tensor([...x.shape], x.data.slice()),
  assign(kept, value) {
    if (!sameShape(kept.shape, value.shape)) {
      throw tensorError(`${formatShape(value.shape)} cannot take the place of ${formatShape(kept.shape)}`)
    }
    kept.data.set(value.data)
  },
  plain: x => new Tensor([...x.shape], x.data.slice(), x.isMask),
}
