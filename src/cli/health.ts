/** A workspace looked over: each part of it that can be broken, and the way out. Nothing is changed. */
import { existsSync, readFileSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Exercise } from '../catalogue/catalogue.ts'
import { partReader, readSolution } from '../catalogue/catalogue.ts'
import { notesOn, readingFrom } from '../checker/check.ts'
import { END } from '../dataset/names.ts'
import { NinjaError } from '../errors.ts'
import { readNames } from '../learner/files.ts'
import { discard, makeFolder, writeAtomically } from '../progress/atomic.ts'
import { isPassed, type ParsedProgress } from '../progress/progress.ts'
import { parseFile } from '../progress/store.ts'
import { codeCellsOf } from '../python/cells.ts'
import type { HealthItem } from '../terminal/doctor.ts'
import { isNotebook } from './notebook-file.ts'
import { readOwn } from './reading.ts'
import { blankNames } from './ready.ts'
import { planUpdate } from './update/plan.ts'
import {
  allExercises,
  fileOf,
  hasOwnBin,
  isInPackage,
  packageRoot,
  packageVersion,
  type Workspace,
} from './workspace.ts'

/** `ninja`: how this program is called there. `data`: the list of names that is used. */
export function judgeWorkspace(workspace: Workspace, ninja: string, data: string): HealthItem[] {
  const all = allExercises(workspace.root)
  return [
    { state: 'good', what: 'workspace', found: workspace.root },
    ...(isInPackage(workspace.root) ? [] : [judgeCall(workspace.root)]),
    judgeTypes(workspace.root),
    ...judgeVersion(workspace, ninja),
    ...judgeExercises(workspace, all, ninja),
    judge('.ninja', () => probe(join(workspace.root, '.ninja'))),
    judge('progress', () => judgeProgress(parseFile(join(workspace.root, '.ninja', 'progress.json')), all)),
    judge('names', () => {
      const { text, vocabulary } = readNames(data)
      return `${(text.split(END).length - 1).toLocaleString('en')} names of ${vocabulary.length - 1} letters in ${data}`
    }),
  ]
}

/** Good if `look` gives what it found, bad with the reason if it throws one. */
function judge(what: string, look: () => string | HealthItem): HealthItem {
  try {
    const found = look()
    return typeof found === 'string' ? { state: 'good', what, found } : found
  } catch (error) {
    if (!(error instanceof NinjaError)) throw error
    return { state: 'bad', what, found: error.message, wayOut: error.advice }
  }
}

const LINK_AGAIN = 'npx backprop-ninja init . makes the links again and overwrites nothing'

function judgeCall(root: string): HealthItem {
  const what = 'npx ninja'
  if (hasOwnBin(root)) return { state: 'good', what, found: 'starts this program' }
  const other = existsSync(join(root, 'node_modules', '.bin', 'ninja'))
  return other
    ? { state: 'bad', what, found: 'starts another program', wayOut: 'write npx backprop-ninja instead' }
    : { state: 'bad', what, found: 'would start an unrelated program with the same name', wayOut: LINK_AGAIN }
}

/** The types that an editor shows come from node_modules, while a check always uses this program's own. */
function judgeTypes(root: string): HealthItem {
  const what = 'types'
  const installed = isInPackage(root) ? packageRoot : join(root, 'node_modules', 'backprop-ninja')
  const version = versionOf(installed)
  if (version === null)
    return { state: 'bad', what, found: "your editor can't find backprop-ninja here", wayOut: LINK_AGAIN }
  if (version !== packageVersion()) {
    const found = `your editor uses those of ${version}; this is ${packageVersion()}`
    return { state: 'bad', what, found, wayOut: `npm install --save-dev backprop-ninja@${packageVersion()}` }
  }
  return existsSync(join(installed, 'dist', 'types', 'index.d.ts'))
    ? { state: 'good', what, found: `your editor uses those of ${version}` }
    : { state: 'bad', what, found: "they haven't been built", wayOut: `npm run build in ${packageRoot}` }
}

function versionOf(installed: string): string | null {
  try {
    return String(JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')).version)
  } catch {
    return null
  }
}

/** Whether an update has something to do: said only then. */
function judgeVersion(workspace: Workspace, ninja: string): HealthItem[] {
  const what = 'version'
  const item = judge(what, () => {
    const kinds = planUpdate(workspace, null, null).files.map(file => file.what.kind)
    const earlier = kinds.filter(kind => ['changed', 'conflict', 'stuck'].includes(kind)).length
    const added = kinds.filter(kind => kind === 'new').length
    if (earlier + added === 0) return ''
    const parts = [
      earlier > 0 && (earlier === 1 ? 'one file is older than it' : `${earlier} files are older than it`),
      added > 0 && (added === 1 ? 'one file is new' : `${added} files are new`),
    ].filter(part => typeof part === 'string')
    const found = `this is ${packageVersion()}: ${parts.join(', and ')}`
    return { state: 'nothing', what, found, wayOut: `${ninja} update` }
  })
  return item.found === '' ? [] : [item]
}

function judgeExercises(workspace: Workspace, all: readonly Exercise[], ninja: string): HealthItem[] {
  const findings = all.map(exercise => judgeExercise(workspace, exercise, ninja))
  const odd = findings.filter(({ state }) => state !== 'good')
  const fine = all.length - odd.length
  const whole: HealthItem = {
    state: 'good',
    what: 'exercises',
    found: `${fine} of ${all.length} are fine`,
  }
  return [...(fine > 0 ? [whole] : []), ...odd]
}

function judgeExercise(workspace: Workspace, exercise: Exercise, ninja: string): HealthItem {
  const what = `exercise ${exercise.id}`
  const reset = `${ninja} reset ${exercise.id}`
  return judge(what, () => {
    const file = fileOf(workspace, exercise)
    if (!existsSync(file)) return { state: 'bad', what, found: `${file} is missing`, wayOut: reset }
    const text = readOwn(workspace, exercise, { ninja })
    if (isNotebook(file)) return codeCellsOf(text, file).length > 0 ? 'fine' : noCells(file, what, reset)
    const reading = readingFrom(text, blankNames(exercise))
    const changes = notesOn(reading, readSolution(exercise), partReader(exercise))
    if (changes.length === 0) return 'fine'
    const many = changes.length === 1 ? 'one part' : `${changes.length} parts`
    const found = `outside the blanks, it differs from version ${packageVersion()} in ${many}: it was changed, or comes from another version`
    return { state: 'nothing', what, found, wayOut: `${reset} (your version is saved first)` }
  })
}

const noCells = (file: string, what: string, reset: string): HealthItem => ({
  ...{ state: 'bad', what, found: `${file} has no code in it` },
  wayOut: `${reset} (your version is saved first)`,
})

/** Writes where progress and attempts go, and removes it again. */
function probe(folder: string): string {
  const wasThere = existsSync(folder)
  makeFolder(folder)
  const file = join(folder, 'doctor.tmp')
  writeAtomically(file, 'may be deleted\n')
  discard(file)
  if (!wasThere) removeEmpty(folder)
  return 'progress and attempts can be written'
}

/** Another run may have put something into it in the meantime: then it stays. */
function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {}
}

function judgeProgress(parsed: ParsedProgress, all: readonly Exercise[]): string | HealthItem {
  const what = 'progress'
  if (parsed.kind === 'understood') {
    const passed = all.filter(({ id }) => isPassed(parsed.progress, id)).length
    return `${passed} of ${all.length} passed`
  }
  return parsed.kind === 'newer'
    ? {
        state: 'bad',
        what,
        found: 'it was written by a newer backprop-ninja',
        wayOut: 'npm install backprop-ninja@latest',
      }
    : {
        state: 'bad',
        what,
        found: `.ninja/progress.json is damaged: ${parsed.reason}`,
        wayOut: 'nothing: the next command saves it under another name and starts over',
      }
}
