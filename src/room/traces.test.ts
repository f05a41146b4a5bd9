/** That a module in a room finds nothing of what ran there before it. */
import { describe, expect, test } from 'vitest'
import { tensor } from '../tensor/creation.ts'
import { multiplyInLoops } from '../tensor/kernels/native.ts'
import { callWith } from './calling.ts'
import type { LearnerFunction, Scope } from './program.ts'
import { openRoom, valueIn } from './testing.ts'

const room = openRoom()
const gives = (body: string, before = '') => {
  const text = `import { full, ones, Tensor } from 'backprop-ninja'\n${before}\nexport function it(): any {\n${body}\n}`
  const { value, broken } = valueIn(room, text)
  expect(broken).toBeNull()
  return value
}

/** A tensor that claims to have more numbers than it has: what it takes for its own lies behind them in the kernels’ memory. */
const lying = `
  const x: any = new (Tensor as any)([256], new Float64Array(256))
  x.shape = [256, 64]`

describe('the kernels', () => {
  test('run in WebAssembly: what a tensor claims to have and has not is a number there, and would be NaN in loops', () => {
    expect(gives(`${lying}\nreturn x.matmul(ones(64, 64)).data.some(Number.isNaN)`)).toBe(false)
    const [few, many] = [new Float64Array(256), new Float64Array(64 * 64)]
    expect(multiplyInLoops(few, many, 256, 64, 64).some(Number.isNaN)).toBe(true)
  })

  test('leave no number of one module for the next', () => {
    const mark = 12345.5
    // Each row of what is summed but the first lies where something else was.
    const seen = `${lying}\nreturn x.sum(1).data.filter((one: number) => one === ${64 * mark}).length`
    expect(gives(`full([256, 64], ${mark}).mul(1)\n${seen}`)).toBeGreaterThan(0)
    expect(gives(`return full([256, 64], ${mark}).mul(1).data.length`)).toBe(16384)
    expect(gives(seen)).toBe(0)
  })
})

describe('chance', () => {
  const some = 'return [Math.random(), Math.random(), Math.random()]'

  test('begins anew with each module, however often it was asked before', () => {
    const first = gives(some)
    expect(gives('for (let i = 0; i < 1e5; i++) Math.random()\nreturn 0')).toBe(0)
    expect(gives(some)).toEqual(first)
  })

  test('is spread over 0 to 1', () => {
    const many = `const drawn = Array.from({ length: 1e5 }, () => Math.random())
      return [Math.min(...drawn.slice(0, 1e4)), Math.max(...drawn.slice(0, 1e4)), drawn.reduce((a, b) => a + b) / 1e5, new Set(drawn).size]`
    const [least, most, mean, different] = gives(many) as number[]
    expect(least).toBeGreaterThanOrEqual(0)
    expect(least).toBeLessThan(0.001)
    expect(most).toBeLessThan(1)
    expect(most).toBeGreaterThan(0.999)
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.005)
    expect(different).toBe(1e5)
  })
})

test.each([
  ['a property of the global object', '(globalThis as any)'],
  ['a property of a prototype', '(Array.prototype as any)'],
  ['a property of a built-in function', '(Math.abs as any)'],
  ['a property of the library', '(library as any)'],
  ['a property of one of its functions', '(library.zeros as any)'],
  ['a property of the class of its tensors', '(Object.getPrototypeOf(library.zeros(1)) as any)'],
  [
    'a property of what it throws',
    '(() => { try { library.TODO() } catch (error: any) { return error.constructor } })()',
  ],
  [
    'a property of what the host throws',
    '(() => { try { structuredClone(() => 1) } catch (error: any) { return error.constructor } })()',
  ],
  ['a property of the console', '(console as any)'],
  ['a property of the clock', '(performance as any)'],
  ['a property of a registered symbol', '(Object(Symbol.for("kept")) as any).constructor.prototype'],
  [
    'a property of what all errors share',
    "(Object.getOwnPropertyDescriptor(new Error(), 'stack')!.get ?? Error) as any",
  ],
  [
    'a property of a generator’s kind',
    '(Object.getPrototypeOf(Object.getPrototypeOf((function* () {})())) as any)',
  ],
  ['a property of the view of a scope', '(Object.getPrototypeOf(arguments[0] ?? {}) as any)'],
])('%s keeps nothing', (_, place) => {
  const text = `import * as library from 'backprop-ninja'
    export function it(): any {
      const place = ${place}
      const before = Object.hasOwn(place, 'kept')
      try { place.kept = 1 } catch {}
      try { Object.defineProperty(place, 'kept', { value: 1 }) } catch {}
      return [before, Object.hasOwn(place, 'kept')]
    }`
  for (const _ of [1, 2]) expect(valueIn(room, text)).toMatchObject({ value: [false, false] })
})

describe('a scope that is kept for a later call', () => {
  const scope: Scope = { values: { x: tensor(1) }, gradient: () => tensor(2), has: name => name === 'dy' }
  const called = (run: (given: Record<string, unknown>) => unknown) =>
    callWith(run as LearnerFunction, scope, false, () => [])

  test.each(['x', 'dy'])('gives no %s any more', name => {
    let kept: Record<string, unknown> = {}
    expect(
      called(given => {
        kept = given
        return given[name]
      }).came.kind,
    ).toBe('value')
    const { came, read } = called(() => kept[name])
    expect(came).toMatchObject({
      kind: 'threw',
      message: `${name} was asked for after the function had returned`,
    })
    expect([...read]).toEqual([])
  })
})
