/**
 * What a wrong line did, laid open: its value at several sizes under gradients drawn at random, and what each use of
 * its tensor would have sent back under the same gradients.
 */
import { isLearnable, type UpstreamGradients } from '../autograd/graph.ts'
import { callAll } from '../checker/gradient/call.ts'
import type { Case } from '../checker/gradient/case.ts'
import type { Suspect } from '../checker/gradient/judge.ts'
import { scopeFor } from '../checker/gradient/scope.ts'
import { freeGradients, upstreamFrom } from '../checker/gradient/upstream.ts'
import type { Tape } from '../room/program.ts'
import { generator } from '../tensor/random.ts'
import { Tensor } from '../tensor/tensor.ts'
import type { Budget } from './budget.ts'
import type { Letters } from './constants.ts'
import { type Path, pathsFrom, type Term, termOf } from './paths.ts'

/** One call of the wrong line. */
export interface TrialCall {
  readonly at: Case
  readonly letters: Letters
  /** What came out. */
  readonly value: Tensor
  /** What was needed. */
  readonly needed: Tensor
  /** The gradients that were handed out. */
  readonly gradient: (name: string) => Tensor
  /** One for each way from the tensor to the free gradients; their sum is what was needed. */
  readonly terms: readonly Term[]
  /** The operations of the line itself, and the names of what it was handed. */
  readonly tape: Tape
}

export interface Evidence {
  /** Of the tensor. */
  readonly name: string
  readonly settings: readonly TrialCall[]
  /** Gradients that influenced the result, by tensor name, and values that were asked for. */
  readonly used: readonly string[]
  readonly valuesRead: readonly string[]
  /** Which gradients are drawn: those of the tensor's own users, those further up, or what the line used and the rest. */
  readonly route: 'local' | 'long' | 'mixed'
  readonly budget: Budget
}

/** The small sizes first, where a search is quick; what explains the value in all of them explains it. */
const settingsFrom = ([main, ...others]: readonly Case[]): readonly Case[] => [...others, main]

/**
 * Under `local` every gradient that the line used and those of all direct users are independent of each other, so that
 * no coincidence between them can pass for an explanation; under `long` they follow from those furthest up. Under
 * `mixed` those that the line used are drawn, and those of the users from which no way leads to one that it used: what
 * goes around a layer norm doesn't go through it, too.
 */
export function gather(suspect: Suspect, route: Evidence['route'], budget: Budget): Evidence | null {
  const { name, learner, used, cases } = suspect
  const plans = settingsFrom(cases).map((at, i) => {
    const free = drawn[route](at, name, used)
    const gradients = draw(at, free, 104729 * (i + 1) + at.seed)
    const scope = scopeFor(at.graph, name, gradients.gradient)
    return { at, free, gradients, graph: at.graph, name, scope, record: true }
  })
  const valuesRead = new Set<string>()
  const settings: TrialCall[] = []
  for (const [i, called] of callAll(learner, plans).entries()) {
    const { at, graph, free, gradients } = plans[i]
    if (called.outcome.kind !== 'value') return null
    for (const read of called.valuesRead) valuesRead.add(read)
    const paths: readonly Path[] = pathsFrom(graph, name, new Set(free))
    settings.push({
      at,
      letters: lettersOf(at),
      value: called.outcome.value,
      needed: gradients.gradient(name),
      gradient: gradients.gradient,
      terms: paths.map(path => termOf(graph, name, path, gradients.gradient)),
      tape: called.tape,
    })
  }
  return { name, settings, used, valuesRead: [...valuesRead], route, budget }
}

function independent({ graph }: Case, name: string, used: readonly string[]): string[] {
  return [...new Set([...graph.users.get(name)!, ...used])].filter(other => isLearnable(graph, other))
}

const usedAndRest = (at: Case, name: string, used: readonly string[]): string[] =>
  independent(at, name, used).filter(
    user => used.includes(user) || !used.some(other => at.graph.ancestors.get(other)!.has(user)),
  )

/** Without a gradient to start from, a closed formula starts from the loss. */
const freeOf = ({ graph }: Case, name: string, used: readonly string[]): string[] =>
  used.length === 0 ? [graph.loss] : freeGradients(graph, name, used)

const drawn: {
  readonly [R in Evidence['route']]: (at: Case, name: string, used: readonly string[]) => string[]
} = {
  local: independent,
  long: freeOf,
  mixed: usedAndRest,
}

/** The free gradients at random, the others as they follow; the loss's is 1. */
function draw(at: Case, free: readonly string[], seed: number): UpstreamGradients {
  const g = generator(seed)
  const { loss, tensors } = at.graph
  const given = free.map((name): [string, Tensor] => {
    const { shape } = tensors.get(name)!
    return [name, name === loss ? new Tensor(shape, Float64Array.of(1)) : g.randn(...shape)]
  })
  return upstreamFrom(at, new Map(given))
}

/** Numbers of the exercise, by the names that its author gave them. */
export function lettersOf({ sizes, graph }: Case): Letters {
  const numbers = Object.entries(graph.values).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  )
  return { ...Object.fromEntries(numbers), ...sizes }
}
