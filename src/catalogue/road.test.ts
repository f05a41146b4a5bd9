import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { aboutTrack, huntsAfter, reachedBy, roadThrough, startsIn } from './road.ts'

const { ninja } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
const tracks: string[] = ninja.tracks

test('every built-in track says what it is about', () => {
  expect(tracks.filter(track => aboutTrack(track) === '')).toEqual([])
})

test('every built-in track says what it leads to', () => {
  expect(tracks.filter(track => reachedBy(track) === '')).toEqual([])
  expect(reachedBy('norms')).toBe('')
})

test('each hunt comes after one track', () => {
  const hunts = tracks.flatMap(track => (track === 'hunts' ? [] : huntsAfter(track)))
  const there = readdirSync(new URL('../../solutions/hunts', import.meta.url)).filter(name =>
    /^\d/.test(name),
  )
  expect([...new Set(hunts)].sort((a, b) => a - b)).toEqual(there.map(name => Number.parseInt(name, 10)))
  expect(huntsAfter('layers')).toEqual([5, 1, 2, 3, 4])
  expect(huntsAfter('derivatives')).toEqual([])
  expect(huntsAfter('norms')).toEqual([])
})

test('one may begin with the first track, with that of the pack, and with no hunts', () => {
  const starts = startsIn(tracks).map(({ track }) => track)
  expect(starts[0]).toBe(tracks[0])
  expect(starts).toContain(ninja.start)
  expect(starts).not.toContain('hunts')
  expect(startsIn(['norms', 'gpt']).map(({ track }) => track)).toEqual(['gpt'])
})

test('what a track is about, and leads to, fits, indented, into a terminal of 80 columns', () => {
  expect(tracks.filter(track => aboutTrack(track).length > 78)).toEqual([])
  expect(tracks.filter(track => reachedBy(track).length > 78)).toEqual([])
})

test('the road goes through the tracks in the order of the list, hunts aside', () => {
  expect(roadThrough(tracks)).toBe(
    `The road: ${tracks.filter(track => track !== 'hunts').join(', ')}; hunts whenever you like.`,
  )
})

test('there is no road through one track, nor through those of others', () => {
  expect(roadThrough(['hunts'])).toBeNull()
  expect(roadThrough(['makemore', 'hunts'])).toBeNull()
  expect(roadThrough([...tracks, 'norms'])).toBeNull()
})
