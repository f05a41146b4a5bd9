import {
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { solved } from '../../grade/bank/twins.ts'
import type { News, RehearsalView } from '../../page/contract.ts'
import { listAttempts } from '../../progress/attempts.ts'
import { isPassed } from '../../progress/progress.ts'
import { openStore } from '../../progress/store.ts'
import { cellsToRead } from '../../python/notebook-cells.ts'
import { contextFor } from '../command.ts'
import { fillNotebook, notebookIn } from '../commands/testing.ts'
import { openPractice } from '../drill/practice-file.ts'
import { taskExercises } from '../drill/tasks.ts'
import { wholeText, wholeTextOf } from '../solving.ts'
import { emptyFolder, freshWorkspace, pythonWorkspace } from '../testing.ts'
import { findWorkspace } from '../workspace.ts'
import { openDesk } from './desk.ts'

const ID = 'makemore/01_log_loss'
let close = (): void => {}
afterEach(() => close())

function opened(root = freshWorkspace()) {
  const told: News[] = []
  /** Told unasked, once a place is ready. */
  const rehearsals: RehearsalView[] = []
  const context = contextFor(root, { columns: 80, isTTY: false } as NodeJS.WriteStream)
  const desk = openDesk(context, {}, findWorkspace(root, 'ninja'), (...news) => {
    for (const one of news)
      if (one.kind === 'rehearsal') rehearsals.push(one.rehearsal)
      else told.push(one)
  })
  close = () => desk.close()
  return { desk, told, rehearsals, root, file: join(root, 'exercises', `${ID}.ts`) }
}

const right = wholeText('01')
const RIGHT = 'dlogprobs = torch.zeros_like(logprobs)\ndlogprobs[range(n), Yb] = -1 / n'
const wrong = right.replace('return probs.pow(-1).mul(dlogprobs)', 'return probs.pow(-1)')

test('a save in another editor comes together with its verdict, and with what to draw of it', async () => {
  const { desk, told, root, file } = opened()
  desk.read(ID)
  await desk.check(ID)
  writeFileSync(file, wrong)
  await expect.poll(() => told.map(({ kind }) => kind), { timeout: 20_000 }).toContain('checked')
  const checked = await desk.check(ID)
  expect(told).toEqual([
    { kind: 'file', id: ID, text: wrong },
    { kind: 'checked', id: ID, checked },
  ])
  expect(checked.report.gradients.map(({ name, verdict }) => [name, verdict])).toEqual([
    ['dlogprobs', 'exact'],
    ['dprobs', 'wrong'],
  ])
  expect(checked.drawn.get('dprobs')!.expected!.shape).toEqual([32, 27])
  await expect.poll(() => openStore(root).read().progress.exercises[ID]?.checks).toBe(2)
})

test('a text whose verdict takes long is told before it, and the verdict of a text that was written over is not told', async () => {
  const { desk, told, file } = opened()
  desk.read(ID)
  await desk.check(ID)
  const endless = right.replace('return probs.pow(-1).mul(dlogprobs)', 'for (;;) {}')
  writeFileSync(file, endless)
  await expect.poll(() => told, { timeout: 20_000 }).toEqual([{ kind: 'file', id: ID, text: endless }])
  writeFileSync(file, right)
  await expect.poll(() => told.length, { timeout: 20_000 }).toBe(3)
  expect(told.slice(1)).toEqual([
    { kind: 'file', id: ID, text: right },
    { kind: 'checked', id: ID, checked: await desk.check(ID) },
  ])
}, 40_000)

test('a rehearsal is told once: a verdict with one wrong line, and with what to draw; and again to a page that opens the exercise anew', async () => {
  const { desk, rehearsals, file } = opened()
  desk.read(ID)
  await desk.check(ID)
  await expect.poll(() => rehearsals.length, { timeout: 20_000 }).toBe(1)
  const [{ id, checked }] = rehearsals
  expect(id).toBe(ID)
  expect(checked.report.gradients.map(({ name, verdict }) => [name, verdict])).toEqual([
    ['dlogprobs', 'wrong'],
    ['dprobs', 'inherited'],
  ])
  expect([...checked.drawn.keys()]).toEqual(['dlogprobs', 'dprobs'])
  writeFileSync(file, right)
  await desk.check(ID)
  await new Promise(resolve => setTimeout(resolve, 1500))
  expect(rehearsals.length).toBe(1)
  desk.read(ID)
  expect(rehearsals[1]).toBe(rehearsals[0])
}, 40_000)

test('a save that changes nothing is not told', async () => {
  const { desk, told, file } = opened()
  const text = desk.read(ID)
  await desk.check(ID)
  writeFileSync(file, text)
  await new Promise(resolve => setTimeout(resolve, 600))
  expect(told).toEqual([])
})

test('what the page writes is in the file, judged once, recorded, and not told back to it', async () => {
  const { desk, told, root, file } = opened()
  const text = desk.read(ID)
  expect(desk.write(ID, right, text)).toEqual({ kind: 'written' })
  expect(readFileSync(file, 'utf8')).toBe(right)
  const checked = await desk.check(ID)
  expect(checked.report.passed).toBe(true)
  expect(await desk.check(ID)).toBe(checked)
  await expect.poll(() => openStore(root).read().progress.exercises[ID]?.checks).toBe(1)
  expect(desk.tracks().find(({ name }) => name === 'makemore')!.exercises[0]).toMatchObject({
    isPassed: true,
  })
  expect(told).toEqual([])
})

test('two verdicts that come close on each other are both noted, the last at the latest when the desk is closed', async () => {
  const { desk, root } = opened()
  const text = desk.read(ID)
  await desk.check(ID)
  desk.write(ID, right, text)
  await desk.check(ID)
  desk.close()
  const { progress } = openStore(root).read()
  expect([progress.exercises[ID].checks, isPassed(progress, ID)]).toEqual([2, true])
})

test('a file that was changed elsewhere in the meantime is not written over; of the two texts, each is kept', () => {
  const { desk, root, file } = opened()
  const text = desk.read(ID)
  writeFileSync(file, wrong)
  expect(desk.write(ID, right, text)).toEqual({ kind: 'conflict', text: wrong })
  expect(readFileSync(file, 'utf8')).toBe(wrong)
  expect(desk.write(ID, right, wrong)).toEqual({ kind: 'written' })
  expect(readFileSync(file, 'utf8')).toBe(right)
  expect(listAttempts(root, ID).map(path => readFileSync(path, 'utf8'))).toEqual([right, wrong])
})

test('its own last text is written over without a copy of each keystroke', () => {
  const { desk, root } = opened()
  let seen = desk.read(ID)
  for (const i of [1, 2, 3, 4]) {
    desk.write(ID, `${right}// ${i}\n`, seen)
    seen = `${right}// ${i}\n`
  }
  expect(listAttempts(root, ID).length).toBe(1)
})

test('a file that is gone is a fresh one, and comes back when it is written', () => {
  const { desk, file } = opened()
  rmSync(file)
  const text = desk.read(ID)
  expect(text).toContain('TODO()')
  expect(desk.write(ID, right, text)).toEqual({ kind: 'written' })
  expect(readFileSync(file, 'utf8')).toBe(right)
})

test.each(['the file', 'the folder of its track'])(
  '%s that is a link out of the workspace is neither read nor written',
  what => {
    const { desk, root, file } = opened()
    const outside = join(emptyFolder(), 'outside')
    mkdirSync(outside)
    const secret = join(outside, '01_log_loss.ts')
    writeFileSync(secret, 'a secret')
    if (what === 'the file') {
      rmSync(file)
      symlinkSync(secret, file)
    } else {
      const folder = join(root, 'exercises', 'makemore')
      renameSync(folder, `${folder}.old`)
      symlinkSync(outside, folder)
    }
    for (const act of [() => desk.read(ID), () => desk.write(ID, right, 'a secret'), () => desk.check(ID)])
      expect(act).toThrow('is a link to a file outside of the workspace')
    expect(readFileSync(secret, 'utf8')).toBe('a secret')
  },
)

test('an exercise that does not exist is told as one, whatever path its name looks like', () => {
  const { desk } = opened()
  for (const id of ['makemore/99', '../../etc/passwd', 'makemore/../../x', ''])
    expect(() => desk.read(id)).toThrow(expect.objectContaining({ name: 'NinjaError' }))
})

test('hints are counted where ninja hint counts them', () => {
  const { desk, root } = opened()
  expect(desk.hints(ID, 'dprobs', false)).toBe(0)
  expect(desk.hints(ID, 'dprobs', true)).toBe(1)
  expect(desk.hints(ID, 'dprobs', false)).toBe(1)
  expect(() => desk.hints(ID, '__proto__', true)).toThrow('has no blank called __proto__')
  expect(openStore(root).read().progress.exercises[ID].hints).toEqual({ dprobs: 1 })
})

test('a wrong answer to a question counts where watch counts it', () => {
  const { desk, root } = opened()
  desk.guessed({ id: ID, blank: 'dprobs', family: 'a use forgotten' })
  expect(Object.keys(openPractice(root).read().value.slips[ID].dprobs)).toEqual(['a use forgotten'])
  expect(desk.practice.mistakes(ID)).toEqual({ dprobs: ['a use forgotten'] })
  expect(desk.practice.look().due).toBe(1)
  expect(() => desk.guessed({ id: 'makemore/99', blank: 'dprobs', family: 'shape' })).toThrow()
})

test('a lesson has its text, its uses and its graph', () => {
  const { desk } = opened()
  const lesson = desk.lesson(ID)
  expect(lesson.blanks).toEqual(['dlogprobs', 'dprobs'])
  expect(lesson.uses.map(({ from, to }) => `${from} ${to}`)).toContain('probs logprobs')
  expect(desk.lesson('makemore/01')).toBe(lesson)
})

describe('an exercise that is done in a notebook', () => {
  const dprobs = 'dprobs = dlogprobs / probs'
  function openedNotebook() {
    const all = opened(pythonWorkspace())
    return { ...all, file: notebookIn(all.root, ID) }
  }

  test('is read and judged against its blanks, recorded, and told at each save, with what to draw', async () => {
    const { desk, told, root, file } = openedNotebook()
    const fresh = desk.read(ID)
    expect(fresh).toBe(readFileSync(file, 'utf8'))
    const before = await desk.check(ID)
    expect(before.report.gradients.map(({ verdict }) => verdict)).toEqual(['blank', 'blank'])
    fillNotebook(file, { dprobs: 'dprobs = dlogprobs * probs' })
    await expect.poll(() => told.map(({ kind }) => kind), { timeout: 20_000 }).toContain('checked')
    const checked = await desk.check(ID)
    expect(told.at(-1)).toEqual({ kind: 'checked', id: ID, checked })
    expect(checked.report.gradients.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['dlogprobs', 'blank'],
      ['dprobs', 'wrong'],
    ])
    expect(checked.notebook!.gradients.map(({ blank, cell, line }) => [blank, cell, line])).toEqual([
      ['dlogprobs', 5, 2],
      ['dprobs', 6, 2],
    ])
    expect(checked.drawn.get('dprobs')!.yours!.data).toBeInstanceOf(Float64Array)
    expect(checked.drawn.get('dprobs')!.expected!.shape).toEqual([32, 27])
    writeFileSync(file, fresh)
    fillNotebook(file, { dprobs, dlogprobs: RIGHT })
    await expect.poll(() => isPassed(openStore(root).read().progress, ID), { timeout: 20_000 }).toBe(true)
  }, 60_000)

  test('has hints in Python, no parts to fill in here, and is never written', () => {
    const { desk, file } = openedNotebook()
    const text = desk.read(ID)
    const { notebook, parts, hints, answers } = desk.lesson(ID)
    expect([notebook!.path, parts, answers]).toEqual(['exercises/makemore/01_log_loss.ipynb', [], {}])
    const cells = cellsToRead(text).filter(({ kind }) => kind === 'markdown')
    const texts = cells.map(({ lines }) => notebook!.texts.get(lines.join('\n')))
    expect(texts[0]).toContain('<h2 class="t">01 · The log loss</h2>')
    expect(texts.every(html => html !== undefined && !html.includes('you need no terminal'))).toBe(true)
    expect(hints.dprobs.at(-1)).toContain('<code>probs ** ...</code>')
    expect(() => desk.write(ID, right, text)).toThrow("the page doesn't write notebooks")
    expect(readFileSync(file, 'utf8')).toBe(text)
    expect(desk.lesson('makemore/10').notebook).toBe(null)
  })

  const SLOW = `dprobs = dlogprobs\nm = torch.ones(300, 300)\n${'m = m @ m / 300\n'.repeat(150)}`

  test('that is slow keeps nobody from another exercise: that one stays the current one', async () => {
    const { desk, root, file } = openedNotebook()
    desk.read(ID)
    fillNotebook(file, { dprobs: SLOW })
    const checking = desk.check(ID)
    desk.read('makemore/10')
    const other = await desk.check('makemore/10')
    expect(other.report.exercise).toBe('makemore/10_train')
    await expect(checking).rejects.toThrow(
      `${ID} wasn't judged: meanwhile makemore/10_train was saved or opened`,
    )
    desk.keep()
    const { current, exercises } = openStore(root).read().progress
    expect([current, ID in exercises]).toEqual(['makemore/10_train', false])
  }, 60_000)

  test('that is being judged when the desk is closed is given up', async () => {
    const { desk, file } = openedNotebook()
    desk.read(ID)
    fillNotebook(file, { dprobs: SLOW })
    const checking = desk.check(ID)
    await new Promise(resolve => setTimeout(resolve, 200))
    desk.close()
    await expect(checking).rejects.toThrow(`the check of ${ID} was given up`)
  })

  test('has no pictures of what is too large for them, and the next one is judged', async () => {
    const { desk, file } = openedNotebook()
    const fresh = desk.read(ID)
    fillNotebook(file, { dlogprobs: 'dlogprobs = torch.zeros(2000, 2000)', dprobs })
    const { report, drawn } = await desk.check(ID)
    expect(report.gradients[0].verdict).toBe('shape')
    expect(drawn.has('dlogprobs')).toBe(false)
    writeFileSync(file, fresh)
    fillNotebook(file, { dlogprobs: RIGHT, dprobs })
    expect((await desk.check(ID)).report.passed).toBe(true)
  }, 60_000)

  test('that is broken, or gone, is reported as broken, or gone', async () => {
    const { desk, told, file } = openedNotebook()
    const fresh = desk.read(ID)
    writeFileSync(file, '{ "cells": [')
    const { report, notebook } = await desk.check(ID)
    expect([report.gradients, notebook?.gradients]).toEqual([[], []])
    expect(report.error).toMatchObject({ code: 'exercise', message: expect.stringContaining('notebook') })
    writeFileSync(file, fresh)
    await desk.check(ID)
    rmSync(file)
    const gone = { kind: 'checked', checked: { report: { error: { reason: 'missing' } } } }
    await expect.poll(() => told.at(-1), { timeout: 20_000 }).toMatchObject(gone)
    expect(told.at(-2)).toEqual({ kind: 'file', id: ID, text: '' })
    expect(desk.read(ID)).toBe('')
  })
})

test('what is no file, or larger than any notebook, is neither read nor judged', () => {
  const { desk, file } = opened()
  truncateSync(file, 2 ** 26 + 1)
  for (const act of [() => desk.read(ID), () => desk.check(ID)])
    expect(act).toThrow('is too large to be shown')
  rmSync(file)
  mkdirSync(file)
  for (const act of [() => desk.read(ID), () => desk.check(ID)]) expect(act).toThrow('is no file')
})

test('a notebook that is dropped on the page comes back with numbers to draw', async () => {
  const { desk } = opened()
  const { report, drawn } = await desk.notebook(
    'own.py',
    solved(ID, name => (name === 'dprobs' ? 'dprobs = probs' : RIGHT)),
  )
  expect(report.gradients.map(({ verdict }) => verdict)).toEqual(['exact', 'wrong'])
  expect(drawn[1]!.yours).toEqual({ shape: [32, 27], data: expect.any(Float64Array) })
})

test('a task of practice is read, judged and recorded as an exercise is, and nobody leaves their exercise for it', async () => {
  const { desk, root } = opened()
  desk.read(ID)
  expect(desk.practice.look()).toEqual({ due: 0, usual: 10, session: null, current: null })
  const { session, current } = desk.practice.begin()
  expect(session!.exercises.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  expect(current).toBe(session!.exercises[0].id)
  const second = session!.exercises[1].id
  const text = desk.read(second)
  expect(desk.practice.look().current).toBe(second)
  const lesson = desk.lesson(second)
  expect(lesson.text).toBe(text)
  desk.write(second, wholeTextOf(taskExercises(root).find(({ id }) => id === second)!), text)
  expect((await desk.check(second)).report.passed).toBe(true)
  await expect.poll(() => desk.practice.look().session!.exercises[1].isPassed).toBe(true)
  const { progress } = openStore(root).read()
  expect([progress.current, isPassed(progress, second)]).toEqual([ID, true])
  expect(desk.tracks().some(({ name }) => name === 'drill')).toBe(false)

  desk.hints(current!, desk.lesson(current!).blanks[0], true)
  const { recalls, session: kept } = openPractice(root).read().value
  expect(recalls[kept!.tasks[0].kind].misses).toBe(1)
  const rows = desk.practice.end()
  expect(rows.reduce((sum, { many }) => sum + many, 0)).toBe(10)
  expect(rows.reduce((sum, { right }) => sum + right, 0)).toBe(1)
  expect(desk.practice.look().session).toBe(null)
  expect(desk.practice.end()).toEqual([])
}, 30_000)
