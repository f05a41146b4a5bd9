/** Where a learner begins: the question in a pseudo-terminal, and what is said where nobody is asked. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test as everywhere, expect, onTestFinished } from 'vitest'
import { asPassed, emptyProgress, noteHint, setCurrent } from '../progress/progress.ts'
import { openStore } from '../progress/store.ts'
import { isNew, replyTo, startsOf } from './start.ts'
import { emptyFolder, freshWorkspace, ninja } from './testing.ts'
import { type ScreenView, start, type TerminalSetup } from './watch/terminals.ts'
import { test } from './watch/testing.ts'
import { allExercises } from './workspace.ts'

const ESC = '\u001b'
const currentIn = (folder: string): string | null => openStore(folder).read().progress.current

describe('a key', () => {
  const starts = startsOf(allExercises(null))
  const chosen = (key: string, isAstray = false): string | null => {
    const came = replyTo(starts, key, isAstray)
    return came.kind === 'answer' ? came.answer.track : came.say
  }

  everywhere('of a row chooses its track, Enter and Esc the usual one', () => {
    expect(['1', '2', '3', '4', 'enter', 'escape'].map(key => chosen(key))).toEqual([
      'derivatives',
      'micrograd',
      'makemore',
      'gpt',
      'makemore',
      'makemore',
    ])
  })

  everywhere('that means nothing is answered once, and Enter after it chooses nothing', () => {
    expect(chosen('d')).toBe('Press a number from 1 to 4, Enter for makemore, or Ctrl-C to leave: ')
    expect([chosen('e', true), chosen('enter', true), chosen('escape', true)]).toEqual([null, null, null])
    expect(chosen('1', true)).toBe('derivatives')
  })
})

everywhere('there is nothing to ask where a pack has one track, or others', () => {
  const all = allExercises(null)
  const named = (track: string, own: string) =>
    all.filter(one => one.track === own).map(one => ({ ...one, track }))
  expect(startsOf(all.filter(({ track }) => track === 'gpt'))).toEqual([])
  expect(startsOf([...named('norms', 'makemore'), ...named('more-norms', 'gpt')])).toEqual([])
})

everywhere('a learner is new until something was checked, chosen or hinted at', () => {
  expect(isNew(emptyProgress())).toBe(true)
  expect(isNew(setCurrent(emptyProgress(), 'makemore/02_softmax'))).toBe(false)
  expect(isNew(noteHint(emptyProgress(), 'makemore/02_softmax', 'dcounts', 1))).toBe(false)
})

describe('in a pipe', () => {
  everywhere('nobody is asked: the usual start is said, and the others', () => {
    const folder = emptyFolder()
    const { stdout, status } = ninja(folder, ['init', 'course'])
    expect(status).toBe(0)
    const place = join('course', 'exercises', 'makemore', '01_log_loss.ts')
    expect(stdout).toContain(`start with ${place}\nor begin elsewhere:\n  npx ninja derivatives `)
    expect(stdout).toMatch(/\n {2}npx ninja micrograd .*\n[\s\S]*\nThe road: derivatives, micrograd, /)
    expect(stdout).not.toContain('npx ninja makemore')
    expect(currentIn(join(folder, 'course'))).toBeNull()
  })

  everywhere('a first check says how to begin elsewhere, once; its document says nothing of it', () => {
    const folder = freshWorkspace()
    expect(JSON.parse(ninja(folder, ['check', '--json']).stdout).exercise).toBe('makemore/01_log_loss')
    const other = freshWorkspace()
    const told =
      'You begin with the track makemore. To begin with another one, name it:\nnpx ninja derivatives\n'
    expect(ninja(other, []).stdout).toContain(told)
    expect(ninja(other, []).stdout).not.toContain('You begin with')
    expect(ninja(freshWorkspace(), ['check', '02']).stdout).not.toContain('You begin with')
  })
})

describe('--start', () => {
  everywhere.each([
    ['derivatives', 'derivatives/01_slope'],
    ['micrograd/', 'micrograd/01_value'],
    ['gpt/02', 'gpt/02_rms_norm'],
    ['03', 'makemore/03_linear'],
  ])('%s is where one begins', (written, id) => {
    const folder = emptyFolder()
    const { stdout, status } = ninja(folder, ['init', '--start', written])
    expect([status, currentIn(folder)]).toEqual([0, id])
    expect(stdout).toMatch(new RegExp(`start with ${join('exercises', id)}\\.ts\n$`))
    expect(ninja(folder, ['list', '--json']).stdout).toContain(`"current":"${id}"`)
  })

  everywhere('what there is not is an error, and no folder is made', () => {
    const folder = emptyFolder()
    const { status, stderr } = ninja(folder, ['init', 'course', '--start', 'derivativs'])
    expect(status).toBe(2)
    expect(stderr).toMatch(/there is no exercise "derivativs"\n +did you mean derivatives/)
    expect(existsSync(join(folder, 'course'))).toBe(false)
  })

  everywhere('moves one who has begun, and without it one stays', () => {
    const folder = freshWorkspace()
    ninja(folder, ['check', '02'])
    expect(ninja(folder, ['init']).stdout).toMatch(/go on with .*02_softmax\.ts\n$/)
    expect(currentIn(folder)).toBe('makemore/02_softmax')
    ninja(folder, ['init', '--start', 'layers'])
    expect(currentIn(folder)).toBe('layers/01_one_sample')
  })
})

/** The program in a terminal, ended with the test. */
function typed(folder: string, words: readonly string[], setting: TerminalSetup = {}): ScreenView {
  const seen = start(folder, words, { ...setting, env: { NO_COLOR: '1', ...setting.env } })
  onTestFinished(() => {
    try {
      process.kill(seen.pid, 'SIGKILL')
    } catch {} // it has ended
  })
  return seen
}

describe('on a terminal', () => {
  test('init asks, and the key is where one begins', async () => {
    const folder = emptyFolder()
    const seen = typed(folder, ['init', 'course'])
    await seen.wait('1 to 4, or Enter for 3: ', 'output')
    expect(seen.output()).toMatch(/made course[\s\S]*Where do you want to begin\?[\s\S]*The road: /)
    seen.press('1')
    expect((await seen.ended).exitCode).toBe(0)
    expect(seen.output()).toMatch(/start with .*derivatives.01_slope\.ts/)
    expect(seen.output().match(/made course/g)).toHaveLength(1)
    expect(currentIn(join(folder, 'course'))).toBe('derivatives/01_slope')
  })

  test.for([
    ['\r', 'makemore/01_log_loss', 0],
    [ESC, 'makemore/01_log_loss', 0],
    ['2', 'micrograd/01_value', 0],
    ['\u0003', null, 130],
    ['\u0004', null, 130],
  ] as const)('after %j init leaves a workspace', async ([key, id, status]) => {
    const folder = emptyFolder()
    const seen = typed(folder, ['init'])
    await seen.wait('Enter for 3: ', 'output')
    seen.press(key)
    expect((await seen.ended).exitCode).toBe(status)
    expect(currentIn(folder)).toBe(id)
    expect(seen.output()).toMatch(/start with exercises/)
  })

  test('the question is all on a screen of 40 columns and 24 rows, below the command and what it made', async () => {
    const folder = emptyFolder()
    const seen = typed(folder, ['init'], { columns: 40, rows: 24 })
    const rows = (await seen.wait('Enter for 3: ', 'output')).split(/\r?\n/)
    expect(rows).toContain('Where do you want to begin?')
    expect(rows.length).toBeLessThan(24)
    expect(Math.max(...rows.map(row => row.length))).toBeLessThanOrEqual(40)
  })

  test('a word that is typed with Enter chooses nothing', async () => {
    const folder = emptyFolder()
    const seen = typed(folder, ['init'])
    await seen.wait('Enter for 3: ', 'output')
    seen.press('derivatives\r')
    await seen.wait('Press a number from 1 to 4', 'output')
    seen.press('1')
    expect((await seen.ended).exitCode).toBe(0)
    expect(seen.output().match(/Press a number/g)).toHaveLength(1)
    expect(currentIn(folder)).toBe('derivatives/01_slope')
  })

  test('ninja alone asks in a new workspace, goes there, and never asks again', async () => {
    const folder = freshWorkspace()
    const left = typed(folder, [])
    await left.wait('Where do you want to begin?', 'output')
    left.press('\u0003')
    expect((await left.ended).exitCode).toBe(130)
    const seen = typed(folder, [])
    await seen.wait('Enter for 3: ', 'output')
    seen.press('2')
    await seen.wait('exercises/micrograd/01_value.ts')
    expect(currentIn(folder)).toBe('micrograd/01_value')
    seen.press('q')
    expect((await seen.ended).exitCode).toBe(0)
    const again = typed(folder, [])
    await again.wait('exercises/micrograd/01_value.ts')
    expect(again.output()).not.toContain('Where do you want')
  })

  test('nobody is asked who says where, who has begun, or on a machine that runs tests', async () => {
    const folder = freshWorkspace()
    const named = typed(folder, ['layers'])
    await named.wait('exercises/layers/01_one_sample.ts')
    const told = emptyFolder()
    expect((await typed(told, ['init', '--start', 'gpt']).ended).exitCode).toBe(0)
    expect(currentIn(told)).toBe('gpt/01_embeddings')
    const ci = typed(emptyFolder(), ['init'], { env: { CI: 'true' } })
    expect((await ci.ended).exitCode).toBe(0)
    for (const { output } of [named, ci]) expect(output()).not.toContain('Where do you want')
  })

  test('a terminal that knows no single keys is asked by the line', async () => {
    const folder = emptyFolder()
    const seen = typed(folder, ['init'], { env: { TERM: 'dumb' } })
    await seen.wait('Enter for 3: ', 'output')
    seen.press('1\r')
    expect((await seen.ended).exitCode).toBe(0)
    expect(seen.output()).not.toContain(ESC)
    expect(currentIn(folder)).toBe('derivatives/01_slope')
  })
})

describe('an exercise or a track as the first word', () => {
  test.for([
    ['02', 'makemore/02_softmax'],
    ['log_loss', 'makemore/01_log_loss'],
    ['micrograd', 'micrograd/01_value'],
  ] as const)('%s is watched on a terminal', async ([word, id]) => {
    const folder = freshWorkspace()
    const seen = typed(folder, [word])
    await seen.wait(`exercises/${id}.ts`)
    expect(currentIn(folder)).toBe(id)
  })

  test('a number past the end of the track says so, and moves nobody', async () => {
    const folder = freshWorkspace()
    ninja(folder, ['check', '02'])
    const seen = typed(folder, ['11'])
    expect((await seen.ended).exitCode).toBe(2)
    expect(seen.output()).toContain('the track makemore has no exercise 11: it has 1 to 10')
    expect(currentIn(folder)).toBe('makemore/02_softmax')
  })

  everywhere.each([
    ['softmax', 'makemore/02_softmax'],
    ['derivatives', 'derivatives/01_slope'],
    ['hunts/', 'hunts/01_the_sum'],
  ])('%s is checked in a pipe', (word, id) => {
    expect(JSON.parse(ninja(freshWorkspace(), [word, '--json']).stdout).exercise).toBe(id)
  })

  everywhere('a track means the first of its exercises that is not passed', () => {
    const folder = freshWorkspace()
    openStore(folder).update(progress => asPassed(progress, 'derivatives/01_slope'))
    expect(JSON.parse(ninja(folder, ['check', 'derivatives', '--json']).stdout).exercise).toBe(
      'derivatives/02_best_nudge',
    )
  })

  everywhere('what is misspelt is guessed, commands first', () => {
    const workspace = freshWorkspace()
    expect(ninja(workspace, ['chek']).stderr).toContain('did you mean check?')
    expect(ninja(workspace, ['sofmax']).stderr).toContain('did you mean softmax?')
    expect(ninja(workspace, ['xyzzy']).stderr).toContain('ninja --help shows what there is')
    expect(ninja(emptyFolder(), ['softmax']).stderr).toContain("unknown command 'softmax'")
  })
})
