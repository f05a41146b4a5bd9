/** When something was due, and whether it came later. */
import { NinjaError } from '../../errors.ts'
import type { Handed } from '../record.ts'

export interface Due {
  /** Milliseconds since 1970; what comes in this millisecond is in time. */
  readonly at: number
  /** Whether it was written without a zone: then it's the time of this machine. */
  readonly isLocal: boolean
}

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?$/i

/**
 * Reads `2026-03-01T23:59`, with or without seconds and a zone, or a day, which lasts until its end.
 * @throws NinjaError 'usage' for what is no time.
 */
export function readDue(written: string): Due {
  const found = ISO.exec(written.trim())
  const at = found === null ? Number.NaN : timeOf(found)
  if (found === null || Number.isNaN(at))
    throw new NinjaError(
      'usage',
      `--due needs a day or a time, not "${written}"`,
      'for example: --due 2026-03-01, or --due 2026-03-01T18:00, or --due 2026-03-01T18:00+01:00',
    )
  return { at, isLocal: found[8] === undefined }
}

function timeOf([
  ,
  year,
  month,
  day,
  hour,
  minute,
  second = '0',
  fraction = '0',
  zone,
]: RegExpExecArray): number {
  const isDay = hour === undefined
  const [h, m, s] = isDay ? [23, 59, 59] : [Number(hour), Number(minute), Number(second)]
  const ms = isDay ? 999 : Math.floor(Number(`0.${fraction}`) * 1000)
  const parts = [Number(year), Number(month) - 1, Number(day), h, m, s, ms] as const
  const utc = new Date(Date.UTC(...parts))
  // What doesn't exist, such as 30 February, is another day by now.
  const isThere =
    utc.getUTCMonth() === parts[1] && utc.getUTCDate() === parts[2] && h < 24 && m < 60 && s < 60
  if (!isThere) return Number.NaN
  return zone === undefined ? new Date(...parts).getTime() : utc.getTime() - offsetOf(zone)
}

function offsetOf(zone: string): number {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? []
  if (sign === undefined) return 0
  if (Number(hours) > 14 || Number(minutes) > 59) return Number.NaN
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}

/** By when it came where that's known, else by what the platform says; null where nobody knows. */
export const lateOf = ({ at, isLate }: Pick<Handed, 'at' | 'isLate'>, due: number | null): boolean | null =>
  due !== null && at !== null ? at > due : isLate
