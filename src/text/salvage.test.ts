import { expect, test } from 'vitest'
import { readable } from './salvage.ts'

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
const blanks = ['dx', 'dy']

test('a text without a mistake is taken whole', () => {
  expect(readable(exercise, blanks)).toMatchObject({ fault: null, faults: new Map() })
})

test.each([
  ['a bracket that never closes', 'return dz.mul(', 19],
  ['a brace too many', 'return dz }', 18],
  ['Python', 'return dz if y else 0', 17],
])('%s costs one function its verdict, not the others', (_, line, at) => {
  const { script, faults, fault } = readable(exercise.replace('return TODO()', line), blanks)
  expect(fault).toBeNull()
  expect([...faults.keys()]).toEqual(['dy'])
  expect(faults.get('dy')!.line).toBeGreaterThanOrEqual(16)
  expect(faults.get('dy')!.line).toBeLessThanOrEqual(at)
  expect(script!.js.split('\n').findIndex(line => line.includes('function dx'))).toBe(20)
})

test('a mistake in a method costs the other methods nothing', () => {
  const text = `export class Value {
  data = 1
  mul(other) {
    return new Value(this.data * )
  }
  neg() {
    return new Value(-this.data)
  }
}
`
  const { source, faults } = readable(text, ['Value.mul', 'Value.neg'])
  expect([...faults]).toEqual([['Value.mul', expect.objectContaining({ line: 4 })]])
  expect(source!.text).toContain('neg()')
})

test('outside the functions it costs all their verdicts, and is named', () => {
  const { script, source, fault } = readable(exercise.replace('const y =', 'const y y ='), blanks)
  expect([script, source]).toEqual([null, null])
  expect(fault!.line).toBe(9)
})

test('what is only wrong in its meaning is found too', () => {
  const text = exercise.replace('return TODO()', 'const dz = 1; return dz')
  expect(readable(text, blanks).faults.get('dy')).toMatchObject({ line: 17 })
})
