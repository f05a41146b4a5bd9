import { describe, expect, test } from 'vitest'
import { type Curve, emptyCurve, pointsOf, runningLoss, withLoss } from './curve.ts'

const curveOf = (steps: number, losses: readonly number[]): Curve =>
  losses.reduce(withLoss, emptyCurve(steps))
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1)

describe('a curve', () => {
  test('of a short run has every loss', () => {
    expect(pointsOf(curveOf(3, [5, 4, 3]))).toEqual({ x: [0.5, 1.5, 2.5], y: [5, 4, 3] })
  })

  test('of 200,000 steps has a thousand means of two hundred', () => {
    const { means, every, count } = curveOf(200_000, upTo(1000))
    expect(every).toBe(200)
    expect(means).toEqual([100.5, 300.5, 500.5, 700.5, 900.5])
    expect(count).toBe(0)
  })

  test('may be drawn with fewer points, each the mean of those it stands for', () => {
    expect(pointsOf(curveOf(5, [1, 3, 5, 7, 9]), 2)).toEqual({ x: [1.5, 4], y: [3, 8] })
  })
})

describe('the running loss', () => {
  test('is none before the first step', () => {
    expect(runningLoss(emptyCurve(10))).toBeNaN()
  })

  test('is the mean of the last twenty means and of what came since', () => {
    expect(runningLoss(curveOf(100, [7]))).toBe(7)
    expect(runningLoss(curveOf(100, upTo(100)))).toBe(90.5)
    expect(runningLoss(curveOf(2000, upTo(61)))).toBe((61 * 62 - 20 * 21) / 2 / 41)
  })
})
