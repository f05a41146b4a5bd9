/** Names from Python, PyTorch and other libraries, and what takes their place here. */
import { NO_AUTOGRAD } from './tensors.ts'

/** What Python people write where no such name is, and what it is called here. */
export const pythonWords: Readonly<Record<string, string>> = {
  True: 'TypeScript writes true',
  False: 'TypeScript writes false',
  None: 'TypeScript writes null',
  self: 'Python\u2019s self is this in TypeScript',
  pass: 'TypeScript has no pass: leave it out',
  int: 'Math.floor(x) rounds down, Number(text) turns text into a number',
  float: 'Number(text) turns text into a number',
  str: 'String(x) turns a value into text',
  set: 'write new Set(list)',
  dict: 'write new Map()',
  range: 'write for (let i = 0; i < n; i++), or arange(n) for a tensor',
  print: 'TypeScript writes console.log(…)',
  len: 'write x.shape[0] for a tensor, list.length for a list',
  dot: 'for two vectors write a.mul(b).sum()',
  transpose: 'x.T swaps rows and columns',
  reversed: 'write [...list].reverse()',
  enumerate: 'write list.entries(), which gives positions and elements',
  isinstance: 'write x instanceof Linear',
  math: 'for plain numbers TypeScript has Math, with a capital M: Math.sqrt(x)',
  autograd: NO_AUTOGRAD,
  no_grad: NO_AUTOGRAD,
}

/** Modules of Python whose functions are here by themselves, or are methods. */
export const modules: ReadonlySet<string> = new Set(['torch', 'np', 'numpy', 'F', 'tf', 'jnp', 'nn'])

/** Functions of these modules that have another name here, and neither only an underscore less. */
export const moduleFunctions: Readonly<Record<string, string>> = {
  dot: 'matmul',
  mm: 'matmul',
  bmm: 'matmul',
  multiply: 'mul',
  divide: 'div',
  subtract: 'sub',
  negative: 'neg',
  power: 'pow',
  array: 'tensor',
  concatenate: 'cat',
  concat: 'cat',
  clip: 'clamp',
}

/** Methods by the names that other libraries have for them. */
export const otherNames: Readonly<Record<string, string>> = {
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
  clip: 'clamp',
  swapaxes: 'transpose',
  swapdims: 'transpose',
  unflatten: 'view',
  numel: 'data.length, without parentheses',
  size: 'shape, without parentheses: x.shape[0]',
  dim: 'shape.length, without parentheses',
  startswith: 'startsWith',
  endswith: 'endsWith',
  append: 'push',
}

const NOT_NEEDED = 'is not needed here: leave it out'

/** Methods of PyTorch's tensors that there are not, and why not. */
export const noMethods: Readonly<Record<string, string>> = {
  backward: NO_AUTOGRAD,
  grad: NO_AUTOGRAD,
  retain_grad: NO_AUTOGRAD,
  requires_grad_: NO_AUTOGRAD,
  zero_grad: NO_AUTOGRAD,
  detach: `\`detach\` ${NOT_NEEDED}, because nothing is recorded`,
  to: `\`to\` ${NOT_NEEDED}: all numbers are float64, and everything runs on the processor`,
  float: `\`float\` ${NOT_NEEDED}: all numbers are float64`,
  double: `\`double\` ${NOT_NEEDED}: all numbers are float64`,
  long: `\`long\` ${NOT_NEEDED}: all numbers are float64, indices too`,
  int: `\`int\` ${NOT_NEEDED}: all numbers are float64, indices too`,
  type: `\`type\` ${NOT_NEEDED}: all numbers are float64`,
  cpu: `\`cpu\` ${NOT_NEEDED}: everything runs on the processor`,
  cuda: `\`cuda\` ${NOT_NEEDED}: everything runs on the processor`,
  numpy: `\`numpy\` ${NOT_NEEDED}: x.tolist() gives lists, x.data the numbers`,
  contiguous: `\`contiguous\` ${NOT_NEEDED}: view works on every tensor`,
  copy: 'tensors never change, so no copy is needed; x.clone() makes one',
  norm: 'there is no norm: write x.pow(2).sum().sqrt()',
  sort: 'there is no sort for tensors',
  argsort: 'there is no argsort for tensors',
  topk: 'there is no topk: x.max(dim) gives the largest along a dimension',
}

/** What Node and browsers have besides JavaScript itself. */
export const ofTheHost: ReadonlySet<string> = new Set(
  `
  process require module exports Buffer __dirname __filename fetch navigator window document localStorage self
  setInterval setImmediate queueMicrotask URL URLSearchParams TextEncoder TextDecoder crypto Worker
  WebAssembly SharedArrayBuffer Atomics EventTarget
  `
    .trim()
    .split(/\s+/),
)

/** Methods of Python's lists. */
export const listMethods: Readonly<Record<string, string>> = {
  append: 'to add to a list write xs.push(x)',
  index: 'to find x in a list write xs.indexOf(x)',
  copy: 'to copy a list write [...xs]',
  extend: 'to add a list to a list write xs.push(...ys)',
}
