/** What is wrong is not what is in the files, but what they are called, what they are, and what they are packed in. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { strToU8, type Zippable, zipSync } from 'fflate'
import { beforeAll, describe, expect, test } from 'vitest'
import { WRITTEN } from '../../../progress/written.ts'
import { wholeText } from '../../solving.ts'
import { expectUntouched, type GradedClass, graded, recordOf, write } from './class/testing.ts'

const right = wholeText('01')
const script = '<img src=x onerror=alert(1)>'

/** Students by the names of their files: all of them are right. */
const odd: readonly string[] = [
  "=cmd|'C calc'!A0",
  '@SUM(1+1)',
  '+1+1',
  '-rf',
  '--out',
  '$(touch pwned)',
  '`touch pwned`',
  ';touch pwned;',
  script,
  '"><script>alert(1)<',
  'a"b,c',
  'con',
  '%2e%2e%2fescaped',
  '{{constructor.constructor(1)()}}',
  '[x](javascript:alert(1))',
  '# passed',
  '__proto__',
  'constructor',
  'toString',
  'x'.repeat(240),
  'ä ö ü',
]
/** Names in which something can't be seen, and as what it is shown. */
const unseen: Readonly<Record<string, string>> = {
  'a\nb': 'a\\u000ab.ts',
  '\u202eevil': '\\u202eevil.ts',
  'bell\u0007': 'bell\\u0007.ts',
  'esc\u001b[2J': 'esc\\u001b[2J.ts',
}

/** As a link is in an archive: the file's text is where it leads. */
const LINK = { os: 3, attrs: 0o120777 << 16 }
const text = strToU8(right)
const nested = (depth: number): Uint8Array =>
  depth === 0 ? text : zipSync({ [depth === 1 ? 'deep.ts' : `${depth}.zip`]: nested(depth - 1) })

const archives: Readonly<Record<string, Zippable | Uint8Array>> = {
  'packed.zip': { '01_log_loss.ts': text },
  'slip.zip': { '../../outside/slipped.ts': text, '..\\..\\slipped.ts': text, '/slipped.ts': text },
  'linked.zip': {
    'one.ts': [strToU8('../../outside/other.ts'), LINK],
    'two.ts': [strToU8('/etc/passwd'), LINK],
  },
  'bomb.zip': { '01_log_loss.ts': new Uint8Array(2 ** 28) },
  'many.zip': Object.fromEntries(
    Array.from({ length: 30_000 }, (_, i) => [`${i}/${i}.ts`, new Uint8Array(0)]),
  ),
  'deep.zip': { 'deep.zip': nested(8) },
  'garbage.zip': strToU8('PK\u0003\u0004 and nothing else'),
  'cut.zip': zipSync({ '01_log_loss.ts': text }).slice(0, 2000),
}

function makeClass(folder: string): void {
  const submitted = (path: string): string => join('submissions', path)
  write(folder, 'outside/other.ts', right)
  write(folder, submitted('honest.ts'), right)
  for (const name of [...odd, ...Object.keys(unseen)]) write(folder, submitted(`${name}.ts`), right)
  for (const [name, made] of Object.entries(archives))
    write(folder, submitted(name), made instanceof Uint8Array ? made : zipSync(made, { level: 1 }))
  symlinkSync('../outside/other.ts', join(folder, submitted('link.ts')))
  symlinkSync('/dev/zero', join(folder, submitted('endless.ts')))
  symlinkSync('circle.ts', join(folder, submitted('circle.ts')))
  symlinkSync('../outside', join(folder, submitted('linked-folder')))
  mkdirSync(join(folder, submitted('folder.ts')))
  execFileSync('mkfifo', [join(folder, submitted('pipe.ts'))])
}

describe.skipIf(process.platform === 'win32')('in one run', () => {
  let run: GradedClass
  beforeAll(async () => {
    run = await graded(makeClass, ['--isolate', 'thread'])
  }, 200_000)

  const statusOf = (student: string): string | undefined =>
    run.records.find(one => one.student === student)?.status
  const strays = (): string[] =>
    JSON.parse(run.texts.get('manifest.json')!).strays.map((one: { path: string }) => one.path)

  test('it goes through to its end', () => {
    expect(run.stderr).not.toMatch(/internal|a bug in/)
    expect(run.status).toBe(1)
    expect(recordOf(run, 'honest')).toMatchObject({ status: 'graded', score: 2 })
  })

  test.each(odd)('%s has its score', name => {
    expect(recordOf(run, name)).toMatchObject({ status: 'graded', score: 2 })
  })

  test.each(Object.entries(unseen))('%j is nobody’s, and listed', (name, shown) => {
    expect(statusOf(name)).toBeUndefined()
    expect(strays().join('\n')).toContain(shown)
  })

  test.each(['link', 'endless', 'circle'])('%s.ts, a link, is not followed', name => {
    expect(recordOf(run, name)).toMatchObject({ status: 'ungradable', score: 0 })
  })

  test('a pipe, a folder called like a file and a link to a folder hold nobody up', () => {
    expect(statusOf('pipe')).toBe('missing')
    for (const name of ['folder', 'linked-folder', 'other', 'secret'])
      expect(statusOf(name), name).toBe(undefined)
    expect(strays()).toContain('pipe.ts')
  })

  test.each([
    ['packed.zip', 'graded'],
    ['slip.zip', 'missing'],
    ['linked.zip', 'ungradable'],
    ['bomb.zip', 'ungradable'],
    ['many.zip', 'ungradable'],
    ['deep.zip', 'ungradable'],
    ['garbage.zip', 'ungradable'],
    ['cut.zip', 'ungradable'],
  ])('%s is %s', (name, status) => {
    expect(Object.keys(archives)).toContain(name)
    expect(recordOf(run, name.replace('.zip', ''))).toMatchObject({
      status,
      score: status === 'graded' ? 2 : 0,
    })
    if (status === 'missing') expect(strays().some(path => path.startsWith(name))).toBe(true)
  })

  test('nothing was written beside the results, and nothing is in them that a program would run', () => {
    expectUntouched(run)
    const html = run.texts.get('class.html')
    if (html !== undefined) {
      expect(html).not.toContain(script)
      expect(html).not.toMatch(/<script/i)
    }
    for (const [path, csv] of run.texts) {
      if (!path.endsWith('.csv')) continue
      for (const cell of csv.split(/[\n,]/)) expect(cell, path).not.toMatch(/^"?[=+@]|^"?-[^\d]/)
    }
    // The one hidden file is grade's own list; no name of a student's comes out hidden.
    for (const path of [...run.texts.keys()].filter(path => path !== WRITTEN))
      expect(path).not.toMatch(/[<>:"|?*\\\n]|^\.|\.\./)
  })
})
