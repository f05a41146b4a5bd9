/** The host's kernels over numbers that somebody else has laid out: the same bits as loops, and nothing beyond the bench. */
import { expect, test } from 'vitest'
import { multiplyInLoops } from '../tensor/kernels/native.ts'
import { generator } from '../tensor/random.ts'
import { BENCH, kernelsOver, openBench } from './bench.ts'

type Kernel = (...given: readonly number[]) => number

function opened() {
  const bench = openBench()
  const numbers = new Float64Array(BENCH)
  const bytes = new Uint8Array(numbers.buffer)
  const { Instance } = kernelsOver(numbers, (which, given) => bench.run(bytes, which, given))
  return { bench, numbers, exports: new Instance().exports as Readonly<Record<string, Kernel>> }
}

const drawn = (n: number): Float64Array => {
  const g = generator(7)
  return Float64Array.from({ length: n }, () => g.random() - 0.5)
}

test('a product has the bits of plain loops', () => {
  const { numbers, exports } = opened()
  const [n, k, m] = [5, 7, 3]
  const [a, b] = [drawn(n * k), drawn(k * m).map(x => 1 / x)]
  numbers.set(a)
  numbers.set(b, n * k)
  const out = n * k + k * m
  exports.multiply(0, 8 * n * k, 8 * out, n, k, m)
  expect(numbers.slice(out, out + n * m)).toEqual(multiplyInLoops(a, b, n, k, m))
})

test('rows that are alike in every bit are told from others', () => {
  const { numbers, exports } = opened()
  numbers.set([1, -0, Number.NaN, 1, -0, Number.NaN, 1, 0, Number.NaN])
  expect([exports.same(0, 24, 3), exports.same(0, 48, 3)]).toEqual([1, 0])
})

test('what claims more numbers than there is room for is refused', () => {
  const { exports } = opened()
  const refused = 'there are not as many numbers as it says'
  expect(() => exports.multiply(0, 0, 0, 2 ** 20, 1, 2 ** 20)).toThrow(refused)
  expect(() => exports.sum(0, -8, 1, 1, 1)).toThrow(refused)
  expect(() => exports.gather(2 ** 31, 0, 1, 1, 1, 1)).toThrow(refused)
  expect(() => exports.zip(0, 0, 1, 1, 0, 1, 1, 0, Number.NaN, 1)).toThrow(refused)
})

test('what one operation left can be wiped away', () => {
  const { bench, numbers, exports } = opened()
  numbers.set([3, 4], 100)
  exports.same(0, 800, 2)
  numbers.fill(0)
  bench.wipe()
  exports.gather(800, 0, 1, 2, 1, 1)
  expect([...numbers.slice(0, 2)]).toEqual([0, 0])
})
