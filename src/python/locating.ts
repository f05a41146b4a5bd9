/** The lines that the claims of a pass are judged by: inside of a function, and where another convention is meant. */
import type { Finding } from '../checker/gradient/finding.ts'
import { passes as isPassed } from '../checker/report.ts'
import { judgeClaims, type PassTools, replaysOf } from './asking.ts'
import type { PlacedClaim } from './passes.ts'
import { meansAmong, multiplesAmong, perMean } from './per-example.ts'
import type { Replay } from './replay.ts'

export interface Judgements {
  readonly replays: ReadonlyMap<PlacedClaim, readonly (Replay | null)[]>
  readonly found: ReadonlyMap<PlacedClaim, Finding>
}

/**
 * What a function gives, judged as a whole. Where that is wrong, the mistake is in the first line on its way without
 * which all would be right; a function may call what it computes on its way as it likes.
 */
export function judgeLocating(claims: readonly PlacedClaim[], tools: PassTools): Judgements {
  const judgeAll = (some: readonly PlacedClaim[], diagnose = tools.diagnose): Judgements => {
    const own = { ...tools, claims: some, diagnose }
    const replays = new Map(some.map(claim => [claim, replaysOf(claim, own)]))
    return { replays, found: judgeClaims(some, replays, own) }
  }
  const given = claims.filter(({ isInner }) => isInner !== true)
  const whole = judgeAll(given)
  if (!given.some(one => isAtFault(whole.found.get(one)))) return whole
  const above: PlacedClaim[] = []
  const culprit = claims.find(inner => {
    if (inner.isInner !== true) return false
    const { found } = judgeAll([...given, inner], null)
    if (!isAtFault(found.get(inner))) above.push(inner)
    return (
      isAtFault(found.get(inner)) &&
      given.every(one => {
        const after = found.get(one)!.verdict
        return isAtFault(whole.found.get(one)) ? after === 'inherited' : isPassed(after)
      })
    )
  })
  return culprit === undefined ? whole : judgeAll([...given, ...above, culprit])
}

/** Where gradients of each example's own loss are meant, and that puts right what rests on them. */
export function judgedPerExample(
  claims: readonly PlacedClaim[],
  { replays, found }: Judgements,
  tools: PassTools,
): Judgements | null {
  const off = claims.filter(one => isAtFault(found.get(one)))
  if (off.length < 2) return null
  const multiples = multiplesAmong(off, tools.runs, tools.cases)
  if (multiples.size === 0) return null
  const own = new Map([...replays].map(([claim, all]) => [claim, perMean(claim, all, multiples)]))
  const again = judgeClaims([...replays.keys()], own, { ...tools, diagnose: null })
  const isFixed = (one: PlacedClaim): boolean => !isAtFault(again.get(one))
  const others = off.filter(({ name }) => !multiples.has(`d${name}`))
  if (!others.some(isFixed) || !claims.every(one => isFixed(one) || isAtFault(found.get(one)))) return null
  const { loss } = tools.cases[0].graph
  const note = `of each example's own loss: the 1/m of \`${loss}\` comes in further down`
  return {
    replays,
    found: new Map(
      [...found].map(([claim, before]) => {
        const after = again.get(claim)!
        if (!isAtFault(before) || isAtFault(after)) return [claim, before]
        return [claim, multiples.has(`d${claim.name}`) ? { ...after, note } : after]
      }),
    ),
  }
}

/** Where a function is given the gradient of each example's own loss, and gives those of their mean. */
export function judgedAsMeans(
  claims: readonly PlacedClaim[],
  { replays, found }: Judgements,
  tools: PassTools,
): Judgements | null {
  const given = claims.filter(({ isInner }) => isInner !== true)
  const off = given.filter(one => isAtFault(found.get(one)))
  if (!meansAmong(given, off, tools.runs, tools.cases)) return null
  const note = "of the mean over the examples, as the gradient that comes in is of each example's own loss"
  const asMean = (before: Finding): Finding => ({
    ...before,
    ...{ verdict: 'approximate', inherits: [], message: 'right', advice: null, diagnosis: null, note },
    ...{ exact: false, approximate: true, maxdiff: 0, worst: null },
  })
  return {
    replays,
    found: new Map(
      [...found].map(([claim, before]) => [claim, off.includes(claim) ? asMean(before) : before]),
    ),
  }
}

export const isAtFault = (finding: Finding | undefined): boolean =>
  finding !== undefined && !isPassed(finding.verdict)
