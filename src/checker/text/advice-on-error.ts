/** What a person who knows Python and little TypeScript most often means by an error of JavaScript's. */
import * as exported from '../../index.ts'
import { missing as missingExport } from '../../room/loading.ts'
import { nearest } from '../../suggest.ts'
import { Tensor } from '../../tensor/tensor.ts'
import { complaintIn } from '../../text/complaint.ts'
import { assigns, importedBy, isMethod, isName, type Written, within } from '../../text/written.ts'

/**
 * What to do about an error; null where nothing can be guessed. `values`: what the function may ask for by name.
 * `written`: its text, where it is known.
 */
export function adviceOn(
  name: string,
  message: string,
  values: readonly string[],
  written: Written | null,
): string | null {
  const complaint = complaintIn(message)
  if (name === 'ReferenceError' && complaint?.of === 'name')
    return adviceOnName(complaint.name, values, written)
  if (name === 'RangeError' && complaint?.of === 'depth')
    return 'does the function call itself without an end?'
  if (name !== 'TypeError') return null
  if (complaint?.of === 'extending') {
    return 'tensors have no [ ] and never change: x.indexPut([rows, columns], value) makes a changed copy'
  }
  return complaint?.of === 'call' && complaint.on !== null
    ? adviceOnMethod(complaint.on, complaint.called)
    : null
}

function adviceOnName(missing: string, values: readonly string[], written: Written | null): string {
  if (written !== null && isOneOfSeveral(missing, written))
    return 'several names at once stand in brackets: const [n, m] = x.shape'
  if (written !== null && assigns(written, missing) && !isOption(missing, written)) return firstTime(missing)
  if (written !== null && importedBy(written).includes(missing)) return missingExport(missing)
  if (Object.hasOwn(pythonWords, missing)) return pythonWords[missing]
  if (ofTheHost.has(missing))
    return 'your code runs where there is JavaScript and nothing else: no files, no process, no network'
  if (Object.hasOwn(exported, missing)) return `add ${missing} to the import at the top of the file`
  if (Object.hasOwn(otherFunctions, missing)) return otherFunctions[missing]
  if (Object.getOwnPropertyNames(Tensor.prototype).includes(missing))
    return `${missing} is a method here: x.${missing}(…)`
  const tensor = missing.replace(/^d/, '')
  if (values.includes(missing) || values.includes(tensor)) {
    return `name it in the braces of the function's first line: { ${missing}, … }: Scope`
  }
  const near = nearest(camelCase(missing), [
    ...Object.keys(exported),
    ...values,
    ...values.map(value => `d${value}`),
  ])
  if (near !== undefined) return `did you mean ${near}?`
  const made = firstTime(missing)
  return written !== null && isMethod(written)
    ? `if it is a part of the object, write this.${missing}; ${made}`
    : made
}

/** `n, m = x.shape`: a row of expressions, the last of which assigns. */
const isOneOfSeveral = (name: string, written: Written): boolean =>
  within(written, 'SequenceExpression').some(({ expressions }) => {
    const last = expressions.at(-1)
    const names = [...expressions.slice(0, -1), last?.type === 'AssignmentExpression' ? last.left : null]
    return last?.type === 'AssignmentExpression' && names.some(one => isName(one, name))
  })

/** `x.sum(0, keepdim=true)`: in Python what is handed over by its name, in JavaScript an assignment. */
const isOption = (name: string, written: Written): boolean =>
  within(written, 'CallExpression')
    .flatMap(one => one.arguments)
    .some(one => one.type === 'AssignmentExpression' && isName(one.left, name))

export const FIRST_TIME = 'a new name starts with const'

const firstTime = (name: string): string => `${FIRST_TIME}: const ${name} = …`

function adviceOnMethod(on: string, method: string): string {
  const other = adviceOnOtherName(method)
  if (other !== null) return other
  const methods = Object.getOwnPropertyNames(Tensor.prototype)
  if (methods.includes(method)) {
    return `${on} is no tensor here: numbers have no methods, and a gradient must be named in the braces`
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

/** What Node and browsers have besides. */
const ofTheHost: ReadonlySet<string> = new Set([
  ...[
    'process',
    'require',
    'module',
    'exports',
    'Buffer',
    '__dirname',
    '__filename',
    'fetch',
    'navigator',
    'window',
  ],
  ...[
    'document',
    'localStorage',
    'self',
    'setInterval',
    'setImmediate',
    'queueMicrotask',
    'URL',
    'URLSearchParams',
  ],
  ...[
    'TextEncoder',
    'TextDecoder',
    'crypto',
    'Worker',
    'WebAssembly',
    'SharedArrayBuffer',
    'Atomics',
    'EventTarget',
  ],
])

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
