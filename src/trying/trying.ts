/** Evaluates what somebody typed, in a room, with what the exercise has and with the learner's own functions. */
import { type Graph, isLearnable } from '../autograd/graph.ts'
import { failureOf } from '../checker/examine.ts'
import { outcomeOf } from '../checker/gradient/call.ts'
import { type Submission, variantOf, writtenBy } from '../checker/text/submission.ts'
import { NAME_THEM, noMemberIn } from '../checker/text/tensors.ts'
import type { Came, Scope } from '../room/program.ts'
import { ScopeError } from '../room/program.ts'
import type { Loaded, Room } from '../room/room.ts'
import { formatTensor } from '../tensor/print.ts'
import type { Shape } from '../tensor/shape.ts'
import type { ParsedText } from '../text/source.ts'
import { type Written, writtenIn } from '../text/written.ts'
import type { TryFailure } from './answer.ts'
import { type GradientsWanted, gradientsFor, type ToldGradient } from './gradients.ts'
import { NOW, type Snippet, TRIED } from './snippet.ts'

export interface Tried {
  /** What was printed on the way. */
  readonly printed: readonly string[]
  /** What it gives, as text; null where it gives nothing. */
  readonly result: string | null
  /** Of a tensor. */
  readonly shape: Shape | null
  readonly failure: TryFailure | null
  /** The gradients that it used, by name. */
  readonly gradients: ReadonlyMap<string, ToldGradient>
}

/** Where something is tried. */
export interface TryPlace {
  readonly room: Room
  /** Null for an exercise without a forward pass. */
  readonly wanted: GradientsWanted | null
}

/** Whether an exercise has a value or a gradient of this name. */
export const isInScope = (graph: Graph | null, name: string): boolean =>
  graph !== null && (Object.hasOwn(graph.values, name) || graph.tensors.has(tensorOf(name)))

/** The gradients of these names, as the learner's functions in a file give them, and as they may be told. */
export function tellIn(
  { room, wanted }: TryPlace,
  names: readonly string[],
  submission: Submission,
): { readonly told: ReadonlyMap<string, ToldGradient>; readonly loaded: Loaded } {
  const loaded = room.load(variantOf(submission, [], null).modules, submission.path)
  const told = new Map<string, ToldGradient>()
  if (wanted === null || loaded.broken !== null) return { told, loaded }
  const { graph } = wanted.at
  const learner = { program: loaded.program, written: (name: string) => writtenBy(submission, name) }
  const tell = gradientsFor(wanted, learner)
  for (const name of names.filter(name => !Object.hasOwn(graph.values, name)))
    if (isLearnable(graph, tensorOf(name))) told.set(name, tell(tensorOf(name)))
  return { told, loaded }
}

/** `submission`: the learner's file with the snippet behind it. `alone`: with the snippet's text for errors. */
export function tryIn(
  place: TryPlace,
  snippet: Snippet,
  submission: Submission,
  alone: () => ParsedText,
): Tried {
  const { told: gradients, loaded } = tellIn(place, snippet.names, submission)
  const { broken, program, printed } = loaded
  const none = { printed, result: null, shape: null, gradients }
  if (broken !== null) {
    const { message, advice, code } = failureOf(broken)
    return { ...none, failure: { message, advice, isTimeout: code === 'timeout' } }
  }
  const graph = place.wanted?.at.graph ?? null
  const scope: Scope = {
    values: graph?.values ?? {},
    has: name => isInScope(graph, name),
    gradient: name => {
      const told = gradients.get(name)
      if (told !== undefined) return told.value
      if (!snippet.names.includes(name)) throw new ScopeError(`write ${name} by its name`)
      throw new ScopeError(
        `there is no ${name}: ${tensorOf(name)} holds indices, and indices have no gradient`,
      )
    },
  }
  const { came, printed: all } = program.call(TRIED, scope)
  const own = [...printed, ...all.slice(all.indexOf(NOW) + 1)]
  // What it gives was printed last.
  const [before, last] = snippet.printsResult ? [own.slice(0, -1), own.at(-1) ?? null] : [own, null]
  const done = { ...none, printed: before, failure: null }
  switch (came.kind) {
    case 'value':
      return { ...done, result: formatTensor(came.value), shape: came.value.shape }
    case 'number':
      return { ...done, result: last ?? String(came.value) }
    case 'other':
      return came.what === 'nothing'
        ? { ...done, failure: snippet.printsResult ? noMember(alone()) : null }
        : { ...done, result: last ?? came.text }
  }
  return { ...done, printed: own, failure: failedBy(came, Object.keys(graph?.values ?? {}), alone()) }
}

const tensorOf = (gradient: string): string => (gradient.startsWith('d') ? gradient.slice(1) : '')

/** `probs[0]`, `probs.grad` and `probs.shape[2]` give nothing, without an error. */
function noMember(alone: ParsedText): Tried['failure'] {
  const written = writtenIn(alone, TRIED)
  if (written === null) return null
  const advice = noMemberIn(written)?.advice ?? null
  return advice === null && !endsInMember(written)
    ? null
    : { message: 'it gives nothing', advice: spokenHere(advice), isTimeout: false }
}

function endsInMember({ code: { body } }: Written): boolean {
  const last = body.type === 'BlockStatement' ? body.body.at(-1) : undefined
  return last?.type === 'ExpressionStatement' && last.expression.type === 'MemberExpression'
}

type Failing = Exclude<Came, { readonly kind: 'value' | 'number' | 'other' }>

function failedBy(came: Failing, values: readonly string[], alone: ParsedText): Tried['failure'] {
  if (came.kind === 'blank')
    return { message: "it calls a blank that isn't filled in yet", advice: null, isTimeout: false }
  const outcome = outcomeOf(came, values, writtenIn(alone, TRIED))
  if (outcome.kind === 'value') return null
  const { kind, message, advice, diagnosis } = outcome
  return { message, advice: spokenHere(diagnosis?.message ?? advice), isTimeout: kind === 'timeout' }
}

/** Here every name of the exercise is at hand, and every function. */
const spokenHere = (advice: string | null): string | null =>
  advice?.replace(`. ${NAME_THEM}`, '').replace(/: \w+ \w+, and write /, ': write ') ?? null
