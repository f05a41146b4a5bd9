/** What a backward function can see: values and gradients by name, and which of them may be asked for. */
import { type Graph, isLearnable } from '../../autograd/graph.ts'
import { type Scope, ScopeError } from '../../room/program.ts'
import { nearest } from '../../suggest.ts'
import type { Tensor } from '../../tensor/tensor.ts'

/** The scope of the function for the gradient of `self`. `lookup` gives the gradient of a named tensor. */
export function scopeFor(graph: Graph, self: string, lookup: (name: string) => Tensor): Scope {
  return {
    values: graph.values,
    gradient: name => {
      const target = gradientOf(name)
      if (!graph.tensors.has(target)) throw unknownName(graph, name)
      forbidCircles(graph, self, target)
      return lookup(target)
    },
    has: name => Object.hasOwn(graph.values, name) || graph.tensors.has(gradientOf(name)),
    likely: graph.users
      .get(self)!
      .filter(user => isLearnable(graph, user))
      .map(user => `d${user}`),
  }
}

/** What was read, told apart: values by name, and the tensors whose gradients were. */
export function readFrom(graph: Graph, names: ReadonlySet<string>) {
  const values = new Set([...names].filter(name => Object.hasOwn(graph.values, name)))
  const gradients = [...names].filter(name => !values.has(name)).map(gradientOf)
  return { values, gradients: new Set(gradients.filter(name => graph.tensors.has(name))) }
}

/** `probs` of `dprobs`; nothing of what is no gradient's name. */
const gradientOf = (name: string): string => (name.startsWith('d') ? name.slice(1) : '')

function forbidCircles(graph: Graph, self: string, target: string): void {
  if (target === self) {
    throw new ScopeError(
      `d${self} asks for d${self}, the gradient that it computes itself`,
      `compute it from the gradients of the tensors that use ${self}: ${usersText(graph, self)}`,
    )
  }
  if (graph.ancestors.get(self)!.has(target)) {
    throw new ScopeError(
      `d${self} asks for d${target}, but ${target} comes before ${self} in the forward pass, so d${target} is computed from d${self}`,
      `compute it from the gradients of the tensors that use ${self}: ${usersText(graph, self)}`,
    )
  }
  if (!isLearnable(graph, target)) {
    throw new ScopeError(`there is no d${target}: ${target} holds indices, and indices have no gradient`)
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
      ? 'the names are those of the forward pass, and the same with a d in front'
      : `did you mean ${suggestion}?`,
  )
}
