import { describe, expect, test } from 'vitest'
import { tensor } from '../tensor/creation.ts'
import { type Curve, emptyCurve, withLoss } from '../training/curve.ts'
import { stripColour, widthOf } from './style.ts'
import { duration, type Live, renderDone, renderLine, renderLive, renderNames } from './training.ts'

const curve: Curve = Array.from({ length: 4000 }, (_, i) => 2 + 1.3 / (1 + i / 500)).reduce(
  withLoss,
  emptyCurve(8000),
)
const live: Live = {
  way: 'by hand',
  steps: 8000,
  rate: () => 0.01,
  lr: 0.1,
  step: 4000,
  curve,
  parameters: 12_297,
  guessing: Math.log(27),
  speed: 2000,
  checked: 4000,
  stall: null,
  finishing: null,
  note: null,
}
const text = (changes: Partial<Live>, size = { width: 79, height: 23 }): string =>
  stripColour(renderLive({ ...live, ...changes }, size).join('\n'))

describe('the live picture', () => {
  test('tells how far it is, how fast, how long still, the loss and the last check', () => {
    expect(text({})).toContain('50%  2,000 steps/s   2 s left')
    expect(text({})).toContain('step 4,000 of 8,000   learning rate 0.01')
    expect(text({})).toContain('loss 2.1')
    expect(text({})).toContain('gradients right in step 4,000')
    expect(text({})).toMatch(/[⠁-⣿]{5}/)
  })

  test.each([
    [20, 5],
    [40, 10],
    [79, 23],
    [199, 60],
  ])('fits into %i columns and %i lines, whatever there is to say', (width, height) => {
    const much = { note: 'word '.repeat(40), stall: { seconds: 7, by: 'dW1' } }
    for (const changes of [{}, much, { finishing: 'measuring the losses' }, { speed: null }]) {
      const lines = renderLive({ ...live, ...changes }, { width, height })
      expect(lines.length).toBeLessThanOrEqual(height)
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width)
    }
  })

  test('tells which function does not come to an end', () => {
    expect(text({ stall: { seconds: 3.1, by: 'dW1' } })).toContain('dW1 has been running for 3 s')
    expect(renderLine({ ...live, stall: { seconds: 3.1, by: null } })).toContain('this step has been running')
  })

  test('warns where the network is worse than guessing', () => {
    const bad = Array.from({ length: 2000 }, () => 9).reduce(withLoss, emptyCurve(8000))
    expect(text({ curve: bad })).toContain('the loss is worse than guessing (3.30)')
    expect(text({})).not.toContain('guessing')
  })

  test('of autograd says so, and of no check', () => {
    expect(text({ way: 'autograd' })).toContain('training with autograd')
    expect(text({ way: 'autograd' })).not.toContain('gradients right')
  })
})

test('times are short', () => {
  expect([0.4, 59.6, 61, 3599, 3661, 86_400].map(duration)).toEqual([
    '0 s',
    '1 min 0 s',
    '1 min 1 s',
    '59 min 59 s',
    '1 h 1 min',
    '24 h 0 min',
  ])
})

test('names stand in columns, five at most', () => {
  const names = Array.from({ length: 12 }, (_, i) => 'abcdefghijkl'.slice(0, i + 1))
  expect(renderNames(names, 80)).toHaveLength(3)
  expect(renderNames(names, 20)).toHaveLength(12)
  for (const line of renderNames(names, 40)) expect(widthOf(line)).toBeLessThanOrEqual(40)
})

describe('the end', () => {
  const picture = {
    ...{ file: 'attention', what: 'attention', title: 'who looks at whom', rows: 'letters', path: 'a.svg' },
    columns: ['.', 'a'],
    table: tensor([
      [
        [1, 0],
        [0.3, 0.7],
      ],
      [
        [1, 0],
        [1, 0],
      ],
    ]),
  }
  const end = (inTerminal: boolean): string =>
    stripColour(
      renderDone({
        ...{ way: 'by hand', total: 100, steps: 100, seconds: 2, note: null, run: null, width: 80 },
        ...{ ninja: 'ninja', curveFile: 'loss.svg', curve: emptyCurve(100), names: ['ava'] },
        losses: { train: 1, dev: 2, test: 3 },
        pictures: [{ ...picture, inTerminal }],
      }),
    )

  test('has the pictures that a recipe wants in the terminal, table beside table, with letters below', () => {
    expect(end(true)).toMatch(/ {2}who looks at whom\n\n {2}█\s+█\n {2}▒▓\s+█\n {2}\.a +\.a\n\n/)
    expect(end(false)).not.toContain('who looks')
  })

  test('says where every picture is', () => {
    expect(end(false)).toMatch(/ {2}the loss +loss\.svg\n {2}attention +a\.svg\n {2}more names +ninja sample/)
  })
})
