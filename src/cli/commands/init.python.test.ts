import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { Exercise } from '../../catalogue/catalogue.ts'
import { pythonExerciseOf } from '../../grade/python-exercise.ts'
import { listAttempts } from '../../progress/attempts.ts'
import { taskExercises } from '../drill/tasks.ts'
import { blankNames } from '../ready.ts'
import { emptyFolder, ninja, pythonWorkspace } from '../testing.ts'
import { pythonLinesOf, twinFor } from '../twin.ts'
import { allExercises, hasNotebook, isInPackage, packageRoot } from '../workspace.ts'
import { type BlankLines, fillNotebook, notebookIn } from './testing.ts'

const ID = 'makemore/01_log_loss'

/** One workspace for all: each test looks at an exercise of its own. */
let folder: string
let made: string
beforeAll(() => {
  folder = emptyFolder()
  made = ninja(folder, ['init', '.', '--python']).stdout
})

const fileAt = (id: string): string => notebookIn(folder, id)
const fill = (id: string, lines: BlankLines): void => fillNotebook(fileAt(id), lines)

const answersOf = (exercise: Exercise): BlankLines => {
  const { answer } = pythonLinesOf(exercise)
  return Object.fromEntries(blankNames(exercise).map(name => [name, answer(name)]))
}

const run = (...words: readonly string[]) => ninja(folder, words)

test('an exercise is a notebook if it has one, and else it is in TypeScript', () => {
  const all = allExercises(null)
  const isIn = (id: string, ending: string): boolean =>
    existsSync(join(folder, 'exercises', `${id}.${ending}`))
  const notebooks = all.filter(({ id }) => isIn(id, 'ipynb'))
  expect(notebooks.map(({ id }) => id)).toEqual(
    all.filter(one => pythonExerciseOf(one) !== null).map(({ id }) => id),
  )
  expect(notebooks).toHaveLength(24)
  for (const { id } of all) expect(isIn(id, 'ts')).toBe(!isIn(id, 'ipynb'))
  expect(made).toContain(`${all.length} exercises, 24 of them as notebooks in Python`)
  expect(made).toContain('start with exercises/makemore/01_log_loss.ipynb')
  expect(made).toMatch(/In TypeScript, without a notebook: derivatives, [\s\S]*makemore\/10, [\s\S]*hunts\./)
})

test('each of them can be translated', () => {
  for (const exercise of allExercises(null).filter(hasNotebook))
    expect(twinFor(exercise).length).toBeGreaterThan(5)
})

test('a check is about the notebook, and counts for the exercise once all is right', () => {
  expect(run('check')).toMatchObject({ status: 1, stderr: '' })
  fill(ID, { dlogprobs: 'dlogprobs = torch.zeros_like(logprobs)\ndlogprobs[range(n), Yb] = 1 / n' })
  const wrong = run('check')
  expect(wrong.status).toBe(1)
  expect(wrong.stdout).toContain('exercises/makemore/01_log_loss.ipynb')
  expect(wrong.stdout).toMatch(/✗ dlogprobs: wrong {2}cell 5, line 3/)
  expect(wrong.stdout).toContain('npx ninja hint dlogprobs')
  fill(ID, { dprobs: 'dprobs = dlogprobs / probs' })
  writeFileSync(fileAt(ID), readFileSync(fileAt(ID), 'utf8').replace('= 1 / n', '= -1 / n'))
  const right = run('check', 'exercises/makemore/01_log_loss.ipynb')
  expect(right).toMatchObject({ status: 0, stderr: '' })
  expect(right.stdout).toContain('✓ makemore/01_log_loss passed: both gradients are right.')
  expect(right.stdout).toContain('npx ninja next')
  expect(JSON.parse(run('check', '--json').stdout)).toMatchObject({ exercise: ID, passed: true })
  const list = run('list').stdout
  expect(list).toMatch(/^makemore .*belt\n[\s\S]* ✓ 01 .*passed[\s\S]* 10 .*\.ts\n\nmore-layers /)
  expect(list).toMatch(
    /\nhunts .*white belt +in TypeScript\n[\s\S]*\nThe road: makemore, more-layers, gpt\.\n$/,
  )
  expect(run('status').stdout).toMatch(
    /^makemore .*\nmore-layers .*belt\ngpt .*belt\nderivatives .*in TypeScript\n/,
  )
})

test('a pass needs every blank of the exercise, and its forward pass', () => {
  const id = 'makemore/04_tanh'
  const given = readFileSync(fileAt(id), 'utf8')
  fill(id, { dhpreact: "dother = None  # dhpreact isn't here" })
  writeFileSync(fileAt(id), readFileSync(fileAt(id), 'utf8').replace("cmp('hpreact', dhpreact, hpreact)", ''))
  expect(run('check', '04')).toMatchObject({ status: 1 })
  writeFileSync(fileAt(id), given.replace('h = hpreact.tanh()', 'h = hpreact.sigmoid()'))
  fill(id, { dhpreact: 'dhpreact = dh * h * (1 - h)' })
  const other = run('check', '04')
  expect(other.status).toBe(1)
  expect(other.stdout).toContain("the forward pass isn't the exercise's")
  expect(run('list', 'makemore').stdout).not.toMatch(/✓ 04/)
  writeFileSync(fileAt(id), given)
})

test('hints are in Python, and counted', () => {
  expect(run('check', '08').status).toBe(1)
  expect(run('hint').stdout).toContain('hint 1 of 3')
  run('hint')
  const third = run('hint').stdout
  expect(third).toContain('hint 3 of 3')
  expect(third).toContain('F.softmax')
  expect(third).not.toMatch(/\.(?:sub|mul|div)\(/)
})

test('the notebook with our answers in it passes', () => {
  const id = 'makemore/02_softmax'
  const exercise = allExercises(null).find(one => one.id === id)!
  fill(id, answersOf(exercise))
  expect(run('check', '02')).toMatchObject({ status: 0 })
  const { stdout } = run('solution', '02')
  expect(stdout).toContain('counts_sum = counts.sum(1, keepdim=True)')
  expect(stdout).not.toMatch(/keepdim: true|return/)
  expect(run('diff', '02').stderr).toContain('npx ninja solution 02')
  expect(run('again', '02').status).toBe(0)
  expect(readFileSync(fileAt(id), 'utf8')).toContain('dcounts = None')
  expect(run('undo', '02').status).toBe(0)
  expect(run('check', '02').status).toBe(0)
})

test('reset, undo and a file that is gone', () => {
  const id = 'makemore/03_linear'
  const given = readFileSync(fileAt(id))
  fill(id, { db2: 'db2 = dlogits.sum(0)' })
  const mine = readFileSync(fileAt(id))
  expect(run('reset', '03')).toMatchObject({ status: 0, stderr: '' })
  expect(readFileSync(fileAt(id))).toEqual(given)
  expect(run('undo', '03')).toMatchObject({ status: 0, stderr: '' })
  expect(readFileSync(fileAt(id))).toEqual(mine)
  run('check', '03')
  rmSync(fileAt(id))
  const gone = run('check', '03')
  expect(gone.status).not.toBe(0)
  expect(gone.stdout).toContain('npx ninja undo makemore/03_linear brings back the version you checked last')
  expect(run('undo', '03').status).toBe(0)
  expect(readFileSync(fileAt(id))).toEqual(mine)
})

test('next, show and graph are about the notebook; of an exercise without one next says so', () => {
  run('check', '06')
  expect(run('next').stdout).toMatch(
    /07_whole_network\.ipynb\n +open it in Jupyter or VS Code, fill in the 26 blanks/,
  )
  expect(run('graph', '01').stdout).toMatch(
    / counts\.sum\(1, keepdim=True\)\n[\s\S]* -logprobs\[range\(n\), Yb\]/,
  )
  const shown = run('show', '05').stdout
  expect(shown).toContain('bndiff2 = bndiff ** 2')
  const [, cell, line] = /\nbndiff2 +\(32, 64\) +(\d+):(\d+) /.exec(shown)!
  const inCell = shown.slice(
    shown.indexOf(`── cell ${cell} ─`),
    shown.indexOf(`── cell ${Number(cell) + 1} ─`),
  )
  expect(inCell).toMatch(new RegExp(`\n *${line}  bndiff2 = `))
  run('check', '09')
  expect(run('next').stdout).toMatch(/10_train\.ts\n +this one is in TypeScript: there is no notebook of it/)
})

test('what has no notebooks says what to do', () => {
  expect(run('take', '07').stderr).toContain("can't do it in a notebook")
})

test('--picture shows yours, expected and the difference, of an exercise and of any notebook', () => {
  const workspace = pythonWorkspace()
  const file = notebookIn(workspace, ID)
  fillNotebook(file, { dprobs: 'dprobs = dlogprobs * probs' })
  const checked = (...words: readonly string[]) => ninja(workspace, ['check', ...words]).stdout
  for (const words of [['01'], [`exercises/${ID}.ipynb`], ['--file', file, '01']]) {
    const stdout = checked(...words, '--picture')
    expect(stdout).toMatch(/\n\ndprobs\nyours \(32, 27\) +expected \(32, 27\)/)
    expect(stdout).toMatch(/^difference \(32, 27\)$/m)
    expect(stdout.replace(/\n\ndprobs\nyours[\s\S]*/, '\n')).toBe(checked(...words))
  }
})

test('a drill has tasks in Python, judged and kept like any other', () => {
  const { stdout } = run('drill', '--family', 'several-uses', '-n', '2')
  expect(stdout).toContain('exercises/drill/01_session_1.ipynb')
  const [first, second] = taskExercises(folder)
  expect(run('hint', 'drill').stdout).toContain('hint 1 of 3')
  run('drill', '--skip')
  const before = run('check', 'drill')
  expect(before.stdout).toContain('exercises/drill/02_session_1.ipynb')
  fill(second.id, answersOf(second))
  const right = run('check', 'drill')
  expect(right).toMatchObject({ status: 0, stderr: '' })
  expect(right.stdout).toContain('on to the next: npx ninja drill')
  const { session } = JSON.parse(readFileSync(join(folder, '.ninja', 'practice.json'), 'utf8'))
  expect(session.tasks).toMatchObject([
    { id: first.id, answer: 'missed', passed: false },
    { id: second.id, answer: 'right', passed: true },
  ])
  const mine = readFileSync(fileAt(second.id))
  run('drill', '-n', '1')
  expect(existsSync(fileAt(second.id))).toBe(false)
  const [kept] = listAttempts(folder, `${second.id}.ipynb`)
  expect(readFileSync(kept)).toEqual(mine)
  expect(kept).toMatch(/\.ipynb$/)
})

test('an expression is tried in Python there, and gives no answer away', () => {
  expect(run('try', '--exercise', '05', 'bndiff.shape').stdout).toContain('32, 64')
  expect(run('try', '--exercise', '05', 'dbndiff').stdout).toContain("dbndiff isn't filled in yet")
})

test('update leaves notebooks as they are, and says so', () => {
  const mine = readFileSync(fileAt('makemore/07_whole_network'))
  const all = run('update')
  expect(all).toMatchObject({ status: 0, stderr: '' })
  expect(all.stdout).toContain('24 notebooks stay as they are')
  expect(run('update', 'makemore/07').stdout).toContain('a notebook stays as it is')
  expect(readFileSync(fileAt('makemore/07_whole_network'))).toEqual(mine)
  expect(existsSync(join(folder, 'exercises', 'makemore', '07_whole_network.ts'))).toBe(false)
})

test('doctor finds nothing wrong with notebooks', () => {
  const { stdout } = run('doctor')
  expect(stdout).toContain('86 of 86 are fine')
})

test('the kinds of mistakes have their examples in Python', () => {
  const { stdout } = run('mistakes')
  expect(stdout).toContain('dcounts = counts_sum_inv * dprobs')
  expect(stdout).not.toMatch(/\.mul\(|keepdim: true/)
  expect(run('mistakes', 'shape').stdout).toMatch(/keepdim=True/)
})

test('the clone itself stays as it is', () => {
  const { status, stderr } = ninja(join(import.meta.dirname, '../../..'), ['init', '--python'])
  expect(status).toBe(2)
  expect(stderr).toContain('init ../course --python')
})

test('a folder in the clone belongs to it, unless it has a package.json of its own', () => {
  expect(isInPackage(join(packageRoot, 'exercises', 'makemore'))).toBe(true)
  expect(isInPackage(packageRoot)).toBe(true)
  expect(isInPackage(join(packageRoot, 'node_modules', 'vitest'))).toBe(false)
  expect(isInPackage(folder)).toBe(false)
})

test('a folder that has exercises in TypeScript gets notebooks beside them', () => {
  const other = emptyFolder()
  ninja(other, ['init'])
  const { stdout } = ninja(other, ['init', '--python'])
  expect(stdout).toContain('added to this folder: exercises/makemore/01_log_loss.ipynb')
  expect(JSON.parse(readFileSync(join(other, 'package.json'), 'utf8'))).toMatchObject({
    private: true,
    ninja: { python: true },
  })
  expect(ninja(other, ['check', '02']).stdout).toContain('02_softmax.ipynb')
})
