/** `ninja init`: a folder to work in. Whatever stands there already stays as it is. */
import { lstatSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Exercise } from '../../catalogue/catalogue.ts'
import { NinjaError } from '../../errors.ts'
import { makeFolder } from '../../progress/atomic.ts'
import { keepPristine } from '../../progress/pristine.ts'
import { ifThere, onDisk } from '../../progress/refusal.ts'
import { type InitView, renderInit } from '../../terminal/init.ts'
import { type CommandResult, type Context, type Options, outcome } from '../command.ts'
import { shown, writeFile } from '../files.ts'
import { isInPackage, linkPackage } from '../links.ts'
import { type Added, withPack, writePacks } from '../packs.ts'
import { type StarterFile, starterFiles } from '../starter.ts'
import { allExercises, commandName, fromStart, packageRoot } from '../workspace.ts'

export function run(
  { cwd, ninja }: Context,
  [written = '.']: readonly string[],
  options: Options,
): CommandResult {
  const root = resolve(cwd, written)
  demandFolder(root, ninja)
  const { exercises, added, list } = exercisesFor(root, cwd, options.pack)
  makeFolder(root)
  const inPackage = isInPackage(root)
  const placed = starterFiles(exercises, list === null && inPackage).map(file => ({
    path: file.path,
    how: place(root, file),
  }))
  if (list !== null) writePacks(root, list)
  const warning = inPackage ? null : linkPackage(root)
  const those = (how: Placed): string[] => placed.filter(file => file.how === how).map(({ path }) => path)
  const text = renderInit({
    folder: shown(cwd, root),
    made: those('made'),
    same: those('same').length,
    kept: those('kept').filter(path => list === null || path !== 'package.json'),
    exercises: exercises.length,
    first: shown(cwd, join(root, 'exercises', `${fromStart(added)[0].id}.ts`)),
    tracks: tracksFrom(added),
    ninja: commandName(root),
    passing: /[\\/]_npx[\\/]/.test(packageRoot) && !inPackage,
  })
  return outcome(text, [warning])
}

/** Empty where one starts with the first of them anyway. */
function tracksFrom(exercises: readonly Exercise[]): InitView['tracks'] {
  if (fromStart(exercises)[0] === exercises[0]) return []
  const names = [...new Set(exercises.map(({ track }) => track))]
  return names.map(name => ({ name, first: exercises.find(({ track }) => track === name)!.id }))
}

const exercisesFor = (root: string, cwd: string, pack: Options[string]): Added =>
  typeof pack === 'string' ? withPack(root, pack, cwd) : unchanged(allExercises(root))

const unchanged = (exercises: readonly Exercise[]): Added => ({ exercises, added: exercises, list: null })

function demandFolder(root: string, ninja: string): void {
  const there = onDisk('read', root, () => statSync(root, { throwIfNoEntry: false }))
  if (there === undefined || there.isDirectory()) return
  throw new NinjaError(
    'workspace',
    `${root} is a file, not a folder`,
    `choose another name: ${ninja} init course`,
  )
}

/** `same`: it was there, and is as it would be written. */
type Placed = 'made' | 'same' | 'kept'

function place(root: string, { path, content }: StarterFile): Placed {
  const file = join(root, path)
  const there = onDisk('read', file, () => ifThere(() => lstatSync(file), null))
  const how =
    there === null
      ? 'made'
      : there.isFile() && readFileSync(file).equals(Buffer.from(content))
        ? 'same'
        : 'kept'
  if (how === 'made') writeFile(file, content)
  if (how !== 'kept') keepPristine(root, path, content)
  return how
}
