import { expect, test } from 'vitest'
import type { Drawn, Numbers } from '../checker/drawn.ts'
import { SHADES } from './heat-map.ts'
import { renderPictures } from './pictures.ts'
import { widthOf } from './style.ts'

const numbers = (shape: readonly number[], value: (k: number) => number): Numbers => ({
  shape,
  data: Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, k) => value(k)),
})

const drawn = (yours: Numbers | null, expected: Numbers | null, rest: Partial<Drawn> = {}): Drawn => ({
  yours,
  expected,
  probe: null,
  missing: [],
  inherits: [],
  ties: 0,
  pattern: null,
  ...rest,
})

const linesOf = (one: Drawn, width = 80): string[] => renderPictures('dx', one, width)!.split('\n')

test.each([
  [[]],
  [[1]],
  [[27]],
  [[64, 1]],
  [[1, 64]],
  [[32, 27]],
  [[32, 3, 10]],
  [[2, 3, 4, 5]],
  [[500, 300]],
])('pictures of %j are no wider than the terminal', shape => {
  for (const width of [40, 80, 120]) {
    const lines = linesOf(drawn(numbers(shape, Math.sin), numbers(shape, Math.cos)), width)
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(width)
  }
})

test('without colours each element is one sign: of another kind below zero, stronger the larger it is', () => {
  const row = [-1, -0.1, -0.01, 0, 0.0001, 0.01, 0.1, 1]
  const lines = linesOf(
    drawn(
      null,
      numbers([2, 8], k => row[k % 8]),
    ),
  )
  const picture = lines.slice(2, 4)
  expect(picture[0]).toBe(picture[1])
  const [strongest, middle, faint, none, noise, little, more, most] = picture[0]
  expect([none, noise]).toEqual([' ', ' '])
  for (const sign of [strongest, middle, faint]) expect(SHADES.negative).toContain(sign)
  for (const sign of [little, more, most]) expect(SHADES.positive).toContain(sign)
  expect(SHADES.negative.indexOf(strongest)).toBeGreaterThan(SHADES.negative.indexOf(middle))
  expect(SHADES.negative.indexOf(middle)).toBeGreaterThan(SHADES.negative.indexOf(faint))
  expect(SHADES.positive.indexOf(most)).toBeGreaterThan(SHADES.positive.indexOf(more))
  expect(SHADES.positive.indexOf(more)).toBeGreaterThan(SHADES.positive.indexOf(little))
})

test('all three have one scale: that of the larger of yours and expected', () => {
  const text = renderPictures(
    'dx',
    drawn(
      numbers([3, 3], () => 1),
      numbers([3, 3], () => 100),
    ),
    80,
  )!
  expect(text).toContain(`-100 ${SHADES.negative.split('').reverse().join('')} 0 `)
  expect(text.split('\n')[2]).toMatch(/^▒▒▒ +███ +≡≡≡$/)
})

test('of a blank the expected one is drawn alone', () => {
  const text = renderPictures(
    'dx',
    drawn(
      null,
      numbers([2, 2], () => 1),
    ),
    80,
  )!
  expect(text).toContain('This is what should come out.')
  expect(text).not.toContain('yours')
})

test('where shapes differ there is no difference, and where all is the same it is 0 everywhere', () => {
  const one = numbers([2, 3], k => k)
  expect(
    renderPictures(
      'dx',
      drawn(
        numbers([3], k => k),
        one,
      ),
      80,
    ),
  ).toContain('The shapes differ')
  const same = renderPictures('dx', drawn(one, one), 80)!
  expect(same).toContain('The difference is 0 everywhere.')
  expect(same).not.toContain('difference (')
})

test('NaN is a cross, and does not change the scale', () => {
  const [, , first] = linesOf(
    drawn(
      numbers([1, 3], k => (k === 1 ? Number.NaN : 1)),
      numbers([1, 3], () => 1),
    ),
  )
  expect(first.slice(0, 3)).toBe('█x█')
})

test('a value that is right by chance is drawn where it is not', () => {
  const probe = { yours: numbers([2, 2], () => 2), expected: numbers([2, 2], () => 1), sizes: { n: 2 } }
  const same = numbers([4, 4], () => 0)
  const text = renderPictures('dx', drawn(same, same, { probe, pattern: 'everywhere' }), 80)!
  expect(text).toContain('(n 2)')
  expect(text).toContain('The difference is the same everywhere: 1.')
})

test('where a sign stands for several elements, it is said, and the one furthest off is shown', () => {
  const expected = numbers([100, 200], () => 0.002)
  const yours = numbers([100, 200], k => (k === 12345 ? -1 : 0.002))
  const text = renderPictures('dx', drawn(yours, expected), 80)!
  expect(text).toMatch(/Each sign stands for up to \d+ x \d+ elements/)
  expect(text.match(/≡/g)!.length).toBeGreaterThanOrEqual(2)
})

test('of what is no tensor there is nothing to draw', () => {
  expect(renderPictures('slope', drawn(null, null), 80)).toBeNull()
})
