/** Who is in a class: a table with a row for each student. */
import { NinjaError } from '../../errors.ts'
import { nearest } from '../../suggest.ts'
import type { Student } from '../record.ts'
import { INVISIBLE, shownPath } from './paths.ts'
import { squeezed } from './people.ts'
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
    ...['matrikelnummer', 'matrikelnr', 'matrnr', 'idnummer', 'matriculationnumber', 'registrationnumber'],
    ...[
      'studentno',
      'rollnumber',
      'rollno',
      'numeroetudiant',
      'noetudiant',
      'matricule',
      'numerodidentification',
    ],
    ...['matricula', 'numerodematricula', 'nodematricula', 'numerodeid', 'matricola', 'studentnummer'],
    ...['username', 'user', 'netid', 'login', 'loginid', 'sisloginid', 'githubusername', 'identifier'],
    ...['benutzername', 'anmeldename', 'nomdutilisateur', 'identifiant', 'nombredeusuario', 'usuario'],
  ],
  name: ['name', 'studentname', 'fullname', 'displayname', 'student', 'nomcomplet', 'nombrecompleto'],
  first: ['firstname', 'first', 'givenname', 'forename', 'vorname', 'prenom', 'nombre', 'nome'],
  last: [
    ...['lastname', 'last', 'surname', 'familyname', 'nachname', 'familienname', 'nom'],
    ...['apellido', 'apellidos', 'apelido', 'sobrenome', 'cognome'],
  ],
  email: [
    ...['email', 'emailaddress', 'mail', 'studentemail', 'emailadresse', 'courriel', 'adressedecourriel'],
    ...['correo', 'correoelectronico', 'direcciondecorreo', 'sisloginid', 'loginid', 'login', 'username'],
  ],
  section: [
    'section',
    'sections',
    'sectionname',
    'group',
    'groups',
    'tutorial',
    'gruppe',
    'gruppen',
    'groupe',
    'grupo',
  ],
} as const

type Column = keyof typeof COLUMNS

export interface Roster {
  readonly students: readonly Student[]
  /** As the column is called that the ids are from. */
  readonly idColumn: string
}

/**
 * Of a roster's bytes; `name`: of its file. Of several columns that hold ids the best known is the id, and the others are
 * aliases.
 * @throws NinjaError 'data' naming the line: no column of ids, a row without an id, an id that is there twice.
 */
export function readRoster(bytes: Uint8Array, name: string): Roster {
  const [header, ...rows] = rowsIn(bytes, name)
  if (header === undefined) throw new NinjaError('data', `${name} is empty`, EXAMPLE)
  const places = placesIn(header, name)
  const others = aliasesIn(header, places)
  const lines = new Map<string, number>()
  const students = rows.flatMap(row => {
    if (isNobody(row)) return []
    const student = studentIn(row, places, others)
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
  return { students, idColumn: header.cells[places.get('id')!] }
}

const EXAMPLE = 'its first line names the columns, for example: id,name,email,section'

function placesIn({ cells, line }: CsvRow, name: string): ReadonlyMap<Column, number> {
  const headers = cells.map(squeezed)
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

/** The other columns of ids. A number may be that of the row, which names nobody. */
const aliasesIn = ({ cells }: CsvRow, places: ReadonlyMap<Column, number>): number[] =>
  cells.flatMap((cell, i) => {
    const header = squeezed(cell)
    const isId = COLUMNS.id.some(known => known === header) && header !== 'number'
    return isId && i !== places.get('id') ? [i] : []
  })

/** What nobody sees comes along when text is copied from a page. */
const visible = (cell: string | null | undefined): string =>
  (cell ?? '').normalize('NFC').replace(INVISIBLE, '').trim()

function studentIn(
  { cells }: CsvRow,
  places: ReadonlyMap<Column, number>,
  others: readonly number[],
): Student {
  const cell = (column: Column): string | null => {
    const place = places.get(column)
    return place === undefined ? null : (cells[place] ?? '').normalize('NFC') || null
  }
  const id = visible(cell('id'))
  const aliases = others.map(i => visible(cells[i])).filter(one => one !== '' && one !== id)
  const parts = [cell('first'), cell('last')].filter(part => part !== null)
  return {
    id,
    name: cell('name') ?? (parts.length > 0 ? parts.join(' ') : null),
    // Some log in with their address, and others with a name.
    email: cell('email')?.includes('@') ? cell('email') : null,
    section: cell('section'),
    ...(aliases.length > 0 ? { aliases } : {}),
  }
}

/** Rows of a gradebook that Canvas exports: what may be earned, and the person who stands for all students. */
const isNobody = ({ cells }: CsvRow): boolean =>
  /^(?:points possible|student, test|test student)$/i.test(cells[0])
