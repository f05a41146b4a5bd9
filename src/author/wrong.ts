/** Wrong lines that a solution lists, and for what is no gradient the answers that nobody should get away with. */
import { type Exercise, readSolution } from '../catalogue/catalogue.ts'
import type { Examined, Ground } from '../checker/examine.ts'
import { passes } from '../checker/report.ts'
import { answerOf, blanksOf } from '../notebook/solution.ts'
import { type WrongLine, wrongLinesOf } from '../notebook/wrong.ts'
import type { Kept } from '../room/kept.ts'
import type { Room } from '../room/room.ts'
import { Tensor } from '../tensor/tensor.ts'
import { mergeImports } from '../text/imports.ts'
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

/** For each blank that a check cell judges: what it expects with the usual seed, written out. Nobody may get away with it. */
export function writtenOut(ground: Ground): WrongLine[] {
  if ('failure' in ground || ground.check === null) return []
  const { expected, seed } = ground.check
  const rows = expected(seed)
  return [...new Set(rows.map(({ blank }) => blank))].flatMap(blank => {
    const value = rows.find(row => row.blank === blank)!.value()
    const code = codeOf(value)
    return code === null || CHEAP.includes(`return ${code}`)
      ? []
      : [{ blank, family: WRITTEN_OUT, code: `return ${code}`, line: 0 }]
  })
}

/** The mark of these lines; no family of mistakes has this name. */
const WRITTEN_OUT = 'written out'

/** A value as somebody would copy it out of the table; null for what is not copied so. */
function codeOf(value: Kept): string | null {
  if (Array.isArray(value)) {
    const parts = value.map(codeOf)
    return parts.includes(null) ? null : `[${parts.join(', ')}]`
  }
  if (value instanceof Tensor) return `tensor(${JSON.stringify(value.tolist())})`
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value)
  return typeof value === 'string' || typeof value === 'boolean' ? JSON.stringify(value) : null
}

/** `text`: the exercise filled in with its answers. */
export function judgeWrongLine(
  ground: Ground,
  exercise: Exercise,
  text: string,
  line: WrongLine,
  room: Room,
): Flaw[] {
  const judged = judgeText(ground, exercise, withAnswer(importing(text, line), line.blank, line.code), room)
  const complaint = complaintAbout(line, judged)
  if (complaint === null) return []
  if (line.family === WRITTEN_OUT) return complaint === 'is accepted' ? [literalPasses(exercise, line)] : []
  const message = `the wrong line \`${line.code.replaceAll('\n', '; ')}\` in ${line.blank} ${complaint}`
  const wayOut = complaint.includes('named')
    ? `give a pair about ${line.blank} a slip of that family, or write (-)`
    : 'mend the check, or the line'
  return [found(exercise.id, 'wrong lines', message, wayOut)]
}

/** A tensor that is written out is made by a function that the exercise may not have imported. */
const importing = (text: string, { code, family }: WrongLine): string =>
  family === WRITTEN_OUT && code.includes('tensor(') ? mergeImports(text, ['tensor']) : text

const literalPasses = ({ id }: Exercise, { blank, code }: WrongLine): Flaw =>
  found(
    id,
    'written-out numbers',
    `\`${code.length > LONGEST_SHOWN ? `${code.slice(0, LONGEST_SHOWN)} …` : code}\` passes in ${blank}: what the table shows as expected, written out`,
    'let the check draw its numbers from g, so that each seed expects another value',
  )

const LONGEST_SHOWN = 60

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
