/** What of a person gets into the results: all of it, or with `--anonymous` none. */
import { createHmac, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { aliasOf, anonymised, anonymousStudent, type KeyedDigest, strayAlias } from '../../grade/anonymous.ts'
import { toCsv } from '../../grade/csv.ts'
import type { ManifestStray } from '../../grade/manifest.ts'
import { namingOf } from '../../grade/naming.ts'
import type { GradeRecord, Student } from '../../grade/record.ts'
import type { Stray } from '../../grade/submissions/strays.ts'
import { writeAtomically } from '../../progress/atomic.ts'
import { sha256 } from '../../progress/digest.ts'
import { readIfThere } from '../files.ts'
import type { GradePlan } from './plan.ts'

export interface Privacy {
  readonly record: (record: GradeRecord) => GradeRecord
  readonly student: (student: Student) => Student
  readonly stray: (stray: Stray) => ManifestStray
  /** Writes down, for whoever grades, who is who. */
  readonly keep: (students: readonly Student[], strays: readonly Stray[]) => void
  /** The key of what a verdict rests on. */
  readonly keyFor: (identity: string) => string
}

/** `everybody`: of the class; their names are what is taken out. */
export function privacyFor(plan: GradePlan, everybody: readonly Student[]): Privacy {
  if (!plan.isAnonymous)
    return {
      ...{ record: record => record, student: student => student, keyFor: sha256 },
      stray: ({ path, student, reason }) => ({ path, student, reason }),
      keep: () => {},
    }
  const digest = keyedDigest(plan)
  const naming = namingOf(everybody)
  return {
    record: record => anonymised(record, naming, digest),
    student: student => anonymousStudent(student, digest),
    stray: ({ path, student, nameless }) => ({
      path: strayAlias(path, digest),
      student: student === null ? null : aliasOf(student, digest),
      reason: nameless,
    }),
    keep(students, strays) {
      const people = students.map(({ id, name, email }) => [aliasOf(id, digest), id, name, email])
      const files = strays.map(({ path, student }) => [strayAlias(path, digest), path, student, null])
      writeAtomically(join(plan.out, PRIVATE_TABLE), toCsv([HEAD, ...people, ...files]))
    },
    // Whoever has the results could try everybody's id otherwise.
    keyFor: digest,
  }
}

/** Whoever has it can tell who is who. */
const PRIVATE_KEY = 'keep-private.key'

/** For each alias whom, or which file, it stands for. */
const PRIVATE_TABLE = 'keep-private.csv'
const HEAD = ['alias', 'id or file', 'name', 'email']

/** The tables of several folders in one, where they have any. */
export function mergePrivate(folders: readonly string[], out: string): void {
  const rows = folders.flatMap(folder => {
    const text = readIfThere(join(folder, PRIVATE_TABLE))?.toString('utf8') ?? ''
    return text.split(/^(?=(?:student|file)-[0-9a-f]{10}[.,])/m).slice(1)
  })
  if (rows.length > 0)
    writeAtomically(join(out, PRIVATE_TABLE), `${HEAD.join(',')}\n${[...new Set(rows)].sort().join('')}`)
}

function keyedDigest({ secret, out }: GradePlan): KeyedDigest {
  const key = secret === null ? keyIn(join(out, PRIVATE_KEY)) : hmac(secret, 'backprop-ninja names')
  return text => hmac(key, text)
}

function keyIn(path: string): Uint8Array | string {
  const known = readIfThere(path)
  if (known !== null && known.length > 0) return known
  const key = randomBytes(32).toString('hex')
  writeAtomically(path, key)
  return Buffer.from(key)
}

const hmac = (key: Uint8Array | string, text: string): string =>
  createHmac('sha256', key).update(text).digest('hex')
