import { describe, expect, test } from 'vitest'
import { curveSvg, heatSvg } from './svg.ts'

/** Elements that are opened are closed, and attributes are quoted. */
function demandWellFormed(text: string): void {
  const open: string[] = []
  for (const [, closing, name, rest] of text.matchAll(/<(\/?)([a-z]+)((?: [\w-]+="[^"<]*")*\/?)>/g)) {
    if (closing === '/') expect(open.pop()).toBe(name)
    else if (!rest.endsWith('/')) open.push(name)
  }
  expect(open).toEqual([])
  expect(text.replace(/<\/?[a-z]+(?: [\w-]+="[^"<]*")*\/?>/g, '')).not.toMatch(/[<>]/)
}

const paths = (text: string): string[] =>
  [...text.matchAll(/<path d="([^"]*)" fill="none" stroke="#[0-9a-f]{6}"/g)].map(([, d]) => d)

describe('a curve', () => {
  test('goes from corner to corner where the line does', () => {
    const [path] = paths(curveSvg([{ x: [0, 10], y: [5, 1] }]))
    expect(path).toBe('M60.0 44.0L700.0 368.0')
  })

  test('is broken by what is no number', () => {
    const [path] = paths(curveSvg([{ x: [0, 1, 2, 3], y: [1, Number.NaN, 2, 1] }]))
    expect(path.match(/M/g)).toHaveLength(2)
    expect(path).not.toContain('NaN')
  })

  test('of several each has its colour and its name', () => {
    const text = curveSvg([
      { name: 'a <b>', x: [0, 1], y: [0, 1] },
      { name: 'c', x: [0, 1], y: [1, 0] },
    ])
    expect(paths(text)).toHaveLength(2)
    expect(text).toContain('a &lt;b&gt;')
    demandWellFormed(text)
  })

  test('is a well-formed document, empty too', () => {
    demandWellFormed(curveSvg([{ x: [1, 2], y: [3, 4] }], { title: 'loss & more', x: { label: 'step' } }))
    demandWellFormed(curveSvg([]))
  })
})

describe('a heat map', () => {
  const cells = (text: string): string[] => [...text.matchAll(/height="16" fill="(\S+?)"/g)].map(([, c]) => c)

  test('is red above 0, blue below, white at 0, and strongest where the number is largest', () => {
    expect(cells(heatSvg([[[2, 0, -2]]]))).toEqual(['rgb(255,0,0)', 'rgb(255,255,255)', 'rgb(0,0,255)'])
  })

  test('is grey where there is no number', () => {
    expect(cells(heatSvg([[[1, Number.NaN]]]))[1]).toBe('#999')
  })

  test('has a cell for each number, a name below each column, and frames', () => {
    const text = heatSvg(
      [
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
      ],
      { columns: ['a', '&', 'c'], framed: [0, 2] },
    )
    expect(text.match(/stroke="#111"/g)).toHaveLength(2)
    expect(cells(text).filter(colour => colour !== 'none')).toHaveLength(6)
    expect(text).toContain('&amp;')
    demandWellFormed(text)
  })

  test('of several tables has them beside one another, on one scale', () => {
    const text = heatSvg([[[2]], [[1]]], { columns: ['a'] })
    expect(cells(text)).toEqual(['rgb(255,0,0)', cells(heatSvg([[[2, 1]]]))[1]])
    const places = [...text.matchAll(/<rect x="(\d+)"/g)].map(([, x]) => Number(x))
    expect(places[1] - places[0]).toBe(32)
    demandWellFormed(text)
  })

  test('of nothing, or of zeros, is a picture too', () => {
    demandWellFormed(heatSvg([]))
    expect(cells(heatSvg([[[0, 0]]]))).toEqual(['rgb(255,255,255)', 'rgb(255,255,255)'])
  })
})
