/**
 * The judge of a training run. What the thread that trains sends is held against autograd here, outside of that thread;
 * what is off gets the full verdict, on the learner's functions as they are there by now.
 */

import { type Case, caseAt, type Subject, subjectOf } from '../../checker/gradient/case.ts'
import { type Finding, judge } from '../../checker/gradient/judge.ts'
import type { FileFailure, Setup } from '../../checker/ground.ts'
import { passes } from '../../checker/report.ts'
import { type Submission, writtenBy } from '../../checker/text/submission.ts'
import { parseNames } from '../../dataset/names.ts'
import { explainers } from '../../diagnosis/explainers.ts'
import { loadModule } from '../../room/loading.ts'
import type { Program } from '../../room/program.ts'
import { Garbled } from '../../room/stranger.ts'
import { generator } from '../../tensor/random.ts'
import { sameShape } from '../../tensor/shape.ts'
import { Tensor } from '../../tensor/tensor.ts'
import { disagreeing, fine, gross, isStepDown } from '../../training/agree.ts'
import { type NamedValues, parametersOf } from '../../training/pass.ts'
import type { EngineResults } from '../../training/player.ts'
import { type Parameters, startOf } from '../../training/run.ts'
import { rateAt, type Settings, sizesOf } from '../../training/settings.ts'
import type { Diverging, Sample } from './messages.ts'

/** Why training must not go on: a verdict on the functions, or a sentence where no function by itself is wrong. */
export type Objection =
  | { readonly kind: 'wrong'; readonly step: number; readonly findings: readonly Finding[] }
  | ({ readonly kind: 'odd'; readonly step: number } & Pick<FileFailure, 'message' | 'advice'>)

export interface Inspection {
  /** What the network knows before the first step: how many numbers, how many characters. */
  readonly parameters: number
  readonly vocabulary: readonly string[]
  /** `program`: the learner's functions, where they train. */
  readonly objectionTo: (sample: Sample, program: () => Program) => Objection | null
  readonly explained: (end: Diverging) => Pick<FileFailure, 'message' | 'advice'>
  /** The gradients of the scores for each example of a batch, and the characters that are right. */
  readonly dlogitsOf: (inputs: Parameters) => { readonly dlogits: number[][]; readonly labels: number[] }
  /** Throws `Garbled` unless these are the network's. */
  readonly demandParameters: (parameters: Parameters) => void
  /** How long this program itself takes for the gradients of a step, in milliseconds. */
  readonly took: () => number
}

export function openInspection(
  { modules, solution, exercise, library, compile }: Setup,
  submission: Submission | null,
  settings: Settings,
): Inspection {
  const subject = subjectOf(loadModule(modules, solution, globalThis.console, compile), exercise)
  const names = parseNames(library.names(), library.origin)
  const { numbers, first } = startOf(subject, names, settings, library.origin)
  const known = Object.keys(first.parameters)

  const demandParameters = (parameters: Parameters): void => {
    const fits = (name: string): boolean =>
      parameters[name] !== undefined && sameShape(parameters[name].shape, first.parameters[name].shape)
    if (!known.every(fits)) throw new Garbled('the thread that trains sent other parameters')
  }
  const caseOf = (inputs: Parameters): Case => {
    demandParameters(inputs)
    try {
      return caseAt({ ...numbers, ...inputs }, subject.forward, sizesOf(settings), settings.seed)
    } catch (error) {
      throw new Garbled(`the thread that trains sent inputs that don\u2019t fit: ${(error as Error).message}`)
    }
  }
  const verdictOn = (at: Case, program: Program): readonly Finding[] => {
    const { functions } = submission!
    const gradients = functions.map(name => name.slice(1)).filter(name => at.graph.tensors.has(name))
    const learner = { program, written: (name: string) => writtenBy(submission!, name) }
    return judge(gradients, learner, [at, at], explainers.diagnose).findings
  }

  return {
    parameters: Object.values(first.parameters).reduce((sum, { data }) => sum + data.length, 0),
    vocabulary: names.vocabulary,
    demandParameters,
    objectionTo({ step, inputs, plain, live }, program) {
      const at = caseOf(inputs)
      const learned = parametersOf(at.graph, first.parameters)
      const expected = Object.fromEntries(learned.map(name => [name, at.truth.gradient(name)]))
      const changed = plain.changed ?? live.changed
      if (changed !== null || disagreeing(plain.gradients, expected, fine).length > 0) {
        const findings = verdictOn(at, program())
        // What is off only by rounding is right: the full verdict knows better than the quick look.
        if (!findings.every(({ verdict }) => passes(verdict))) return { kind: 'wrong', step, findings }
        if (changed !== null) return { kind: 'odd', step, ...changedBy(changed) }
      }
      const lr = rateAt(settings, step)
      const odd =
        oddUpdate(learned, inputs, plain, lr) ??
        oddGradients(live, expected) ??
        oddWriting(learned, inputs, live, lr)
      return odd === null ? null : { kind: 'odd', step, ...odd }
    },
    explained({ step, loss, before, inputs }) {
      const lr = rateAt(settings, Math.max(0, step - 2))
      const bad = firstNotFinite(subject, { ...numbers, ...inputs })
      const where = bad === null ? '' : `; the first value of the forward pass that is not finite is ${bad}`
      const was = Number.isNaN(before) ? '' : ` (${before.toPrecision(4)} in the step before)`
      return {
        message: `the loss is ${loss} in step ${step}${was}${where}. The gradients were right: the steps are too large, and each makes the next one larger`,
        advice: `the learning rate is ${lr}; try a smaller one: --lr ${Number((lr / 10).toPrecision(1))}`,
      }
    },
    dlogitsOf(inputs) {
      const { graph, truth } = caseOf(inputs)
      const labels = graph.tensors.get('Yb')!.data
      return { dlogits: truth.gradient('logits').tolist() as number[][], labels: [...labels] }
    },
    took() {
      const since = performance.now()
      const { Xb, Yb } = subject.inputs(sizesOf(settings), { g: generator(settings.seed), names })
      const { truth } = caseOf({ ...first.parameters, Xb, Yb } as Parameters)
      for (const name of known) truth.gradient(name)
      return performance.now() - since
    },
  }
}

const changedBy = ({
  by,
  name,
}: NonNullable<EngineResults['changed']>): Pick<FileFailure, 'message' | 'advice'> => ({
  message: `${by} changed ${name}, which it was given, and which other functions read`,
  advice: 'make a new tensor instead: mul, add and the like do',
})

function oddUpdate(
  learned: readonly string[],
  inputs: Parameters,
  { gradients, updates }: EngineResults,
  lr: number,
) {
  const name = learned.find(name => !isStepDown(updates[name], inputs[name], gradients[name], lr, FLOAT64))
  return name === undefined
    ? null
    : {
        message: `update no longer returns p - lr * grad: for p = ${name} and lr = ${lr} it returns something else`,
        advice: 'does it depend on anything but p, grad and lr?',
      }
}

function oddGradients({ gradients }: EngineResults, expected: Parameters) {
  const [name] = disagreeing(gradients, expected, gross)
  return name === undefined
    ? null
    : {
        message: `d${name} is right in a check, but not in training`,
        advice: 'does it depend on anything but what it is given?',
      }
}

function oddWriting(
  learned: readonly string[],
  inputs: Parameters,
  { gradients, updates }: EngineResults,
  lr: number,
) {
  const name = learned.find(name => !isStepDown(updates[name], inputs[name], gradients[name], lr, FLOAT32))
  return name === undefined
    ? null
    : {
        message: `update returns p - lr * grad in a check, but something else in training: for p = ${name} and lr = ${lr}`,
        advice: 'does it write into the numbers of p? Return a new tensor instead',
      }
}

/** What two neighbouring numbers near 1 differ by. */
const FLOAT64 = 2 ** -52
const FLOAT32 = 2 ** -23

function firstNotFinite({ forward }: Subject, inputs: NamedValues): string | null {
  const values = { ...inputs, ...forward(inputs) }
  const bad = Object.entries(values).find(
    ([, value]) => value instanceof Tensor && !value.data.every(Number.isFinite),
  )
  return bad?.[0] ?? null
}
