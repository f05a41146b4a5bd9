/** One call of a learner's function, with everything that can come of it told apart. */
import type { Graph } from '../../autograd/graph.ts'
import type { Call, Came, Cause, Other, Scope, Tape, Thrown } from '../../room/program.ts'
import { formatShape } from '../../tensor/shape.ts'
import { Tensor } from '../../tensor/tensor.ts'
import type { Written } from '../../text/written.ts'
import type { Diagnosis, Verdict } from '../report.ts'
import { adviceOn, adviceOnOwn } from '../text/advice-on-error.ts'
import { nothingReturned } from '../text/nothing-returned.ts'
import { notFinite } from './compare.ts'
import type { Learner } from './learner.ts'
import { readFrom } from './scope.ts'

/** No gradient came back, or none that could be compared. */
export interface Failed {
  readonly kind: Extract<
    Verdict,
    'blank' | 'threw' | 'not a tensor' | 'not finite' | 'wrong' | 'timeout' | 'out of memory'
  >
  readonly message: string
  readonly advice: string | null
  /** Where it was thrown, if it was: the stack, for whoever knows the learner's file. */
  readonly stack: string | null
  /** The value that is not finite. */
  readonly value: Tensor | null
  /** Where what came tells all. */
  readonly diagnosis: Diagnosis | null
}

export type Outcome = { readonly kind: 'value'; readonly value: Tensor } | Failed

/** What came of a call, and what it read: values by name, and the tensors whose gradients were read. */
export interface Called {
  readonly outcome: Outcome
  readonly valuesRead: ReadonlySet<string>
  readonly gradientsRead: ReadonlySet<string>
  readonly printed: readonly string[]
  readonly tape: Tape
  /** The gradient that has to be worked out before the call can be made; null where it was made. */
  readonly waitsFor: string | null
}

/** Calls the function for the gradient of `name`. */
export const call = (
  { program, written }: Learner,
  graph: Graph,
  name: string,
  scope: Scope,
  record = false,
): Called => calledAs(graph, written(`d${name}`), program.call(`d${name}`, scope, record))

/** What `call` is given. */
export interface CallPlan {
  readonly graph: Graph
  readonly name: string
  readonly scope: Scope
  readonly record?: boolean
}

/** Makes many calls, all at once as far as that goes. */
export const callAll = (learner: Learner, plans: readonly CallPlan[]): readonly Called[] =>
  callAhead(learner, plans).map((called, i) => {
    const { graph, name, scope, record } = plans[i]
    return called ?? call(learner, graph, name, scope, record)
  })

/** Makes many calls at once, as far as it goes and saves time; null for one that is to be made by itself. */
export function callAhead(
  { program, written }: Learner,
  wanted: readonly CallPlan[],
): readonly (Called | null)[] {
  const named = wanted.map(({ name, scope, record = false }) => ({ name: `d${name}`, scope, record }))
  const made = (named.length > 1 && program.ahead?.(named)) || []
  return wanted.map(({ graph, name }, i) => {
    const one = made[i] ?? null
    return one && calledAs(graph, written(`d${name}`), one)
  })
}

function calledAs(graph: Graph, written: Written | null, { came, read, printed, tape }: Call): Called {
  const { values, gradients } = readFrom(graph, read)
  return {
    outcome: outcomeOf(came, Object.keys(graph.values), written),
    valuesRead: values,
    gradientsRead: gradients,
    printed,
    tape,
    waitsFor: came.kind === 'later' ? came.gradient : null,
  }
}

const failed = (kind: Failed['kind'], message: string, rest: Partial<Failed> = {}): Failed => ({
  kind,
  message,
  advice: null,
  stack: null,
  value: null,
  diagnosis: null,
  ...rest,
})

/** `values`: the names that the function may ask for. */
export function outcomeOf(came: Came, values: readonly string[], written: Written | null): Outcome {
  switch (came.kind) {
    case 'value':
      return outcomeOfValue(came.value)
    case 'number':
      return Number.isFinite(came.value)
        ? { kind: 'value', value: new Tensor([], Float64Array.of(came.value)) }
        : failed('not a tensor', `returned the number ${came.value}`, { advice: OPERATORS })
    case 'tampered':
      return failed('not a tensor', 'returned a tensor whose shape or data was changed', {
        advice:
          'tensors never change: make a new one with tensor([…]), or copy the numbers with Float64Array.from(x.data)',
      })
    case 'other':
      return outcomeOfOther(came.what, came.text, written)
    case 'blank':
      return failed('blank', 'not filled in yet', { advice: 'replace TODO() with your answer' })
    case 'threw':
      return outcomeOfThrown(came, values, written)
    case 'changed':
      return changed(came.name)
    case 'later':
      return failed('threw', `${came.gradient} has not been computed yet`)
    case 'stopped':
      return failed(...haltedBy[came.cause])
  }
}

const OPERATORS = 'operators do not work on tensors: write a.mul(b), a.add(b) or a.pow(2)'

export const haltedBy: { readonly [C in Cause]: [Failed['kind'], string, { readonly advice: string }] } = {
  timeout: [
    'timeout',
    'took too long and was stopped',
    {
      advice:
        'is there a loop that never ends, or a very long list? If your line is right but slow, give it more time with --time-limit.',
    },
  ],
  'out of memory': [
    'out of memory',
    'used too much memory and was stopped',
    {
      advice:
        'does a loop collect values without end, or is a list very long? To allow more memory, use --memory-limit.',
    },
  ],
  'ended the program': [
    'threw',
    'stopped without a result',
    { advice: 'does it need very much memory, or call itself without end?' },
  ],
}

function outcomeOfValue(value: Tensor): Outcome {
  const bad = notFinite(value)
  if (bad === null) return { kind: 'value', value }
  const message = `${bad.count} of ${value.data.length} elements ${bad.count === 1 ? 'is' : 'are'} NaN or infinite, the first at [${bad.first.join(', ')}]`
  return failed('not finite', message, {
    value,
    advice:
      'look for a division by 0, the log of 0 or of a negative number, the root of a negative number, the exp of a very large one, or an infinity that you put in',
  })
}

function outcomeOfThrown(thrown: Thrown, values: readonly string[], written: Written | null): Failed {
  const { name, message, advice, stack } = thrown
  if (name === null) return failed('threw', `threw ${message}`)
  if (advice !== undefined) {
    const own = written === null ? null : adviceOnOwn(message, written)
    return failed('threw', message, { advice: own ?? advice, stack })
  }
  return failed('threw', `${name}: ${message}`, { advice: adviceOn(name, message, values, written), stack })
}

/** A function that writes into what it was given spoils it for whoever comes after. */
const changed = (name: string): Failed =>
  failed('wrong', `changes \`${name}\`, which it was given`, {
    diagnosis: {
      family: 'stale or aliased',
      formula: null,
      short: `changes ${name}, which it was given`,
      message: `Your function writes into \`${name}\`, which it was given. Other functions use the same tensor, so in training they would compute with your changes. Leave it unchanged: methods such as x.mul(y) and x.indexPut([rows], value) make a new tensor, and Float64Array.from(x.data) copies the numbers.`,
      tier: 2,
    },
  })

function outcomeOfOther(what: Other, text: string, written: Written | null): Failed {
  const gave = (message: string, advice: string): Failed =>
    failed('not a tensor', `returned ${message}`, { advice })
  switch (what) {
    case 'nothing':
      return gave('nothing', written === null ? 'is a `return` missing?' : nothingReturned(written).advice)
    case 'function':
      return gave(
        'a function',
        'a gradient that is not named in the braces of the first line is the function of that name. Name it there',
      )
    case 'boolean':
      return gave(text, 'to compare tensors write a.eq(b) or a.gt(b), which give a tensor of 1 and 0')
    case 'promise':
      return gave(
        'a promise',
        written?.code.async === true
          ? 'remove `async`: nothing here has to wait'
          : 'return the tensor itself: nothing here has to wait',
      )
    case 'object':
      return gave(text, 'return a tensor: tensor([…]) makes one from lists of numbers')
  }
}

/** A gradient without its tensor's shape. */
export const shapeMessage = (actual: Tensor, expected: Tensor): string =>
  `shape ${formatShape(actual.shape)}, needs ${formatShape(expected.shape)}`
