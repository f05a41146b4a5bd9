import { expect, test } from 'vitest'
import type { Drawing, Node } from '../graph/drawing.ts'
import { lanesOf, renderGraph } from './graph.ts'
import { stripColour, widthOf } from './style.ts'

/** `a b > c` : c is made of a and b. */
function drawn(...lines: readonly string[]): Drawing {
  const edges = lines.flatMap(line => {
    const [parts, to] = line.split(' > ')
    return to === undefined ? [] : parts.split(' ').map(from => ({ from, to }))
  })
  const ids = lines.map(line => line.split(' > ').at(-1)!)
  const nodes = ids.map((id): Node => ({ id, name: id, made: null, value: '1', gradient: '2' }))
  return { nodes, edges }
}

test('a chain is one lane', () => {
  expect(lanesOf(drawn('a', 'a > b', 'b > c'))).toEqual(['●', '●', '●'])
})

test('what is made of two ends the lane at the right', () => {
  expect(lanesOf(drawn('a', 'b', 'a b > c', 'd', 'c d > e'))).toEqual(['●', '│ ●', '●─╯', '│ ●', '●─╯'])
})

test('what is used later goes on', () => {
  expect(lanesOf(drawn('a', 'a > b', 'b > c', 'a c > d'))).toEqual(['●', '├─●', '│ ●', '●─╯'])
  expect(lanesOf(drawn('a', 'b', 'a b > c', 'b c > d'))).toEqual(['●', '│ ●', '●─┤', '●─╯'])
})

test('a lane that takes no part is stepped over, one that does is met', () => {
  expect(lanesOf(drawn('a', 'b', 'c', 'a c > d', 'b d > e'))).toEqual(['●', '│ ●', '│ │ ●', '●─│─╯', '●─╯'])
  expect(lanesOf(drawn('a', 'b', 'c', 'a b c > d'))).toEqual(['●', '│ ●', '│ │ ●', '●─┴─╯'])
})

test('the table stays within the terminal', () => {
  const long = { ...drawn('a').nodes[0], id: 'b', name: 'b', made: 'x'.repeat(200) }
  const text = renderGraph(
    { nodes: [...drawn('a').nodes, long], edges: [{ from: 'a', to: 'b' }] },
    'title',
    60,
  )
  const lines = stripColour(text).split('\n')
  expect(lines.map(widthOf).filter(width => width > 60)).toEqual([])
  expect(lines.at(-1)).toMatch(/^● {2}b {5}1 {6}2 {9}x+…$/)
})
