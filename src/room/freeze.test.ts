/** That nothing in a learner's realm can be changed that anybody else finds there, and what that costs. */
import { Worker } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import { openRoom, scripted, valueIn } from './testing.ts'

const room = openRoom()

/** Things that syntax and the library make: what they share with others of their kind is looked at, not they themselves. */
const made = `
  const attempt = (make: () => any): any => { try { return make() } catch (error) { return error } }
  const endless = (): any => endless() + 1
  const any = globalThis as any
  const fresh = new Map<string, any>(Object.entries({
    error: new Error('x'),
    thrown: attempt(() => (null as any).x),
    overflow: attempt(endless),
    unreadable: attempt(() => new Function('(')),
    unknown: attempt(() => (0, eval)('unknown')),
    captured: (() => { const one = {}; (Error as any).captureStackTrace(one); return one })(),
    aggregate: new AggregateError([1]),
    suppressed: any.SuppressedError && new any.SuppressedError(1, 2),
    disposable: any.DisposableStack && new any.DisposableStack(),
    match: /(?<a>a)/d.exec('a'),
    arguments: (function () { return arguments })(),
    sloppyArguments: new Function('return arguments')(),
    sloppy: new Function('a', 'return a'),
    bound: attempt.bind(null),
    method: { get a() { return 1 } },
    revocable: Proxy.revocable({}, {}),
    promise: (async () => {})(),
    imported: (0, eval)('import("fs")'),
    listIterator: [][Symbol.iterator](),
    mapIterator: new Map().entries(),
    setIterator: new Set().values(),
    textIterator: ''[Symbol.iterator](),
    matches: 'a'.matchAll(/a/g),
    segments: new Intl.Segmenter().segment('a'),
    segmentIterator: new Intl.Segmenter().segment('a')[Symbol.iterator](),
    helper: attempt(() => [1].values().map((x: any) => x)),
    wrapped: attempt(() => any.Iterator.from({ next: () => ({ done: true }) })),
    generator: Object.getPrototypeOf((function* () {})()),
    asyncGenerator: Object.getPrototypeOf((async function* () {})()),
    moment: attempt(() => (new Date(0) as any).toTemporalInstant()),
    cloned: structuredClone(new Error('x')),
    uncloned: attempt(() => structuredClone(attempt)),
    ofTheClock: attempt(() => new (performance.now as any)()),
    tensor: library.zeros(2, 2),
    best: library.zeros(2, 2).max(0),
    generatorOfOurs: library.generator(1),
    ofOurs: attempt(() => library.zeros(2).view(3)),
    blank: attempt(() => library.TODO()),
    missing: attempt(() => (library as any).missing),
    trapped: attempt(() => {
      const x: any = new (library.Tensor as any)([256], new Float64Array(256))
      x.shape = [1e6, 64]
      return x.sum(1)
    }),
  }))`

/** Walks from every name and prototype over all that can be reached; gives the names of what can be changed. */
const walk = `
  const paths = new Map<any, string>()
  const open: any[] = []
  const add = (one: any, path: string): void => {
    if ((typeof one !== 'object' && typeof one !== 'function') || one === null || paths.has(one)) return
    paths.set(one, path)
    open.push(one)
  }
  const addWhatIsIn = (one: any, path: string, values: boolean): void => {
    add(Object.getPrototypeOf(one), path + '.__proto__')
    for (const name of Reflect.ownKeys(one)) {
      const { value, get, set } = Object.getOwnPropertyDescriptor(one, name)!
      if (values) add(value, path + '.' + String(name))
      add(get, path + '.get ' + String(name))
      add(set, path + '.set ' + String(name))
    }
  }
  for (const name of Reflect.ownKeys(globalThis)) add((globalThis as any)[name], String(name))
  for (const name of Object.keys(library)) add((library as any)[name], name)
  add(library, 'library')
  add(console, 'console')
  for (const [name, one] of fresh) {
    if ((typeof one === 'object' || typeof one === 'function') && one !== null) addWhatIsIn(one, name, false)
  }
  for (let one = open.pop(); one !== undefined; one = open.pop()) addWhatIsIn(one, paths.get(one)!, true)
  // A class or function of this very file has a prototype of its own.
  const own = (path: string): boolean => /^method\\.get/.test(path)`

const walked = (look: string) => {
  const text = `import * as library from 'backprop-ninja'\nexport function it(): any {${made}\n${walk}\n${look}\n}`
  const { value, broken } = valueIn(room, text)
  expect(broken).toBeNull()
  return value
}

describe('of all that can be reached from a name or by syntax', () => {
  test('there is a lot', () => {
    expect(walked('return paths.size')).toBeGreaterThan(850)
  })

  test('also what is thrown by what has no name: the kernels, for a tensor that lies about its size', () => {
    expect(walked("return String(fresh.get('trapped'))")).toMatch(
      /^RuntimeError: memory access out of bounds/,
    )
  })

  test('nothing can be added to, written to or made anew', () => {
    const open = `const found: string[] = []
      for (const [one, path] of paths) {
        if (own(path)) continue
        if (Object.isExtensible(one)) found.push(path)
        for (const name of Reflect.ownKeys(one)) {
          const { writable, configurable } = Object.getOwnPropertyDescriptor(one, name)!
          if (writable || configurable) found.push(path + '.' + String(name))
        }
      }
      return found`
    expect(walked(open)).toEqual([])
  })

  test('nothing keeps something inside that freezing does not reach', () => {
    const keeping = `const kinds = [Map, Set, WeakMap, WeakSet, Date, RegExp, Promise, ArrayBuffer, DataView, WeakRef]
      const keeps = (one: any): boolean => kinds.some(kind => one instanceof kind && one !== kind.prototype)
      return [...paths].filter(([one]) => keeps(one) || ArrayBuffer.isView(one)).map(([, path]) => path)`
    expect(walked(keeping)).toEqual([])
  })

  test('no setter keeps what it is given', () => {
    const setting = `const found: string[] = []
      const mark = { kept: true }
      for (const [one, path] of paths) {
        for (const name of Reflect.ownKeys(one)) {
          if (name === '__proto__') continue
          try { (one as any)[name] = mark } catch {}
          let now: any
          try { now = (one as any)[name] } catch {}
          if (now === mark) found.push(path + '.' + String(name))
        }
      }
      return found`
    expect(walked(setting)).toEqual([])
  })
})

test('two results of the library have nothing in common that can be changed', () => {
  const calls = [
    ...[
      'zeros(2, 2)',
      'zeros(2).sum()',
      'zeros(2).sum().shape',
      'zeros(2, 2).max(0)',
      'zeros(2, 2).std(0)',
      'zeros(2).view(2)',
    ],
    ...[
      'tensor(1)',
      'tensor([[1]]).T',
      'eye(2).matmul(eye(2))',
      'zeros(300, 2).mul(zeros(300, 2))',
      'zeros(2).add(1)',
    ],
    ...[
      'zeros(2).gt(0)',
      'zeros(2).tolist()',
      'softmax(zeros(2), 0)',
      'oneHot(zeros(2), 2)',
      'stack([zeros(2)])',
      'arange(3)',
    ],
    ...[
      'generator(1)',
      'generator(1).state()',
      'generator(1).randn(2)',
      'generator(1).permutation(3)',
      'crossEntropy(zeros(2, 2), zeros(2))',
    ],
  ]
  const text = `import * as library from 'backprop-ninja'
    const { ${['arange', 'crossEntropy', 'eye', 'generator', 'oneHot', 'softmax', 'stack', 'tensor', 'zeros'].join(', ')} } = library
    const within = (one: any, found = new Set<any>()): Set<any> => {
      if ((typeof one !== 'object' && typeof one !== 'function') || one === null || found.has(one)) return found
      found.add(one)
      for (const name of Reflect.ownKeys(one)) within((Object.getOwnPropertyDescriptor(one, name) as any).value, found)
      return within(Object.getPrototypeOf(one), found)
    }
    const calls: [string, () => any][] = [${calls.map(call => `[${JSON.stringify(call)}, () => ${call}]`).join(', ')}]
    export function it() {
      return calls.filter(([, make]) => {
        const [one, other] = [within(make()), within(make())]
        return [...one].some(part => other.has(part) && Object.isExtensible(part))
      }).map(([call]) => call)
    }`
  expect(valueIn(room, text)).toMatchObject({ value: [], broken: null })
})

describe('honest code can still', () => {
  const own = `
    const counts: any = {}
    for (const word of ['constructor', 'toString', 'valueOf', 'hasOwnProperty']) counts[word] = (Object.hasOwn(counts, word) ? counts[word] : 0) + 1
    const list: any = [1, 2]
    list.map = () => 'mine'
    const error = new Error('x')
    error.name = 'Mine'
    error.message = 'y'`
  test('override in its own objects what JavaScript has', () => {
    const text = `export function it(): any {${own}\nreturn [Object.keys(counts).length, counts.toString, list.map(), String(error), Object.keys(list).join()]\n}`
    expect(valueIn(room, text).value).toEqual([4, 1, 'mine', 'Mine: y', '0,1,map'])
  })

  test('and others see nothing of it', () => {
    const text = `export function it(): any {${own}\nreturn [typeof ({} as any).toString, [1].map(x => x + 1), String(new Error('z'))]\n}`
    expect(valueIn(room, text).value).toEqual(['function', [2], 'Error: z'])
  })

  test.each([
    ['any.Array.prototype.map = 1', 'map belongs to JavaScript itself and cannot be changed'],
    ['any.Object.prototype.toString = 1', 'toString belongs to JavaScript itself and cannot be changed'],
    ['any.Error.prototype.name = 1', 'name belongs to JavaScript itself and cannot be changed'],
    ['any.Math.abs = 1', 'abs cannot be changed'],
    ['any.Array.prototype.last = 1', 'Cannot add property last, object is not extensible'],
    ['any.last = 1', 'Cannot add property last, object is not extensible'],
    ['Object.setPrototypeOf(Array.prototype, null)', expect.any(String)],
    ["Object.defineProperty(Array.prototype, 'map', { value: 1 })", 'Cannot redefine property: map'],
    ['delete any.Array.prototype.map', expect.stringContaining("Cannot delete property 'map'")],
  ])('not %s', (change, message) => {
    const text = `const any: any = globalThis\nexport function it(): any {\n${change}\n}`
    const { broken } = valueIn(room, text)
    expect(broken).toMatchObject({ name: 'TypeError', message })
  })
})

describe('is as quick as where nothing is frozen:', () => {
  const rounds = 9
  /** Milliseconds of the quickest of some runs. */
  const work: Readonly<Record<string, string>> = {
    spread: 'let sum = 0\nfor (let i = 0; i < 60_000; i++) sum += [...list].length\nreturn sum',
    'map and filter':
      'let sum = 0\nfor (let i = 0; i < 12_000; i++) sum += list.map(x => x + i).filter(x => x % 2 === 0).length\nreturn sum',
    'for of': 'let sum = 0\nfor (let i = 0; i < 60_000; i++) for (const x of list) sum += x\nreturn sum',
    'regular expressions':
      "let sum = 0\nfor (let i = 0; i < 40_000; i++) sum += /(\\d+)-(\\d+)/.exec('ab 12-34 cd')!.length\nreturn sum",
  }
  const timed = (body: string): string => `
    const list = Array.from({ length: 40 }, (_, i) => i)
    const run = (): number => { ${body} }
    export function it(): number {
      const since = performance.now()
      run()
      return performance.now() - since
    }`

  // On a machine that does other things as well, one measurement may be off: the bound holds for one of three.
  test.each(Object.entries(work))('%s', { retry: 2 }, async (_, body) => {
    const js = scripted(timed(body))
    const plain = new Worker(
      `const { parentPort } = require('node:worker_threads')
       const { it } = (${js})(null, console)
       parentPort.on('message', () => parentPort.postMessage(it()))`,
      { eval: true },
    )
    const unfrozen = (): Promise<number> =>
      new Promise(resolve => {
        plain.once('message', resolve)
        plain.postMessage(0)
      })
    const checked = valueIn(room, timed(body))
    expect(checked.broken).toBeNull()
    const rows = room.check({ '/check.ts': again }, '/check.ts', { names: () => '', table: () => '' })
    rows.draw(1)
    let [frozen, other] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
    for (let round = 0; round < 40 && (round < rounds || frozen > 1.3 * other); round++) {
      frozen = Math.min(frozen, rows.row(0).kept as number)
      other = Math.min(other, await unfrozen())
    }
    await plain.terminate()
    expect(other).toBeGreaterThan(0.5)
    expect(frozen / other).toBeLessThan(1.3)
  })
})

const again = "(function () { return { check: ({ it }) => [{ name: 'it', blank: 'it', learner: it }] } })"
