import { expect, test } from 'vitest'
import { renderProgress } from './verify.ts'

test('a line of progress says what is being done, how far it is, with which exercise, and for how long', () => {
  const progress = { stage: 'wrong lines', done: 4, of: 7, last: 'norms/01_layer_norm' } as const
  expect(renderProgress(progress, 30.4)).toBe(
    'verify: wrong lines 4 of 7, norms/01_layer_norm was the last, 30 s',
  )
  expect(renderProgress({ ...progress, done: 0, last: null }, 0)).toBe('verify: wrong lines 0 of 7, 0 s')
})
