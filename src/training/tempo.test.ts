import { describe, expect, test } from 'vitest'
import { openTempo } from './tempo.ts'

/** Which way is taken over so many seconds, where the two ways do so many steps a second; 2: both threads. */
function waysOver(seconds: number, together: number, alone: number): string {
  const tempo = openTempo()
  let [now, step, ways] = [0, 0, '']
  while (now < 1000 * seconds) {
    const isTogether = tempo(step, now)
    if (now >= 1000 * ways.length) ways += isTogether ? '2' : '1'
    now += 1000 / (isTogether ? together : alone)
    step++
  }
  return ways
}

describe('two threads or one', () => {
  test('each is tried for a second, and the faster one is taken for twenty, then again', () => {
    expect(waysOver(44, 160, 80)).toMatch(/^2+1{1,2}2{19,22}2*1{1,2}2{18,22}$/)
    expect(waysOver(44, 80, 160)).toMatch(/^2{1,2}1{20,22}2{1,2}1{19,22}$/)
  })

  test('where a step takes longer than a second, each is tried for a step', () => {
    expect(waysOver(20, 0.2, 0.5)).toContain('1111')
  })
})
