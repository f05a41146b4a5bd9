/** The end of a track, and of the whole course: what was reached, and what comes now. */
import { type Calling, call } from './calls.ts'
import { sign, style, tied, wrap } from './style.ts'

export interface Closing {
  readonly track: string
  /** How many exercises it has. */
  readonly many: number
  /** What one can do now; '' where that isn't known. */
  readonly reached: string
  /** What to type where its functions train a network: `train gpt`; null where they don't. */
  readonly training: string | null
  /** The track that comes next, and what it's about ('' where that isn't known); null: all of all tracks is passed. */
  readonly next: { readonly track: string; readonly about: string } | null
  /** The id of a hunt for in between, and what hunts are; null where there is none that isn't passed or comes next. */
  readonly hunt: { readonly id: string; readonly about: string } | null
  /** All tracks in their order, and whether all of each is passed. */
  readonly road: readonly { readonly track: string; readonly passed: boolean }[]
  /** How many exercises there are in all. */
  readonly allMany: number
  /** Whether there are answers to compare with. */
  readonly hasAnswers: boolean
}

interface Look extends Calling {
  /** Columns of the terminal. */
  readonly width: number
}

/** A screen of its own: what is finished, and what to do now. */
export function renderClosing(closing: Closing, look: Look): string {
  const { next } = closing
  if (next === null) return renderCourseEnd(closing, look)
  return [
    belt(look),
    renderFinished(closing, look),
    renderRoad(closing, look),
    steps(
      [
        training(closing, look),
        {
          what: `${closing.training === null ? 'Next comes' : 'After that comes'} the track ${next.track}:`,
          command: call(look, 'next'),
          about: next.about,
        },
        closing.hunt === null
          ? null
          : {
              what: `For in between, ${closing.hunt.id}:`,
              // No key stands for a check of another exercise.
              command: look.byKeys ? call(look, 'list') : call(look, `check ${closing.hunt.id}`),
              about: closing.hunt.about,
            },
      ],
      look,
    ),
  ].join('\n\n')
}

/** That a track is finished, in a sentence or two. */
export function renderFinished({ track, many, reached }: Closing, { width }: Look): string {
  const what = many === 1 ? 'its one exercise is' : `all ${many} exercises are`
  return [
    style.good(
      wrap(`${sign.good} You've finished the track ${track}: ${what} passed. Black belt!`, width, '  '),
    ),
    ...(reached === '' ? [] : [`  ${wrap(reached, width - 2, '  ')}`]),
  ].join('\n')
}

/** The same where the next exercise is shown below: only what would be forgotten. */
export const renderPassing = (closing: Closing, look: Look): string =>
  [renderFinished(closing, look), steps([training(closing, look)], look)]
    .filter(text => text !== '')
    .join('\n')

function renderCourseEnd(closing: Closing, look: Look): string {
  const { allMany, road, hasAnswers } = closing
  const tracks = road.length === 1 ? '' : ` of all ${road.length} tracks`
  const all = allMany === 1 ? 'the one exercise that there is' : `all ${allMany} exercises${tracks}`
  const congratulation = `${sign.good} You've passed ${all}. Congratulations: you've gone backward through all of it by hand.`
  return [
    belt(look),
    style.good(wrap(congratulation, look.width, '  ')),
    ...(road.length === 1 ? [] : [renderRoad(closing, look)]),
    steps(
      [
        training(closing, look),
        { what: 'To keep it fresh, ten small tasks:', command: call(look, 'drill'), about: '' },
        hasAnswers
          ? { what: 'To compare your lines with the answers:', command: call(look, 'diff 01'), about: '' }
          : null,
      ],
      look,
    ),
  ]
    .filter(text => text !== '')
    .join('\n\n')
}

interface Step {
  readonly what: string
  readonly command: string
  /** '' where there is nothing to say. */
  readonly about: string
}

const training = ({ training }: Closing, look: Look): Step | null =>
  training === null
    ? null
    : { what: 'Now train a network with your own gradients:', command: call(look, training), about: '' }

const steps = (all: readonly (Step | null)[], { width }: Look): string =>
  all
    .flatMap(step => {
      if (step === null) return []
      const { what, command, about } = step
      const line = `  ${wrap(`${what} ${style.code(tied(command))}`, width - 2, '  ')}`
      return about === '' ? [line] : [line, style.dim(`    ${wrap(about, width - 4, '    ')}`)]
    })
    .join('\n')

/** The tracks, those ticked off that are passed. */
function renderRoad({ road }: Closing, { width }: Look): string {
  const words = road.map(({ track, passed }) => {
    const word = tied(`${passed ? sign.good : sign.nothing} ${track}${GAP}`)
    return passed ? style.good(word) : style.dim(word)
  })
  return `  ${wrap(words.join(' '), width - 2, '  ')}`.replace(/ +$/gm, '')
}

const GAP = '  '

/** A belt with its knot. */
function belt({ width }: Look): string {
  const half = '━'.repeat(Math.max(4, Math.min(24, Math.floor((width - 7) / 2))))
  return style.strong(`  ${half}╳${half}\n  ${' '.repeat(half.length - 1)}╱ ╲`)
}
