import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { kindsFor } from '../../drill/kinds.ts'
import { toWhole } from '../../notebook/solution.ts'
import type { Practice } from '../../practice/practice.ts'
import { stripColour } from '../../terminal/style.ts'
import { wholeText } from '../solving.ts'
import { freshWorkspace } from '../testing.ts'
import { start } from '../watch/terminals.ts'
import { test, watching } from '../watch/testing.ts'

const practiceIn = (folder: string): Practice =>
  JSON.parse(readFileSync(join(folder, '.ninja', 'practice.json'), 'utf8'))

test('a drill is watched task by task, and ends with what went right and what comes back', async () => {
  const folder = freshWorkspace()
  const seen = start(folder, ['drill', '-n', '2'])
  onTestFinished(() => {
    try {
      process.kill(seen.pid, 'SIGKILL')
    } catch {} // it has ended
  })
  await seen.wait(/task 1 of 2: /)
  await seen.wait(/blanks? to fill in/)
  const [first, second] = practiceIn(folder).session!.tasks
  const solution = readFileSync(join(folder, '.ninja', 'drill', 'solutions', `${first.id}.ts`), 'utf8')
  writeFileSync(
    join(folder, 'exercises', `${first.id}.ts`),
    toWhole(solution, () => '').replace(/^ *\/\/ (?:end )?answer.*\n/gm, ''),
  )
  await seen.wait(/drill\/01_session_1 passed: .*1 of 2\./)
  await seen.wait('n goes on to the next task.')
  seen.press('n')
  await seen.wait('task 2 of 2: ')
  await seen.wait(/blanks? to fill in/)
  seen.press('p')
  await seen.wait('task 1 of 2: ')
  await seen.wait(/drill\/01_session_1 passed/)
  seen.press('n')
  await seen.wait('task 2 of 2: ')
  await seen.wait(/blanks? to fill in/)
  seen.press('n')
  await seen.wait("task 2 isn't right yet (p goes back). n again ends the session")
  seen.press('n')
  const end = await seen.wait('This session is over: 1 of 2 right at the first try.')
  expect(end).toContain('For more tasks: key n.')
  expect(practiceIn(folder).recalls[second.kind]).toMatchObject({ misses: 1 })
  seen.press('q')
  expect(await seen.ended).toMatchObject({ exitCode: 0 })
  expect(stripColour(seen.output())).toMatch(/For more tasks: npx ninja drill\./)
}, 90_000)

test('g asks what a gradient will be like, and a wrong guess makes what practises it due', async () => {
  const { seen } = watching('02')
  await seen.wait(/blanks? to fill in/)
  seen.press('g')
  const asked = await seen.wait("What's the shape of dcounts_sum_inv?")
  expect(asked).toContain('1 to 4: your answer')
  expect(asked).toContain('g: another question')
  expect(asked).toContain('g guess')
  expect(asked).not.toContain('w why')
  const right = Number(/(\d) {2}\(32, 1\)$/m.exec(asked)![1])
  const wrong = (right % 4) + 1
  seen.press(String(wrong))
  const answered = await seen.wait(`No, it's ${right}.`)
  expect(answered).toContain('counts_sum_inv is (32, 1), and a gradient has exactly the shape of its tensor.')
  seen.press(String(right)) // one answer is all
  seen.press('g')
  await seen.wait('How many tensors are computed straight from counts_sum_inv?')
  seen.press('1')
  await seen.wait('Right.')
  expect(Object.keys(practiceIn(seen.folder).recalls)).toEqual(kindsFor('shape'))
  seen.press('w')
  await seen.wait('no gradient is right yet; g asks you to guess')
  seen.press('\u001b')
  await seen.wait(/blanks? to fill in/)
}, 60_000)

test('w asks why a right gradient is right, with three answers', async () => {
  const { seen } = watching('02', {}, wholeText('02'))
  await seen.wait('makemore/02_softmax passed')
  seen.press('w')
  const asked = await seen.wait('Why is dcounts_sum_inv as it is?')
  expect(asked).toContain('1 to 3: your answer')
  expect(asked).toContain('w why')
  expect(asked).not.toContain('g guess')
  const right = /(\d) {2}counts_sum_inv was copied along dimension 1\. A change of one/.exec(asked)![1]
  seen.press(right)
  await seen.wait('Right.')
  seen.press('g')
  await seen.wait('every gradient here is right; w asks why')
}, 60_000)
