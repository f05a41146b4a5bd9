/** The program of the worker that judges notebooks. What runs is an interpreter of this program's own. */
import { examineNotebook } from '../../python/python.ts'
import { failedReport } from '../../python/report.ts'
import { textsFrom } from '../../python/sizes.ts'
import { Stopped } from '../../room/side.ts'
import type { CheckedNotebookView } from '../contract.ts'
import { SEED } from './seed.ts'
import { serve } from './serving.ts'

serve(({ steps }) => job => {
  if (job.do !== 'notebook') return null
  const { text, file } = job.handed
  const texts = textsFrom(() => job.names)
  const judged = (): CheckedNotebookView => {
    const { report, drawn } = examineNotebook({ text, file, seed: SEED, texts })
    return { report, drawn: drawn() }
  }
  try {
    return steps.run(judged, undefined, LONGEST)
  } catch (error) {
    if (!(error instanceof Stopped)) throw error
    return {
      report: failedReport(file, SEED, { ...STOPPED, message: `judging ${file} did not come to an end` }),
      drawn: [],
    }
  }
})

/** Milliseconds that a notebook may take. */
const LONGEST = 30_000

const STOPPED = {
  code: 'timeout',
  advice: 'is there a loop in it that runs very often, such as one that trains?',
  line: null,
  reason: 'timeout',
} as const
