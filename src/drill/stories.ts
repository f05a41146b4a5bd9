/** What the numbers of a task are about: names of sizes and tensors that belong together. */

export interface Story {
  /** Goes on after "The numbers say". */
  readonly about: string
  /** Names of sizes: rows, columns, and a third that groups the rows. */
  readonly dims: readonly [rows: string, cols: string, third: string]
  /** Names of tensors with such dimensions. */
  readonly table: readonly string[]
  readonly perRow: readonly string[]
  readonly perCol: readonly string[]
  readonly perThird: readonly string[]
  /** Of columns and groups. */
  readonly link: readonly string[]
  readonly number: readonly string[]
  /** The group of each row, and one column for each row. */
  readonly groupOf: string
  readonly bestOf: string
}

export const stories: readonly Story[] = [
  {
    about: 'what shops sell of each item',
    dims: ['shops', 'items', 'regions'],
    table: ['sales', 'stock', 'orders', 'demand'],
    perRow: ['rent', 'visitors', 'staff'],
    perCol: ['prices', 'costs', 'taxes'],
    perThird: ['fees', 'wages'],
    link: ['tariffs', 'habits', 'offers'],
    number: ['rate', 'markup'],
    groupOf: 'region_of',
    bestOf: 'best_seller',
  },
  {
    about: 'how students do in each test',
    dims: ['students', 'tests', 'classes'],
    table: ['points', 'answers', 'marks', 'tries'],
    perRow: ['effort', 'skill', 'sleep'],
    perCol: ['difficulty', 'credits', 'length'],
    perThird: ['level', 'spirit'],
    link: ['lessons', 'practice', 'reading'],
    number: ['curve', 'bonus'],
    groupOf: 'class_of',
    bestOf: 'favourite',
  },
  {
    about: 'what the weather was like at each station',
    dims: ['days', 'stations', 'months'],
    table: ['rain', 'warmth', 'wind', 'clouds'],
    perRow: ['season', 'daylight', 'pressure'],
    perCol: ['height', 'distance', 'shade'],
    perThird: ['normal', 'trend'],
    link: ['climate', 'usual', 'records'],
    number: ['drift', 'error'],
    groupOf: 'month_of',
    bestOf: 'nearest',
  },
  {
    about: 'what players score in each round',
    dims: ['players', 'rounds', 'teams'],
    table: ['scores', 'bets', 'moves', 'throws'],
    perRow: ['talent', 'luck', 'age'],
    perCol: ['stakes', 'prizes', 'pace'],
    perThird: ['morale', 'budget'],
    link: ['tactics', 'training', 'form'],
    number: ['handicap', 'limit'],
    groupOf: 'team_of',
    bestOf: 'best_round',
  },
  {
    about: 'what a small network computes for each example',
    dims: ['batch', 'features', 'kinds'],
    table: ['x', 'hidden', 'signal', 'state'],
    perRow: ['row_scale', 'age', 'level'],
    perCol: ['bias', 'gain', 'shift'],
    perThird: ['prior', 'boost'],
    link: ['W', 'V', 'U'],
    number: ['temperature', 'alpha'],
    groupOf: 'kind_of',
    bestOf: 'labels',
  },
  {
    about: 'how plants grow in each week',
    dims: ['plants', 'weeks', 'beds'],
    table: ['growth', 'water', 'sun', 'leaves'],
    perRow: ['seed_age', 'roots', 'care'],
    perCol: ['warmth', 'rain', 'daylight'],
    perThird: ['soil', 'slope'],
    link: ['plans', 'feeding', 'cover'],
    number: ['vigour', 'decay'],
    groupOf: 'bed_of',
    bestOf: 'best_week',
  },
  {
    about: 'how people rate each film',
    dims: ['people', 'films', 'towns'],
    table: ['ratings', 'views', 'likes', 'hours'],
    perRow: ['mood', 'leisure', 'patience'],
    perCol: ['fame', 'runtime', 'novelty'],
    perThird: ['fashion', 'cinemas'],
    link: ['tastes', 'adverts', 'reviews'],
    number: ['hype', 'boredom'],
    groupOf: 'town_of',
    bestOf: 'last_film',
  },
  {
    about: 'what machines make of each part',
    dims: ['machines', 'parts', 'halls'],
    table: ['output', 'faults', 'repairs', 'load'],
    perRow: ['wear', 'speed', 'power'],
    perCol: ['weight', 'price', 'size_factor'],
    perThird: ['heat', 'noise'],
    link: ['schedule', 'supply', 'quota'],
    number: ['efficiency', 'margin'],
    groupOf: 'hall_of',
    bestOf: 'main_part',
  },
]

/** What a line makes is called by what it does; if a name is taken, the next one. */
export const resultNames: Readonly<Record<string, readonly string[]>> = {
  add: ['total', 'shifted', 'raised', 'together'],
  sub: ['gaps', 'centred', 'rest', 'change'],
  mul: ['scaled', 'weighted', 'adjusted', 'tuned'],
  div: ['shares', 'ratios', 'relative', 'portions'],
  maximum: ['larger', 'upper', 'greater'],
  exp: ['powers', 'grown', 'amounts'],
  log: ['logs', 'log_values'],
  sqrt: ['root_values', 'softened', 'evened'],
  tanh: ['squashed', 'bounded', 'tamed'],
  sigmoid: ['gates', 'chances', 'switches'],
  square: ['squares', 'energy'],
  cube: ['cubes', 'volumes'],
  inverse: ['inverses', 'reciprocals'],
  inverseRoot: ['inverse_roots', 'spread_inv'],
  relu: ['active', 'positive', 'alive'],
  abs: ['strengths', 'distances', 'amplitudes'],
  neg: ['opposite', 'negated'],
  sum: ['sums', 'totals', 'all_summed'],
  mean: ['means', 'averages', 'middles'],
  max: ['peaks', 'tops', 'highest'],
  min: ['lows', 'bottoms', 'lowest'],
  cumsum: ['so_far', 'running'],
  softmax: ['probs', 'fractions'],
  logSoftmax: ['logprobs', 'log_fractions'],
  logsumexp: ['soft_peaks', 'log_totals'],
  product: ['mixed', 'projected', 'y', 'combined'],
  index: ['picked', 'looked_up', 'found'],
  indexAdd: ['grouped', 'by_group'],
  moved: ['turned', 'moved', 'arranged'],
  flat: ['flat', 'in_line'],
  cat: ['joined', 'side_by_side'],
  expand: ['copied', 'spread_out'],
  where: ['chosen', 'selected'],
}

export const weightNames: readonly string[] = ['weights', 'importance', 'worth']
export const targetNames: readonly string[] = ['target', 'wanted']
export const maskNames: readonly string[] = ['mask', 'is_open']
/** Where a story has no more names for a shape. */
export const spareNames: readonly string[] = [
  'base',
  'extra',
  'factor',
  'offset',
  'other',
  'more',
  'spare',
  'last',
]

/** Sizes in the order of a story's dimensions: usual, small, other. */
export const sizeSets: readonly (readonly [SizeSet, SizeSet, SizeSet])[] = [
  [[8, 5, 3], [6, 3, 2], [7, 4, 5]],
  [[9, 4, 6], [7, 5, 3], [8, 3, 5]],
  [[7, 3, 5], [5, 4, 2], [6, 5, 4]],
  [[8, 6, 4], [6, 4, 3], [7, 5, 2]],
] // biome-ignore format: a table

/** More rows than groups, so that a group comes twice; all three differ, and each differs between the sets. */
export type SizeSet = readonly [rows: number, cols: number, third: number]
