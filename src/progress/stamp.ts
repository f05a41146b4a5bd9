/** Times as part of a file's name: they sort as text, and every system allows them (no colons). */

/** What a stamp looks like. */
export const STAMP = /\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z/

/** `2026-03-01T12-30-00-123Z` */
export function stampOf(at: Date): string {
  return at.toISOString().replace(/[:.]/g, '-')
}

/** The time of a stamp. */
export function timeOf(stamp: string): Date {
  const [date, time] = stamp.split('T')
  const [hours, minutes, seconds, milliseconds] = time.split('-')
  return new Date(`${date}T${hours}:${minutes}:${seconds}.${milliseconds}`)
}
