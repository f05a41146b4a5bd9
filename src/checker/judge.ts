/** The verdict: each line by itself, then the whole chain, then both put together for every gradient. */
import { runChain } from './chain.ts'
import { type Cause, combine, type Finding, halted, missing, wholeOf, withInsight } from './finding.ts'
import { isZeroByAlgebra, judgeLine, type LineVerdict } from './line.ts'
import type { Diagnosis, Verdict } from './report.ts'
import type { Backward, Case } from './subject.ts'

export type { Finding } from './finding.ts'

/** By tensor name. */
export type Stopped = ReadonlyMap<string, Cause>

export interface Watch {
  /** Told before each call of a function; null: none is running any more. */
  readonly onTurn: (name: string | null) => void
  /** Told when what follows runs on the learner's own gradients, and when that is over. */
  readonly onChain: (running: boolean) => void
}

/** A wrong line, for whoever finds out what is wrong with it. */
export interface Suspect {
  readonly name: string
  readonly backward: Backward
  readonly cases: readonly Case[]
  /** The tensors whose gradients change the result when they change. */
  readonly used: readonly string[]
  /** Right at the table's sizes, and only there. */
  readonly constant?: boolean
}

/** What the slip is; null where it is not certain. In a message `{line NAME}` stands for the line that makes NAME. */
export type Diagnose = (suspect: Suspect) => Diagnosis | null

/** Judges the functions (by the name of the tensor whose gradient they compute) in the order of `names`. */
export function judge(
  names: readonly string[],
  functions: ReadonlyMap<string, Backward>,
  cases: readonly Case[],
  stopped: Stopped,
  watch: Watch,
  diagnose: Diagnose | null = null,
): Finding[] {
  const [main] = cases
  let running: string | null = null
  const watched = new Map(
    [...functions].map(([name, backward]) => {
      const run: Backward = scope => {
        const outer = running
        running = name
        watch.onTurn(name)
        try {
          return backward(scope)
        } finally {
          running = outer
          watch.onTurn(outer)
        }
      }
      // What a function says of itself tells what was meant by it.
      return [name, Object.assign(run, { toString: () => String(backward) })] as const
    }),
  )
  const zero = new Set(names.filter(name => isZeroByAlgebra(name, cases)))
  const lines = new Map<string, LineVerdict>()
  for (const name of names) {
    const backward = watched.get(name)
    if (backward === undefined || stopped.has(name)) continue
    lines.set(name, judgeLine(backward, name, cases, zero.has(name)))
  }
  const unable = new Set([
    ...stopped.keys(),
    ...[...lines].filter(([, line]) => line.failed?.kind === 'blank').map(([name]) => name),
  ])
  watch.onChain(true)
  const chain = runChain(main, watched, unable)
  watch.onChain(false)

  const wholes = new Map([...chain].map(([name, link]) => [name, wholeOf(main, name, link)]))
  const findings = new Map<string, Finding>()
  for (const name of names) {
    const context = { main, name, zeroByAlgebra: zero.has(name), chain, wholes }
    const cause = stopped.get(name)
    const line = lines.get(name)
    if (cause !== undefined) findings.set(name, halted(context, cause))
    else if (line === undefined) findings.set(name, missing(context))
    else findings.set(name, withInsight(context, line, combine(context, line, chain.get(name))))
  }
  for (const [name, found] of findings) {
    const backward = watched.get(name)
    if (diagnose !== null && backward !== undefined)
      findings.set(name, explained(found, name, backward, cases, diagnose))
  }
  return [...findings.values()]
}

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
  backward: Backward,
  cases: readonly Case[],
  diagnose: Diagnose,
): Finding {
  if (found.verdict === 'not finite') return { ...found, diagnosis: notFinite(found) }
  if (found.evidence === null || found.evidence.kind === 'right' || !explainable.has(found.verdict))
    return found
  const used = found.evidence.used()
  return {
    ...found,
    diagnosis: diagnose({ name, backward, cases, used, constant: found.evidence.kind === 'constant' }),
  }
}
