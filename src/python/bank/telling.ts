/** What came of a program, in a form that can be compared with what PyTorch says of it. */
import { NinjaError } from '../../errors.ts'
import { generator } from '../../tensor/random.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { bounded } from '../bounds.ts'
import { Boxed, type Kind } from '../box.ts'
import { builtinsFor } from '../builtins.ts'
import { withoutImports } from '../dialect.ts'
import { Interpreter } from '../interpreter.ts'
import { librariesFor } from '../libraries.ts'
import { execute } from '../statements.ts'
import { parsePython } from '../tree.ts'
import {
  Dict,
  NotRead,
  OutOfSteps,
  PythonError,
  PythonSet,
  type PyValue,
  Range,
  Tuple,
  Unread,
  WholeFloat,
} from '../values.ts'
import { numpyPreamble, PREAMBLE } from './drawing/preamble.ts'

/** A value as JSON; numbers that are not finite are texts. */
export type ToldValue =
  | {
      readonly is: 'tensor'
      readonly kind: Kind
      readonly shape: readonly number[]
      readonly data: readonly TellableNumber[]
    }
  | { readonly is: 'bool' | 'int' | 'float' | 'str'; readonly value: TellableNumber }
  | { readonly is: 'tuple' | 'list' | 'dict' | 'set'; readonly items: readonly ToldValue[] }
  | { readonly is: 'None' }
  /** Not read, or something that notebooks don't use: no value. */
  | { readonly is: 'strange'; readonly what: string }
  | { readonly is: 'error'; readonly what: string }

type TellableNumber = number | string | boolean

const numberOf = (value: number): number | string =>
  Number.isFinite(value) ? value : Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'

export const tensorTold = (kind: Kind, shape: readonly number[], data: Iterable<number>): ToldValue => ({
  is: 'tensor',
  kind,
  shape,
  data: Array.from(data, value => (kind === 'bool' ? value !== 0 : numberOf(value))),
})

export function told(value: PyValue): ToldValue {
  if (value === null) return { is: 'None' }
  if (value instanceof Unread) return { is: 'strange', what: value.why }
  if (value instanceof Boxed) return tensorTold(value.kind, value.shape, value.tensor.data)
  if (typeof value === 'boolean') return { is: 'bool', value }
  if (typeof value === 'number')
    return { is: Number.isInteger(value) ? 'int' : 'float', value: numberOf(value) }
  if (value instanceof WholeFloat) return { is: 'float', value: value.value }
  if (typeof value === 'string') return { is: 'str', value }
  if (value instanceof Tuple) return { is: 'tuple', items: value.map(told) }
  if (Array.isArray(value)) return { is: 'list', items: value.map(told) }
  if (value instanceof Range)
    return { is: 'list', items: Array.from({ length: value.length }, (_, i) => told(value.at(i))) }
  if (value instanceof Dict)
    return {
      is: 'dict',
      items: [...value.entries.values()].map(one => ({ is: 'tuple', items: one.map(told) })),
    }
  if (value instanceof PythonSet) return { is: 'set', items: [...value.entries.values()].map(told) }
  return { is: 'strange', what: 'object' }
}

let current: Interpreter
const builtins = builtinsFor(
  () => current,
  () => null,
)
const libraries = librariesFor(generator(1), () => null)
const preambles = { torch: parsePython(PREAMBLE).body, numpy: parsePython(numpyPreamble()).body }

/** The tensors that expressions begin with, by name. */
export function leafTensors(): Record<string, Tensor> {
  const found: Record<string, Tensor> = {}
  bounded(() => {
    current = new Interpreter({ builtins, libraries, steps: 100_000 })
    execute(preambles.torch, current.top, current)
    for (const [name, value] of current.top.names) if (value instanceof Boxed) found[name] = value.tensor
  })
  return found
}

/** What our interpreter leaves in `result`. */
export function interpreted(program: string, library: 'torch' | 'numpy' = 'torch'): ToldValue {
  return bounded(() =>
    withoutImports(() => {
      const run = new Interpreter({
        builtins,
        libraries,
        steps: 100_000,
      })
      current = run
      execute(preambles[library], run.top, run)
      try {
        const { body, unfinished } = parsePython(program)
        if (unfinished.length > 0) return { is: 'error', what: 'SyntaxError' }
        execute(body, run.top, run)
        return told(run.top.names.get('result') ?? null)
      } catch (error) {
        if (error instanceof NotRead || error instanceof OutOfSteps)
          return { is: 'strange', what: error.message }
        if (error instanceof PythonError) return { is: 'error', what: `${error.type}: ${error.message}` }
        if (error instanceof NinjaError) return { is: 'error', what: error.message }
        throw error
      }
    }),
  )
}
