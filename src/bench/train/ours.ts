/** One training step of ours, by hand and by autograd. Each gives the loss of the batch that it stepped on. */
import { gradientsOf } from '../../autograd/sweep.ts'
import { generator } from '../../tensor/random.ts'
import { record } from '../../tensor/recording.ts'
import type { FastEngine } from '../../tensor/simd/engine.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { backward, forward, type RawBatch, type RawParameters, update } from './learner.ts'

export const sizes = { n: 32, block: 3, n_embd: 10, vocab: 27 }
export const LEARNING_RATE = 0.1

const names = ['C', 'W1', 'b1', 'bngain', 'bnbias', 'W2', 'b2'] as const
const gradientNames = Object.fromEntries(names.map(name => [name, `d${name}`]))

export function makeParameters(n_hidden: number, seed: number): RawParameters {
  const g = generator(seed)
  const { block, n_embd, vocab } = sizes
  return {
    C: g.randn(vocab, n_embd),
    W1: g.randn(block * n_embd, n_hidden).mul(5 / 3 / (block * n_embd) ** 0.5),
    b1: g.randn(n_hidden).mul(0.1),
    bngain: g.randn(1, n_hidden).mul(0.1).add(1),
    bnbias: g.randn(1, n_hidden).mul(0.1),
    W2: g.randn(n_hidden, vocab).mul(0.1),
    b2: g.randn(vocab).mul(0.1),
  }
}

export function makeBatches(count: number, seed: number): RawBatch[] {
  const g = generator(seed)
  const { n, block, vocab } = sizes
  return Array.from({ length: count }, () => ({
    n,
    vocab,
    Xb: g.randint(0, vocab, [n, block]),
    Yb: g.randint(0, vocab, [n]),
  }))
}

export type TrainingStep = (batch: RawBatch) => number

const stages = Object.entries(backward) as [string, (scope: object) => Tensor][]

/** By the learner's functions; `engine` null: on plain tensors. */
export function byHand(given: RawParameters, engine: FastEngine | null): TrainingStep {
  const parameters = kept(given, engine)
  // One object for all steps: to make it anew costs more than some of the operations.
  const scope: Record<string, unknown> = { ...parameters }
  const run = (): number => {
    const values: Record<string, unknown> = forward(scope as never)
    for (const name in values) scope[name] = values[name]
    for (let i = 0; i < stages.length; i++) scope[stages[i][0]] = stages[i][1](scope)
    for (const name of names) {
      const next = update(parameters[name], scope[gradientNames[name]] as Tensor, LEARNING_RATE)
      if (engine === null) scope[name] = parameters[name] = next
      else engine.assign(parameters[name], next)
    }
    return (values.loss as Tensor).item()
  }
  return batch => {
    for (const name in batch) scope[name] = batch[name as keyof RawBatch]
    return within(engine, run)
  }
}

export function byAutograd(given: RawParameters, engine: FastEngine | null): TrainingStep {
  const parameters = kept(given, engine)
  return batch =>
    within(engine, () => {
      const { result, steps } = record(() => forward({ ...parameters, ...batch }))
      const gradients = gradientsOf(steps, result.loss)
      for (const name of names) {
        const next = update(parameters[name], gradients.get(parameters[name]) as Tensor, LEARNING_RATE)
        if (engine === null) parameters[name] = next
        else engine.assign(parameters[name], next)
      }
      return result.loss.item()
    })
}

const within = <T>(engine: FastEngine | null, run: () => T): T => (engine === null ? run() : engine.step(run))

const kept = (given: RawParameters, engine: FastEngine | null): RawParameters =>
  Object.fromEntries(names.map(name => [name, engine?.keep(given[name]) ?? given[name]])) as never
