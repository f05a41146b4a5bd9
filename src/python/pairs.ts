/**
 * Functions that go backwards, beside those that they undo: `affine_backward(dout, cache)` and `affine_forward(x, w, b)`,
 * `softmax_loss(x, y)`, classes with `forward` and `backward`. The forward one is run and recorded, and the backward one
 * is given a random gradient: what it gives are claims.
 */
import { Boxed } from './box.ts'
import { inputsFor } from './inputs.ts'
import { layerPairs } from './layer-pairs.ts'
import {
  attempt,
  givenBy,
  leavesOf,
  NoPair,
  type NotebookGround,
  outOf,
  type PairRun,
  type PyFunction,
  pairFrom,
} from './pairing.ts'
import { storedPairs } from './stored-pairs.ts'
import { Callable, NotRead, type PyValue, Tuple, tuple } from './values.ts'

export const pairsIn = (ground: NotebookGround): PairRun[] => [
  ...functionPairs(ground),
  ...storedPairs(ground),
  ...lossFunctions(ground),
  ...layerPairs(ground),
]

/**
 * `affine_forward` of `affine_backward`, `forward_affine` of `backward_affine`, `affine` of `affine_backward`, and what
 * has another way to go back: `batchnorm_backward_alt`.
 */
export function forwardNames(name: string): string[] {
  if (!/backward|_bwd|bwd_|backprop/.test(name)) return []
  const names = [name, name.replace(/((?:backward|bwd))_\w+$/, '$1')]
  return names
    .flatMap(one => [
      one.replace('backward', 'forward').replace('bwd', 'fwd').replace('backprop', 'forward'),
      one.replace(/_?(?:backward|bwd|backprop)_?/, ''),
    ])
    .flatMap(one => [one, `${one}_propagation`, `${one}_pass`, one.replace('forward', 'forwardprop')])
    .filter(one => one !== name && one !== '')
}

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
        return pairFrom(
          ground,
          backward,
          boxes,
          out,
          dout =>
            givenBy(
              second.call(argumentsFor(parametersOf(backward.node), { dout, cache, out, inputs }), {}),
              backward,
            ),
          forward,
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
  throw new NoPair(`what ${name} is to be`)
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
        const [loss] = result
        if (!(loss instanceof Boxed) || loss.tensor.data.length !== 1)
          throw new NotRead('a loss that is no number')
        const names = givenBy(result, own).slice(1)
        return pairFrom(ground, own, boxes, loss, () => names, own)
      })
      if (found !== null) return [found]
    }
    return []
  })
}
