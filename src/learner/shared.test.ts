/** That memory which a stranger writes to is heard as a message or refused, whatever is in it. */
import { expect, test } from 'vitest'
import { Garbled } from '../room/stranger.ts'
import { generator } from '../tensor/random.ts'
import { lineOver, shareMemory, turns } from './shared.ts'

const lines = () => {
  const shared = shareMemory()
  return { shared, mine: lineOver(shared), theirs: lineOver(shared) }
}

test('what one side says the other hears, numbers too', () => {
  const { mine, theirs } = lines()
  const at = theirs.region.put(Float64Array.of(1, Number.NaN, -0))
  theirs.say({ at, word: '\u00e4\ud83d\ude00' }, turns.judge)
  expect(mine.wait(turns.judge)).toBe(turns.judge)
  expect(mine.hear()).toEqual({ at, word: '\u00e4\ud83d\ude00' })
  expect([...mine.region.get(at, 3)]).toEqual([1, Number.NaN, -0])
  expect(mine.region.get(at, 3).buffer).not.toBeInstanceOf(SharedArrayBuffer)
})

test('a message is heard or refused, whatever was written to the memory', () => {
  const chance = generator(5).random
  const whole = (below: number): number => Math.floor(chance() * below)
  const lengths = [0, 5, 60, -1, 2 ** 31 - 1, -(2 ** 31), 2 ** 16, 2 ** 16 + 1]
  let heard = 0
  for (let round = 0; round < 1000; round++) {
    const { shared, mine, theirs } = lines()
    theirs.say({ came: { kind: 'number', value: { number: 0 } } }, turns.judge)
    const [control, text] = [new Int32Array(shared.control), new Uint8Array(shared.text)]
    if (chance() < 0.5) control[whole(4)] = lengths[whole(lengths.length)]
    if (chance() < 0.5) text[whole(60)] = whole(256)
    try {
      mine.hear()
      heard++
    } catch (error) {
      expect(error).toBeInstanceOf(Garbled)
    }
  }
  expect(heard).toBeGreaterThan(100)
  expect(heard).toBeLessThan(900)
})

test.each([
  [0, 2 ** 17 + 1],
  [2 ** 17, 1],
  [2 ** 53 - 1, 1],
  [Number.NaN, 1],
])('%d and %d numbers from there on are refused where there are not as many', (at, length) => {
  expect(() => lines().mine.region.get(at, length)).toThrow(Garbled)
})

test('a message is heard once, and none that was skipped', () => {
  const { mine, theirs } = lines()
  theirs.say({ a: 1 }, turns.judge)
  expect(mine.hear()).toEqual({ a: 1 })
  expect(() => mine.hear()).toThrow(Garbled)
  const other = lines()
  other.theirs.say({ a: 1 }, turns.judge)
  other.theirs.say({ a: 2 }, turns.judge)
  expect(() => other.mine.hear()).toThrow(Garbled)
})

test('a message is heard as long as it can be, and a longer one is not sent', () => {
  const { mine, theirs } = lines()
  const longest = 'x'.repeat(2 ** 26 - '{"text":""}'.length)
  theirs.say({ text: longest }, turns.judge)
  expect((mine.hear() as { text: string }).text === longest).toBe(true)
  for (const text of [`${longest}x`, `${longest.slice(1)}é`, 'é'.repeat(2 ** 25)])
    expect(() => theirs.say({ text }, turns.judge)).toThrow(RangeError)
})
