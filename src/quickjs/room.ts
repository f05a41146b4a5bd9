/**
 * Rooms inside QuickJS, for strangers' files: a learner's code has no host there. They are for a thread of their own,
 * started with `THREAD`: the judge works in it too, and calls a room as it calls any other.
 */
import type { Limits } from '../learner/patience.ts'
import { type Room, roomOver } from '../room/room.ts'
import { quickCarrier } from './carrier.ts'
import { openMachine, readParts } from './machine.ts'

/**
 * How the thread is to be started: `new Worker(program, { ...THREAD, env: {}, … })`. QuickJS's stack stands on V8's; with
 * less, a file whose functions call each other too deep costs a new machine, and nothing else.
 */
export const THREAD = { resourceLimits: { stackSizeMb: 64 } } as const

export interface QuickRooms {
  /**
   * A room in which nothing of any file before is left. It takes the place of the room before, which is not to be used
   * any more. About 1.5 ms; 100 ms where the last file took more memory than files usually do.
   */
  fresh(): Promise<Room>
}

/**
 * Opens QuickJS with the engine in it, once for the life of a thread: about 100 ms. `folder`: where the bundles are,
 * `dist`. `limits.time` is for one call of a function, in milliseconds of processor time of this *process*: one thread of
 * this kind for each process, then. `limits.memory` counts for nothing here: a file has 256 MB, and not a byte more.
 */
export async function openQuickRooms(folder: string, limits: Limits): Promise<QuickRooms> {
  const parts = readParts(folder)
  let machine = await openMachine(parts)
  let isNew = true
  return {
    async fresh() {
      if (machine.hasGrown()) {
        machine = await openMachine(parts)
        isNew = true
      }
      if (!isNew) machine.restore()
      isNew = false
      return roomOver(quickCarrier(machine, limits))
    },
  }
}
