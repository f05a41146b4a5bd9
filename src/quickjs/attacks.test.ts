/** The files that try to get what they are not to have: in QuickJS none passes either, and what is said is the judge's. */
import { afterAll, expect, test, vi } from 'vitest'
import type { Report } from '../checker/report.ts'
import type { Attack } from '../learner/testing.ts'
import { type JudgingThread, openJudging } from './testing.ts'

// They wait for each other.
vi.setConfig({ testTimeout: 300_000 })

const opened: { thread: Promise<JudgingThread> | null } = { thread: null }
afterAll(async () => (await opened.thread)?.end())

vi.mock('../learner/testing.ts', async original => {
  const own = await original<typeof import('../learner/testing.ts')>()
  const heldBack = async (attack: Attack): Promise<Report> => {
    opened.thread ??= openJudging()
    const { report, thrown } = await (await opened.thread).judge({
      exercise: 'makemore/01_log_loss',
      text: String(own.fileOf(attack)),
      file: 'exercises/makemore/01_log_loss.ts',
      room: 'quickjs',
    })
    expect(thrown).toBeNull()
    expect(report).toMatchObject({ version: 1, passed: false })
    return report as Report
  }
  return { ...own, heldBack }
})

// `ninja grade` is tried with these and others in every run: src/cli/grade/attacks.
if (process.env.PROVE === '1') {
  await import('../learner/attacks.test.ts')
  await import('../learner/attacks.results.test.ts')
} else test.todo('npm run prove tries them')
