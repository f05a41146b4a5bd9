import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { noteCheck, type Progress } from '../../progress/progress.ts'
import { openStore } from '../../progress/store.ts'
import { solve } from '../solving.ts'
import { freshWorkspace, ninja } from '../testing.ts'
import { allExercises } from '../workspace.ts'

const ids = allExercises(null)
  .filter(({ track }) => track === 'makemore')
  .map(({ id }) => id)
const others = allExercises(null)
  .map(({ id }) => id)
  .filter(id => !ids.includes(id))

let workspace: string
beforeEach(() => {
  workspace = freshWorkspace()
})

const pass = (...names: readonly string[]): void => {
  const at = new Date()
  const note = (progress: Progress, id: string) =>
    noteCheck(progress, id, { passed: true, gradients: {}, at })
  openStore(workspace).update(progress => names.reduce(note, progress))
}

const current = (): string | null => openStore(workspace).read().progress.current

test('the first thing to do is the first exercise', () => {
  const { status, stdout } = ninja(workspace, ['next'])
  expect(status).toBe(0)
  expect(stdout).toContain('01 · The log loss')
  expect(stdout).toContain(join('exercises', 'makemore', '01_log_loss.ts'))
  expect(stdout).toContain('fill in the 2 blanks')
  expect(stdout).not.toContain('passed')
  expect(current()).toBe(ids[0])
})

test('where one chose to begin and did nothing yet, that is the first thing to do', () => {
  ninja(workspace, ['init', '--start', 'micrograd'])
  expect(ninja(workspace, ['next']).stdout).toContain(join('exercises', 'micrograd', '01_value.ts'))
  expect(current()).toBe('micrograd/01_value')
  ninja(workspace, ['next'])
  expect(current()).toMatch(/^micrograd\/02_/)
})

test('previous goes back in the track, and says where that begins', () => {
  ninja(workspace, ['check', '03'])
  const { status, stdout } = ninja(workspace, ['previous'])
  expect(status).toBe(0)
  expect(stdout).toContain(join('exercises', 'makemore', '02_softmax.ts'))
  expect(stdout).not.toContain("haven't passed")
  ninja(workspace, ['previous'])
  expect(current()).toBe(ids[0])
  expect(ninja(workspace, ['previous'])).toMatchObject({
    status: 2,
    stderr: 'error: this is the first exercise of makemore\n  to see all exercises: npx ninja list\n',
  })
  expect(current()).toBe(ids[0])
})

test('after one that is passed comes the next, with nothing to come back for', () => {
  pass(ids[0])
  const { status, stdout } = ninja(workspace, ['next'])
  expect(status).toBe(0)
  expect(stdout).toContain('02_softmax.ts')
  expect(stdout).not.toContain('come back')
  expect(current()).toBe(ids[1])
})

test('it goes on from one that is not passed, and says how to come back', () => {
  ninja(workspace, ['next'])
  const { status, stdout } = ninja(workspace, ['next'])
  expect(status).toBe(0)
  expect(stdout).toContain("you haven't passed 01 yet; to come back: npx ninja check 01")
  expect(current()).toBe(ids[1])
})

test('one who has checked the first exercise goes on from it', () => {
  ninja(workspace, ['check'])
  ninja(workspace, ['next'])
  expect(current()).toBe(ids[1])
})

test('exercises that are passed already are stepped over, and after the last come those left out', () => {
  pass(...ids.slice(1, -1))
  ninja(workspace, ['next'])
  ninja(workspace, ['next'])
  expect(current()).toBe(ids.at(-1))
  ninja(workspace, ['next'])
  expect(current()).toBe(ids[0])
})

test('the only one left stays the current one', () => {
  pass(...others, ...ids.slice(1))
  ninja(workspace, ['next'])
  const { status, stdout } = ninja(workspace, ['next'])
  expect(status).toBe(0)
  expect(stdout).toContain('the only one')
  expect(stdout).not.toContain('come back')
  expect(current()).toBe(ids[0])
})

test('after all of a track comes the next track, and the end of the first is told, training before all else', () => {
  pass(...ids)
  ninja(workspace, ['check', 'makemore/10'])
  const { stdout, status } = ninja(workspace, ['next'])
  expect(status).toBe(0)
  expect(stdout).toMatch(
    /finished the track makemore: all 10 exercises are passed[\s\S]*npx ninja train\n[\s\S]*more-layers/,
  )
  expect(current()).toMatch(/^more-layers\/01/)
})

test('after the last track come those before it', () => {
  const hunts = others.filter(id => id.startsWith('hunts/'))
  pass(...ids, ...hunts)
  ninja(workspace, ['check', hunts[0]])
  const { stdout } = ninja(workspace, ['next'])
  expect(stdout).toContain('finished the track hunts')
  expect(stdout).not.toContain('train')
  expect(current()).toMatch(/^derivatives\/01/)
})

test('a check that passes the last exercise of a track says what comes then', () => {
  pass(...ids.filter(id => !id.includes('04_tanh')))
  solve(workspace, '04')
  const { stdout } = ninja(workspace, ['check', '04'])
  expect(stdout).toMatch(
    /04_tanh passed[\s\S]*finished the track makemore[\s\S]*npx ninja train\n[\s\S]*the track more-layers/,
  )
  expect(stdout).not.toContain('on to the next')
})

test('when all are passed it congratulates', () => {
  pass(...others, ...ids)
  const { status, stdout } = ninja(workspace, ['next'])
  expect(status).toBe(0)
  expect(stdout).toContain(`You've passed all ${ids.length + others.length} exercises`)
})

test('a next exercise whose file is gone comes with a way to get it back', () => {
  pass(ids[0])
  rmSync(join(workspace, 'exercises', `${ids[1]}.ts`))
  expect(ninja(workspace, ['next']).stdout).toContain('npx ninja reset 02')
})

test('a damaged progress file is said once, and the first exercise is next', () => {
  ninja(workspace, ['next'])
  writeFileSync(join(workspace, '.ninja', 'progress.json'), '{')
  const { status, stdout, stderr } = ninja(workspace, ['next'])
  expect(status).toBe(0)
  expect(stdout).toContain('01 · The log loss')
  expect(stderr.match(/is damaged/g)).toHaveLength(1)
  expect(readFileSync(join(workspace, '.ninja', 'progress.json'), 'utf8')).toContain(ids[0])
})

test('outside of a workspace it says how to make one', () => {
  const { status, stderr } = ninja('/', ['next'])
  expect(status).toBe(2)
  expect(stderr).toContain('init course')
})
