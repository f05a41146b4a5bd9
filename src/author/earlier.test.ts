/** Many wrong lines of one exercise, tried one after another: what verify saves itself changes nothing that it asks. */
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readSolution } from '../catalogue/catalogue.ts'
import type { Examined } from '../checker/examine.ts'
import { passes } from '../checker/report.ts'
import type { EarlierTrials } from '../checker/value/judge.ts'
import { DATA } from '../cli/settings.ts'
import { allExercises, packageRoot } from '../cli/workspace.ts'
import { defaultLimits } from '../learner/patience.ts'
import { startThread } from '../learner/starting.ts'
import { carrierOver } from '../learner/thread.ts'
import { withAnswer, wrongLinesOf } from '../notebook/wrong.ts'
import { roomOver } from '../room/room.ts'
import { filledIn } from './filled.ts'
import { groundFor, judgeText } from './verdicts.ts'

const program = join(packageRoot, 'dist', 'room.cjs')
/** As verify's own. */
const room = roomOver(carrierOver(startThread(program), program, defaultLimits), true)
afterAll(() => room.end())

/** Who is blamed, and for what. */
const blamedIn = ({ findings, failure }: Examined): unknown => [
  failure,
  findings
    .filter(({ verdict }) => !passes(verdict) && verdict !== 'inherited')
    .map(({ name, verdict, message, diagnosis }) => ({ name, verdict, message, diagnosis })),
]

test('each is blamed for what it is blamed for by itself', () => {
  const exercise = allExercises(null).find(({ id }) => id === 'derivatives/01_slope')!
  const ground = groundFor(exercise, join(packageRoot, DATA))
  const text = filledIn(exercise)
  const earlier: EarlierTrials = new Map()
  const right = judgeText(ground, exercise, text, room, earlier)
  expect(right.findings.every(({ verdict }) => passes(verdict))).toBe(true)
  expect(earlier.size).toBeGreaterThan(2)
  for (const { blank, code } of wrongLinesOf(readSolution(exercise))) {
    const spoilt = withAnswer(text, blank, code)
    const [among, alone] = [earlier, null].map(each => judgeText(ground, exercise, spoilt, room, each))
    expect(blamedIn(among), code).toEqual(blamedIn(alone))
  }
})
