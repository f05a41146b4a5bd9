/** What a learner's code prints, as text. Written by hand, so that no trap in what is printed gets hold of ours. */
import { formatTensor } from '../tensor/print.ts'
import { Tensor } from '../tensor/tensor.ts'

/** How deep, how many elements, how many characters in all. */
const DEEP = 3
const MANY = 100
const LONG = 20_000

/** As `console.log` shows several values. */
export function printed(values: readonly unknown[]): string {
  const texts = values.map(value => (typeof value === 'string' ? value : shown(value, 0, [])))
  const text = texts.join(' ')
  return text.length > LONG ? `${text.slice(0, LONG)}…` : text
}

function shown(value: unknown, depth: number, above: readonly unknown[]): string {
  try {
    return shownOf(value, depth, above)
  } catch {
    return '[something that cannot even be looked at]'
  }
}

function shownOf(value: unknown, depth: number, above: readonly unknown[]): string {
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'bigint') return `${value}n`
  if (Object.is(value, -0)) return '-0'
  if (typeof value === 'function') return functionName(value)
  if (typeof value !== 'object' || value === null) return String(value)
  if (above.includes(value)) return '[Circular]'
  if (value instanceof Tensor) return formatTensor(value)
  if (value instanceof Error) return errorText(value)
  if (value instanceof Date) return value.toISOString()
  if (value instanceof RegExp) return String(value)
  if (value instanceof Promise) return 'Promise'
  const inside = [...above, value]
  const item = (one: unknown): string => shown(one, depth + 1, inside)
  const deep = depth >= DEEP
  if (Array.isArray(value)) return deep ? '[Array]' : listed('[', ']', value, item)
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    const numbers = Array.from(value as Float64Array)
    return `${nameOf(value)}(${numbers.length}) ${listed('[', ']', numbers, item)}`
  }
  const name = nameOf(value)
  if (value instanceof Map)
    return `Map(${value.size}) ${deep ? '{…}' : listed('{', '}', [...value], ([key, one]) => `${item(key)} => ${item(one)}`)}`
  if (value instanceof Set) return `Set(${value.size}) ${deep ? '{…}' : listed('{', '}', [...value], item)}`
  const prefix = name === 'Object' ? '' : `${name} `
  if (deep) return `[${name}]`
  return `${prefix}${listed('{', '}', Object.entries(value), ([key, one]) => `${keyText(key)}: ${item(one)}`)}`
}

/** Not every engine has what happened at the head of a stack. */
function errorText({ name, message, stack }: Error): string {
  const head = `${name}: ${message}`
  if (stack === undefined) return head
  return /^\s*at /.test(stack) ? `${head}\n${stack.trimEnd()}` : String(stack)
}

/** Few in one line; of many only the first. */
function listed<T>(open: string, close: string, items: readonly T[], text: (item: T) => string): string {
  if (items.length === 0) return `${open}${close}`
  const texts = items.slice(0, MANY).map(text)
  if (items.length > MANY) texts.push(`… ${items.length - MANY} more`)
  const line = `${open} ${texts.join(', ')} ${close}`
  return line.length <= 76 && !line.includes('\n')
    ? line
    : `${open}\n${texts.map(indented).join(',\n')}\n${close}`
}

const indented = (text: string): string => `  ${text.replaceAll('\n', '\n  ')}`

const quoted = (text: string): string => (text.includes("'") ? JSON.stringify(text) : `'${text}'`)

const keyText = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key))

const nameOf = (value: object): string => {
  const made = Object.getPrototypeOf(value)
  return made === null ? '[Object: null prototype]' : String(made.constructor?.name ?? 'Object')
}

function functionName(value: { name?: unknown }): string {
  const name = typeof value.name === 'string' && value.name !== '' ? `: ${value.name}` : ' (anonymous)'
  return `[Function${name}]`
}
