/** An error names the method or function that was called, whatever that is made of. */
import { describe, expect, test } from 'vitest'
import * as creation from './creation.ts'
import { generator } from './random.ts'
import { Tensor } from './tensor.ts'

type Call = readonly [arguments: readonly unknown[], message: string]

const x = creation.tensor([
  [1, 2, 3],
  [4, 5, 6],
])
const nothing = 'needs a tensor, was given undefined'
const operand = 'needs a tensor or a number, was given undefined'
const twice = '[0, -2] names dimension 0 twice'
const noDimension = 'there is no dimension 2: the tensor has 2 dimensions'
const noNumber = 'the dimension must be a number'

/** Of a matrix (2, 3). */
const methods: Readonly<Record<string, readonly Call[]>> = {
  ...Object.fromEntries(
    'add sub mul div pow maximum minimum eq ne lt le gt ge'.split(' ').map(op => [
      op,
      [
        [[undefined], operand],
        [[creation.zeros(2)], '(2, 3) and (2) do not broadcast: 3 and 2 differ'],
      ],
    ]),
  ),
  ...Object.fromEntries(
    'sum mean var std'.split(' ').map(op => [
      op,
      [
        [[2], noDimension],
        [[[0, -2]], twice],
        [[0, { keep: true }], 'there is no option "keep"'],
      ],
    ]),
  ),
  ...Object.fromEntries(
    'max min argmax argmin'.split(' ').map(op => [
      op,
      [
        [[2], noDimension],
        [[[0]], 'takes one dimension, not a list of 1'],
      ],
    ]),
  ),
  ...Object.fromEntries(
    'softmax logSoftmax cumsum'.split(' ').map(op => [
      op,
      [
        [[2], noDimension],
        [[], noNumber],
      ],
    ]),
  ),
  matmul: [
    [[undefined], operand],
    [[x], '(2, 3) @ (2, 3): the inner sizes 3 and 2 differ'],
  ],
  view: [[[4], '(2, 3) has 6 elements, (4) does not']],
  reshape: [[[4, -1], '(2, 3) has 6 elements, (4, -1) does not']],
  unsqueeze: [[[4], 'there is no dimension 4: the result has 3 dimensions']],
  squeeze: [[[2], noDimension]],
  transpose: [[[0, 2], noDimension]],
  permute: [
    [[0, -2], twice],
    [[0], '(0) does not name each dimension of (2, 3) once'],
  ],
  expand: [[[4, 3], '(2, 3) cannot be repeated to (4, 3)']],
  expandAs: [
    [[creation.zeros(3)], '(2, 3) cannot be repeated to (3)'],
    [[undefined], nothing],
  ],
  clamp: [
    [[], 'needs a bound'],
    [[null, null], 'needs a bound'],
    [[{}], 'needs a bound'],
    [[{ low: 0 }], 'there is no option "low"'],
    [[{ min: 0 }, 1], 'a bound must be a number, not an object'],
    [[x], 'a bound must be a number, not a tensor of shape (2, 3)'],
    [[0, '1'], 'a bound must be a number, not the text "1"'],
  ],
  maskedFill: [
    [[undefined, 0], nothing],
    [[1, 0], 'needs a tensor, was given the number 1'],
    [[x, undefined], operand],
    [[creation.zeros(2), 0], '(2, 3) and (2) do not broadcast: 3 and 2 differ'],
    [[x, creation.zeros(3)], 'the value must be a single number, not a tensor of shape (3)'],
  ],
  prod: [
    [[2], noDimension],
    [[[0, 1]], 'takes one dimension, not a list of 2'],
    [[0, true], 'options are an object, not the boolean true'],
  ],
  logsumexp: [
    [[2], noDimension],
    [[[0, -2]], twice],
  ],
  outer: [
    [[creation.zeros(3)], 'needs two vectors, was given (2, 3) and (3)'],
    [[undefined], nothing],
  ],
  viewAs: [
    [[creation.zeros(4)], '(2, 3) has 6 elements, (4) does not'],
    [[undefined], nothing],
  ],
  broadcastTo: [[[4, 3], '(2, 3) cannot be repeated to (4, 3)']],
  repeat: [
    [[2], '(2) has too few numbers: (2, 3) needs one for each dimension'],
    [[2, -1], '-1 is not a number of copies'],
    [[2, undefined], 'takes sizes, which are numbers, but was given undefined'],
    [[0.5, 1], '0.5 is not a number of copies'],
  ],
  ...Object.fromEntries(
    ['tril', 'triu'].map(op => [
      op,
      [
        [[0.5], 'the diagonal must be a whole number, not the number 0.5'],
        [[null], 'the diagonal must be a whole number, not null'],
      ],
    ]),
  ),
  slice: [
    [[2], noDimension],
    [[0, 0.5], '0.5 is not a whole number'],
  ],
  split: [
    [[2, 2], noDimension],
    [[0], 'needs the size of a part, was given the number 0'],
    [[undefined], 'needs the size of a part, was given undefined'],
    [[[1, 2], 0], 'parts of sizes (1, 2) do not make up dimension 0, which has size 2'],
    [[[3, -1], 0], 'parts of sizes (3, -1) do not make up dimension 0, which has size 2'],
    [[[undefined], 0], 'parts of sizes (undefined) do not make up dimension 0, which has size 2'],
  ],
  chunk: [
    [[2, 2], noDimension],
    [[0], 'needs a number of parts, was given the number 0'],
    [[[1, 1]], 'needs a number of parts, was given a list of 2'],
  ],
  flatten: [
    [[2], noDimension],
    [[1, 0], 'dimension 0 comes before dimension 1'],
    [[null], noNumber],
  ],
  flip: [
    [[[0, -2]], twice],
    [[2], noDimension],
  ],
  index: [
    [[2], '2 is not an index of dimension 0, which has size 2'],
    [[undefined], operand],
  ],
  ...Object.fromEntries(
    ['indexPut', 'indexAdd'].map(op => [
      op,
      [
        [[[2], 0], '2 is not an index of dimension 0, which has size 2'],
        [[0, creation.zeros(2)], '(2) and (3) do not broadcast: 2 and 3 differ'],
        [[0, undefined], operand],
      ],
    ]),
  ),
  gather: [
    [[2, x], noDimension],
    [[0, undefined], operand],
  ],
  ...Object.fromEntries(
    ['scatter', 'scatterAdd'].map(op => [
      op,
      [
        [[2, x, 0], noDimension],
        [[0, undefined, 0], operand],
        [[0, creation.zeros(1, 3), x], 'values of shape (2, 3) do not fit the index of shape (1, 3)'],
        [[0, creation.zeros(2), 1], 'an index of shape (2) does not fit (2, 3) along dimension 0'],
        [[0, creation.tensor([[2]]), 1], '2 is not an index of dimension 0, which has size 2'],
      ],
    ]),
  ),
  item: [[[], 'a tensor of shape (2, 3) holds 6 numbers, not one']],
  at: [[[0, 3], '3 is not an index of dimension 1, which has size 3']],
}

const functions: Readonly<Record<string, readonly Call[]>> = {
  tensor: [
    [['a'], 'expected a number, found the text "a"'],
    [[[1], [2]], '1 numbers do not fill the shape (2)'],
    [
      [
        [1, 2],
        [-1, -2],
      ],
      '(-1, -2) is not a shape: -1 is not a size',
    ],
    [[[1, 2], 2], 'a shape is a list of sizes, not the number 2'],
  ],
  ...Object.fromEntries(
    ['zeros', 'ones'].map(op => [
      op,
      [
        [[2, -1], '(2, -1) is not a shape: -1 is not a size'],
        [[undefined], '(undefined) is not a shape: undefined is not a size'],
      ],
    ]),
  ),
  full: [
    [[3, 0], 'a shape is a list of sizes, not the number 3'],
    [[[0.5], 1], '(0.5) is not a shape: 0.5 is not a size'],
    [[[2]], 'needs a number to fill it with, was given undefined'],
  ],
  zerosLike: [[[undefined], nothing]],
  onesLike: [[[3], 'needs a tensor, was given the number 3']],
  fullLike: [[[x], 'needs a number to fill it with, was given undefined']],
  eye: [
    [[-1], 'needs a number of rows, was given the number -1'],
    [[1.5], 'needs a number of rows, was given the number 1.5'],
    [[x], 'needs a number of rows, was given a tensor of shape (2, 3)'],
  ],
  arange: [[[x], 'needs numbers, was given a tensor of shape (2, 3)']],
  cat: [
    [[x], 'needs a list of tensors, was given a tensor of shape (2, 3)'],
    [[[x, undefined]], nothing],
    [[[x, creation.zeros(2, 4)]], '(2, 3) and (2, 4) differ in a dimension other than 0'],
    [[[]], 'there is nothing to join'],
  ],
  stack: [
    [[x], 'needs a list of tensors, was given a tensor of shape (2, 3)'],
    [[[x, 1]], 'needs a tensor, was given the number 1'],
    [[[x, creation.zeros(3)]], '(2, 3) and (3) differ'],
    [[[x], 3], 'there is no dimension 3: the result has 3 dimensions'],
  ],
  where: [
    [[x, undefined, 0], operand],
    [[x, creation.zeros(2), 0], '(2, 3) and (2) do not broadcast: 3 and 2 differ'],
  ],
  matmul: [
    [[undefined, x], operand],
    [[x, x], '(2, 3) @ (2, 3): the inner sizes 3 and 2 differ'],
  ],
  maximum: [[[x, undefined], operand]],
  ...Object.fromEntries(
    'outer tril triu broadcastTo erf clamp prod logsumexp'
      .split(' ')
      .map(op => [op, [[[undefined], nothing]]]),
  ),
  oneHot: [
    [[undefined, 3], operand],
    [[x, 3], '3 is not a class from 0 to 2'],
  ],
  softmax: [
    [[undefined, 0], nothing],
    [[x, 2], noDimension],
  ],
  logSoftmax: [
    [[undefined, 0], nothing],
    [[x, 2], noDimension],
  ],
  crossEntropy: [
    [[undefined, x], operand],
    [[x, x], 'needs logits (n, classes) and labels (n), was given (2, 3) and (2, 3)'],
  ],
}

const drawn: Readonly<Record<string, readonly Call[]>> = {
  randn: [[[2, -1], '(2, -1) is not a shape: -1 is not a size']],
  uniform: [[[3], 'a shape is a list of sizes, not the number 3']],
  randint: [
    [[0, 2, [0.5]], '(0.5) is not a shape: 0.5 is not a size'],
    [[1, 1, [2]], 'there is no whole number from 1 up to (but not including) 1'],
  ],
  bernoulli: [
    [[1.5, 2], 'a probability is between 0 and 1, and 1.5 is not'],
    [[NaN], 'a probability is between 0 and 1, and NaN is not'],
    [[undefined, 2], operand],
    [[0.5, -1], '(-1) is not a shape: -1 is not a size'],
    [[creation.zeros(2), 3], '(2) and (3) do not broadcast: 2 and 3 differ'],
    [[creation.zeros(2, 1), 1], 'probabilities of shape (2, 1) do not fit (1)'],
  ],
  permutation: [[[-1], '(-1) is not a shape: -1 is not a size']],
}

/** These take what they are given as it is. */
const harmless =
  'neg exp log sqrt abs sign sin cos sinh cosh tanh sigmoid relu erf square reciprocal rsqrt T mT clone tolist isMask random state'

type Callable = Readonly<Record<string, (...given: readonly unknown[]) => unknown>>

const ofThree: Readonly<Record<string, readonly Call[]>> = {
  t: [[[], 'needs two dimensions at most, was given (2, 3, 4)']],
}

const ofOne: Readonly<Record<string, readonly Call[]>> = {
  tril: [[[], 'needs two dimensions or more, was given (3)']],
  triu: [[[1], 'needs two dimensions or more, was given (3)']],
}

describe.each<[string, unknown, typeof methods]>([
  ['a method', x, methods],
  ['a method of three dimensions', creation.zeros(2, 3, 4), ofThree],
  ['a method of one dimension', creation.zeros(3), ofOne],
  ['a function', creation, functions],
  ['a generator', generator(1), drawn],
])('%s', (_, owner, table) => {
  for (const [name, calls] of Object.entries(table)) {
    test.each(calls)(`${name}: %o: %s`, (given, message) => {
      expect(() => (owner as Callable)[name](...given)).toThrow(`${name}: ${message}`)
    })
  }
})

test('and none is left out', () => {
  const known = new Set([
    ...Object.keys({ ...methods, ...ofThree, ...functions, ...drawn }),
    ...harmless.split(' '),
  ])
  const all = [
    ...Object.getOwnPropertyNames(Tensor.prototype).filter(name => !/^(constructor|toString)$/.test(name)),
    ...Object.keys(creation),
    ...Object.keys(generator(1)),
  ]
  expect(all.filter(name => !known.has(name))).toEqual([])
})

describe('whatever it is given instead, an error says what that is, in one line and without its numbers', () => {
  const odd: readonly (readonly [what: string, value: unknown])[] = [
    ['a tensor', x],
    ['nothing', undefined],
    ['a function', () => x],
    ['a text', 'abc'],
    ['null', null],
    ['an object', { a: 1 }],
    ['a list of tensors', [x, x]],
    ['a list of texts', ['5']],
    ['true', true],
    ['no number', Number.NaN],
    ['a half', 0.5],
  ]
  const owners: readonly (readonly [string, unknown, readonly string[]])[] = [
    ['x.', x, Object.keys(methods)],
    ['', creation, Object.keys(functions)],
    ['g.', generator(1), Object.keys(drawn)],
  ]
  /** The message, where there is one. */
  function complaint(work: () => unknown): string | null {
    try {
      work()
      return null
    } catch (error) {
      const { name, message } = error as Error
      return name === 'NinjaError' ? message : `${name}: ${message}`
    }
  }
  for (const [owner, of, names] of owners) {
    test.each(names)(`${owner}%s`, name => {
      const call = (...given: readonly unknown[]) => complaint(() => (of as Callable)[name](...given))
      for (const [, a] of odd) {
        for (const [, b] of [...odd, ['', undefined]] as typeof odd) {
          for (const given of [[a], [a, b], [0, a, b], [x, a, b]]) {
            const said = call(...given)
            if (said === null) continue
            expect(said).not.toMatch(/^\w*Error:|tensor\(\[|operators|=>|\[object|\n/)
          }
        }
      }
    })
  }

  test('of a tensor as a shape it says what to write', () => {
    expect(() => x.view(x as never)).toThrow(
      expect.objectContaining({
        message: 'view: takes sizes, which are numbers, but was given a tensor of shape (2, 3)',
        advice: 'for the shape of another tensor write x.viewAs(y), or x.view(y.shape)',
      }),
    )
    expect(() => x.expand(x as never)).toThrow(
      expect.objectContaining({
        advice: 'for the shape of another tensor write x.expandAs(y), or x.expand(y.shape)',
      }),
    )
  })

  test('new Tensor(1) leads to tensor(1)', () => {
    expect(() => new Tensor(1 as never, undefined as never)).toThrow(
      expect.objectContaining({
        message: 'new Tensor(…) takes a shape and a Float64Array',
        advice: 'tensor(…), with a small t, makes a tensor of a number or of lists',
      }),
    )
  })
})
