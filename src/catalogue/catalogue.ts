/** Which exercises there are: one solution file each, found by looking. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { NinjaError } from '../errors.ts'
import { titleOf } from '../notebook/solution.ts'
import { nearest } from '../suggest.ts'

export interface Exercise {
  /** `makemore/05_batchnorm`: its track and the name of its file. */
  readonly id: string
  readonly track: string
  /** Its place in the track, from the file name. */
  readonly number: number
  readonly solution: string
}

const FILE = /^(\d+)_\w+\.ts$/

/** All exercises under a folder of solutions, by track, then by number. */
export function findExercises(solutions: string): Exercise[] {
  const exercises: Exercise[] = []
  for (const track of foldersIn(solutions)) {
    for (const file of readdirSync(join(solutions, track)).sort()) {
      const number = FILE.exec(file)?.[1]
      if (number === undefined) continue
      const id = `${track}/${basename(file, '.ts')}`
      exercises.push({ id, track, number: Number(number), solution: join(solutions, track, file) })
    }
  }
  if (exercises.length === 0) throw new NinjaError('pack', `there are no exercises in ${solutions}`)
  return exercises
}

function foldersIn(solutions: string): string[] {
  try {
    return readdirSync(solutions, { withFileTypes: true })
      .filter(entry => entry.isDirectory())
      .map(entry => entry.name)
      .sort()
  } catch {
    throw new NinjaError('pack', `there is no folder ${solutions}`, 'install backprop-ninja again')
  }
}

/** Of `makemore/05_batchnorm` any part that only it has: `05`, `5`, `batchnorm`, or the path of its file. */
export function pickExercise(exercises: readonly Exercise[], written: string): Exercise {
  const wanted = written
    .replace(/^(.*[\\/])?exercises[\\/]/, '')
    .replaceAll('\\', '/')
    .replace(/\.ts$/, '')
  const rules: ((exercise: Exercise) => boolean)[] = [
    ({ id }) => id === wanted,
    ({ id }) => id.split('/')[1] === wanted,
    ({ number }) => /^\d+$/.test(wanted) && number === Number(wanted),
    ({ id }) => id.toLowerCase().includes(wanted.toLowerCase()),
  ]
  for (const rule of rules) {
    const found = exercises.filter(rule)
    if (found.length === 1) return found[0]
    if (found.length > 1) {
      const names = found.map(({ id }) => id).join(', ')
      throw new NinjaError('usage', `"${written}" could be ${names}`, 'write more of the name')
    }
  }
  const parts = new Map(
    exercises.flatMap(({ id }) => [id, id.split('/')[1], ...id.split(/[/_]/)].map(part => [part, id])),
  )
  const near = nearest(wanted, parts.keys())
  throw new NinjaError(
    'usage',
    `there is no exercise "${written}"`,
    near === undefined ? 'ninja list shows them all' : `did you mean ${parts.get(near)}?`,
  )
}

/** What a person may write for it: `05` where only one exercise has that number, else all of its name. */
export function shortName(exercises: readonly Exercise[], { id, number }: Exercise): string {
  const same = exercises.filter(other => other.number === number)
  return same.length === 1 ? String(number).padStart(2, '0') : id
}

export const readSolution = (exercise: Exercise): string => readFileSync(exercise.solution, 'utf8')

/** Reads the files that a solution includes: they stand beside it. */
export const partReader =
  (exercise: Exercise) =>
  (name: string): string => {
    try {
      return readFileSync(join(dirname(exercise.solution), name), 'utf8')
    } catch {
      throw new NinjaError('pack', `${exercise.id} includes ${name}, which is not beside it`)
    }
  }

export const exerciseTitle = (exercise: Exercise): string => titleOf(readSolution(exercise)) || exercise.id
