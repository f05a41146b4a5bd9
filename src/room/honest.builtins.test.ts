/** That whatever a learner honestly writes runs in a room: what JavaScript brings along. */
import { describe, expect, test } from 'vitest'
import { openRoom, snippets, valueIn } from './testing.ts'

const room = openRoom()

const expectAll = (text: string): void =>
  test.each(snippets(text))('%s', (_, code, value) => {
    expect(valueIn(room, code)).toMatchObject({ value, broken: null })
  })

describe('objects', () => {
  expectAll(`
    Object.assign on one’s own:
      return JSON.stringify(Object.assign({ a: 1 }, { b: 2 }, null, { a: 3 }))
      => "{\\"a\\":3,\\"b\\":2}"

    words that JavaScript has, as keys:
      const counts: any = {}
      for (const word of ['constructor', 'toString', 'valueOf', '__proto', 'constructor'])
        counts[word] = (Object.hasOwn(counts, word) ? counts[word] : 0) + 1
      return [counts['constructor'], counts['toString'], Object.keys(counts).length]
      => [2, 1, 4]

    constructor as a field:
      const o: any = { a: 1 }; o.constructor = 1; o.hasOwnProperty = 2; return [o.constructor, o.hasOwnProperty]
      => [1, 2]

    entries and back:
      return JSON.stringify(Object.fromEntries(Object.entries({ a: 1, b: 2 }).map(([k, v]) => [k, v * 2])))
      => "{\\"a\\":2,\\"b\\":4}"

    frozen, sealed and fixed:
      const o = Object.freeze({ a: 1 }); return [Object.isFrozen(o), Object.isSealed(Object.seal({})), Reflect.set(o, 'a', 2)]
      => [true, true, false]

    defined properties:
      const o: any = Object.defineProperty({}, 'x', { get: () => 5, enumerable: false })
      return [o.x, Object.keys(o).length, Object.getOwnPropertyNames(o)]
      => [5, 0, ["x"]]

    without a prototype:
      const o = Object.create(null); o.a = 1; return ['toString' in o, Object.keys(o)]
      => [false, ["a"]]

    a prototype of one’s own:
      const base = { hello() { return 'hello ' + (this as any).name } }
      return Object.assign(Object.create(base), { name: 'x' }).hello()
      => "hello x"

    another prototype:
      const o: any = Object.setPrototypeOf({}, { x: 1 }); return [o.x, Object.getPrototypeOf(o).x]
      => [1, 1]

    groups:
      const by: any = {}; for (const x of [1, 2, 3]) (by[x % 2 ? 'odd' : 'even'] ??= []).push(x); return [by.odd, by.even]
      => [[1, 3], [2]]

    Proxy:
      const p: any = new Proxy({}, { get: (_, name) => String(name) + '!', has: () => true }); return [p.hello, 'x' in p]
      => ["hello!", true]

    a Proxy on a list:
      const p = new Proxy([1, 2, 3], { get: (t: any, k) => (k === 'last' ? t[t.length - 1] : Reflect.get(t, k)) })
      return [(p as any).last, p.length, [...p].length]
      => [3, 3, 3]

    Reflect:
      const o: any = { a: 1 }
      return [Reflect.has(o, 'a'), Reflect.ownKeys(o).length, Reflect.construct(Array, [3]).length, Reflect.apply(Math.max, null, [1, 2])]
      => [true, 1, 3, 2]

    symbols:
      const s = Symbol('s'); const o = { [s]: 1 }
      return [o[s], s.description, Symbol.for('a') === Symbol.for('a'), Object.getOwnPropertySymbols(o).length]
      => [1, "s", true, 1]

    JSON:
      const o = JSON.parse('{"a": [1, null, true], "b": {"c": "x"}}'); return [JSON.stringify(o), o.a[0], o.b.c]
      => ["{\\"a\\":[1,null,true],\\"b\\":{\\"c\\":\\"x\\"}}", 1, "x"]

    JSON with a toJSON, a replacer and indents:
      const o = { d: new Date(0), x: { toJSON: () => 'mine' }, n: NaN, f: () => 1 }
      return [JSON.stringify(o), JSON.stringify({ a: 1, b: 2 }, ['a']), JSON.stringify([1], null, 1), JSON.parse('[1]', (k, v) => (k === '' ? v : v + 1))]
      => ["{\\"d\\":\\"1970-01-01T00:00:00.000Z\\",\\"x\\":\\"mine\\",\\"n\\":null}", "{\\"a\\":1}", "[\\n 1\\n]", [2]]

    structuredClone:
      const o = { a: [1], m: new Map([[1, { b: 2 }]]) }; const c = structuredClone(o); o.a.push(2)
      return [c.a.length, c.m.get(1)!.b, c !== o]
      => [1, 2, true]
  `)
})

describe('lists', () => {
  expectAll(`
    map, filter and reduce:
      return [1, 2, 3, 4].map(x => x * x).filter(x => x % 2 === 0).reduce((a, b) => a + b, 0)
      => 20

    sort:
      return [[10, 9, 1].sort(), [10, 9, 1].sort((a, b) => a - b), ['b', 'a'].sort().reverse()]
      => [[1, 10, 9], [1, 9, 10], ["b", "a"]]

    sort by two things:
      const people = [['b', 2], ['a', 2], ['c', 1]] as const
      return [...people].sort((x, y) => x[1] - y[1] || x[0].localeCompare(y[0])).map(([name]) => name).join('')
      => "cab"

    push, pop, shift, unshift and splice:
      const xs = [1, 2, 3]; xs.push(4); xs.unshift(0); xs.pop(); xs.shift(); xs.splice(1, 1, 7, 8); return xs
      => [1, 7, 8, 3]

    slice, concat, flat, flatMap and join:
      return [[1, 2, 3].slice(-2), [1].concat([2], 3), [1, [2, [3]]].flat(Infinity), [1, 2].flatMap(x => [x, x]), [1, 2].join('-')]
      => [[2, 3], [1, 2, 3], [1, 2, 3], [1, 1, 2, 2], "1-2"]

    find, some, every, includes, indexOf and at:
      const xs = [5, 6, 7]
      return [xs.find(x => x > 5), xs.findIndex(x => x > 5), xs.findLast(x => x < 7), xs.some(x => x > 6), xs.every(x => x > 6), xs.includes(5), xs.indexOf(7), xs.at(-1)]
      => [6, 1, 6, true, false, true, 2, 7]

    from, of and fill:
      return [Array.from({ length: 3 }, (_, i) => i * i), Array.of(7), new Array(2).fill(0), Array.from('ab'), Array.isArray([])]
      => [[0, 1, 4], [7], [0, 0], ["a", "b"], true]

    tables:
      const t = Array.from({ length: 2 }, () => new Array(3).fill(0)); t[1][2] = 5; return t
      => [[0, 0, 0], [0, 0, 5]]

    toSorted, toReversed, toSpliced and with:
      const xs = [3, 1, 2]; return [xs.toSorted(), xs.toReversed(), xs.toSpliced(0, 1), xs.with(0, 9), xs]
      => [[1, 2, 3], [2, 1, 3], [1, 2], [9, 1, 2], [3, 1, 2]]

    keys, entries and values:
      const xs = ['a', 'b']; return [[...xs.keys()], [...xs.entries()].flat(), [...xs.values()]]
      => [[0, 1], [0, "a", 1, "b"], ["a", "b"]]

    length, holes and copyWithin:
      const xs = [1, 2, 3]; xs.length = 1; xs[3] = 4; return [xs.length, 2 in xs, [1, 2, 3, 4].copyWithin(0, 2)]
      => [4, false, [3, 4, 3, 4]]

    a method of one’s own for a list:
      const xs: any = [1, 2]; xs.sum = function () { return this.reduce((a: number, b: number) => a + b) }; return xs.sum()
      => 3

    typed arrays:
      const x = Float64Array.of(3, 1, 2); const y = Float64Array.from(x, v => v * 2)
      return [x.sort(), y.subarray(1), y.map(v => v + 1), [...new Uint8Array([255, 256])], x.length, y.reduce((a, b) => a + b)]
      => [[1, 2, 3], [2, 4], [7, 3, 5], [255, 0], 3, 12]

    bytes:
      const b = new ArrayBuffer(8); const v = new DataView(b); v.setFloat64(0, 1.5); v.setInt8(7, -1)
      return [v.getUint8(0), v.getInt8(7), b.byteLength, b.slice(0, 4).byteLength, new Uint16Array(b).length]
      => [63, -1, 8, 4, 4]

    typed arrays of big numbers:
      return [...new BigInt64Array([1n, -1n])].map(String)
      => ["1", "-1"]

    Map:
      const m = new Map<any, number>([['a', 1], ['b', 2]]); m.set('c', 3).delete('a'); m.set(m, 4)
      return [m.size, m.get('b')!, m.has('a'), [...m.keys()].filter(k => typeof k === 'string').join(), [...m.values()].length]
      => [3, 2, false, "b,c", 3]

    Set:
      const s = new Set([1, 1, 2]); s.add(3).delete(1); let n = 0; s.forEach(x => { n += x }); return [s.size, s.has(1), [...s], n]
      => [2, false, [2, 3], 5]

    WeakMap and WeakSet:
      const key = {}; const m = new WeakMap([[key, 1]]); const s = new WeakSet([key]); return [m.get(key)!, m.has({}), s.has(key)]
      => [1, false, true]

    WeakRef and FinalizationRegistry:
      const o = {}; new FinalizationRegistry(() => {}).register(o, 1); return new WeakRef(o).deref() === o
      => true
  `)
})

describe('numbers and texts', () => {
  expectAll(`
    Math:
      return [Math.max(1, 2), Math.round(2.5), Math.trunc(-2.5), Math.hypot(3, 4), Math.sign(-3), Math.cbrt(27), Math.abs(-1), Math.floor(-0.5), Math.log2(8), Math.PI > 3]
      => [2, 3, -2, 5, -1, 3, 1, -1, 3, true]

    Math.random:
      const xs = Array.from({ length: 100 }, () => Math.random()); return [xs.every(x => x >= 0 && x < 1), new Set(xs).size]
      => [true, 100]

    Number:
      return [Number('1e3'), Number.parseFloat('2.5x'), parseInt('11', 2), (255).toString(16), (1.005).toFixed(2), (1234.5).toExponential(2), (0.1).toPrecision(3), Number.isInteger(5.0), isNaN(NaN), Number('x') !== Number('x')]
      => [1000, 2.5, 3, "ff", "1.00", "1.23e+3", "0.100", true, true, true]

    BigInt:
      return [String(2n ** 64n), String(BigInt(10) / 3n), typeof 1n, 2n > 1, String(BigInt.asUintN(8, 257n))]
      => ["18446744073709551616", "3", "bigint", true, "1"]

    Date:
      const d = new Date(Date.UTC(2020, 1, 29, 12)); return [d.toISOString(), d.getUTCDay(), d.getTime(), new Date('2020-01-01T00:00:00Z').valueOf(), Date.now() > 1e12]
      => ["2020-02-29T12:00:00.000Z", 6, 1582977600000, 1577836800000, true]

    methods of texts:
      const s = ' Hello, World '
      return [s.trim(), s.toUpperCase().trim(), s.split(','), 'abc'.slice(1), 'a'.padStart(3, '-'), 'ab'.repeat(2), 'abc'.at(-1), 'a-b'.replaceAll('-', '+'), 'abc'.includes('b'), 'abc'.startsWith('a'), 'é'.normalize('NFD').length, 'a'.codePointAt(0), String.fromCharCode(98)]
      => ["Hello, World", "HELLO, WORLD", [" Hello", " World "], "bc", "--a", "abab", "c", "a+b", true, true, 2, 97, "b"]

    texts of more than ASCII:
      return [[...'a😀'].length, 'a😀'.length, 'ß'.toUpperCase(), '忍者'.split('').reverse().join(''), encodeURIComponent('ä'), decodeURIComponent('%C3%A4')]
      => [2, 3, "SS", "者忍", "%C3%A4", "ä"]

    regular expressions:
      const [, year, month] = /(\\d+)-(\\d+)/.exec('on 2020-02')!
      return [year, month, /a/i.test('A'), 'a1b2'.replace(/\\d/g, d => '<' + d + '>'), 'a,b;c'.split(/[,;]/)]
      => ["2020", "02", true, "a<1>b<2>", ["a", "b", "c"]]

    groups with names, matchAll and sticky:
      const all = [...'x=1, y=2'.matchAll(/(?<name>\\w)=(?<value>\\d)/g)].map(({ groups }) => groups!.name + groups!.value)
      const sticky = /a/y; sticky.lastIndex = 1
      return [all, sticky.test('ba'), 'ab'.replace(/(?<x>a)/, '[$<x>]'), /(?<=a)b/.test('ab'), /\\p{L}/u.test('é')]
      => [["x1", "y2"], true, "[a]b", true, true]

    a RegExp from a text:
      const r = new RegExp('b+', 'g'); return [r.source, r.flags, 'abbb'.match(r), String(r), r.lastIndex]
      => ["b+", "g", ["bbb"], "/b+/g", 0]

    Intl:
      return [new Intl.NumberFormat('en').format(1234567.891), (0.25).toLocaleString('en', { style: 'percent' }), new Intl.DateTimeFormat('en', { timeZone: 'UTC' }).format(0), ['b', 'a'].sort(new Intl.Collator('en').compare), new Intl.PluralRules('en').select(1)]
      => ["1,234,567.891", "25%", "1/1/1970", ["a", "b"], "one"]

    the clock:
      const since = performance.now(); let n = 0; while (performance.now() - since < 2) n++; return n > 0
      => true

    setTimeout gives something, and nothing comes of it:
      const t = setTimeout(() => { throw new Error('never') }); clearTimeout(t); return typeof t
      => "number"

    promises that nobody waits for:
      const p = new Promise(resolve => resolve(1)).then(() => { throw new Error('never') }).catch(() => 1)
      return [p instanceof Promise, Promise.all([p, Promise.race([])]) instanceof Promise, Promise.reject(1) instanceof Promise]
      => [true, true, true]
  `)
})
