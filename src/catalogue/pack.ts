/** Packs: folders of exercises with a package.json that says so. The built-in exercises are one. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { NinjaError } from '../errors.ts'

export interface Pack {
  /** Of its package.json, else of its folder. */
  readonly name: string
  readonly root: string
  /** Tracks in the order of the list; others come after them, by name. */
  readonly tracks: readonly string[]
  /** The track that a new learner begins with; null: the first. */
  readonly start: string | null
}

/** Of the `ninja` field that this program understands. */
export const FORMAT = 1

/** The built-in pack's name, always this program's own. */
export const OWN = 'backprop-ninja'

/** The `ninja` field of a folder's package.json: null where there is none. Throws for one that cannot be read. */
export function fieldOf(root: string): Readonly<Record<string, unknown>> | null {
  const file = join(root, 'package.json')
  if (!existsSync(file)) return null
  let read: unknown
  try {
    read = JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new NinjaError('pack', `cannot read ${file}: ${(error as Error).message}`, 'mend it: it is JSON')
  }
  const field = isRecord(read) ? read.ninja : undefined
  return isRecord(field) ? field : null
}

/** Whether exercises are written in this folder. */
export const isPack = (root: string): boolean =>
  existsSync(join(root, 'solutions')) && fieldOf(root)?.format !== undefined

/** A folder as a pack. Throws what its package.json lacks. */
export function readPack(root: string): Pack {
  const field = fieldOf(root)
  if (field?.format === undefined) {
    throw new NinjaError(
      'pack',
      `${root} is not a pack: its package.json has no "ninja" field with a format`,
      `add one: "ninja": { "format": ${FORMAT}, "tracks": [] }`,
    )
  }
  if (field.format !== FORMAT) {
    const newer = typeof field.format === 'number' && field.format > FORMAT
    throw new NinjaError(
      'pack',
      `the pack in ${root} has the format ${JSON.stringify(field.format)}; this program reads format ${FORMAT}`,
      newer ? `npm install ${OWN}@latest reads newer ones` : `write "format": ${FORMAT}`,
    )
  }
  const { tracks = [], start = null } = field
  if (!Array.isArray(tracks) || !tracks.every(track => typeof track === 'string')) {
    throw new NinjaError('pack', `the pack in ${root} has "tracks" that are no list of names`)
  }
  if (start !== null && typeof start !== 'string') {
    throw new NinjaError('pack', `the pack in ${root} has a "start" that is not the name of a track`)
  }
  return { name: nameOf(root), root, tracks, start }
}

/** A folder of exercises that is not a pack yet: nothing is known of its order. */
export const unnamedPack = (root: string): Pack => ({ name: root, root, tracks: [], start: null })

function nameOf(root: string): string {
  const { name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8').replace(/^\uFEFF/, ''))
  return typeof name === 'string' ? name : root
}

/** The packs that a workspace lists, else the one that it is itself, else the program's own. */
export function packsOf(workspace: string | null, own: string): Pack[] {
  const listed = workspace === null ? null : fieldOf(workspace)?.packs
  if (workspace !== null && Array.isArray(listed) && listed.length > 0) {
    return listed.map(written => listedPack(String(written), workspace, own))
  }
  return [readPack(workspace !== null && isPack(workspace) ? workspace : own)]
}

/** One that is gone keeps nobody in the dark about where it is listed. */
function listedPack(written: string, workspace: string, own: string): Pack {
  try {
    return readPack(locatePack(written, workspace, own))
  } catch (error) {
    if (!(error instanceof NinjaError) || error.code !== 'pack') throw error
    const list = `"packs" in ${join(workspace, 'package.json')}`
    const advice = error.advice === undefined ? '' : `${error.advice}; `
    throw new NinjaError('pack', error.message, `${advice}or take ${JSON.stringify(written)} out of ${list}`)
  }
}

/** The folder of a pack: `./lin` and `/packs/lin` are folders, `lin` is a package installed here or above, or a folder. */
export function locatePack(written: string, from: string, own: string): string {
  if (written === OWN) return own
  const folder = resolve(from, written)
  if (written.startsWith('.') || isAbsolute(written)) {
    if (existsSync(folder)) return folder
    throw new NinjaError('pack', `there is no pack in ${folder}`, 'write the folder where it is now')
  }
  const installed = packageFolder(written, from)
  if (installed !== null) return installed
  if (existsSync(join(folder, 'package.json'))) return folder
  throw new NinjaError(
    'pack',
    `there is no pack "${written}": neither a package that is installed here nor a folder`,
    `npm install ${written}, or write the folder as ./${written}`,
  )
}

function packageFolder(name: string, from: string): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = join(folder, 'node_modules', name)
    if (existsSync(join(found, 'package.json'))) return found
    if (folder === dirname(folder)) return null
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
