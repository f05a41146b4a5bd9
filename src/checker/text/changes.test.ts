import { describe, expect, test } from 'vitest'
import { parseCells } from '../../notebook/cells.ts'
import { changesIn } from './changes.ts'

const exercise = `// %% [markdown]
// # An exercise

// %%
import { TODO } from 'backprop-ninja'

// %% The forward pass
export function forward({ x, w }) {
  const y = x.mul(w)                 // (n)
  const z = y.sum()                  // a single number
  const { values: m, indices } = z.max(0)
  return { y, z }
}

// %% y
export function dy({ y, dz }) {
  return TODO() // (n)
}

// %% x
export function dx({ w, dy }) {
  return TODO() // (n)
}
`
const changesOf = (text: string): string[] =>
  changesIn(
    text,
    parseCells(exercise).filter(({ title }) => title !== 'y'),
  )

describe('what was changed outside the blanks', () => {
  const changes = (from: string, to: string): string[] => changesOf(exercise.replace(from, to))
  const used = '; the check uses the original instead'

  test('blanks filled in are no change', () => {
    expect(changes('return TODO() // (n)', 'return dz.mul(2)')).toEqual([])
  })

  test.each([
    ['comments', '// (n)', '// n of them'],
    ['how it is laid out', 'x.mul(w)                 // (n)', 'x\n    .mul(w);'],
    ['empty lines', '  const z', '\n\n  const z'],
    ['line ends', '\n', '\r\n'],
    ['a part of one\u2019s own', '// %% x', '// %%\nconst two = 2\n\n// %% x'],
    ['more imports', '{ TODO }', '{ TODO, zeros }'],
  ])('%s: no change', (_, from, to) => {
    expect(changesOf(exercise.replaceAll(from, to))).toEqual([])
  })

  test('a line that reads otherwise is named, with what it should read', () => {
    expect(changes('x.mul(w)', 'x.mul(2)')).toEqual([
      `line 9 is outside the blanks and was changed (it should read: const y = x.mul(w))${used}`,
    ])
  })

  test('its number is that of the file, whatever stands above it', () => {
    const moved = changesOf(`\n\n${exercise.replace('y.sum()', 'y.mean()')}`)
    expect(moved[0]).toMatch(/^line 12 /)
    expect(changes('  return { y, z }', '\n\n  return { z }')[0]).toMatch(/^line 14 /)
  })

  test('a line too many is named', () => {
    expect(changes('  const z', '  console.log(y)\n  const z')).toEqual([
      `line 10 is outside the blanks and was added${used}`,
    ])
    expect(changes('return { y, z }\n}', 'return { y, z }\n}\nforward({})')).toEqual([
      `line 14 is outside the blanks and was added${used}`,
    ])
  })

  test('a line that is missing is named', () => {
    expect(changes('  const z = y.sum()                  // a single number\n', '')).toEqual([
      `a line before line 10 is missing: const z = y.sum()${used}`,
    ])
    expect(changes('  return { y, z }\n}', '')).toEqual([
      `a line is missing from the part that ends in line 11: return { y, z }${used}`,
    ])
  })

  test('a part that is missing is named', () => {
    expect(changes('// %% The forward pass\n', '')).toEqual([
      `the part "The forward pass" is missing or was renamed${used}`,
    ])
  })
})
