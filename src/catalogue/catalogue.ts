/** Which exercises there are: one solution file each, found by looking at the files of a pack. */
import { NinjaError } from '../errors.ts'
import { titleOf } from '../notebook/solution.ts'
import { nearestStart } from '../suggest.ts'
import type { Pack, PackFiles } from './pack.ts'

export interface Exercise {
  /** `makemore/05_batchnorm`: its track and the name of its file. */
  readonly id: string
  readonly track: string
  /** Its place in the track, from the file name. */
  readonly number: number
  /** What the file of its solution is called in messages and stacks. */
  readonly solution: string
  readonly pack: Pack
}

const FILE = /^(\d+)_\w+\.ts$/

/** All exercises of these packs: pack by pack, track by track in the order of its list, by number. */
export function findExercises(packs: readonly Pack[]): Exercise[] {
  const exercises: Exercise[] = []
  for (const pack of packs) {
    const folder = pack.files.path(SOLUTIONS)
    const ids = exerciseIds(pack.files, SOLUTIONS)
    if (ids === null)
      throw new NinjaError('pack', `there is no folder ${folder}`, 'install backprop-ninja again')
    if (ids.length === 0) throw new NinjaError('pack', `there are no exercises in ${folder}`)
    const own = ids.map(id => exerciseFrom(id, pack))
    for (const { track } of own) {
      const other = exercises.find(one => one.track === track)
      if (other === undefined) continue
      throw new NinjaError(
        'pack',
        `the track "${track}" is in two packs, ${other.pack.name} and ${pack.name}`,
        'rename one of them: progress is kept by track and name',
      )
    }
    const place = (track: string): number => pack.tracks.indexOf(track) >>> 0 // not listed: after all others
    exercises.push(...own.sort((a, b) => place(a.track) - place(b.track)))
  }
  return exercises
}

const SOLUTIONS = 'solutions'

/** What is an exercise by the name of its file, in the folders of a folder, by track, then by number; null: no such folder. */
export function exerciseIds(files: PackFiles, folder: string): string[] | null {
  const entries = files.list(folder)
  if (entries === null) return null
  const tracks = entries.filter(name => name.endsWith('/')).sort()
  return tracks.flatMap(track =>
    (files.list(`${folder}/${track.slice(0, -1)}`) ?? [])
      .filter(file => FILE.test(file))
      .map(file => `${track}${file.replace(/\.ts$/, '')}`)
      .sort((a, b) => numberOf(a) - numberOf(b) || (a < b ? -1 : 1)),
  )
}

/** 5 of `makemore/05_batchnorm`. */
export const numberOf = (id: string): number => Number.parseInt(id.split('/')[1], 10)

function exerciseFrom(id: string, pack: Pack): Exercise {
  const [track] = id.split('/')
  return { id, track, number: numberOf(id), solution: pack.files.path(`${SOLUTIONS}/${id}.ts`), pack }
}

/**
 * Of `makemore/05_batchnorm` any part that only it has: `05`, `5`, `batchnorm`, or the path of its file. What several
 * have means the one in `track`.
 */
export function pickExercise(
  exercises: readonly Exercise[],
  written: string,
  track: string | null,
): Exercise {
  const wanted = written
    .replace(/^(.*[\\/])?exercises[\\/]/, '')
    .replaceAll('\\', '/')
    .replace(/\.(?:ts|ipynb)$/, '')
  demandNumber(exercises, wanted, track)
  const rules: ((exercise: Exercise) => boolean)[] = [
    ({ id }) => id === wanted,
    ({ id }) => id.split('/')[1] === wanted,
    ({ number }) => /^\d+$/.test(wanted) && number === Number(wanted),
    exercise => bareName(exercise) === wanted,
    ({ id }) => id.toLowerCase().startsWith(wanted.toLowerCase()),
    ({ id }) => id.toLowerCase().includes(wanted.toLowerCase()),
  ]
  for (const rule of rules) {
    const anywhere = exercises.filter(rule)
    const here = anywhere.filter(exercise => exercise.track === track)
    const found = here.length > 0 ? here : anywhere
    if (found.length === 1) return found[0]
    if (found.length > 1) {
      const names = found.map(({ id }) => id).join(', ')
      throw new NinjaError('usage', `"${written}" could be ${names}`, 'write more of the name')
    }
  }
  // Of several with that part in their names, the first of the track that one is in, else the first of all.
  const parts = new Map<string, string>()
  for (const { id } of [...exercises.filter(exercise => exercise.track === track), ...exercises]) {
    for (const part of [id, id.split('/')[1], ...id.split(/[/_]/)]) {
      if (!parts.has(part)) parts.set(part, id)
    }
  }
  const near = nearestStart(wanted, parts.keys())
  throw new NinjaError(
    'usage',
    `there is no exercise "${written}"`,
    near === undefined ? 'ninja list shows them all' : `did you mean ${parts.get(near)}?`,
  )
}

/** `softmax` of `makemore/02_softmax`. */
const bareName = ({ id }: Exercise): string => id.split('/')[1].replace(/^\d+_/, '')

/** What is the name of a track, or of an exercise, as it is: `derivatives`, `softmax`, `02_softmax`. */
export const namesOf = (exercises: readonly Exercise[]): string[] => [
  ...new Set(exercises.flatMap(exercise => [exercise.track, exercise.id.split('/')[1], bareName(exercise)])),
]

/** A number means an exercise of the track that one is in, and never one of another. */
function demandNumber(exercises: readonly Exercise[], wanted: string, track: string | null): void {
  const own = exercises.filter(exercise => exercise.track === track).map(({ number }) => number)
  if (!/^\d+$/.test(wanted) || own.length === 0 || own.includes(Number(wanted))) return
  const others = exercises.filter(({ number }) => number === Number(wanted)).map(({ id }) => id)
  throw new NinjaError(
    'usage',
    `the track ${track} has no exercise ${wanted}: it has ${Math.min(...own)} to ${Math.max(...own)}`,
    others.length === 0
      ? 'ninja list shows them all'
      : `for another track, write all of the name: ${others.join(', ')}`,
  )
}

/** What a person who is in `track` may write for it: `05` where that is clear, else all of its name. */
export function shortName(
  exercises: readonly Exercise[],
  { id, number }: Exercise,
  track: string | null,
): string {
  const meant = exercises.filter(other => other.number === number && (track ?? other.track) === other.track)
  return meant.length === 1 && meant[0].id === id ? String(number).padStart(2, '0') : id
}

export function readSolution({ id, solution, pack }: Exercise): string {
  const text = pack.files.read(`${SOLUTIONS}/${id}.ts`)
  if (text === null) throw new NinjaError('pack', `there is no file ${solution}`)
  return text
}

/** Reads the files that a solution includes: they stand beside it. */
export const partReader =
  (exercise: Exercise) =>
  (name: string): string => {
    const text = exercise.pack.files.read(`${SOLUTIONS}/${exercise.track}/${name}`)
    if (text === null) throw new NinjaError('pack', `${exercise.id} includes ${name}, which is not beside it`)
    return text
  }

/** The Python that makes an exercise's inputs: its own, else its track's; null where there is none. */
export function pythonInputs({ id, track, pack }: Exercise): PythonInputs | null {
  for (const path of [`${SOLUTIONS}/${id}.py`, `${SOLUTIONS}/${track}/inputs.py`]) {
    const content = pack.files.read(path)
    if (content !== null) return { path, content }
  }
  return null
}

interface PythonInputs {
  /** From the pack's root, with /. */
  readonly path: string
  readonly content: string
}

export const exerciseTitle = (exercise: Exercise): string => titleOf(readSolution(exercise)) || exercise.id

/** Whether its pack has the answers: one for homework has none. */
export const hasAnswers = ({ pack }: Pick<Exercise, 'pack'>): boolean => pack.blankOnly === null

/** The title without the number that it starts with: the number is in a column of its own. */
export const shortTitle = (exercise: Exercise): string =>
  titleOf(readSolution(exercise)).replace(/^\d+\s*[\u00b7:.-]?\s*/, '') || exercise.id
