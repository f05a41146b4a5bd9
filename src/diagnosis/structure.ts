/**
 * The last resort: not which formula it is, but what the result depends on. A line that takes the right gradient from
 * above, place by place, and multiplies it by something that is not the slope, has another slope, whichever it is.
 */
import { call } from '../checker/gradient/call.ts'
import type { Suspect } from '../checker/gradient/judge.ts'
import { scopeFor } from '../checker/gradient/scope.ts'
import type { Op } from '../tensor/operations.ts'
import { generator } from '../tensor/random.ts'
import { sameShape } from '../tensor/shape.ts'
import { Tensor } from '../tensor/tensor.ts'
import type { Evidence, TrialCall } from './evidence.ts'
import { type Explanation, ownFormula } from './explanation.ts'
import { largest } from './fit.ts'
import type { Term } from './paths.ts'
import { at } from './words.ts'

/** Of a tensor with a single use, or with several that lead to one tensor, in which each place goes its own way. */
export function structure(evidence: Evidence, suspect: Suspect): Explanation | null {
  const { name, settings, route } = evidence
  const [first] = settings
  const [term] = first.terms
  const isSlope = first.terms.every(one => staysInPlace(one, term))
  const isStep = route === 'local' && first.terms.length === 1
  if (!(isStep || isSlope) || !sameShape(first.value.shape, first.needed.shape)) return null
  const { op } = term.path.hops[0].step
  const kind = isSlope ? 'elementwise' : kindOf(op, term.upstream, first.needed)
  const end = term.path.via[term.path.via.length - 1]
  const user = isSlope ? end : term.path.via[0]
  if (kind === null || !settings.every(setting => goesPlaceByPlace(suspect, setting, end, kind))) return null
  const say = (family: Explanation['family'], short: string, message: string): Explanation => ({
    family,
    formula: ownFormula(evidence),
    short,
    message: `${message} Look at ${at(user)}.`,
    tier: 2,
  })
  const nothing = run(suspect, first, (key, x) => (key === end ? x.mul(0) : x), unchanged)
  const offset = nothing === null || largest(nothing.data) > 0
  const stranger = evidence.used.find(other => other !== end)
  const foreign = stranger === undefined ? foreignValues(suspect, first, evidence)[0] : `d${stranger}`
  // Of a sum, too much else can be wrong.
  if (kind === 'summed' && foreign === undefined) return null
  if (foreign !== undefined || (offset && kind !== 'elementwise')) {
    const what = foreign === undefined ? 'something other than the upstream gradient' : `\`${foreign}\``
    return say(
      'wrong operand',
      `${what} doesn't belong here`,
      `Your result depends on ${what}, which has no part in the gradient of this line.`,
    )
  }
  if (kind === 'index') {
    return say(
      'scatter',
      'what comes back goes to the wrong rows',
      `Your result is made of the rows of d${end}, but they aren't added up where they belong: each one goes to the row of \`${name}\` that was picked in its place, once for every time it was picked.`,
    )
  }
  if (settings.some(({ needed }) => needed.data.includes(0)) && !settings.every(sameZeros)) {
    return say(
      'index',
      'in the wrong places',
      `Your result takes d${end} place by place, but in some places it's 0 where it shouldn't be, or the other way round. Which elements of \`${name}\` go into \`${term.path.via[0]}\`?`,
    )
  }
  const { length } = first.terms
  const ways = length > 1 ? ` There are ${length} ways from one to the other: add what comes by each.` : ''
  return say(
    'wrong local derivative',
    'multiplied by the wrong derivative',
    `Your result uses d${end} in the right places, but multiplies it by the wrong derivative: how much does \`${user}\` change when you nudge \`${name}\`?${ways}`,
  )
}

/** Whether nothing on the way is summed, repeated or moved, and it leads where another one does. */
const staysInPlace = ({ path: { hops, via } }: Term, { path, value }: Term): boolean =>
  via[via.length - 1] === path.via[path.via.length - 1] &&
  hops.every(({ step: { op, output } }) => byPlace.has(op) && sameShape(output.shape, value.shape))

const byPlace: ReadonlySet<Op> = new Set([
  ...([
    'add',
    'sub',
    'mul',
    'div',
    'pow',
    'neg',
    'exp',
    'log',
    'sqrt',
    'sin',
    'cos',
    'sinh',
    'cosh',
  ] as const),
  ...(['tanh', 'sigmoid', 'relu', 'erf', 'abs', 'clamp', 'maximum', 'minimum', 'where'] as const),
])

const sameZeros = ({ value, needed }: TrialCall): boolean =>
  needed.data.every((x, i) => (x === 0) === (value.data[i] === 0))

type Kind = 'elementwise' | 'summed' | 'matmul' | 'index'

function kindOf(op: string, upstream: Tensor, needed: Tensor): Kind | null {
  if (sameShape(upstream.shape, needed.shape)) return 'elementwise'
  if (op === 'matmul' || op === 'index') return op
  const [rows, columns] = upstream.shape
  const isRow = upstream.shape.length === 2 && needed.data.length === columns && rows > 1
  return isRow ? 'summed' : null
}

type Override = (name: string, x: Tensor) => Tensor

function run(suspect: Suspect, setting: TrialCall, gradient: Override, value: Override): Tensor | null {
  const { graph } = setting.at
  const values = Object.fromEntries(
    Object.entries(graph.values).map(([key, x]) => [key, x instanceof Tensor ? value(key, x) : x]),
  )
  const scope = scopeFor({ ...graph, values }, suspect.name, key => gradient(key, setting.gradient(key)))
  const { outcome } = call(suspect.learner, graph, suspect.name, scope)
  return outcome.kind === 'value' ? outcome.value : null
}

const unchanged: Override = (_, x) => x

/** Nudges one element of the gradient from above; only what it can reach by this use may change. */
function goesPlaceByPlace(suspect: Suspect, setting: TrialCall, end: string, kind: Kind): boolean {
  const { length } = setting.terms[0].upstream.data
  // Several, as a slope may be 0 in some, and not all in one column.
  const places = [...new Set([0, ...generator(3).randint(0, length, [8]).data, length - 1])]
  const moved = places.map(at => movedBy(suspect, setting, end, at))
  const stays = moved.every((list, i) => list?.every(to => mayMove(setting, kind, places[i], to)))
  const enough =
    kind === 'matmul' ? moved.every(list => list!.length > 0) : moved.some(list => list!.length > 0)
  return stays && enough
}

/** Which elements of the result change with one of the gradient from above; null where it does not run. */
function movedBy(suspect: Suspect, setting: TrialCall, end: string, at: number): number[] | null {
  const nudged: Override = (key, x) =>
    key === end
      ? new Tensor(
          x.shape,
          x.data.map((v, i) => (i === at ? v + 1 : v)),
        )
      : x
  const after = run(suspect, setting, nudged, unchanged)
  if (after === null || !sameShape(after.shape, setting.value.shape)) return null
  const limit = 1e-9 * largest(setting.value.data)
  return [...after.data.keys()].filter(i => Math.abs(after.data[i] - setting.value.data[i]) > limit)
}

/** Whether by this kind of use element `from` of the gradient from above reaches element `to` of the result. */
function mayMove(
  { terms: [{ upstream, path }], value }: TrialCall,
  kind: Kind,
  from: number,
  to: number,
): boolean {
  const columns = upstream.shape[upstream.shape.length - 1]
  const width = value.shape[value.shape.length - 1]
  if (kind === 'elementwise') return to === from
  if (kind === 'summed') return to === from % columns
  if (kind === 'index') return columns === width && to % width === from % columns
  return path.hops[0].position === 0
    ? Math.floor(to / width) === Math.floor(from / columns)
    : to % width === from % columns
}

/** Values that change the result though the use doesn't have them. */
function foreignValues(suspect: Suspect, setting: TrialCall, { name, valuesRead }: Evidence): string[] {
  const { graph } = setting.at
  const own = new Set<Tensor>([graph.tensors.get(name)!])
  for (const { path } of setting.terms)
    for (const { step } of path.hops) for (const x of [...step.inputs, step.output]) own.add(x)
  const g = generator(5)
  return valuesRead.filter(read => {
    const x = graph.tensors.get(read)
    if (x === undefined || own.has(x) || x.data.every(Number.isInteger)) return false
    const other = run(suspect, setting, unchanged, (key, value) =>
      key === read ? value.mul(g.uniform(value.shape, 1.1, 1.9)) : value,
    )
    return other === null || other.data.some((v, i) => v !== setting.value.data[i])
  })
}
