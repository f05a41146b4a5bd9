/** What is drawn, in Graphviz's language and as SVG. */
import { describe, expect, test } from 'vitest'
import * as whole from '../../solutions/makemore/07_whole_network.ts'
import { casesOf, subjectOf } from '../checker/gradient/case.ts'
import { names } from '../checker/gradient/testing.ts'
import { toDot } from './dot.ts'
import { type Drawing, drawingOfGraph, drawingOfSteps } from './drawing.ts'
import { workOut } from './expression.ts'
import { layout, type Point } from './layout.ts'
import { boxesOf, toSvg } from './svg.ts'

function expression(text: string, values: Record<string, number>): Drawing {
  const { steps, names, result } = workOut(text, new Map(Object.entries(values)))
  return drawingOfSteps(steps, names, result)
}

const [{ graph, truth }] = casesOf(subjectOf(whole, 'makemore/07_whole_network'), 42, names)
const network = drawingOfGraph(graph, truth.gradient)
const small = expression('L = (a*b + c) * f', { a: 2, b: -3, c: 10, f: -2 })

test('each value has its number or shape, how it is made, and its gradient', () => {
  expect(small.nodes.map(({ name, made, value, gradient }) => [name, made, value, gradient])).toEqual([
    ['a', null, '2', '6'],
    ['b', null, '-3', '-4'],
    [null, 'a * b', '-6', '-2'],
    ['c', null, '10', '-2'],
    [null, 'a * b + c', '4', '-2'],
    ['f', null, '-2', '4'],
    ['L', '(a * b + c) * f', '-8', '1'],
  ])
})

test('a network has the tensors that gradient flows to, and each use as a line', () => {
  expect(network.nodes).toHaveLength(27)
  expect(network.nodes.find(({ id }) => id === 'bnvar')).toMatchObject({
    made: 'bndiff2.sum(0) * 1/(n-1)',
    value: '(1, 64)',
  })
  expect(network.nodes.find(({ id }) => id === 'logit_maxes')?.gradient).toBe('≈ 0')
  expect(network.edges).toHaveLength(30)
  const place = new Map(network.nodes.map(({ id }, i) => [id, i]))
  expect(network.edges.filter(({ from, to }) => place.get(from)! >= place.get(to)!)).toEqual([])
})

test('a value that is used twice in one step has one line there', () => {
  expect(expression('a * a + a', { a: 3 }).edges).toHaveLength(3)
})

test('Graphviz is given every node and line, quotes and all', () => {
  const dot = toDot(small)
  expect(dot).toMatch(/^digraph computation \{\n[\s\S]*\n\}\n$/)
  expect(dot.match(/ -> /g)).toHaveLength(small.edges.length)
  expect(dot).toContain('[label="L\\n(a * b + c) * f\\n-8\\ngrad 1", style=solid]')
  const odd = { nodes: [{ ...small.nodes[0], name: 'a "b" \\' }], edges: [] }
  expect(toDot(odd)).toContain('label="a \\"b\\" \\\\\\n2')
})

describe('as SVG', () => {
  const most = 1200
  const boxes = boxesOf(network)
  const laid = layout(network, boxes, most)
  const svg = toSvg(network, laid)

  test('all boxes are inside, and none covers another', () => {
    const frames = boxes.map(({ id, width, height }) => {
      const { x, y } = laid.centres.get(id)!
      return { id, left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 }
    })
    for (const a of frames) {
      expect(Math.min(a.left, a.top)).toBeGreaterThanOrEqual(0)
      expect(a.right).toBeLessThanOrEqual(laid.width)
      expect(a.bottom).toBeLessThanOrEqual(laid.height)
      const covered = frames.filter(
        b => a.id !== b.id && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom,
      )
      expect(covered.map(({ id }) => `${a.id} ${id}`)).toEqual([])
    }
  })

  test('no two lines of the network cross', () => {
    const side = (p: Point, q: Point, r: Point) =>
      Math.sign((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x))
    const cross = ([p, q]: Point[], [r, s]: Point[]) =>
      side(p, q, r) * side(p, q, s) < 0 && side(r, s, p) * side(r, s, q) < 0
    const pieces = laid.lines.map(({ points }) => points.slice(1).map((point, i) => [points[i], point]))
    const crossings = pieces.flatMap((mine, i) =>
      pieces.slice(i + 1).filter(other => mine.some(a => other.some(b => cross(a, b)))),
    )
    expect(crossings).toHaveLength(0)
  })

  test('a large network goes from top to bottom, a small one from left to right', () => {
    expect(laid.height).toBeGreaterThan(laid.width)
    const little = layout(small, boxesOf(small), most)
    expect(little.width).toBeGreaterThan(little.height)
  })

  test('it is plain ASCII, names no font file and no address but that of its language, and is whole', () => {
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" [\s\S]*<\/svg>\n$/)
    expect(svg).toMatch(/^[\n -~]*$/)
    expect(svg.match(/https?:/g)).toHaveLength(1)
    expect(svg.match(/<g>/g)).toHaveLength(network.nodes.length)
    expect(svg.match(/<path class="line"/g)).toHaveLength(network.edges.length)
  })

  test('its colours are plain attributes: not every program that shows SVG knows variables, or rules', () => {
    const plain = svg.replace(/<style>[\s\S]*<\/style>/, '')
    const drawn = plain.match(/<(?:rect|text|path) [^>]*>/g)!
    expect(drawn.filter(element => !/ fill="(#[0-9a-f]{6}|none)"/.test(element))).toEqual([])
    const lines = drawn.filter(element => / (rx|marker-end)=/.test(element))
    expect(lines.filter(element => !/ stroke="#[0-9a-f]{6}"/.test(element))).toEqual([])
    expect(svg).not.toContain('var(')
  })

  test('in the dark each kind of element has another colour', () => {
    const [, dark] = /prefers-color-scheme: dark\) \{([\s\S]*)<\/style>/.exec(svg)!
    const kinds = [...new Set([...svg.matchAll(/ class="(\w+)"/g)].map(([, kind]) => kind))]
    for (const kind of kinds) expect(dark).toMatch(new RegExp(`\\.${kind} \\{ (fill|stroke): #`))
  })
})
