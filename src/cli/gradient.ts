/** Which gradient (or other function to fill in) of which exercise a word means. */
import { type Exercise, pickExercise, shortName } from '../catalogue/catalogue.ts'
import { NinjaError } from '../errors.ts'
import { nearestStart } from '../suggest.ts'

export interface Target {
  readonly exercise: Exercise
  /** The name of its function; null: none was named, so it is to be chosen. */
  readonly gradient: string | null
}

export interface Choice {
  readonly all: readonly Exercise[]
  readonly current: Exercise
  /** The gradients of an exercise: `dprobs`. */
  readonly namesIn: (exercise: Exercise) => readonly string[]
}

/** `dprobs` or `probs` of the current exercise, or the name of an exercise. */
export function targetOf(word: string, choice: Choice): Target {
  const { all, current, namesIn } = choice
  const own = named(word, namesIn(current))
  if (own !== undefined) return { exercise: current, gradient: own }
  const others = all.filter(exercise => named(word, namesIn(exercise)) !== undefined)
  if (others.length > 0) {
    const name = named(word, namesIn(others[0]))
    const ids = others.map(({ id }) => id).join(', ')
    throw new NinjaError(
      'usage',
      `${name} is not in ${current.id}, but in ${ids}`,
      `add --exercise ${shortName(all, others[0], current.track)}`,
    )
  }
  try {
    return { exercise: pickExercise(all, word, current.track), gradient: null }
  } catch (error) {
    if (/^\d+$/.test(word)) throw error
    throw (
      nearTo(word, namesIn(current)) ??
      nearTo(word, all.flatMap(namesIn)) ??
      new NinjaError(
        'usage',
        `"${word}" is neither a gradient of ${current.id} nor an exercise`,
        `${current.id} has ${namesIn(current).join(', ')}`,
      )
    )
  }
}

/** The same where the exercise was named beside it. */
export function gradientIn(word: string, exercise: Exercise, names: readonly string[]): string {
  const found = named(word, names)
  if (found !== undefined) return found
  const message = `there is no gradient "${word}" in ${exercise.id}`
  throw nearTo(word, names) ?? new NinjaError('usage', message, `it has ${names.join(', ')}`)
}

/** A gradient is known by its tensor too, a method by itself where it is the only one of that name. */
function named(word: string, names: readonly string[]): string | undefined {
  const methods = names.filter(name => name.endsWith(`.${word}`))
  return (
    names.find(name => name === word) ??
    names.find(name => name === `d${word}`) ??
    (methods.length === 1 ? methods[0] : undefined)
  )
}

function nearTo(word: string, names: readonly string[]): NinjaError | undefined {
  const near = nearestStart(word, names) ?? nearestStart(`d${word}`, names)
  return near === undefined
    ? undefined
    : new NinjaError('usage', `there is no gradient "${word}"`, `did you mean ${near}?`)
}
