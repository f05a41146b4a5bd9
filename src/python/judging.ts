/** The verdict on a notebook: each claim's line by itself, at several sizes, and all of them together. */
import { isLearnable } from '../autograd/graph.ts'
import type { Case } from '../checker/gradient/case.ts'
import { compare, largest } from '../checker/gradient/compare.ts'
import type { Finding } from '../checker/gradient/finding.ts'
import { type Diagnose, judge, unlessItThrows } from '../checker/gradient/judge.ts'
import { passes as isPassed } from '../checker/report.ts'
import { callWith } from '../room/calling.ts'
import type { Program } from '../room/program.ts'
import type { CodeCell } from './cells.ts'
import type { Claim } from './claim.ts'
import { type PlacedClaim, passesOf } from './passes.ts'
import { parseCells, readNotebook, standInKey } from './reading.ts'
import { type Replay, replayOf } from './replay.ts'
import { otherRuns, type ReadRun, type Texts } from './sizes.ts'

/** What came of a claim. */
export interface JudgedClaim {
  readonly claim: Claim | PlacedClaim
  readonly verdict: ClaimVerdict
  /** What the judge says of it; null where it couldn't be asked. */
  readonly finding: Finding | null
  /** Right at the author's sizes only. */
  readonly isOnlyHere: boolean
  /** The tensor whose gradient its value really is; null where it is its own, or nobody's. */
  readonly really: string | null
  /** Claims of the same gradient that were made before it was complete. */
  readonly earlier: readonly Claim[]
}

export type ClaimVerdict = Finding['verdict'] | 'unfinished' | 'from autograd' | 'not read'

export interface JudgedNotebook {
  readonly claims: readonly JudgedClaim[]
  readonly main: ReadRun
  readonly others: readonly ReadRun[]
}

export interface NotebookOptions {
  readonly seed: number
  readonly texts: Texts
  readonly diagnose: Diagnose | null
}

export function judgeNotebook(
  cells: readonly CodeCell[],
  { seed, texts, diagnose }: NotebookOptions,
): JudgedNotebook {
  const parsed = parseCells(cells)
  const read = (standIns: ReadonlyMap<string, string>, replacesShapes = false): ReadRun => {
    const run = readNotebook(parsed, {
      seed,
      open: texts.all,
      sizes: {},
      standIns,
      replacesShapes,
      nth: 0,
    })
    return { run, seed, sizes: {}, isSameSize: true, ...passesOf(run) }
  }
  let main = read(new Map())
  let standIns = standInsFor(main)
  // What is missing must not cost the lines below it.
  if (main.claims.some(({ value }) => value === null)) {
    main = read(standIns)
    // A wrong shape flows on, as in PyTorch, unless the lines below fail for it.
    if (main.claims.some(({ value }) => value === null)) main = read(standIns, true)
    standIns = new Map([...standIns, ...standInsFor(main)])
  }
  const others = otherRuns(parsed, main, { seed, texts, standIns })
  const judged = [...new Set(main.claims.map(({ pass }) => pass))].flatMap(pass =>
    judgePass(main, others, pass, diagnose),
  )
  const astray = main.astray
    .filter(({ via }) => via !== 'name')
    .map(claim => unjudged(claim, claim.value === null ? missingVerdict(claim) : 'not read'))
  return { claims: inOrder([...judged, ...astray]), main, others }
}

/** Where gradients are set, and the tensors that they are of. */
const standInsFor = ({ claims }: ReadRun): Map<string, string> =>
  new Map(
    claims.flatMap(({ statement, gradient, tensor }) =>
      statement === null || gradient === null || tensor === null
        ? []
        : [[standInKey(statement, gradient), tensor] as const],
    ),
  )

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
  really: null,
  earlier,
})

const missingVerdict = ({ missing }: Claim): ClaimVerdict => (missing === null ? 'not read' : missing.kind)

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
  const replays = new Map(judgeable.map(claim => [claim, replaysOf(claim, tools)]))
  const found = judgeClaims(judgeable, replays, tools)
  const isAnyCalled = counted.some(({ via }) => via === 'call')
  // `dx = x.grad` that nobody compares is no claim: it is where somebody starts from.
  const isStart = (claim: PlacedClaim): boolean =>
    claim.via === 'name' && isAnyCalled && replays.get(claim)?.[0]?.isFromAutograd === true
  return counted
    .filter(claim => !isStart(claim))
    .map(claim => {
      const finding = found.get(claim)
      const own = earlier.get(claim) ?? []
      if (finding === undefined)
        return unjudged(claim, claim.value === null ? missingVerdict(claim) : 'not read', own)
      if (replays.get(claim)![0]?.isFromAutograd === true) return unjudged(claim, 'from autograd', own)
      const isOnlyHere = finding.evidence?.kind === 'constant'
      return {
        claim,
        verdict: isOnlyHere ? 'approximate' : finding.verdict,
        finding,
        isOnlyHere,
        really: isPassed(finding.verdict) || isOnlyHere ? null : (renamed.get(claim.key) ?? null),
        earlier: own,
      }
    })
}

interface PassTools {
  readonly runs: readonly ReadRun[]
  readonly cases: readonly Case[]
  readonly pass: number
  readonly renamed: ReadonlyMap<string, string>
  readonly claims: readonly PlacedClaim[]
  readonly diagnose: Diagnose | null
}

/** Where nothing but the seed could be changed, a diagnosis would search at full size for minutes. */
const explainerFor = (others: readonly ReadRun[], diagnose: Diagnose | null): Diagnose | null =>
  diagnose === null || others.some(({ isSameSize }) => isSameSize)
    ? null
    : suspect => (suspect.constant === true ? null : unlessItThrows(() => diagnose(suspect)))

interface Counted {
  readonly counted: readonly PlacedClaim[]
  /** By the claim that counts, those of the same gradient before it was complete. */
  readonly earlier: ReadonlyMap<PlacedClaim, readonly Claim[]>
}

/** Of several claims of one gradient those that count. */
function countedIn({ run }: ReadRun, claims: readonly PlacedClaim[]): Counted {
  const earlier = new Map<PlacedClaim, Claim[]>()
  const counted: PlacedClaim[] = []
  const called = new Set(claims.filter(({ via }) => via !== 'name').map(({ name }) => name))
  const own = claims.filter(({ via, name }) => via !== 'name' || !called.has(name))
  for (const [i, claim] of own.entries()) {
    const later = own.slice(i + 1).filter(({ name }) => name === claim.name)
    const same = later.find(one => one.value === claim.value && one.value !== null)
    const completed = same ?? later.find(one => isMadeOf(run, one, claim) || isAgain(claim, one))
    if (completed === undefined) counted.push(claim)
    else if (completed !== same)
      earlier.set(completed, [...(earlier.get(completed) ?? []), ...(earlier.get(claim) ?? []), claim])
  }
  return { counted, earlier }
}

/** Another attempt, in the same cell, or one after something that has no value. */
const isAgain = (first: Claim, second: Claim): boolean =>
  first.value === null ||
  (first.statement?.cell ?? first.at.cell) === (second.statement?.cell ?? second.at.cell)

/** Whether a value was made of another: `dx = a`, and then `dx += b`. */
function isMadeOf(run: ReadRun['run'], whole: PlacedClaim, part: PlacedClaim): boolean {
  if (whole.value === null || part.value === null) return false
  const producers = new Map(run.steps.map(step => [step.output, step]))
  const seen = new Set([whole.value])
  const open = [whole.value]
  for (let x = open.pop(); x !== undefined; x = open.pop()) {
    if (x === part.value) return true
    for (const input of producers.get(x)?.inputs ?? [])
      if (!seen.has(input)) {
        seen.add(input)
        open.push(input)
      }
  }
  return false
}

/** The tensor whose true gradient a wrong value is. */
function reallyOf({ value, name }: PlacedClaim, { graph, truth }: Case): string | null {
  const isIt = (one: string): boolean => {
    const expected = truth.gradient(one)
    return compare(value!, expected, largest(expected)).approximate
  }
  if (isIt(name) || largest(value!) < 1e-12) return null
  return [...graph.tensors.keys()].find(one => one !== name && isLearnable(graph, one) && isIt(one)) ?? null
}

/** A claim's function in each run; null where the run has no such claim. */
function replaysOf(
  claim: PlacedClaim,
  { runs, claims, renamed }: PassTools,
  isRenamed = false,
): (Replay | null)[] {
  const keys = new Set(claims.map(({ key }) => key))
  return runs.map(({ run, passes, claims: all }) => {
    const own = all.find(({ key }) => key === claim.key)
    if (own === undefined || own.value === null) return null
    const others = all.filter(({ key }) => keys.has(key))
    return replayOf(run, passes[own.pass], own, others, isRenamed ? renamed : new Map())
  })
}

type Replays = ReadonlyMap<PlacedClaim, readonly (Replay | null)[]>

/** One claim of each gradient at a time: first those that most lines rest on, then each other with what it rests on. */
function judgeClaims(
  claims: readonly PlacedClaim[],
  replays: Replays,
  tools: PassTools,
): ReadonlyMap<PlacedClaim, Finding> {
  const found = new Map<PlacedClaim, Finding>()
  const times = new Map<string, number>()
  for (const own of replays.values())
    for (const { key } of own[0]?.restsOn ?? []) times.set(key, (times.get(key) ?? 0) + 1)
  const primary = new Map<string, PlacedClaim>()
  for (const claim of claims) {
    const before = primary.get(claim.name)
    if (before === undefined || (times.get(claim.key) ?? 0) > (times.get(before.key) ?? 0))
      primary.set(claim.name, claim)
  }
  const ask = (names: readonly string[], chosen: ReadonlyMap<string, PlacedClaim>): void => {
    for (const finding of judgeChosen(names, chosen, replays, tools)) {
      const claim = chosen.get(finding.name.slice(1))!
      found.set(claim, secondLook(claim, finding, chosen, replays, tools))
    }
  }
  ask([...primary.keys()], primary)
  for (const claim of claims.filter(one => primary.get(one.name) !== one))
    ask([claim.name], chosenFor(claim, primary, replays))
  return found
}

/** The claims that one rests on, before those that others do. */
function chosenFor(
  claim: PlacedClaim,
  primary: ReadonlyMap<string, PlacedClaim>,
  replays: Replays,
): Map<string, PlacedClaim> {
  const chosen = new Map(primary)
  const byKey = new Map([...replays.keys()].map(one => [one.key, one]))
  const take = (one: PlacedClaim): void => {
    if (chosen.get(one.name) === one) return
    chosen.set(one.name, one)
    for (const { key } of replays.get(one)?.[0]?.restsOn ?? []) {
      const below = byKey.get(key)
      if (below !== undefined && below.name !== claim.name) take(below)
    }
  }
  take(claim)
  return chosen
}

function judgeChosen(
  names: readonly string[],
  chosen: ReadonlyMap<string, PlacedClaim>,
  replays: Replays,
  { cases, diagnose }: PassTools,
): readonly Finding[] {
  const program = programOf(new Map([...chosen].map(([name, claim]) => [name, replays.get(claim)!])), cases)
  return judge(names, { program, written: () => null }, cases, diagnose).findings
}

/** A line that reads a gradient under a wrong name is judged once more under its right name. */
function secondLook(
  claim: PlacedClaim,
  finding: Finding,
  chosen: ReadonlyMap<string, PlacedClaim>,
  replays: Replays,
  tools: PassTools,
): Finding {
  if (finding.verdict !== 'wrong' && finding.verdict !== 'coincidence') return finding
  const rests = [...(replays.get(claim)?.[0]?.restsOn ?? [])]
  if (!rests.some(({ key }) => tools.renamed.has(key))) return finding
  const own = new Map(replays).set(claim, replaysOf(claim, tools, true))
  const [again] = judgeChosen([claim.name], chosen, own, tools)
  return isPassed(again.verdict) || again.verdict === 'inherited' ? again : finding
}

/** The functions as a program: which case a call is in shows by the values that it is given. */
function programOf(
  functions: ReadonlyMap<string, readonly (Replay | null)[]>,
  cases: readonly Case[],
): Program {
  const places = new Map<object, number>(cases.map(({ graph }, i) => [graph.values, i]))
  return {
    defines: new Set([...functions.keys()].map(name => `d${name}`)),
    call: (name, scope, recording = false) => {
      const replay = functions.get(name.slice(1))?.[places.get(scope.values) ?? 0]
      const learner = (own: object): unknown => {
        if (replay == null) throw new Error('it is not computed at these sizes')
        return replay.run(own as Record<string, unknown>)
      }
      return callWith(learner, scope, recording, () => [])
    },
  }
}
