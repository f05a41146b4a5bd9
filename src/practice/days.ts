/** Days of the calendar, as text: `2026-11-30`. What is due tomorrow is due when a person would say tomorrow. */

export type Day = string

/** The day that it is where this clock is. */
export const dayOf = (at: Date): Day => printed(at.getFullYear(), at.getMonth(), at.getDate())

/** In UTC every day has 24 hours. */
const numberOf = (day: Day): number => {
  const [year, month, date] = day.split('-').map(Number)
  return Date.UTC(year, month - 1, date) / MILLISECONDS
}

const MILLISECONDS = 86_400_000

export function addDays(day: Day, days: number): Day {
  const at = new Date((numberOf(day) + days) * MILLISECONDS)
  return printed(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate())
}

/** How many days after `from` the day `to` is; negative: before it. */
export const daysBetween = (from: Day, to: Day): number => numberOf(to) - numberOf(from)

export const isDay = (text: unknown): text is Day =>
  typeof text === 'string' && /^\d{4}-\d\d-\d\d$/.test(text) && addDays(text, 0) === text

const printed = (year: number, month: number, date: number): Day =>
  `${String(year).padStart(4, '0')}-${two(month + 1)}-${two(date)}`

const two = (n: number): string => String(n).padStart(2, '0')
