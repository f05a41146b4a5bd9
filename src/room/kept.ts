/** What a learner's function gave where it is no gradient: kept as it was, and carried from one side to the other. */
import { describe } from '../tensor/shape.ts'
import { Tensor } from '../tensor/tensor.ts'
import { pack, type Region, unpack } from './numbers.ts'
import { asList, asRecord, asText, asWhole, asWords, Garbled, orNull } from './stranger.ts'
import { copyOf } from './thrown.ts'

/** Something that is no value. */
export class NoValue {
  readonly what: string
  readonly advice: string | null
  constructor(what: string, advice: string | null = null) {
    this.what = what
    this.advice = advice
  }
}

export type Kept = number | string | boolean | Tensor | NoValue | readonly Kept[]

/** Lists within lists, elements of all of them, characters of a text. */
const DEEP = 20
const MANY = 100_000
const LONG = 100_000

const TOO_LONG = new NoValue('a very long list')

/** As it is now: the learner's code may go on changing it. `above`: the lists that it is in. */
export function keep(value: unknown, above: readonly unknown[] = [], room = { left: MANY }): Kept {
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (typeof value === 'string') return value.length > LONG ? new NoValue('a very long text') : value
  if (value instanceof Tensor) return copyOf(value) ?? new NoValue('a tensor whose shape or data was changed')
  if (Array.isArray(value)) {
    if (above.length === DEEP || above.includes(value)) return new NoValue('lists nested without end')
    if (value.length > room.left) return TOO_LONG
    const kept: Kept[] = []
    // Its own iterator may give more than it has.
    for (const one of value) {
      if (room.left-- <= 0) return TOO_LONG
      kept.push(keep(one, [...above, value], room))
    }
    return kept
  }
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    const { length } = value as Float64Array
    if (length > room.left) return TOO_LONG
    room.left -= length
    return Array.from(value as Float64Array, Number)
  }
  if (value === undefined) return new NoValue('nothing', 'is a `return` missing?')
  if (value instanceof Promise) {
    return new NoValue('a promise', 'return the value itself: nothing here has to wait')
  }
  return new NoValue(describe(value))
}

/** In a message: numbers go as numbers, since JSON has no NaN, no Infinity and no -0. */
export function packKept(value: Kept, region: Region): unknown {
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return { number: region.put(Float64Array.of(value)) }
  if (value instanceof Tensor) return { tensor: pack(value, region) }
  if (value instanceof NoValue) return { what: value.what, advice: value.advice }
  return value.length > 0 && value.every(one => typeof one === 'number')
    ? { numbers: region.put(Float64Array.from(value as number[])), length: value.length }
    : { list: value.map(one => packKept(one, region)) }
}

export function unpackKept(packed: unknown, region: Region, depth = 0, room = { left: MANY }): Kept {
  if (typeof packed === 'string' || typeof packed === 'boolean') return asPlain(packed)
  if (depth > DEEP) throw new Garbled('the learner\u2019s side sent lists within lists without an end')
  const fields = asRecord(packed)
  const at = (place: unknown): number => asWhole(place, Number.MAX_SAFE_INTEGER)
  if ('number' in fields) return region.get(at(fields.number), 1)[0]
  if ('numbers' in fields) {
    const length = asWhole(fields.length, room.left + 1)
    room.left -= length
    return Array.from(region.get(at(fields.numbers), length))
  }
  if ('tensor' in fields) return unpack(fields.tensor, region)
  if ('list' in fields) {
    const list = asList(fields.list, room.left)
    room.left -= list.length
    return list.map(one => unpackKept(one, region, depth + 1, room))
  }
  return new NoValue(
    asWords(fields.what, 1000),
    orNull(fields.advice, advice => asWords(advice, 1000)),
  )
}

const asPlain = (x: string | boolean): string | boolean => (typeof x === 'string' ? asText(x, LONG) : x)
