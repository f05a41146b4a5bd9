import { describe, expect, test } from 'vitest'
import { lineInStack } from './load.ts'
import { changesIn, lineOfBlank, lineOfReturn, placesIn, readable } from './source.ts'

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
const lines = exercise.split('\n')

describe('where things stand', () => {
  test.each([
    'export function dx() {',
    'function dx() {',
    '  async function dx() {',
    'export default function dx() {',
    'export function* dx() {',
    'export const dx = () => {',
    'let dx: Backward = x => x',
  ])('%s is found', line => {
    expect(placesIn(['', line]).functions.get('dx')).toBe(2)
  })

  test.each(['// export function dx() {', 'function dxy() {', 'return dx', 'const y = dx', '  const dx = y'])(
    '%s is not',
    line => {
      expect(placesIn([line]).functions.has('dx')).toBe(false)
    },
  )

  test('of two functions of one name the last counts', () => {
    expect(placesIn(['function dx() {', '}', 'function dx() {']).functions.get('dx')).toBe(3)
  })

  test('a blank is found below its function, and not beyond the next', () => {
    expect(lineOfBlank(lines, 16)).toBe(17)
    expect(lineOfBlank(['export function dx() {', '}', 'export function dy() {', '  TODO()'], 1)).toBe(1)
  })

  test('a statement is found by what it makes, without its comment', () => {
    const { statements } = placesIn(lines)
    expect(statements.get('y')).toEqual({ name: 'y', line: 9, text: 'const y = x.mul(w)' })
    expect(statements.has('x')).toBe(false)
  })

  test('a statement that makes several values is found by each', () => {
    const text = 'const { values, indices } = x.max(1)'
    const { statements } = placesIn([`  ${text} // (n)`])
    expect([...statements.values()]).toEqual([
      { name: 'values', line: 1, text },
      { name: 'indices', line: 1, text },
    ])
  })

  test('the innermost line of a file in a stack, its name being any', () => {
    const path = '/a b/(c)/ü.ts'
    expect(lineInStack(`Error: no\n    at dx (${path}:12:5)\n    at ${path}:30:1`, path)).toBe(12)
    expect(lineInStack('Error: no\n    at dx (/other.ts:12:5)', path)).toBeNull()
    expect(lineInStack(null, path)).toBeNull()
  })
})

describe('what was changed outside the blanks', () => {
  const changes = (from: string, to: string): string[] =>
    changesIn(exercise.replace(from, to), exercise, ['dy'])
  const used = "; the exercise's own is used"

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
    expect(changesIn(exercise.replaceAll(from, to), exercise, ['dy'])).toEqual([])
  })

  test('a line that reads otherwise is named, with what it should read', () => {
    expect(changes('x.mul(w)', 'x.mul(2)')).toEqual([
      `line 9 is outside the blanks and was changed (it should read: const y = x.mul(w))${used}`,
    ])
  })

  test('its number is that of the file, whatever stands above it', () => {
    const moved = changesIn(`\n\n${exercise.replace('y.sum()', 'y.mean()')}`, exercise, ['dy'])
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
      `a line of the part that ends in line 11 is missing: return { y, z }${used}`,
    ])
  })

  test('a part that is missing is named', () => {
    expect(changes('// %% The forward pass\n', '')).toEqual([
      `the part "The forward pass" is missing or was renamed${used}`,
    ])
  })
})

describe('a file with a syntax error', () => {
  test('that has none is taken whole', () => {
    expect(readable(exercise, '/e.ts', ['dx', 'dy'])).toMatchObject({ fault: null, faults: new Map() })
  })

  test.each([
    ['a bracket that never closes', 'return dz.mul(', 19],
    ['a brace too many', 'return dz }', 18],
    ['Python', 'return dz if y else 0', 17],
  ])('%s costs one function its verdict, not the others', (_, line, at) => {
    const { js, faults, fault } = readable(exercise.replace('return TODO()', line), '/e.ts', ['dx', 'dy'])
    expect(fault).toBeNull()
    expect([...faults.keys()]).toEqual(['dy'])
    expect(faults.get('dy')!.line).toBeGreaterThanOrEqual(16)
    expect(faults.get('dy')!.line).toBeLessThanOrEqual(at)
    expect(js).toContain('function dx')
    expect(js!.split('\n').findIndex(line => line.includes('function dx'))).toBe(20)
  })

  test('outside the functions costs all their verdicts, and is named', () => {
    const { js, fault } = readable(exercise.replace('const y =', 'const y y ='), '/e.ts', ['dx', 'dy'])
    expect(js).toBeNull()
    expect(fault!.line).toBe(9)
  })

  test('what only the engine refuses is found too', () => {
    const text = exercise.replace('return TODO()', 'const dz = 1; return dz')
    expect(readable(text, '/e.ts', ['dx', 'dy']).faults.get('dy')).toMatchObject({ line: 17 })
  })
})

test.each([
  ['the only one', ['function d() {', '  const a = 1', '  return a // here', '}', '  return b'], 3],
  ['not that of a function within', ['function d() {', '  return a(() => {', '    return 1', '  })', '}'], 2],
  ['the last of two', ['function d() {', '  if (a) return 1', '  return 2', '}'], 3],
  ['none in a line of its own', ['function d() { return 1 }', 'function e() {', '  return 2', '}'], 1],
  ['none', ['function d() {', '}', 'function e() {', '  return 2', '}'], 1],
])('the line of the return: %s', (_, lines, line) => {
  expect(lineOfReturn(lines, 1)).toBe(line)
})
