import { expect, test } from 'vitest'
import { forPython, withoutPython } from './paragraphs.ts'

const text =
  'One.\n\nMethods.\n\npython:\nOperators,\nin two lines.\n\nThree.\n\npython:\n\nFour.\n\npython:\n    code'

test('in Python a paragraph below `python:` is there instead of the one before it', () => {
  expect(forPython(text)).toEqual(
    [
      { text: 'One.', isPython: false },
      { text: 'Operators,\nin two lines.', isPython: true },
      { text: 'Four.', isPython: false },
    ].flatMap((one, i) => (i < 2 ? [one] : [{ text: '    code', isPython: true }])),
  )
})

test('in an exercise it is not there at all', () => {
  const lines = ['// %% [markdown]', ...text.split('\n').map(line => `// ${line}`.trimEnd()), '']
  expect(withoutPython(lines)).toEqual([
    ...['// %% [markdown]', '// One.', '//', '// Methods.', '//', '// Three.', '//', '// Four.', ''],
  ])
})

test('text without it stays as it is', () => {
  const lines = ['// %% [markdown]', '// One.', '//', '//     python', '// python: 3', '']
  expect(withoutPython(lines)).toEqual(lines)
})
