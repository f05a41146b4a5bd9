/** A check as its reader sees it: findings put together with the places in the learner's file. */
import { fixedCells, type ReadPart, toWhole } from '../notebook/solution.ts'
import { isExported } from '../room/loading.ts'
import { constantsIn, definitionsIn, lineOfBlank, lineOfReturn } from '../text/definitions.ts'
import { type Readable, readable } from '../text/salvage.ts'
import type { ParsedText } from '../text/source.ts'
import { type Written, writtenIn } from '../text/written.ts'
import type { Examined } from './examine.ts'
import type { FileFailure } from './ground.ts'
import { type Judgement, passes, type Report, type Statement, type Verdict } from './report.ts'
import { readingOf } from './text/advice-from-text.ts'
import { changesIn } from './text/changes.ts'
import { commasIn } from './text/commas.ts'
import { keptOutside, type Remark, thrownAway } from './text/kept-nowhere.ts'
import { nothingReturned } from './text/nothing-returned.ts'
import { placed } from './text/placed.ts'
import { besidesOf } from './text/submission.ts'
import { thrownFamily, withFamily } from './text/thrown-families.ts'

/** A learner's file, read. */
export interface ReadFile extends Readable {
  readonly text: string
  readonly functions: readonly string[]
}

/** `functions`: what is to be judged. */
export const readingFrom = (text: string, functions: readonly string[]): ReadFile => ({
  ...readable(text, functions, { besides: besidesOf(functions), exports: isExported }),
  text,
  functions,
})

/** What was changed outside of the blanks, a sentence each. */
export function notesOn({ text }: ReadFile, solution: string, readPart: ReadPart): string[] {
  // Putting includes in place moves lines, so only where there are any.
  const whole = /^\/\/ %% include /m.test(text) ? toWhole(text, readPart) : text
  return changesIn(whole, fixedCells(solution, readPart))
}

export interface About {
  /** Of the exercise. */
  readonly id: string
  /** The learner's file, as it is shown, and as stacks call it. */
  readonly file: string
  readonly path: string
  readonly seed: number
}

/** Findings with their places in the learner's file; without findings, why there are none. */
export function reportOn(
  { id, file, path, seed }: About,
  reading: ReadFile,
  notes: readonly string[],
  examined: Examined | null,
): Report {
  const { source, faults, functions } = reading
  const made = source === null ? new Map<string, Statement>() : constantsIn(source)
  const gradients = (examined?.findings ?? []).map(({ stack, users, isKnown, ...finding }): Judgement => {
    const fault = faults.get(finding.blank)
    const uses = users.map(user => made.get(user)).filter(use => use !== undefined)
    const line = lineInStack(stack, path) ?? lineFor(finding, source)
    const diagnosis = finding.diagnosis === null ? null : placed(finding.diagnosis, made)
    const judgement = { ...finding, diagnosis, line, uses }
    if (fault === undefined) return isKnown ? judgement : withFamily(read(judgement, source))
    const message = `SyntaxError: ${fault.message}`
    return withFamily({
      ...judgement,
      verdict: 'threw',
      line: fault.line,
      message,
      advice: null,
      diagnosis: null,
    })
  })
  const failure = examined === null ? faultOf(reading) : located(examined.failure, path)
  return {
    version: 1,
    exercise: id,
    file,
    passed:
      failure === null &&
      functions.every(name => gradients.some(({ blank }) => blank === name)) &&
      gradients.every(({ verdict }) => passes(verdict)),
    seed,
    sizes: examined?.sizes ?? {},
    gradients,
    notes: [...notes, ...(examined?.notes ?? [])],
    printed: examined?.printed ?? [],
    picture: examined?.picture ?? null,
    error: failure,
  }
}

/** With what the text of the function tells, where that is more than its value does. */
function read(judgement: Judgement, source: ParsedText | null): Judgement {
  const { kind, verdict, blank } = judgement
  if (passes(verdict) || verdict === 'inherited' || verdict === 'blank') return judgement
  const written = source === null ? null : writtenIn(source, blank)
  if (written === null) return judgement
  const remark = remarkOn(judgement, written)
  if (remark !== null) return withRemark(judgement, remark)
  const advice = kind === 'gradient' ? null : readingOf(judgement, written)
  return advice === null ? judgement : { ...judgement, advice, diagnosis: null }
}

/** What is certainly wrong in the text, whatever the value is. */
function remarkOn({ kind, verdict, message, diagnosis }: Judgement, written: Written): Remark | null {
  const commas = commasIn(written)
  if (commas !== null) return commas
  const isValue = returned.has(verdict) && verdict !== 'not a tensor'
  const isSizes = verdict === 'threw' && thrownFamily(message) === "sizes don't fit"
  if (kind === 'value') return verdict === 'wrong' ? thrownAway(written) : null
  // What the value tells for certain is nearer than a variable that may have nothing to do with it.
  const isOpen = diagnosis === null && !message.includes('writes into')
  return (
    (isValue ? thrownAway(written) : null) ?? ((isValue && isOpen) || isSizes ? keptOutside(written) : null)
  )
}

/** The family stays what the value tells. */
function withRemark(judgement: Judgement, { short, message, line }: Remark): Judgement {
  const family = judgement.diagnosis?.family ?? 'stale or aliased'
  return {
    ...judgement,
    line,
    advice: null,
    diagnosis: { family, formula: judgement.diagnosis?.formula ?? null, short, message, tier: 1 },
  }
}

const returned: ReadonlySet<Verdict> = new Set([
  'wrong',
  'coincidence',
  'shape',
  'not finite',
  'not a tensor',
])

/** Where to look in a function: where a mistake was returned, at its `return`, else at its beginning. */
function lineFor(
  { verdict, message, blank }: Pick<Judgement, 'verdict' | 'message' | 'blank'>,
  source: ParsedText | null,
): number | null {
  const found = source === null ? undefined : definitionsIn(source).get(blank)
  if (found === undefined) return null
  const written = message === 'returned nothing' ? writtenIn(source!, blank) : null
  const blamed = written === null ? null : nothingReturned(written).line
  if (blamed !== null) return blamed
  const { code, line } = found
  if (code === null) return line
  if (verdict === 'blank') return lineOfBlank(code) ?? line
  return (returned.has(verdict) ? lineOfReturn(code) : null) ?? line
}

function faultOf({ fault }: ReadFile): Report['error'] {
  if (fault === null) return null
  return {
    code: 'exercise',
    message: `SyntaxError: ${fault.message}`,
    advice: `fix line ${fault.line}`,
    line: fault.line,
    reason: 'syntax',
  }
}

function located(failure: FileFailure | null, path: string): Report['error'] {
  if (failure === null) return null
  const { stack, ...rest } = failure
  return { ...rest, line: lineInStack(stack, path) }
}

/** The innermost line of `path` in a stack trace, or in the head of a syntax error. */
export function lineInStack(stack: string | null, path: string): number | null {
  const at = stack?.indexOf(`${path}:`) ?? -1
  return at === -1 ? null : Number.parseInt(stack!.slice(at + path.length + 1), 10)
}
