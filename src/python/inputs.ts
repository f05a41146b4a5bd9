/** What a forward function is tried with: as the file calls it, else what parameters of such names usually are. */
import { Tensor } from '../tensor/tensor.ts'
import { asArray, Boxed } from './box.ts'
import type { Defined, NotebookGround } from './pairing.ts'
import { nodesIn } from './tree.ts'
import { dictOf, type PyValue } from './values.ts'

/** Sizes that letters stand for, in each of the runs: all that are used together differ. */
const letters: Readonly<Record<string, readonly [number, number, number]>> = {
  ...{ N: [5, 4, 6], n: [5, 4, 6], B: [5, 4, 6], m: [5, 4, 6], batch: [5, 4, 6] },
  ...{ D: [7, 6, 5], d: [7, 6, 5], C: [4, 3, 3], T: [3, 5, 4], H: [4, 7, 3], W: [6, 5, 4] },
  ...{ K: [4, 3, 7], V: [8, 9, 7], M: [3, 5, 4], F: [2, 4, 3], '1': [1, 1, 1] },
  ...{ HH: [3, 2, 3], WW: [3, 3, 2] },
}

const sizeOf = (letter: string, nth: number): number =>
  (letters[letter] ?? letters[letter[0]] ?? letters.K)[nth % 3]

/** Images are small, for what goes through all of their places. */
const imageSizes: Readonly<Record<string, readonly [number, number, number]>> = {
  ...{ N: [2, 1, 2], F: [2, 3, 2], H: [4, 3, 5], W: [3, 5, 4], C: [3, 2, 2] },
}

/** How many labels there are to choose from: no more than any table has columns. */
const CLASSES = 3

/** How tables lie: examples in rows or in columns, weights as `x @ w`, `x @ w.T` or `w @ x`, or images. */
export interface TableLayout {
  readonly x: string
  readonly w: string
  readonly b: string
  /** Of the letters, sizes that are known. */
  readonly known?: Readonly<Record<string, number>>
}

export const rows: TableLayout = { x: 'N D', w: 'D M', b: 'M' }
export const columns: TableLayout = { x: 'D N', w: 'M D', b: 'M 1' }
const turned: TableLayout = { x: 'N D', w: 'M D', b: 'M' }
const images: TableLayout = { x: 'N C H W', w: 'F C HH WW', b: 'F' }
const sequences: TableLayout = { x: 'N T D', w: 'D M', b: 'M' }

/** What a parameter of such a name usually is. */
const usual: readonly (readonly [RegExp, (layout: TableLayout) => string])[] = [
  [/^(?:w|weights?|theta)(?:_?\d|_?[a-z])?$/i, ({ w }) => w],
  [/^(?:b|bias|biases)(?:_?\d)?$/i, ({ b }) => b],
  [/^(?:gamma|beta|gain|shift|bngain|bnbias|g)$/, layout => (layout === columns ? 'D 1' : 'D')],
]

const LABELS = /^(?:y|t|labels?|targets?|targ|Y|ix|idx|y_?true|y_?b|Yb|y_?batch|ground_truth)$/

export const isLabel = (name: string): boolean => LABELS.test(name)

/** Maps of parameters to values, the likeliest first. `skip`: how many parameters come before, such as `self`. */
export function* inputsFor(
  forward: Defined,
  ground: NotebookGround,
  called = forward.name,
  skip = 0,
  layouts: readonly TableLayout[] = [rows, turned, columns, images, sequences],
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
  const isArray = ground.isNumpy(forward.node)
  // `x + y` and `x * y` take two tables; where the second is not used as rows of labels, so be it.
  for (const asTable of names.length === 2 && names.some(isLabel) ? [false, true] : [false])
    for (const layout of layouts)
      yield new Map(
        names.map(name => [name, asArray(guessed(name, unpacked, ground, layout, asTable), isArray)]),
      )
}

/** Sizes of the file's own arrays, one up or down the same way wherever they stand. */
function resized(value: PyValue, { nth, draw }: NotebookGround, isOther: boolean): PyValue {
  if (!(value instanceof Boxed)) return value
  const shape = value.shape.map(size => (isOther && nth > 0 && size > 1 ? size + (nth === 1 ? 1 : 2) : size))
  const own =
    value.kind === 'float'
      ? Boxed.of(draw(...shape))
      : labels(shape, Math.max(2, ...value.tensor.data) + 1, draw)
  return asArray(own, value.isArray)
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
  layout: TableLayout,
  asTable: boolean,
): PyValue {
  const own = unpacked.get(name)
  const isImage = layout === images || [...unpacked.values()].some(one => one.length === 4)
  const sized = (letter: string): number =>
    layout.known?.[letter] ?? (isImage ? imageSizes[letter]?.[nth % 3] : undefined) ?? sizeOf(letter, nth)
  const [, usually] = usual.find(([pattern]) => pattern.test(name)) ?? [null, ({ x }: TableLayout) => x]
  const shape = usually(isImage ? images : layout).split(' ')
  // Letters that a function gives to the sizes itself are known by their first one; of `_` only the place is.
  const named = own?.map((letter, i) => (letter === '_' ? (shape[i] ?? 'K') : letter))
  if (named !== undefined) return Boxed.of(draw(...named.map(sized)))
  if (isLabel(name) && !asTable) return labels([sized('N')], CLASSES, draw)
  if (/param|config|opts?$/.test(name))
    return dictOf({
      ...{ mode: 'train', eps: 1e-5, momentum: 0.9, p: 0.7, seed: 1, pad: 1 },
      ...{ stride: /pool/.test(name) ? 2 : 1, pool_height: 2, pool_width: 2 },
    })
  if (/^(?:eps|epsilon)$/.test(name)) return 1e-5
  if (name === 'constant' || /^(?:reg|lam|lambda_|lambd|l2|p|keep_prob|c|alpha|scale|momentum)$/.test(name))
    return 0.5
  if (name === 'activation') return 'relu'
  if (
    /(?:^|_)(?:in|inputs?|fan_in|n_in|prev)(?:$|_)/.test(name) &&
    /_/.test(name) &&
    !/data|batch/.test(name)
  )
    return sizeOf('D', nth)
  if (/(?:^|_)(?:out|outputs?|fan_out|n_out|size|dim|hidden|features|neurons|units)(?:$|_)/.test(name))
    return sizeOf('M', nth)
  const drawn = draw(...shape.map(sized))
  return Boxed.of(/pred|prob|hat/i.test(name) ? drawn.sigmoid() : drawn)
}
