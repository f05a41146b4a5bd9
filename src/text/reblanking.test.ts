import { expect, test } from 'vitest'
import { reblanked } from './reblanking.ts'

const FRESH = `import { TODO, type Tensor } from 'backprop-ninja'

export function dx({ n, dy }: Scope): Tensor {
  return TODO() // (n)
}

export function dy({ y }: Scope): Tensor {
  return TODO()
}
`
const blanks = ['dx', 'dy']

test('what was filled in is gone, and all else stays', () => {
  const written = FRESH.replace('{ n, dy }', '{ n, dy, y }')
    .replace('return TODO() // (n)', '// as before\n  const a = y\n  return a.mul(dy)')
    .concat('\n// mine\nconst helper = 1\n')
  expect(reblanked(written, FRESH, blanks)).toEqual({
    text: `${FRESH.replace('{ n, dy }', '{ n, dy, y }')}\n// mine\nconst helper = 1\n`,
    emptied: ['dx'],
  })
})

test('a function that became an arrow is emptied, too', () => {
  const written = `${FRESH.slice(0, FRESH.indexOf('export function dy'))}export const dy = ({ y }: Scope) => y.mul(2)\n`
  expect(reblanked(written, FRESH, blanks).text).toContain(
    'export const dy = ({ y }: Scope) => {\n  return TODO()\n}\n',
  )
})

test('TODO is imported where it no longer is', () => {
  const written = FRESH.replace('TODO, ', '').replaceAll('TODO()', 'y')
  expect(reblanked(written, FRESH, blanks).text).toBe(FRESH.replace('TODO, type Tensor', 'type Tensor, TODO'))
})

test('a function that cannot be read is emptied where its lines are', () => {
  const written = FRESH.replace('return TODO() // (n)', 'return dy.mul((')
  expect(reblanked(written, FRESH, blanks)).toEqual({ text: FRESH, emptied: ['dx'] })
})

test('nothing is emptied where all is empty, or gone', () => {
  expect(reblanked(FRESH, FRESH, blanks)).toEqual({ text: FRESH, emptied: [] })
  expect(reblanked('const a = 1\n', FRESH, blanks).emptied).toEqual([])
})
