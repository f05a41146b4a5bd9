import { expect, test } from 'vitest'
import { lineInStack } from './check.ts'

test('the innermost line of a file in a stack, its name being any', () => {
  const path = '/a b/(c)/ü.ts'
  expect(lineInStack(`Error: no\n    at dx (${path}:12:5)\n    at ${path}:30:1`, path)).toBe(12)
  expect(lineInStack('Error: no\n    at dx (/other.ts:12:5)', path)).toBeNull()
  expect(lineInStack(null, path)).toBeNull()
})
