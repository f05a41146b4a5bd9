/**
 * A tensor as PyTorch means it: something that can be changed, under all of its names at once. Our own tensors never
 * change, so a box holds the one that it is now. A view is a box that reads another box and writes through to it.
 */
import { Tensor } from '../tensor/tensor.ts'
import { gather, isScattered } from './layout.ts'
import type { PyValue } from './values.ts'

/** What kind of numbers it has: it decides what an index means. */
export type Kind = 'float' | 'int' | 'bool'

const WIDTH: Readonly<Record<Kind, number>> = { bool: 0, int: 1, float: 2 }

/** Whether a kind of numbers has some that the other lacks. */
export const isWider = (kind: Kind, than: Kind): boolean => WIDTH[kind] > WIDTH[than]

export const widest = (kinds: readonly Kind[]): Kind =>
  kinds.reduce((most, kind) => (isWider(kind, most) ? kind : most), 'bool')

/** How a view sees its base, and what the base becomes when the view is set. */
export interface Window {
  readonly read: (base: Tensor) => Tensor
  readonly write: (base: Tensor, value: Tensor) => Tensor
}

export class Boxed {
  readonly kind: Kind
  requiresGrad = false
  /** numpy's, which has some methods of PyTorch's names that do something else. */
  isArray = false
  /** What `.grad` was set to; undefined: nothing. */
  givenGradient: PyValue | undefined = undefined
  /** What a notebook has put on it: `inp.g = …`; null: nothing. */
  fields: Map<string, PyValue> | null = null
  private own: Tensor
  private base: Boxed | null
  private readonly window: Window | null
  /** What of the base was read last: a base that hasn't changed gives the same tensor again. */
  private seen: Tensor | null = null

  private constructor(own: Tensor, kind: Kind, base: Boxed | null, window: Window | null) {
    this.own = own
    this.kind = kind
    this.base = base
    this.window = window
    this.seen = base?.tensor ?? null
    this.isArray = base?.isArray ?? false
  }

  static of(tensor: Tensor, kind: Kind = 'float'): Boxed {
    return new Boxed(tensor, kind, null, null)
  }

  /** A view of a box. */
  static view(base: Boxed, window: Window): Boxed {
    return new Boxed(window.read(base.tensor), base.kind, base, window)
  }

  get tensor(): Tensor {
    if (this.base !== null) {
      const now = this.base.tensor
      if (now !== this.seen) {
        this.own = this.window!.read(now)
        this.seen = now
      }
    }
    return this.own
  }

  /** Changes the tensor in place: its shape stays. */
  set tensor(value: Tensor) {
    if (this.base === null) {
      // In place, a tensor stays where it is in memory.
      if (!isScattered(this.own)) gather(value)
      this.own = value
      return
    }
    this.base.tensor = this.window!.write(this.base.tensor, value)
    this.own = value
    this.seen = this.base.tensor
  }

  /** `x.data = …`: the tensor is another from now on. */
  replaceData(value: Tensor): void {
    this.tensor = successorOf(this.tensor, value)
  }

  /** From now on it has memory of its own. */
  settle(value: Tensor): void {
    this.base = null
    this.own = value
  }

  /** The box whose memory it is. */
  get root(): Boxed {
    return this.base?.root ?? this
  }

  get shape(): readonly number[] {
    return this.tensor.shape
  }
}

/** What numpy computes from an array is one. */
export function asArray(value: PyValue, isArray = true): PyValue {
  if (value instanceof Boxed && isArray) value.isArray = true
  return value
}

export const isArrayIn = (...values: readonly PyValue[]): boolean =>
  values.some(one => one instanceof Boxed && one.isArray)

/** The same numbers in a tensor that no operation made. */
const copyOf = (x: Tensor): Tensor => new Tensor(x.shape, x.data, x.isMask)

const predecessors = new WeakMap<Tensor, Tensor>()

/** A tensor with these numbers, which is known to have come in place of another as a parameter's data. */
export function successorOf(before: Tensor, value: Tensor): Tensor {
  const own = copyOf(value)
  predecessors.set(own, before)
  return own
}

/** The tensor that this one replaced as data of the same box; undefined where it replaced none. */
export const predecessorOf = (tensor: Tensor): Tensor | undefined => predecessors.get(tensor)

const originals = new WeakMap<Tensor, Tensor>()

/** `x.detach()`: the same numbers, and no gradient flows. */
export function detached(x: Tensor): Tensor {
  const own = copyOf(x)
  originals.set(own, x)
  return own
}

/** The tensor that this one was detached from. */
export const originalOf = (tensor: Tensor): Tensor | undefined => originals.get(tensor)

/** From now on it is a leaf: what it was made of is none of the forward pass's business. */
export function demandGradient(box: Boxed): void {
  if (!box.requiresGrad) box.settle(copyOf(box.tensor))
  box.requiresGrad = true
}
