import { expect, test } from 'vitest'
import { openingOf } from './editor.ts'

const open = (env: NodeJS.ProcessEnv, installed: readonly string[] = []) =>
  openingOf(env, '/a b/c.ts', 7, program => installed.includes(program))

const AT = '/a b/c.ts:7'

test.each([
  ['code', ['--goto', AT], false],
  ['code --wait', ['--wait', '--goto', AT], false],
  ['/usr/local/bin/cursor', ['--goto', AT], false],
  ['C:\\Programs\\Code.exe'.replace('Code', 'code'), ['--goto', AT], false],
  ['vim', ['+7', '/a b/c.ts'], true],
  ['nvim -u NONE', ['-u', 'NONE', '+7', '/a b/c.ts'], true],
  ['nano', ['+7', '/a b/c.ts'], true],
  ['hx', [AT], true],
  ['subl', [AT], false],
  ['emacs -nw', ['-nw', '+7', '/a b/c.ts'], true],
  ['emacs', ['+7', '/a b/c.ts'], true],
  ['webstorm', ['--line', '7', '/a b/c.ts'], false],
  ['something-else', ['/a b/c.ts'], true],
])('%s is told the line in its own way', (EDITOR, words, inTerminal) => {
  expect(open({ EDITOR })).toMatchObject({ words, inTerminal })
})

test('quotes keep a path with spaces together', () => {
  expect(open({ EDITOR: '"/my apps/code" -n' })).toMatchObject({
    program: '/my apps/code',
    words: ['-n', '--goto', AT],
  })
})

test('emacs has a window of its own where there are windows', () => {
  expect(open({ EDITOR: 'emacs', DISPLAY: ':0' })?.inTerminal).toBe(false)
  expect(open({ EDITOR: 'emacs -nw', DISPLAY: ':0' })?.inTerminal).toBe(true)
})

test('the most particular setting counts, then what is installed', () => {
  expect(open({ NINJA_EDITOR: 'hx', VISUAL: 'vim', EDITOR: 'nano' })?.program).toBe('hx')
  expect(open({ NINJA_EDITOR: ' ', VISUAL: 'vim', EDITOR: 'nano' })?.program).toBe('vim')
  expect(open({}, ['code'])?.program).toBe('code')
  expect(open({})).toBe(null)
})
