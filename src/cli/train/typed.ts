/** What was typed after `train`, read and checked: numbers, an exercise, options of its recipe. */
import type { Recipe, TrainingSettings } from '../../catalogue/recipe.ts'
import { NinjaError } from '../../errors.ts'
import { nearest } from '../../suggest.ts'
import type { Checkpoint } from '../../training/checkpoint.ts'
import { THREADS } from '../../training/pair.ts'
import { choicesOf, type SettingRule } from '../../training/settings.ts'
import type { Options } from '../command.ts'

/** Of a run that has fewer than 20,000 steps, and of a longer one. */
const CHECK_EVERY = { short: 1000, long: 10_000 }

export const checkEveryFrom = (options: Options, steps: number): number =>
  read({ name: 'checkEvery', flag: '--check-every', whole: true, least: 1, most: 1e9 }, options.checkEvery) ??
  (steps < 20_000 ? CHECK_EVERY.short : CHECK_EVERY.long)

/** Threads, where they were asked for. */
export const threadsFrom = (options: Options): number | null =>
  read({ name: 'threads', flag: '--threads', whole: true, least: 1, most: THREADS }, options.threads)

/** Words that no option of the command itself has taken: the name of an exercise, and options of its recipe. */
export interface OwnWords {
  readonly exercise: string | undefined
  /** By what stands behind `--`. */
  readonly options: ReadonlyMap<string, string>
}

export function ownWordsIn(words: readonly string[]): OwnWords {
  const names: string[] = []
  const options = new Map<string, string>()
  for (let i = 0; i < words.length; i++) {
    const [, flag, value] = /^(--[^=]+)(?:=(.*))?$/s.exec(words[i]) ?? []
    if (flag === undefined) names.push(words[i])
    else options.set(flag, value ?? words[++i] ?? '')
  }
  if (names.length > 1)
    throw new NinjaError('usage', `train takes one exercise, not ${names.length}: ${names.join(' ')}`)
  return { exercise: names[0], options }
}

/**
 * Options that were left out are those of the run to resume, or the usual ones; those that were given must be the same.
 * `exercise`: whose recipe it is.
 */
export function settingsOf(
  recipe: Pick<Recipe, 'options'>,
  exercise: string,
  options: Options,
  own: OwnWords['options'],
  kept: Checkpoint | null,
): TrainingSettings {
  const choices = choicesOf(recipe)
  for (const flag of own.keys()) demandKnown(flag, choices, exercise)
  const entries = choices.map(choice => {
    const { name, flag, usual } = choice
    const base = kept?.settings[name as keyof TrainingSettings] ?? usual
    const value = read(choice, own.get(flag) ?? options[name]) ?? base
    if (kept !== null && value !== base) {
      throw new NinjaError(
        'usage',
        `the run to resume has ${flag} ${base}, not ${value}`,
        'leave it out, or start a new run, without --resume',
      )
    }
    return [name, value] as const
  })
  return Object.fromEntries(entries) as TrainingSettings
}

function demandKnown(flag: string, choices: readonly SettingRule[], exercise: string): void {
  const flags = choices.map(choice => choice.flag)
  if (flags.includes(flag)) return
  const near = nearest(flag, flags)
  throw new NinjaError(
    'usage',
    `the network of ${exercise} has no option ${flag}${near === undefined ? '' : `; did you mean ${near}?`}`,
    `it has ${flags.join(', ')}`,
  )
}

type Range = Pick<SettingRule, 'name' | 'flag' | 'whole' | 'least' | 'most'>

function read({ name, flag, whole, least, most }: Range, written: unknown): number | null {
  if (written === undefined) return null
  const value = Number(written)
  const isRate = name === 'lr'
  const fits = written !== '' && value >= least && value <= most && (!whole || Number.isInteger(value))
  if (fits && (!isRate || value > 0)) return value
  const what = `a ${whole ? 'whole ' : ''}number`
  const range = isRate ? 'above 0' : `from ${least} to ${most}`
  throw new NinjaError('usage', `${flag} needs ${what} ${range}, not "${written}"`)
}
