/** Who is in a class: a table with a row for each student. */
import { NinjaError } from '../../errors.ts'
import { nearest } from '../../suggest.ts'
import type { Student } from '../record.ts'
import { INVISIBLE, shownPath } from './paths.ts'
import { type CsvRow, rowsIn } from './rows.ts'

/** What each column may be called, the best first; without spaces, signs and capitals. */
const COLUMNS = {
  id: [
    ...[
      'id',
      'studentid',
      'sid',
      'sisid',
      'sisuserid',
      'studentnumber',
      'idnumber',
      'number',
      'userid',
      'uid',
    ],
    ...['username', 'user', 'netid', 'login', 'loginid', 'sisloginid', 'githubusername', 'identifier'],
  ],
  name: ['name', 'studentname', 'fullname', 'displayname', 'student'],
  first: ['firstname', 'first', 'givenname', 'forename'],
  last: ['lastname', 'last', 'surname', 'familyname'],
  email: ['email', 'emailaddress', 'mail', 'studentemail', 'sisloginid', 'loginid', 'login', 'username'],
  section: ['section', 'sections', 'sectionname', 'group', 'groups', 'tutorial'],
} as const

type Column = keyof typeof COLUMNS

/**
 * Of a roster's bytes; `name`: of its file.
 * @throws NinjaError 'data' naming the line: no column of ids, a row without an id, an id that is there twice.
 */
export function readRoster(bytes: Uint8Array, name: string): Student[] {
  const [header, ...rows] = rowsIn(bytes, name)
  if (header === undefined) throw new NinjaError('data', `${name} is empty`, EXAMPLE)
  const places = placesIn(header, name)
  const lines = new Map<string, number>()
  return rows.flatMap(row => {
    if (isNobody(row)) return []
    const student = studentIn(row, places)
    const key = student.id.toLowerCase()
    if (student.id === '')
      throw new NinjaError(
        'data',
        `${name}, line ${row.line}: this row has no id`,
        'each student needs an id',
      )
    const before = lines.get(key)
    if (before !== undefined)
      throw new NinjaError(
        'data',
        `${name}, line ${row.line}: the id ${shownPath(student.id)} is on line ${before} already`,
        'each student needs an id of their own; large and small letters count as the same',
      )
    lines.set(key, row.line)
    return [student]
  })
}

const EXAMPLE = 'its first line names the columns, for example: id,name,email,section'

function placesIn({ cells, line }: CsvRow, name: string): ReadonlyMap<Column, number> {
  const headers = cells.map(cell => cell.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''))
  const places = new Map<Column, number>()
  for (const column of Object.keys(COLUMNS) as Column[]) {
    const known = COLUMNS[column].find(one => headers.some((header, i) => header === one && isFree(i)))
    const place = headers.findIndex((header, i) => header === known && isFree(i))
    if (place >= 0) places.set(column, place)
  }
  if (places.has('id')) return places
  const near = headers.find(header => nearest(header, COLUMNS.id) !== undefined)
  const advice =
    near === undefined ? EXAMPLE : `is it the one called "${cells[headers.indexOf(near)]}"? Call it id`
  throw new NinjaError('data', `${name}, line ${line}: there is no column called id`, advice)

  function isFree(i: number): boolean {
    return ![...places.values()].includes(i)
  }
}

function studentIn({ cells }: CsvRow, places: ReadonlyMap<Column, number>): Student {
  const cell = (column: Column): string | null => {
    const place = places.get(column)
    return place === undefined ? null : (cells[place] ?? '').normalize('NFC') || null
  }
  const parts = [cell('first'), cell('last')].filter(part => part !== null)
  return {
    // What nobody sees comes along when text is copied from a page.
    id: (cell('id') ?? '').replace(INVISIBLE, '').trim(),
    name: cell('name') ?? (parts.length > 0 ? parts.join(' ') : null),
    email: cell('email'),
    section: cell('section'),
  }
}

/** Rows of a gradebook that Canvas exports: what may be earned, and the person who stands for all students. */
const isNobody = ({ cells }: CsvRow): boolean =>
  /^(?:points possible|student, test|test student)$/i.test(cells[0])
