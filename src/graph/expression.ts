/** `L = (a*b + c) * f`, read and worked out: for drawing what somebody writes on paper. */
import { NinjaError } from '../errors.ts'
import { nearest } from '../suggest.ts'
import { tensor } from '../tensor/creation.ts'
import { record, type Step } from '../tensor/recording.ts'
import { Tensor } from '../tensor/tensor.ts'

export interface Worked {
  readonly steps: readonly Step[]
  readonly names: ReadonlyMap<Tensor, string>
  /** What the last statement gives. */
  readonly result: Tensor
}

type Operand = Tensor | number

/** Statements divided by `;`, the last of them the result; `given` are the numbers that its letters stand for. */
export function workOut(text: string, given: ReadonlyMap<string, number>): Worked {
  const values = new Map<string, Operand>([...given].map(([name, value]) => [name, tensor(value)]))
  let result: Operand = 0
  const { steps } = record(() => {
    for (const statement of text.split(';').filter(part => part.trim() !== '')) {
      const [, name, sign, right] = /^\s*(?:([A-Za-z_]\w*)\s*(\*\*|[-+*/]|)=(?!=))?(.*)$/s.exec(statement)!
      // `c += c + 1` is `c = c + (c + 1)`
      result = evaluate(sign ? `${name} ${sign} (${right})` : right, values)
      if (name !== undefined) values.set(name, result)
    }
  })
  const used = new Set(steps.flatMap(step => [...step.inputs, step.output]))
  const names = new Map<Tensor, string>()
  for (const [name, value] of values) {
    if (value instanceof Tensor && used.has(value)) names.set(value, name)
  }
  if (typeof result === 'number' || steps.length === 0) {
    throw new NinjaError(
      'usage',
      `there is nothing to calculate in "${text.trim()}"`,
      "write an expression with letters in it: 'L = a*b + c'",
    )
  }
  return { steps, names, result }
}

const functions: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  exp: x => x.exp(),
  log: x => x.log(),
  tanh: x => x.tanh(),
  relu: x => x.relu(),
  sigmoid: x => x.sigmoid(),
  sqrt: x => x.sqrt(),
  sin: x => x.sin(),
  cos: x => x.cos(),
  abs: x => x.abs(),
}

const TOKEN = /\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|([A-Za-z_]\w*)|(\*\*|[-+*/^()]))/y

function evaluate(text: string, values: ReadonlyMap<string, Operand>): Operand {
  const tokens = tokensOf(text)
  let at = 0
  const next = (...wanted: string[]): string | null =>
    wanted.includes(tokens[at] ?? '') ? tokens[at++] : null
  const fail = (): never => {
    const where = tokens[at] === undefined ? 'at its end' : `at "${tokens.slice(at).join(' ')}"`
    throw new NinjaError(
      'usage',
      `cannot read "${text.trim()}" ${where}`,
      'write it with + - * / ** and brackets',
    )
  }

  const sum = (): Operand => {
    let left = product()
    for (let sign = next('+', '-'); sign !== null; sign = next('+', '-')) left = binary(sign, left, product())
    return left
  }
  const product = (): Operand => {
    let left = signed()
    for (let sign = next('*', '/'); sign !== null; sign = next('*', '/')) left = binary(sign, left, signed())
    return left
  }
  const signed = (): Operand => {
    if (next('+') !== null) return signed()
    if (next('-') === null) return power()
    const value = signed()
    return typeof value === 'number' ? -value : value.neg()
  }
  const power = (): Operand => {
    const base = atom()
    return next('**', '^') === null ? base : binary('**', base, signed())
  }
  const atom = (): Operand => {
    if (next('(') !== null) {
      const inner = sum()
      if (next(')') === null) fail()
      return inner
    }
    const token = tokens[at++] ?? fail()
    if (/^[\d.]/.test(token)) return Number(token)
    if (!/^\w/.test(token)) {
      at--
      return fail()
    }
    if (next('(') === null) return letter(token, values)
    const inner = sum()
    if (next(')') === null) fail()
    return called(token, inner)
  }

  const value = sum()
  return at < tokens.length ? fail() : value
}

function tokensOf(text: string): string[] {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  const end = text.trimEnd().length
  while (TOKEN.lastIndex < end) {
    const from = TOKEN.lastIndex
    const found = TOKEN.exec(text)
    if (found === null) {
      const odd = text.slice(from).trim()[0]
      throw new NinjaError(
        'usage',
        `"${odd}" means nothing in "${text.trim()}"`,
        'write it with + - * / ** and brackets',
      )
    }
    tokens.push(found[1] ?? found[2] ?? found[3])
  }
  return tokens
}

function letter(name: string, values: ReadonlyMap<string, Operand>): Operand {
  const value = values.get(name)
  if (value !== undefined) return value
  throw new NinjaError('usage', `${name} has no value`, `write it after the expression: ${name}=2`)
}

function called(name: string, x: Operand): Operand {
  if (!Object.hasOwn(functions, name)) {
    const near = nearest(name, Object.keys(functions))
    const known = Object.keys(functions).join(', ')
    throw new NinjaError(
      'usage',
      `there is no function ${name}`,
      near === undefined ? `the functions are ${known}` : `did you mean ${near}?`,
    )
  }
  return typeof x === 'number' ? functions[name](tensor(x)).item() : functions[name](x)
}

function binary(sign: string, a: Operand, b: Operand): Operand {
  if (typeof a === 'number' && typeof b === 'number') return plain(sign, a, b)
  // What may change places does, so that a number stays a number and is drawn as one.
  if (typeof a === 'number' && (sign === '+' || sign === '*')) return binary(sign, b, a)
  const left = typeof a === 'number' ? tensor(a) : a
  if (sign === '+') return left.add(b)
  if (sign === '-') return left.sub(b)
  if (sign === '*') return left.mul(b)
  return sign === '/' ? left.div(b) : left.pow(b)
}

function plain(sign: string, a: number, b: number): number {
  if (sign === '+') return a + b
  if (sign === '-') return a - b
  if (sign === '*') return a * b
  return sign === '/' ? a / b : a ** b
}
