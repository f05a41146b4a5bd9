/** What does not run in a room, and the sentence that a learner gets for it; and what their code prints. */
import { describe, expect, test } from 'vitest'
import { lostBy } from '../checker/value/try-pair.ts'
import { openRoom, valueIn } from './testing.ts'

const room = openRoom()

const run = (code: string) =>
  valueIn(room, code.includes('export ') ? code : `export function it(): any {\n${code}\n}`)

/** What is told of it, and what to do. */
function toldOf(code: string): [message: string, advice: string | null] {
  const { broken } = run(code)
  if (broken === null || broken.kind === 'stopped') return ['', null]
  const { message, advice } = lostBy(broken, () => false, null)
  return [message, advice]
}

const HOST = 'your code can use JavaScript and nothing else: no files, no processes, no network'

describe('what belongs to the host is not there:', () => {
  test.each([
    ['process.exit(0)', 'process'],
    ["require('fs')", 'require'],
    ["return Buffer.from('a')", 'Buffer'],
    ["return fetch('http://localhost')", 'fetch'],
    ['return new TextEncoder()', 'TextEncoder'],
    ["return new URL('http://localhost')", 'URL'],
    ['return queueMicrotask(() => {})', 'queueMicrotask'],
    ['return setInterval(() => {}, 1)', 'setInterval'],
    ['return new SharedArrayBuffer(8)', 'SharedArrayBuffer'],
    ['return Atomics.load', 'Atomics'],
    ['return WebAssembly.compile', 'WebAssembly'],
    ['return crypto.randomUUID()', 'crypto'],
    ["return new Worker('')", 'Worker'],
    ['return document.title', 'document'],
    ['return __dirname', '__dirname'],
    ['return module.exports', 'module'],
  ])('%s', (code, name) => {
    expect(toldOf(code)).toEqual([`ReferenceError: ${name} is not defined`, HOST])
  })
})

describe('what cannot be imported is told by its name:', () => {
  const only = (name: string) =>
    `Error: an exercise can import 'backprop-ninja' and files next to it, but not '${name}'`
  test.each([
    ['node:fs', only('node:fs')],
    ['fs', only('fs')],
    ['lodash', only('lodash')],
    ['../elsewhere.ts', only('../elsewhere.ts')],
    ['/etc/passwd', only('/etc/passwd')],
    ['https://a.b/c.js', only('https://a.b/c.js')],
    ['data:text/javascript,1', only('data:text/javascript,1')],
    ['./none.ts', 'Error: cannot find the file ./none.ts, which your file imports'],
    ['backprop_ninja', "Error: there is no package 'backprop_ninja'; did you mean 'backprop-ninja'?"],
  ])('%s', (name, message) => {
    expect(toldOf(`import { x } from '${name}'\nexport const it = () => x`)).toEqual([message, null])
    expect(toldOf(`import '${name}'\nexport const it = () => 1`)).toEqual([message, null])
  })

  test('a name that the library does not have', () => {
    expect(
      toldOf("import * as all from 'backprop-ninja'\nexport const it = () => (all as any).zeroes")[0],
    ).toBe(`ReferenceError: 'backprop-ninja' has no "zeroes"; did you mean zeros?`)
  })
})

describe('what V8 must find as it was cannot be overridden, not even in an object of one’s own:', () => {
  test.each([
    ['const p: any = Promise.resolve(1); p.then = 1', 'then'],
    ['const r: any = /a/; r.exec = () => null', 'exec'],
    ['const r: any = /a/; r.constructor = 1', 'constructor'],
    ['const g: any = (function* () {})(); g.next = 1', 'next'],
    ['const i: any = [][Symbol.iterator](); i.next = 1', 'next'],
    ['const a: any = []; a.constructor = 1', 'constructor'],
    ['const a: any = []; a[Symbol.iterator] = 1', 'this'],
  ])('%s', (code, rest) => {
    expect(toldOf(code)[0]).toBe(`TypeError: ${rest} cannot be changed`)
  })

  test.each([
    ['const p: any = Promise.resolve(1)', 'p', 'then'],
    ['const r: any = /a/', 'r', 'exec'],
    ['const g: any = (function* () {})()', 'g', 'next'],
    ['const a: any = []', 'a', 'constructor'],
  ])('but it can be defined: %s', (made, name, key) => {
    const code = `${made}\nObject.defineProperty(${name}, '${key}', { value: 5 })\nreturn ${name}.${key}`
    expect(run(code)).toMatchObject({ value: 5, broken: null })
  })
})

describe('what is not there is told as what it is:', () => {
  test.each([
    ['performance.mark("a")', 'TypeError: performance.mark is not a function'],
    ['return structuredClone(() => 1)', 'TypeError: structuredClone cannot copy this'],
    ['unknown = 1', 'ReferenceError: unknown is not defined'],
    ['return arguments.callee', "'arguments' properties may not be accessed on strict mode functions"],
    ['console.log = () => {}', 'TypeError: log cannot be changed'],
    ['throw { a: 1 }', 'threw an object'],
    ['throw undefined', 'threw undefined'],
  ])('%s', (code, message) => {
    expect(toldOf(code)[0]).toContain(message)
  })

  test('what import() gives is a promise, and nobody waits for it', () => {
    expect(run("return import('node:fs')").value).toMatchObject({ what: 'a promise' })
  })
})

describe('printed is', () => {
  test.each<[string, string]>([
    [
      "console.log('a', 1, true, null, undefined, 2n, -0, Symbol('s'))",
      'a 1 true null undefined 2n -0 Symbol(s)',
    ],
    [
      'console.log([1, [2, [3, [4]]]], { a: { b: [1] } })',
      '[ 1, [ 2, [ 3, [Array] ] ] ] { a: { b: [ 1 ] } }',
    ],
    [
      'console.log(new Map([[1, { a: 2 }]]), new Set([1]), new Map())',
      'Map(1) { 1 => { a: 2 } } Set(1) { 1 } Map(0) {}',
    ],
    [
      'console.log(class A {}, () => 1, function f() {})',
      '[Function: A] [Function (anonymous)] [Function: f]',
    ],
    [
      'class A { x = 1; #y = 2 }\nconsole.log(new A(), Object.create(null))',
      'A { x: 1 } [Object: null prototype] {}',
    ],
    [
      'console.log(Float64Array.of(1, 2), new Uint8Array(1), /a/g, new Date(0))',
      'Float64Array(2) [ 1, 2 ] Uint8Array(1) [ 0 ] /a/g 1970-01-01T00:00:00.000Z',
    ],
    ["console.log({ 'a b': 1, c: 'it’s', d: \"it's\" })", `{ 'a b': 1, c: 'it’s', d: "it's" }`],
    ['const o: any = {}; o.o = o; console.log(o)', '{ o: [Circular] }'],
    ['console.log(Promise.resolve(1), new WeakMap())', 'Promise WeakMap {}'],
    ['console.log({ get a() { throw 1 } })', '[something that cannot even be looked at]'],
    ['console.log(new Proxy({}, { ownKeys() { throw 1 } }))', '[something that cannot even be looked at]'],
    ['console.log()', ''],
    [
      'console.error("e"); console.warn("w"); console.table([[1]]); console.dir({ a: 1 })',
      'e|w|[ [ 1 ] ]|{ a: 1 }',
    ],
    ['console.log("a\\u001b[31mb\\r\\n\\u0007\\u202ec\\td")', 'a\\u{1b}[31mb\n\\u{7}\\u{202e}c\td'],
  ])('%s', (code, text) => {
    const { printed, broken } = run(`${code}\nreturn 0`)
    expect(broken).toBeNull()
    expect(printed.join('|')).toBe(text)
  })

  test('an error with its stack', () => {
    expect(run("console.log(new RangeError('x'))\nreturn 0").printed[0]).toMatch(
      /^RangeError: x\n {4}at .*it\.ts:2/,
    )
  })

  test.each([
    ['a text of 20 MB', 'console.log("x".repeat(2e7))', 1, 20_001],
    ['a hundred thousand lines', 'for (let i = 0; i < 1e5; i++) console.log(i)', 1001, 10],
    ['many long ones', 'for (let i = 0; i < 1e4; i++) console.log("y".repeat(1e4))', 21, 10_000],
    ['a list of a million', 'console.log(Array(1e6).fill(1))', 1, 1000],
    ['an object with a million keys', 'console.log(Object.fromEntries(Array(1e5).entries()))', 1, 3000],
  ])('%s, as far as it is of use', (_, code, texts, most) => {
    const { printed, broken } = run(`${code}\nreturn 0`)
    expect(broken).toBeNull()
    expect(printed).toHaveLength(texts)
    expect(Math.max(...printed.map(text => text.length))).toBeLessThanOrEqual(most)
    expect(printed.at(-1)).toMatch(/…|more|^\[/)
  })
})
