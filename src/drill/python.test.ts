import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { twinFor } from '../cli/twin.ts'
import { judgeNotebook, withoutStarts } from '../python/judging.ts'
import { isRight } from '../python/report.ts'
import { answerInPython } from '../python/twin.ts'
import { type ParsedText, sourceOf } from '../text/source.ts'
import { exerciseOf } from './exercise.ts'
import { drillFamilies } from './families.ts'
import { makeTask, type Task } from './task.ts'
import { data } from './testing.ts'

const names = readFileSync(data, 'utf8').split('\n').slice(0, 120).join('\n')
const texts = { all: () => `${names}\n`, fewLetters: () => 'ada\nbea\n' }

/** The task's notebook with these answers, judged. */
function judgedInPython(task: Task, answer: (name: string) => string | null): string[] {
  const cells = twinFor(exerciseOf(task), answer).filter(({ kind }) => kind === 'code')
  const code = cells.map(({ text }, i) => ({ number: i + 1, text, above: 0 }))
  const { claims } = withoutStarts(judgeNotebook(code, { seed: 42, texts, diagnose: () => null }))
  return claims.map(({ claim, verdict }) =>
    isRight(verdict) ? `${claim.gradient}` : `${claim.gradient} ${verdict}`,
  )
}

test.each(drillFamilies.map(family => [family.name, family] as const))(
  '%s: the answers to tasks pass in the notebook in Python, and its blanks are blank',
  (_, family) => {
    for (const seed of [0, 1, 2]) {
      const task = makeTask(seed, family)
      const whole = sourceOf(task.source) as ParsedText
      expect(
        judgedInPython(task, name => answerInPython(whole, name)),
        task.source,
      ).toEqual(task.blanks)
      expect(judgedInPython(task, () => null)).toEqual(task.blanks.map(name => `${name} blank`))
    }
  },
)
