/** The claims of a forward pass before the judge: as functions, one of each gradient at a time. */
import { isLearnable } from '../autograd/graph.ts'
import type { Case } from '../checker/gradient/case.ts'
import { compare, largest } from '../checker/gradient/compare.ts'
import { type Finding, inheritedFrom } from '../checker/gradient/finding.ts'
import { type Diagnose, judge } from '../checker/gradient/judge.ts'
import { passes as isPassed } from '../checker/report.ts'
import { callWith } from '../room/calling.ts'
import type { Program, Scope } from '../room/program.ts'
import { Tensor } from '../tensor/tensor.ts'
import type { PlacedClaim } from './passes.ts'
import { readTooEarly } from './remarks.ts'
import { type Replay, replayOf } from './replay.ts'
import type { ReadRun } from './sizes.ts'

export interface PassTools {
  readonly runs: readonly ReadRun[]
  readonly cases: readonly Case[]
  readonly pass: number
  readonly renamed: ReadonlyMap<string, string>
  readonly claims: readonly PlacedClaim[]
  readonly diagnose: Diagnose | null
}

/** The tensor whose true gradient a wrong value is. */
export function reallyOf({ value, name }: PlacedClaim, { graph, truth }: Case): string | null {
  const isIt = (one: string): boolean => {
    const expected = truth.gradient(one)
    return compare(value!, expected, largest(expected)).approximate
  }
  if (isIt(name) || largest(value!) < 1e-12) return null
  return [...graph.tensors.keys()].find(one => one !== name && isLearnable(graph, one) && isIt(one)) ?? null
}

/**
 * A claim's function in each run; null where the run has no such claim. `through`: claims that it doesn't stop at;
 * `early`: one of which it may have read a half.
 */
export function replaysOf(
  claim: PlacedClaim,
  { runs, claims }: PassTools,
  renamed: ReadonlyMap<string, string> = new Map(),
  through: ReadonlySet<string> = new Set(),
  early: PlacedClaim | null = null,
): (Replay | null)[] {
  const keys = new Set(claims.map(({ key }) => key).filter(key => !through.has(key)))
  return runs.map(({ run, passes, claims: all }) => {
    const own = all.find(({ key }) => key === claim.key)
    if (own === undefined || own.value === null) return null
    const whole = all.find(({ key }) => key === early?.key)
    const halves =
      whole === undefined ? [] : valuesUnder(whole.gradient, run).map(value => ({ ...whole, value }))
    const others = [...all.filter(({ key }) => keys.has(key)), ...halves]
    return replayOf(run, passes[own.pass], own, others, renamed)
  })
}

/** All that a name has held. */
const valuesUnder = (name: string | null, { statements }: ReadRun['run']): Tensor[] =>
  [...statements].flatMap(([x, statement]) => (statement.name === name ? [x] : []))

export type Replays = ReadonlyMap<PlacedClaim, readonly (Replay | null)[]>

/** One claim of each gradient at a time: first those that most lines rest on, then each other with what it rests on. */
export function judgeClaims(
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
      const seen = secondLook(claim, finding, chosen, replays, tools)
      found.set(claim, seen === finding && names.length > 1 ? seen : asFed(claim, seen, replays, tools))
    }
  }
  ask([...primary.keys()], primary)
  for (const claim of claims.filter(one => primary.get(one.name) !== one))
    ask([claim.name], chosenFor(claim, primary, replays))
  return found
}

/** A line that was judged without the others is right; its value may be wrong because of them. */
function asFed(
  claim: PlacedClaim,
  finding: Finding,
  replays: Replays,
  { cases: [main] }: PassTools,
): Finding {
  const isOff = ({ value, name }: PlacedClaim): boolean => {
    const expected = main.truth.gradient(name)
    return !compare(value!, expected, largest(expected)).approximate
  }
  if (!isPassed(finding.verdict) || finding.zeroByAlgebra || !isOff(claim)) return finding
  const culprits = [...(replays.get(claim)?.[0]?.restsOn ?? [])].filter(isOff)
  if (culprits.length === 0) return finding
  const because = inheritedFrom([...new Set(culprits.map(({ name }) => `d${name}`))])
  return { ...finding, ...because, exact: false, approximate: false, note: null }
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

/** A line that reads a gradient under a wrong name, or a closed formula, is right if it is right understood so. */
function secondLook(
  claim: PlacedClaim,
  finding: Finding,
  chosen: ReadonlyMap<string, PlacedClaim>,
  replays: Replays,
  tools: PassTools,
): Finding {
  if (finding.verdict !== 'wrong' && finding.verdict !== 'coincidence') return finding
  const again = (other: readonly (Replay | null)[]): Finding =>
    judgeChosen([claim.name], chosen, new Map(replays).set(claim, other), { ...tools, diagnose: null })[0]
  const rests = [...(replays.get(claim)?.[0]?.restsOn ?? [])]
  if (rests.some(({ key }) => tools.renamed.has(key))) {
    const found = again(replaysOf(claim, tools, tools.renamed))
    if (isPassed(found.verdict)) return found
  }
  for (const whole of tools.claims) {
    if (whole === claim || whole.gradient === null || whole.gradient === claim.gradient) continue
    if (valuesUnder(whole.gradient, tools.runs[0].run).length < 2) continue
    const other = replaysOf(claim, tools, new Map(), new Set(), whole)
    if (other[0]?.reads.includes(`d${whole.name}`) !== true) continue
    if (replays.get(claim)?.[0]?.reads.includes(`d${whole.name}`) === true) continue
    if (isPassed(again(other).verdict)) return { ...finding, diagnosis: readTooEarly(whole.gradient) }
  }
  const fixed = finding.verdict === 'coincidence' ? fixedBelow(claim, replays, tools) : []
  if (fixed.length === 0) return finding
  const found = again(replaysOf(claim, tools, new Map(), new Set(fixed.map(({ key }) => key))))
  const names = fixed.map(({ name }) => `d${name}`).join(' and ')
  return isPassed(found.verdict)
    ? { ...found, note: `a closed formula: it takes ${names} to be what this loss makes it` }
    : finding
}

/**
 * The gradients below a line that the loss alone determines, whatever the tensors are: -1/n at the labels. A formula of
 * several steps may take them for what they are.
 */
function fixedBelow(claim: PlacedClaim, replays: Replays, { cases, claims }: PassTools): PlacedClaim[] {
  const { graph } = cases[0]
  const users = graph.users.get(claim.name) ?? []
  return claims.filter(
    one =>
      one !== claim &&
      !users.includes(one.name) &&
      graph.ancestors.get(one.name)?.has(claim.name) === true &&
      replays.get(one)?.[0]?.reads.every(name => !isLearnable(graph, name) && graph.tensors.has(name)) ===
        true,
  )
}

/**
 * The functions as a program: which case a call is in shows by the values that it is given. Some of them may be nudged,
 * as a diagnosis does it; when it looks on, what was replaced is done as well.
 */
function programOf(
  functions: ReadonlyMap<string, readonly (Replay | null)[]>,
  cases: readonly Case[],
): Program {
  const placeOf = (values: Scope['values']): number => {
    const isIn = (own: Scope['values']): boolean =>
      own === values ||
      Object.keys(own).some(name => own[name] instanceof Tensor && own[name] === values[name])
    return cases.findIndex(({ graph }) => isIn(graph.values))
  }
  return {
    defines: new Set([...functions.keys()].map(name => `d${name}`)),
    call: (name, scope, recording = false) => {
      const replay = functions.get(name.slice(1))?.[placeOf(scope.values)]
      const learner = (own: object): unknown => {
        if (replay == null) throw new Error('it is not computed at these sizes')
        return replay.run(own as Record<string, unknown>, recording)
      }
      return callWith(learner, scope, recording, () => [])
    },
  }
}
