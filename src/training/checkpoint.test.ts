import { describe, expect, test } from 'vitest'
import type { NinjaError } from '../errors.ts'
import { generator } from '../tensor/random.ts'
import { Tensor } from '../tensor/tensor.ts'
import { type Checkpoint, parseCheckpoint, printCheckpoint } from './checkpoint.ts'

const g = generator(1)
const odd = new Tensor(
  [2, 3],
  Float64Array.of(-0, Number.NaN, 1 / 3, 5e-324, -Infinity, 1.7976931348623157e308),
)
const row = g.randn(1, 4)

const checkpoint: Checkpoint = {
  exercise: 'track/01_net',
  way: 'by hand',
  settings: { steps: 10, batch: 4, lr: 0.1, seed: 42, hidden: 5 } as Checkpoint['settings'],
  data: { path: '/names.txt', hash: '0123' },
  vocabulary: ['.', 'a', 'é'],
  snapshot: {
    step: 7,
    parameters: { odd, C: g.randn(3, 2), scalar: g.randn() },
    state: { odd: { m: odd, v: g.randn(2, 3) }, C: { m: row, v: row }, scalar: { m: row, v: odd } },
    random: g.state(),
    curve: { every: 200, means: [3.1, 2.9], sum: 0.1 + 0.2, count: 1 },
  },
  result: { train: 2.07, dev: 2.1, test: 2.11, calibrated: { mean: row, variance: row.pow(2) } },
}

function complaint(text: string): string {
  try {
    parseCheckpoint(text, 'c.json')
  } catch (error) {
    expect((error as NinjaError).code).toBe('workspace')
    expect((error as NinjaError).advice).toBe('start a new run, without --resume')
    return (error as Error).message
  }
  throw new Error('it was taken')
}

describe('a checkpoint that was written and read', () => {
  test('has every bit that it had, of -0 and of numbers that are none too', () => {
    const { snapshot, ...rest } = parseCheckpoint(printCheckpoint(checkpoint), 'c.json')
    expect(snapshot).toEqual(checkpoint.snapshot)
    expect(rest).toEqual({ ...checkpoint, snapshot: undefined, ...rest })
    expect(rest.result).toEqual(checkpoint.result)
    expect(new BigUint64Array(snapshot.state.odd.m.data.slice().buffer)).toEqual(
      new BigUint64Array(odd.data.slice().buffer),
    )
    const bits = new BigUint64Array(snapshot.parameters.odd.data.slice().buffer)
    expect(bits).toEqual(new BigUint64Array(odd.data.slice().buffer))
  })

  test('may be of a run that is not complete', () => {
    const text = printCheckpoint({ ...checkpoint, result: null })
    expect(parseCheckpoint(text, 'c.json').result).toBeNull()
  })

  test('may be of version 1, which knew one recipe and no optimiser', () => {
    const { exercise: _, state: __, result, ...old } = JSON.parse(printCheckpoint(checkpoint))
    const { calibrated: statistics, ...losses } = result
    const text = JSON.stringify({ ...old, version: 1, result: { ...losses, statistics } })
    const { exercise, snapshot, result: read } = parseCheckpoint(text, 'c.json')
    expect(exercise).toBeNull()
    expect(snapshot.parameters).toEqual(checkpoint.snapshot.parameters)
    expect(snapshot.state).toEqual({ odd: {}, C: {}, scalar: {} })
    expect(read).toEqual(checkpoint.result)
  })

  test('written again is the same text', () => {
    const text = printCheckpoint(checkpoint)
    expect(printCheckpoint(parseCheckpoint(text, 'c.json'))).toBe(text)
  })
})

describe('what is no checkpoint is refused with a reason', () => {
  const text = printCheckpoint(checkpoint)
  test.each([
    ['half of one', text.slice(0, 500), 'c.json is damaged: it is not a whole JSON document'],
    ['nothing', '', 'c.json is damaged: it is not a whole JSON document'],
    ['another document', '[]', 'c.json is damaged: it has no version'],
    ['null', 'null', 'c.json is damaged: it has no version'],
    ['one without parameters', '{"version":2}', 'c.json is damaged: a part of it is missing'],
    [
      'one whose numbers were cut',
      text.replace(/("odd":\{[^}]*"float64":")[^"]{8}/, '$1'),
      'c.json is damaged: a part of it is missing',
    ],
    [
      'one of another version',
      text.replace('"version":2', '"version":3'),
      'c.json was written by another version',
    ],
  ])('%s', (_, content, message) => {
    expect(complaint(content)).toContain(message)
  })
})
