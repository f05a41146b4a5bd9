import { describe, expect, test } from 'vitest'
import {
  ABOUT_ZERO,
  BINS,
  binOf,
  colourOf,
  histogramOf,
  largestIn,
  middleOf,
  RAMPS,
  strength,
  ticksOf,
} from './heat.ts'

describe('the scale', () => {
  test('the ends are the ends of the ramp, whatever the largest number is', () => {
    for (const theme of ['light', 'dark'] as const)
      for (const largest of [1e-12, 1, 3e8]) {
        expect(colourOf(largest, largest, theme)).toEqual(RAMPS[theme].positive[4])
        expect(colourOf(-largest, largest, theme)).toEqual(RAMPS[theme].negative[4])
      }
  })

  test('zero, and what is below a thousandth of the largest, is paper', () => {
    expect(colourOf(0, 5, 'light')).toEqual([255, 255, 255])
    expect(colourOf(-0.0049, 5, 'light')).toEqual([255, 255, 255])
    expect(colourOf(-0.0051, 5, 'light')).not.toEqual([255, 255, 255])
  })

  test('a decade is a third of the way, on a linear scale it is a tenth', () => {
    const [a, b, c, d] = [0.001, 0.01, 0.1, 1].map(x => strength(x, 1))
    expect(b - a).toBeCloseTo((1 - 0.06) / 3, 12)
    expect(c - b).toBeCloseTo(b - a, 12)
    expect(d - c).toBeCloseTo(b - a, 12)
    expect(strength(0.1, 1, 'linear')).toBe(0.1)
  })

  test('infinity takes the end, NaN no colour, and neither makes the scale', () => {
    expect(largestIn([Number.NaN, Infinity, -2, 1], [-Infinity])).toBe(2)
    expect(colourOf(-Infinity, 2, 'dark')).toEqual(RAMPS.dark.negative[4])
    expect(strength(Number.NaN, 2)).toBe(0)
    expect(largestIn([Number.NaN])).toBe(0)
  })

  test('all zero is paper: there is nothing to divide by', () => {
    expect(colourOf(0, 0, 'light')).toEqual([255, 255, 255])
    expect(binOf(0, 0)).toBe(ABOUT_ZERO)
  })

  test('no stop of one sign is darker than the next, and both signs are alike within 3 of L*', () => {
    const linear = (part: number): number =>
      part <= 10.31475 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4
    const lightness = (c: readonly number[]): number => {
      const [r, g, b] = c.map(linear)
      const y = 0.2126 * r + 0.7152 * g + 0.0722 * b
      return y > 216 / 24389 ? 116 * Math.cbrt(y) - 16 : (24389 / 27) * y
    }
    const { negative, positive } = RAMPS.light
    expect(negative.map(lightness)).toEqual(negative.map(lightness).toSorted((a, b) => b - a))
    for (const i of negative.keys())
      expect(Math.abs(lightness(negative[i]) - lightness(positive[i]))).toBeLessThan(3)
  })
})

describe('the histogram', () => {
  test('counts each finite number once, those about zero in the middle', () => {
    const list = [1, -1, 0, 1e-4, 0.5, Number.NaN, Infinity]
    const counts = histogramOf(list, 1)
    expect(counts.length).toBe(BINS)
    expect(counts.reduce((a, b) => a + b)).toBe(5)
    expect([counts[0], counts[ABOUT_ZERO], counts[BINS - 1]]).toEqual([1, 2, 1])
  })

  test('the middle of a bin is in that bin', () => {
    for (const scale of ['log', 'linear'] as const)
      for (let bin = 0; bin < BINS; bin++) expect(binOf(middleOf(bin, 7, scale), 7, scale)).toBe(bin)
  })

  test('has its ticks at decades, or at thirds', () => {
    expect(ticksOf(1).map(({ value }) => value)).toEqual([-1, -0.1, -0.01, 0, 0.01, 0.1, 1])
    expect(ticksOf(3, 'linear').map(({ value }) => value)).toEqual([-3, -2, -1, 0, 1, 2, 3])
    expect(ticksOf(1).map(({ at }) => at)).toEqual([0, 6, 12, 18.5, 25, 31, 37])
  })
})
