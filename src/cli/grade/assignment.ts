/** Who is of the class, what each of them submitted, and what it is worth. */
import { basename, dirname, join } from 'node:path'
import { exerciseTitle, readSolution } from '../../catalogue/catalogue.ts'
import { NinjaError } from '../../errors.ts'
import { type FormatName, formats } from '../../grade/formats/formats.ts'
import type { Assignment, Handed, Student } from '../../grade/record.ts'
import { isIn } from '../../grade/shards.ts'
import {
  readGradescopeMetadata,
  readPrairieLearnData,
  type SubmissionMetadata,
} from '../../grade/submissions/metadata.ts'
import { shownPath } from '../../grade/submissions/paths.ts'
import { idlePoints, onePointEach, readPoints } from '../../grade/submissions/points.ts'
import { type Roster, readRoster } from '../../grade/submissions/roster.ts'
import type { Stray } from '../../grade/submissions/strays.ts'
import { readSubmissions } from '../../grade/submissions/submissions.ts'
import { blanksOf } from '../../notebook/solution.ts'
import { sha256 } from '../../progress/digest.ts'
import { readIfThere, shown } from '../files.ts'
import { exercisesAround } from './exercises.ts'
import { type GradePlan, readFor } from './plan.ts'
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
  const bytesFor = (flag: string, path: string): Buffer => readFor(flag, plan.cwd, shown(plan.cwd, path))
  const priced =
    plan.points === null
      ? null
      : ([
          bytesFor('--points', plan.points).toString('utf8'),
          basename(plan.points),
          asked,
          exercisesAround(plan.cwd),
        ] as const)
  const points = priced === null ? onePointEach(asked) : readPoints(...priced)
  const idle = priced === null ? [] : idlePoints(...priced)
  const roster =
    plan.roster === null ? null : readRoster(bytesFor('--roster', plan.roster), basename(plan.roster))
  const said = metadataFor(plan)
  const request = {
    tree: openTree(plan.submissions),
    exercises: asked,
    roster: roster?.students ?? null,
    tracks: [...new Set(exercisesAround(plan.cwd).map(({ track }) => track))],
  }
  if (plan.format !== null && said !== null && !said.isKnown)
    demandOne(plan.format, shown(plan.cwd, plan.submissions), readSubmissions(request).handed)
  const { handed, strays, students } = readSubmissions({
    ...request,
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
    notes: [
      ...(roster === null || isCalledId(roster)
        ? []
        : [`the ids are from the column "${shownPath(roster.idColumn)}" of the roster`]),
      ...idle.map(id => `${basename(plan.points!)} has points for ${id}, which isn't graded here`),
    ],
  }
}

const isCalledId = ({ idColumn }: Roster): boolean => idColumn.toLowerCase() === 'id'

/** Where no platform says that all of it is one student's. */
function demandOne(format: FormatName, folder: string, handed: readonly Handed[]): void {
  const students = [...new Set(handed.map(({ student }) => student))]
  if (students.length < 2) return
  throw new NinjaError(
    'usage',
    `--format ${format} is for one student's submission, and ${folder} has files of ${students.length}: ${students.slice(0, 3).join(', ')}${students.length > 3 ? ' …' : ''}`,
    "name one student's file or folder; for a class, leave out --format, or choose nbgrader or junit",
  )
}

/** A platform that runs a grader says beside the submission whose it is. */
function metadataFor({
  format,
  submissions,
}: GradePlan): (SubmissionMetadata & { readonly isKnown: boolean }) | null {
  if (format === null || !formats[format].isSingle) return null
  const beside = (path: string): string | undefined =>
    readIfThere(join(dirname(submissions), path))?.toString('utf8')
  const gradescope = format === 'gradescope' ? beside('submission_metadata.json') : undefined
  if (gradescope !== undefined) return { ...readGradescopeMetadata(gradescope), isKnown: true }
  const prairielearn = format === 'prairielearn' ? beside('data/data.json') : undefined
  return { ...readPrairieLearnData(prairielearn ?? '{}'), isKnown: prairielearn !== undefined }
}
