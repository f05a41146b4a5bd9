/** Judges one line of the bank: it stands in an otherwise right solution. */
import { readFileSync } from 'node:fs'
import * as product from '../../../solutions/broadcasting/04_broadcast_mul.ts'
import * as ties from '../../../solutions/broadcasting/06_max_with_ties.ts'
import * as running from '../../../solutions/broadcasting/07_running_sums.ts'
import * as gather from '../../../solutions/broadcasting/08_gather_and_scatter.ts'
import * as views from '../../../solutions/broadcasting/09_view_and_transpose.ts'
import * as outer from '../../../solutions/broadcasting/10_outer_product.ts'
import * as batches from '../../../solutions/broadcasting/12_batch_matmul.ts'
import * as jacobian from '../../../solutions/broadcasting/13_jacobian.ts'
import * as placing from '../../../solutions/broadcasting/14_placing.ts'
import * as rmsNorm from '../../../solutions/gpt/02_rms_norm.ts'
import * as layerNorm from '../../../solutions/gpt/04_layer_norm_at_once.ts'
import * as gptBlock from '../../../solutions/gpt/10_gpt2_block.ts'
import * as wholeGpt from '../../../solutions/gpt/11_whole_gpt.ts'
import * as whole from '../../../solutions/makemore/07_whole_network.ts'
import * as crossEntropy from '../../../solutions/makemore/08_cross_entropy_at_once.ts'
import * as batchnorm from '../../../solutions/makemore/09_batchnorm_at_once.ts'
import { isLearnable } from '../../autograd/graph.ts'
import { type Case, casesOf, subjectOf } from '../../checker/gradient/case.ts'
import { type Diagnose, type Finding, judge } from '../../checker/gradient/judge.ts'
import { learnerOf } from '../../checker/gradient/learner.ts'
import { passes, type Verdict } from '../../checker/report.ts'
import { parseNames } from '../../dataset/names.ts'
import { blanksOf } from '../../notebook/solution.ts'
import type { LearnerFunction } from '../../room/program.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { diagnose } from '../diagnose.ts'
import type { BankExercise } from './lines.ts'
import { attention, recurrence, selection, unrolled, windows } from './small.ts'
import { writtenOf } from './written.ts'

export interface BankVerdict {
  readonly rejected: boolean
  /** The gradients that are called wrong, by whatever verdict. */
  readonly blamed: readonly string[]
  /** Of the line itself. */
  readonly verdict: Verdict
  /** What the verdict says. */
  readonly told: string
  readonly family: string | null
  /** What the diagnosis says: in the table, as the line's own formula, in full. */
  readonly short: string | null
  readonly formula: string | null
  readonly message: string | null
  /** What the diagnosis threw, which it never should. */
  readonly crash: string | null
  /** Spent in the diagnosis; null where there was none to make. */
  readonly milliseconds: number | null
}

export interface BankAttempt {
  readonly exercise: BankExercise
  /** The gradient that the line stands in for: `dprobs`. */
  readonly of: string
  readonly line: LearnerFunction
}

interface Prepared {
  /** By tensor name, in the order of the file. */
  readonly answers: ReadonlyMap<string, LearnerFunction>
  readonly cases: readonly Case[]
}

const root = new URL('../../../', import.meta.url)
const names = parseNames(readFileSync(new URL('exercises/data/names.txt', root), 'utf8'))
const modules: Readonly<Record<BankExercise, Readonly<Record<string, unknown>>>> = {
  '07_whole_network': whole,
  '08_cross_entropy_at_once': crossEntropy,
  '09_batchnorm_at_once': batchnorm,
  'broadcasting/04_broadcast_mul': product,
  'broadcasting/06_max_with_ties': ties,
  'broadcasting/07_running_sums': running,
  'broadcasting/08_gather_and_scatter': gather,
  'broadcasting/09_view_and_transpose': views,
  'broadcasting/10_outer_product': outer,
  'broadcasting/12_batch_matmul': batches,
  'broadcasting/13_jacobian': jacobian,
  'broadcasting/14_placing': placing,
  attention,
  recurrence,
  selection,
  unrolled,
  windows,
  'gpt/02_rms_norm': rmsNorm,
  'gpt/04_layer_norm_at_once': layerNorm,
  gpt: { ...gptBlock, ...wholeGpt },
}
const prepared = new Map<BankExercise, Prepared>()

/** The solution's own functions by tensor name, in the order of the file. */
export const answersOf = (exercise: BankExercise): ReadonlyMap<string, LearnerFunction> =>
  prepare(exercise).answers

/** What a line for this gradient may read, with the right gradients in it, and what it should give; at the usual sizes. */
export function truthOf(exercise: BankExercise, of: string): { scope: object; gradient: Tensor } {
  const [{ graph, truth }] = prepare(exercise).cases
  const name = of.slice(1)
  const gradients = [...graph.tensors.keys()].filter(
    other => isLearnable(graph, other) && !graph.ancestors.get(name)!.has(other) && other !== name,
  )
  const scope = {
    ...graph.values,
    ...Object.fromEntries(gradients.map(other => [`d${other}`, truth.gradient(other)])),
  }
  return { scope, gradient: truth.gradient(name) }
}

/**
 * A right line is given to the diagnosis as well, which the judge would not do: it must see by itself that there is
 * nothing to say.
 */
export function tryLine({ exercise, of, line }: BankAttempt): BankVerdict {
  const { answers, cases } = prepare(exercise)
  const name = of.slice(1)
  const clock = timed(diagnose)
  const functions = learnerOf(new Map([...answers, [name, line]]))
  const learner = { ...functions, written: (asked: string) => (asked === of ? writtenOf(of, line) : null) }
  const { findings } = judge([...new Set([...answers.keys(), name])], learner, cases, clock.diagnose)
  const found = findings.find(finding => finding.name === of)!
  const used = found.evidence?.used() ?? []
  const diagnosis = passes(found.verdict) ? clock.diagnose({ name, learner, cases, used }) : found.diagnosis
  return {
    rejected: findings.some(({ verdict }) => !passes(verdict)),
    blamed: findings.filter(isBlamed).map(({ name }) => name),
    verdict: found.verdict,
    told: found.message,
    family: diagnosis?.family ?? null,
    short: diagnosis?.short ?? null,
    formula: diagnosis?.formula ?? null,
    message: diagnosis?.message ?? null,
    ...clock.read(),
  }
}

const isBlamed = ({ verdict }: Finding): boolean => !passes(verdict) && verdict !== 'inherited'

/** How long a diagnosis takes; one that throws is no diagnosis. */
function timed(inner: Diagnose) {
  let milliseconds: number | null = null
  let crash: string | null = null
  const diagnose: Diagnose = suspect => {
    const start = performance.now()
    try {
      return inner(suspect)
    } catch (error) {
      crash = error instanceof Error ? (error.stack ?? error.message) : String(error)
      return null
    } finally {
      milliseconds = (milliseconds ?? 0) + performance.now() - start
    }
  }
  return { diagnose, read: () => ({ milliseconds, crash }) }
}

function prepare(exercise: BankExercise): Prepared {
  const known = prepared.get(exercise)
  if (known !== undefined) return known
  const module = modules[exercise]
  const cases = casesOf(subjectOf(module, exercise), 42, names)
  const order = filesOf(exercise).flatMap(id => orderOf(module, id, cases))
  const fresh = {
    answers: new Map(order.map(name => [name, module[`d${name}`] as LearnerFunction])),
    cases,
  }
  prepared.set(exercise, fresh)
  return fresh
}

/** The solutions whose answers an exercise has. */
function filesOf(exercise: BankExercise): string[] {
  if (exercise === 'gpt') return ['gpt/11_whole_gpt', 'gpt/10_gpt2_block']
  return [exercise.includes('/') ? exercise : `makemore/${exercise}`]
}

/** The tensors that a solution has an answer for, in its order; of the bank's own forward passes none. */
function orderOf(
  module: Readonly<Record<string, unknown>>,
  id: string,
  [{ graph }]: readonly Case[],
): string[] {
  if (!Object.keys(module).some(key => graph.tensors.has(key.slice(1)))) return []
  const text = readFileSync(new URL(`solutions/${id}.ts`, root), 'utf8')
  return blanksOf(text).flatMap(({ name }) => (graph.tensors.has(name.slice(1)) ? [name.slice(1)] : []))
}
