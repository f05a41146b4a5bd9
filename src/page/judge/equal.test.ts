/** The judge of a page says what the program says. Here in Node, with the room in the judge's own realm. */
import { beforeAll, describe, expect, test } from 'vitest'
import { openOwnRoom, unwatched } from '../../room/own-realm.ts'
import type { Room } from '../../room/room.ts'
import { openRoom } from '../../room/testing.ts'
import { browserPath } from '../testing.ts'
import { checkIn, makeReady } from './check.ts'
import { compile } from './compile.ts'
import { all, attemptsAt, list, plain, programsReport, textsOf } from './testing.ts'

/** One wrong line of so many is tried; `npm run prove` tries them all. */
const EVERY = process.env.PROVE === undefined ? 150 : 1

let thread: Room
beforeAll(() => {
  thread = openRoom()
})

// Where there is a Chromium, the same is tried in that.
describe.skipIf(browserPath !== undefined && EVERY > 1)('a report is the same in every field', () => {
  test.each(all.map(exercise => [exercise.id, exercise] as const))(
    '%s',
    (_, exercise) => {
      const { room } = openOwnRoom(compile, unwatched)
      const ready = makeReady({ compile, steps: unwatched }, textsOf(exercise), list)
      const attempts = attemptsAt(exercise, EVERY)
      expect(attempts.length).toBeGreaterThan(2)
      for (const each of attempts) {
        const { report } = checkIn({ room, steps: unwatched, compile }, ready, each.handed)
        expect({ what: each.what, ...plain(report) }).toEqual({
          what: each.what,
          ...programsReport(each, thread),
        })
      }
    },
    600_000,
  )
})
