/** For tests: a class in a folder of its own, graded by the real program while it is watched what that program touches. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import type { GradeRecord } from '../../../../grade/record.ts'
import { emptyFolder, program } from '../../../testing.ts'

/** What nobody may learn: it is in the environment, and in a file outside. */
export const secret = 'canary-5c1f09'

export interface GradedClass {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
  readonly records: readonly GradeRecord[]
  /** What was written, by its path below `--out`. */
  readonly texts: ReadonlyMap<string, string>
  /** Paths that are there afterwards, or are otherwise; without those below `--out`. */
  readonly changed: readonly string[]
  /** Who called the port that the files were told. */
  readonly calls: readonly string[]
}

const entriesIn = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort() : []

/** Of each file, link and folder what is in it and when it was last written. */
function stateOf(folder: string): string[] {
  return entriesIn(folder).map(path => {
    const found = lstatSync(join(folder, path))
    const digest = found.isFile()
      ? createHash('sha256')
          .update(readFileSync(join(folder, path)))
          .digest('hex')
      : found.mode
    return `${path} ${found.mtimeMs} ${digest}`
  })
}

export function write(folder: string, path: string, text: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

/** `make` writes `submissions` and what else it needs into the folder; it is told the port that nobody may call. */
export async function graded(
  make: (folder: string, port: number) => void,
  words: readonly string[],
): Promise<GradedClass> {
  const calls: string[] = []
  const server = createServer(socket => {
    calls.push(String(socket.remotePort))
    socket.destroy()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const folder = emptyFolder()
  write(folder, 'outside/secret.txt', secret)
  make(folder, portOf(server))
  const before = stateOf(folder)
  const run = await ran(folder, ['grade', '01', 'submissions', '--out', 'out', ...words])
  server.close()
  const isOut = (line: string): boolean => /^out[ /]/.test(line)
  const after = stateOf(folder).filter(line => !isOut(line))
  const out = join(folder, 'out')
  const files = entriesIn(out).filter(path => lstatSync(join(out, path)).isFile())
  const texts = new Map(files.map(path => [path, readFileSync(join(out, path), 'utf8')]))
  const lines = (texts.get('results.jsonl') ?? '').split('\n').filter(line => line !== '')
  return {
    ...run,
    records: lines.map(line => JSON.parse(line)),
    texts,
    changed: [
      ...after.filter(line => !before.includes(line)),
      ...before.filter(line => !after.includes(line)),
    ],
    calls,
  }
}

const portOf = (server: Server): number => (server.address() as { port: number }).port

function ran(
  cwd: string,
  words: readonly string[],
): Promise<Pick<GradedClass, 'status' | 'stdout' | 'stderr'>> {
  return new Promise((resolve, reject) => {
    const { FORCE_COLOR: _, ...env } = process.env
    const child = spawn(process.execPath, [program, ...words], {
      cwd,
      timeout: 280_000,
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
}

/** The one record of a student. */
export function recordOf({ records }: GradedClass, id: string): GradeRecord {
  const own = records.filter(({ student }) => student === id)
  expect(own.length, id).toBe(1)
  return own[0]
}

/** Fails where something outside `--out` was written or changed, somebody was called, or a secret is written down. */
export function expectUntouched({ changed, calls, texts, stdout, stderr }: GradedClass): void {
  expect(changed).toEqual([])
  expect(calls).toEqual([])
  for (const [path, text] of texts) expect(text.includes(secret), path).toBe(false)
  expect(stdout + stderr).not.toContain(secret)
}
