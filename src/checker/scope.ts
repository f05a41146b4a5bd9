/** What a backward function can see: values and gradients by name, each handed out as a copy and written down. */
import { type Graph, isLearnable } from '../autograd/graph.ts'
import { nearest } from '../suggest.ts'
import { Tensor } from '../tensor/tensor.ts'

/** A name that does not exist or may not be asked for. The learner's mistake, told as one. */
export class ScopeError extends Error {
  override readonly name: string = 'ScopeError'
  readonly advice: string | undefined
  constructor(message: string, advice?: string) {
    super(message)
    this.advice = advice
  }
}

export interface Scope {
  readonly proxy: object
  /** The names of the tensors whose gradients were read, without the d. */
  readonly gradientsRead: Set<string>
  readonly valuesRead: Set<string>
  /** What was handed out, by the name it was asked for. */
  readonly handed: Map<Tensor, string>
}

/**
 * The scope of the function for the gradient of `self`. `lookup` gives the gradient of a named tensor. Copies are
 * handed out, so that a function that changes what it was given cannot spoil another's verdict.
 */
export function scopeFor(graph: Graph, self: string, lookup: (name: string) => Tensor): Scope {
  const gradientsRead = new Set<string>()
  const valuesRead = new Set<string>()
  const handed = new Map<Tensor, string>()
  const hand = (name: string, value: Tensor): Tensor => {
    const copy = new Tensor([...value.shape], value.data.slice(), value.isMask)
    handed.set(copy, name)
    return copy
  }
  const get = (_: object, key: string | symbol): unknown => {
    if (typeof key === 'symbol') return undefined
    if (Object.hasOwn(graph.values, key)) {
      valuesRead.add(key)
      const value = graph.values[key]
      return value instanceof Tensor ? hand(key, value) : value
    }
    const target = gradientOf(key)
    if (!graph.tensors.has(target)) throw unknownName(graph, key)
    forbidCircles(graph, self, target)
    gradientsRead.add(target)
    return hand(key, lookup(target))
  }
  const readOnly = (_: object, key: string | symbol): never => {
    throw new ScopeError(`${String(key)} cannot be set from here`, 'return the gradient instead')
  }
  const proxy = new Proxy(
    {},
    {
      get,
      set: readOnly,
      has: (_, key) =>
        typeof key === 'string' && (Object.hasOwn(graph.values, key) || graph.tensors.has(gradientOf(key))),
      ownKeys: () => Object.keys(graph.values),
      getOwnPropertyDescriptor: (target, key) =>
        Object.hasOwn(graph.values, key)
          ? { configurable: true, enumerable: true, value: get(target, key) }
          : undefined,
    },
  )
  return { proxy, gradientsRead, valuesRead, handed }
}

/** `probs` of `dprobs`; nothing of what is no gradient's name. */
const gradientOf = (key: string): string => (key.startsWith('d') ? key.slice(1) : '')

function forbidCircles(graph: Graph, self: string, target: string): void {
  if (target === self) {
    throw new ScopeError(
      `d${self} asks for d${self}, which is what it is to compute`,
      `build it from the gradients of what ${self} is used in: ${usersText(graph, self)}`,
    )
  }
  if (graph.ancestors.get(self)!.has(target)) {
    throw new ScopeError(
      `d${self} asks for d${target}, but ${target} comes before ${self} in the forward pass, so d${target} is computed from d${self}`,
      `build it from the gradients of what ${self} is used in: ${usersText(graph, self)}`,
    )
  }
  if (!isLearnable(graph, target)) {
    throw new ScopeError(`there is no d${target}: ${target} holds indices, which cannot be nudged`)
  }
}

const usersText = (graph: Graph, self: string): string =>
  graph.users
    .get(self)!
    .map(user => `d${user}`)
    .join(', ')

function unknownName(graph: Graph, key: string): ScopeError {
  const gradients = [...graph.tensors.keys()].map(name => `d${name}`)
  const suggestion = nearest(key, [...Object.keys(graph.values), ...gradients])
  return new ScopeError(
    `there is no "${key}" in this exercise`,
    suggestion === undefined
      ? 'the names are those of the forward pass, and d + name'
      : `did you mean ${suggestion}?`,
  )
}
