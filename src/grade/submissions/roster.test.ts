import { strToU8 } from 'fflate'
import { expect, test } from 'vitest'
import type { NinjaError } from '../../errors.ts'
import { readRoster } from './roster.ts'
import { zipAs } from './testing.ts'

const rosterOf = (text: string | Uint8Array) =>
  readRoster(typeof text === 'string' ? strToU8(text) : text, 'r.csv')
const read = (text: string | Uint8Array) => rosterOf(text).students
const ada = { id: 's1', name: 'Ada Lovelace', email: 'ada@x.edu', section: 'A' }

test.each([
  ['in any order', 'section,email,name,id\nA,ada@x.edu,Ada Lovelace,s1\n'],
  [
    'with a mark in front, and lines of Windows',
    '\ufeffid,name,email,section\r\ns1,Ada Lovelace,ada@x.edu,A\r\n',
  ],
  ['with semicolons', 'id;name;email;section\ns1;Ada Lovelace;ada@x.edu;A'],
  ['with tabs', 'id\tname\temail\tsection\ns1\tAda Lovelace\tada@x.edu\tA'],
  ['quoted', '"id","name","email","section"\n"s1","Ada Lovelace","ada@x.edu","A"\n'],
  ['of Moodle', 'First name,Surname,ID number,Email address,Groups\nAda,Lovelace,s1,ada@x.edu,A\n'],
  ['of Gradescope', 'First Name,Last Name,SID,Email,Section\nAda,Lovelace,s1,ada@x.edu,A\n'],
  ['of nbgrader', 'id,first_name,last_name,email,section\ns1,Ada,Lovelace,ada@x.edu,A\n'],
  [
    'with the line that Excel puts first',
    'sep=;\r\nid;name;email;section\r\ns1;Ada Lovelace;ada@x.edu;A\r\n',
  ],
  [
    'of a German Moodle',
    'Vorname,Nachname,Matrikelnummer,E-Mail-Adresse,Gruppen\nAda,Lovelace,s1,ada@x.edu,A\n',
  ],
  ['with empty lines', '\nid,name,email,section\n\n,,,\ns1,Ada Lovelace,ada@x.edu,A\n\n'],
])('a roster %s is read', (_, text) => {
  expect(read(text)).toEqual([ada])
})

test('the gradebook that Canvas exports is a roster: its number is the id', () => {
  const text = [
    'Student,ID,SIS User ID,SIS Login ID,Section,Homework (1234)',
    '    Points Possible,,,,,10',
    '"Lovelace, Ada",12345,u77,ada@x.edu,A,8',
    '"Student, Test",999,,,A,',
  ].join('\n')
  expect(read(text)).toEqual([
    { id: '12345', name: 'Lovelace, Ada', email: 'ada@x.edu', section: 'A', aliases: ['u77', 'ada@x.edu'] },
  ])
})

test.each([
  ...[
    'Matrikelnummer',
    'Student Number',
    'SID',
    'NetID',
    'Username',
    'Numéro étudiant',
    'Matrícula',
    'Student ID',
  ],
  ...['Nº de matrícula', 'Matrícola', 'Benutzername'],
])('a column %s has the ids where none is called id, and is named', header => {
  expect(rosterOf(`Name;${header}\nAda;s1\n`)).toMatchObject({ idColumn: header, students: [{ id: 's1' }] })
  expect(rosterOf(`${header},ID\ns1,1\n`)).toEqual({
    idColumn: 'ID',
    students: [{ id: '1', name: null, email: null, section: null, aliases: ['s1'] }],
  })
})

test('the number of a row is another name of nobody', () => {
  expect(read('Number,ID\n7,s1\n')[0]).not.toHaveProperty('aliases')
})

test('a line of Excel counts as a line', () => {
  expect(() => read('sep=,\nid,name\n,Ada')).toThrow('r.csv, line 3: this row has no id')
})

test.each([
  ['an Excel workbook', zipAs({ 'xl/workbook.xml': '<x/>' })],
  ['an old one', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1)],
])('%s is to be saved as CSV', (_, bytes) => {
  try {
    read(bytes)
    expect.unreachable()
  } catch (error) {
    const { code, message, advice } = error as NinjaError
    expect([code, message]).toEqual(['data', "r.csv is no CSV file: it's a spreadsheet or an archive"])
    expect(advice).toContain('save it as CSV')
  }
})

test('a cell may have separators, quotes and lines in it', () => {
  expect(read('id,name\ns1,"Lovelace, ""Ada""\nCountess"\ns2,Grace\n').map(({ name }) => name)).toEqual([
    'Lovelace, "Ada"\nCountess',
    'Grace',
  ])
})

test('letters are read as Excel writes them', () => {
  const utf16 = new Uint8Array([
    0xff,
    0xfe,
    ...[...'id\tname\ns1\tZoë'].flatMap(char => [char.charCodeAt(0), 0]),
  ])
  expect(read(utf16)[0].name).toBe('Zoë')
  const windows = Uint8Array.from([...'id,name\ns1,Zoë'], char => char.charCodeAt(0))
  expect(read(windows)[0].name).toBe('Zoë')
})

test('marks that nobody sees are no part of an id', () => {
  expect(read('id,name\n\u200bs1\u200e,Ada\n')[0].id).toBe('s1')
})

test.each([
  ['id,name\ns1,Ada\ns2,Bob\ns1,Eve', 'r.csv, line 4: the id s1 is on line 2 already'],
  ['id,name\ns1,Ada\nS1,Bob', 'r.csv, line 3: the id S1 is on line 2 already'],
  ['id,name\n"a\nb",x\n,Bob', 'r.csv, line 4: this row has no id'],
  ['name,email\nAda,ada@x.edu', 'r.csv, line 1: there is no column called id'],
  ['id,name\ns1,"Ada\ns2,Bob', 'r.csv, line 2: a cell starts with a quote that is never closed'],
  ['', 'r.csv is empty'],
])('%j is refused', (text, message) => {
  expect(() => read(text)).toThrow(message)
})

test('a column that is nearly called so is asked about', () => {
  try {
    read('Studnet ID,name\ns1,Ada')
    expect.unreachable()
  } catch (error) {
    expect((error as NinjaError).advice).toBe('is it the one called "Studnet ID"? Call it id')
  }
})
