/** What the table shows as expected, hard-coded as an answer: a check that accepts it asks for nothing. */
import type { Exercise } from '../catalogue/catalogue.ts'
import type { Ground } from '../checker/ground.ts'
import { passes } from '../checker/report.ts'
import type { EarlierTrials } from '../checker/value/judge.ts'
import { type WrongLine, withAnswer } from '../notebook/wrong.ts'
import type { Kept } from '../room/kept.ts'
import type { Room } from '../room/room.ts'
import { Tensor } from '../tensor/tensor.ts'
import { mergeImports } from '../text/imports.ts'
import { type Flaw, found } from './flaw.ts'
import { judgeText } from './verdicts.ts'

/** For each blank that a check cell judges: the first value that it expects with the usual seed. */
export function writtenOutIn(ground: Ground): WrongLine[] {
  if ('failure' in ground || ground.check === null) return []
  const { expected, seed } = ground.check
  const rows = expected(seed)
  return [...new Set(rows.map(({ blank }) => blank))].flatMap(blank => {
    const code = codeOf(rows.find(row => row.blank === blank)!.value())
    return code === null ? [] : [{ blank, family: '-', code: `return ${code}`, message: null, line: 0 }]
  })
}

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
export function judgeWrittenOut(
  ground: Ground,
  exercise: Exercise,
  text: string,
  { blank, code }: WrongLine,
  room: Room,
  earlier: EarlierTrials,
): Flaw[] {
  // What makes a tensor is something that the exercise may not have imported.
  const able = code.includes('tensor(') ? mergeImports(text, ['tensor']) : text
  const { findings, failure } = judgeText(ground, exercise, withAnswer(able, blank, code), room, earlier)
  const own = findings.filter(finding => finding.blank === blank)
  if (failure !== null || !own.every(({ verdict }) => passes(verdict) || verdict === 'inherited')) return []
  const shown = code.length > LONGEST_SHOWN ? `${code.slice(0, LONGEST_SHOWN)} …` : code
  const message = `\`${shown}\` passes in ${blank}: what the table shows as expected, hard-coded`
  const wayOut = 'let the check draw its numbers from g, so that each seed expects another value'
  return [found(exercise.id, 'written-out numbers', message, wayOut)]
}

const LONGEST_SHOWN = 60
