/** That whatever a learner honestly writes runs in a room, and gives what it gives anywhere: the language. */
import { describe, expect, test } from 'vitest'
import { openRoom, snippets, valueIn } from './testing.ts'

const room = openRoom()

const expectAll = (text: string): void =>
  test.each(snippets(text))('%s', (_, code, value) => {
    expect(valueIn(room, code)).toMatchObject({ value, broken: null })
  })

describe('functions', () => {
  expectAll(`
    a closure that counts:
      let n = 0; const next = () => ++n; next(); return next()
      => 2

    one that makes another:
      const add = (a: number) => (b: number) => a + b; return add(2)(3)
      => 5

    recursion:
      const f = (n: number): number => (n < 2 ? 1 : n * f(n - 1)); return f(10)
      => 3628800

    recursion five thousand deep:
      const f = (n: number): number => (n === 0 ? 0 : 1 + f(n - 1)); return f(5000)
      => 5000

    two that call each other:
      const even = (n: number): boolean => n === 0 || odd(n - 1)
      const odd = (n: number): boolean => n !== 0 && even(n - 1)
      return even(10)
      => true

    one that is used before it is written:
      return later(1)
      function later(x: number) { return x + 1 }
      => 2

    what is left out, and the rest:
      const f = (a: number, b = a * 2, ...rest: number[]) => [a, b, rest.length]
      return f(1, undefined, 3, 4)
      => [1, 2, 2]

    arguments:
      function f() { return arguments.length }
      return (f as any)(1, 2, 3)
      => 3

    call, apply and bind:
      function f(this: any, a: number) { return this.x + a }
      const o = { x: 1 }
      return [f.call(o, 1), f.apply(o, [2]), f.bind(o)(3)]
      => [2, 3, 4]

    one that is called at once:
      return (() => 7)()
      => 7

    name and length:
      function two(a: number, b: number) { return a + b }
      return [two.name, two.length]
      => ["two", 2]

    properties of one:
      const f: any = () => f.count++; f.count = 1; f(); return f.count
      => 2

    one that remembers:
      const known = new Map<number, number>()
      const fib = (n: number): number => {
        if (n < 2) return n
        if (!known.has(n)) known.set(n, fib(n - 1) + fib(n - 2))
        return known.get(n)!
      }
      return fib(50)
      => 12586269025

    a generator:
      function* f() { yield 1; yield* [2, 3]; return 4 }
      return [...f()]
      => [1, 2, 3]

    a generator that is told things:
      function* f(): any { const x = yield 1; yield x * 2 }
      const g = f(); g.next(); return g.next(5).value
      => 10

    a generator that is ended early:
      let ended = false
      function* f() { try { for (;;) yield 1 } finally { ended = true } }
      for (const _ of f()) break
      return ended
      => true

    an iterator of one’s own:
      const upTo = (n: number) => ({ *[Symbol.iterator]() { for (let i = 0; i < n; i++) yield i } })
      return [...upTo(3)]
      => [0, 1, 2]

    an iterator by hand:
      const next = (i = 0) => ({ next: () => ({ done: i === 3, value: i++ }) })
      return Array.from({ [Symbol.iterator]: () => next() })
      => [0, 1, 2]

    an async function that nobody waits for:
      const f = async () => { await null; return 1 }
      return f() instanceof Promise
      => true

    an async generator that nobody waits for:
      async function* f() { yield 1 }
      return typeof f()[Symbol.asyncIterator]
      => "function"

    a tagged template:
      const tag = (parts: TemplateStringsArray, ...values: number[]) => parts.join('_') + values.join('')
      return tag\`a\${1}b\${2}c\`
      => "a_b_c12"

    new Function:
      return new Function('a', 'b', 'return a * b')(6, 7)
      => 42

    eval:
      const x = 20; return eval('x + 1') + (0, eval)('21')
      => 42
  `)
})

describe('classes', () => {
  expectAll(`
    fields, methods and getters:
      class A { x = 1; get twice() { return this.x * 2 } add(y: number) { this.x += y; return this } }
      return new A().add(2).twice
      => 6

    setters:
      class A { #x = 0; set x(v: number) { this.#x = v * 2 } get x() { return this.#x } }
      const a = new A(); a.x = 2; return a.x
      => 4

    private fields and methods:
      class A { #n = 1; #add() { return ++this.#n } next() { return this.#add() } static is(x: object) { return #n in x } }
      return [new A().next(), A.is(new A()), A.is({})]
      => [2, true, false]

    static fields and blocks:
      class A { static made = 0; static { A.made = 5 } static #hidden = 2; static get all() { return A.made + A.#hidden } }
      return A.all
      => 7

    inheritance:
      class A { f() { return 'a' } }
      class B extends A { f() { return super.f() + 'b' } }
      return [new B().f(), new B() instanceof A]
      => ["ab", true]

    a toString of its own:
      class A { toString() { return 'an A' } }
      return [\`\${new A()}\`, String(new A()), new A() + '!']
      => ["an A", "an A", "an A!"]

    a toString that an object is given:
      const o: any = {}; o.toString = () => 'mine'; return String(o)
      => "mine"

    a valueOf of its own:
      class A { valueOf() { return 41 } }
      return (new A() as any) + 1
      => 42

    Symbol.toPrimitive:
      class A { [Symbol.toPrimitive](hint: string) { return hint === 'number' ? 1 : 'one' } }
      return [+(new A() as any), String(new A())]
      => [1, "one"]

    Symbol.toStringTag:
      class A { get [Symbol.toStringTag]() { return 'A' } }
      return Object.prototype.toString.call(new A())
      => "[object A]"

    Symbol.hasInstance:
      class Even { static [Symbol.hasInstance](n: any) { return n % 2 === 0 } }
      return [(2 as any) instanceof Even, (3 as any) instanceof Even]
      => [true, false]

    methods that are added later:
      class A { x = 2 }
      ;(A.prototype as any).twice = function () { return this.x * 2 }
      return (new A() as any).twice()
      => 4

    getters that are added later:
      class A { x = 2 }
      Object.defineProperty(A.prototype, 'half', { get() { return this.x / 2 } })
      return (new A() as any).half
      => 1

    new.target and constructor:
      class A { made; constructor() { this.made = new.target.name } }
      class B extends A {}
      return [new B().made, new B().constructor === B]
      => ["B", true]

    one that is abstract:
      abstract class A { abstract f(): number; g() { return this.f() + 1 } }
      class B extends A { f() { return 1 } }
      return new B().g()
      => 2

    one in a variable:
      const A = class Named { who() { return Named.name } }
      return new A().who()
      => "Named"

    one that a function makes:
      const With = (Base: any) => class extends Base { extra() { return 1 } }
      return new (With(Object))().extra()
      => 1

    a function in the place of one:
      function A(this: any, x: number) { this.x = x }
      A.prototype.get = function () { return this.x }
      return new (A as any)(3).get()
      => 3

    Array as a parent:
      class Stack extends Array<number> { top() { return this[this.length - 1] } }
      const s = new Stack(); s.push(1, 2)
      return [s.top(), s.length, s.map(x => x * 2) instanceof Stack, (s.map(x => x * 2) as Stack).top()]
      => [2, 2, true, 4]

    Map as a parent:
      class Counts extends Map<string, number> { add(k: string) { return this.set(k, (this.get(k) ?? 0) + 1) } }
      return (new Counts().add('a') as Counts).add('a').get('a')
      => 2

    a getter that is overridden:
      class A { get x() { return 1 } }
      class B extends A { override get x() { return super.x + 1 } }
      return new B().x
      => 2

    interfaces, types and generic functions:
      interface Named { name: string }
      type Pair<T> = [T, T]
      const first = <T,>([a]: Pair<T>): T => a
      const both: Pair<Named> = [{ name: 'x' }, { name: 'y' }]
      return first(both).name
      => "x"
  `)
})
