/** A forward function that was recorded, and what the backward one beside it gives: a pass, and claims. */
import { recorded } from '../tensor/recording.ts'
import { Tensor } from '../tensor/tensor.ts'
import { Boxed, demandGradient } from './box.ts'
import type { Claim, Missing, Root, WrittenStatement } from './claim.ts'
import type { Interpreter } from './interpreter.ts'
import { missingFrom } from './missing.ts'
import { nodesIn, type PyStatement, textOf } from './tree.ts'
import { NotRead, OutOfSteps, type PyValue, Tuple } from './values.ts'

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
}

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
  more: readonly (readonly [string, Tensor])[] = [],
): Root => ({
  tensor: loss,
  after: recorded(),
  names: new Map([...[...boxes].map(([name, box]) => [name, leafOf.get(box)!] as const), ...more]),
  isGuess: false,
})

/** What a box held before the forward function, which may change it in place. */
const leafOf = new WeakMap<Boxed, Tensor>()

export function pairFrom(
  { draw }: NotebookGround,
  backward: Defined,
  boxes: ReadonlyMap<string, Boxed>,
  out: Boxed,
  call: (dout: Boxed) => PyValue,
  names = returnedNames(backward.node),
): PairRun {
  const y = out.tensor
  const pull = draw(...y.shape)
  const root = rootOf(y.mul(pull).sum(), boxes, [['out', y]])
  const dout = new Tensor(pull.shape, pull.data)
  const given = new Map([[dout, y]])
  let result: PyValue
  try {
    result = call(Boxed.of(dout))
  } catch (error) {
    if (error instanceof OutOfSteps) throw error
    return { root, claims: failedClaims(backward, boxes, missingFrom(error)), given }
  }
  const results = result instanceof Tuple ? [...result] : [result]
  return { root, claims: claimsFrom(backward, results, boxes, names), given }
}

/** Results pair with parameters by name (`dX`), else in order. */
export function claimsFrom(
  own: Defined,
  results: readonly PyValue[],
  boxes: ReadonlyMap<string, Boxed>,
  names: readonly (string | undefined)[],
): Claim[] {
  const left = [...boxes.keys()]
  const byName = results.map((_, i) => {
    const bare = names[i]?.replace(/^(?:d_?|grad_)|_grad$/g, '').toLowerCase()
    return left.find(name => name.toLowerCase() === bare)
  })
  const rest = left.filter(name => !byName.includes(name))
  return results.flatMap((value, i): Claim[] => {
    const tensor = byName[i] ?? rest.shift()
    if (tensor === undefined || value === null) return []
    const at = placeOf(own, names[i])
    return [
      {
        via: 'function',
        at,
        gradient: names[i] ?? `d${tensor}`,
        tensor,
        label: own.name,
        value: value instanceof Boxed ? value.tensor : null,
        missing:
          value instanceof Boxed ? null : ({ kind: 'threw', message: 'it is no tensor' } satisfies Missing),
        of: leafOf.get(boxes.get(tensor)!)!,
        statement: at,
        after: recorded(),
        changedBy: null,
      },
    ]
  })
}

/** Of a backward function that fails: each of its gradients, and why there is none. */
function failedClaims(own: Defined, boxes: ReadonlyMap<string, Boxed>, missing: Missing): Claim[] {
  return [...boxes].map(([tensor, box]) => {
    const at = placeOf(own, `d${tensor}`)
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

/** Where a function computes what it returns under a name. */
function placeOf({ node, cell, lines }: Defined, name: string | undefined): WrittenStatement {
  const isIt = (target: unknown): boolean =>
    [...nodesIn(target)].some(
      part =>
        (part.nodeType === 'Name' && part.id === name) ||
        (part.nodeType === 'Attribute' && part.attr === name),
    )
  const setters = [...nodesIn(node.body)].filter(
    one =>
      (one.nodeType === 'Assign' && isIt(one.targets)) || (one.nodeType === 'AugAssign' && isIt(one.target)),
  )
  const found = setters.at(-1) ?? [...nodesIn(node.body)].findLast(one => one.nodeType === 'Return') ?? node
  return { cell, line: found.lineno ?? 1, text: found === node ? node.name : textOf(lines, found) }
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
