/** The verdict on a notebook: each claim's line by itself, at several sizes, and all of them together. */
import { isLearnable } from '../autograd/graph.ts'
import { drawnFrom } from '../checker/drawn.ts'
import type { Case } from '../checker/gradient/case.ts'
import { compare, largest, toleranceFor } from '../checker/gradient/compare.ts'
import type { Finding } from '../checker/gradient/finding.ts'
import { type Diagnose, unlessItThrows } from '../checker/gradient/judge.ts'
import { type Diagnosis, passes as isPassed } from '../checker/report.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { type PassTools, reallyOf } from './asking.ts'
import type { CodeCell } from './cells.ts'
import type { Claim } from './claim.ts'
import { countedIn } from './instances.ts'
import { isAtFault, judgedAsMeans, judgedPerExample, judgeLocating } from './locating.ts'
import { type PlacedClaim, passesOf } from './passes.ts'
import { type ParsedCell, parseCells, readNotebook } from './reading.ts'
import { anotherGradient, partOfCrossEntropy, startedFromOnes } from './remarks.ts'
import type { Replay } from './replay.ts'
import { otherRuns, type ReadRun, type Texts } from './sizes.ts'
import { readCompleted } from './stand-ins.ts'
import { addsTiny } from './tiny.ts'

/** What came of a claim. */
export interface JudgedClaim {
  readonly claim: Claim | PlacedClaim
  readonly verdict: ClaimVerdict
  /** What the judge says of it; null where it couldn't be asked. */
  readonly finding: Finding | null
  /** Right at the author's sizes only. */
  readonly isOnlyHere: boolean
  /** What its line gives from true gradients, where its shape is wrong. */
  readonly fromTrue: Tensor | null
  /** Whether it is `dx = x.grad` that nobody compares: where somebody starts from, and no claim. */
  readonly isStart: boolean
  /** Whether it takes more than one line. */
  readonly isSeveral: boolean
  /** Claims of the same gradient that were made before it was complete. */
  readonly earlier: readonly Claim[]
}

export type ClaimVerdict = Finding['verdict'] | 'unfinished' | 'from autograd' | 'not read'

export interface JudgedNotebook {
  readonly claims: readonly JudgedClaim[]
  readonly main: ReadRun
  readonly others: readonly ReadRun[]
}

/** Without what is only where somebody starts from. */
export const withoutStarts = (
  judged: JudgedNotebook,
  isKept = (_: JudgedClaim): boolean => false,
): JudgedNotebook => ({
  ...judged,
  claims: judged.claims.filter(one => !one.isStart || isKept(one)),
})

export interface NotebookOptions {
  readonly seed: number
  readonly texts: Texts
  readonly diagnose: Diagnose | null
}

export function judgeNotebook(cells: readonly CodeCell[], options: NotebookOptions): JudgedNotebook {
  const parsed = parseCells(cells)
  const judged = judgeParsed(parsed, options, false)
  const isOff = ({ verdict }: JudgedClaim): boolean =>
    verdict === 'wrong' || verdict === 'coincidence' || verdict === 'inherited'
  if (!judged.claims.some(isOff) || !hasTiny(judged.main)) return judged
  const without = judgeParsed(parsed, { ...options, diagnose: null }, true).claims
  return {
    ...judged,
    claims: judged.claims.map((one, i) => {
      const other = without.length === judged.claims.length ? without[i] : undefined
      if (!isOff(one) || other?.finding == null || !isPassed(other.finding.verdict)) return one
      const note = 'right but for the tiny number that the forward pass adds'
      return { ...one, verdict: 'approximate', finding: { ...other.finding, exact: false, note } }
    }),
  }
}

/** Whether the forward pass adds a tiny number somewhere. What the author adds going backward is theirs to answer for. */
const hasTiny = ({ passes, run: { steps } }: ReadRun): boolean =>
  steps.some(step => addsTiny(step) && passes.some(({ made }) => made.has(step.output)))

function judgeParsed(
  parsed: readonly ParsedCell[],
  { seed, texts, diagnose }: NotebookOptions,
  leavesOutTiny: boolean,
): JudgedNotebook {
  const { main, ...standIns } = readCompleted(by => {
    const run = readNotebook(parsed, { ...by, seed, open: texts.all, sizes: {}, leavesOutTiny, nth: 0 })
    return { run, seed, sizes: {}, isSameSize: true, ...passesOf(run) }
  })
  const others = otherRuns(parsed, main, { ...standIns, seed, texts, leavesOutTiny })
  const judged = [...new Set(main.claims.map(({ pass }) => pass))].flatMap(pass =>
    judgePass(main, others, pass, diagnose),
  )
  const astray = main.astray
    .filter(({ via }) => via !== 'name')
    .map(claim => unjudged(claim, claim.value === null ? missingVerdict(claim) : 'not read'))
  return { claims: inOrder([...judged, ...astray]), main, others }
}

const inOrder = (judged: readonly JudgedClaim[]): JudgedClaim[] =>
  judged.toSorted((a, b) => {
    const [x, y] = [a.claim.statement ?? a.claim.at, b.claim.statement ?? b.claim.at]
    return x.cell - y.cell || x.line - y.line
  })

const unjudged = (claim: Claim, verdict: ClaimVerdict, earlier: readonly Claim[] = []): JudgedClaim => ({
  claim,
  verdict,
  finding: null,
  isOnlyHere: false,
  fromTrue: null,
  isStart: false,
  isSeveral: false,
  earlier,
})

const missingVerdict = ({ missing }: Claim): ClaimVerdict => (missing === null ? 'not read' : missing.kind)

/** Kinds of mistakes that a line may seem to have that is right for another tensor, or a part of a known formula. */
const VAGUE: ReadonlySet<string> = new Set(['wrong local derivative', 'fused formulas'])

/** Whether nothing is known of a formula but that it isn't right. */
const isUnknown = ({ family, tier }: Diagnosis): boolean => family !== 'fused formulas' || tier === 1

function judgePass(
  main: ReadRun,
  others: readonly ReadRun[],
  pass: number,
  diagnose: Diagnose | null,
): JudgedClaim[] {
  const all = main.claims.filter(claim => claim.pass === pass)
  const runs = [main, ...others]
  if (runs.some(run => run.passes[pass] === undefined)) return all.map(claim => unjudged(claim, 'not read'))
  const cases = runs.map(({ passes, sizes, seed }): Case => {
    const { graph, truth } = passes[pass]
    return { sizes, seed, graph, truth: truth() }
  })
  const { counted, earlier } = countedIn(main, all)
  const judgeable = counted.filter(
    ({ value, name }) =>
      value !== null &&
      cases.every(({ graph }) => graph.tensors.has(name)) &&
      isLearnable(cases[0].graph, name),
  )
  const renamed = new Map(
    judgeable.flatMap(claim => {
      const really = reallyOf(claim, cases[0])
      return really === null ? [] : [[claim.key, really] as const]
    }),
  )
  const tools: PassTools = {
    runs,
    cases,
    pass,
    renamed,
    claims: judgeable,
    diagnose: explainerFor(others, diagnose),
  }
  const judged = judgeLocating(judgeable, tools)
  const { replays, found } =
    judgedPerExample(judgeable, judged, tools) ?? judgedAsMeans(judgeable, judged, tools) ?? judged
  const remarkOn = (claim: PlacedClaim, own: Diagnosis | null): Diagnosis | null => {
    if (own !== null && !VAGUE.has(own.family)) {
      return own.family === 'wrong operand' ? (startedFromOnes(claim, main, cases[0]) ?? own) : own
    }
    const really = renamed.get(claim.key)
    // What it reads itself is a factor or a sum that is missing.
    const isRead = replays.get(claim)?.[0]?.reads.includes(`d${really}`) === true
    if (really !== undefined && !isRead && (own === null || isUnknown(own)))
      return anotherGradient(claim, really)
    return startedFromOnes(claim, main, cases[0]) ?? partOfCrossEntropy(claim, cases[0]) ?? own
  }
  const isAnyCalled = counted.some(({ via }) => via === 'call')
  return counted
    .filter(claim => claim.isInner !== true || isAtFault(found.get(claim)))
    .map(claim => {
      const finding = found.get(claim)
      const own = earlier.get(claim) ?? []
      if (finding === undefined)
        return unjudged(claim, claim.value === null ? missingVerdict(claim) : 'not read', own)
      if (replays.get(claim)![0]?.isFromAutograd === true) {
        const isStart = claim.via === 'name' && isAnyCalled
        return { ...unjudged(claim, 'from autograd', own), isStart }
      }
      const isOnlyHere = finding.evidence?.kind === 'constant'
      const seen = finding.verdict === 'inherited' ? unlessFedRight(claim, finding, cases[0]) : finding
      const isWrong = seen.verdict === 'wrong' || seen.verdict === 'coincidence' || seen.verdict === 'shape'
      return {
        claim,
        verdict: isOnlyHere ? 'approximate' : seen.verdict,
        finding: isWrong && !isOnlyHere ? { ...seen, diagnosis: remarkOn(claim, seen.diagnosis) } : seen,
        isOnlyHere,
        fromTrue: seen.verdict === 'shape' ? resultFromTrue(replays.get(claim)![0], cases[0]) : null,
        isStart: false,
        isSeveral: isSeveral(claim, replays.get(claim)![0], main),
        earlier: own,
      }
    })
}

function isSeveral({ statement }: PlacedClaim, replay: Replay | null, { run }: ReadRun): boolean {
  const made = [statement, ...(replay?.made ?? []).map(x => run.statements.get(x))].filter(one => one != null)
  return (
    new Set(made.map(({ cell, line }) => `${cell}:${line}`)).size > 1 ||
    made.some(({ around }) => around?.includes('\n') === true)
  )
}

/** A right line below a wrong one that was fed PyTorch's own gradient (`dy * x.grad`) is right. */
function unlessFedRight({ value, name }: PlacedClaim, finding: Finding, { truth }: Case): Finding {
  const expected = truth.gradient(name)
  const { exact, approximate, maxdiff } = compare(value!, expected, largest(expected))
  if (!approximate) return finding
  return {
    ...finding,
    picture: () =>
      drawnFrom({ yours: value, expected, tolerance: () => toleranceFor(expected, largest(expected)) }),
    ...{
      verdict: exact ? 'exact' : 'approximate',
      inherits: [],
      message: 'right',
      exact,
      approximate,
      maxdiff,
      worst: null,
    },
  }
}

/** What a line gives when all that it reads is right. */
function resultFromTrue(replay: Replay | null, { graph, truth }: Case): Tensor | null {
  if (replay === null) return null
  const read = (name: string): unknown => graph.values[name] ?? truth.gradient(name.slice(1))
  try {
    return replay.run(Object.fromEntries(replay.reads.map(name => [name, read(name)])))
  } catch {
    return null
  }
}

/** Where nothing but the seed could be changed, a diagnosis would search at full size for minutes. */
const explainerFor = (others: readonly ReadRun[], diagnose: Diagnose | null): Diagnose | null =>
  diagnose === null || others.some(({ isSameSize }) => isSameSize)
    ? null
    : suspect => (suspect.constant === true ? null : unlessItThrows(() => diagnose(suspect)))
