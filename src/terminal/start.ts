/** Where to begin: the question on a terminal, and what is said where nobody is asked. */
import { style, tied, wrap } from './style.ts'
import { table } from './table.ts'

/** A track that one can begin with. */
export interface StartingPoint {
  /** What to press. */
  readonly key: string
  readonly track: string
  /** Who begins there. */
  readonly who: string
  /** Whether one begins there without saying anything. */
  readonly isUsual: boolean
}

interface Look {
  readonly width: number
}

/**
 * `road`: the order of the tracks, in a sentence; null where that can't be said. It's left out where all of it is more
 * than `rows`.
 */
export function renderQuestion(
  starts: readonly StartingPoint[],
  road: string | null,
  { width, rows }: Look & { readonly rows: number },
): string {
  const cells = starts.map(({ key, track, who }) => [`  ${style.strong(key)}`, style.code(track), who])
  const asked = [style.title('Where do you want to begin?'), table(cells, width).join('\n')]
  const prompt = promptFor(starts)
  const whole = [...asked, ...(road === null ? [] : [style.dim(wrap(road, width))]), prompt].join('\n\n')
  return whole.split('\n').length <= rows ? whole : [...asked, prompt].join('\n\n')
}

const usual = (starts: readonly StartingPoint[]): StartingPoint =>
  starts.find(({ isUsual }) => isUsual) ?? starts[0]

const promptFor = (starts: readonly StartingPoint[]): string =>
  `${starts[0].key} to ${starts.at(-1)!.key}, or Enter for ${usual(starts).key}: `

/** To a key that is none of these. */
export const promptAgain = (starts: readonly StartingPoint[]): string =>
  `Press a number from ${starts[0].key} to ${starts.at(-1)!.key}, Enter for ${usual(starts).track}, or Ctrl-C to leave: `

/** Where nobody is asked: the other places to begin, and how. */
export function renderStarts(
  starts: readonly StartingPoint[],
  road: string | null,
  ninja: string,
  { width }: Look,
): string {
  const rows = starts
    .filter(({ isUsual }) => !isUsual)
    .map(({ track, who }) => [`  ${style.code(tied(`${ninja} ${track}`))}`, who])
  return [
    'or begin elsewhere:',
    ...table(rows, width).map(line => line.replaceAll('\u00a0', ' ')),
    ...(road === null ? [] : ['', style.dim(wrap(road, width))]),
  ].join('\n')
}

/** The same in a line, below a first check. */
export const renderOther = (starts: readonly StartingPoint[], ninja: string, { width }: Look): string => {
  const [first] = starts.filter(({ isUsual }) => !isUsual)
  const text = `You begin with the track ${usual(starts).track}. To begin with another one, name it: ${tied(`${ninja} ${first.track}`)}`
  return style.dim(wrap(text, width))
}
