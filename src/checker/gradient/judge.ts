/** The verdict: each line by itself, then the whole chain, then both put together for every gradient. */

import type { Diagnosis, Printed, Verdict } from '../report.ts'
import type { Case } from './case.ts'
import { combine, type Finding, missing, wholeOf, withInsight } from './finding.ts'
import type { Learner } from './learner.ts'
import { isZeroByAlgebra, judgeLine, type LineVerdict, tryUsually, zerosByAlgebra } from './line.ts'
import { scopeFor } from './scope.ts'
import { runChain } from './whole-chain.ts'

export type { Finding } from './finding.ts'

/** A wrong line, for whoever finds out what is wrong with it. */
export interface Suspect {
  readonly name: string
  readonly learner: Learner
  readonly cases: readonly Case[]
  /** The tensors whose gradients change the result when they change. */
  readonly used: readonly string[]
  /** Right at the table's sizes, and only there. */
  readonly constant?: boolean
}

/** What the slip is; null where it is not certain. In a message `{line NAME}` stands for the line that makes NAME. */
export type Diagnose = (suspect: Suspect) => (Diagnosis & Partial<LeftOut>) | null

export interface LeftOut {
  /** The uses that a line leaves out, by the name of what they make. */
  readonly missing: readonly string[]
}

export interface Judged {
  readonly findings: readonly Finding[]
  /** What the functions printed when they ran at the sizes of the table; one that was stopped, when it was. */
  readonly printed: readonly Printed[]
}

/** Judges the functions, named by the tensor whose gradient they compute, in the order of `names`. */
export function judge(
  names: readonly string[],
  learner: Learner,
  cases: readonly Case[],
  diagnose: Diagnose | null = null,
): Judged {
  const [main] = cases
  const zero = new Set(names.filter(name => isZeroByAlgebra(name, cases)))
  const there = names.filter(name => learner.program.defines.has(`d${name}`))
  const tried = tryUsually(learner, there, cases)
  const lines = new Map<string, LineVerdict>(
    there.map(name => [name, judgeLine(learner, name, cases, zero.has(name), tried.get(name)!)]),
  )
  const chain = runChain(
    main,
    learner,
    there.filter(name => !isLeftOut(lines.get(name)!)),
  )
  const wholes = new Map([...chain].map(([name, called]) => [name, wholeOf(main, name, called)]))
  const findings = names.map(name => {
    const zeros = (): number => zerosByAlgebra(name, cases)
    const context = { main, name, zeroByAlgebra: zero.has(name), zeros, chain, wholes }
    const line = lines.get(name)
    if (line === undefined) return missing(context)
    const found = withInsight(context, line, combine(context, line, chain.get(name)))
    return diagnose === null ? found : explained(found, name, learner, cases, diagnose)
  })
  // What has no place in the chain may have printed too: before its blank, or before it was stopped.
  const leftOut = there.filter(name => !chain.has(name))
  const called = leftOut.map(name => {
    const scope = scopeFor(main.graph, name, main.truth.gradient)
    return [name, learner.program.call(`d${name}`, scope)] as const
  })
  const printed = [...called, ...chain].flatMap(([name, { printed }]) =>
    printed.map(text => ({ by: `d${name}`, text })),
  )
  return { findings, printed }
}

/** A blank has no part in the chain; what was stopped once would be stopped again. */
const isLeftOut = ({ failed }: LineVerdict): boolean =>
  failed?.kind === 'blank' || failed?.kind === 'timeout' || failed?.kind === 'out of memory'

const notFinite = ({ message, advice }: Finding): Diagnosis => ({
  family: 'not finite',
  formula: null,
  short: message,
  message: `${message.charAt(0).toUpperCase()}${message.slice(1)}: ${advice ?? ''}.`,
  tier: 2,
})

const explainable: ReadonlySet<Verdict> = new Set(['wrong', 'coincidence', 'shape'])

function explained(
  found: Finding,
  name: string,
  learner: Learner,
  cases: readonly Case[],
  diagnose: Diagnose,
): Finding {
  if (found.verdict === 'not finite') return { ...found, diagnosis: notFinite(found) }
  const { evidence } = found
  if (found.diagnosis !== null || evidence === null || !explainable.has(found.verdict)) return found
  if (evidence.kind === 'right' || evidence.kind === 'failed') return found
  const suspect = { name, learner, cases, used: evidence.used(), constant: evidence.kind === 'constant' }
  const explanation = unlessItThrows(() => diagnose(suspect))
  if (explanation === null) return found
  const { missing = [], ...diagnosis } = explanation
  return { ...found, diagnosis, missing }
}

/** A diagnosis that fails costs the diagnosis, not the verdict. */
export function unlessItThrows<T>(diagnose: () => T | null): T | null {
  try {
    return diagnose()
  } catch {
    return null
  }
}
