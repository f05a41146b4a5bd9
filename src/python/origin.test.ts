import { expect, test } from 'vitest'
import { codeCellsOf } from './cells.ts'
import { originOf } from './origin.ts'
import { notebookOf, scriptOf, type TwinCell } from './twin.ts'

const id = 'makemore/02_softmax'
const cells: readonly TwinCell[] = [
  { kind: 'markdown', text: '# 02 · Softmax\n\nText,\n\n    indented' },
  { kind: 'code', text: 'x = 1\ny = 2' },
]

test('a twin says which exercise it is, as a notebook and as a Python file', () => {
  expect(originOf(notebookOf(cells, id), 'homework.ipynb')).toBe(id)
  expect(originOf(scriptOf(cells, id), 'homework.py')).toBe(id)
  expect(originOf(scriptOf(cells, id).replaceAll('\n', '\r\n'), 'homework.py')).toBe(id)
})

test('both have the same code, and the file is text in comments besides', () => {
  const codeIn = (text: string, name: string) =>
    codeCellsOf(text, name).map(cell => cell.text.replace(/^# %%\n/, '').trim())
  expect(codeIn(notebookOf(cells, id), 'homework.ipynb')).toEqual(['x = 1\ny = 2'])
  expect(codeIn(scriptOf(cells, id), 'homework.py')).toEqual(['x = 1\ny = 2'])
  expect(scriptOf(cells, id)).toBe(
    `# %% [markdown]\n# # 02 · Softmax\n#\n# Text,\n#\n#     indented\n#\n# exercise: ${id}\n\n# %%\nx = 1\ny = 2\n`,
  )
})

test.each([
  ['{"cells": []}', 'homework.ipynb'],
  ['{"metadata": {"backprop_ninja": {"exercise": 7}}}', 'homework.ipynb'],
  ['{', 'homework.ipynb'],
  ['null', 'homework.ipynb'],
  ['# an exercise: mine\nx = 1', 'homework.py'],
  ['', 'homework.py'],
])('%s in %s is of no exercise', (text, name) => {
  expect(originOf(text, name)).toBe(null)
})
