/** Numbers and shapes as the page writes them: with a minus that is one, in as few digits as tell something. */

const minus = (text: string): string => text.replaceAll('-', '−')

export function numberText(x: number): string {
  if (x === 0) return '0'
  if (Number.isNaN(x)) return 'nan'
  if (!Number.isFinite(x)) return x > 0 ? 'inf' : '−inf'
  const size = Math.abs(x)
  return minus(size >= 1e-3 && size < 1e5 ? x.toPrecision(4) : x.toExponential(2))
}

/** Two numbers with as few digits as show that they differ; not fewer than usual. */
export function apart(a: number, b: number): [string, string] {
  for (let digits = 4; digits <= 17; digits++) {
    const write = (x: number): string =>
      digits === 4 || !Number.isFinite(x) || x === 0
        ? numberText(x)
        : minus(String(Number(x.toPrecision(digits))))
    const [left, right] = [write(a), write(b)]
    if (left !== right || Object.is(a, b)) return [left, right]
  }
  return [minus(String(a)), minus(String(b))]
}

/** At an axis. */
export function tickText(x: number): string {
  const value = Number(x.toPrecision(2))
  const size = Math.abs(value)
  return minus(value === 0 || (size >= 1e-3 && size < 1e5) ? String(value) : value.toExponential())
}

export function maxdiffText(x: number | null): string {
  if (x === null) return '-'
  if (!Number.isFinite(x)) return 'nan'
  if (x === 0) return '0'
  return x >= 0.1 && x < 1000
    ? x.toPrecision(2 + Math.max(0, Math.floor(Math.log10(x))))
    : minus(x.toExponential(1))
}

export const shapeText = (shape: readonly number[] | null): string =>
  shape === null ? '-' : shape.length === 0 ? '()' : `(${shape.join(',\u00a0')})`

/** `dprobs`, `dprobs and dh`, `a, b and c`. */
export const listText = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`

/** `once`, `twice`, `3 times`. */
export const timesText = (count: number): string => ['', 'once', 'twice'][count] ?? `${count} times`
