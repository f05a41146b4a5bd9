/** One call of a learner's function: what it is handed is a copy, and what it read and changed is written down. */
import { sameBits } from '../tensor/kernels/native.ts'
import { record, type Step } from '../tensor/recording.ts'
import { Tensor } from '../tensor/tensor.ts'
import {
  type Call,
  type Came,
  Later,
  type LearnerFunction,
  noTape,
  type Scope,
  ScopeError,
  type Tape,
} from './program.ts'
import { givenAs, thrownAs } from './thrown.ts'

/** A tensor that was handed out, and what it was like. */
interface Handed {
  readonly name: string
  readonly tensor: Tensor
  readonly data: Float64Array
  readonly original: Tensor
}

/** `printed`: gives what was printed since it was asked last. */
export function callWith(
  learner: LearnerFunction,
  scope: Scope,
  recording: boolean,
  printed: () => readonly string[],
): Call {
  const read = new Set<string>()
  const handed: Handed[] = []
  let later: Later | null = null
  let isOver = false
  const hand = (name: string, original: Tensor): Tensor => {
    const data = original.data.slice()
    const tensor = new Tensor([...original.shape], data, original.isMask)
    handed.push({ name, tensor, data, original })
    return tensor
  }
  const unlessLater = <T>(look: () => T): T => {
    try {
      return look()
    } catch (error) {
      if (error instanceof Later) later = error
      throw error
    }
  }
  const get = (_: object, name: string | symbol): unknown => {
    if (typeof name === 'symbol') return undefined
    // Kept for a later call it would read what belongs to that one, and nobody would know.
    if (isOver)
      throw new ScopeError(
        `${name} was asked for after the function had returned`,
        'each call gets its own values: read what you need while the function runs',
      )
    if (Object.hasOwn(scope.values, name)) {
      read.add(name)
      const value = scope.values[name]
      return value instanceof Tensor ? hand(name, value) : value
    }
    // What a gradient takes to work out is not the function's doing: it goes on a tape of its own.
    const { result } = record(() => unlessLater(() => scope.gradient(name)))
    read.add(name)
    return hand(name, result)
  }
  const readOnly = (_: object, name: string | symbol): never => {
    throw new ScopeError(
      `${String(name)} cannot be set from inside the function`,
      'return the gradient instead',
    )
  }
  const proxy = new Proxy(
    {},
    {
      get,
      set: readOnly,
      defineProperty: readOnly,
      deleteProperty: readOnly,
      has: (_, name) => typeof name === 'string' && unlessLater(() => scope.has(name)),
      ownKeys: () => Object.keys(scope.values),
      getOwnPropertyDescriptor: (target, name) =>
        Object.hasOwn(scope.values, name)
          ? { configurable: true, enumerable: true, value: get(target, name) }
          : undefined,
    },
  )
  let result: unknown
  const attempt = (): Came => {
    try {
      result = learner(proxy)
      return givenAs(result)
    } catch (thrown) {
      return thrownAs(thrown)
    }
  }
  const { result: came, steps } = recording ? record(attempt) : { result: attempt(), steps: [] }
  isOver = true
  const spoilt = handed.find(isSpoilt)
  return {
    came: later !== null ? { kind: 'later', gradient: (later as Later).gradient } : spoiltBy(spoilt, came),
    read,
    printed: printed(),
    tape: recording ? tapeOf(steps, handed, result, came) : noTape,
  }
}

const spoiltBy = (spoilt: Handed | undefined, came: Came): Came =>
  spoilt === undefined || came.kind === 'threw' ? came : { kind: 'changed', name: spoilt.name }

/** The tape with the value that came in place of the tensor that it is a copy of. */
function tapeOf(steps: readonly Step[], handed: readonly Handed[], result: unknown, came: Came): Tape {
  const own = (x: Tensor): Tensor => (x === result && came.kind === 'value' ? came.value : x)
  return {
    steps: steps.map(step => ({ ...step, inputs: step.inputs.map(own), output: own(step.output) })),
    names: new Map(handed.map(({ tensor, name }) => [own(tensor), name])),
  }
}

/** Whether it is not what it was: its numbers, the array they are in, or its shape. */
const isSpoilt = ({ tensor, data, original }: Handed): boolean =>
  tensor.data !== data || isChanged(tensor, original)

/** Whether a tensor has another shape or other numbers than when this copy was made of it. */
export const isChanged = ({ shape, data }: Tensor, copy: Tensor): boolean =>
  !Array.isArray(shape) ||
  shape.length !== copy.shape.length ||
  shape.some((size, dim) => size !== copy.shape[dim]) ||
  !sameBits(data, copy.data)
