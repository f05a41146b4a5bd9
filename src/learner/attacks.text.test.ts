/** Files whose text is the attack: what reads it is the judge’s own side, and must be through soon. */
import { execFileSync } from 'node:child_process'
import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { wholeText } from '../cli/solving.ts'
import { emptyFolder, ninja } from '../cli/testing.ts'
import { fileOf, heldBack } from './testing.ts'

const half = 2 ** 18

describe('as a whole file:', () => {
  const lines = (count: number, line: (i: number) => string): string =>
    Array.from({ length: count }, (_, i) => line(i))
      .join('\n')
      .slice(0, half - 100)
  test.concurrent.each<[string, string | Uint8Array, string]>([
    ['four megabytes', ' \n'.repeat(2 ** 21), 'too large'],
    ['sixty megabytes', new Uint8Array(6e7).fill(65), 'too large'],
    ['nothing', '', 'empty'],
    ['nothing but space', ' \n\t'.repeat(1000), 'empty'],
    ['NUL bytes', 'export const a = 1\0', 'not text'],
    ['no text at all', Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256), 'not text'],
    ['quotes', "'".repeat(half), 'syntax|timeout'],
    ['statements', 'a;\n'.repeat(half / 3), 'load|timeout'],
    ['a type argument within a type argument', `const x = ${'<T>('.repeat(30)}1${')'.repeat(30)}`, 'timeout'],
    [
      'functions, all of them broken',
      lines(2000, i => `export function f${i}(): number {\n  return )\n}`),
      'syntax',
    ],
    ['lines, all of them broken', lines(5000, i => `let a${i} = )`), 'syntax|timeout'],
    [
      'a class whose members are all broken',
      `class A {\n${lines(20_000, i => `  m${i}() { ) }`)}\n}`,
      'timeout|syntax',
    ],
    ['brackets that close nothing', 'a)\n'.repeat(20_000), 'syntax|timeout'],
    ['half of a text', '`${'.repeat(150), 'syntax'],
    ['half of a comment', '/*'.repeat(1000), 'syntax'],
    ['half of a regular expression', '/[/'.repeat(1000), 'syntax'],
    ['brackets within brackets', `const x = ${'('.repeat(5000)}1${')'.repeat(5000)}`, 'syntax'],
    ['brackets that never close', '[{('.repeat(20_000), 'syntax'],
    ['a sum of ten thousand', `const x = ${'1+'.repeat(10_000)}1`, 'syntax'],
    ['functions within functions', `const x = ${'() => '.repeat(10_000)}1`, 'syntax'],
    ['types within types', `type X = ${'['.repeat(10_000)}1${']'.repeat(10_000)}`, 'syntax'],
    ['another language', 'import torch\ndef f(x):\n    return x\n', 'syntax'],
    ['a document', '{"version":1,"passed":true,"gradients":[],"error":null}', 'syntax'],
    ['what moves the cursor', '\u001b[2J\u001b[H', 'syntax'],
  ])('%s', { timeout: 60_000 }, async (_, whole, reason) => {
    const { error } = await heldBack({ whole }, 30_000)
    expect(error).toMatchObject({
      code: 'exercise',
      reason: expect.stringMatching(new RegExp(`^(${reason})$`)),
    })
    expect(error!.message.length).toBeLessThan(500)
  })
})

describe('above everything else:', () => {
  test.concurrent.each<[string, string]>([
    ['an import of itself', "import { dprobs as own } from './01_log_loss.ts'\nown({} as any)"],
    ['an import in a circle', "import { a } from './a.ts'\na()"],
    ['an import by a hundred thousand ways', "import { x } from './d0.ts'\nx"],
    ['an import from above', "import { x } from './../../../../../etc/passwd'\nx"],
    [
      'an import of the solution',
      "import { dprobs as own } from './../solutions/makemore/01_log_loss.ts'\nown",
    ],
    ['an import that is too large', "import { x } from './large.ts'\nx"],
    ['an import with brackets that never close', "import { x } from './broken.ts'\nx"],
    ['a comment as HTML has them', 'let a = 1, b = 2\nconst c = a <!--b\n'],
    ['a place that is not its own', '//# sourceURL=/x/solutions/makemore/01_log_loss.ts'],
    [
      'a map of another source',
      '//# sourceMappingURL=data:application/json,{"version":3,"sources":["/etc/passwd"],"mappings":""}',
    ],
    ['use of the name that imports have', "$require('node:fs')"],
    ['the same, written otherwise', "\\u0024require('node:fs')"],
    ['parts of parts of parts', `const x = (x: any) => x${'.a'.repeat(50_000)}`],
    ['calls of calls of calls', `const x = (x: any) => x${'()'.repeat(50_000)}`],
    ['waiting', 'await new Promise(() => {})'],
    [
      'names that are taken',
      'const console = null, undefined_ = 1, exports = null, module = null, arguments_ = 1',
    ],
    [
      'exports by odd names',
      'const x = new Proxy({}, { get() { throw 1 } })\nexport { x as __proto__, x as then, x as default, x as "a b" }',
    ],
    [
      'a hundred thousand exports',
      `export const ${Array.from({ length: 30_000 }, (_, i) => `x${i} = () => 1`).join(', ')}`,
    ],
    [
      'what JavaScript has, by its own name',
      'class Object {}\nclass Array {}\nconst Math = null, JSON = null, Error = null',
    ],
  ])('%s', { timeout: 60_000 }, async (_, prelude) => {
    const layer = (i: number): string =>
      i === 18
        ? 'export const x = 1'
        : `import { x as a } from './d${i + 1}.ts'\nimport { x as b } from './e${i + 1}.ts'\nexport const x = a + b`
    const layers = Array.from({ length: 19 }, (_, i) => [
      [`d${i}.ts`, layer(i)],
      [`e${i}.ts`, layer(i)],
    ]).flat()
    const files = {
      'a.ts': "import { b } from './b.ts'\nexport const a = () => b()",
      'b.ts': "import { a } from './a.ts'\nexport const b = () => a()",
      'large.ts': `export const x = 1\n${' '.repeat(2 ** 20)}`,
      'broken.ts': 'export const x = (((',
      ...Object.fromEntries(prelude.includes('d0') ? layers : []),
    }
    await heldBack({ prelude, body: 'return 0 as any', files }, 30_000)
  })
})

test.concurrent('what is exported by a name that everything has is called by nobody', async () => {
  const after =
    'const trap = () => { for (;;) {} }\nexport { trap as toString, trap as valueOf, trap as constructor, trap as toJSON }'
  await heldBack({ body: 'return 0 as any', after })
})

describe.skipIf(process.platform === 'win32')('a file that is none', () => {
  const check = (make: (path: string) => void) => {
    const folder = emptyFolder()
    const path = join(folder, '01_log_loss.ts')
    make(path)
    const { status, stdout } = ninja(folder, ['check', '01', '--file', path, '--json'])
    return { status, ...JSON.parse(stdout) }
  }
  test.each<[string, (path: string) => void]>([
    ['a pipe', path => execFileSync('mkfifo', [path])],
    ['what never ends', path => symlinkSync('/dev/zero', path)],
    ['a folder', path => symlinkSync('/', path)],
    ['a link to itself', path => symlinkSync(path, path)],
    ['a link to nothing', path => symlinkSync('/nowhere/at/all', path)],
  ])('but %s is refused', (_, make) => {
    expect(check(make)).toMatchObject({ status: 1, passed: false, error: { code: 'exercise' } })
  })
})

test('a text is read as it is: a mark of its byte order, Windows’ line breaks and signs beyond ASCII do no harm', () => {
  const folder = emptyFolder()
  const path = join(folder, '01_log_loss.ts')
  writeFileSync(path, `\ufeff// ünï çødé 忍者 \u2028\n${wholeText('01')}`.replaceAll('\n', '\r\n'))
  expect(ninja(folder, ['check', '01', '--file', path, '--json'])).toMatchObject({ status: 0 })
  expect(fileOf({ body: 'x' })).not.toContain('TODO() ')
})
