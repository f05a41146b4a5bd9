/** Results that have their parts by name as well as by place: `x.max(1).indices`. */
import { type PyValue, Tuple } from '../values.ts'

const fields = new WeakMap<Tuple, Readonly<Record<string, PyValue>>>()

export function namedTuple(parts: Readonly<Record<string, PyValue>>): Tuple {
  const made = new Tuple()
  for (const part of Object.values(parts)) made.push(part)
  fields.set(made, parts)
  return made
}

export const fieldsOf = (value: Tuple): Readonly<Record<string, PyValue>> | undefined => fields.get(value)

export const fieldOf = (value: Tuple, name: string): PyValue | undefined => fields.get(value)?.[name]
