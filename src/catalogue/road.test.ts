import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { aboutTrack, roadThrough } from './road.ts'

const { ninja } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
const tracks: string[] = ninja.tracks

test('every built-in track says what it is about', () => {
  expect(tracks.filter(track => aboutTrack(track) === '')).toEqual([])
})

test('what a track is about fits, indented, into a terminal of 80 columns', () => {
  expect(tracks.filter(track => aboutTrack(track).length > 78)).toEqual([])
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
