import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { answerOf, blanksOf } from '../../notebook/solution.ts'
import { dayOf } from '../../practice/days.ts'
import type { Practice } from '../../practice/practice.ts'
import { freshWorkspace, ninja } from '../testing.ts'
import { withBody } from './testing.ts'

let folder: string
beforeEach(() => {
  folder = freshWorkspace()
})

const run = (...words: string[]) => ninja(folder, words)
const practice = (): Practice => JSON.parse(readFileSync(join(folder, '.ninja', 'practice.json'), 'utf8'))
const tasks = () => practice().session!.tasks
const fileOf = (id: string): string => join(folder, 'exercises', `${id}.ts`)
const solutionOf = (id: string): string =>
  readFileSync(join(folder, '.ninja', 'drill', 'solutions', `${id}.ts`), 'utf8')
const namesOf = (id: string): string[] => blanksOf(solutionOf(id)).map(({ name }) => name)

/** Fills in a task as its solution has it; `times`: by which number that is multiplied. */
function fill(id: string, times = 1): void {
  const text = namesOf(id).reduce(
    (text, name) => {
      const answer = answerOf(solutionOf(id), name)!
      return withBody(
        text,
        name,
        times === 1 ? answer : answer.replace(/return (.*)/s, `return ($1).mul(${times})`),
      )
    },
    readFileSync(fileOf(id), 'utf8'),
  )
  writeFileSync(fileOf(id), text)
}

test('a session has ten tasks, and each is a file with blanks that check judges', () => {
  const { stdout, status } = run('drill')
  expect(status).toBe(0)
  expect(stdout).toMatch(/^Task 1 of 10: .+\n {2}exercises\/drill\/01_session_1\.ts\n/)
  expect(readdirSync(join(folder, 'exercises', 'drill'))).toHaveLength(10)
  const [first] = tasks()
  const blank = JSON.parse(run('check', 'drill', '--json').stdout)
  expect(
    blank.gradients.map(({ name, verdict }: { name: string; verdict: string }) => [name, verdict]),
  ).toEqual(namesOf(first.id).map(name => [name, 'blank']))
  fill(first.id)
  const right = run('check', 'drill')
  expect(right.stdout).toContain('drill/01_session_1 passed')
  expect(right.stdout).toContain('on to the next: npx ninja drill')
  expect(right.status).toBe(0)
})

test('what is right at the first try comes back in two days; the next task comes', () => {
  run('drill')
  const [{ id, kind }] = tasks()
  fill(id)
  run('check', 'drill')
  expect(practice().recalls[kind]).toMatchObject({ asked: dayOf(new Date()), level: 1, misses: 0 })
  expect(run('drill').stdout).toContain('Task 2 of 10')
  expect(run('drill').stdout).toContain('Task 2 of 10')
  expect(run('drill', '--skip').stdout).toContain('Task 3 of 10')
})

test('a hint makes it missed, and what is right afterwards stays missed', () => {
  run('drill')
  const [{ id, kind }] = tasks()
  expect(run('hint', 'drill').stdout).toContain('hint 1 of 3')
  fill(id)
  run('check', 'drill')
  expect(tasks()[0]).toMatchObject({ answer: 'missed', passed: true })
  expect(practice().recalls[kind]).toMatchObject({ level: 0, misses: 1 })
})

test('sizes that do not fit, or a line without an end, make it missed; a misspelled name does not', () => {
  run('drill', '-n', '3')
  const lines = ['zeros(2, 3).add(zeros(4, 5))', '(() => { for (;;); })()', 'nothingLikeThis']
  for (const [i, { id }] of tasks().entries()) {
    const spoilt = withBody(readFileSync(fileOf(id), 'utf8'), namesOf(id)[0], `return ${lines[i]}`)
    writeFileSync(fileOf(id), `import { zeros } from 'backprop-ninja'\n${spoilt}`)
    run('check', `drill/0${i + 1}`, '--time-limit', '0.3')
  }
  expect(tasks().map(({ answer }) => answer)).toEqual(['missed', 'missed', 'right'])
})

test('a task whose answer was shown is missed', () => {
  run('drill')
  expect(run('solution', 'drill', '--give-up', '--yes').stdout).toContain(namesOf(tasks()[0].id)[0])
  expect(tasks()[0]).toMatchObject({ answer: 'missed', passed: false })
})

test('a mistake that is no part of what is drilled makes it slow; those who practise it come', () => {
  run('drill', '--family', 'broadcasting')
  const [{ id }] = tasks()
  fill(id, -1)
  const { gradients } = JSON.parse(run('check', 'drill', '--json').stdout)
  expect(gradients[0].diagnosis.family).toBe('sign, factor')
  expect(tasks()[0]).toMatchObject({ answer: 'slow', passed: false })
  fill(id)
  run('check', 'drill')
  expect(tasks()[0]).toMatchObject({ answer: 'slow', passed: true })
  expect(practice().recalls.broadcasting).toMatchObject({ level: 0, misses: 0 })
})

test('at the end it says what went right and what comes back when; attempts are kept, files are not heaped up', () => {
  run('drill', '-n', '2')
  const [first, second] = tasks()
  fill(first.id)
  run('check', 'drill')
  run('drill')
  writeFileSync(fileOf(second.id), `${readFileSync(fileOf(second.id), 'utf8')}// mine\n`)
  const { stdout } = run('drill', '--skip')
  expect(stdout).toMatch(/^This session is over: 1 of 2 right at the first try\.$/m)
  expect(stdout).toMatch(/comes back/)
  expect(practice().session).toBe(null)
  expect(practice().recalls[second.kind].misses).toBe(1)
  expect(readdirSync(join(folder, 'exercises', 'drill'))).toEqual([])
  const attempts = join(folder, '.ninja', 'attempts', second.id)
  expect(readdirSync(attempts).map(name => readFileSync(join(attempts, name), 'utf8'))).toEqual([
    expect.stringContaining('// mine'),
  ])
  const progress = JSON.parse(readFileSync(join(folder, '.ninja', 'progress.json'), 'utf8'))
  expect(progress.exercises).toEqual({})
  expect(run('drill').stdout).toContain('exercises/drill/01_session_2.ts')
})

test('a session that was interrupted goes on, also where its files are gone', () => {
  run('drill', '-n', '3')
  const [first] = tasks()
  fill(first.id)
  run('check', 'drill')
  rmSync(join(folder, '.ninja', 'drill'), { recursive: true })
  rmSync(fileOf(tasks()[2].id))
  expect(run('drill').stdout).toContain('Task 2 of 3')
  expect(existsSync(fileOf(tasks()[2].id))).toBe(true)
  expect(solutionOf(first.id)).toContain('// answer')
})

test('a session whose tasks would come out otherwise ends with a sentence; answers and files are kept', () => {
  run('drill', '-n', '3')
  const [first, second] = tasks()
  fill(first.id)
  run('check', 'drill')
  writeFileSync(fileOf(second.id), `${readFileSync(fileOf(second.id), 'utf8')}// mine\n`)
  rmSync(join(folder, '.ninja', 'drill'), { recursive: true })
  const { recalls, session, ...rest } = practice()
  const others = session!.tasks.map(({ seed, ...task }) => ({ ...task, seed: seed + 1000 }))
  const text = JSON.stringify({ ...rest, recalls, session: { ...session, tasks: others } })
  writeFileSync(join(folder, '.ninja', 'practice.json'), text)
  const { stderr, status } = run('drill')
  expect(status).toBe(2)
  expect(stderr).toContain("can't make the tasks of your last session again, so that session is over")
  expect(practice()).toMatchObject({ recalls, session: null })
  expect(readdirSync(join(folder, 'exercises', 'drill'))).toEqual([])
  const kept = (id: string): string => {
    const attempts = join(folder, '.ninja', 'attempts', id)
    return readFileSync(join(attempts, readdirSync(attempts)[0]), 'utf8')
  }
  expect(kept(first.id)).not.toContain('TODO()')
  expect(kept(second.id)).toContain('// mine')
  expect(run('drill').stdout).toContain('exercises/drill/01_session_2.ts')
})

test('where one is in the course, and what is passed of it, is as it was', () => {
  const before = run('list', '--json').stdout
  run('check', '02')
  run('drill')
  fill(tasks()[0].id)
  run('check', 'drill')
  run('check', 'drill/02')
  expect(run('check').stdout).toContain('makemore/02_softmax')
  expect(JSON.parse(run('list', '--json').stdout).tracks).toEqual(JSON.parse(before).tracks)
  expect(run('next').stdout).toContain('exercises/makemore/03')
})

test('show, graph, reset, undo and diff know a task', () => {
  run('drill')
  const [{ id }] = tasks()
  fill(id)
  expect(run('check', 'drill').status).toBe(0)
  expect(run('show', 'drill').stdout).toContain('── The tensors ──')
  expect(run('graph', 'drill').stdout).toContain('loss')
  expect(run('diff', 'drill').stdout).toMatch(/(\d) of \1 written like the answer\n/)
  expect(run('reset', 'drill').stdout).toContain('starts from the beginning again')
  expect(readFileSync(fileOf(id), 'utf8')).toContain('return TODO()')
  run('undo', 'drill')
  expect(readFileSync(fileOf(id), 'utf8')).not.toContain('return TODO()')
})

test('a mistake in an exercise makes what practises it due', () => {
  const file = fileOf('makemore/02_softmax')
  writeFileSync(file, withBody(readFileSync(file, 'utf8'), 'dcounts', 'return dprobs.mul(counts_sum_inv)'))
  const { gradients } = JSON.parse(run('check', '02', '--json').stdout)
  const { family } = gradients.find(({ name }: { name: string }) => name === 'dcounts').diagnosis
  expect(family).toBe('a use forgotten')
  const today = dayOf(new Date())
  expect(practice().slips).toEqual({ 'makemore/02_softmax': { dcounts: { [family]: today } } })
  expect(practice().recalls).toEqual({ 'several-uses': { asked: today, due: today, level: 0, misses: 0 } })
  expect(run('drill', '--list').stdout).toMatch(/^Used more than once +several-uses +today$/m)
  expect(run('drill').stdout).toContain('Task 1 of 10: Used more than once')
})

describe('what cannot be done is told', () => {
  test('without a session there is no task', () => {
    const { stderr, status } = run('check', 'drill')
    expect(stderr).toBe('error: there is no drill at the moment\n  to begin one: npx ninja drill\n')
    expect(status).toBe(2)
  })

  test('a kind that there is not, and a number that is none', () => {
    expect(run('drill', '--family', 'brodcasting').stderr).toContain('did you mean broadcasting?')
    expect(run('drill', '-n', '0').stderr).toContain('-n needs a number of at least 1, not "0"')
    expect(run('drill', '-n', '2.5').stderr).toContain('-n needs a whole number of at most 100, not 2.5')
    expect(existsSync(join(folder, '.ninja', 'practice.json'))).toBe(false)
  })

  test('a damaged file is kept beside it, and practice starts over', () => {
    run('drill', '-n', '2')
    writeFileSync(join(folder, '.ninja', 'practice.json'), '{ "version": 1, "recalls": 3 }')
    const { stderr, stdout } = run('drill', '--list')
    expect(stderr).toContain('is damaged (it.recalls should be an object, but is 3), so it was saved as')
    expect(stderr).toContain('practice starts over')
    expect(stdout).toContain('new')
    expect(run('drill').stdout).toContain('Task 1 of 10')
  })
})
