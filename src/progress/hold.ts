/** A folder that one process works in for a long time: another one is told so, instead of writing among its lines. */
import { readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { NinjaError } from '../errors.ts'
import { discard } from './atomic.ts'
import { isAlive, sleep } from './processes.ts'
import { ifThere, onDisk } from './refusal.ts'

const HELD = '.ninja-running'

/** Milliseconds between two signs of life, and after which somebody who gave none holds nothing. */
const SIGN = 1000
const SILENT = 10_000

/**
 * Gives what lets go of it. Who was killed holds nothing, and nor does a process of another machine: there is no telling
 * whether that goes on.
 * @throws NinjaError 'usage' where another process of this machine holds it.
 */
export function holdFolder(folder: string): () => void {
  const path = join(folder, HELD)
  const [pid, host] = ifThere(() => readFileSync(path, 'utf8'), '').split(' ')
  if (host === hostname() && Number(pid) !== process.pid && isHolding(Number(pid), path))
    throw new NinjaError(
      'usage',
      `another ninja (process ${pid}) is writing to ${folder}`,
      'wait until it has ended, or name another folder',
    )
  onDisk('write', path, () => writeFileSync(path, `${process.pid} ${hostname()}`))
  const timer = setInterval(() => giveSign(path), SIGN)
  timer.unref()
  return () => {
    clearInterval(timer)
    discard(path)
  }
}

function giveSign(path: string): void {
  try {
    utimesSync(path, new Date(), new Date())
  } catch {}
}

/** A number may have passed to another process, above all in a container: only one that gives signs holds something. */
function isHolding(pid: number, path: string): boolean {
  const signAt = (): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
  const first = signAt()
  while (isAlive(pid) && Date.now() - first < SILENT) {
    if (signAt() !== first) return signAt() !== 0
    sleep(SIGN / 10)
  }
  return false
}
