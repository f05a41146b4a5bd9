/** A whole check: from what a learner handed in, in a room of its own, to findings. */
import { NinjaError } from '../errors.ts'
import type { Room } from '../room/room.ts'
import type { Broken } from '../room/rows.ts'
import { callsOf } from '../text/written.ts'
import type { Drawn } from './drawn.ts'
import type { Case } from './gradient/case.ts'
import { drawnIn, type Finding, type Found, foundIn } from './gradient/finding.ts'
import { type Diagnose, type Judged, judge } from './gradient/judge.ts'
import type { Learner } from './gradient/learner.ts'
import { type FileFailure, type Ground, ofNinja } from './ground.ts'
import { type Printed, passes } from './report.ts'
import { type Submission, variantOf, writtenBy } from './text/submission.ts'
import { absolve } from './value/blame.ts'
import {
  type Checked,
  type CheckGround,
  type CheckTerms,
  demandRows,
  type EarlierTrials,
  type Explain,
  judgeChecks,
} from './value/judge.ts'

export interface Examined {
  readonly findings: readonly Found[]
  /** What to draw of a finding, by its name; null where there is nothing. Worked out when it is asked for. */
  readonly drawn: (name: string) => Drawn | null
  readonly sizes: Readonly<Record<string, number>>
  readonly notes: readonly string[]
  readonly printed: readonly Printed[]
  readonly picture: string | null
  readonly failure: FileFailure | null
}

/** Of a check that found nothing out. */
export const nothing = { findings: [], drawn: () => null, sizes: {}, notes: [], printed: [], picture: null }

/** Finds out which mistakes were made. */
export interface Explainers {
  readonly diagnose: Diagnose
  readonly explain: Explain
}

/** `earlier`: for who tries many lines of one exercise. */
export function examine(
  ground: Ground,
  submission: Submission,
  room: Room,
  explainers: Explainers | null = null,
  earlier: EarlierTrials | null = null,
): Examined {
  if ('failure' in ground) return { ...nothing, failure: ground.failure }
  const { cases, check } = ground
  const { functions, path } = submission
  const { broken, program, printed } = room.load(variantOf(submission, [], null).modules, path)
  const early = printed.map((text): Printed => ({ by: null, text }))
  const failed = (failure: FileFailure): Examined => ({ ...nothing, printed: early, failure })
  // With answers in place of some blanks, as in a check, a file may run that does not as it is.
  const isHopeless = broken?.kind === 'stopped' || check?.solution == null || cases.length > 0
  if (broken !== null && isHopeless) return failed(failureOf(broken))
  const written: Learner['written'] = name => writtenBy(submission, name)
  const gradients = check === null ? functions : functions.filter(name => isGradient(name, cases))
  const judged =
    gradients.length === 0
      ? { findings: [], printed: [] }
      : judgeGradients(cases, gradients, { program, written }, explainers?.diagnose ?? null)
  const rest = functions.filter(name => !gradients.includes(name))
  const checked =
    check === null
      ? null
      : judgeRest(check, submission, rest, room, {
          explain: explainers?.explain ?? null,
          earlier,
          runs: broken === null,
        })
  if (checked !== null && 'failure' in checked) return failed(checked.failure)
  if (checked?.broken && broken !== null) return failed(failureOf(broken))
  // A gradient that is wrong has no part in a picture, and nobody who looks for the mistake should wait for one.
  const isRight = judged.findings.every(({ verdict }) => passes(verdict))
  const picture = isRight ? (checked?.picture() ?? null) : null
  const retry = (names: readonly string[], replaced: readonly string[]): readonly Finding[] => {
    if (check!.solution === null) return []
    const other = room.load(variantOf(submission, replaced, check!.solution).modules, path, true)
    return other.broken === null
      ? judgeGradients(cases, names, { program: other.program, written }, null).findings
      : []
  }
  const calls = (name: string, other: string): boolean => {
    const own = written(name)
    return own !== null && callsOf(own, other).length > 0
  }
  const all =
    checked === null
      ? judged.findings
      : inOrder([...absolve(judged.findings, checked.findings, calls, retry), ...checked.findings], functions)
  return {
    findings: all.map(foundIn),
    drawn: drawnIn(all),
    sizes: cases[0]?.sizes ?? {},
    notes: ground.notes,
    printed: [...early, ...judged.printed, ...(checked?.printed ?? [])],
    picture,
    failure: null,
  }
}

const judgeGradients = (
  cases: readonly Case[],
  names: readonly string[],
  learner: Learner,
  diagnose: Diagnose | null,
): Judged =>
  judge(
    names.map(name => name.slice(1)),
    learner,
    cases,
    diagnose,
  )

const isGradient = (name: string, cases: readonly Case[]): boolean =>
  name.startsWith('d') && cases[0]?.graph.tensors.has(name.slice(1)) === true

/** What a check cell judges: all that is no gradient. */
function judgeRest(
  check: CheckGround,
  submission: Submission,
  blanks: readonly string[],
  room: Room,
  terms: CheckTerms,
): Checked | { readonly failure: FileFailure } {
  try {
    demandRows(check, blanks)
    return judgeChecks(check, submission, blanks, room, terms)
  } catch (error) {
    if (!(error instanceof NinjaError)) throw error
    return { failure: ofNinja(error) }
  }
}

const inOrder = (findings: readonly Finding[], functions: readonly string[]): Finding[] =>
  functions.flatMap(name => findings.filter(({ blank }) => blank === name))

/** Why a file does not run. */
export function failureOf(broken: Broken): FileFailure {
  if (broken.kind === 'stopped') {
    const [code, reason, message] = topLevel[broken.cause]
    return {
      code,
      reason,
      message,
      advice: 'code outside functions runs when the file is loaded: remove what does not belong there',
      line: null,
      stack: null,
    }
  }
  const what =
    broken.kind === 'blank' ? 'a blank is not filled in yet' : `${broken.name ?? 'threw'}: ${broken.message}`
  return {
    code: 'exercise',
    reason: 'load',
    message: `the file does not run: ${what}`,
    advice: 'code outside functions runs when the file is loaded: look at the line named',
    line: null,
    stack: broken.kind === 'blank' ? null : broken.stack,
  }
}

const topLevel = {
  timeout: ['timeout', 'timeout', 'loading the file did not come to an end and was stopped'],
  'out of memory': ['exercise', 'memory', 'loading the file used more memory than it may and was stopped'],
  'ended the program': ['exercise', 'load', 'the file ends the program while it is loaded'],
} as const
