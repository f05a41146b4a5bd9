/** What a forward function is tried with: as the file calls it, else what parameters of such names usually are. */
import { Tensor } from '../tensor/tensor.ts'
import { Boxed } from './box.ts'
import type { Defined, NotebookGround } from './pairing.ts'
import { nodesIn } from './tree.ts'
import { dictOf, type PyValue } from './values.ts'

/** Sizes that letters stand for, in each of the runs: all that are used together differ. */
const letters: Readonly<Record<string, readonly [number, number, number]>> = {
  ...{ N: [5, 4, 6], n: [5, 4, 6], B: [5, 4, 6], m: [5, 4, 6], batch: [5, 4, 6] },
  ...{
    D: [7, 6, 5],
    d: [7, 6, 5],
    C: [4, 3, 3],
    T: [3, 5, 4],
    H: [4, 7, 3],
    W: [6, 5, 4],
    K: [4, 3, 7],
    V: [8, 9, 7],
    M: [3, 5, 4],
    F: [2, 4, 3],
  },
}

const sizeOf = (letter: string, nth: number): number => (letters[letter] ?? letters.K)[nth % 3]

/** The shapes of parameters by their names, as letters. */
const usual: readonly (readonly [RegExp, string])[] = [
  [/^(?:x|X|inputs?|inp|a|h|scores|logits|z|Z)$/, 'N D'],
  [/^(?:w|W|weights?|theta)\d?$/, 'D M'],
  [/^(?:b|bias|biases)\d?$/, 'M'],
  [/^(?:gamma|beta|gain|shift|bngain|bnbias|g)$/, 'D'],
]

/** Maps of parameters to values, the likeliest first. `skip`: how many parameters come before, such as `self`. */
export function* inputsFor(
  forward: Defined,
  ground: NotebookGround,
  called = forward.name,
  skip = 0,
  width?: number,
): Generator<Map<string, PyValue>> {
  const { args } = forward.node
  const parameters = args.args.slice(skip)
  const optional = args.defaults?.length ?? 0
  const needed = parameters.slice(0, Math.max(0, parameters.length - optional)).map(({ arg }) => arg)
  const names = needed.length > 0 || skip > 0 ? needed : parameters.map(({ arg }) => arg)
  const given = ground.calls.get(called)
  if (given !== undefined && given.length >= names.length) {
    const all = parameters.map(({ arg }) => arg).slice(0, given.length)
    yield new Map(all.map((name, i) => [name, resized(given[i], ground, true)]))
    yield new Map(all.map((name, i) => [name, resized(given[i], ground, false)]))
  }
  const unpacked = unpackedShapes(forward)
  yield new Map(names.map(name => [name, guessed(name, unpacked, ground, width)]))
}

/** Sizes of the file's own arrays, one up or down the same way wherever they stand. */
function resized(value: PyValue, { nth, draw }: NotebookGround, isOther: boolean): PyValue {
  if (!(value instanceof Boxed)) return value
  const shape = value.shape.map(size => (isOther && nth > 0 && size > 1 ? size + (nth === 1 ? 1 : 2) : size))
  if (value.kind !== 'float') return labels(shape, Math.max(2, ...value.tensor.data) + 1, draw)
  return Boxed.of(draw(...shape))
}

function labels(shape: readonly number[], classes: number, draw: NotebookGround['draw']): Boxed {
  const drawn = draw(...shape)
  return Boxed.of(
    new Tensor(
      shape,
      drawn.data.map(x => Math.abs(Math.floor(1000 * x)) % classes),
    ),
    'int',
  )
}

/** `N, D = x.shape` in the function's body: how many dimensions a parameter has, and which letters they are. */
function unpackedShapes({ node }: Defined): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  for (const one of nodesIn(node.body)) {
    if (one.nodeType !== 'Assign' || one.targets[0].nodeType !== 'Tuple') continue
    const { value, targets } = one
    if (value.nodeType !== 'Attribute' || value.attr !== 'shape' || value.value.nodeType !== 'Name') continue
    const elements = (targets[0] as { elts: { nodeType: string; id?: string }[] }).elts
    if (elements.every(({ nodeType }) => nodeType === 'Name') && !found.has(value.value.id))
      found.set(
        value.value.id,
        elements.map(({ id }) => id!),
      )
  }
  return found
}

function guessed(
  name: string,
  unpacked: ReadonlyMap<string, readonly string[]>,
  { nth, draw }: NotebookGround,
  width?: number,
): PyValue {
  const own = unpacked.get(name)
  const sized = (letter: string): number =>
    letter === 'D' && width !== undefined ? width : sizeOf(letter, nth)
  if (own !== undefined)
    return Boxed.of(draw(...own.map(letter => sized(letter.length === 1 ? letter : (letter[0] ?? 'K')))))
  if (/^(?:y|labels?|targets?|t|Y|ix|idx)$/.test(name)) return labels([sizeOf('N', nth)], sized('D'), draw)
  if (/param|config|opts?$/.test(name))
    return dictOf({ mode: 'train', eps: 1e-5, momentum: 0.9, p: 0.7, seed: 1, stride: 1, pad: 1 })
  if (/^(?:eps|epsilon)$/.test(name)) return 1e-5
  if (/^(?:reg|lam|lambda_|l2)$/.test(name)) return 0.1
  if (/(?:^|_)(?:in|inputs?|fan_in|n_in)(?:$|_)/.test(name)) return sizeOf('D', nth)
  if (/(?:^|_)(?:out|outputs?|fan_out|n_out|size|dim|hidden)(?:$|_)/.test(name)) return sizeOf('M', nth)
  const [, shape] = usual.find(([pattern]) => pattern.test(name)) ?? [null, 'N D']
  return Boxed.of(draw(...shape.split(' ').map(sized)))
}
