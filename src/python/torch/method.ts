/** What a method of a tensor is, and what the tables of them share. */
import type { Tensor } from '../../tensor/tensor.ts'
import { Boxed, type Kind } from '../box.ts'
import { type PyValue, type Tuple, tuple } from '../values.ts'
import type { GivenArguments } from './given.ts'

export type Method = (x: Boxed, given: GivenArguments) => PyValue

export const made = (value: Tensor, kind: Kind = 'float'): Boxed => Boxed.of(value, kind)

export const dimOf = (x: Boxed, dim: number): number => (dim < 0 ? dim + x.shape.length : dim)

export const likeOther = (given: GivenArguments): readonly number[] => given.tensor(0, 'other').shape

export const sizesOf = (x: Boxed): Tuple => tuple(x.shape)
