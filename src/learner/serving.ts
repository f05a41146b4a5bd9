/** What a room's thread does: it closes its realm, and obeys the judge. */
import { type Inside, openInside } from '../room/inside.ts'
import type { Compile } from '../room/loading.ts'
import type { Question, RoomAnswer, RoomOrder } from '../room/messages.ts'
import { closeRealm } from '../room/realm.ts'
import { lineOver, type Shared, turns } from './shared.ts'

/** Never comes back: nothing of the learner's runs but what the judge waits for. */
export function run({ shared }: { readonly shared: Shared }, compile: Compile): void {
  const { inside, obey } = openServing(shared, compile)
  closeRealm(inside.console)
  obey()
}

export interface Serving {
  readonly inside: Inside
  /** Does what the judge orders, until it lets go. */
  readonly obey: () => void
}

export function openServing(shared: Shared, compile: Compile): Serving {
  const line = lineOver(shared)
  let asking = false
  const awaitTurn = (): void => {
    while (line.wait(turns.learner) !== turns.learner);
  }
  const ask = (question: Question): RoomAnswer => {
    asking = true
    line.say(question, turns.judge)
    awaitTurn()
    const answer = line.hear() as RoomAnswer
    asking = false
    return answer
  }
  const inside = openInside(line.region, ask, compile, printed => line.leave({ printed }))
  return {
    inside,
    obey() {
      try {
        for (;;) {
          awaitTurn()
          const order = line.hear() as RoomOrder
          const reply = inside.obey(order)
          // A stack that overflowed in the middle of a question left the two sides out of step.
          if (asking) break
          line.say(reply, turns.judge)
          if (order.order === 'let go') return
        }
      } catch {}
      line.say({}, turns.broken)
      for (;;) awaitTurn()
    },
  }
}
