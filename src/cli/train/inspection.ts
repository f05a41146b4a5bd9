/**
 * The judge of a training run. What the thread that trains sends is held against autograd here, outside of that thread;
 * what is off gets the full verdict, on the learner's functions as they are there by now.
 */

import { differentiate, observe } from '../../autograd/graph.ts'
import type { BatchPart, Inputs, RecipePicture, Tensors, TrainingSettings } from '../../catalogue/recipe.ts'
import { caseAt } from '../../checker/gradient/case.ts'
import { type Finding, judge } from '../../checker/gradient/judge.ts'
import type { FileFailure, Setup } from '../../checker/ground.ts'
import { passes } from '../../checker/report.ts'
import { type Submission, writtenBy } from '../../checker/text/submission.ts'
import { parseNames } from '../../dataset/names.ts'
import { diagnosePatiently } from '../../diagnosis/diagnose.ts'
import type { Program } from '../../room/program.ts'
import { Garbled } from '../../room/stranger.ts'
import { generator } from '../../tensor/random.ts'
import { sameShape } from '../../tensor/shape.ts'
import { Tensor } from '../../tensor/tensor.ts'
import { disagreeing, fine, gross, isSameUpdate } from '../../training/agree.ts'
import { byAutograd } from '../../training/pass.ts'
import type { EngineResults } from '../../training/player.ts'
import { startOf } from '../../training/run.ts'
import type { NamedValues, Trainable } from '../../training/trainable.ts'
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
  /** What the recipe draws of the step that would come next. */
  readonly picturesOf: (inputs: NamedValues) => readonly RecipePicture[]
  /** Throws `Garbled` unless these are the network's. */
  readonly demandParameters: (parameters: NamedValues) => void
  /** How many parts a step's batch has. */
  readonly parts: () => number
  /** How long this program itself takes for the gradients of a step, in milliseconds. */
  readonly took: () => number
}

export function openInspection(
  trainable: Trainable,
  { library }: Setup,
  submission: Submission | null,
  settings: TrainingSettings,
): Inspection {
  const { subject, recipe, forward } = trainable
  const names = parseNames(library.names(), library.origin)
  const { splits, first } = startOf(trainable, names, settings, library.origin)
  const learned = Object.keys(first.parameters)
  const sizes = recipe.sizes(settings)

  const demandParameters = (parameters: NamedValues): void => {
    const fits = (name: string): boolean => {
      const x = parameters[name]
      return x instanceof Tensor && sameShape(x.shape, first.parameters[name].shape)
    }
    if (!learned.every(fits)) throw new Garbled('the thread that trains sent other parameters')
  }
  /** The true gradients. */
  const truthOf = (inputs: NamedValues): Tensors => {
    demandParameters(inputs)
    return demandFit(() => byAutograd(trainable, learned)(inputs).gradients as Tensors)
  }
  const verdictOn = (inputs: NamedValues, program: Program): readonly Finding[] => {
    const { functions } = submission!
    const learner = { program, written: (name: string) => writtenBy(submission!, name) }
    const verdicts = casesOf(trainable, inputs).map(each => {
      const at = demandFit(() => caseAt(each, subject.forward, sizes, settings.seed))
      const gradients = functions.map(name => name.slice(1)).filter(name => at.graph.tensors.has(name))
      return judge(gradients, learner, [at, at], diagnosePatiently).findings
    })
    return verdicts.find(findings => !isAllRight(findings)) ?? verdicts[0]
  }

  const firstBatch = (): readonly BatchPart[] =>
    recipe.batches(settings, splits.train)(0, generator(settings.seed))

  return {
    parameters: Object.values(first.parameters).reduce((sum, { data }) => sum + data.length, 0),
    vocabulary: names.vocabulary,
    demandParameters,
    objectionTo(sample, program) {
      const { step, inputs, plain, live } = sample
      const expected = truthOf(inputs)
      const changed = plain.changed ?? live.changed
      if (changed !== null || disagreeing(plain.gradients, expected, fine).length > 0) {
        const findings = verdictOn(inputs, program())
        // What is off only by rounding is right: the full verdict knows better than the quick look.
        if (!isAllRight(findings)) return { kind: 'wrong', step, findings }
        if (changed !== null) return { kind: 'odd', step, ...changedBy(changed) }
      }
      const updates = openUpdates(trainable, learned, sample, recipe.rate(settings, step))
      const odd =
        updates.odd(plain, FLOAT64, updates.changedSince) ??
        oddGradients(live, expected) ??
        updates.odd(live, FLOAT32, updates.changedHere)
      return odd === null ? null : { kind: 'odd', step, ...odd }
    },
    explained({ step, loss, before, inputs }) {
      const lr = recipe.rate(settings, Math.max(0, step - 2))
      const bad = firstNotFinite(trainable, inputs)
      const where = bad === null ? '' : `; the first value of the forward pass that is not finite is ${bad}`
      const was = Number.isNaN(before) ? '' : ` (${before.toPrecision(4)} in the step before)`
      return {
        message: `the loss is ${loss} in step ${step}${was}${where}. The gradients were right: the steps are too large, and each makes the next one larger`,
        advice: `the learning rate is ${lr}; try a smaller one: --lr ${Number((lr / 10).toPrecision(1))}`,
      }
    },
    picturesOf(inputs) {
      if (recipe.pictures === undefined) return []
      demandParameters(inputs)
      const graph = demandFit(() => observe(inputs, forward))
      const parameters = Object.fromEntries(learned.map(name => [name, inputs[name] as Tensor]))
      return recipe.pictures({
        network: { settings, parameters },
        values: graph.values as Inputs,
        gradient: differentiate(graph).gradient,
        vocabulary: names.vocabulary,
      })
    },
    parts: () => firstBatch().length,
    took() {
      const since = performance.now()
      const [{ batch }] = firstBatch()
      truthOf({ ...first.parameters, ...batch })
      return performance.now() - since
    },
  }
}

const isAllRight = (findings: readonly Finding[]): boolean => findings.every(({ verdict }) => passes(verdict))

/** What the exercise's own forward pass is given to explain a gradient. */
const casesOf = ({ recipe: { cases } }: Trainable, inputs: NamedValues): readonly NamedValues[] =>
  cases === undefined ? [inputs] : cases(inputs as Inputs)

function demandFit<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new Garbled(`the thread that trains sent inputs that don\u2019t fit: ${(error as Error).message}`)
  }
}

const changedBy = ({
  by,
  name,
}: NonNullable<EngineResults['changed']>): Pick<FileFailure, 'message' | 'advice'> => ({
  message: `${by} changed ${name}, which it was given, and which other functions read`,
  advice: 'make a new tensor instead: mul, add and the like do',
})

/** What an update gives, held against the solution's own on the same numbers. */
function openUpdates(
  { optimiser: { by, returns }, reference }: Trainable,
  learned: readonly string[],
  { step, inputs, state }: Sample,
  lr: number,
) {
  const isOff = (
    name: string,
    { gradients, updates, state: after }: EngineResults,
    epsilon: number,
  ): boolean => {
    const given = { p: inputs[name] as Tensor, state: state[name] }
    const updated = { p: updates[name], state: after[name] }
    return demandFit(() => {
      const expected = reference({ ...given, grad: gradients[name], lr, step })
      return expected !== null && !isSameUpdate(updated, expected, given, epsilon)
    })
  }
  type Told = Pick<FileFailure, 'message' | 'advice'>
  return {
    odd(results: EngineResults, epsilon: number, told: (name: string) => Told): Told | null {
      const name = learned.find(name => isOff(name, results, epsilon))
      return name === undefined ? null : told(name)
    },
    changedSince: (name: string): Told => ({
      message: `${by} no longer returns ${returns}: for p = ${name} and lr = ${lr} it returns something else`,
      advice: 'does it depend on anything but what it is given?',
    }),
    changedHere: (name: string): Told => ({
      message: `${by} returns ${returns} in a check, but something else in training: for p = ${name} and lr = ${lr}`,
      advice: 'does it write into the numbers of p? Return a new tensor instead',
    }),
  }
}

function oddGradients({ gradients }: EngineResults, expected: Tensors) {
  const [name] = disagreeing(gradients, expected, gross)
  return name === undefined
    ? null
    : {
        message: `d${name} is right in a check, but not in training`,
        advice: 'does it depend on anything but what it is given?',
      }
}

/** What two neighbouring numbers near 1 differ by. */
const FLOAT64 = 2 ** -52
const FLOAT32 = 2 ** -23

function firstNotFinite({ forward }: Trainable, inputs: NamedValues): string | null {
  const values = { ...inputs, ...forward(inputs) }
  const bad = Object.entries(values).find(
    ([, value]) => value instanceof Tensor && !value.data.every(Number.isFinite),
  )
  return bad?.[0] ?? null
}
