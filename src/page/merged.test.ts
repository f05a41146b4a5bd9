import { expect, test } from 'vitest'
import { asPassed, emptyProgress, isGivenUp, noteGivenUp, progressOf } from '../progress/progress.ts'
import { merged } from './merged.ts'

const id = 'makemore/02_softmax'
const at = new Date('2026-03-02T10:00:00Z')
const tiers = new Map([[id, new Map([['dcounts', 3]])]])
const imported = noteGivenUp(emptyProgress(), id, ['dcounts', 'gone'], at)

test('what was given up there is given up here, with the blanks that there are', () => {
  const progress = merged(emptyProgress(), imported, { tiers, reports: [], at: new Date() })
  expect(progressOf(progress, id).givenUp).toEqual({ at: '2026-03-02T10:00:00.000Z', blanks: ['dcounts'] })
})

test('a pass here is not taken back by it', () => {
  const progress = merged(asPassed(emptyProgress(), id), imported, { tiers, reports: [], at: new Date() })
  expect(isGivenUp(progress, id)).toBe(false)
})
