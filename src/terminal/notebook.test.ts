import { expect, test } from 'vitest'
import { parseCells } from '../notebook/cells.ts'
import { renderNotebook } from './notebook.ts'
import { stripColour } from './style.ts'

const render = (text: string, width = 30) => stripColour(renderNotebook(parseCells(text), width))

test('text is rendered, code has the numbers of its lines', () => {
  const text = '// %% [markdown]\n// # Title\n\n// %% the step\n\nconst a = 1\nconst b = 2\n\n'
  expect(render(text)).toBe('Title\n═════\n\n── the step ──────────────────\n6  const a = 1\n7  const b = 2')
})

test('numbers stand to the right, and a line that goes on has none', () => {
  const text = `${'\n'.repeat(8)}const a = 1\nf(aaaaaaaaaa, bbbbbbbbbb, cccccccccc)`
  expect(render(text)).toBe(' 9  const a = 1\n10  f(aaaaaaaaaa, bbbbbbbbbb,\n        cccccccccc)')
})

test('empty cells leave nothing, and a title that is too long is wrapped', () => {
  expect(render('// %%\n\n// %% [markdown]\n\n// %% a\n')).toBe(`── a ${'─'.repeat(25)}`)
  expect(render('// %% a title that does not fit into it', 30)).toBe(
    '── a title that does not ─────\n   fit into it',
  )
})
