/** What stands behind a tensor's dot: methods, and what is no call. */
import { asArray, Boxed, successorOf } from '../box.ts'
import { Callable, PythonError, type PyValue, SizeMethod, Unread } from '../values.ts'
import type { Autograd } from './autograd.ts'
import { GivenArguments, refuse } from './given.ts'
import { sizesOf } from './method.ts'
import { lasting, methods } from './methods.ts'
import { arrayMethods } from './numpy.ts'
import { turned } from './views.ts'

const attributes: Readonly<Record<string, (x: Boxed, autograd: Autograd) => PyValue>> = {
  shape: sizesOf,
  T: turned,
  mT: x =>
    x.shape.length < 2
      ? refuse('.mT of less than two dimensions')
      : methods.transpose(x, new GivenArguments([-2, -1], {})),
  ndim: x => x.shape.length,
  dtype: x => x.kind,
  device: () => 'cpu',
  is_leaf: x => x.requiresGrad,
  requires_grad: x => x.requiresGrad,
  grad_fn: () => null,
  grad: (x, autograd) => (x.givenGradient !== undefined ? x.givenGradient : autograd.gradient(x)),
  data: x => Boxed.view(x, { read: base => base, write: successorOf }),
}

/** What is read behind the dot of a tensor. */
export const tensorMembers: readonly string[] = [...Object.keys(attributes), ...Object.keys(methods)]

/**
 * Whether PyTorch is sure to have no such method. It has more than anybody could list, but none with a capital after two
 * letters, as in `expandAs`, and no `sum_`.
 */
const isMissing = (name: string): boolean =>
  /[a-z]{2}[A-Z]/.test(name) || (name.endsWith('_') && lasting.has(name.slice(0, -1)))

export function tensorAttribute(x: Boxed, name: string, autograd: Autograd): PyValue {
  const put = x.fields?.get(name)
  if (put !== undefined) return put
  if (Object.hasOwn(attributes, name)) return attributes[name](x, autograd)
  if (name === 'backward')
    return new Callable(name, () => {
      autograd.backward(x)
      return null
    })
  if (name === 'retain_grad')
    return new Callable(name, () => {
      autograd.retain(x)
      return null
    })
  const table = x.isArray && Object.hasOwn(arrayMethods, name) ? arrayMethods : methods
  if (!Object.hasOwn(table, name)) {
    if (!isMissing(name)) return new Unread(`Tensor.${name}`)
    throw new PythonError('AttributeError', `'Tensor' object has no attribute '${name}'`)
  }
  const method = table[name]
  if (name === 'size')
    return new SizeMethod(x.tensor.data.length, (args, keywords) =>
      method(x, new GivenArguments(args, keywords)),
    )
  return new Callable(name, (args, keywords) =>
    asArray(
      new GivenArguments(args, keywords).wholly(name, given => method(x, given)),
      x.isArray,
    ),
  )
}
