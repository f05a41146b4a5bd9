/** What a verdict costs, seen from outside: from saving the file to the verdict in watch, and a whole check. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileIn, wholeText } from '../cli/solving.ts'
import { program, start } from '../cli/watch/terminals.ts'

export interface Times {
  /** In milliseconds. */
  readonly p50: number
  readonly p95: number
  /** The same, as multiples of the median time of `node -e 0` in the same run. */
  readonly ratio50: number
  readonly ratio95: number
}

const SAVES = 50
const PAUSE = 400

const sleep = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

function run(words: readonly string[], cwd: string): number {
  const begun = performance.now()
  const { status, stderr } = spawnSync(process.execPath, words, { cwd, encoding: 'utf8' })
  if (status === null || status > 1) throw new Error(`node ${words.join(' ')} gave ${status}: ${stderr}`)
  return performance.now() - begun
}

function timesOf(mine: readonly number[], bare: readonly number[]): Times {
  const at = (times: readonly number[], part: number): number =>
    [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * part))]
  const node = at(bare, 0.5)
  const [p50, p95] = [at(mine, 0.5), at(mine, 0.95)]
  return { p50, p95, ratio50: p50 / node, ratio95: p95 / node }
}

/** 07, all right or with one line wrong, by turns; each edit says which one it is. */
function edited(text: string, edit: number): string {
  const spoilt =
    edit % 2 === 0 ? text : text.replace('return h.T.matmul(dlogits)', 'return h.T.matmul(dlogits).mul(2)')
  return spoilt.replace(
    '  return probs.pow(-1)',
    `  console.log('edit ${edit} of many')\n  return probs.pow(-1)`,
  )
}

async function inWorkspace<T>(work: (folder: string, file: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'ninja-bench-'))
  try {
    run([program, 'init'], folder)
    return await work(folder, fileIn(folder, '07'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** From a save to its verdict while `ninja watch` runs. */
export const watchTimes = (saves = SAVES): Promise<Times> =>
  inWorkspace(async (folder, file) => {
    const text = wholeText('07')
    const watch = start(folder, ['watch', '07'], { columns: 120, rows: 200 })
    const mine: number[] = []
    const bare: number[] = []
    await watch.wait('26 blank')
    for (let edit = 0; edit < saves; edit++) {
      bare.push(run(['-e', '0'], folder))
      await sleep(PAUSE)
      const begun = performance.now()
      writeFileSync(file, edited(text, edit))
      await watch.wait(`edit ${edit} of many`)
      mine.push(performance.now() - begun)
    }
    watch.press('q')
    await watch.ended
    return timesOf(mine, bare)
  })

/** The whole process of `ninja check`, the file edited before each run. */
export const checkTimes = (runs = 50): Promise<Times> =>
  inWorkspace(async (folder, file) => {
    const text = wholeText('07')
    const mine: number[] = []
    const bare: number[] = []
    for (let edit = -2; edit < runs; edit++) {
      writeFileSync(file, edited(text, Math.abs(edit)))
      const times = [run(['-e', '0'], folder), run([program, 'check', '07'], folder)]
      if (edit < 0) continue // the first runs leave compiled code behind
      bare.push(times[0])
      mine.push(times[1])
    }
    return timesOf(mine, bare)
  })
