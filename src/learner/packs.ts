/** Packs on disk: what is in their folders, which of them a workspace has, and where they are. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { fieldIn, OWN, type Pack, type PackFiles, packFrom, unnamedPack } from '../catalogue/pack.ts'
import { NinjaError } from '../errors.ts'

export const filesIn = (root: string): PackFiles => ({
  read: path => ifThere(() => readFileSync(join(root, path), 'utf8')),
  list: folder =>
    ifThere(() =>
      readdirSync(join(root, folder), { withFileTypes: true }).map(entry =>
        entry.isDirectory() ? `${entry.name}/` : entry.name,
      ),
    ),
  path: path => join(root, path),
})

function ifThere<T>(look: () => T): T | null {
  try {
    return look()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw error
  }
}

/** The package.json of a folder; null where there is none. Throws for one that cannot be read. */
function manifestOf(root: string): unknown {
  const file = join(root, 'package.json')
  if (!existsSync(file)) return null
  try {
    return JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new NinjaError(
      'pack',
      `cannot read ${file}: ${(error as Error).message}`,
      'fix it: it must be JSON',
    )
  }
}

/** The `ninja` field of a folder's package.json: null where there is none. Throws for one that cannot be read. */
export const fieldOf = (root: string): Readonly<Record<string, unknown>> | null => fieldIn(manifestOf(root))

/** Whether exercises are written in this folder. */
export const isPack = (root: string): boolean =>
  existsSync(join(root, 'solutions')) && fieldOf(root)?.format !== undefined

/** A folder as a pack. Throws what its package.json lacks. */
export const readPack = (root: string): Pack => packFrom(manifestOf(root), root, filesIn(root))

/** The same, of a folder that may not be one yet. */
export const packIn = (root: string): Pack =>
  fieldOf(root) === null ? unnamedPack(root, filesIn(root)) : readPack(root)

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
