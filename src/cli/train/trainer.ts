/** The thread that trains. The learner's code runs here, as it is in their file; it can be ended at any moment. */
import { parentPort, receiveMessageOnPort } from 'node:worker_threads'
import { subjectOf } from '../../checker/gradient/case.ts'
import { openServing } from '../../learner/serving.ts'
import type { Shared } from '../../learner/shared.ts'
import type { Compile } from '../../room/loading.ts'
import { loadModule } from '../../room/loading.ts'
import { closeRealm } from '../../room/realm.ts'
import { fastEngine } from '../../tensor/simd/engine.ts'
import { trainingOn } from '../../training/engine.ts'
import { following, leading } from '../../training/pair.ts'
import { trainableOf } from '../../training/trainable.ts'
import { type Hands, openLead } from './lead.ts'
import { BEAT, type Beginning, type End, STOP, type Told, type TrainingOrder, TURN } from './messages.ts'
import { follow } from './partner.ts'

// Taken now: it is gone once the realm is closed.
const { load } = Atomics

export function run(
  { shared, order }: { readonly shared: Shared; readonly order: TrainingOrder },
  compile: Compile,
): void {
  const port = parentPort!
  const { inside, obey } = openServing(shared, compile)
  const kernels = fastEngine()
  const fast = kernels === null ? null : trainingOn(kernels)
  closeRealm(inside.console)
  const signs = new Int32Array(order.signs)
  const { modules, solution, exercise, learner, pair } = order
  const rank = pair?.rank ?? 0
  const hands: Hands = {
    order,
    fast,
    say: (told: Told) => port.postMessage(told),
    awaitJudge: obey,
    beat: () => {
      signs[BEAT]++
    },
    isAsked: () => load(signs, STOP) === 1,
    onTurn: position => {
      signs[TURN + rank] = position
      signs[BEAT]++
    },
    trainable: () => {
      const exports = loadModule(modules, solution, inside.console, compile)
      return trainableOf(subjectOf(exports, exercise), exports, exercise)
    },
    learner:
      learner === null
        ? null
        : () => ({ exports: inside.load(learner.modules, learner.entry), functions: learner.functions }),
  }
  const fetch = (): Beginning | null => receiveMessageOnPort(port)?.message ?? null
  const end: End =
    pair === null || rank === 0
      ? openLead(hands, pair === null ? null : leading(pair.memory))()
      : follow(hands, following(pair.memory), fetch)
  port.postMessage({ kind: 'ended', end } satisfies Told)
}
