/** Tasks put to the proof: a few of each family; with PROVE, 10,000 in all. */
import { afterAll, describe, expect, test } from 'vitest'
import { drillFamilies } from './families.ts'
import { makeTask } from './task.ts'
import { prove } from './testing.ts'

const isProof = process.env.PROVE === '1'
const MANY = isProof ? 10_000 : 65

/** How many of each family, so that there are `MANY` together. */
const many = (place: number): number => {
  const upTo = (families: number): number => Math.round((MANY * families) / drillFamilies.length)
  return upTo(place + 1) - upTo(place)
}

const took: number[] = []
let [tried, equal] = [0, 0]

describe('every task passes with its own answers, agrees with central differences, and rejects its wrong lines', () => {
  test.each(drillFamilies.map(({ name }, place) => [name, place] as const))(
    '%s',
    (_, place) => {
      const family = drillFamilies[place]
      const complaints: string[] = []
      for (let seed = 0; seed < many(place); seed++) {
        const since = performance.now()
        const task = makeTask(seed, family)
        took.push(performance.now() - since)
        const proof = prove(task, false)
        complaints.push(...proof.complaints.map(complaint => `seed ${seed}: ${complaint}`))
        tried += proof.tried
        equal += proof.equal
      }
      expect(complaints).toEqual([])
    },
    3_600_000,
  )
})

if (isProof) {
  test('10,000 tasks take less than 50 ms each, on average', () => {
    expect(took).toHaveLength(10_000)
    expect(took.reduce((sum, one) => sum + one) / took.length).toBeLessThan(50)
  })

  afterAll(() => {
    const sorted = took.toSorted((a, b) => a - b)
    const mean = sorted.reduce((sum, one) => sum + one, 0) / sorted.length
    const at = (part: number): string => sorted[Math.floor(part * (sorted.length - 1))].toFixed(1)
    console.log(`${took.length} tasks, ${tried} wrong lines tried, ${equal} more right in another way`)
    console.log(`making one: ${mean.toFixed(1)} ms on average, median ${at(0.5)}, p99 ${at(0.99)}`)
  })
}
