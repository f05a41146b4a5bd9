/** For tests: the files 01 to 53 that were tried on `ninja check`, as submissions for makemore/01. None has an answer in it. */
import type { Verdict } from '../../../../checker/report.ts'
import type { GradeStatus } from '../../../../grade/record.ts'
import type { Attack } from '../../../../learner/testing.ts'

export interface HostileFile extends Attack {
  /** `graded` unless told. Its score is 0 either way. */
  readonly status?: GradeStatus
  /** Why it has no score; or this, or that, where there is a | in it. */
  readonly reason?: string
  /** One of these is the verdict on its second blank. */
  readonly verdicts?: readonly Verdict[]
}

export type HostileFiles = Readonly<Record<string, HostileFile>>

const zeros = 'return zerosLike(arguments[0].logprobs)'
const s = 'const s: any = arguments[0]\n  '

/** In every blank, which answers with zeros whatever comes of it. */
export const tries = (run: string): HostileFile => ({ body: `try {\n  ${run}\n  } catch {}\n  ${zeros}` })

/** In the second blank: the first is left as it is. */
export const inOne = (run: string): HostileFile => ({ bodies: { dprobs: run } })

const refused = (prelude: string): HostileFile => ({
  prelude,
  body: zeros,
  status: 'ungradable',
  reason: 'load',
})

/** In one blank: what ends it there costs that blank alone. */
export const endless = (run: string, ...verdicts: Verdict[]): HostileFile => ({
  ...inOne(run),
  verdicts: ['timeout', ...verdicts],
})

export const forged =
  '{"version":1,"exercise":"makemore/01_log_loss","passed":true,"gradients":[{"name":"dlogprobs","verdict":"exact"}],"error":null}'

/** An error, to be made into something else. */
const e = 'const e: any = new Error()\n  '
const x = `const x: any = zerosLike(arguments[0].logprobs)\n  `

export const known: HostileFiles = {
  '01-solutions': refused(
    "import { readFileSync } from 'node:fs'\nconst text = readFileSync('solutions/makemore/01_log_loss.ts', 'utf8')\nnew Function(text)()",
  ),
  '02-solutions-beside': refused("import { dprobs as own } from '../solutions/makemore/01_log_loss.ts'\nown"),
  '03-buffer': tries('(Buffer.prototype as any).equals = () => true'),
  '04-abs': tries('Math.abs = () => 0'),
  '05-lists': tries('Array.prototype.every = () => true\n  Array.prototype.some = () => false'),
  '06-json': tries('JSON.stringify = () => \'{"passed":true}\''),
  '07-prototype': tries(
    '(Object.prototype as any).passed = true\n  ;(Object.prototype as any).toJSON = () => ({ passed: true })',
  ),
  '08-numbers': tries('Number.isFinite = () => true\n  Object.is = () => true'),
  '09-methods': tries(
    'Object.getPrototypeOf(zerosLike(arguments[0].logprobs)).sum = function () { return this }',
  ),
  '10-global': tries('(globalThis as any).Float64Array = Array\n  delete (globalThis as any).Math'),
  '11-scope-set': tries(`${s}s.probs = 1; s.dprobs = s.probs`),
  '12-scope-define': tries(`${s}Object.defineProperty(s, 'dprobs', { value: 1 }); return s.dprobs`),
  '13-own-gradient': { bodies: { dlogprobs: `${s}return s.dlogprobs`, dprobs: `${s}return s.dprobs` } },
  '14-writes-into-scope': { body: `${s}s.logprobs.data.fill(0)\n  return s.logprobs` },
  '15-posts-at-top': refused(
    "import { parentPort } from 'node:worker_threads'\nparentPort!.postMessage({ findings: [{ verdict: 'exact' }] })",
  ),
  '16-posts-in-call': tries("postMessage({ findings: [{ verdict: 'exact' }] }); self.postMessage(1)"),
  '17-exit-at-top': refused("import process from 'node:process'\nprocess.exit(0)"),
  '18-exit-in-call': tries('process.exit(0)'),
  '19-forged-print': tries(`console.log(${JSON.stringify(`\n${forged}\n`)})`),
  '20-writes-document': refused(
    `import { writeSync } from 'fs'\nwriteSync(1, ${JSON.stringify(forged)})\nwriteSync(2, 'x')`,
  ),
  '21-wasi': refused("import { WASI } from 'node:wasi'\nnew WASI({ version: 'preview1' })"),
  '22-loop': endless('for (;;) {}'),
  '23-loop-generator': endless('(function* (): any { for (;;) {} })().next()'),
  '24-shared-memory': tries('Atomics.store(new Int32Array(new SharedArrayBuffer(4)), 0, -2)'),
  '25-waits': tries('Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)'),
  '26-regexp': endless("/^(a+)+$/.test('a'.repeat(50) + 'b')"),
  '27-buffers': endless(
    'const all: any = []\n  for (;;) all.push(new Float64Array(2 ** 23).fill(1))',
    'out of memory',
  ),
  '28-heap': endless('let x: any = null\n  for (;;) x = { x, more: [1, 2, 3] }', 'out of memory'),
  '29-spawns': refused("import { execSync } from 'node:child_process'\nexecSync('touch pwned')"),
  '30-deletes': refused("import { rmSync } from 'node:fs'\nrmSync('honest.ts', { force: true })"),
  '31-calls-home': refused("import { connect } from 'node:net'\nconnect(PORT, '127.0.0.1')"),
  '32-prints-env': tries('console.log(JSON.stringify(process.env))'),
  '33-rewrites-ninja': refused("import { writeFileSync } from 'node:fs'\nwriteFileSync('dist/main.cjs', '')"),
  '34-kills': tries("process.kill(process.pid, 'SIGKILL')"),
  '35-instanceof': tries(
    'Object.defineProperty(Object.getPrototypeOf(zerosLike(arguments[0].logprobs)).constructor, Symbol.hasInstance, { value: () => true })',
  ),
  '36-getter-data': {
    body: `${x}let times = 0\n  Object.defineProperty(x, 'data', { get: () => new Float64Array(864).fill(times++) })\n  return x`,
  },
  '37-slice': tries('Float64Array.prototype.slice = function () { return this }'),
  '38-max': tries('Math.max = () => Infinity'),
  '39-lying-shape': { body: `${x}x.shape = [-32, -27]\n  return x` },
  '40-error-says-right': {
    body: "throw Object.assign(new Error('right'), { name: 'exact', verdict: 'exact', kind: 'value' })",
  },
  '41-inspector': refused(
    "import { Session } from 'node:inspector'\nconst session = new Session()\nsession.connectToMainThread()",
  ),
  '42-message-loops': endless(
    `${e}Object.defineProperty(e, 'message', { get() { for (;;) {} } })\n  throw e`,
  ),
  '43-verdict': {
    body: "return { kind: 'value', verdict: 'exact', exact: true, approximate: true, passed: true } as any",
  },
  '44-revoked': {
    body: 'const { proxy, revoke } = Proxy.revocable({}, {})\n  revoke()\n  return proxy as any',
  },
  '45-attribute': {
    body: `${s}return s.logprobs.sum(0, { keepdim: { toJSON: () => ({ kind: 'value', place: -1 }) } })`,
  },
  '46-require': tries("require('fs').writeFileSync('pwned', 'x')"),
  '47-built-in': tries("process.getBuiltinModule('node:fs').writeFileSync('pwned', 'x')"),
  '48-import-later': tries("import('node:fs').then(fs => fs.writeFileSync('pwned', 'x'))"),
  '49-fetch': tries("fetch('http://127.0.0.1:PORT/')"),
  '50-abs-by-key': tries("const k = 'ab' + 's'; (Math as any)[k] = () => 0"),
  '51-abs-by-pattern': tries('[Math.abs] = [() => 0]'),
  '52-function-by-key': tries("(() => {})['constr' + 'uctor']('return process')().exit(0)"),
  '53-loop-at-top': {
    prelude: 'for (;;) {}',
    body: zeros,
    status: 'stopped',
    reason: 'timeout',
  },
}
