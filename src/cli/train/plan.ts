/** From what was typed to what is trained: the settings, checked, or those of the run to resume. */
import { NinjaError } from '../../errors.ts'
import type { Checkpoint } from '../../training/checkpoint.ts'
import { type Settings, usual } from '../../training/settings.ts'
import type { Options } from '../command.ts'

interface Rule {
  /** As commander gives it, and as it is typed. */
  readonly name: keyof Settings
  readonly flag: string
  readonly whole: boolean
  readonly least: number
  readonly most: number
}

/** A batch of one has no variance. */
const rules: readonly Rule[] = [
  { name: 'steps', flag: '--steps', whole: true, least: 1, most: 1e9 },
  { name: 'batch', flag: '--batch', whole: true, least: 2, most: 10_000 },
  { name: 'hidden', flag: '--hidden', whole: true, least: 1, most: 5000 },
  { name: 'embd', flag: '--embd', whole: true, least: 1, most: 1000 },
  { name: 'lr', flag: '--lr', whole: false, least: 0, most: 1e30 },
  { name: 'decayAt', flag: '--decay-at', whole: false, least: 0, most: 1 },
  { name: 'seed', flag: '--seed', whole: true, least: 0, most: 2 ** 32 },
]

const CHECK_EVERY = 10_000

export const checkEveryFrom = (options: Options): number =>
  read({ flag: '--check-every', whole: true, least: 1, most: 1e9 }, options.checkEvery) ?? CHECK_EVERY

/** Options that were left out are those of the run to resume, or the usual ones; those that were given must be the same. */
export function settingsOf(options: Options, kept: Checkpoint | null): Settings {
  const base = kept?.settings ?? usual
  const entries = rules.map(rule => {
    const value = read(rule, options[rule.name]) ?? base[rule.name]
    if (kept !== null && value !== base[rule.name]) {
      throw new NinjaError(
        'usage',
        `the run to resume has ${rule.flag} ${base[rule.name]}, not ${value}`,
        'leave it out, or start a new run, without --resume',
      )
    }
    return [rule.name, value] as const
  })
  return Object.fromEntries(entries) as unknown as Settings
}

function read({ flag, whole, least, most }: Omit<Rule, 'name'>, written: unknown): number | null {
  if (written === undefined) return null
  const value = Number(written)
  const fits = written !== '' && value >= least && value <= most && (!whole || Number.isInteger(value))
  if (fits && (flag !== '--lr' || value > 0)) return value
  const what = `a ${whole ? 'whole ' : ''}number`
  const range = flag === '--lr' ? 'above 0' : `from ${least} to ${most}`
  throw new NinjaError('usage', `${flag} needs ${what} ${range}, not "${written}"`)
}
