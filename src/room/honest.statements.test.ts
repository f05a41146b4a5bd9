/** That whatever a learner honestly writes runs in a room: errors, statements, modules. */
import { describe, expect, test } from 'vitest'
import { openRoom, snippets, valueIn } from './testing.ts'

const room = openRoom()

const expectAll = (text: string): void =>
  test.each(snippets(text))('%s', (_, code, value) => {
    expect(valueIn(room, code)).toMatchObject({ value, broken: null })
  })

describe('errors', () => {
  expectAll(`
    thrown and caught:
      try { throw new Error('x') } catch (error: any) { return [error.message, error instanceof Error] }
      => ["x", true]

    that set their name:
      class Mine extends Error { constructor(m: string) { super(m); this.name = 'Mine' } }
      try { throw new Mine('x') } catch (error) { return [String(error), error instanceof Mine, error instanceof Error] }
      => ["Mine: x", true, true]

    that have a field for it:
      class Mine extends RangeError { override name = 'Mine'; code = 3 }
      const e = new Mine('x'); return [String(e), e.code]
      => ["Mine: x", 3]

    with a cause:
      return (new Error('a', { cause: new Error('b') }).cause as Error).message
      => "b"

    whose message is changed:
      const e = new TypeError('a'); e.message = 'b'; return String(e)
      => "TypeError: b"

    have a stack:
      return new Error('x').stack!.includes('Error: x')
      => true

    of JavaScript’s own:
      try { (null as any).x } catch (error: any) { return [error.name, error.constructor === TypeError] }
      => ["TypeError", true]

    of too deep a recursion:
      const f = (): number => f() + 1
      try { return f() } catch (error) { return error instanceof RangeError }
      => true

    finally comes last:
      const seen: string[] = []
      try { try { seen.push('a'); throw 1 } finally { seen.push('b') } } catch { seen.push('c') }
      return seen.join('')
      => "abc"

    finally without an error:
      let seen = 0
      const f = () => { try { return 1 } finally { seen = 2 } }
      return [f(), seen]
      => [1, 2]

    anything may be thrown:
      try { throw { a: 1 } } catch (thrown: any) { return thrown.a }
      => 1

    several in one:
      return new AggregateError([1, 2], 'both').errors.length
      => 2

    a stack for an object:
      const e: any = {}; (Error as any).captureStackTrace(e); return typeof e.stack
      => "string"
  `)
})

describe('statements', () => {
  expectAll(`
    for, while and do:
      let n = 0
      for (let i = 0; i < 3; i++) n += i
      while (n < 10) n++
      do { n-- } while (n > 8)
      return n
      => 8

    continue and break with labels:
      let n = 0
      outer: for (let i = 0; i < 5; i++) {
        for (let j = 0; j < 5; j++) { if (j === 2) continue outer; if (i === 3) break outer; n++ }
      }
      return n
      => 6

    for in:
      const names = []; for (const name in { a: 1, b: 2 }) names.push(name); return names
      => ["a", "b"]

    for in over a list:
      const places = []; for (const place in [5, 6]) places.push(place); return places
      => ["0", "1"]

    for of with places:
      let sum = 0; for (const [i, x] of [5, 6].entries()) sum += i * x; return sum
      => 6

    switch:
      const f = (x: number) => { switch (x) { case 1: case 2: return 'few'; default: return 'many' } }
      return [f(2), f(3)]
      => ["few", "many"]

    objects taken apart:
      const { a, b: { c = 3, ...rest }, ...others } = { a: 1, b: { d: 4, e: 5 }, f: 6 } as any
      return [a, c, rest.d, rest.e, others.f]
      => [1, 3, 4, 5, 6]

    lists taken apart:
      let [a, , b = 3, ...rest] = [1, 2, undefined, 4, 5] as any
      ;[a, b] = [b, a]
      return [a, b, rest.length]
      => [3, 1, 2]

    optional chaining and ??:
      const o: any = { a: { f: () => 1 }, zero: 0 }
      return [o.a?.f?.(), o.b?.c.d ?? 2, o.zero ?? 3, o.zero || 4, o['a']?.['g'] === undefined]
      => [1, 2, 0, 4, true]

    ??=, ||= and &&=:
      let [a, b, c]: any = [null, 0, 1]; a ??= 2; b ||= 3; c &&= 4; return [a, b, c]
      => [2, 3, 4]

    spread:
      const xs = [1, 2]
      return [...xs, ...new Set([3]), Math.max(...xs), Object.keys({ ...{ a: 1 }, b: 2 }).length]
      => [1, 2, 3, 2, 2]

    bits and powers:
      return [2 ** 10, 7 & 3, 4 | 1, 5 ^ 1, ~0, 1 << 4, -8 >> 1, -1 >>> 28]
      => [1024, 3, 5, 4, -1, 16, -4, 15]

    typeof, in, delete and void:
      const o: any = { a: 1 }; delete o.a; return [typeof o, 'a' in o, void 0 === undefined]
      => ["object", false, true]

    commas and chains of ?:
      const f = (x: number) => (x < 0 ? '-' : x > 0 ? '+' : '0'); const i = (1, 2); return [f(-1), f(0), f(1), i]
      => ["-", "0", "+", 2]

    numbers of all kinds:
      return [0x1f, 0b11, 0o17, 1_000, .5, 1e3, -0 === 0, Number.EPSILON > 0]
      => [31, 3, 15, 1000, 0.5, 1000, true, true]

    getters and setters of an object:
      const o = { _x: 1, get x() { return this._x }, set x(v) { this._x = v * 2 } }; o.x = 5; return o.x
      => 10

    names that are worked out:
      const k = 'b'; return Object.keys({ a: 1, [k]: 2, [k + 'c']() {} })
      => ["a", "b", "bc"]

    satisfies, as and !:
      const o = { a: 1 } satisfies Record<string, number>; return (o as any).a + o.a!
      => 2

    blocks, and nothing at all:
      there: ;
      { const x = 1; { const x = 2; void x } return x }
      => 1
  `)
})

describe('modules', () => {
  expectAll(`
    several exports:
      export const a = 1
      export function b() { return a + 1 }
      const c = () => b() + 1
      export { c as it }
      => 3

    an export that comes first:
      export { it }
      function it() { return 1 }
      => 1

    what is worked out at the top:
      const table = Array.from({ length: 5 }, (_, i) => i * i)
      export const it = () => table[3]
      => 9

    an enum is not there, an object is:
      export const Way = { up: 1, down: -1 } as const
      export const it = () => Way.down
      => -1

    an import of a type:
      import type { Tensor } from 'backprop-ninja'
      export const it = (x?: Tensor) => x === undefined
      => true

    the library:
      import { tensor } from 'backprop-ninja'
      export const it = () => tensor([[1, 2], [3, 4]]).matmul(tensor([1, 1])).tolist()
      => [3, 7]

    all of the library:
      import * as ninja from 'backprop-ninja'
      export const it = () => [...ninja.zeros(2).shape, Object.keys(ninja).includes('zeros')]
      => [2, true]

    an import under another name:
      import { zerosLike as z, ones } from 'backprop-ninja'
      export const it = () => z(ones(2)).data
      => [0, 0]

    an error of the library’s:
      import { tensor } from 'backprop-ninja'
      export const it = () => { try { tensor([1]).view(2) } catch (error: any) { return error.name } }
      => "NinjaError"
  `)
})
