/** What the diagnosis says, in the words of somebody who writes PyTorch, or numpy. */
import { functions, methods, operators } from './names.ts'

export interface Wording {
  /** Where the forward pass makes a tensor, for `{line probs}`. */
  readonly places?: ReadonlyMap<string, string>
  /** What `your line` is: several lines are code. */
  readonly own?: 'line' | 'code' | 'function'
  /** Whether it is written with numpy. */
  readonly isNumpy?: boolean
  /** The gradient that a backward function is given: `dout`, which its author may call `grad`. */
  readonly upstream?: { readonly ours: string; readonly theirs: string }
}

type Words = readonly (readonly [ours: RegExp | string, theirs: string])[]

const isOurs = (name: string): boolean => /[A-Z]/.test(name)

/** A function where it is called; a name that is ours alone wherever it is. */
const ofFunctions: Words = Object.entries({ ...functions, oneHot: 'F.one_hot' }).map(([ours, theirs]) => [
  new RegExp(`(?<![\\w.])${ours}${isOurs(ours) ? '\\b' : '(?=\\()'}`, 'g'),
  theirs,
])

/** "mul where add belongs" */
const ofOperators: Words = Object.entries(operators).flatMap(([ours, theirs]) => [
  [new RegExp(`^${ours}(?= where \\w+ belongs)`), theirs],
  [new RegExp(`(?<= where )${ours}(?= belongs)`), theirs],
  [new RegExp(`(?<=One )${ours}(?= in your line)`), theirs],
])

const ofMethods: Words = Object.entries(methods).map(([ours, theirs]) => [
  new RegExp(`\\b${ours}\\b`, 'g'),
  theirs,
])

/** Sentences that are about our tensors, which never change. */
const sentences: Words = [
  ['You return ', 'Your result is '],
  [/the result of \w+ is not kept/, 'zeros: what was put into a tensor before is lost'],
  [/ You called \w+, but tensors never change: .+/, ' What you put into a tensor before is no longer in it.'],
  [/Tensors never change: keep the result of `a\.add\(b\)`\./, '`a + b` makes a new tensor: keep it.'],
]

/** What the lecture's function says of a right gradient; a backward function is compared by no such. */
const ofCmp: Words = [
  [/\brounding only: the last digits differ\b/, 'where cmp says exact: False, that is rounding'],
]

const BOUND = '(?:[^,()]|\\([^,()]*\\))+'

const inPyTorch: Words = [
  ...sentences,
  // A range of the first dimension, of the second, of the third.
  ...[0, 1, 2].map((dim): Words[number] => [
    new RegExp(`\\.slice\\(${dim}, (${BOUND}), (${BOUND})\\)`, 'g'),
    `[${':, '.repeat(dim)}$1:$2]`,
  ]),
  [/\[arange\(/g, '[range('],
  [/\{ (\w+): true \}/g, '$1=True'],
  [/\bindexAdd\b/g, 'index_put_(…, accumulate=True)'],
  [/\bindexPut\b/g, 'index_put_'],
  ...ofOperators,
  ...ofFunctions,
  ...ofMethods,
]

const inNumpy: Words = [
  [/\bkeepdim=/g, 'keepdims='],
  [/\bindex_put_\(\u2026, accumulate=True\)/g, 'np.add.at'],
  [/\bexpand_as\b/g, 'np.broadcast_to'],
  [/\.permute\(/g, '.transpose('],
  [/\.view\(/g, '.reshape('],
  [/\btorch\./g, 'np.'],
  [/\bF\./g, ''],
]

const exchanged = (text: string, words: Words): string =>
  words.reduce((made, [ours, theirs]) => made.replace(ours, theirs), text)

export function inPython(
  text: string,
  { places, own = 'line', isNumpy = false, upstream }: Wording = {},
): string {
  const called =
    upstream === undefined ? text : text.replace(new RegExp(`\\b${upstream.ours}\\b`, 'g'), upstream.theirs)
  const placed = called.replace(/\s?\{line ([^}]+)\}/g, (_, name: string) => {
    const place = places?.get(name)
    return place === undefined ? '' : ` (${place})`
  })
  const worded = exchanged(own === 'function' ? placed : exchanged(placed, ofCmp), inPyTorch)
  const said =
    own === 'line'
      ? worded
      : worded.replace(/\b([Yy]our|^[Tt]he) line\b(?! of)/g, (_, whose: string) => `${whose} ${own}`)
  return isNumpy ? exchanged(said, inNumpy) : said
}
