/**
 * Functions that go backwards, beside those that they undo: `affine_backward(dout, cache)` and `affine_forward(x, w, b)`,
 * `softmax_loss(x, y)`, classes with `forward` and `backward`. The forward one is run and recorded, and the backward one
 * is given a random gradient: what it gives are claims.
 */
import { recorded } from '../tensor/recording.ts'
import { Tensor } from '../tensor/tensor.ts'
import { Box, demandGradient } from './box.ts'
import type { Claim, Missing, Place, Root } from './claim.ts'
import { callValue } from './expressions.ts'
import { inputsFor } from './inputs.ts'
import type { Interpreter } from './interpreter.ts'
import { missingFrom } from './missing.ts'
import { nodesIn, type Statement, textOf } from './tree.ts'
import { Callable, Class, type Instance, NotRead, OutOfSteps, Tuple, tuple, type Value } from './values.ts'

export type FunctionNode = Extract<Statement, { nodeType: 'FunctionDef' }>

/** A function as the notebook defines it, and where. */
export interface Defined {
  readonly name: string
  readonly node: FunctionNode
  readonly cell: number
  readonly lines: readonly string[]
}

/** What a notebook has once its cells have run. */
export interface Ground {
  readonly run: Interpreter
  readonly defined: readonly Defined[]
  /** By name of a function or a class, what it was called with last. */
  readonly calls: ReadonlyMap<string, readonly Value[]>
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

export const pairsIn = (ground: Ground): PairRun[] => [
  ...functionPairs(ground),
  ...lossFunctions(ground),
  ...classPairs(ground),
]

/** `affine_forward` of `affine_backward`, `forward_affine` of `backward_affine`, `affine` of `affine_backward`. */
const forwardNames = (name: string): string[] =>
  /backward|_bwd|bwd_/.test(name)
    ? [
        name.replace('backward', 'forward').replace('bwd', 'fwd'),
        name.replace(/_?(?:backward|bwd)_?/, ''),
      ].filter(one => one !== name && one !== '')
    : []

const parametersOf = ({ args }: FunctionNode): string[] => args.args.map(({ arg }) => arg)

function functionPairs(ground: Ground): PairRun[] {
  const { defined, run } = ground
  return defined.flatMap(backward => {
    const names = forwardNames(backward.name)
    const forward = defined.find(one => names.includes(one.name))
    const [first, second] = [forward, backward].map(one => one && run.top.names.get(one.name))
    if (forward === undefined || !(first instanceof Callable) || !(second instanceof Callable)) return []
    for (const inputs of inputsFor(forward, ground)) {
      const found = attempt(() => {
        const boxes = leavesOf(inputs)
        const result = first.call([...inputs.values()], {})
        const out = outOf(result)
        const cache =
          result instanceof Tuple && result.length > 1
            ? result.length === 2
              ? result[1]
              : tuple(result.slice(1))
            : null
        return pairFrom(ground, backward, boxes, out, dout =>
          second.call(argumentsFor(parametersOf(backward.node), { dout, cache, out, inputs }), {}),
        )
      })
      if (found !== null) return [found]
    }
    return []
  })
}

interface Known {
  readonly dout: Box
  readonly cache: Value
  readonly out: Box
  readonly inputs: ReadonlyMap<string, Value>
}

/** What a backward function is given, by the names of its parameters. */
function argumentsFor(parameters: readonly string[], { dout, cache, out, inputs }: Known): Value[] {
  return parameters.map((name, i) => {
    if (inputs.has(name)) return inputs.get(name)!
    if (i === 0 || /^d_?(?:out|y|z|h|x_next)$|^grad|upstream/.test(name)) return dout
    if (/cache|ctx|saved/.test(name)) return cache
    if (/^(?:out|y|z|h)$/.test(name)) return out
    return parameters.length === 2 ? cache : notKnown(name)
  })
}

const notKnown = (name: string): never => {
  throw new NotRead(`what ${name} is to be`)
}

/** `softmax_loss(x, y)`: a loss, and its own gradients. */
function lossFunctions(ground: Ground): PairRun[] {
  const { defined, run } = ground
  return defined.flatMap(own => {
    const called = run.top.names.get(own.name)
    if (!/loss/.test(own.name) || !(called instanceof Callable) || forwardNames(own.name).length > 0)
      return []
    for (const inputs of inputsFor(own, ground)) {
      const found = attempt(() => {
        const boxes = leavesOf(inputs)
        const result = called.call([...inputs.values()], {})
        if (!(result instanceof Tuple) || result.length < 2)
          throw new NotRead('a function that gives no gradient')
        const [loss, ...gradients] = result
        if (!(loss instanceof Box) || loss.tensor.data.length !== 1)
          throw new NotRead('a loss that is no number')
        const root = rootOf(loss.tensor, boxes)
        return {
          root,
          claims: claimsFrom(own, gradients, boxes, returnedNames(own.node).slice(1)),
          given: new Map(),
        }
      })
      if (found !== null) return [found]
    }
    return []
  })
}

/** Layers: `forward(x)` keeps what `backward(dout)` needs; gradients of parameters are kept as `dW`. */
function classPairs(ground: Ground): PairRun[] {
  const { run } = ground
  return [...run.top.names].flatMap(([name, made]) => {
    if (!(made instanceof Class)) return []
    const [forward, backward, init] = ['forward', 'backward', '__init__'].map(one =>
      definedIn(name, made, one, ground),
    )
    if (forward === undefined || backward === undefined) return []
    for (const given of init === undefined ? [new Map<string, Value>()] : inputsFor(init, ground, name, 1)) {
      const found = attempt(() => {
        const layer = run.instanceOf(made, [...given.values()], {}) as Instance
        const fields = new Map(
          [...layer.fields].filter(
            (one): one is [string, Box] => one[1] instanceof Box && one[1].kind === 'float',
          ),
        )
        const parameters = leavesOf(fields)
        for (const inputs of inputsFor(
          forward,
          { ...ground, calls: new Map() },
          name,
          1,
          widthOf(parameters),
        )) {
          const pair = attempt(() => {
            const boxes = new Map([...leavesOf(inputs), ...parameters])
            const out = outOf(
              callValue(run.methodOf(layer, 'forward')!, { args: [...inputs.values()], keywords: {} }, run),
            )
            const returned = returnedNames(backward.node)
            const names = [
              ...(returned.length === 0 ? [undefined] : returned),
              ...[...parameters.keys()].map(one => `d${one}`),
            ]
            const work = (dout: Box): Value => {
              const result = callValue(run.methodOf(layer, 'backward')!, { args: [dout], keywords: {} }, run)
              const own = [...parameters.keys()].map(one => gradientIn(layer, one))
              return tuple([...(result instanceof Tuple ? result : [result]), ...own])
            }
            return pairFrom(ground, backward, boxes, out, work, names)
          })
          if (pair !== null) return pair
        }
        return null
      })
      if (found !== null) return [found]
    }
    return []
  })
}

/** What a layer keeps as the gradient of one of its parameters. */
function gradientIn({ fields }: Instance, name: string): Value {
  const kept = [`d${name}`, `d_${name}`, `grad_${name}`, `${name}_grad`].find(
    one => fields.get(one) instanceof Box,
  )
  return kept === undefined ? null : fields.get(kept)!
}

/** The size of the dimension that a layer's first parameter goes over, if it has one. */
function widthOf(parameters: ReadonlyMap<string, Box>): number | undefined {
  const first = [...parameters.values()].find(({ shape }) => shape.length === 2)
  return first?.shape[0] ?? [...parameters.values()][0]?.shape.at(-1)
}

function definedIn(owner: string, made: Class, name: string, { run, defined }: Ground): Defined | undefined {
  const found = made.find(name)
  const node = found instanceof Callable ? run.definitions.get(found) : undefined
  const own = defined.find(one => one.node === node)
  return own === undefined ? undefined : { ...own, name: `${owner}.${name}` }
}

/** The tensors among the inputs, as leaves. */
function leavesOf(inputs: ReadonlyMap<string, Value>): Map<string, Box> {
  const boxes = new Map(
    [...inputs].filter((one): one is [string, Box] => one[1] instanceof Box && one[1].kind === 'float'),
  )
  for (const box of boxes.values()) {
    demandGradient(box)
    leafOf.set(box, box.tensor)
  }
  return boxes
}

function outOf(result: Value): Box {
  const out = result instanceof Tuple ? result[0] : result
  if (!(out instanceof Box)) throw new NotRead('a forward function that gives no tensor')
  return out
}

const rootOf = (
  loss: Tensor,
  boxes: ReadonlyMap<string, Box>,
  more: readonly (readonly [string, Tensor])[] = [],
): Root => ({
  tensor: loss,
  after: recorded(),
  names: new Map([...[...boxes].map(([name, box]) => [name, leafOf.get(box)!] as const), ...more]),
  isGuess: false,
})

/** What a box held before the forward function, which may change it in place. */
const leafOf = new WeakMap<Box, Tensor>()

function pairFrom(
  { draw }: Ground,
  backward: Defined,
  boxes: ReadonlyMap<string, Box>,
  out: Box,
  call: (dout: Box) => Value,
  names = returnedNames(backward.node),
): PairRun {
  const y = out.tensor
  const pull = draw(...y.shape)
  const root = rootOf(y.mul(pull).sum(), boxes, [['out', y]])
  const dout = new Tensor(pull.shape, pull.data)
  const given = new Map([[dout, y]])
  let result: Value
  try {
    result = call(Box.of(dout))
  } catch (error) {
    if (error instanceof OutOfSteps) throw error
    return { root, claims: failedClaims(backward, boxes, missingFrom(error)), given }
  }
  const results = result instanceof Tuple ? [...result] : [result]
  return { root, claims: claimsFrom(backward, results, boxes, names), given }
}

/** Results pair with parameters by name (`dX`), else in order. */
function claimsFrom(
  own: Defined,
  results: readonly Value[],
  boxes: ReadonlyMap<string, Box>,
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
        value: value instanceof Box ? value.tensor : null,
        missing:
          value instanceof Box ? null : ({ kind: 'threw', message: 'it is no tensor' } satisfies Missing),
        of: leafOf.get(boxes.get(tensor)!)!,
        statement: at,
        after: recorded(),
        changedBy: null,
      },
    ]
  })
}

/** Of a backward function that fails: each of its gradients, and why there is none. */
function failedClaims(own: Defined, boxes: ReadonlyMap<string, Box>, missing: Missing): Claim[] {
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
function returnedNames({ body }: FunctionNode): (string | undefined)[] {
  const last = [...nodesIn(body)].findLast(node => node.nodeType === 'Return')
  if (last?.nodeType !== 'Return' || last.value == null) return []
  const values = last.value.nodeType === 'Tuple' ? last.value.elts : [last.value]
  return values.map(one => (one.nodeType === 'Name' ? one.id : undefined))
}

/** Where a function computes what it returns under a name. */
function placeOf(
  { node, cell, lines }: Defined,
  name: string | undefined,
): Place & { readonly text: string } {
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
function attempt<T>(work: () => T): T | null {
  try {
    return work()
  } catch (error) {
    if (error instanceof OutOfSteps) throw error
    return null
  }
}
