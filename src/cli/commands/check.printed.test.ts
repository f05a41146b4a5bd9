/** What a learner's code prints is shown, whatever becomes of the function. */
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { freshWorkspace } from '../testing.ts'
import { check, fileIn } from './testing.ts'

/** What is printed where the first blank of an exercise is this, and the others are not filled in. */
function printedBy(id: string, body: string, ...words: string[]) {
  const folder = freshWorkspace()
  const file = fileIn(folder, id)
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(/(?<=^ {2})return TODO\(\)/m, () => body),
  )
  const { report } = check(folder, [id, ...words])
  return { printed: report.printed, verdict: report.gradients[0]?.verdict }
}

const endless = `console.log('one')\n  console.log('two', [2])\n  for (;;) {}`
const LIMIT = ['--time-limit', '0.5']

test('a gradient that never ends has printed what it printed', () => {
  expect(printedBy('makemore/01_log_loss', endless, ...LIMIT)).toEqual({
    verdict: 'timeout',
    printed: [
      { by: 'dlogprobs', text: 'one' },
      { by: 'dlogprobs', text: 'two [ 2 ]' },
    ],
  })
})

test('so has one that asked for a gradient in between', () => {
  const asking = `console.log('before')\n  const { dprobs: other } = arguments[0] as any\n  for (;;) {}`
  const { printed } = printedBy('makemore/02_softmax', asking, ...LIMIT)
  expect(printed).toEqual([{ by: 'dcounts_sum_inv', text: 'before' }])
})

test('so has a function that is no gradient', () => {
  const { printed, verdict } = printedBy('derivatives/01_slope', endless, ...LIMIT)
  expect([verdict, printed[0], printed[1]]).toEqual([
    'timeout',
    { by: 'rise', text: 'one' },
    { by: 'rise', text: 'two [ 2 ]' },
  ])
})

test('so has a file that never ends while it is loaded', () => {
  const { printed } = printedBy(
    'makemore/01_log_loss',
    `return TODO()\n}\nconsole.log('early')\nfor (;;) {\n`,
    ...LIMIT,
  )
  expect(printed).toEqual([{ by: null, text: 'early' }])
})

test.each([
  [
    'makemore/01_log_loss',
    'console.log(logprobs.shape)\n  return TODO()',
    { by: 'dlogprobs', text: '[ 32, 27 ]' },
  ],
  [
    'derivatives/01_slope',
    'console.log(typeof f, x, h)\n  return TODO()',
    { by: 'rise', text: 'function 2 0.001' },
  ],
])('a blank in %s that prints first has printed it, at the sizes of the table', (id, body, said) => {
  const { printed, verdict } = printedBy(id, body)
  expect([verdict, printed[0]]).toEqual(['blank', said])
})
