/** Which packs a workspace has, as its package.json says. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { type Exercise, findExercises } from '../catalogue/catalogue.ts'
import { FORMAT, OWN } from '../catalogue/pack.ts'
import { NinjaError } from '../errors.ts'
import { fieldOf, isPack, locatePack, packIn, packsOf, readPack } from '../learner/packs.ts'
import { readIfThere, writeFile } from './files.ts'
import { isAtLeast } from './machine.ts'
import { packageRoot, solutionsAround } from './workspace.ts'

export interface Added {
  readonly exercises: readonly Exercise[]
  /** Those of the pack. */
  readonly added: readonly Exercise[]
  /** What is to be written into package.json, null where it is there already. */
  readonly list: readonly string[] | null
}

/**
 * A workspace with one more pack: beside those that it has, or alone where it is only made now. A folder is written
 * down as seen from the workspace.
 */
export function withPack(root: string, written: string, cwd: string): Added {
  demandNoFile(resolve(cwd, written))
  const name = nameFor(root, written, cwd)
  const pack = readPack(locatePack(name, root, packageRoot))
  const before = existsSync(join(root, 'exercises')) ? packsOf(root, packageRoot) : []
  const there = before.some(one => one.root === pack.root)
  const exercises = findExercises(there ? before : [...before, pack])
  return {
    exercises,
    added: findExercises([pack]),
    list: there ? null : [...listed(root, before.length > 0), name],
  }
}

function demandNoFile(path: string): void {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return
  throw new NinjaError(
    'pack',
    `${path} is a file; a pack is a folder or an installed package`,
    path.endsWith('.tgz') ? `npm install ${path}, then --pack and the name of the package` : undefined,
  )
}

function nameFor(root: string, written: string, cwd: string): string {
  const folder = resolve(cwd, written)
  const isFolder = /^[.~]|^[A-Za-z]:[\\/]|^[\\/]/.test(written) || existsSync(join(folder, 'package.json'))
  if (!isFolder || written === OWN) return written
  const path = relative(root, folder).split(sep).join('/')
  return path.startsWith('.') || folder === path ? path : `./${path}`
}

function listed(root: string, begun: boolean): string[] {
  const packs = fieldOf(root)?.packs
  if (Array.isArray(packs)) return packs.map(String)
  if (!begun) return []
  return [isPack(root) ? '.' : OWN]
}

/** What `init` decides, as package.json has it. */
export interface WorkspaceField {
  readonly packs?: readonly string[]
  readonly python?: true
}

/** Writes these into package.json, which keeps all else. */
export function writeField(root: string, field: WorkspaceField): void {
  const path = join(root, 'package.json')
  const manifest = readManifest(path)
  const ninja = { ...(fieldOf(root) ?? {}), ...field }
  writeFile(path, `${JSON.stringify({ ...manifest, ninja }, null, 2)}\n`)
}

/** The version that the package.json which `init` wrote asks for, if it is an earlier one; else null. */
export function askedBefore(root: string, version: string): string | null {
  const [, , asked] = ASKED.exec(readIfThere(join(root, 'package.json'))?.toString('utf8') ?? '') ?? []
  return asked === undefined || isAtLeast(asked, version) ? null : asked
}

/** Has it ask for this one. All else in it stays, byte for byte. */
export function askFor(root: string, version: string): void {
  const path = join(root, 'package.json')
  const text = readFileSync(path, 'utf8')
  writeFile(
    path,
    text.replace(ASKED, (_, before: string) => `${before}${version}`),
  )
}

const ASKED = /("backprop-ninja"\s*:\s*"\^)(\d+\.\d+\.\d+)(?=")/

/** Makes a package.json that is there that of a pack with this track, and keeps all else. False: it was that already. */
export function addPackField(root: string, track: string): boolean {
  const field = fieldOf(root)
  if (field?.format !== undefined) return false
  const path = join(root, 'package.json')
  const ninja = { format: FORMAT, tracks: [track], ...field }
  writeFile(path, `${JSON.stringify({ ...readManifest(path), ninja }, null, 2)}\n`)
  return true
}

function readManifest(path: string): object {
  try {
    return JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new NinjaError(
      'workspace',
      `cannot read ${path}: ${(error as Error).message}`,
      'fix it: it must be JSON',
    )
  }
}

/** The exercises of the pack that a folder lies in; null where it lies in none. */
export function packAround(cwd: string): Exercise[] | null {
  const root = solutionsAround(cwd)
  if (root === null) return null
  return findExercises([packIn(root)])
}
