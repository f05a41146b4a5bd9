/** What a verdict rests on, as a text to make a key of. */
import type { RoomName } from './record.ts'

export interface Identity {
  readonly student: string
  readonly exercise: string
  /** Of the file; null where there is none, or where it can't be read. */
  readonly sha256: string | null
  /** Of the exercise, and of the list of names that its batch is drawn from. */
  readonly pack: string
  readonly data: string
  readonly tool: string
  readonly seed: number
  /** That was asked for. */
  readonly room: RoomName
  /** Milliseconds for a call, whether somebody asked for just that, and bytes. */
  readonly time: number
  readonly isWish: boolean
  readonly memory: number
}

export const identityText = (one: Identity): string =>
  JSON.stringify([
    ...[one.student, one.exercise, one.sha256, one.pack, one.data, one.tool, one.seed],
    ...[one.room, one.time, one.isWish, one.memory],
  ])

/** A number below 2 ** 32 from the end of hexadecimal digits. */
export const seedFrom = (digest: string): number => Number.parseInt(digest.slice(-8), 16)

/** What the seed of a student's exercise is made of, with the course's secret. */
export const seedText = (student: string, exercise: string): string => `${student}\0${exercise}`
