/** A notebook at other sizes: a line that is right at its author's sizes alone shows there. */
import type { NotebookRun } from './claim.ts'
import { type Passes, passesOf } from './passes.ts'
import { type ParsedCell, type ReadingOptions, readNotebook } from './reading.ts'

/** A run, and its passes. */
export interface ReadRun extends Passes {
  readonly run: NotebookRun
  readonly seed: number
  /** Those that are not the author's. */
  readonly sizes: Readonly<Record<string, number>>
  /** Whether nothing is larger or smaller than its author wrote it. */
  readonly isSameSize: boolean
}

/** What sizes are in the two other runs, by what they are of; all numbers of one run differ. */
const SIZES = { embedding: [5, 4], hidden: [7, 9], batch: [6, 8], block: [2, 3] } as const

type Quantity = keyof typeof SIZES

/** Names that people give them, also in capitals where they are longer than a letter. */
const NAMES: Readonly<Record<Quantity, readonly string[]>> = {
  embedding: [
    ...['n_embd', 'n_emb', 'emb_dim', 'embed_size', 'embedding_size', 'embd_size', 'd_model'],
    ...['embedding_dim', 'embd', 'E'],
  ],
  hidden: [
    ...['n_hidden', 'n_hiddens', 'hidden_size', 'hidden_dim', 'n_hid', 'n_hidden_size', 'num_hidden'],
    ...['hidden', 'H'],
  ],
  batch: ['batch_size', 'n', 'bs', 'minibatch_size', 'N', 'batch', 'B'],
  block: ['block_size', 'context_size', 'context_length', 'context_len', 'ctx_len', 'ctx'],
}

const quantities = Object.keys(NAMES) as Quantity[]

/** By name, the sizes of a run; those of `without` stay as they are. */
function sizesIn(nth: number, without: readonly Quantity[]): Record<string, number> {
  const changed = quantities.filter(one => !without.includes(one))
  return Object.fromEntries(
    changed.flatMap(one =>
      NAMES[one]
        .flatMap(name => [name, ...(name.length > 1 ? [name.toUpperCase()] : [])])
        .map(name => [name, SIZES[one][nth]]),
    ),
  )
}

/** The names of people, for a vocabulary that is smaller: a written-out 27 shows. */
export interface Texts {
  readonly all: (name: string) => string | null
  readonly fewLetters: (name: string) => string | null
}

/** `beside`: gives the text of a list of names that a notebook opens; null where there is no such list. */
export function textsFrom(beside: (name: string) => string | null): Texts {
  const isList = (name: string): boolean => /\.(?:txt|csv)$/i.test(name)
  return {
    all: name => (isList(name) ? firstLines(beside(name), () => true) : null),
    fewLetters: name => (isList(name) ? firstLines(beside(name), line => /^[a-l]+$/.test(line)) : null),
  }
}

/** So many names are enough: a vocabulary is made of their letters. */
const MANY = 400

const firstLines = (text: string | null, isWanted: (line: string) => boolean): string | null =>
  text &&
  `${text
    .split(/\r?\n/)
    .filter(line => line !== '' && isWanted(line))
    .slice(0, MANY)
    .join('\n')}\n`

type Options = Pick<ReadingOptions, 'standIns' | 'replacesShape' | 'leavesOutTiny'> & {
  readonly texts: Texts
  readonly seed: number
}

/** Two more runs, of the smallest change that still runs where not all can be changed. */
export function otherRuns(cells: readonly ParsedCell[], main: ReadRun, options: Options): ReadRun[] {
  return [0, 1].map(nth => {
    const { all, fewLetters } = options.texts
    const attempts = [
      [sizesIn(nth, []), nth === 0 ? fewLetters : all],
      [sizesIn(nth, []), all],
      [sizesIn(nth, ['hidden']), all],
      [sizesIn(nth, ['embedding', 'block']), all],
      [sizesIn(nth, ['hidden', 'embedding', 'block']), all],
    ] as const
    for (const [own, open] of attempts) {
      const found = attempt(cells, { ...options, sizes: own, open }, nth)
      if (found !== null && isLike(found, main)) return found
    }
    return attempt(cells, { ...options, sizes: {}, open: all }, nth) ?? main
  })
}

function attempt(
  cells: readonly ParsedCell[],
  { seed, sizes, open, ...options }: Options & Pick<ReadingOptions, 'sizes' | 'open'>,
  nth: number,
): ReadRun | null {
  const own = seed + nth + 1
  const run = readNotebook(cells, {
    ...options,
    ...{ seed: own, open, sizes, nth: nth + 1 },
  })
  return {
    run,
    seed: own,
    sizes: usedOf(run, sizes),
    isSameSize: Object.keys(sizes).length === 0,
    ...passesOf(run),
  }
}

const usedOf = (run: NotebookRun, sizes: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(sizes).filter(([name]) => run.sizes.has(name)))

/** Whether the same forward passes are there, step by step, with the same names. */
function isLike({ passes }: ReadRun, main: ReadRun): boolean {
  const used = new Set(main.claims.map(({ pass }) => pass))
  return [...used].every(at => {
    const [own, theirs] = [passes[at], main.passes[at]]
    if (own === undefined || own.graph.steps.length !== theirs.graph.steps.length) return false
    const loss = own.graph.tensors.get(own.graph.loss)!
    return (
      loss.data.every(Number.isFinite) &&
      [...theirs.graph.tensors.keys()].every(name => own.graph.tensors.has(name))
    )
  })
}
