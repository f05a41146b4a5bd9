/** What stands behind a tensor's dot: methods, and what is no call. */
import { Box, successorOf } from '../box.ts'
import { Callable, PythonError, type Value } from '../values.ts'
import { Given } from './given.ts'
import { sizesOf } from './method.ts'
import { methods } from './methods.ts'
import { turned } from './views.ts'

/** What asks for a gradient or starts the way back: whoever runs the notebook knows. */
export interface Autograd {
  readonly backward: (x: Box) => void
  readonly gradient: (x: Box) => Value
}

const attributes: Readonly<Record<string, (x: Box, autograd: Autograd) => Value>> = {
  shape: sizesOf,
  T: turned,
  mT: x => methods.transpose(x, new Given([-2, -1], {})),
  ndim: x => x.shape.length,
  dtype: x => x.kind,
  device: () => 'cpu',
  is_leaf: x => x.requiresGrad,
  requires_grad: x => x.requiresGrad,
  grad_fn: () => null,
  grad: (x, autograd) => (x.givenGradient !== undefined ? x.givenGradient : autograd.gradient(x)),
  data: x => Box.view(x, { read: base => base, write: successorOf }),
}

export function tensorAttribute(x: Box, name: string, autograd: Autograd): Value {
  if (Object.hasOwn(attributes, name)) return attributes[name](x, autograd)
  if (name === 'backward')
    return new Callable(name, () => {
      autograd.backward(x)
      return null
    })
  if (!Object.hasOwn(methods, name))
    throw new PythonError('AttributeError', `'Tensor' object has no attribute '${name}'`)
  const method = methods[name]
  return new Callable(name, (args, keywords) => method(x, new Given(args, keywords)))
}
