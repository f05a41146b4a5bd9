/** Wrong lines that a solution lists, and for what is no gradient the answers that nobody should get away with. */
import { type Exercise, readSolution } from '../catalogue/catalogue.ts'
import type { Examined, Ground } from '../checker/examine.ts'
import { passes } from '../checker/report.ts'
import { answerOf, blanksOf } from '../notebook/solution.ts'
import { type WrongLine, wrongLinesOf } from '../notebook/wrong.ts'
import type { Room } from '../room/room.ts'
import { sameCode } from '../text/tokens.ts'
import { withAnswer } from './filled.ts'
import { type Flaw, found, type Tally } from './flaw.ts'
import { judgeText } from './verdicts.ts'

/** How many a blank that is no gradient needs. */
const LEAST = 3

export function wrongLinesIn(
  exercise: Exercise,
  gradients: ReadonlySet<string>,
): { lines: WrongLine[]; findings: Flaw[] } {
  const solution = readSolution(exercise)
  const written = wrongLinesOf(solution)
  const others = blanksOf(solution)
    .map(({ name }) => name)
    .filter(name => !gradients.has(name))
  const many = (name: string): number => written.filter(({ blank }) => blank === name).length
  const findings = others
    .filter(name => many(name) < LEAST)
    .map(name =>
      found(
        exercise.id,
        'wrong lines',
        `${name} has ${many(name)} wrong ${many(name) === 1 ? 'line' : 'lines'} to try the check with, and needs ${LEAST}`,
        'add "// wrong (family): …" below its answer',
      ),
    )
  const cheap = others.flatMap(blank =>
    CHEAP.filter(code => !sameCode(code, answerOf(solution, blank) ?? '')).map(
      (code): WrongLine => ({ blank, family: '-', code, line: 0 }),
    ),
  )
  return { lines: [...written, ...cheap], findings }
}

const CHEAP = [
  'return',
  'return 0',
  'return 1',
  'return NaN',
  "return ''",
  'return []',
  'return true',
  'return false',
]

/** `text`: the exercise filled in with its answers. */
export function judgeWrongLine(
  ground: Ground,
  exercise: Exercise,
  text: string,
  line: WrongLine,
  room: Room,
): Flaw[] {
  const judged = judgeText(ground, exercise, withAnswer(text, line.blank, line.code), room)
  const complaint = complaintAbout(line, judged)
  if (complaint === null) return []
  const message = `the wrong line \`${line.code.replaceAll('\n', '; ')}\` in ${line.blank} ${complaint}`
  const wayOut = complaint.includes('named')
    ? `give a pair about ${line.blank} a slip of that family, or write (-)`
    : 'mend the check, or the line'
  return [found(exercise.id, 'wrong lines', message, wayOut)]
}

function complaintAbout({ blank, family }: WrongLine, { findings, failure }: Examined): string | null {
  if (failure !== null) return failure.code === 'pack' ? `breaks the check: ${failure.message}` : null
  const wrong = findings.filter(({ verdict }) => !passes(verdict) && verdict !== 'inherited')
  const own = wrong.filter(finding => finding.blank === blank)
  if (own.length === 0) return 'is accepted'
  const others = [...new Set(wrong.map(finding => finding.blank))].filter(other => other !== blank)
  if (others.length > 0) return `is blamed on ${others.join(' and ')} as well`
  if (family === '-' || own.some(({ diagnosis }) => diagnosis?.family === family)) return null
  const named = own.find(({ diagnosis }) => diagnosis !== null)?.diagnosis?.family
  return named === undefined ? `is not named as "${family}"` : `is named "${named}", not "${family}"`
}

export function tallyOf(lines: readonly WrongLine[]): Tally[] {
  const blanks = [...new Set(lines.map(({ blank }) => blank))]
  return blanks.map(blank => ({
    blank,
    tried: lines.filter(line => line.blank === blank).length,
    equal: 0,
  }))
}
