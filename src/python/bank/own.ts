/** An expression on our own tensors: what it gives, and what it is in Python. */
import * as door from '../../index.ts'
import { type ParsedText, sourceOf } from '../../text/source.ts'
import { pythonOf, stepsIn } from '../translation.ts'
import { leafTensors, type ToldValue, tensorTold } from './telling.ts'

/** As Python; null where it has no counterpart there. */
export function inPython(own: string): string | null {
  const source = sourceOf(`export const result = () => ${own}`)
  if (source.program === null) return null
  try {
    const { result } = stepsIn(source as ParsedText, 'result')
    return result === null ? null : `result = ${pythonOf(result)}\n`
  } catch {
    return null
  }
}

export function ownValue(own: string): ToldValue {
  const names = { ...door, ...leafTensors() }
  try {
    const made: unknown = new Function(...Object.keys(names), `return ${own}`)(...Object.values(names))
    if (made instanceof door.Tensor) return tensorTold('float', made.shape, made.data)
    return { is: 'strange', what: typeof made }
  } catch (error) {
    return { is: 'error', what: String(error) }
  }
}
