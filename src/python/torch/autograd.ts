/** `torch.autograd`, and what a notebook asks autograd for. */
import type { Boxed } from '../box.ts'
import { Module, PythonError, type PyValue, tuple } from '../values.ts'
import { callables, type Fn } from './function.ts'
import { demandBox, refuse } from './given.ts'
import { functionClass } from './own-functions.ts'

/** What asks for a gradient or starts the way back: whoever runs the notebook knows. */
export interface Autograd {
  readonly backward: (x: Boxed) => void
  /** `x.grad` */
  readonly gradient: (x: Boxed) => PyValue
  /** That of a loss with respect to `x`; null where `x` isn't in it. */
  readonly gradientOf: (loss: Boxed, x: Boxed) => PyValue
  readonly retain: (x: Boxed) => void
}

export const noAutograd: Autograd = {
  backward: () => {},
  gradient: () => null,
  gradientOf: () => null,
  retain: () => {},
}

const boxesIn = (value: PyValue): Boxed[] =>
  (Array.isArray(value) ? value : [value]).map(one => demandBox(one, 'torch.autograd.grad'))

/** `torch.autograd.grad(loss, inputs)` */
const gradOf =
  (autograd: Autograd): Fn =>
  given => {
    const [loss, ...more] = boxesIn(given.demand(0, 'outputs'))
    const inputs = boxesIn(given.demand(1, 'inputs'))
    const isOfLoss = more.length === 0 && (given.value(2, 'grad_outputs') ?? null) === null
    if (!isOfLoss) refuse('torch.autograd.grad with grad_outputs, or of several tensors')
    // Whether the graph is kept, or can be swept again, changes no number.
    for (const [place, name] of [[3, 'retain_graph'] as const, [4, 'create_graph'] as const])
      given.value(place, name)
    const isUnusedAllowed = given.named('allow_unused') === true
    return tuple(
      inputs.map(x => {
        const found = autograd.gradientOf(loss, x)
        if (found !== null || isUnusedAllowed) return found
        throw new PythonError(
          'RuntimeError',
          'One of the differentiated Tensors appears to not have been used in the graph',
        )
      }),
    )
  }

export const autogradModule = (autograd: Autograd): Module =>
  new Module('torch.autograd', { Function: functionClass, ...callables({ grad: gradOf(autograd) }) })
