/** Watching an exercise that is a notebook. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, onTestFinished } from 'vitest'
import { emptyFolder, ninja } from '../testing.ts'
import { start } from '../watch/terminals.ts'
import { test } from '../watch/testing.ts'
import { fillNotebook, notebookIn } from './testing.ts'

const FIRST = 'makemore/01_log_loss'

test('it shows how the notebook begins, judges it at every save, and goes on to the next', async () => {
  const folder = emptyFolder()
  ninja(folder, ['init', '.', '--python'])
  const seen = start(folder, ['watch', '01'])
  onTestFinished(() => {
    try {
      process.kill(seen.pid, 'SIGKILL')
    } catch {} // it has ended
  })
  await seen.wait('2 blanks to fill in')
  expect(seen.screen()).toContain('exercises/makemore/01_log_loss.ipynb')
  seen.press('h')
  expect(await seen.wait('hint 1 of 3')).toContain('dlogprobs')
  const file = notebookIn(folder, FIRST)
  const given = readFileSync(file)
  fillNotebook(file, { dlogprobs: 'dlogprobs = torch.zeros_like(logprobs)\ndlogprobs[range(n), Yb] = 1 / n' })
  const wrong = await seen.wait('wrong sign')
  expect(wrong).toContain('cell 5, line 3')
  seen.press('v')
  await seen.wait('difference (32, 27)')
  seen.press('\u001b')
  for (const [line, says] of [
    ['dlogprobs = (-1 / n', 'This line is not finished'],
    ['dlogprobs = logprobs.grad', "This is PyTorch's own gradient"],
  ]) {
    writeFileSync(file, given)
    fillNotebook(file, { dlogprobs: line })
    await seen.wait(says)
  }
  seen.press('t')
  await seen.wait("can't do it in a notebook")
  seen.press('x')
  await seen.wait('start 01 again?')
  seen.press('y')
  await seen.wait('2 blanks to fill in')
  fillNotebook(file, {
    dlogprobs: 'dlogprobs = torch.zeros_like(logprobs)\ndlogprobs[range(n), Yb] = -1.0 / n',
    dprobs: 'dprobs = dlogprobs / probs',
  })
  const passed = await seen.wait('passed: both gradients are right')
  expect(passed).toContain('1 of 10')
  // The answer is in the words of the text, and the learner's two lines are there as well.
  expect(
    passed.match(/dlogprobs = torch\.zeros_like\(logprobs\)\n +dlogprobs\[range\(n\), Yb\] = -1/g),
  ).toHaveLength(2)
  seen.press('n')
  await seen.wait('02_softmax.ipynb')
  await seen.wait('6 blanks to fill in')
  seen.press('q')
  expect((await seen.ended).exitCode).toBe(0)
  expect(existsSync(notebookIn(folder, FIRST))).toBe(true)
}, 90_000)
