import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeCurrent, notePassed, noteVerdicts } from '../solving.ts'
import { emptyFolder, freshWorkspace, ninja } from '../testing.ts'

const trackIn = (tracks: { name: string; exercises: { file: string }[] }[]) =>
  tracks.find(({ name }) => name === 'makemore')!
/** A line of the makemore track. */
const lineWith = (text: string, part: string) =>
  text
    .slice(Math.max(0, text.indexOf('makemore ')))
    .split('\n')
    .find(line => line.includes(part))

test('at first everything is to do and the first exercise is the current one', () => {
  const { stdout, stderr, status } = ninja(freshWorkspace(), ['list'])
  expect(status).toBe(0)
  expect(stderr).toBe('')
  expect(stdout).toMatch(/^makemore +░{10} {2}0 of \d+ passed +white belt\n {2}A language model.*\n\n/m)
  expect(lineWith(stdout, 'The log loss')).toMatch(/^> · 01 {2}The log loss +2 to do +current$/)
  expect(lineWith(stdout, 'Batchnorm ')).toMatch(/^ {2}· 05 {2}Batchnorm +9 to do$/)
})

test('passed, begun and wrong exercises have signs of their own', () => {
  const folder = freshWorkspace()
  notePassed(folder, '01')
  noteVerdicts(folder, '02', { dcounts_sum_inv: 'exact', dcounts: 'approximate', dlogits: 'inherited' })
  noteVerdicts(folder, '03', { dh: 'exact', dW2: 'wrong' })
  const { stdout } = ninja(folder, ['list'])
  expect(stdout).toMatch(/1 of \d+ passed +yellow belt/)
  expect(lineWith(stdout, 'log loss')).toMatch(/^ {2}✓ 01 .* passed$/)
  expect(lineWith(stdout, 'Softmax')).toMatch(/^> ½ 02 .* 2 of 6 +current$/)
  expect(lineWith(stdout, 'linear')).toMatch(/^ {2}✗ 03 .* 1 of 3$/)
})

test('what was passed stays passed, whatever a later check said', () => {
  const folder = freshWorkspace()
  notePassed(folder, '01')
  noteVerdicts(folder, '01', { dprobs: 'exact' })
  expect(lineWith(ninja(folder, ['list']).stdout, 'log loss')).toMatch(/✓ 01 .* passed, now 1 of 2$/)
})

test('a track that is named is shown alone', () => {
  const folder = freshWorkspace()
  for (const name of ['makemore', 'makemore/']) {
    const { stdout, status } = ninja(folder, ['list', name])
    expect(status).toBe(0)
    expect(stdout).toMatch(/^makemore +░{10}/)
    expect(stdout).not.toContain('hunts')
  }
  expect(JSON.parse(ninja(folder, ['list', 'hunts', '--json']).stdout).tracks).toHaveLength(1)
  expect(ninja(folder, ['list', 'hunt']).stderr).toContain('did you mean hunts?')
  expect(ninja(folder, ['list', 'nothing']).stderr).toContain('the tracks are derivatives, ')
})

test('--json is one document', () => {
  const folder = freshWorkspace()
  makeCurrent(folder, '03')
  notePassed(folder, '01')
  const { stdout, status } = ninja(folder, ['list', '--json'])
  const { version, current, tracks } = JSON.parse(stdout)
  expect({ version, current, status }).toEqual({ version: 1, current: 'makemore/03_linear', status: 0 })
  const makemore = trackIn(tracks)
  expect(makemore).toMatchObject({ name: 'makemore', belt: 'yellow' })
  expect(makemore.exercises.slice(0, 2)).toEqual([
    {
      id: 'makemore/01_log_loss',
      title: 'The log loss',
      passed: true,
      givenUp: false,
      again: false,
      right: 2,
      total: 2,
      file: join('exercises', 'makemore', '01_log_loss.ts'),
    },
    expect.objectContaining({ id: 'makemore/02_softmax', passed: false, right: 0, total: 6 }),
  ])
})

test('files are named as seen from where one stands', () => {
  const { stdout } = ninja(join(freshWorkspace(), 'exercises'), ['list', '--json'])
  expect(trackIn(JSON.parse(stdout).tracks).exercises[0].file).toBe(join('makemore', '01_log_loss.ts'))
})

test('outside a workspace it says how to make one', () => {
  const { stdout, stderr, status } = ninja(emptyFolder(), ['list'])
  expect(status).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toMatch(/no exercises folder[\s\S]*init/)
  expect(JSON.parse(ninja(emptyFolder(), ['list', '--json']).stdout).error.code).toBe('workspace')
})

test('a damaged progress file is said aloud and the list is shown all the same', () => {
  const folder = freshWorkspace()
  notePassed(folder, '01')
  writeFileSync(join(folder, '.ninja', 'progress.json'), '{ "vers')
  const { stdout, stderr, status } = ninja(folder, ['list'])
  expect(status).toBe(0)
  expect(stderr).toContain('is damaged')
  expect(stdout).toContain('0 of ')
})

test('colour comes and goes with FORCE_COLOR and NO_COLOR, and the words are the same', () => {
  const folder = freshWorkspace()
  const plain = ninja(folder, ['list']).stdout
  const coloured = ninja(folder, ['list'], { env: { NO_COLOR: '', FORCE_COLOR: '1' } }).stdout
  expect(coloured).toContain('\u001b[')
  expect(plain).not.toContain('\u001b[')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences start with a control character
  expect(coloured.replace(/\u001b\[\d*m/g, '')).toBe(plain)
})
