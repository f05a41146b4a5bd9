/** What training keeps in the workspace: a folder for the learner's runs, and one for those with autograd. */
import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Names } from '../../dataset/names.ts'
import { NinjaError } from '../../errors.ts'
import { putAside } from '../../progress/aside.ts'
import { ifThere, onDisk } from '../../progress/refusal.ts'
import { type Checkpoint, parseCheckpoint, type Way } from '../../training/checkpoint.ts'
import type { Options } from '../command.ts'
import { readIfThere } from '../files.ts'
import type { Workspace } from '../workspace.ts'

export interface TrainingFiles {
  readonly folder: string
  readonly checkpoint: string
  readonly curve: string
  /** Of a picture of the recipe's own, by its name. */
  readonly picture: (name: string) => string
}

/** Of the last run; or of the one in a folder of its own. */
export function trainingFiles({ root }: Workspace, way: Way, run: string | null = null): TrainingFiles {
  const folder = run ?? join(root, '.ninja', way === 'by hand' ? 'train' : 'train-autograd')
  return {
    folder,
    checkpoint: join(folder, 'checkpoint.json'),
    curve: join(folder, 'loss.svg'),
    picture: name => join(folder, `${name}.svg`),
  }
}

/** Null where there is none. Throws what is wrong with it. */
export function readCheckpoint(path: string): Checkpoint | null {
  const bytes = readIfThere(path)
  return bytes === null ? null : parseCheckpoint(bytes.toString('utf8'), path)
}

/** A run that another one has taken the place of. */
export interface Replaced {
  /** Where it is now. */
  readonly folder: string
  /** How far it has come; null where that cannot be read. */
  readonly progress: { readonly step: number; readonly of: number; readonly complete: boolean } | null
}

/** Makes room for another run. Null where there was none. Throws where what is there cannot be put aside. */
export function replaceRun({ folder, checkpoint }: TrainingFiles): Replaced | null {
  const progress = progressIn(checkpoint)
  const aside = putAside(folder, [checkpoint, ...picturesIn(folder)])
  return aside === null ? null : { folder: aside, progress }
}

/** Whatever recipe drew them. */
const picturesIn = (folder: string): string[] =>
  onDisk('read', folder, () => ifThere<string[]>(() => readdirSync(folder), []))
    .filter(name => name.endsWith('.svg'))
    .map(name => join(folder, name))

function progressIn(checkpoint: string): Replaced['progress'] {
  try {
    const { snapshot, settings, result } = readCheckpoint(checkpoint)!
    return { step: snapshot.step, of: settings.steps, complete: result !== null }
  } catch {
    return null
  }
}

/** The folder of a run, as it was given; null where none was. */
export const runFrom = ({ run }: Options, cwd: string): string | null =>
  typeof run === 'string' ? resolve(cwd, run) : null

/** Tells one list of names from another, whatever its file is called. */
export const hashOf = ({ text }: Names): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 16)

/** Throws unless this is the list that the run was begun with. */
export function demandSame(names: Names, path: string, { data }: Checkpoint): void {
  if (hashOf(names) === data.hash) return
  throw new NinjaError(
    'data',
    `this run was started with another list of names than ${path}`,
    'name that list with --data, or start a new run, without --resume',
  )
}
