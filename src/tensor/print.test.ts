/**
 * What PyTorch prints. The texts come from its documentation (the page stands beside them) or from its algorithm,
 * `torch/_tensor_str.py`, run in Python with Python's own formatting of numbers.
 */
import { describe, expect, test } from 'vitest'
import { arange, tensor, zeros } from './creation.ts'
import type { Tensor } from './tensor.ts'

const prints = (rows: readonly (readonly [text: string, x: Tensor])[]): void => {
  test.each(rows)('%s', (text, x) => expect(String(x)).toBe(text))
}

describe('whole numbers and four digits', () => {
  prints([
    ['tensor(2.)', tensor(2)],
    ['tensor(3.1400)', tensor(3.14)],
    ['tensor([1.1235])', tensor([1.12345])], // torch.set_printoptions
    ['tensor([1., 2., 3.])', tensor([1, 2, 3])],
    ['tensor([  1.,  -2., 100.])', tensor([1, -2, 100])],
    ['tensor([1.0000, 1.5000, 2.0000])', arange(1, 2.5, 0.5)], // torch.arange
    ['tensor([ 0.6763,  0.7445, -2.2369])', tensor([0.6763, 0.7445, -2.2369])], // torch.max
    ['tensor([0., 0.])', zeros(2)],
    ['tensor([-0., 0.])', tensor([-0, 0])],
    ['tensor([-0.0000, 0.5000])', tensor([-0, 0.5])],
    ['tensor([-0.0001, -0.0002])', tensor([-0.00012, -0.00016])],
  ])
})

describe('halves go to the even digit, as in Python, but only true halves', () => {
  prints([
    ['tensor([ 0.0312,  0.0938, -0.0312])', tensor([0.03125, 0.09375, -0.03125])],
    ['tensor([0.2812, 0.1562])', tensor([0.28125, 0.15625])],
    ['tensor(0.0313)', tensor(0.03125 + 2 ** -50)],
    ['tensor(0.0001)', tensor(0.00015)], // in binary a little less than it says
    ['tensor(1.0001)', tensor(1.00005)], // in binary a little more
    ['tensor([1.0000e+00, 1.0000e+05, 1.0002e+05])', tensor([1, 100005, 100015])],
  ])
})

describe('scientific form: beyond a ratio of 1000, above 1e8, below 1e-4', () => {
  prints([
    ['tensor([   1., 1000.])', tensor([1, 1000])],
    ['tensor([1.0000e+00, 1.0010e+03])', tensor([1, 1001])],
    ['tensor([100000000.])', tensor([1e8])],
    ['tensor([1.0000e+08])', tensor([1e8 + 1])],
    ['tensor([0.0001, 0.0100])', tensor([1e-4, 1e-2])],
    ['tensor([9.9000e-05, 1.0000e-02])', tensor([9.9e-5, 1e-2])],
    ['tensor(1.0000e-05)', tensor(1e-5)],
    ['tensor([1.0000e+100, 1.0000e-100])', tensor([1e100, 1e-100])],
    ['tensor([-0.0000e+00, 1.0000e-05])', tensor([-0, 1e-5])],
    // torch.nan_to_num
    [
      'tensor([ 0.0000e+00,  3.4028e+38, -3.4028e+38,  3.1400e+00])',
      tensor([0, 3.4028e38, -3.4028e38, 3.14]),
    ],
  ])
})

describe('nan and inf are padded to the width of the numbers, and do not widen it', () => {
  prints([
    ['tensor([-0.6387,     nan, -0.4552,     nan])', tensor([-0.6387, NaN, -0.4552, NaN])], // torch.asin
    ['tensor([1., inf, -inf, nan])', tensor([1, Infinity, -Infinity, NaN])],
    ['tensor([1.5000,    inf,   -inf])', tensor([1.5, Infinity, -Infinity])],
    ['tensor([1.0000e-09,        nan,       -inf])', tensor([1e-9, NaN, -Infinity])],
    ['tensor([inf, 0.])', tensor([Infinity, 0])],
    ['tensor([nan, nan])', tensor([NaN, NaN])],
    ['tensor(-inf)', tensor(-Infinity)],
  ])
})

describe('without elements', () => {
  prints([
    ['tensor([])', zeros(0)],
    ['tensor([], size=(0, 3))', zeros(0, 3)],
    ['tensor([], size=(2, 0, 1))', zeros(2, 0, 1)],
  ])
})

/** A test's text, without the margin it has in this file. */
const text = (lines: TemplateStringsArray): string =>
  lines[0].replace(/^\n/, '').replace(/\n *$/, '').replace(/^ {6}/gm, '')

describe('lines', () => {
  test('a row of a matrix begins below the row above', () => {
    expect(
      String(
        tensor([
          [1, -2.5],
          [30, 4],
        ]),
      ),
    ).toBe(text`
      tensor([[ 1.0000, -2.5000],
              [30.0000,  4.0000]])`)
  })

  test('matrices are one empty line apart, and tensors of them two', () => {
    expect(String(arange(16).view(2, 2, 2, 2))).toBe(text`
      tensor([[[[ 0.,  1.],
                [ 2.,  3.]],

               [[ 4.,  5.],
                [ 6.,  7.]]],


              [[[ 8.,  9.],
                [10., 11.]],

               [[12., 13.],
                [14., 15.]]]])`)
  })

  test('a long vector goes on below at 80 characters', () => {
    expect(String(arange(30))).toBe(text`
      tensor([ 0.,  1.,  2.,  3.,  4.,  5.,  6.,  7.,  8.,  9., 10., 11., 12., 13.,
              14., 15., 16., 17., 18., 19., 20., 21., 22., 23., 24., 25., 26., 27.,
              28., 29.])`)
  })

  test('a row of a matrix has one character less', () => {
    expect(String(arange(19).div(7).view(1, 19))).toBe(text`
      tensor([[0.0000, 0.1429, 0.2857, 0.4286, 0.5714, 0.7143, 0.8571, 1.0000, 1.1429,
               1.2857, 1.4286, 1.5714, 1.7143, 1.8571, 2.0000, 2.1429, 2.2857, 2.4286,
               2.5714]])`)
  })
})

describe('above 1000 elements the middle is left out', () => {
  test('1000 elements are all printed, 1001 are not', () => {
    expect(String(arange(1000))).not.toContain('...')
    expect(String(arange(1001))).toBe('tensor([   0.,    1.,    2.,  ...,  998.,  999., 1000.])')
  })

  test('in both dimensions of a matrix, the points being one of the things on a line', () => {
    expect(String(arange(1500).div(7).view(3, 500))).toBe(text`
      tensor([[0.0000e+00, 1.4286e-01, 2.8571e-01,  ..., 7.1000e+01, 7.1143e+01,
               7.1286e+01],
              [7.1429e+01, 7.1571e+01, 7.1714e+01,  ..., 1.4243e+02, 1.4257e+02,
               1.4271e+02],
              [1.4286e+02, 1.4300e+02, 1.4314e+02,  ..., 2.1386e+02, 2.1400e+02,
               2.1414e+02]])`)
    expect(String(zeros(200, 7))).toBe(text`
      tensor([[0., 0., 0.,  ..., 0., 0., 0.],
              [0., 0., 0.,  ..., 0., 0., 0.],
              [0., 0., 0.,  ..., 0., 0., 0.],
              ...,
              [0., 0., 0.,  ..., 0., 0., 0.],
              [0., 0., 0.,  ..., 0., 0., 0.],
              [0., 0., 0.,  ..., 0., 0., 0.]])`)
  })

  test('six along a dimension are all shown', () => {
    expect(String(zeros(200, 6))).toContain('[0., 0., 0., 0., 0., 0.]')
  })

  test('only what is shown decides on the form', () => {
    const hidden = zeros(1001).indexPut([tensor(500)], 1e-9)
    expect(String(hidden)).toBe('tensor([0., 0., 0.,  ..., 0., 0., 0.])')
  })
})
