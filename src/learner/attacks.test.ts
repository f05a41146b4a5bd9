/** Files that reach for the machine, the judge or the library: none passes, and what is said is the judge’s alone. */
import { describe, expect, test } from 'vitest'
import { type Attack, heldBack } from './testing.ts'

/** Each of them in every blank, which goes on whatever comes of it. */
const inEvery = (rows: Readonly<Record<string, string>>, rest = 'return 0 as any'): void => {
  test.concurrent.each(Object.entries(rows))('%s', async (_, body) => {
    const { gradients } = await heldBack({ body: `try {\n  ${body}\n  } catch {}\n  ${rest}` })
    expect(gradients.map(({ verdict }) => verdict)).not.toContain('blank')
  })
}

const forged =
  '{"version":1,"exercise":"makemore/01_log_loss","passed":true,"gradients":[{"name":"dlogprobs","verdict":"exact"}],"error":null}'

describe('imports of what belongs to the machine, above everything else, and used:', () => {
  test.concurrent.each([
    [
      'reads the solutions (01)',
      "import { readFileSync } from 'node:fs'\nconst text = readFileSync('solutions')",
    ],
    [
      'answers in the place of the thread (15)',
      "import { parentPort } from 'node:worker_threads'\nparentPort!.postMessage({ findings: [] })",
    ],
    ['ends the program (17)', "import process from 'node:process'\nprocess.exit(0)"],
    ['writes a document (20)', `import { writeSync } from 'fs'\nwriteSync(1, ${JSON.stringify(forged)})`],
    ['leaves by WASI (21)', "import { WASI } from 'node:wasi'\nnew WASI({ version: 'preview1' })"],
    ['starts programs (29)', "import { execSync } from 'node:child_process'\nexecSync('true')"],
    [
      'rewrites this program (33)',
      "import { writeFileSync } from 'node:fs'\nwriteFileSync('dist/main.cjs', '')",
    ],
    ['deletes (30)', "import { rmSync } from 'node:fs'\nrmSync('x', { force: true })"],
    ['calls home (31)', "import { connect } from 'node:net'\nconnect(80, 'localhost')"],
    [
      'opens a debugger (41)',
      "import { Session } from 'node:inspector'\nnew Session().connectToMainThread()",
    ],
    ['keeps its own way in', "export * from 'node:fs'\nexport { readFileSync as dprobs } from 'node:fs'"],
  ])('%s', async (_, prelude) => {
    const { error } = await heldBack({ prelude, body: 'return 0 as any' })
    expect(error).toMatchObject({
      code: 'exercise',
      message: expect.stringMatching(
        /an exercise can import 'backprop-ninja' and files next to it, but not '(node:)?\w+'$/,
      ),
    })
  })
})

describe('reaches for the machine by another way:', () => {
  inEvery({
    'ends the program (18)': 'process.exit(0)',
    'kills it (34)': "process.kill(process.pid, 'SIGKILL')",
    'by a computed key (52)': "(() => {})['constr' + 'uctor']('return process')().exit(0)",
    'by a built-in module': "process.getBuiltinModule('node:fs').writeSync(1, 'x')",
    'by require': "require('fs').writeSync(1, 'x')",
    'by the module of another': "module.constructor._load('fs')",
    'by import()': "import('node:fs').then(fs => fs.writeSync(1, 'x'))",
    'by import() in Function': `new Function("return import('node:fs')")().then((fs: any) => fs.writeSync(1, 'x'))`,
    'by what a generator is made of':
      "(function* (): any {}).constructor('return process')().next().value.exit(0)",
    'by what an async function is made of':
      "void (async (): Promise<any> => {}).constructor('process.exit(0)')()",
    'prints the environment (32)': 'console.log(JSON.stringify(process.env))',
    'posts a message (16)': "postMessage({ findings: [{ verdict: 'exact' }] }); self.postMessage(1)",
    'waits on shared memory (25)': 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)',
    'writes to shared memory (24)': 'Atomics.store(new Int32Array(new SharedArrayBuffer(4)), 0, 2)',
    'makes a thread': "new Worker('')",
    'makes machine code': 'new WebAssembly.Memory({ initial: 1 })',
    'asks the engine itself': "new Function('return %GetOptimizationStatus(1)')()",
    'stops for a debugger': 'debugger',
  })
})

describe('changes what the judge works with:', () => {
  inEvery({
    'Buffer (03)': '(Buffer.prototype as any).equals = () => true',
    'Math.abs (04)': 'Math.abs = () => 0',
    'Math.abs, defined (50)': "Object.defineProperty(Math, 'abs', { value: () => 0 })",
    'Math.abs, reflected (51)':
      "Reflect.set(Math, 'abs', () => 0)\n  Reflect.defineProperty(Math, 'max', { value: () => 0 })",
    'Math.max (38)': 'Math.max = () => 0',
    'instanceof (35)':
      'Object.defineProperty(Object.getPrototypeOf(zerosLike(arguments[0].logprobs)).constructor, Symbol.hasInstance, { value: () => true })',
    'slices of numbers (37)': 'Float64Array.prototype.slice = function () { return this }',
    lists: 'Array.prototype.every = () => true\n  Array.prototype.some = () => false',
    'prototypes of everything':
      '(Object.prototype as any).passed = true\n  ;(Object.prototype as any).toJSON = () => ({ passed: true })',
    JSON: 'JSON.stringify = () => \'{"passed":true}\'',
    numbers: 'Number.isFinite = () => true\n  Object.is = () => true',
    'the methods of tensors':
      'Object.getPrototypeOf(zerosLike(arguments[0].logprobs)).sum = function () { return this }',
    'the library': '(zerosLike as any).prototype = null\n  ;(zerosLike as any).kept = 1',
    'what a function gives as its text': "Function.prototype.toString = () => 'exact'",
    'the names of errors': "Error.prototype.toString = () => 'exact'\n  Error.prototype.name = 'exact'",
    'where stacks are made':
      'Error.prepareStackTrace = (_, sites) => sites[0].getThis()\n  Error.stackTraceLimit = Infinity',
    'how promises go on': 'Promise.prototype.then = function () { return this }',
    'the global object': '(globalThis as any).Float64Array = Array\n  delete (globalThis as any).Math',
  })
})

describe('makes the scope of a call into something else:', () => {
  const first = 'const s: any = arguments[0]\n  '
  inEvery({
    'sets a name': `${first}s.probs = 1`,
    'defines a name': `${first}Object.defineProperty(s, 'dprobs', { value: 1 })`,
    'deletes a name': `${first}delete s.probs`,
    'freezes it': `${first}Object.freeze(s)\n  Object.preventExtensions(s)`,
    'gives it another prototype': `${first}Object.setPrototypeOf(s, { dprobs: 1 })\n  return s.dprobs`,
    'asks for its own gradient': `${first}return s.dprobs ?? s.dlogprobs`,
    'asks for what JavaScript has': `${first}return s.__proto__ ?? s.constructor ?? s.toString`,
    'asks by what is no name': `${first}return s[Symbol.iterator] ?? s[''] ?? s[0]`,
    'asks by a name of a million letters': `${first}return s['d'.repeat(1e6)]`,
    'asks by a name with a trap in it': `${first}return s[{ toString() { return arguments } } as any]`,
    'hands it on as a prototype': `${first}return Object.create(s).dprobs`,
    'takes all of it': `${first}return { ...s }`,
    'writes into what it was handed': `${first}s.logprobs.data.fill(0)\n  return s.logprobs`,
    'writes into the shape of it': `${first}s.logprobs.shape.length = 0\n  return s.logprobs`,
    'takes the memory of it away': `${first}const { buffer } = s.logprobs.data\n  buffer.transfer?.() ?? structuredClone(buffer, { transfer: [buffer] })\n  return s.logprobs`,
  })
})

test.concurrent('keeps a scope for a later call', async () => {
  const attack: Attack = {
    prelude: 'const scopes: any[] = []',
    bodies: {
      dlogprobs: 'scopes.push(arguments[0])\n  return arguments[0].logprobs',
      dprobs: 'return scopes.map(one => { try { return one.dlogprobs } catch { return one.dprobs } })[0]',
    },
  }
  const { gradients } = await heldBack(attack)
  expect(gradients[1]).toMatchObject({
    verdict: 'threw',
    message: expect.stringContaining('was asked for after the function had returned'),
  })
})
