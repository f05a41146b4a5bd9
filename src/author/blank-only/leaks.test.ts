import { expect, test } from 'vitest'
import { isReadIn, leaksIn } from './leaks.ts'
import { shownAnswers } from './shown.ts'
import { exercises } from './testing.ts'

const slope = exercises.filter(({ id }) => id === 'derivatives/01_slope')
const found = (content: string, some = slope) =>
  leaksIn(some, [{ path: 'a.ts', content }]).map(({ blank, line }) => `${blank} ${line}`)

test.each([
  ['as it stands', '  return f(x + h) - f(x)', ['rise 1']],
  ['in other spaces, with a semicolon', 'x\nreturn f(x+h)-f( x );', ['rise 2']],
  ['in a sentence', '// The rise is f(x + h) - f(x). That is all.', ['rise 1']],
  ['in a comment', '// hint: `f(x + h) - f(x)`', ['rise 1']],
  ['in a text', '{"a":"return rise(f, x, h) / h"}', ['slope 1']],
  ['behind a name', 'const up = 3 * x ** 2 - 2', ['derivative 1']],
  ['as a part of something else', 'return 3 * x ** 2 - 20 + sum(f(x + h) - f(x)(1))', []],
  ['in another form', 'return -f(x) + f(x + h)', []],
])('a line of an answer %s', (_, content, expected) => {
  expect(found(content)).toEqual(expected)
})

test('what exercises show anyway is no secret, and a word in quotes is one with its return only', () => {
  const hunts = exercises.filter(({ id }) => id === 'hunts/01_the_sum')
  expect(found("'a use forgotten': true", hunts)).toEqual([])
  expect(found("return 'a use forgotten'", hunts)).toEqual(['family 1'])
  const value = exercises.filter(({ id }) => /micrograd\/0[12]_/.test(id))
  const line = 'return new Value(this.data * other.data, mulBackward, this, other)'
  expect(found(line, value.slice(0, 1))).toEqual(['Value.mul 1'])
  expect(found(line, value)).toEqual([])
})

test('an answer of which a text has each line can be read in it', () => {
  const solution = slope[0].pack.files.read(`solutions/${slope[0].id}.ts`)!
  expect(isReadIn('x\n// hint: `f(x + h) - f(x)`', solution, 'rise')).toBe(true)
  expect(isReadIn('f(x + h) - ...', solution, 'rise')).toBe(false)
})

test('what exercises show of the answers to others, and to themselves, is known', () => {
  const some = exercises.filter(({ track }) => track === 'layers')
  const shown = shownAnswers(some).map(({ of, by, blanks }) => `${of} in ${by}: ${blanks}`)
  expect(shown).toContain('layers/02_batch in layers/06_descent: Linear.forward,Linear.backward')
  // Their last hints are the whole line.
  expect(shown).toContain(
    'layers/03_activations in layers/03_activations: ReLU.forward,Sigmoid.forward,Tanh.forward',
  )
  expect(shownAnswers(slope)).toEqual([])
})
