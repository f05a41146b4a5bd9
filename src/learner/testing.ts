/** For tests: files that try to get what they are not to have, judged by the real program. */
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect } from 'vitest'
import { pickExercise } from '../catalogue/catalogue.ts'
import type { Report } from '../checker/report.ts'
import { freshExercise } from '../cli/files.ts'
import { emptyFolder, program } from '../cli/testing.ts'
import { allExercises } from '../cli/workspace.ts'
import { definitionsIn, lineOfBlank } from '../text/definitions.ts'
import { readable } from '../text/salvage.ts'

const exerciseOf = (name: string) => pickExercise(allExercises(null), name, 'makemore')

export interface Attack {
  /** 01 of makemore unless told. */
  readonly exercise?: string
  /** In the place of `return TODO()` in every blank. */
  readonly body?: string
  /** The same for a blank by its name. */
  readonly bodies?: Readonly<Record<string, string>>
  /** Above the first cell. */
  readonly prelude?: string
  /** Below the last. */
  readonly after?: string
  /** The whole file. */
  readonly whole?: string | Uint8Array
  /** Files beside it. */
  readonly files?: Readonly<Record<string, string>>
}

/** The line with something else in it, as far from the margin. */
const filled = (line: string, by: string): string => line.slice(0, line.length - line.trimStart().length) + by

/** The exercise file that an attack hands in. */
export function fileOf({ exercise = '01', body, bodies = {}, prelude = '', after = '', whole }: Attack) {
  if (whole !== undefined) return whole
  let text = freshExercise(exerciseOf(exercise))
  for (const [name, own] of Object.entries(bodies)) {
    const at = lineOfBlank(definitionsIn(readable(text).source!).get(name)!.code!)! - 1
    text = text
      .split('\n')
      .map((line, i) => (i === at ? filled(line, own) : line))
      .join('\n')
  }
  const isBlank = (line: string): boolean => line.trimStart().startsWith('return TODO()')
  if (body !== undefined)
    text = text
      .split('\n')
      .map(line => (isBlank(line) ? filled(line, body) : line))
      .join('\n')
  return `${prelude}\n${text}\n${after}`
}

export interface CommandRun {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
  readonly milliseconds: number
}

/** So many programs at once: more would only wait for each other. */
const AT_ONCE = 2
let running = 0
const waiting: (() => void)[] = []

/** Has the file judged with `check --json`. */
export async function judged(attack: Attack, words: readonly string[] = []): Promise<CommandRun> {
  const { id } = exerciseOf(attack.exercise ?? '01')
  const folder = emptyFolder()
  const file = join(folder, `${basename(id)}.ts`)
  writeFileSync(file, fileOf(attack))
  for (const [name, text] of Object.entries(attack.files ?? {})) writeFileSync(join(folder, name), text)
  if (running === AT_ONCE) await new Promise<void>(resolve => waiting.push(resolve))
  else running++
  try {
    return await ran(folder, ['check', id, '--file', file, '--json', ...words])
  } finally {
    const next = waiting.shift()
    if (next === undefined) running--
    else next()
  }
}

const ran = (cwd: string, words: readonly string[]): Promise<CommandRun> =>
  new Promise((resolve, reject) => {
    const since = performance.now()
    const { FORCE_COLOR: _, ...env } = process.env
    const child = spawn(process.execPath, [program, ...words], {
      cwd,
      timeout: 100_000,
      env: { ...env, NO_COLOR: '1' },
    })
    let [stdout, stderr] = ['', '']
    child.stdout.setEncoding('utf8').on('data', text => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', text => {
      stderr += text
    })
    child.on('error', reject)
    child.on('close', status => resolve({ status, stdout, stderr, milliseconds: performance.now() - since }))
  })

/** The verdict. Fails unless it is the only thing said, is no pass, is no bug of ours, and came in time. */
export async function heldBack(
  attack: Attack,
  within = 20_000,
  words: readonly string[] = [],
): Promise<Report> {
  const { status, stdout, stderr, milliseconds } = await judged(attack, words)
  expect(stdout).toMatch(/^\{.*\}\n$/)
  const report: Report = JSON.parse(stdout)
  expect(report).toMatchObject({ version: 1, passed: false })
  expect(report.error?.code ?? 'none').not.toBe('internal')
  expect([1, 124]).toContain(status)
  expect(stderr).toBe('')
  expect(milliseconds).toBeLessThan(within)
  return report
}

/** Each blank tries to keep the answers that stand in the others while it is tried alone, and to use them in the end. */
export function thief(place: string, names: readonly string[] = ['rise', 'slope', 'derivative']): Attack {
  const bodyOf = (name: string): string => `if (probing) throw 'mine'
  const kept: any = ${place}
  for (const [name, one] of Object.entries<any>({ ${names.join(', ')} })) {
    let isMine = false
    probing = true
    try { one(...arguments) } catch (thrown) { isMine = thrown === 'mine' }
    probing = false
    if (!isMine) try { kept[name] ??= one } catch {}
  }
  return kept.${name}(...arguments)`
  return {
    exercise: 'derivatives/01',
    prelude: `import { Tensor as Known } from 'backprop-ninja'
let probing = false
const lying = () => {
  const x: any = new (Known as any)([256], new Float64Array(256))
  x.shape = [1e6, 64]
  return x.sum(1)
}`,
    bodies: Object.fromEntries(names.map(name => [name, bodyOf(name)])),
  }
}
