import { expect, test } from 'vitest'
import { linkFor, noLink } from './links.ts'
import { widthOf } from './style.ts'

const link = (env: NodeJS.ProcessEnv) => linkFor({ TERM: 'xterm', ...env }, true, '/a b')('text', 'c.ts', 7)

test('a link leads to the file, and to the line where the terminal can', () => {
  expect(link({})).toBe('\u001b]8;;file:///a%20b/c.ts\u001b\\text\u001b]8;;\u001b\\')
  expect(link({ TERM_PROGRAM: 'vscode' })).toContain('c.ts#L7\u001b')
  expect(link({ TERM_PROGRAM: 'iTerm.app' })).toContain('c.ts#7\u001b')
  expect(link({ KITTY_WINDOW_ID: '1' })).toContain('c.ts#7\u001b')
})

test('a link takes no columns of its own', () => {
  expect(widthOf(link({}))).toBe(4)
})

test('there are none in a pipe and in a dumb terminal', () => {
  expect(linkFor({ TERM: 'xterm' }, false, '/')).toBe(noLink)
  expect(linkFor({ TERM: 'dumb' }, true, '/')).toBe(noLink)
})
