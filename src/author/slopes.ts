/** Slopes that a text tells, `the slope of x^2 by x is 2 * x`, held against central differences. */
import { type Expression, expressionsOf } from '../text/expressions.ts'
import { type Flaw, found } from './flaw.ts'
import { inJavaScript, isHedged, sentenceBefore } from './formulas.ts'

const SAYS =
  /\bslope of `?(?<of>[^`.;:?!]+?|[^`;:?!]+?)`? (?:(?:by|at|with respect to) `?(?<by>[a-zA-Z]\w*)`? )?is `?(?<is>[^`,;:?!]+)/g

/** `text`: of hints or of a cell. */
export function judgeSlopes(id: string, text: string): Flaw[] {
  return [...text.matchAll(SAYS)].flatMap(({ groups, index }) => {
    const { of, by, is } = groups as { of: string; by?: string; is: string }
    // The sentence may end here, or go on.
    const told = is.split(/\.(?:\s|$)| and | but | for | in /)[0].trim()
    if (isHedged(sentenceBefore(text, index)) || !isFalse(of, by, told)) return []
    const what = by === undefined ? of : `${of} by ${by}`
    return [
      found(id, 'mathematics', `it says that the slope of ${what} is ${told}, which is false`, 'correct it'),
    ]
  })
}

/** What the names are given; positive, since powers and logarithms are. */
const POINTS = [
  [0.7, 1.3, 1.9, 2.3],
  [1.6, 0.4, 0.9, 0.5],
]

/** Central differences are good to 3e-9 of the slope (see `differences.ts`); a formula that is wrong is off by more than this. */
const NEAR = 1e-6
const STEP = 1e-5

/** False where both can be read and it holds for none of the names that could be meant. */
function isFalse(of: string, by: string | undefined, told: string): boolean {
  const f = read(by !== undefined && functions[of.trim()] !== undefined ? `${of}(${by})` : of)
  const slope = read(told)
  if (f === null || slope === null || isName(f)) return false
  const names = [...new Set(namesOf(f))]
  const meant = by === undefined ? names : [by]
  const isKnown = [...namesOf(slope), ...meant].every(name => names.includes(name))
  if (!isKnown || meant.length === 0 || names.length > POINTS[0].length) return false
  return !meant.some(name =>
    POINTS.every(point => isSlope(f, slope, name, new Map(names.map((one, i) => [one, point[i]])))),
  )
}

function isSlope(f: Expression, slope: Expression, name: string, at: ReadonlyMap<string, number>): boolean {
  const x = at.get(name)!
  const along = (by: number): number => numberOf(f, new Map([...at, [name, x + by]])) ?? Number.NaN
  const is = (along(STEP) - along(-STEP)) / (2 * STEP)
  const told = numberOf(slope, at)
  // What cannot be worked out is not said to be false.
  return told === null || Number.isNaN(is) || Math.abs(told - is) <= NEAR * Math.max(1, Math.abs(is))
}

const read = (formula: string): Expression | null => {
  const signs: Readonly<Record<string, string>> = { '²': '^2', '³': '^3', '·': '*' }
  const code = inJavaScript(formula.replace(/[\u00b2\u00b3\u00b7]/g, sign => signs[sign])).replace(
    /\b(\d+)([a-z])\b/g,
    '$1 * $2',
  )
  const [root, ...others] = expressionsOf(`(${code})`)
  return root === undefined || others.length > 0 ? null : root
}

const { exp, log, sqrt, tanh, sin, cos, tan, sinh, cosh, abs } = Math
const functions: Readonly<Record<string, (x: number) => number>> = {
  exp, log, sqrt, tanh, sin, cos, tan, sinh, cosh, abs,
  relu: x => Math.max(x, 0),
  sigmoid: x => 1 / (1 + Math.exp(-x)),
} // biome-ignore format: a table

const signs: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '**': (a, b) => a ** b,
}

/** What is in brackets has them around it. */
const isName = ({ kind, parts }: Expression): boolean =>
  kind === 'name' || (kind === 'other' && parts.length === 1 && isName(parts[0]))

function namesOf(node: Expression): string[] {
  if (node.kind === 'name') return [node.name]
  return (node.kind === 'call' ? node.args : node.parts).flatMap(namesOf)
}

/** Null for what is more than arithmetic. */
function numberOf(node: Expression, at: ReadonlyMap<string, number>): number | null {
  const of = (part: Expression): number => numberOf(part, at) ?? Number.NaN
  const orNull = (value: number | undefined): number | null =>
    value === undefined || Number.isNaN(value) ? null : value
  switch (node.kind) {
    case 'number':
      return node.value
    case 'name':
      return at.get(node.name) ?? null
    case 'unary':
      return orNull(-of(node.parts[0]))
    case 'binary':
      return orNull(signs[node.operator]?.(of(node.left), of(node.right)))
    case 'call': {
      const isOne = node.callee.kind === 'name' && node.args.length === 1
      return isOne ? orNull(functions[(node.callee as { name: string }).name]?.(of(node.args[0]))) : null
    }
    case 'other':
      return node.parts.length === 1 ? numberOf(node.parts[0], at) : null
    default:
      return null
  }
}
