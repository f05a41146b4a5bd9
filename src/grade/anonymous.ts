/** Records without names: an id that cannot be guessed from a roster stands for each student, everywhere. */
import { type Naming, ordinaryWordsOf } from './naming.ts'
import type { GradeRecord, Student } from './record.ts'

/**
 * A keyed digest of a text in hexadecimal digits: HMAC-SHA256. Its key is drawn from the seed's secret, or at random and
 * kept in the folder that the records are written to; without it nobody can tell who is who.
 */
export type KeyedDigest = (text: string) => string

/** With so many digits, two of 10,000 students have the same id in one of 20,000 classes. */
const DIGITS = 10

/** `student-1f3a09c2d7`: the same for the same student, whatever the exercise and the shard. */
export const aliasOf = (student: string, digest: KeyedDigest): string =>
  `student-${digest(`backprop-ninja student ${student}`).slice(0, DIGITS)}`

/** A stray file belongs to nobody, but may have anybody's name. */
export const strayAlias = (file: string, digest: KeyedDigest): string =>
  `file-${digest(`backprop-ninja file ${file}`).slice(0, DIGITS)}${endingOf(file)}`

/** As a roster has them, without name and address. Lists of a class are to be in the order of these ids. */
export const anonymousStudent = ({ id, section }: Student, digest: KeyedDigest): Student => ({
  ...{ id: aliasOf(id, digest), name: null, email: null, section },
})

/**
 * A record in which its student's id, and everybody's name, is replaced, in what was handed in as well. `naming`: of the
 * whole class. What it is known by (`key`, `sha256`, `seed`) stays: whoever has the file itself can still find it.
 */
export function anonymised(record: GradeRecord, naming: Naming, digest: KeyedDigest): GradeRecord {
  const { student, exercise, file, report } = record
  const alias = aliasOf(student, digest)
  const place = file === null ? null : `${alias}/${exercise.split('/').at(-1)}${endingOf(file)}`
  const ordinary = ordinaryWordsOf(record)
  // What is long comes first: the file's own name is a part of its path.
  const paths = [report?.file, file, file?.split(/[\\/]/).at(-1)]
    .filter((path): path is string => path != null && path !== '')
    .sort((a, b) => b.length - a.length)
  const nameless = (text: string): string =>
    naming.replaced(
      paths.reduce((said, path) => said.replaceAll(path, place ?? alias), text),
      student,
      other => (other === null ? 'somebody' : aliasOf(other, digest)),
      ordinary,
    )
  const { key, sha256, tool, node, pack, ...rest } = record
  return {
    ...everyText(rest, nameless),
    ...{ key, sha256, tool, node, pack, student: alias, exercise, file: place },
    report:
      report === null
        ? null
        : { ...everyText(report, nameless), exercise: report.exercise, file: place ?? alias },
  } as GradeRecord
}

const endingOf = (file: string): string => /\.[a-z0-9]{1,5}$/i.exec(file)?.[0] ?? ''

/** Fields that hold one of a few fixed words. */
const FIXED: ReadonlySet<string> = new Set(
  'version status reason room verdict kind family code language numbers'.split(' '),
)

/** All texts of a value of plain data. */
function everyText<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T
  if (Array.isArray(value)) return value.map(one => everyText(one, change)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, FIXED.has(name) ? one : everyText(one, change)]),
  ) as T
}
