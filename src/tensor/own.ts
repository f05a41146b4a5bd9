/** Operations that an exercise brings along: a value, and a rule for the way back. `ninja verify` proves the one by the other. */
import type { Own, OwnRule } from './operations.ts'
import { record } from './recording.ts'
import { tensorError } from './shape.ts'
import { apply, demandTensor, lift, Tensor, type TensorLike } from './tensor.ts'

export interface OperationOf {
  /** What it gives, from its inputs. */
  readonly value: (...inputs: Tensor[]) => Tensor
  /** One rule for each input, null where no gradient flows; a single one for a single input. */
  readonly gradient?: OwnGradient
}

type OwnGradient = OwnRule | readonly (OwnRule | null)[]

export interface OwnOperation {
  (...inputs: TensorLike[]): Tensor
  /** Gives it its rule, where learners are not to read it beside the value: in a cell titled check. */
  readonly backward: (gradient: OwnGradient) => void
}

/** A function for a forward pass that counts as one operation there. `name`: what messages call it. */
export function operation(name: string, { value, gradient }: OperationOf): OwnOperation {
  let rules: Own['gradient'] | null = null
  const backward = (given: OwnGradient): void => {
    if (rules !== null) throw tensorError(`${name}: has its gradient already`)
    rules = typeof given === 'function' ? [given] : given
  }
  if (gradient !== undefined) backward(gradient)
  const own = (...inputs: TensorLike[]): Tensor => {
    for (const input of inputs) lift(name, input)
    if (rules !== null && rules.length !== inputs.length)
      throw tensorError(`${name}: has ${rules.length} gradient rules, was given ${inputs.length} inputs`)
    return apply('own', inputs, {
      name,
      // How it works out its value is its own affair.
      value: values => demandTensor(name, record(() => value(...values.map(asTensor))).result),
      gradient: rules ?? inputs.map(() => missing),
    })
  }
  const missing = (): never => {
    throw tensorError(`${name}: has no gradient`, `give it one: ${name}.backward(g => …)`)
  }
  return Object.assign(own, { backward })
}

const asTensor = (values: { shape: readonly number[]; data: Float64Array }): Tensor =>
  values instanceof Tensor ? values : new Tensor(values.shape, values.data)
