/** What training keeps in the workspace: a folder for the learner's runs, and one for those with autograd. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Names } from '../../dataset/names.ts'
import { NinjaError } from '../../errors.ts'
import { type Checkpoint, parseCheckpoint, type Way } from '../../training/checkpoint.ts'
import { readIfThere } from '../files.ts'
import type { Workspace } from '../workspace.ts'

export interface TrainingFiles {
  readonly checkpoint: string
  readonly curve: string
  readonly dlogits: string
}

export function trainingFiles({ root }: Workspace, way: Way): TrainingFiles {
  const folder = join(root, '.ninja', way === 'by hand' ? 'train' : 'train-autograd')
  return {
    checkpoint: join(folder, 'checkpoint.json'),
    curve: join(folder, 'loss.svg'),
    dlogits: join(folder, 'dlogits.svg'),
  }
}

/** Null where there is none. Throws what is wrong with it. */
export function readCheckpoint(path: string): Checkpoint | null {
  const bytes = readIfThere(path)
  return bytes === null ? null : parseCheckpoint(bytes.toString('utf8'), path)
}

/** Tells one list of names from another, whatever its file is called. */
export const hashOf = ({ text }: Names): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 16)

/** Throws unless this is the list that the run was begun with. */
export function demandSame(names: Names, path: string, { data }: Checkpoint): void {
  if (hashOf(names) === data.hash) return
  throw new NinjaError(
    'data',
    `${path} is not the list of names that this run was begun with`,
    'give that one with --data, or train anew, without --resume',
  )
}
