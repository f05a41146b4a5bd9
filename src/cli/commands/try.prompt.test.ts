import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { stripColour } from '../../terminal/style.ts'
import { fileIn } from '../solving.ts'
import { freshWorkspace } from '../testing.ts'
import { type ScreenView, start } from '../watch/terminals.ts'
import { test } from '../watch/testing.ts'

function prompting(folder = freshWorkspace(), words: readonly string[] = []) {
  const seen = start(folder, ['try', ...words])
  onTestFinished(() => {
    try {
      process.kill(seen.pid, 'SIGKILL')
    } catch {} // it has ended
  })
  return { seen, folder }
}

/** Types a line, and waits for what comes of it. */
async function typed(seen: ScreenView, line: string, comes: string | RegExp): Promise<void> {
  seen.forget()
  seen.press(`${line}\r`)
  await seen.wait(comes, 'output')
}

test('names stay, brackets may go over lines, and a loop without an end can be stopped', async () => {
  const { seen } = prompting()
  await seen.wait(/Ctrl-D leaves\.[\s\S]*> /, 'output')
  await typed(seen, 'const x = probs.mul(2)', /x = probs\.mul\(2\)[\s\S]*> /)
  await typed(seen, 'x.sum(', '… ')
  await typed(seen, '1).shape', '[ 32 ]')
  await typed(seen, 'for (;;) {}', '\n')
  await new Promise(resolve => setTimeout(resolve, 300))
  seen.press('\u0003')
  await seen.wait('stopped', 'output')
  await typed(seen, 'x.shape', '[ 32, 27 ]')
  seen.press('.exit\r')
  expect((await seen.ended).exitCode).toBe(0)
})

test('a save is read, Tab completes, and Ctrl-D leaves what was typed for the next time', async () => {
  const { seen, folder } = prompting()
  await seen.wait('> ', 'output')
  await typed(seen, 'n', '32')
  const file = fileIn(folder, '01')
  writeFileSync(file, `${readFileSync(file, 'utf8')}\nconst seven = () => 7\n`)
  await typed(seen, 'seven() + 1', /has changed: it's read again[\s\S]*8/)
  seen.forget()
  seen.press('logprobs.logSof\t')
  await seen.wait('logprobs.logSoftmax', 'output')
  seen.press('(1).shape\r')
  await seen.wait('[ 32, 27 ]', 'output')
  seen.press('\u0004')
  expect((await seen.ended).exitCode).toBe(0)
  expect(readFileSync(join(folder, '.ninja', 'try-history'), 'utf8').split('\n')).toEqual([
    'n',
    'seven() + 1',
    'logprobs.logSoftmax(1).shape',
    '',
  ])
  const again = prompting(folder).seen
  await again.wait('> ', 'output')
  again.press('\u001b[A')
  await again.wait('logprobs.logSoftmax(1).shape', 'output')
  expect(stripColour(again.output())).toContain('> ')
})

test('help, a table of what there is, and exit are words of the prompt', async () => {
  const { seen } = prompting()
  await seen.wait('> ', 'output')
  await typed(seen, 'help', 'completes a name or a method')
  await typed(seen, 'help tensor keepdim', 'x.sum(0, { keepdim: true })')
  await typed(seen, 'help tensor qqq', 'nothing in help tensor has "qqq" in it')
  seen.press('exit()\r')
  expect((await seen.ended).exitCode).toBe(0)
})

test('Python has its own: a block ends with an empty line', async () => {
  const { seen } = prompting(undefined, ['--python'])
  await seen.wait('> ', 'output')
  await typed(seen, 'd = 4', /d = 4[\s\S]*> /)
  await typed(seen, 'for i in range(2):', '… ')
  await typed(seen, '    print(i + d)', '… ')
  await typed(seen, '', /4[\s\S]*5/)
  for (const [part, whole] of [
    ['probs.expand_', 'probs.expand_as'],
    ['torch.zeros_l', 'torch.zeros_like'],
    ['F.one_', 'F.one_hot'],
  ]) {
    seen.press(`${part}\t`)
    await seen.wait(whole, 'output')
    seen.press('\u0015') // the line is empty again
  }
})
