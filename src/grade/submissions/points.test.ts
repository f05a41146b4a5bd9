import { expect, test } from 'vitest'
import type { Exercise } from '../../catalogue/catalogue.ts'
import type { NinjaError } from '../../errors.ts'
import { idlePoints, onePointEach, readPoints } from './points.ts'

const all = ['makemore/06_embedding', 'makemore/07_whole_network', 'layers/07_network'].map(id => {
  const [track, name] = id.split('/')
  return { id, track, number: Number.parseInt(name, 10) } as Exercise
})
const asked = [{ id: 'makemore/07_whole_network', blanks: ['dlogprobs', 'dprobs', 'dC'] }]
const read = (points: unknown): Record<string, number> =>
  Object.fromEntries(readPoints(JSON.stringify(points), 'p.json', asked, all).get(asked[0].id)!)

test('a blank is worth what is said of it, else of the exercise, else of all, else 1', () => {
  expect(read({})).toEqual({ dlogprobs: 1, dprobs: 1, dC: 1 })
  expect(read({ '*': 3 })).toEqual({ dlogprobs: 3, dprobs: 3, dC: 3 })
  expect(read({ 'makemore/07': { dlogprobs: 2, '*': 0.5 }, '*': 3 })).toEqual({
    dlogprobs: 2,
    dprobs: 0.5,
    dC: 0.5,
  })
  expect(read({ whole_network: { dC: 0 }, 'makemore/06': { anything: 7 } })).toEqual({
    dlogprobs: 1,
    dprobs: 1,
    dC: 0,
  })
  expect(onePointEach(asked).get(asked[0].id)).toEqual(new Map(Object.entries(read({}))))
})

test('points for an exercise that is not graded are told of', () => {
  const idle = (points: unknown): string[] => idlePoints(JSON.stringify(points), 'p.json', asked, all)
  expect(idle({ whole_network: { dC: 0 }, '*': 2 })).toEqual([])
  expect(idle({ whole_network: { dC: 0 }, 'makemore/06': { anything: 7 } })).toEqual([
    'makemore/06_embedding',
  ])
})

test.each([
  [
    { 'makemore/77': {} },
    'p.json: there is no exercise "makemore/77"',
    'did you mean makemore/06_embedding?',
  ],
  [
    { '07': {} },
    'p.json: "07" could be makemore/07_whole_network, layers/07_network',
    'write more of the name',
  ],
  [
    { 'makemore/07': { dlogprob: 1 } },
    'p.json: makemore/07_whole_network has no blank "dlogprob"',
    'did you mean dlogprobs?',
  ],
  [
    { 'makemore/07': { zzz: 1 } },
    'p.json: makemore/07_whole_network has no blank "zzz"',
    'its blanks: dlogprobs, dprobs, dC',
  ],
  [{ 'makemore/07': 2 }, 'p.json: makemore/07 needs blanks and their points in braces', expect.anything()],
  [
    { 'makemore/07': {}, makemore_07: {}, whole_network: {} },
    expect.stringContaining('p.json'),
    expect.anything(),
  ],
  [
    { 'makemore/07': {}, whole_network: {} },
    'p.json has makemore/07_whole_network twice',
    'keep one of them',
  ],
  [
    { 'makemore/07': { dC: -1 } },
    'p.json, makemore/07_whole_network, dC: points are a number, 0 or more, not -1',
    undefined,
  ],
  [
    { 'makemore/07': { dC: '2' } },
    'p.json, makemore/07_whole_network, dC: points are a number, 0 or more, not "2"',
    undefined,
  ],
  [{ '*': null }, 'p.json, *: points are a number, 0 or more, not null', undefined],
  [[], 'p.json: the file needs blanks and their points in braces', expect.anything()],
])('%j is refused', (points, message, advice) => {
  try {
    read(points)
    expect.unreachable()
  } catch (error) {
    expect([(error as NinjaError).message, (error as NinjaError).advice]).toEqual([message, advice])
  }
})

test('numbers that are not finite, names of no blank and what is no JSON are refused', () => {
  const raw = (text: string) => () => readPoints(text, 'p.json', asked, all)
  expect(raw('{ "*": 1e999 }')).toThrow('p.json, *: points are a number')
  expect(raw('{ "makemore/07": { "__proto__": 1 } }')).toThrow('has no blank "__proto__"')
  expect(raw('{ "makemore/07": { "dC": 1, } }')).toThrow(/^p\.json is not JSON: /)
})
