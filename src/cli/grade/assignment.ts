/** Who is of the class, what each of them submitted, and what it is worth. */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { exerciseTitle, readSolution } from '../../catalogue/catalogue.ts'
import { NinjaError } from '../../errors.ts'
import type { Assignment, Handed, Student } from '../../grade/record.ts'
import { isIn } from '../../grade/shards.ts'
import { onePointEach, readPoints } from '../../grade/submissions/points.ts'
import { readRoster } from '../../grade/submissions/roster.ts'
import type { Stray } from '../../grade/submissions/submissions.ts'
import { readSubmissions } from '../../grade/submissions/submissions.ts'
import { blanksOf } from '../../notebook/solution.ts'
import { sha256 } from './digests.ts'
import { exercisesAround } from './exercises.ts'
import type { GradePlan } from './plan.ts'
import { openTree } from './tree.ts'

export interface ClassWork {
  /** Of this shard: those who are of the class or submitted something, and their files. */
  readonly assignment: Assignment
  readonly handed: readonly Handed[]
  readonly strays: readonly Stray[]
  /** Of all shards. */
  readonly everybody: readonly Student[]
}

/** @throws NinjaError 'usage' or 'data' for files that can't be used. */
export function classWorkOf(plan: GradePlan): ClassWork {
  const asked = plan.exercises.map(exercise => ({
    id: exercise.id,
    title: exerciseTitle(exercise),
    blanks: blanksOf(readSolution(exercise)).map(({ name }) => name),
  }))
  const points =
    plan.points === null
      ? onePointEach(asked)
      : readPoints(
          bytesFor('--points', plan.points).toString('utf8'),
          basename(plan.points),
          asked,
          exercisesAround(plan.cwd),
        )
  const roster =
    plan.roster === null ? null : readRoster(bytesFor('--roster', plan.roster), basename(plan.roster))
  const { handed, strays, students } = readSubmissions({
    tree: openTree(plan.submissions),
    exercises: asked,
    roster,
  })
  const isOurs = (id: string): boolean => isIn(plan.shard, sha256(id))
  return {
    assignment: {
      exercises: asked.map(({ id, title }) => ({ id, title, points: points.get(id)! })),
      students: students.filter(({ id }) => isOurs(id)),
      hasRoster: roster !== null,
    },
    handed: handed.filter(({ student }) => isOurs(student)),
    strays: strays.filter(({ student, path }) => isOurs(student ?? path)),
    everybody: students,
  }
}

function bytesFor(flag: string, path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new NinjaError('usage', `cannot read the file for ${flag}: ${(error as Error).message}`)
  }
}
