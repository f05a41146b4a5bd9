/** The second thread of a training: it works on its part of each batch, and does every update too. */
import { parseNames } from '../../dataset/names.ts'
import { plainEngine } from '../../training/engine.ts'
import type { Following } from '../../training/pair.ts'
import { playerOf } from '../../training/player.ts'
import { Diverged, openRun, type Run, startOf, taskOf } from '../../training/run.ts'
import { failed, type Hands, livingOn } from './lead.ts'
import { type Beginning, type End, snapshotIn } from './messages.ts'

/** Comes back only where something fails. `fetch`: the snapshot that the first thread has sent. */
export function follow(hands: Hands, pair: Following, fetch: () => Beginning | null): End {
  const { order, fast } = hands
  let step = 0
  try {
    const trainable = hands.trainable()
    const { splits, first } = startOf(trainable, parseNames(order.names), order.settings, 'the list of names')
    const player = playerOf(trainable, Object.keys(first.parameters), hands.learner, hands.onTurn)
    const task = taskOf(player, order.settings, splits.train)
    let run: Run | null = null
    for (;;) {
      if (run !== null && pair.mayDo(step)) {
        run = stepOf(run)
        step++
        continue
      }
      const beginning = fetch()
      if (beginning === null) {
        if (run === null) pair.mayDo(Number.MAX_SAFE_INTEGER)
        continue
      }
      const snapshot = snapshotIn({ ...beginning.snapshot })
      step = snapshot.step
      const engine = beginning.isFast && fast !== null ? fast : plainEngine
      run = openRun(task, snapshot, livingOn(engine, hands.beat), pair.crewFor)
      pair.ready()
    }
  } catch (error) {
    return failed(error, step + 1)
  }
}

/** Null where the loss is no number any more: the first thread finds that out as well, and says it. */
function stepOf(run: Run): Run | null {
  try {
    run.step()
    return run
  } catch (error) {
    if (error instanceof Diverged) return null
    throw error
  }
}
