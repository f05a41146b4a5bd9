/** Which exercises can be judged in QuickJS: it interprets what V8 compiles. */
import { processorTime } from '../learner/patience.ts'
import type { Room } from '../room/room.ts'
import type { QuickRooms } from './room.ts'

/** Milliseconds of processor time for a file that is all right. Most exercises take a fifth of that; loops of training, thrice. */
const FAIR = 1000

/**
 * Whether a right file for an exercise is soon judged in QuickJS. `judge` judges one in the room, and gives whether it
 * passed. Where it is false, files belong in another kind of room.
 */
export async function isFair(rooms: QuickRooms, judge: (room: Room) => boolean): Promise<boolean> {
  const room = await rooms.fresh()
  const since = processorTime()
  return judge(room) && processorTime() - since < FAIR
}
