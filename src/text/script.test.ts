/** A module as a script gives what the engine's own modules give. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import vm from 'node:vm'
import { describe, expect, test } from 'vitest'
import { modulesIn, scriptOf } from './script.ts'
import { type ParsedText, sourceOf } from './source.ts'
import { compiledBy } from './testing.ts'

/** What others import from. Each says that it is loaded. */
const others: Readonly<Record<string, string>> = {
  './a.js':
    "globalThis.seen.push('a')\nexport const a = 1, b = 'b'\nexport function f() {}\nexport default 'of a'\nexport { b as 'b c' }",
  './c.js': "globalThis.seen.push('c')\nexport * from './a.js'\nexport const b = 'of c'",
  './d.js': "globalThis.seen.push('d')\nexport {}",
}

const cases: readonly (readonly [what: string, main: string])[] = [
  ['constants', 'export const a = 1, b = [2]\nexport let c = 3\nexport var d = 4'],
  ['constants taken apart', 'export const { a, b: [c = 2], ...d } = { a: 1, b: [], e: 3 }'],
  ['variables at their last value', 'export let a = 1\na = 2'],
  ['functions', 'export function f() { return 1 }\nexport async function g() {}\nexport function* h() {}'],
  ['functions that are used above', 'export const a = f()\nexport function f() { return 1 }'],
  ['classes', 'export class A { static b = 1 }\nexport abstract class C extends A { abstract d: number }'],
  ['a list', 'const a = 1, b = 2\nexport { a, b as c }\nexport { b as "b c" }'],
  ['a list above', 'export { a, f as g }\nconst a = 1\nfunction f() {}'],
  ['a default in a list', 'const a = 1\nexport { a as default }'],
  ['a default', 'export default 1 + 1'],
  ['a default in brackets', 'export default (1 + 1)'],
  ['a default in two brackets', 'export default ((1, 2))\n;[3]'],
  ['a default in the next line', 'export default\n\n  [1]'],
  ['a default behind a comment', 'export /* default */ default /* ( */ ( /* ( */ 1)'],
  ['a default with a type', 'export default 1 as number\n;(2)'],
  ['a default that is a function', 'export const a = f()\nexport default function f() { return 1 }'],
  ['a default that has no name', 'export default function () {}'],
  ['a default that is an arrow', 'export default (a: number) => a'],
  ['a default that is a class', 'export default class A { static b = 1 }'],
  ['a default class that has no name', 'export default class { static b = 1 }'],
  [
    'types',
    'export type A = 1\nexport interface B {}\nexport declare const c: number\ntype D = 1\nexport type { D }\nexport { type D as E }',
  ],
  [
    'overloads',
    'export function f(a: number): void\nexport function f(a: string): void\nexport function f() {}',
  ],
  ['an import', "import { a, b as c } from './a.js'\nexport const d = [a, c]"],
  ['an import below its use', "export const d = a\nimport { a } from './a.js'"],
  ['a default import', "import a from './a.js'\nexport { a }"],
  ['a default import by name', "import { default as a } from './a.js'\nexport const b = a"],
  ['a name that is a text', "import { 'b c' as d } from './a.js'\nexport const e = d"],
  [
    'all of a module',
    "import * as all from './a.js'\nexport const a = [all.a, all.default, Object.keys(all).sort()]",
  ],
  ['a default and names', "import a, { b } from './a.js'\nexport const c = [a, b]"],
  ['a default and all', "import a, * as b from './a.js'\nexport const c = [a, b.b]"],
  ['an import of nothing', "import './d.js'\nexport const a = globalThis.seen.length"],
  ['an import that is only handed on', "import { a } from './a.js'\nexport { a as b }"],
  ['an import for a field', "import { a } from './a.js'\nexport const b = { a }"],
  ['an import that is used in a type only', "import { a } from './a.js'\nexport const b: typeof a = 2"],
  ['an import that is not used', "import { a } from './a.js'\nexport const b = 2"],
  [
    'an import of a type',
    "import type { A } from './a.js'\nimport { type B, a } from './a.js'\nexport const c = (B: A) => B as B, d = a",
  ],
  [
    'an import of types only',
    "import type { A } from './d.js'\nimport { type f } from './a.js'\nexport const b = (f: A, A: number) => [f, A]",
  ],
  ['names handed on', "export { a, b as c, default as d } from './a.js'"],
  ['a default handed on', "export { default } from './a.js'"],
  ['a name handed on as the default', "export { a as default } from './a.js'"],
  ['a text handed on', "export { 'b c' as d } from './a.js'\nexport { a as 'e f' } from './a.js'"],
  [
    'types handed on',
    "export type { A } from './a.js'\nexport { type B, b } from './a.js'\nexport type * from './d.js'",
  ],
  ['all handed on', "export * from './a.js'"],
  ['all handed on, and one of its own', "export * from './c.js'\nexport const a = 'own'"],
  ['one of its own, and all handed on', "export const a = 'own'\nexport default 2\nexport * from './a.js'"],
  ['all handed on under a name', "export * as all from './a.js'"],
  ['brackets behind an import', "export const b = (x: string) => x\nimport { a } from './a.js'\n;(a)"],
  [
    'brackets behind an import that no semicolon ends',
    "let b = () => 1\nimport { a } from './a.js'\n(a)\nexport { b }",
  ],
  ['brackets behind a list of exports', 'let a = () => 1\nexport { a }\n(2)'],
  ['brackets behind all of a module', "let a = () => 1\nexport * from './a.js'\n[2].at(0)"],
  ['this', 'export const a = typeof this'],
  ['strictness', 'export let a = 0\ntry { undeclared = 1 } catch { a = 1 }'],
  ['a line for the shell', "#!/usr/bin/env node\nimport { a } from './a.js'\nexport const b = a"],
  ['waiting in a function', 'export const f = async () => { await 1; for await (const a of []) {} }'],
]

/** Both engines are asked by this what a module exports. */
const TELL = `(function tell(value) {
  if (typeof value === 'function') return String(value).startsWith('class') ? 'class' : 'function of ' + value.length
  if (Array.isArray(value)) return value.map(tell)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.keys(value).sort().map(key => [key, tell(value[key])]))
})`

interface Told {
  readonly exports: unknown
  /** The other modules that are loaded. */
  readonly seen: readonly string[]
}

/** What the engine says of modules of its own. */
function nativelyTold(mains: readonly string[]): Told[] {
  const folder = mkdtempSync(join(tmpdir(), 'modules-'))
  try {
    const all = mains.map((js, i) => {
      const files = Object.entries({ ...others, './main.js': js })
      mkdirSync(join(folder, `m${i}`))
      for (const [path, text] of files) writeFileSync(join(folder, `m${i}`, path), text)
      return `globalThis.seen = []; told.push({ exports: tell(await import('./m${i}/main.js')), seen: seen.sort() })`
    })
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    const run = [`const told = [], tell = ${TELL}`, ...all, 'console.log(JSON.stringify(told))']
    writeFileSync(join(folder, 'run.js'), run.join('\n'))
    const { stdout, stderr } = spawnSync(process.execPath, [join(folder, 'run.js')], { encoding: 'utf8' })
    expect(stderr).toBe('')
    return JSON.parse(stdout)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const tell: (value: unknown) => unknown = vm.runInThisContext(TELL)
const parsed = (text: string): ParsedText => sourceOf(text) as ParsedText

/** What its script says of a module. */
function toldBy(main: string): Told {
  const seen: string[] = []
  Object.assign(globalThis, { seen })
  const loaded = new Map<string, object>()
  const load = (path: string, text: string): object => {
    const run = vm.runInThisContext(scriptOf(parsed(text)).script!.js)
    if (!loaded.has(path))
      loaded.set(
        path,
        run((name: string) => load(name, others[name]), console),
      )
    return loaded.get(path)!
  }
  return { exports: tell(load('main', main)), seen: seen.sort() }
}

describe('a module as a script gives what the engine gives for the module', () => {
  const compiled = compiledBy(
    cases.map(([, text]) => text),
    { verbatimModuleSyntax: false },
  )
  const natively = nativelyTold(compiled.map(({ js }) => js))

  test.each(cases.map(([what, text], i) => [what, text, i] as const))('%s', (_, text, i) => {
    expect(compiled[i].errors).toEqual([])
    expect(toldBy(text)).toEqual(natively[i])
  })

  test.each(cases)('%s: no module is asked for but those that are said to be', (_, text) => {
    const asked = new Set<string>()
    const run = vm.runInThisContext(scriptOf(parsed(text)).script!.js)
    run((name: string) => {
      asked.add(name)
      return toldBy(others[name]).exports
    }, console)
    expect([...asked].sort()).toEqual(modulesIn(parsed(text)).sort())
  })
})
