import { expect, test } from 'vitest'
import { keyOf, pasting } from './keypress.ts'

test.each([
  ['n', { name: 'n' }, 'n'],
  ['N', { name: 'n', shift: true }, 'N'],
  ['?', {}, '?'],
  ['ä', {}, 'ä'],
  [' ', { name: 'space' }, 'space'],
  ['\r', { name: 'return' }, 'enter'],
  ['\u001b', { name: 'escape', meta: true }, 'escape'],
  [undefined, { name: 'up' }, 'up'],
  [undefined, { name: 'pagedown' }, 'pagedown'],
  ['\u0003', { name: 'c', ctrl: true }, 'ctrl-c'],
  ['n', { name: 'n', meta: true }, null],
  [undefined, { name: 'f1' }, null],
  ['\u0007', {}, null],
])('%j %j is %j', (text, key, name) => {
  expect(keyOf(text, key)).toBe(name)
})

test('pasted text is marked at both ends', () => {
  expect([pasting({ name: 'paste-start' }), pasting({ name: 'paste-end' }), pasting({ name: 'n' })]).toEqual([
    true,
    false,
    null,
  ])
})
