/** `ninja init`: a folder to work in. Whatever stands there already stays as it is. */
import { existsSync, lstatSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Exercise } from '../../catalogue/catalogue.ts'
import { NinjaError } from '../../errors.ts'
import { makeFolder } from '../../progress/atomic.ts'
import { keepPristine } from '../../progress/pristine.ts'
import { emptyProgress, setCurrent } from '../../progress/progress.ts'
import { ifThere, onDisk } from '../../progress/refusal.ts'
import { openStore, type ProgressStore, type ReadProgress } from '../../progress/store.ts'
import { renderMade, renderOnward } from '../../terminal/init.ts'
import { type CommandResult, type Context, type Options, outcome } from '../command.ts'
import { shown, writeFile } from '../files.ts'
import { isInPackage, linkPackage } from '../links.ts'
import { type Added, withPack, writePacks } from '../packs.ts'
import { askStart, isNew, roadOf, STOPPED, startsOf } from '../start.ts'
import { type StarterFile, starterFiles } from '../starter.ts'
import { exerciseMeant } from '../target-exercise.ts'
import { allExercises, commandName, currentExercise, fromStart, packageRoot } from '../workspace.ts'

export async function run(
  context: Context,
  [written = '.']: readonly string[],
  options: Options,
): Promise<CommandResult> {
  const { cwd, width } = context
  const root = resolve(cwd, written)
  demandFolder(root, context.ninja)
  const { exercises, added, list } = exercisesFor(root, cwd, options.pack)
  const store = openStore(root)
  const { progress, warning } = readIn(root, store)
  const said =
    typeof options.start === 'string' ? exerciseMeant(null, exercises, options.start, progress) : null
  makeFolder(root)
  const inPackage = isInPackage(root)
  const placed = starterFiles(exercises, list === null && inPackage).map(file => ({
    path: file.path,
    how: place(root, file),
  }))
  if (list !== null) writePacks(root, list)
  const unlinked = inPackage ? null : linkPackage(root)
  const those = (how: Placed): string[] => placed.filter(file => file.how === how).map(({ path }) => path)
  const folder = shown(cwd, root)
  const made = renderMade({
    folder,
    made: those('made'),
    same: those('same').length,
    kept: those('kept').filter(path => list === null || path !== 'package.json'),
    exercises: exercises.length,
  })
  const asked = said === null ? await askStart(added, progress, width, `${made}\n\n`) : null
  const chosen = asked === 'stopped' ? null : (said ?? asked)
  const saved = chosen === null ? null : store.update(now => setCurrent(now, chosen.id)).warning
  const isBegun = chosen === null && options.pack === undefined && !isNew(progress)
  const first = chosen ?? (isBegun ? currentExercise(exercises, progress) : fromStart(added)[0])
  const onward = renderOnward({
    folder,
    ninja: commandName(root),
    passing: /[\\/]_npx[\\/]/.test(packageRoot) && !inPackage,
    file: shown(cwd, join(root, 'exercises', `${first.id}.ts`)),
    isBegun,
    starts: chosen === null && !isBegun ? startsOf(added) : [],
    road: roadOf(added),
    width,
  })
  const text = asked === null ? `${made}\n\n${onward}` : `\n${onward}`
  return outcome(text, [warning, unlinked, saved], asked === 'stopped' ? STOPPED : 0)
}

/** The progress of a folder that may not be there yet. */
const readIn = (root: string, store: ProgressStore): ReadProgress =>
  existsSync(root) ? store.read() : { progress: emptyProgress(), warning: null }

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
