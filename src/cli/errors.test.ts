import { expect, test } from 'vitest'
import { problemOf } from './errors.ts'

test("what Node's own permissions refuse is no bug of ours", () => {
  const denied = Object.assign(new Error('Access to this API has been restricted'), {
    code: 'ERR_ACCESS_DENIED',
  })
  expect(problemOf(denied)).toMatchObject({ code: 'workspace', status: 2 })
})

test('anything else that is thrown is one, with the stack to report', () => {
  const { status, message, advice } = problemOf(new TypeError('x is not a function'))
  expect([status, message]).toEqual([4, 'internal: x is not a function'])
  expect(advice).toMatch(
    /bug in backprop-ninja, not in your code[\s\S]*TypeError: x is not a function\n +at /,
  )
})
