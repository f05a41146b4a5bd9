/**
 * Functions that go backwards, beside those that they undo: `affine_backward(dout, cache)` and `affine_forward(x, w, b)`,
 * `softmax_loss(x, y)`, classes with `forward` and `backward`. The forward one is run and recorded, and the backward one
 * is given a random gradient: what it gives are claims.
 */
import { Boxed } from './box.ts'
import { callValue } from './expressions.ts'
import { inputsFor } from './inputs.ts'
import {
  attempt,
  claimsFrom,
  type Defined,
  leavesOf,
  type NotebookGround,
  outOf,
  type PairRun,
  type PyFunction,
  pairFrom,
  returnedNames,
  rootOf,
} from './pairing.ts'
import { Callable, Class, type Instance, NotRead, type PyValue, Tuple, tuple } from './values.ts'

export const pairsIn = (ground: NotebookGround): PairRun[] => [
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

const parametersOf = ({ args }: PyFunction): string[] => args.args.map(({ arg }) => arg)

function functionPairs(ground: NotebookGround): PairRun[] {
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
  readonly dout: Boxed
  readonly cache: PyValue
  readonly out: Boxed
  readonly inputs: ReadonlyMap<string, PyValue>
}

/** What a backward function is given, by the names of its parameters. */
function argumentsFor(parameters: readonly string[], { dout, cache, out, inputs }: Known): PyValue[] {
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
function lossFunctions(ground: NotebookGround): PairRun[] {
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
        if (!(loss instanceof Boxed) || loss.tensor.data.length !== 1)
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
function classPairs(ground: NotebookGround): PairRun[] {
  const { run } = ground
  return [...run.top.names].flatMap(([name, made]) => {
    if (!(made instanceof Class)) return []
    const [forward, backward, init] = ['forward', 'backward', '__init__'].map(one =>
      definedIn(name, made, one, ground),
    )
    if (forward === undefined || backward === undefined) return []
    for (const given of init === undefined
      ? [new Map<string, PyValue>()]
      : inputsFor(init, ground, name, 1)) {
      const found = attempt(() => {
        const layer = run.instanceOf(made, [...given.values()], {}) as Instance
        const fields = new Map(
          [...layer.fields].filter(
            (one): one is [string, Boxed] => one[1] instanceof Boxed && one[1].kind === 'float',
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
            const work = (dout: Boxed): PyValue => {
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
function gradientIn({ fields }: Instance, name: string): PyValue {
  const kept = [`d${name}`, `d_${name}`, `grad_${name}`, `${name}_grad`].find(
    one => fields.get(one) instanceof Boxed,
  )
  return kept === undefined ? null : fields.get(kept)!
}

/** The size of the dimension that a layer's first parameter goes over, if it has one. */
function widthOf(parameters: ReadonlyMap<string, Boxed>): number | undefined {
  const first = [...parameters.values()].find(({ shape }) => shape.length === 2)
  return first?.shape[0] ?? [...parameters.values()][0]?.shape.at(-1)
}

function definedIn(
  owner: string,
  made: Class,
  name: string,
  { run, defined }: NotebookGround,
): Defined | undefined {
  const found = made.find(name)
  const node = found instanceof Callable ? run.definitions.get(found) : undefined
  const own = defined.find(one => one.node === node)
  return own === undefined ? undefined : { ...own, name: `${owner}.${name}` }
}
