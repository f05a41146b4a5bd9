/** Who is of the class, what each of them submitted, and what it is worth. */
import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { exerciseTitle, readSolution } from '../../catalogue/catalogue.ts'
import { NinjaError } from '../../errors.ts'
import { formats } from '../../grade/formats/formats.ts'
import type { Assignment, Handed, Student } from '../../grade/record.ts'
import { isIn } from '../../grade/shards.ts'
import {
  readGradescopeMetadata,
  readPrairieLearnData,
  type SubmissionMetadata,
} from '../../grade/submissions/metadata.ts'
import { shownPath } from '../../grade/submissions/paths.ts'
import { onePointEach, readPoints } from '../../grade/submissions/points.ts'
import { type Roster, readRoster } from '../../grade/submissions/roster.ts'
import type { Stray } from '../../grade/submissions/strays.ts'
import { readSubmissions } from '../../grade/submissions/submissions.ts'
import { blanksOf } from '../../notebook/solution.ts'
import { codeOf } from '../../progress/refusal.ts'
import { readIfThere } from '../files.ts'
import { sha256 } from './digests.ts'
import { exercisesAround } from './exercises.ts'
import type { GradePlan } from './plan.ts'
import { openTree } from './tree.ts'

export interface ClassWork {
  /** Of this shard: those who are of the class or submitted something, and their files. */
  readonly assignment: Assignment
  readonly handed: readonly Handed[]
  readonly strays: readonly Stray[]
  /** Milliseconds since 1970. */
  readonly due: number | null
  /** Of all shards. */
  readonly everybody: readonly Student[]
  /** What to tell whoever asked: a sentence each. */
  readonly notes: readonly string[]
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
  const said = metadataFor(plan)
  const { handed, strays, students } = readSubmissions({
    tree: openTree(plan.submissions),
    exercises: asked,
    roster: roster?.students ?? null,
    tracks: [...new Set(exercisesAround(plan.cwd).map(({ track }) => track))],
    ...(said === null ? {} : { owner: said.student }),
  })
  const isOurs = (id: string): boolean => isIn(plan.shard, sha256(id))
  return {
    assignment: {
      exercises: asked.map(({ id, title }) => ({ id, title, points: points.get(id)! })),
      students: students.filter(({ id }) => isOurs(id)),
      hasRoster: roster !== null,
    },
    handed: handed
      .filter(({ student }) => isOurs(student))
      .map(one => (said?.at == null ? one : { ...one, at: said.at })),
    due: plan.due ?? said?.due ?? null,
    strays: strays.filter(({ student, path }) => isOurs(student ?? path)),
    everybody: students,
    notes:
      roster === null || isCalledId(roster)
        ? []
        : [`the ids are from the column "${shownPath(roster.idColumn)}" of the roster`],
  }
}

const isCalledId = ({ idColumn }: Roster): boolean => idColumn.toLowerCase() === 'id'

/** A platform that runs a grader says beside the submission whose it is. */
function metadataFor({ format, submissions }: GradePlan): SubmissionMetadata | null {
  if (format === null || !formats[format].isSingle) return null
  const beside = (path: string): string | undefined =>
    readIfThere(join(dirname(submissions), path))?.toString('utf8')
  const gradescope = format === 'gradescope' ? beside('submission_metadata.json') : undefined
  if (gradescope !== undefined) return readGradescopeMetadata(gradescope)
  return readPrairieLearnData((format === 'prairielearn' ? beside('data/data.json') : undefined) ?? '{}')
}

function bytesFor(flag: string, path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    const code = codeOf(error)
    if (code === null) throw error
    throw new NinjaError(
      'usage',
      code === 'ENOENT' ? `there is no file ${path}` : `cannot read ${path} (${code})`,
      `${flag} needs a file`,
    )
  }
}
