/** A class of files that want something else than to be graded, with three honest ones among them: one run for each room. */
import { beforeAll, describe, expect, test } from 'vitest'
import { fileOf } from '../../../learner/testing.ts'
import { wholeText } from '../../solving.ts'
import { expectUntouched, type GradedClass, graded, recordOf, write } from './class/testing.ts'
import { engine } from './engine/testing.ts'
import { type HostileFiles, known } from './known/testing.ts'

const hostile: HostileFiles = { ...known, ...engine }
const rooms = ['quickjs', 'thread'] as const
/** Where nothing is right, nothing needs the usual time. */
const SHORT = ['--time-limit', '0.5']

const right = wholeText('01')
/** The submissions that are what they seem to be: each with its score. */
const honest: Readonly<Record<string, readonly [text: string, score: number]>> = {
  honest: [right, 2],
  'honest-half': [right.replace('indexPut([arange(n), Yb], -1 / n)', 'indexPut([arange(n), Yb], 1 / n)'), 1],
  'honest-large': [
    right.replace(
      '  return probs.pow(-1)',
      '  const much = Array.from({ length: 40 }, () => new Float64Array(1e5).fill(1))\n  if (much.length !== 40) return probs\n  return probs.pow(-1)',
    ),
    2,
  ],
}

function makeClass(folder: string, port: number): void {
  for (const [id, attack] of Object.entries(hostile)) {
    const text = fileOf(attack)
    write(
      folder,
      `submissions/${id}.ts`,
      typeof text === 'string' ? text.replaceAll('PORT', String(port)) : text,
    )
  }
  for (const [id, [text]] of Object.entries(honest)) write(folder, `submissions/${id}.ts`, text)
}

describe.each(rooms)('in the %s room', room => {
  let run: GradedClass
  beforeAll(async () => {
    run = await graded(makeClass, ['--isolate', room, ...SHORT])
  }, 300_000)

  test('the run goes through to its end', () => {
    expect(run.stderr).not.toMatch(/internal|a bug in/)
    expect(run.status).toBe(1)
    expect(run.records.length).toBe(Object.keys(hostile).length + Object.keys(honest).length)
  })

  test.each(Object.keys(hostile))('%s earns nothing, and is told as what it is', id => {
    const { status = 'graded', reason = null, verdicts } = hostile[id]
    const record = recordOf(run, id)
    expect(record).toMatchObject({ status, score: 0, max: 2 })
    expect(reason?.split('|') ?? [null]).toContain(record.reason)
    if (verdicts !== undefined) expect(verdicts).toContain(record.blanks[1].verdict)
    expect(record.report?.passed ?? false).toBe(false)
    expect(record.report?.error?.code ?? 'none').not.toBe('internal')
  })

  test.each(Object.entries(honest))('%s has its score', (id, [, score]) => {
    expect(recordOf(run, id)).toMatchObject({ status: 'graded', reason: null, score, max: 2 })
  })

  test('nothing else was written, changed or read aloud, and nobody was called', () => {
    expectUntouched(run)
  })
})
