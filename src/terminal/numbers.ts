/** Numbers and shapes as a Python person expects to read them. */

/** `0.0`, `nan`, `0.0312` and `1.1e-18`. */
export function formatNumber(value: number, digits = 3): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  if (value === 0) return '0.0'
  const size = Math.abs(value)
  if (size >= 1e-3 && size < 1e5) return String(Number(value.toPrecision(digits + 1)))
  const [mantissa, power] = value.toExponential(Math.max(1, digits - 2)).split('e')
  return `${mantissa}e${power[0]}${power.slice(1).padStart(2, '0')}`
}

/** Two numbers with as few digits as show that they differ; not fewer than usual. */
export function formatApart(a: number, b: number): [string, string] {
  for (let digits = 3; digits <= 18; digits++) {
    const [left, right] = [formatNumber(a, digits), formatNumber(b, digits)]
    if (left !== right || Object.is(a, b)) return [left, right]
  }
  return [String(a), String(b)]
}

/** As the lecture prints it: one digit behind the point. */
export function formatMaxdiff(value: number | null): string {
  if (value === null) return '-'
  if (value === 0) return '0.0'
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : 'inf'
  const [mantissa, power] = value.toExponential(1).split('e')
  return `${mantissa}e${power[0]}${power.slice(1).padStart(2, '0')}`
}

export const formatBool = (value: boolean): string => (value ? 'True' : 'False')
