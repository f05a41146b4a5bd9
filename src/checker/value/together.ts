/** The check of a pack without answers. Nothing can be tried alone there: a blank is judged among the learner's other lines. */
import type { Room } from '../../room/room.ts'
import { definitionsIn, lineOfBlank } from '../../text/definitions.ts'
import type { Submission } from '../text/submission.ts'
import { besideOthers, findingOf } from './finding.ts'
import type { Checked, CheckGround, CheckRow, Explain } from './judge.ts'
import { isRight } from './try-pair.ts'
import { never, runVariant } from './variant.ts'

/** `there`: the blanks that the learner's file has. */
export function judgeTogether(
  ground: CheckGround,
  submission: Submission,
  there: readonly string[],
  room: Room,
  explain: Explain | null,
): Checked {
  const rows = ground.rows.filter(({ blank }) => there.includes(blank))
  const trial = runVariant(ground, submission, room, [], rows, { earlier: null, isEnough: never })
  const triesOf = (row: CheckRow) => trial.tries[rows.indexOf(row)] ?? null
  const open = new Set(ground.rows.filter(row => triesOf(row)?.every(isRight) !== true).map(row => row.blank))
  const isFilled = (blank: string): boolean => {
    const code = definitionsIn(submission.source).get(blank)?.code ?? null
    return code !== null && lineOfBlank(code) === null
  }
  const findings = ground.rows.map(row => {
    const tries = triesOf(row)
    const others = [...open].filter(name => name !== row.blank)
    const beside = rows.filter(one => one.blank === row.blank && one !== row).map(one => triesOf(one) ?? [])
    const found = findingOf(
      {
        row,
        isThere: there.includes(row.blank),
        cause: tries === null && there.includes(row.blank) ? (trial.halted.get(row.blank) ?? null) : null,
        ...{ alone: tries, whole: tries, works: false, culprits: [], known: null, beside },
      },
      others.length === 0 ? explain : null,
    )
    return others.length === 0 ? found : besideOthers(found, isFilled(row.blank), others)
  })
  return { findings, printed: trial.printed, picture: () => null, broken: !trial.loads }
}
