/** What a method of a tensor is, and what the tables of them share. */
import type { Tensor } from '../../tensor/tensor.ts'
import { Box, type Kind } from '../box.ts'
import { type Tuple, tuple, type Value } from '../values.ts'
import type { Given } from './given.ts'

export type Method = (x: Box, given: Given) => Value

export const made = (value: Tensor, kind: Kind = 'float'): Box => Box.of(value, kind)

export const dimOf = (x: Box, dim: number): number => (dim < 0 ? dim + x.shape.length : dim)

export const likeOther = (given: Given): readonly number[] => given.tensor(0, 'other').shape

export const sizesOf = (x: Box): Tuple => tuple(x.shape)
