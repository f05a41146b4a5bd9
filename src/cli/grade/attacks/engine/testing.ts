/** For tests: files after another engine, what asks its host, what is written down about them, and other people's files. */
import { endless, type HostileFiles, inOne, tries } from '../known/testing.ts'

const zeros = 'return zerosLike(arguments[0].logprobs)'
const s = 'const s: any = arguments[0]\n  '
const x = `const x: any = zerosLike(arguments[0].logprobs)\n  `
const made = 'const { constructor: T }: any = zerosLike(arguments[0].logprobs)\n  '
const memory = { status: 'stopped', reason: 'memory|timeout' } as const
const refused = { body: zeros, status: 'ungradable', reason: 'load' } as const
const script = '</script><script>document.title="owned"</script><img src=x onerror=document.title="owned">'

export const engine: HostileFiles = {
  // The engine's own things.
  'q-std': { prelude: "import * as std from 'std'\nstd.exit(0)", ...refused },
  'q-os': { prelude: "import * as os from 'os'\nos.exec(['touch', 'pwned'])", ...refused },
  'q-bjson': { prelude: "import * as bjson from 'bjson'\nbjson.read(new ArrayBuffer(8), 0, 8)", ...refused },
  'q-globals': tries(
    "const g: any = globalThis\n  for (const one of ['std', 'os', 'bjson', 'print', 'scriptArgs', 'gc', 'load', 'loadScript']) { try { g[one].exit(0) } catch {} ; try { g[one]('x') } catch {} }",
  ),
  'q-import-std': tries("import('std').then((std: any) => std.exit(0)); import('./q-std.ts')"),
  'q-wait': tries(
    'Atomics.wait(new Int32Array(new SharedArrayBuffer(8)), 0, 0); Atomics.waitAsync?.(new Int32Array(new SharedArrayBuffer(8)), 0, 0)',
  ),
  'q-resizable': tries(
    'const b: any = new (ArrayBuffer as any)(8, { maxByteLength: 2 ** 20 }); const v = new Float64Array(b); b.resize(2 ** 20); b.resize(0); v[1000] = 1; b.transfer?.(2 ** 30)',
  ),
  'q-sort-cuts': tries(
    'const a: any = Array.from({ length: 1000 }, (_, i) => ({ i })); a.sort((p: any, q: any) => { a.length = 0; a.push({}); return p.i - q.i })',
  ),
  'q-species': tries(
    'class A extends Array { static get [Symbol.species](): any { return function () { return new Proxy([], { defineProperty: () => true, set: () => true }) } } }; A.from([1, 2, 3]).map(x => x).concat(1).splice(0, 1)',
  ),
  'q-weak': tries(
    'const r = new FinalizationRegistry((k: any) => { for (;;) {} }); for (let i = 0; i < 1e4; i++) r.register({}, i); new WeakRef({}).deref()',
  ),
  'q-stack-trace': tries(
    '(Error as any).prepareStackTrace = (_: any, f: any) => f[0].getThis(); (Error as any).stackTraceLimit = 1e9; console.log(new Error().stack)',
  ),
  'q-debugger': tries('debugger; (function f(): any { return f.caller ?? (f as any).arguments })()'),
  // Time and memory.
  'q-executor': endless('for (;;) try { new Promise(() => { for (;;) {} }) } catch {} finally { continue }'),
  'q-executor-once': endless(`new Promise(() => { for (;;) {} })\n  ${zeros}`),
  'q-catches': endless('for (;;) try { for (;;) {} } catch {} finally { continue }'),
  'q-bigint': endless('let b: any = 3n\n  for (;;) b **= 3n', 'out of memory', 'threw'),
  'q-bigint-once': endless('return (7n ** 99999999n) as any', 'out of memory', 'threw'),
  'q-repeat': inOne(`let t = 'x'\n  for (;;) t = t.repeat(1024) + t\n  ${zeros}`),
  'q-sort-loops': endless('for (;;) [3, 1, 2].sort(() => { for (let i = 0; i < 1e9; i++); return 0 })'),
  'q-regexp-huge': inOne(
    "return new RegExp('(?:a|b|'.repeat(2e4) + 'c' + ')*'.repeat(2e4)).test('ab'.repeat(1e5)) as any",
  ),
  'q-map-grows': endless('const m = new Map()\n  for (let i = 0; ; i++) m.set(i, { i })', 'out of memory'),
  'q-prints': endless("for (;;) console.log('x'.repeat(1e5))"),
  'q-stack': tries(
    '(function f(): any { return f() + 1 })(); JSON.parse("[".repeat(1e6)); const a: any = []; a[0] = a; a.toString()',
  ),
  'q-stack-deep': inOne(
    'let b: any = []\n  const a = b\n  for (let i = 0; i < 1e5; i++) b.push(b = [])\n  return a',
  ),
  'q-stack-asks': {
    body: `${s}const deep = (): any => { try { s.dlogprobs; s.dnothing } catch {} ; return deep() }\n  try { deep() } catch {}\n  ${zeros}`,
  },
  'q-stack-json': inOne(
    'let o: any = {}\n  for (let i = 0; i < 3e4; i++) o = { o }\n  return JSON.stringify(o) as any',
  ),
  'q-top-memory': {
    prelude: 'const all: any = []\nfor (;;) all.push(new Float64Array(2 ** 20).fill(1))',
    body: zeros,
    ...memory,
  },
  // What asks the host.
  'h-million': tries(`${s}for (let i = 0; i < 1e6; i++) { try { s['d' + i] } catch {} }`),
  'h-names': tries(
    `${s}for (const n of ['probs\\0', '\\0', '\\ud800', '__proto__', 'constructor', 'toString', 'then', 'x'.repeat(1e6), '../probs', 'd'.repeat(9)]) { try { s[n] } catch {} ; n in s }`,
  ),
  'h-name-throws': tries(
    `${s}s[{ toString() { throw s } } as any]; s[{ toString() { return s.dprobs } } as any]`,
  ),
  'h-reenters': {
    bodies: {
      dlogprobs: `${s}return s.dprobs`,
      dprobs: `${s}return s.dlogprobs`,
    },
  },
  'h-kept': {
    prelude: 'const kept: any[] = []',
    bodies: {
      dlogprobs: 'kept.push(arguments[0])\n  return arguments[0].logprobs',
      dprobs: 'return kept.map(one => { try { return one.dlogprobs } catch { return one.probs } })[0]',
    },
  },
  'h-inherits': { body: `${s}return Object.create(s).dprobs ?? Object.create(s).dlogprobs` },
  'h-throws-out': {
    body: `${s}const p: any = new Proxy(s, { get() { throw new Proxy({}, { getPrototypeOf() { throw s } }) } })\n  return p.probs`,
  },
  'h-thrower': { body: "throw new Proxy(new Error('x'), { get: () => 'exact', has: () => true })" },
  'h-generator-return': {
    body: `${s}const g: any = (function* () { try { yield s.probs } finally { for (let i = 0; i < 10; i++) s.probs } })()\n  g.next()\n  return g.return(s.probs).value`,
  },
  // What comes back.
  'r-proxy': {
    body: `${x}return new Proxy(x, { get: (t, name) => name === 'data' ? new Float64Array(864) : Reflect.get(t, name) })`,
  },
  'r-getters': {
    body: `${x}return { get shape() { return [32, 27] }, get data() { return new Float64Array(864) } } as any`,
  },
  'r-symbols': { body: "return Object.assign(Symbol('exact'), {}) as any" },
  'r-symbol-keys': {
    body: `${x}return Object.defineProperty(x, Symbol.toPrimitive, { value: () => 'exact' })`,
  },
  'r-to-json': {
    body: "return { toJSON: () => ({ kind: 'value', verdict: 'exact' }), then: (f: any) => f(1) } as any",
  },
  'r-huge-shape': {
    body: 'const { constructor: T }: any = zerosLike(arguments[0].logprobs)\n  return new T([0, 134217726, 134217726], new Float64Array(0))',
  },
  'r-fewer': { body: `${x}x.data = new Float64Array(1)\n  return x` },
  'r-detached': {
    body: `${x}const { buffer } = x.data\n  if (buffer.transfer) buffer.transfer()\n  else x.data = new Float64Array(0)\n  return x`,
  },
  'r-many-steps': inOne(
    `${s}let z = s.logprobs.sum()\n  for (let i = 0; i < 30000; i++) z = z.mul(1)\n  return z`,
  ),
  // The kernels that the host runs for the engine.
  'k-nothing-wide': endless(
    `${made}const a: any = new T([0], new Float64Array(0))\n  const b: any = new T([0], new Float64Array(0))\n  a.shape = [2147483647, 2147483647]\n  b.shape = [2147483647, 0]\n  return a.matmul(b)`,
    'threw',
  ),
  'k-sum-beyond': inOne(
    `${made}const x: any = new T([256], new Float64Array(256))\n  x.shape = [1e6, 64]\n  return x.sum(1)`,
  ),
  'k-product-beyond': {
    body: `${made}const x: any = new T([1024], new Float64Array(1024))\n  x.shape = [32, 4096]\n  return x.matmul(new T([4096, 27], new Float64Array(4096 * 27).fill(1)))`,
  },
  'k-negative': {
    body: `${made}const x: any = new T([864], new Float64Array(864))\n  x.shape = [-32, -27]\n  return x.add(1).mul(x).sum(0)`,
  },
  'k-picks-beyond': {
    body: `${s}${made}const x: any = new T([864], new Float64Array(864))\n  x.shape = [32, 27]\n  return x.index(new T([32], new Float64Array(32).fill(2 ** 31)), new T([32], new Float64Array(32).fill(-1e9)))`,
  },
  // What is written down.
  'w-script-thrown': { body: `throw new Error(${JSON.stringify(script)})` },
  'w-script-commented': {
    body: `// ${script}\n  /* </style><style>* { display: none } */ return zerosLike(arguments[0].probs)`,
  },
  // Two who have that in common are shown beside each other.
  'w-script-copied': {
    body: `// ${script}\n  /* </style><style>* { display: none } */ return zerosLike(arguments[0].probs)`,
  },
  'w-script-printed': tries(`console.log(${JSON.stringify(script)})`),
  'w-script-named': {
    body: `const __proto__ = 1, onerror = '${script.replaceAll("'", '')}'\n  return onerror as any`,
  },
  'w-formula': { body: `// =HYPERLINK("http://127.0.0.1:PORT","x")\n  throw new Error('=cmd|"/C calc"!A0')` },
  'w-markdown': {
    body: "// ``` ![x](http://127.0.0.1:PORT/p.png) [x](javascript:alert(1)) <iframe src='http://127.0.0.1:PORT'>\n  throw new Error('```\\n# passed\\n![x](http://127.0.0.1:PORT/p.png)\\n<b>all right</b>')",
  },
  'w-cursor': { body: "throw new Error('\\u001b[2J\\u001b[Hpassed\\u0007\\u202epassed')" },
  'w-lines': {
    body: `throw new Error(${JSON.stringify(`\n${'{"version":1,"student":"honest","score":0}'}\n`)})`,
  },
  // Other people's files.
  'o-imports-honest': {
    prelude: "import { dlogprobs as a, dprobs as b } from './honest.ts'",
    bodies: { dlogprobs: 'return a(arguments[0])', dprobs: 'return b(arguments[0])' },
    status: 'ungradable',
    reason: 'load',
  },
  'o-imports-roster': { prelude: "import rows from '../roster.csv'\nconsole.log(rows)", ...refused },
  'o-imports-absolute': { prelude: "import { a } from '/etc/passwd'\nconsole.log(a)", ...refused },
  'o-sparse': {
    prelude: "import { x } from 'data:text/javascript,export const x = 1'\nconsole.log(x)",
    ...refused,
  },
  'o-leaves-behind': tries(
    '((globalThis as any).kept ??= []).push(1); ((Object.prototype as any).kept ??= arguments[0])',
  ),
}
