/** A class of files that want something else than to be graded, with three honest ones among them: one run for each room. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { GradeRecord } from '../../../grade/record.ts'
import { fileOf } from '../../../learner/testing.ts'
import { wholeText } from '../../solving.ts'
import { emptyFolder, program } from '../../testing.ts'
import { engine } from './engine/testing.ts'
import { type HostileFiles, known } from './known/testing.ts'

const hostile: HostileFiles = { ...known, ...engine }
const rooms = ['thread'] as const
/** Where nothing is right, nothing needs the usual time. */
const SHORT = ['--time-limit', '0.5']

/** What nobody may learn, change or call. */
const secret = 'canary-5c1f09'
const connections: string[] = []

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

interface Run {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
  readonly records: readonly GradeRecord[]
  /** Every file of the output, by its path. */
  readonly texts: ReadonlyMap<string, string>
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => statSync(join(folder, path)).isFile())
    .sort()

/** Of each file what is in it and when it was last written. */
const printOf = (folder: string): string[] =>
  filesIn(folder).map(path => {
    const digest = createHash('sha256')
      .update(readFileSync(join(folder, path)))
      .digest('hex')
    return `${path} ${statSync(join(folder, path)).mtimeMs} ${digest}`
  })

function write(folder: string, path: string, text: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

const names: Readonly<Record<string, string>> = {
  'w-script-thrown': '<img src=x onerror=document.title="owned">',
  'w-script-commented': '</title></style><script>document.title="owned"</script>',
  'w-formula': '=HYPERLINK("http://127.0.0.1/","click")',
  'w-markdown': '# passed ![x](http://127.0.0.1/p.png)',
  'w-lines': '"Lines,\n=1+1"',
  honest: '@SUM(1+1)*cmd|"/C calc"!A0',
}

function classOf(folder: string, port: number): void {
  const texts = new Map<string, string | Uint8Array>([
    ...Object.entries(hostile).map(([id, attack]) => [id, fileOf(attack)] as const),
    ...Object.entries(honest).map(([id, [text]]) => [id, text] as const),
  ])
  for (const [id, text] of texts) {
    const own = typeof text === 'string' ? text.replaceAll('PORT', String(port)) : text
    write(folder, `submissions/${id}.ts`, own)
  }
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
  const rows = [...texts.keys()].map(id => `${id},${quoted(names[id] ?? id)},${id}@uni.example`)
  write(folder, 'roster.csv', `id,name,email\n${rows.join('\n')}\n`)
  write(folder, 'outside/secret.txt', secret)
  write(folder, 'outside/other.ts', right)
}

const graded = (folder: string, words: readonly string[]): Promise<Omit<Run, 'records' | 'texts'>> =>
  new Promise((resolve, reject) => {
    const { FORCE_COLOR: _, ...env } = process.env
    const child = spawn(process.execPath, [program, 'grade', ...words], {
      cwd: folder,
      timeout: 170_000,
      env: { ...env, NO_COLOR: '1', NINJA_SECRET: secret },
    })
    let [stdout, stderr] = ['', '']
    child.stdout.setEncoding('utf8').on('data', text => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', text => {
      stderr += text
    })
    child.on('error', reject)
    child.on('close', status => resolve({ status, stdout, stderr }))
  })

async function runIn(folder: string, room: string): Promise<Run> {
  const out = join(folder, `out-${room}`)
  const run = await graded(folder, ['01', 'submissions', '--out', out, '--isolate', room, ...SHORT])
  const texts = new Map(filesIn(out).map(path => [path, readFileSync(join(out, path), 'utf8')]))
  const records = (texts.get('results.jsonl') ?? '')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
  return { ...run, records, texts }
}

describe.each(rooms)('in the %s room', room => {
  let folder: string
  let run: Run
  let before: string[]
  const recordOf = (id: string): GradeRecord => {
    const own = run.records.filter(({ student }) => student === id)
    expect(own.length, id).toBe(1)
    return own[0]
  }

  beforeAll(async () => {
    const server = createServer(socket => connections.push(String(socket.remotePort)))
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    folder = emptyFolder()
    classOf(folder, (server.address() as { port: number }).port)
    before = printOf(folder)
    run = await runIn(folder, room)
    server.close()
  }, 180_000)

  test('the run goes through to its end', () => {
    expect(run.stderr).not.toMatch(/internal|a bug in/)
    expect([0, 1]).toContain(run.status)
    expect(run.records.length).toBe(Object.keys(hostile).length + Object.keys(honest).length)
  })

  test.each(Object.keys(hostile))('%s earns nothing, and is told as what it is', id => {
    const { status = 'graded', reason = null, verdicts } = hostile[id]
    const record = recordOf(id)
    expect(record).toMatchObject({ status, score: 0, max: 2 })
    expect(reason?.split('|') ?? [null]).toContain(record.reason)
    if (verdicts !== undefined) expect(verdicts).toContain(record.blanks[1].verdict)
    expect(record.report?.passed ?? false).toBe(false)
    expect(record.report?.error?.code ?? 'none').not.toBe('internal')
  })

  test.each(Object.entries(honest))('%s has its score', (id, [, score]) => {
    expect(recordOf(id)).toMatchObject({ status: 'graded', reason: null, score, max: 2 })
  })

  test('nothing else was written, changed or read aloud, and nobody was called', () => {
    const out = `out-${room}/`
    expect(printOf(folder).filter(line => !line.startsWith(out))).toEqual(before)
    expect(connections).toEqual([])
    for (const [path, text] of run.texts) expect(text.includes(secret), path).toBe(false)
    expect(run.stdout + run.stderr).not.toContain(secret)
  })
})
