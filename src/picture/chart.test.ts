import { describe, expect, test } from 'vitest'
import { chart } from './chart.ts'
import { field } from './field.ts'

const steps = Array.from({ length: 100 }, (_, index) => index)
const area = (text: string): string[] =>
  text
    .split('\n')
    .filter(line => /[│┤]/.test(line))
    .map(line => line.split(/[│┤]/)[1])

describe('chart', () => {
  test('a falling line goes from the top left to the bottom right', () => {
    const rows = area(chart({ x: [0, 1], y: [1, 0] }, { width: 40, height: 10 }))
    const columns = rows.map(row => row.search(/\S/))
    expect(columns).toEqual([...columns].sort((a, b) => a - b))
    expect(rows[0]).toMatch(/^\S/)
    expect(rows[9]).toMatch(/\S$/)
  })

  test('no line is wider than asked for, 80 columns by default', () => {
    const widest = (text: string): number => Math.max(...text.split('\n').map(line => line.length))
    const series = { x: steps, y: steps.map(step => step ** 2) }
    expect(widest(chart(series))).toBe(80)
    expect(widest(chart(series, { width: 50 }))).toBe(50)
    expect(widest(chart(series, { width: 50, y: { log: true }, x: { label: 'step' } }))).toBe(50)
  })

  test('an exponential is a straight line on a log axis', () => {
    const straight = area(chart({ x: steps, y: steps }))
    const log = area(chart({ x: steps, y: steps.map(step => Math.exp(step / 9)) }, { y: { log: true } }))
    expect(log.join('\n').replace(/\S/g, '#').length).toBeGreaterThan(0)
    const first = (rows: readonly string[]): number[] =>
      rows.map(row => row.search(/\S/) / Math.max(...rows.map(r => r.length)))
    first(log).forEach((place, row) => {
      expect(Math.abs(place - first(straight)[row])).toBeLessThan(0.03)
    })
  })

  test('one curve has no letters; of several, each has its own, named below', () => {
    const one = { name: 'train', x: [0, 1, 2], y: [3, 1, 0] }
    expect(chart(one)).not.toMatch(/[ox] /)
    const both = chart([one, { name: 'val', x: [0, 1, 2], y: [3.5, 2, 1.5] }])
    expect(both).toContain('o train    x val')
    expect(area(both).join('').match(/o/g)).toHaveLength(3)
    expect(area(both).join('').match(/x/g)).toHaveLength(3)
  })

  test('a long curve has few letters', () => {
    const long = { x: steps, y: steps }
    const text = area(chart([long, { x: steps, y: steps.map(step => -step) }])).join('')
    expect(text.match(/o/g)!.length).toBeLessThan(10)
    expect(text.match(/o/g)!.length).toBeGreaterThan(4)
  })

  test('the axes are labelled', () => {
    const lines = chart({ x: [0, 10], y: [0, 5] }, { x: { label: 'step' }, y: { label: 'loss' } }).split('\n')
    expect(lines[0].trim()).toBe('loss')
    expect(lines.at(-1)!.trim()).toBe('step')
    expect(lines.at(-2)!.trim()).toMatch(/^0 .* 10$/)
  })

  test('what is not a number breaks the line', () => {
    const text = area(chart({ x: [0, 1, 2, 3, 4], y: [1, 1, Number.NaN, 1, 1] }, { width: 40 })).join('\n')
    expect(text.split('\n').find(row => /\S/.test(row))).toMatch(/^\S+\s{5,}\S+$/)
  })

  test('an empty chart and one of a single point are drawn too', () => {
    expect(area(chart([])).join('').trim()).toBe('')
    expect(
      area(chart({ x: [1], y: [1] }))
        .join('')
        .trim(),
    ).toHaveLength(1)
  })

  test('a point far outside the given ends is not waited for', () => {
    const started = performance.now()
    chart({ x: [0, 1], y: [0, 1e300] }, { y: { from: 0, to: 1 } })
    expect(performance.now() - started).toBeLessThan(1000)
  })

  test('half a million points are no trouble', () => {
    const many = Array.from({ length: 500_000 }, (_, index) => index)
    expect(
      area(chart({ x: many, y: many }))
        .join('')
        .trim(),
    ).not.toBe('')
  })
})

describe('field', () => {
  const points = [
    { x: -1, y: 0, label: 1 },
    { x: 1, y: 0, label: -1 },
    { x: 0, y: -1, label: -1 },
    { x: 0, y: 1, label: -1 },
  ]
  const rows = (text: string): string[] => text.split('\n').slice(1, -2)

  test('is dotted where the score is positive, and empty where it is not', () => {
    for (const row of rows(field(x => -0.5 - x, points))) {
      expect(row.slice(1, 15)).toMatch(/[\u2801-\u28ff]/)
      expect(row.slice(40, -1).trim()).toMatch(/^x?$/)
    }
  })

  test('the line between the sides runs where the score is 0', () => {
    const text = rows(field((_, y) => y - 0.5, []))
    expect(text.filter(row => /^│\S+│$/.test(row))).toHaveLength(1)
  })

  test('a point has the letter of its label, and another one on the wrong side', () => {
    const right = field(x => -0.5 - x, points)
    expect(rows(right).join('').match(/[ox!]/g)!.sort()).toEqual(['o', 'x', 'x', 'x'])
    expect(right).not.toContain('wrong')
    const wrong = field(x => 0.5 + x, points)
    expect(rows(wrong).join('').match(/[ox!]/g)).toEqual(['!', '!', '!', '!'])
    expect(wrong).toContain('on the wrong side: 4')
  })

  test('y grows upwards', () => {
    const text = rows(
      field(
        () => -1,
        [
          { x: 0, y: 0, label: -1 },
          { x: 0, y: 1, label: 1 },
        ],
      ),
    )
    expect(text.findIndex(row => row.includes('!'))).toBeLessThan(text.findIndex(row => row.includes('x')))
  })

  test('asks for the score about once a character', () => {
    let calls = 0
    field(() => ++calls, points)
    expect(calls).toBe(79 * 25 + points.length)
  })

  test('all lines are as wide as asked for', () => {
    const text = field(x => x, points, { width: 60, height: 8, names: ['moon', 'sun'] }).split('\n')
    expect(text.slice(0, -1).every(line => line.length === 60)).toBe(true)
    expect(text).toHaveLength(11)
    expect(text.at(-1)).toContain('o moon    x sun')
  })
})
