/** The tasks of a session as exercises: a pack of its own in `.ninja/drill/`, and the learner's files in `exercises/drill/`. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Exercise, exerciseIds, findExercises } from '../../catalogue/catalogue.ts'
import { FORMAT } from '../../catalogue/pack.ts'
import { madeFrom } from '../../drill/kinds.ts'
import { filesIn, readPack } from '../../learner/packs.ts'
import type { DrillSession } from '../../practice/practice.ts'
import { DRILL } from '../../practice/task-names.ts'
import { discard } from '../../progress/atomic.ts'
import { keepAttempt } from '../../progress/attempts.ts'
import { dropChecked } from '../../progress/checked.ts'
import { forget } from '../../progress/progress.ts'
import { ifThere } from '../../progress/refusal.ts'
import { isSomething, keptAs, readIfThere, writeFile } from '../files.ts'
import { freshFile } from '../fresh-file.ts'
import { fileOf, type Workspace } from '../workspace.ts'

const packRoot = (root: string): string => join(root, '.ninja', DRILL)

/** `py`: what makes its inputs in Python. */
const solutionOf = (root: string, id: string, ending: string): string =>
  join(packRoot(root), 'solutions', `${id}.${ending}`)

/** Those that are there; none between two sessions. */
export function taskExercises(root: string): Exercise[] {
  const folder = packRoot(root)
  if (!existsSync(join(folder, 'package.json'))) return []
  return (exerciseIds(filesIn(folder), 'solutions') ?? []).length === 0
    ? []
    : findExercises([readPack(folder)])
}

/** Writes what isn't there of a session's files. False: one of its tasks can no longer be made. */
export function writeTasks(workspace: Workspace, { tasks }: DrillSession): boolean {
  const { root } = workspace
  for (const task of tasks) {
    const path = solutionOf(root, task.id, 'ts')
    if (existsSync(path)) continue
    const made = madeFrom(task)
    if (made === null) return false
    writeFile(solutionOf(root, task.id, 'py'), made.python)
    writeFile(path, made.source)
  }
  writeFile(join(packRoot(root), 'package.json'), MANIFEST)
  for (const exercise of taskExercises(root)) {
    const path = fileOf(workspace, exercise)
    if (!existsSync(path)) writeFile(path, freshFile(workspace, exercise).content)
  }
  return true
}

const MANIFEST = `${JSON.stringify({ name: DRILL, private: true, ninja: { format: FORMAT, tracks: [DRILL] } }, null, 2)}\n`

/** Removes the files of all tasks. What the learner wrote into them is kept as any attempt is. */
export function clearTasks(workspace: Workspace): void {
  const { root, store } = workspace
  const tasks = taskExercises(root)
  for (const exercise of tasks) {
    const path = fileOf(workspace, exercise)
    const bytes = readIfThere(path)
    const kept = keptAs(exercise.id, path)
    if (isSomething(bytes) && !bytes.equals(Buffer.from(freshFile(workspace, exercise).content)))
      keepAttempt(root, kept, bytes, new Date(), statSync(path).mtime)
    if (bytes !== null) discard(path)
    dropChecked(root, kept)
    for (const ending of ['ts', 'py']) discard(solutionOf(root, exercise.id, ending))
  }
  keepUnknown(root)
  const ids = tasks.map(({ id }) => id)
  if (ids.length > 0) store.update(progress => forget(progress, ids))
}

/** The files of tasks whose solutions are gone: nobody can tell what of them is the learner's. */
function keepUnknown(root: string): void {
  const folder = join(root, 'exercises', DRILL)
  for (const name of ifThere(() => readdirSync(folder), [])) {
    const [, id] = /^(\d+_session_\d+)\.(?:ts|ipynb)$/.exec(name) ?? []
    if (id === undefined) continue
    const path = join(folder, name)
    keepAttempt(root, keptAs(`${DRILL}/${id}`, path), readFileSync(path), new Date(), statSync(path).mtime)
    discard(path)
  }
}
