import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { NinjaError } from '../errors.ts'
import { exerciseFor, solved } from '../grade/bank/twins.ts'
import { defaultLimits } from '../learner/patience.ts'
import { openNotebookReader } from './notebook-thread.ts'

const corpus = new URL('../python/corpus/', import.meta.url)
const data = new URL('names.txt', corpus).pathname

const orderOf = (name: string, text: string) => ({ file: { name, path: `/${name}`, text }, seed: 42, data })

const usual = orderOf('whole_network.py', readFileSync(new URL('whole_network.py', corpus), 'utf8'))
/** Work for half a minute at least, were it not bounded; and a lot of it is allowed. */
const endless = orderOf('endless.py', `m = torch.ones(500, 500)\n${'m = m @ m / 500\n'.repeat(2000)}`)

/** What is the matter with a notebook; null where it was judged. */
function trouble(judge: () => unknown): Pick<NinjaError, 'code' | 'reason' | 'message'> | null {
  try {
    judge()
    return null
  } catch (error) {
    const { code, reason, message } = error as NinjaError
    return { code, reason, message }
  }
}

test('a notebook that is too long to be handed over is reported as too large, and the next one is judged', () => {
  const reader = openNotebookReader(defaultLimits, undefined)
  const long = orderOf('long.py', `# ${'"'.repeat(2 ** 25)}`)
  expect(trouble(() => reader.check(long))).toEqual({
    ...{ code: 'exercise', reason: 'too large', message: 'long.py is too large for a notebook' },
  })
  expect(reader.check(usual).gradients).toHaveLength(26)
  reader.end()
})

test('a notebook that takes too long is ended from outside, and the next one is judged', () => {
  const reader = openNotebookReader({ ...defaultLimits, time: 30, isWish: true }, undefined)
  expect(trouble(() => reader.check(endless))).toEqual({
    code: 'timeout',
    reason: 'timeout',
    message: 'reading endless.py took longer than 0.03 s',
  })
  reader.end()
  const patient = openNotebookReader(defaultLimits, undefined)
  const report = patient.check(usual)
  expect(
    report.gradients.filter(({ verdict }) => verdict === 'exact' || verdict === 'approximate'),
  ).toHaveLength(25)
  patient.end()
})

test('one thread judges as many as it is given, one after the other', () => {
  const reader = openNotebookReader(defaultLimits, undefined)
  for (let nth = 0; nth < 3; nth++) expect(reader.check(usual).gradients).toHaveLength(26)
  expect(reader.draw(usual).drawing.nodes.length).toBeGreaterThan(20)
  reader.end()
})

test('after one that took too much memory the same judge goes on', () => {
  const reader = openNotebookReader({ ...defaultLimits, memory: 2 ** 28 }, undefined)
  const greedy = `${'keep = []\nfor i in range(38):\n    keep.append(torch.ones(1000, 1000) * i)\n'}`
  expect(trouble(() => reader.check(orderOf('greedy.py', greedy)))).toMatchObject({
    code: 'exercise',
    reason: 'memory',
  })
  expect(reader.check(usual).gradients).toHaveLength(26)
  reader.end()
})

test('a notebook is graded in the thread, and opens nothing but the files of the course', () => {
  const reader = openNotebookReader(defaultLimits, undefined)
  const exercise = exerciseFor('02')
  const graded = (text: string) => reader.grade({ ...orderOf('ada.py', text), exercise })
  const verdicts = graded(solved('02')).blanks.map(({ verdict }) => verdict)
  expect(verdicts).toEqual(['exact', 'exact', 'exact', 'exact', 'exact', 'exact'])
  const elsewhere = fileURLToPath(import.meta.url)
  const found = graded(solved('02').replace("'names.txt'", `'${elsewhere}'`))
  expect([found.status, found.reason, found.report.error?.advice]).toEqual([
    'ungradable',
    'forward pass',
    expect.stringContaining(`the file ${elsewhere}`),
  ])
  expect(reader.grade({ ...orderOf('ada.py', solved('02')), exercise: null }).reason).toBe('no python')
  reader.end()
})
