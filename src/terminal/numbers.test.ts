import { expect, test } from 'vitest'
import { formatApart } from './numbers.ts'

test.each([
  [-0.0057612, -0.0041, ['-0.005761', '-0.0041']],
  [-0.00576123, -0.00576124, ['-0.00576123', '-0.00576124']],
  [0.9999973, 1, ['0.999997', '1']],
  [1e-9, 1.0001e-9, ['1.0000e-09', '1.0001e-09']],
  [2, 2, ['2', '2']],
])('%d and %d have as many digits as make them differ', (a, b, texts) => {
  expect(formatApart(a, b)).toEqual(texts)
})
