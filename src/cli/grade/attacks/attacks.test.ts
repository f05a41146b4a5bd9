/** A class of files that want something else than to be graded, with three honest ones among them: one run for each room. */
import { beforeAll, describe, expect, test } from 'vitest'
import { fileOf } from '../../../learner/testing.ts'
import { wholeText } from '../../solving.ts'
import { expectUntouched, type GradedClass, graded, recordOf, write } from './class/testing.ts'
import { engine } from './engine/testing.ts'
import { type HostileFiles, known } from './known/testing.ts'

const hostile: HostileFiles = { ...known, ...engine }
const rooms = ['quickjs', 'thread'] as const
/** Where nothing is right, nothing needs the usual time. */
const SHORT = ['--time-limit', '0.5']

const right = wholeText('01')
/** The submissions that are what they seem to be: each with its score. */
const honest: Readonly<Record<string, readonly [text: string, score: number]>> = {
  honest: [right, 2],
  'honest-half': [right.replace('indexPut([arange(n), Yb], -1 / n)', 'indexPut([arange(n), Yb], 1 / n)'), 1],
  'honest-large': [
    right.replace(
      '  return probs.pow(-1)',
      '  const much = Array.from({ length: 40 }, () => new Float64Array(1e5).fill(1))\n  if (much.length !== 40) return probs\n  return probs.pow(-1)',
    ),
    2,
  ],
}

/** What the roster calls some of them. */
const names: Readonly<Record<string, string>> = {
  'w-script-thrown': '<img src=x onerror=document.title="owned">',
  'w-script-commented': '</title></style><script>document.title="owned"</script>',
  'w-formula': '=HYPERLINK("http://127.0.0.1/","click")',
  'w-markdown': '# passed ![x](http://127.0.0.1/p.png)',
  'w-lines': '"Lines,\n=1+1"',
  honest: '@SUM(1+1)*cmd|"/C calc"!A0',
}

function makeRoster(folder: string): void {
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
  const rows = [...Object.keys(hostile), ...Object.keys(honest)].map(
    id => `${id},${quoted(names[id] ?? `Student ${id}`)},${id}@uni.example`,
  )
  write(folder, 'roster.csv', `id,name,email\n${rows.join('\n')}\n`)
}

function makeClass(folder: string, port: number): void {
  makeRoster(folder)
  for (const [id, attack] of Object.entries(hostile)) {
    const text = fileOf(attack)
    write(
      folder,
      `submissions/${id}.ts`,
      typeof text === 'string' ? text.replaceAll('PORT', String(port)) : text,
    )
  }
  for (const [id, [text]] of Object.entries(honest)) write(folder, `submissions/${id}.ts`, text)
}

/** Markdown without its code, and without what is marked as no Markdown. */
const proseOf = (text: string): string =>
  text.replace(/\\[^\n]/g, '').replace(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '')
/** What would be a tag, or the middle of a picture or a link: without that there is none. */
const ACTIVE = /<[a-z/!]|\][([]/i
/** The cells of a table, without their quotes. */
const cellsOf = (csv: string): string[] =>
  [...csv.replace('\ufeff', '').matchAll(/"((?:[^"]|"")*)"|[^,\r\n]+/g)].map(([all, inner]) => inner ?? all)

test('it is seen where something would be more than text', () => {
  expect(proseOf('a `<img>` and ``![x](y) ` `` and \\<b> and \\!\\[x\\](y)')).not.toMatch(ACTIVE)
  for (const text of ['<img src=x>', 'a ![x](y)', '[x](javascript:a)', '`a` </b> `c`'])
    expect(proseOf(text)).toMatch(ACTIVE)
  expect(cellsOf('a,"=1",b\n-2')).toEqual(['a', '=1', 'b', '-2'])
})

describe.each(rooms)('in the %s room', room => {
  let run: GradedClass
  beforeAll(async () => {
    run = await graded(makeClass, ['--roster', 'roster.csv', '--isolate', room, ...SHORT])
  }, 300_000)

  test('the run goes through to its end', () => {
    expect(run.stderr).not.toMatch(/internal|a bug in/)
    expect(run.status).toBe(1)
    expect(run.records.length).toBe(Object.keys(hostile).length + Object.keys(honest).length)
  })

  test.each(Object.keys(hostile))('%s earns nothing, and is told as what it is', id => {
    const { status = 'graded', reason = null, verdicts } = hostile[id]
    const record = recordOf(run, id)
    expect(record).toMatchObject({ status, score: 0, max: 2 })
    expect(reason?.split('|') ?? [null]).toContain(record.reason)
    if (verdicts !== undefined) expect(verdicts).toContain(record.blanks[1].verdict)
    expect(record.report?.passed ?? false).toBe(false)
    expect(record.report?.error?.code ?? 'none').not.toBe('internal')
  })

  test.each(Object.entries(honest))('%s has its score', (id, [, score]) => {
    expect(recordOf(run, id)).toMatchObject({ status: 'graded', reason: null, score, max: 2 })
  })

  test('what is written down is text, wherever it is read', () => {
    const html = run.texts.get('class.html')!
    expect(html).toContain('owned')
    expect(html).not.toMatch(/<(script|img|iframe)|javascript:/i)
    const students = [...run.texts.keys()].filter(path => path.startsWith('feedback/'))
    expect(students.length).toBe(run.records.length)
    for (const path of [...students, 'class.md'])
      expect(proseOf(run.texts.get(path)!), path).not.toMatch(ACTIVE)
    for (const path of ['grades.csv', 'blanks.csv'])
      for (const cell of cellsOf(run.texts.get(path)!)) expect(cell, path).not.toMatch(/^[=+@-]/)
    const lines = run.texts.get('results.jsonl')!.trimEnd().split('\n')
    expect(lines.length).toBe(run.records.length)
  })

  test('nothing else was written, changed or read aloud, and nobody was called', () => {
    expectUntouched(run)
  })
})
