/** The progress file of a workspace: read, changed by several runs at once, and never lost. */
import { isUtf8 } from 'node:buffer'
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { NinjaError } from '../errors.ts'
import { makeFolder, writeAtomically } from './atomic.ts'
import { withLock } from './lock.ts'
import {
  emptyProgress,
  type ParsedProgress,
  type Progress,
  parseProgress,
  printProgress,
} from './progress.ts'
import { ifThere, onDisk } from './refusal.ts'
import { stampOf } from './stamp.ts'

export interface ReadProgress {
  readonly progress: Progress
  /** One sentence that the learner must see: a damaged file was found. */
  readonly warning: string | null
}

export interface ProgressStore {
  /**
   * The progress as it is. A damaged file is moved aside, or only warned about where the disk doesn't allow that.
   * @throws NinjaError 'workspace' if the file can't be read, or was written by a newer program.
   */
  read(): ReadProgress
  /**
   * Changes the progress, and gives the new one; nothing is written if that says the same as the old. Other runs wait
   * meanwhile, so `change` should be quick, and must not use the store.
   * @throws NinjaError 'workspace' as `read` does, and if the disk refuses or another run doesn't let go; the file is
   * then as it was.
   */
  update(change: (progress: Progress) => Progress): ReadProgress
}

/** Opens `<workspace>/.ninja/progress.json`. Touches no file yet. */
export function openStore(workspace: string): ProgressStore {
  const folder = join(workspace, '.ninja')
  const file = join(folder, 'progress.json')

  const update = (change: (progress: Progress) => Progress): ReadProgress => {
    makeFolder(folder)
    return withLock(join(folder, 'progress.lock'), () => {
      const { progress: before, damage } = load(file)
      const progress = change(before)
      const text = printProgress(progress)
      const aside = damage === null ? null : setAside(folder, file)
      try {
        if (text !== printProgress(before)) writeAtomically(file, text)
      } catch (error) {
        if (aside !== null) renameSync(aside, file) // so that the next run finds it, and can say so
        throw error
      }
      const warning =
        aside && `${file} is damaged (${damage}), so it was saved as ${aside} and progress starts over.`
      return { progress, warning }
    })
  }

  const read = (): ReadProgress => {
    const { progress, damage } = load(file)
    if (damage === null) return { progress, warning: null }
    try {
      return update(unchanged => unchanged) // looks again while others wait: they may have moved it already
    } catch (error) {
      if (!(error instanceof NinjaError)) throw error
      return {
        progress,
        warning: `${file} is damaged (${damage}) and stays where it is: ${error.message}.`,
      }
    }
  }

  return { read, update }
}

function load(file: string): { progress: Progress; damage: string | null } {
  const parsed = parseFile(file)
  switch (parsed.kind) {
    case 'understood':
      return { progress: parsed.progress, damage: null }
    case 'damaged':
      return { progress: emptyProgress(), damage: parsed.reason }
    case 'newer':
      throw new NinjaError(
        'workspace',
        `${file} was written by a newer backprop-ninja: it has version ${parsed.version}`,
        'Update backprop-ninja (npm install backprop-ninja@latest), then run the command again.',
      )
  }
}

/** What a progress file holds, the file left where it is. @throws NinjaError 'workspace' if it can't be read. */
export function parseFile(file: string): ParsedProgress {
  const bytes = onDisk('read', file, () => ifThere<Buffer | null>(() => readFileSync(file), null))
  if (bytes === null) return { kind: 'understood', progress: emptyProgress() }
  // Decoding would replace bad bytes silently.
  return isUtf8(bytes) ? parseProgress(bytes.toString()) : { kind: 'damaged', reason: 'it is not UTF-8 text' }
}

/** Moves a damaged file to a name that is free, and gives that. Only for whoever has the lock. */
function setAside(folder: string, file: string): string {
  const stamp = stampOf(new Date())
  let aside = join(folder, `progress.corrupt-${stamp}.json`)
  for (let n = 2; existsSync(aside); n++) aside = join(folder, `progress.corrupt-${stamp}-${n}.json`)
  onDisk('move', file, () => renameSync(file, aside))
  return aside
}
