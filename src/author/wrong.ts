/** Wrong lines that a solution lists, and for what is no gradient the answers that nobody should get away with. */
import { type Exercise, readSolution } from '../catalogue/catalogue.ts'
import type { Examined } from '../checker/examine.ts'
import type { Ground } from '../checker/ground.ts'
import { passes } from '../checker/report.ts'
import type { EarlierTrials } from '../checker/value/judge.ts'
import * as door from '../index.ts'
import { answerOf, blanksOf } from '../notebook/solution.ts'
import { type WrongLine, withAnswer, wrongLinesOf } from '../notebook/wrong.ts'
import type { Room } from '../room/room.ts'
import { bodyIn, filledIn, openFilling } from '../text/filling.ts'
import { sameCode } from '../text/tokens.ts'
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
      (code): WrongLine => ({ blank, family: '-', code, message: null, line: 0 }),
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

/** `text`: the exercise filled in with its answers; `known`: the messages of all its wrong lines. */
export function judgeWrongLine(
  ground: Ground,
  exercise: Exercise,
  text: string,
  line: WrongLine,
  known: ReadonlySet<string>,
  room: Room,
  earlier: EarlierTrials,
): Flaw[] {
  const judged = judgeText(
    ground,
    exercise,
    givenAll(withAnswer(text, line.blank, line.code), line.blank),
    room,
    earlier,
  )
  const [complaint, wayOut] = complaintAbout(line, known, judged) ?? []
  if (complaint === undefined) return []
  const message = `the wrong line \`${line.code.replaceAll('\n', '; ')}\` in ${line.blank} ${complaint}`
  return [found(exercise.id, 'wrong lines', message, wayOut!)]
}

/** A learner puts into the braces, and imports, what their line needs. */
function givenAll(text: string, blank: string): string {
  const filling = openFilling(text, [blank], Object.keys(door))
  const body = bodyIn(filling, blank)
  return body === null ? text : filledIn(filling, blank, body).text
}

const FIX = 'fix the check, or the line'
const TELL = 'write its message below it ("//   > …"), or (-) as its family'
const DIFFER = 'give both the same message, or give the check a row in which they differ'

function complaintAbout(
  { blank, family, message, line }: WrongLine,
  known: ReadonlySet<string>,
  { findings, failure }: Examined,
): [complaint: string, wayOut: string] | null {
  if (failure !== null) return failure.code === 'pack' ? [`breaks the check: ${failure.message}`, FIX] : null
  const wrong = findings.filter(({ verdict }) => !passes(verdict) && verdict !== 'inherited')
  const own = wrong.filter(finding => finding.blank === blank)
  if (own.length === 0) return ['is accepted', FIX]
  const others = [...new Set(wrong.map(finding => finding.blank))].filter(other => other !== blank)
  if (others.length > 0) return [`is blamed on ${others.join(' and ')} as well`, FIX]
  const told = own.flatMap(({ diagnosis }) => diagnosis?.message ?? [])
  const foreign = told.find(text => text !== message && known.has(text))
  // What nobody wrote may behave as a known mistake does.
  if (foreign !== undefined && line > 0) return [`is told the message of another: ${foreign}`, DIFFER]
  if (message !== null && family === '-')
    return ['has a message, and no family', 'name the family that it belongs to']
  if (message !== null)
    return told.includes(message)
      ? null
      : ['is not told its message', 'does the check stop it, or blame no row?']
  if (family === '-' || own.some(({ diagnosis }) => diagnosis?.family === family)) return null
  const named = own.find(({ diagnosis }) => diagnosis !== null)?.diagnosis?.family
  return [named === undefined ? `is not named as "${family}"` : `is named "${named}", not "${family}"`, TELL]
}

/** Of the blanks that a check judges, those none of whose rows says by itself what is expected. */
export const judgeRows = ({ id }: Exercise, ground: Ground): Flaw[] => {
  const rows = 'failure' in ground ? [] : (ground.check?.rows ?? [])
  const alone = new Set(rows.filter(({ isGiven }) => isGiven).map(({ blank }) => blank))
  const blanks = new Set(rows.map(({ blank }) => blank))
  return [...blanks]
    .filter(blank => !alone.has(blank))
    .map(blank =>
      found(
        id,
        'expected',
        `no row about ${blank} has an \`expected\`: its answer is held against itself alone`,
        'give one row a value that was found in another way',
      ),
    )
}

export function tallyOf(lines: readonly WrongLine[]): Tally[] {
  const blanks = [...new Set(lines.map(({ blank }) => blank))]
  return blanks.map(blank => ({
    blank,
    tried: lines.filter(line => line.blank === blank).length,
    equal: 0,
  }))
}
