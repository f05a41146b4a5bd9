/** A forward function that was recorded, and what the backward one beside it gives: a pass, and claims. */
import { recorded } from '../tensor/recording.ts'
import { Tensor } from '../tensor/tensor.ts'
import { asArray, Boxed, demandGradient } from './box.ts'
import type { Claim, Missing, Root, WrittenStatement } from './claim.ts'
import { namedAfter } from './claiming.ts'
import type { Interpreter } from './interpreter.ts'
import { missingFrom, missingIn } from './missing.ts'
import { nodesIn, type PyStatement, textOf } from './tree.ts'
import { outputName, upstreamIn } from './upstream.ts'
import { Dict, type Instance, NotRead, OutOfSteps, type PyValue, Tuple } from './values.ts'

export type PyFunction = Extract<PyStatement, { nodeType: 'FunctionDef' }>

/** A function as the notebook defines it, and where. */
export interface Defined {
  readonly name: string
  readonly node: PyFunction
  readonly cell: number
  readonly lines: readonly string[]
}

/** What a notebook has once its cells have run. */
export interface NotebookGround {
  readonly run: Interpreter
  readonly defined: readonly Defined[]
  /** By name of a function or a class, what it was called with last. */
  readonly calls: ReadonlyMap<string, readonly PyValue[]>
  /** Which of the runs this is, from 0: each has sizes of its own. */
  readonly nth: number
  readonly draw: (...shape: readonly number[]) => Tensor
  /** Whether a function computes with numpy. */
  readonly isNumpy: (node: PyFunction) => boolean
}

/** Something that a backward function gives. */
export interface Given {
  readonly value: PyValue
  /** What it is called: `dx`, `x.g`. */
  readonly name?: string | undefined
  /** The tensor that it is the gradient of, where that is known. */
  readonly of?: string | undefined
  /** What its line sets, where that isn't the gradient. */
  readonly sought?: string | undefined
}

/** A backward function that wants what nobody knows. */
export class NoPair extends NotRead {}

export interface PairRun {
  readonly root: Root
  readonly claims: readonly Claim[]
  /** The random gradient that went in, and the tensor that it is of. */
  readonly given: ReadonlyMap<Tensor, Tensor>
}

/** The tensors among the inputs, as leaves. */
export function leavesOf(inputs: ReadonlyMap<string, PyValue>): Map<string, Boxed> {
  const boxes = new Map(
    [...inputs].filter((one): one is [string, Boxed] => one[1] instanceof Boxed && one[1].kind === 'float'),
  )
  for (const box of boxes.values()) {
    demandGradient(box)
    leafOf.set(box, box.tensor)
  }
  return boxes
}

export function outOf(result: PyValue): Boxed {
  const out = result instanceof Tuple ? result[0] : result
  if (!(out instanceof Boxed)) throw new NotRead('a forward function that gives no tensor')
  return out
}

export const rootOf = (
  loss: Tensor,
  boxes: ReadonlyMap<string, Boxed>,
  more: readonly (readonly [string, Tensor | number])[] = [],
): Root => ({
  tensor: loss,
  after: recorded(),
  names: new Map<string, Tensor | number>([
    ...[...boxes].map(([name, box]) => [name, leafOf.get(box)!] as const),
    ...more,
  ]),
  ...{ isGuess: false, isTried: true },
})

/** What a box held before the forward function, which may change it in place. */
const leafOf = new WeakMap<Boxed, Tensor>()

/** A loss is one number: the way back begins there. Anything else is given a random gradient. */
export function pairFrom(
  { draw, run }: NotebookGround,
  backward: Defined,
  boxes: ReadonlyMap<string, Boxed>,
  out: Boxed,
  call: (dout: Boxed) => readonly Given[],
  forward: RunFunction,
  called: string | null = upstreamIn(backward.node, boxes),
): PairRun {
  const y = out.tensor
  const isLoss = y.data.length === 1
  const pull = isLoss ? new Tensor(y.shape, Float64Array.of(1)) : draw(...y.shape)
  const inside = insideOf(forward, boxes, run)
  const of = isLoss ? 'loss' : outputName(called, y, boxes, inside)
  const root = {
    ...rootOf(isLoss ? y : y.mul(pull).sum(), boxes, [[of, y], ...inside]),
    ...(isLoss || called === null ? {} : { upstream: { called, of } }),
  }
  const dout = new Tensor(pull.shape, pull.data)
  const given = isLoss ? new Map<Tensor, Tensor>() : new Map([[dout, y]])
  const before = run.ran
  try {
    const results = call(asArray(Boxed.of(dout), out.isArray) as Boxed)
    const claims = claimsFrom(backward, results, boxes, run, before)
    return { root, claims: [...claims, ...innerClaims(backward, claims, dout, inside, run, before)], given }
  } catch (error) {
    if (error instanceof OutOfSteps || error instanceof NoPair) throw error
    return { root, claims: failedClaims(backward, boxes, missingFrom(error), run, before), given }
  }
}

/** A function that was run, and the object that it belongs to. */
export interface RunFunction {
  readonly node: PyFunction
  readonly self?: Instance
}

/** What a forward function calls its tensors and sizes on the way; the names of its inputs stay theirs. */
function insideOf(
  { node, self }: RunFunction,
  boxes: ReadonlyMap<string, Boxed>,
  run: Interpreter,
): [string, Tensor | number][] {
  const own = [...(run.frames.get(node)?.names ?? []), ...(self?.fields ?? [])]
  // How many examples there are goes into many a mistake.
  const many = [...boxes.values()][0]?.shape[0]
  if (many !== undefined && !own.some(([, value]) => value === many)) own.push(['N', many])
  return own.flatMap(([name, value]): [string, Tensor | number][] => {
    if (boxes.has(name)) return []
    if (typeof value === 'number') return [[name, value]]
    return value instanceof Boxed && value.kind === 'float' ? [[name, value.tensor]] : []
  })
}

/** The gradients that a backward function computes on its way, of what the forward one does. */
function innerClaims(
  own: Defined,
  claims: readonly Claim[],
  upstream: Tensor,
  inside: readonly (readonly [string, Tensor | number])[],
  run: Interpreter,
  since: number,
): Claim[] {
  const tensors = new Map(inside)
  const known = new Set([upstream, ...claims.map(({ value }) => value)])
  return [...(run.frames.get(own.node)?.names ?? [])].flatMap(([name, value]): Claim[] => {
    const of = tensors.get(namedAfter(name) ?? '')
    if (!(value instanceof Boxed) || !(of instanceof Tensor) || known.has(value.tensor)) return []
    const at = placeOf(own, name, run, since)
    if (at === null) return []
    return [
      {
        ...({ via: 'function', at, gradient: name, tensor: namedAfter(name), label: own.name } as const),
        ...{ value: value.tensor, missing: null, of, statement: at, after: recorded() },
        ...{ changedBy: null, isInner: true },
      },
    ]
  })
}

/** What a function returned, with the names that it has there. */
export function givenBy(result: PyValue, { node }: Defined): Given[] {
  const names = returnedNames(node)
  const values = result instanceof Tuple ? [...result] : result instanceof Dict ? null : [result]
  if (values === null)
    return [...(result as Dict).entries.values()].map(([key, value]) => ({ value, name: String(key) }))
  return values.map((value, i) => ({ value, name: names[i] }))
}

/** Results pair with parameters by name (`dX`), else in order. */
export function claimsFrom(
  own: Defined,
  results: readonly Given[],
  boxes: ReadonlyMap<string, Boxed>,
  run: Interpreter,
  since: number,
): Claim[] {
  const left = [...boxes.keys()]
  const byName = results.map(({ name, of }) => {
    const bare = name?.replace(/^(?:d_?|grad_)|_grad$/g, '').toLowerCase()
    return of ?? left.find(one => one.toLowerCase() === bare)
  })
  const rest = left.filter(name => !byName.includes(name))
  return results.flatMap(({ value, name, sought }, i): Claim[] => {
    const tensor = byName[i] ?? rest.shift()
    // What is returned for an input that has no gradient is None; by its name it is a blank.
    if (tensor === undefined || (value === null && byName[i] === undefined)) return []
    const at = placeOf(own, sought ?? name, run, since)
    // What no line of its own sets is another function's.
    if (at === null) return []
    return [
      {
        via: 'function',
        at,
        gradient: name ?? `d${tensor}`,
        tensor,
        label: own.name,
        value: value instanceof Boxed ? value.tensor : null,
        missing: value instanceof Boxed ? null : missingIn(value),
        of: leafOf.get(boxes.get(tensor)!)!,
        statement: at,
        after: recorded(),
        changedBy: null,
      },
    ]
  })
}

/** Of a backward function that fails: each of its gradients, and why there is none. */
function failedClaims(
  own: Defined,
  boxes: ReadonlyMap<string, Boxed>,
  missing: Missing,
  run: Interpreter,
  since: number,
): Claim[] {
  return [...boxes].map(([tensor, box]) => {
    const at = placeOf(own, `d${tensor}`, run, since) ?? headOf(own)
    return {
      ...({ via: 'function', at, gradient: `d${tensor}`, tensor, label: own.name, value: null } as const),
      missing,
      ...{ of: leafOf.get(box)!, statement: at, after: recorded(), changedBy: null },
    }
  })
}

/** The names that a function returns, in order; what is returned without a name has none. */
export function returnedNames({ body }: PyFunction): (string | undefined)[] {
  const last = [...nodesIn(body)].findLast(node => node.nodeType === 'Return')
  if (last?.nodeType !== 'Return' || last.value == null) return []
  const values = last.value.nodeType === 'Tuple' ? last.value.elts : [last.value]
  return values.map(one => (one.nodeType === 'Name' ? one.id : undefined))
}

const headOf = ({ node, cell }: Defined): WrittenStatement => ({
  cell,
  line: node.lineno ?? 1,
  text: node.name,
})

/** Where a function computes what it gives under a name: of several places the last that was run. */
export function placeOf(
  { node, cell, lines }: Defined,
  name: string | undefined,
  run: Interpreter,
  since: number,
): WrittenStatement | null {
  const path = name?.split('.')
  const isIt = (target: unknown): boolean =>
    [...nodesIn(target)].some(
      part =>
        (part.nodeType === 'Name' && part.id === name) ||
        (part.nodeType === 'Attribute' &&
          part.attr === path?.at(-1) &&
          (path?.length === 1 || textOf(lines, part).endsWith(name!))),
    )
  const when = (one: PyStatement): number => run.lastRun(one)
  const setters = [...nodesIn(node.body)]
    .filter((one): one is PyStatement =>
      one.nodeType === 'Assign' ? isIt(one.targets) : one.nodeType === 'AugAssign' && isIt(one.target),
    )
    .sort((a, b) => when(a) - when(b))
  const found =
    setters.findLast(one => when(one) > since) ??
    setters.at(-1) ??
    [...nodesIn(node.body)].findLast(one => one.nodeType === 'Return')
  return found === undefined ? null : { cell, line: found.lineno ?? 1, text: textOf(lines, found) }
}

/** What fails is no pair. */
export function attempt<T>(work: () => T): T | null {
  try {
    return work()
  } catch (error) {
    if (error instanceof OutOfSteps) throw error
    return null
  }
}
