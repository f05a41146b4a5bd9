/** `ninja init`: a folder to work in. Whatever stands there already stays as it is. */
import { existsSync, lstatSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Exercise } from '../../catalogue/catalogue.ts'
import { NinjaError } from '../../errors.ts'
import { makeFolder } from '../../progress/atomic.ts'
import { keepPristine } from '../../progress/pristine.ts'
import { chooseStart, emptyProgress } from '../../progress/progress.ts'
import { ifThere, onDisk } from '../../progress/refusal.ts'
import { openStore, type ProgressStore, type ReadProgress } from '../../progress/store.ts'
import { renderMade, renderOnward } from '../../terminal/init.ts'
import { type CommandResult, type Context, type Options, outcome } from '../command.ts'
import { shown, writeFile } from '../files.ts'
import { linkPackage } from '../links.ts'
import { isNotebook } from '../notebook-file.ts'
import { type Added, type WorkspaceField, withPack, writeField } from '../packs.ts'
import { askStart, isNew, roadOf, STOPPED, startable, startsOf } from '../start.ts'
import { type StarterFile, starterFiles } from '../starter.ts'
import { exerciseMeant } from '../target-exercise.ts'
import {
  allExercises,
  commandName,
  currentExercise,
  fileOf,
  fromStart,
  hasNotebook,
  isInPackage,
  isPythonFolder,
  packageRoot,
  pathIn,
} from '../workspace.ts'

export async function run(
  context: Context,
  [written = '.']: readonly string[],
  options: Options,
): Promise<CommandResult> {
  const { cwd, width } = context
  const root = resolve(cwd, written)
  demandFolder(root, context.ninja)
  const isPython = options.python === true || isPythonFolder(root)
  if (options.python === true && root === packageRoot) throw inClone(context.ninja)
  const { exercises, added, list } = exercisesFor(root, cwd, options.pack)
  const likely = startable({ isPython }, added)
  const store = openStore(root)
  const { progress, warning } = readIn(root, store)
  const said =
    typeof options.start === 'string' ? exerciseMeant(null, exercises, options.start, progress) : null
  makeFolder(root)
  const inPackage = isInPackage(root)
  const field: WorkspaceField = {
    ...(list === null ? {} : { packs: list }),
    ...(isPython && !isPythonFolder(root) ? { python: true } : {}),
  }
  const isSet = Object.keys(field).length > 0
  const starter = starterFiles(exercises, { inPackage: inPackage && !isSet, isPython })
  const placed = starter.map(file => ({ path: file.path, how: place(root, file) }))
  if (isSet) writeField(root, field)
  const unlinked = isInPackage(root) ? null : linkPackage(root) // a package.json may have come just now
  const those = (how: Placed): string[] => placed.filter(file => file.how === how).map(({ path }) => path)
  const folder = shown(cwd, root)
  const made = renderMade({
    folder,
    made: those('made'),
    same: those('same').length,
    kept: those('kept').filter(path => !isSet || path !== 'package.json'),
    exercises: exercises.length,
    notebooks: isPython ? exercises.filter(hasNotebook).length : 0,
    width,
  })
  const asked = said === null ? await askStart(likely, progress, width, `${made}\n\n`) : null
  const chosen = asked === 'stopped' ? null : (said ?? asked)
  const saved = chosen === null ? null : store.update(now => chooseStart(now, chosen.id)).warning
  const isBegun = chosen === null && options.pack === undefined && !isNew(progress)
  const first = chosen ?? (isBegun ? currentExercise(exercises, progress) : fromStart(likely)[0])
  const onward = renderOnward({
    folder,
    ninja: commandName(root),
    passing: /[\\/]_npx[\\/]/.test(packageRoot) && !inPackage,
    file: shown(cwd, fileOf({ root, isPython }, first)),
    isNotebook: isNotebook(pathIn({ isPython }, first)),
    scripts: isPython ? scriptsIn(exercises) : [],
    isBegun,
    starts: chosen === null && !isBegun ? startsOf(likely) : [],
    road: roadOf(likely),
    width,
  })
  const text = asked === null ? `${made}\n\n${onward}` : `\n${onward}`
  return outcome(text, [warning, unlinked, saved], asked === 'stopped' ? STOPPED : 0)
}

/** The exercises that are no notebooks: tracks, and single ones of the others. */
function scriptsIn(exercises: readonly Exercise[]): string[] {
  const tracks = [...new Set(exercises.map(({ track }) => track))]
  return tracks.flatMap(track => {
    const own = exercises.filter(one => one.track === track)
    const scripts = own.filter(one => !hasNotebook(one))
    return scripts.length === own.length ? [track] : scripts.map(one => shortId(one))
  })
}

/** `makemore/10` */
const shortId = ({ track, number }: Exercise): string => `${track}/${String(number).padStart(2, '0')}`

const inClone = (ninja: string): NinjaError =>
  new NinjaError(
    'usage',
    'this is the clone itself, and its exercises are TypeScript',
    `make a folder for notebooks beside it: ${ninja} init ../course --python`,
  )

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
