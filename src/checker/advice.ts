/** What a person who knows Python and little TypeScript most often means by an error of JavaScript's. */
import * as door from '../index.ts'
import { nearest } from '../suggest.ts'
import { Tensor } from '../tensor/tensor.ts'

/**
 * What to do about an error, in a function that may ask for `values` by name, or in a method of an object; null where
 * nothing can be guessed.
 */
export function adviceOn(
  name: string,
  message: string,
  values: readonly string[],
  inMethod = false,
  body = '',
): string | null {
  const missing = /^(\w+) is not defined$/.exec(message)?.[1]
  if (name === 'ReferenceError' && missing !== undefined) return adviceOnName(missing, values, inMethod, body)
  if (name === 'RangeError' && message.includes('call stack'))
    return 'does the function call itself without an end?'
  if (name !== 'TypeError') return null
  if (/object is not extensible/.test(message)) {
    return 'tensors have no [ ] and never change: x.indexPut([rows, columns], value) makes a changed copy'
  }
  const method = /\.(\w+) is not a function$/.exec(message)?.[1]
  return method === undefined ? null : adviceOnMethod(message, method)
}

function adviceOnName(missing: string, values: readonly string[], inMethod: boolean, body: string): string {
  if (new RegExp(`^\\s*\\w+(?:, \\w+)*, ${missing}\\b.* = |^\\s*${missing}, \\w+.* = `, 'm').test(body))
    return 'several names at once stand in brackets: const [n, m] = x.shape'
  if (new RegExp(`^\\s*${missing}\\s*=[^=]`, 'm').test(body)) return firstTime(missing)
  if (Object.hasOwn(pythonWords, missing)) return pythonWords[missing]
  if (Object.hasOwn(door, missing)) return `add ${missing} to the import at the top of the file`
  if (Object.hasOwn(otherFunctions, missing)) return otherFunctions[missing]
  if (Object.getOwnPropertyNames(Tensor.prototype).includes(missing))
    return `${missing} is a method here: x.${missing}(…)`
  const tensor = missing.replace(/^d/, '')
  if (values.includes(missing) || values.includes(tensor)) {
    return `name it in the braces of the function's first line: { ${missing}, … }: Scope`
  }
  const near = nearest(camelCase(missing), [
    ...Object.keys(door),
    ...values,
    ...values.map(value => `d${value}`),
  ])
  if (near !== undefined) return `did you mean ${near}?`
  const made = firstTime(missing)
  return inMethod ? `if it is a part of the object, write this.${missing}; ${made}` : made
}

const firstTime = (name: string): string => `a new name starts with const: const ${name} = …`

function adviceOnMethod(message: string, method: string): string {
  const other = adviceOnOtherName(method)
  if (other !== null) return other
  const methods = Object.getOwnPropertyNames(Tensor.prototype)
  if (methods.includes(method)) {
    const object = message.slice(0, message.lastIndexOf('.'))
    return `${object} is no tensor here: numbers have no methods, and a gradient must be named in the braces`
  }
  const near = nearest(camelCase(method), methods)
  return near === undefined || method.length < 4
    ? 'tensors have PyTorch\u2019s methods: add, sub, mul, div, pow, sum, matmul, view …; plain numbers have none'
    : `did you mean ${near}?`
}

/** A method by the name that it has in Python or PyTorch; null where it is none of these. */
export function adviceOnOtherName(method: string): string | null {
  if (method === 'T' || method === 'shape' || method === 'data' || method === 'length')
    return `.${method} is written without parentheses`
  return Object.hasOwn(otherNames, method) ? `here it is called ${otherNames[method]}` : null
}

/** Functions that there are elsewhere, and how the same is written here. */
const otherFunctions: Readonly<Record<string, string>> = {
  dot: 'a dot product is a.mul(b).sum()',
  transpose: 'x.T has rows and columns exchanged',
  reversed: 'a list the other way round is [...xs].reverse()',
  enumerate: 'places and elements together are xs.entries()',
  isinstance: 'TypeScript writes x instanceof Linear',
}

/** Methods by names that other libraries have for them. */
const otherNames: Readonly<Record<string, string>> = {
  dot: 'matmul',
  mm: 'matmul',
  bmm: 'matmul',
  times: 'mul',
  multiply: 'mul',
  divide: 'div',
  plus: 'add',
  minus: 'sub',
  subtract: 'sub',
  negative: 'neg',
  power: 'pow',
  numel: 'data.length, without parentheses',
  size: 'shape, without parentheses: x.shape[0]',
  startswith: 'startsWith',
  endswith: 'endsWith',
  append: 'push',
}

const camelCase = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** What Python people write, and what it is called here. */
const pythonWords: Readonly<Record<string, string>> = {
  True: 'TypeScript writes true',
  False: 'TypeScript writes false',
  None: 'TypeScript writes null',
  keepdim: 'options are an object: x.sum(0, { keepdim: true })',
  keepdims: 'options are an object: x.sum(0, { keepdim: true })',
  axis: 'the dimension stands by itself: x.sum(0)',
  dim: 'the dimension stands by itself: x.sum(0)',
  self: 'Python\u2019s self is called this here',
  int: 'Math.floor(x) makes a whole number, Number(text) a number of a text',
  float: 'Number(text) makes a number of a text',
  str: 'String(x) makes a text',
  set: 'a set is new Set(list)',
  dict: 'a dictionary is new Map()',
  unbiased: 'options are an object: x.var(0, { unbiased: true })',
  torch: 'the functions of torch are imported by their names: zerosLike(x), arange(n) …',
  np: 'there is no numpy here: tensors have methods, such as x.exp(), and Math has functions for numbers',
  F: 'the functions of F are imported by their names: softmax(x, 1), oneHot(x, classes) …',
  range: 'TypeScript writes for (let i = 0; i < n; i++), or arange(n) for a tensor',
  print: 'TypeScript writes console.log(…)',
  len: 'TypeScript writes x.shape[0] for a tensor, list.length for a list',
}
