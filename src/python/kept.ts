/** What a layer keeps: its tensors, and their gradients in the many places where people put them. */
import type { Tensor } from '../tensor/tensor.ts'
import { Boxed } from './box.ts'
import type { Given } from './pairing.ts'
import { Dict, type Instance, type PyValue } from './values.ts'

/** What is kept as the gradient of a tensor: in a field, in a dictionary of gradients, or on the tensor itself. */
export function keptFor({ fields }: Instance, name: string, box: Boxed, more: readonly string[]): Given[] {
  const short = name.split('.').at(-1)!
  const names = [
    `d${short}`,
    `d_${short}`,
    `grad_${short}`,
    `${short}_grad`,
    `${short}_gradient`,
    `d${short}s`,
    ...more,
  ]
  const places: [string, PyValue | undefined][] = names.map(one => [one, fields.get(one)])
  for (const table of ['grads', 'gradients', 'grad', 'd']) {
    const own = fields.get(table)
    if (own instanceof Dict) for (const one of [short, ...names]) places.push([`d${short}`, own.get(one)])
    const at = /^\w+\[(\d+)\]$/.exec(short)?.[1]
    if (Array.isArray(own) && at !== undefined) places.push([`${table}[${at}]`, own[Number(at)]])
  }
  const found = places.find(([, value]) => value instanceof Boxed)
  return found === undefined
    ? keptOn(short, box).map(one => ({ ...one, of: name }))
    : [{ name: found[0], value: found[1]!, of: name }]
}

/** What is kept on a tensor of this name. */
export function keptOn(name: string, { fields, givenGradient }: Boxed): Given[] {
  const places = [
    ...['g', 'gradient', '_grad'].map(one => [`${name}.${one}`, fields?.get(one)] as const),
    [`${name}.grad`, givenGradient] as const,
  ]
  const found = places.find(([, value]) => value instanceof Boxed)
  return found === undefined ? [] : [{ name: found[0], value: found[1]! }]
}

/** What the gradient of a layer's input is called, whatever the input is called. */
export const OF_INPUT = ['dinputs', 'dinput', 'dx', 'dX', 'din', 'grad_input', 'input_grad', 'grad']

/** With these at 1, what an update takes off a parameter is its gradient. */
export const RATES = new Set(['lr', 'learning_rate', 'eta', 'alpha', 'rate', 'step_size'])

export function updateOf({ fields }: Instance, name: string, box: Boxed, before: Tensor): Given[] {
  const now = fields.get(name) ?? box
  if (!(now instanceof Boxed) || now.tensor === before) return []
  return [{ name: `d${name}`, value: Boxed.of(before.sub(now.tensor)), of: name, sought: name }]
}

/** The tensors that a layer has, and those that it was made with. */
export function tensorsOf({ fields }: Instance, start: ReadonlyMap<string, PyValue>): Map<string, Boxed> {
  const found = new Map<string, Boxed>()
  const take = (name: string, value: PyValue): void => {
    if (!(value instanceof Boxed) || value.kind !== 'float') return
    if (![...found.values()].includes(value)) found.set(name, value)
  }
  for (const [name, value] of fields) {
    take(name, value)
    if (value instanceof Dict) for (const [key, one] of value.entries.values()) take(String(key), one)
    else if (Array.isArray(value) && !/grad/.test(name))
      for (const [i, one] of value.entries()) take(`${name}[${i}]`, one)
  }
  for (const [name, value] of start) take(name, value)
  return found
}
