import { expect, test } from 'vitest'
import { call, called } from './calls.ts'

const typed = { ninja: 'npx ninja' }
const pressed = { ninja: 'npx ninja', byKeys: true }

test('commands are called as one types them here', () => {
  expect(call(typed, 'hint dprobs')).toBe('npx ninja hint dprobs')
  expect(called('start over with ninja reset, or ninja --help', typed)).toBe(
    'start over with npx ninja reset, or npx ninja --help',
  )
})

test('what says already how it is called, and other words, stay', () => {
  const text = 'npx ninja check, npx backprop-ninja init, a ninja, backprop-ninja here'
  expect(called(text, typed)).toBe(text)
})

test('where watch reads keys, they are named, unless there is none that does it', () => {
  expect(call(pressed, 'hint dprobs')).toBe('key h')
  expect(call(pressed, 'check 01 --seed 42')).toBe('npx ninja check 01 --seed 42')
  expect(call(pressed, 'diff 01')).toBe('npx ninja diff 01')
  expect(called('ninja reset brings it back', pressed)).toBe('key x brings it back')
})
