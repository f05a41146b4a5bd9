/** What a learner's code finds around it, in a real thread. */
import vm from 'node:vm'
import { describe, expect, test } from 'vitest'
import { openRoom, valueIn } from './testing.ts'

const room = openRoom()
const given = (body: string) => valueIn(room, `export function it(): any {\n${body}\n}`)
const gives = (body: string) => {
  const { value, broken } = given(body)
  expect(broken).toBeNull()
  return value
}

const words = (text: string): string[] => text.trim().split(/\s+/)

/** What every version has. */
const base = words(`
  AggregateError Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView Date Error EvalError
  FinalizationRegistry Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array Intl JSON Map Math NaN
  Number Object Promise Proxy RangeError ReferenceError Reflect RegExp Set String Symbol SyntaxError TypeError URIError
  Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet clearTimeout console decodeURI
  decodeURIComponent encodeURI encodeURIComponent escape eval globalThis isFinite isNaN parseFloat parseInt performance
  setTimeout structuredClone undefined unescape`)

const newer: Readonly<Record<string, string[]>> = {
  20: [],
  22: ['Iterator'],
  24: words('AsyncDisposableStack DisposableStack Float16Array Iterator SuppressedError'),
}

const [major] = process.versions.node.split('.')

describe('of what there is by name', () => {
  const left = gives('return Reflect.ownKeys(globalThis).map(String).sort()') as string[]

  test.skipIf(newer[major] === undefined)('this is left, and nothing else', () => {
    expect(left).toEqual([...base, ...newer[major]].sort())
  })

  test('all that is left is JavaScript’s own, but for what is given', () => {
    const own: string[] = vm.runInNewContext('Object.getOwnPropertyNames(globalThis)')
    const taken = ['Atomics', 'SharedArrayBuffer', 'WebAssembly']
    const more = ['performance', 'structuredClone', 'setTimeout', 'clearTimeout']
    expect(left).toEqual([...own.filter(name => !taken.includes(name)), ...more].sort())
  })

  test('the prototypes of the global object have nothing of the host', () => {
    const further = `const found = []
      for (let o = Object.getPrototypeOf(globalThis); o !== Object.prototype; o = Object.getPrototypeOf(o))
        found.push(...Reflect.ownKeys(o).map(String))
      return found`
    expect(gives(further)).toEqual(['constructor'])
    expect(gives('return Object.getPrototypeOf(globalThis).constructor === Object')).toBe(true)
  })

  test.each(
    words(`
      process Buffer require module exports fetch WebAssembly SharedArrayBuffer Atomics global setInterval setImmediate
      queueMicrotask Worker MessageChannel BroadcastChannel Event EventTarget AbortController URL TextEncoder crypto
      navigator WebSocket localStorage DOMException Performance importScripts self window document`),
  )('%s cannot be reached: not by its name, and not as a property of the global object', name => {
    const ways = `['', 'this.', 'globalThis.', '(function () { return this })().', '(0, eval)("this").']`
    const types = `${ways}.map(way => new Function(\`return typeof \${way}${name}\`)())`
    expect(gives(`return [typeof ${name}, ...${types}].filter(type => type !== 'undefined')`)).toEqual([])
  })

  test('nothing that was deleted can be put back', () => {
    expect(given('(globalThis as any).process = {}').broken).toMatchObject({ name: 'TypeError' })
    // In sloppy code this is ignored.
    const sloppy =
      "new Function('this.fetch = 1; kept = 1')()\nreturn [typeof fetch, typeof (globalThis as any).kept]"
    expect(gives(sloppy)).toEqual(['undefined', 'undefined'])
    expect(given("(0, eval)('var kept = 1')").broken).toMatchObject({ name: 'TypeError' })
    expect(given("(0, eval)('function kept() {}')").broken).toMatchObject({ name: 'TypeError' })
  })
})

describe('what is given', () => {
  test('the clock has now and nothing else, and is no way to the host', () => {
    expect(gives('return Reflect.ownKeys(performance).map(String)')).toEqual(['now'])
    expect(gives('return Object.getPrototypeOf(performance) === Object.prototype')).toBe(true)
    expect(gives('const before = performance.now()\nreturn performance.now() >= before')).toBe(true)
    expect(given('return new (performance as any).now()').broken).toMatchObject({ name: 'TypeError' })
  })

  test('a timer never runs', () => {
    const twice = `let ran = 0
      export function it() {
        setTimeout(() => { ran++ }, 0)
        setTimeout(() => { ran++ })
        clearTimeout(0)
        for (const end = performance.now() + 30; performance.now() < end; );
        return ran
      }`
    expect(valueIn(room, twice).value).toBe(0)
  })

  test('structuredClone copies, and what it throws is JavaScript’s own', () => {
    expect(gives('return structuredClone([1, "a", [true]])')).toEqual([1, 'a', [true]])
    expect(gives('return structuredClone(new Map([[1, new Date(5)]])).get(1).getTime()')).toBe(5)
    const caught = (made: string) =>
      gives(`try { ${made} } catch (error) { return [error.constructor === TypeError, String(error)] }`)
    const told = [true, 'TypeError: structuredClone cannot copy this']
    expect(caught('structuredClone(() => 1)')).toEqual(told)
    expect(caught('structuredClone({ get a() { throw new RangeError() } })')).toEqual(told)
    expect(gives('return (structuredClone as any)() === undefined')).toBe(true)
    const moved = `const numbers = new Float64Array(2)
      ;(structuredClone as any)(numbers, { transfer: [numbers.buffer] })
      return numbers.length`
    expect(gives(moved)).toBe(2)
  })

  test('the console prints and gives nothing', () => {
    const names = gives('return Object.keys(console)') as string[]
    expect(names).toEqual(expect.arrayContaining(['log', 'error', 'table', 'dir', 'time']))
    const { value, printed } = given(
      'return Object.values(console).map(one => typeof (one as any)("x")).filter(type => type !== "undefined")',
    )
    expect(value).toEqual([])
    expect(printed.length).toBeGreaterThan(5)
  })
})

describe('functions', () => {
  test.each([
    ['String(it)', 'function it() { … }'],
    ["it + ''", 'function it() { … }'],
    ['it.toString()', 'function it() { … }'],
    ['Function.prototype.toString.call(it)', 'function it() { … }'],
    ['Reflect.apply(Function.prototype.toString, it, [])', 'function it() { … }'],
    ['String(class Known { secret = 1 })', 'function Known() { … }'],
    ['String({ secret() { return 1 } }.secret)', 'function secret() { … }'],
    ['String(it.bind(null))', 'function bound it() { … }'],
    ['[it].join() + [it].toString()', 'function it() { … }function it() { … }'],
    ['JSON.stringify([it])', '[null]'],
    ["String(new Function('secret', 'return secret'))", 'function anonymous() { … }'],
  ])('%s tells no text', (expression, text) => {
    expect(gives(`return ${expression}`)).toBe(text)
  })

  test('have no caller and no arguments of others, also where they are sloppy', () => {
    const climb = `const sloppy = new Function('return arguments.callee.caller')
      return [sloppy(), [1].map(() => sloppy())[0], Reflect.apply(sloppy, null, [])]`
    expect(gives(climb)).toEqual([null, null, null].map(() => expect.objectContaining({ what: 'null' })))
    expect(given('return (it as any).caller').broken).toMatchObject({ name: 'TypeError' })
  })

  test('are never handed a function of this program to climb up from', () => {
    const climb = `const sloppy = new Function('climbed', 'climbed.push(arguments.callee.caller); throw this')
      const climbed: any[] = []
      const trap = new Proxy({}, { get: () => sloppy(climbed), ownKeys: () => sloppy(climbed), getPrototypeOf: () => sloppy(climbed) })
      console.log(trap, [trap], { trap })
      try { structuredClone(trap) } catch {}
      return climbed.filter(one => one !== null).length`
    expect(gives(climb)).toBe(0)
  })
})

test('the legacy statics of RegExp, which keep what was matched last, are gone', () => {
  const statics = [
    '$1',
    '$9',
    'input',
    '$_',
    'lastMatch',
    '$&',
    'lastParen',
    '$+',
    'leftContext',
    '$`',
    'rightContext',
  ]
  expect(
    gives(`/(a)(b)/.exec('xaby')\nreturn ${JSON.stringify(statics)}.filter(name => name in RegExp)`),
  ).toEqual([])
  expect(gives("const [, a, b] = /(a)(b)/.exec('xaby')!\nreturn a + b")).toBe('ab')
})
