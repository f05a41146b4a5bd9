/** What strangers put into archives and into names: each costs its own file, or its own archive, and nothing else. */
import { strToU8 } from 'fflate'
import { describe, expect, test } from 'vitest'
import type { NinjaError } from '../../errors.ts'
import { readSubmissions } from './submissions.ts'
import { fileAs, forgedAt, listedIn, treeAs, zipAs } from './testing.ts'
import { type Tree, treeOfArchive } from './tree.ts'

const seven = { id: 'makemore/07_whole_network', title: '07 · The whole network' }
const GOOD = 'export const right = 1\n'

/** What each student's file gives, or says, and what is left out and why. */
function outcome(tree: Tree) {
  const { handed, strays } = readSubmissions({ tree, exercises: [seven], roster: null })
  const given = handed.map(({ student, path, read }) => {
    try {
      return [student, new TextDecoder().decode(read())]
    } catch (error) {
      const { message, reason } = error as NinjaError
      return [student, `${reason}: ${message.replace(path, '…')}`]
    }
  })
  return {
    given: Object.fromEntries(given),
    strays: Object.fromEntries(strays.map(one => [one.path, one.reason])),
  }
}

/** Eve's archive beside Ada's file. */
const beside = (archive: Uint8Array) => outcome(treeAs(fileAs('ada.ts', GOOD), fileAs('eve.zip', archive)))
/** What is said of it where all of it is refused. */
const refusedAs = (reason: string) => ({
  given: { ada: GOOD, eve: `not text: … ${reason}` },
  strays: { 'eve.zip': reason },
})
/** A class's archive. */
const inside = (archive: Uint8Array) => outcome(treeOfArchive(archive, 'class.zip'))

describe('a path that leads elsewhere', () => {
  test.each([
    '../ada.ts',
    'work/../../ada.ts',
    '/etc/passwd.ts',
    'C:/ada.ts',
    'c:ada.ts',
    '\\\\host\\share\\ada.ts',
    'work\\..\\ada.ts',
  ])('%s is left out, and the file beside it in the archive is graded', path => {
    const reason = 'would lead out of the folder of the submissions'
    const archive = { [path]: 'evil', '07.ts': GOOD }
    expect(beside(zipAs(archive))).toEqual({
      given: { ada: GOOD, eve: GOOD },
      strays: { [`eve.zip/${path}`]: reason },
    })
    expect(inside(zipAs({ [path]: 'evil', 'ada.ts': GOOD }))).toEqual({
      given: { ada: GOOD },
      strays: { [path]: reason },
    })
  })
})

test('a link in an archive gives nothing but the sentence that it is one', () => {
  const link = zipAs({ '07.ts': '/etc/passwd' }, { os: 3, attrs: (0o120777 << 16) >>> 0 })
  expect(beside(link)).toEqual({
    given: { ada: GOOD, eve: 'not text: … is a link, and links are not followed' },
    strays: {},
  })
})

describe('a bomb', () => {
  const zeros = new Uint8Array(10 * 2 ** 20)

  test('of 10 MB of zeros in 10 kB is never unpacked, whatever it is called', () => {
    const archive = zipAs({ '07.ts': zeros })
    expect(archive.length).toBeLessThan(11_000)
    expect(beside(archive).given).toEqual({
      ada: GOOD,
      eve: 'too large: … is too large: it has more than 256 KiB',
    })
    const notebook = beside(zipAs({ '07.ipynb': zeros }))
    expect(notebook.given).toEqual({
      ada: GOOD,
      eve: 'too large: … unpacks to far more than a person writes',
    })
  })

  test('that says it is small is stopped where it said it would end', () => {
    const lying = forgedAt(zipAs({ '07.ts': zeros }), 0, 24, 4, 100)
    expect(beside(lying).given).toEqual({
      ada: GOOD,
      eve: 'not text: … is damaged: it is not what its archive says',
    })
  })

  test('whose files share their bytes is refused as a whole', () => {
    const files = Object.fromEntries(
      Array.from({ length: 9 }, (_, i) => [`${i}.ts`, `${i}${GOOD}`.repeat(40)]),
    )
    let archive = zipAs(files, { level: 0 })
    for (const [i] of listedIn(archive).entries()) {
      archive = forgedAt(archive, i, 42, 4, 0)
      archive = forgedAt(archive, i, 20, 4, archive.length >> 2)
    }
    expect(beside(archive)).toEqual(
      refusedAs('has files in it that share their bytes: no honest archive does'),
    )
  })

  test('of many files that are small enough one by one is too much together', () => {
    // 33 notebooks that are said to have 8 MiB each.
    const files = Object.fromEntries(
      Array.from({ length: 33 }, (_, i) => [`${i}.ipynb`, 'x'.repeat(100_000)]),
    )
    let archive = zipAs(files, { level: 0 })
    for (const [i] of listedIn(archive).entries()) archive = forgedAt(archive, i, 24, 4, 8 * 2 ** 20)
    expect(beside(archive)).toEqual(refusedAs('unpacks to more than 256 MiB'))
  })
})

describe('an archive that lies', () => {
  const damaged = 'is damaged: it is not what its archive says'

  test.each([
    ['a wrong checksum', 16, 4, 1, damaged],
    ['a size that is too large', 24, 4, 1000, damaged],
    ['a size that is too small', 24, 4, 3, damaged],
    ['a start behind its end', 42, 4, 1e6, damaged],
    ['a packed size that is too small', 20, 4, 3, damaged],
    ['a password', 8, 2, 1, 'is locked with a password'],
    ['a way of packing that nobody knows', 10, 2, 99, 'is packed in a way that ninja cannot unpack'],
  ] as const)('with %s costs that file alone', (_, offset, size, value, said) => {
    const archive = forgedAt(zipAs({ 'eve.ts': GOOD.repeat(9), 'ada.ts': GOOD }), 0, offset, size, value)
    expect(inside(archive)).toEqual({ given: { ada: GOOD, eve: `not text: … ${said}` }, strays: {} })
  })

  test('about how many files it has is refused: none of them may be missed', () => {
    const archive = zipAs({ '07.ts': GOOD, 'other.ts': GOOD })
    new DataView(archive.buffer).setUint16(archive.length - 12, 1, true)
    expect(beside(archive)).toEqual(refusedAs('is damaged: it has more files in it than it says'))
    new DataView(archive.buffer).setUint16(archive.length - 12, 3, true)
    expect(beside(archive)).toEqual(refusedAs('is damaged: its list of contents cannot be read'))
  })

  test('with one name for two files gives neither', () => {
    const archive = zipAs({ 'a.ts': 'one', 'b.ts': 'two', '07.ts': GOOD })
    archive[listedIn(archive)[1] + 46] = 'a'.charCodeAt(0)
    expect(beside(archive)).toEqual({
      given: { ada: GOOD, eve: GOOD },
      strays: { 'eve.zip/a.ts': 'is in its archive more than once' },
    })
  })

  test.each([
    ['is no archive', strToU8('hello')],
    ['is empty', new Uint8Array()],
    ['is cut off in front', zipAs({ '07.ts': GOOD }).slice(20)],
    ['is cut off behind', zipAs({ '07.ts': GOOD }).slice(0, -20)],
  ])('and %s costs itself', (_, archive) => {
    const { given, strays } = beside(archive)
    expect({ given, strays }).toEqual(refusedAs(strays['eve.zip']))
    expect(() => treeOfArchive(archive, 'class.zip')).toThrow(/^class\.zip is (no zip archive|damaged: )/)
  })
})

test('70,000 files in an archive are not looked at, also where it counts only to 65,535', () => {
  const archive = with70000(zipAs({ '07.ts': GOOD }))
  // Two bytes count modulo 65,536: 4,464 of them.
  expect(beside(archive)).toEqual(refusedAs('is damaged: it has more files in it than it says'))
  expect(beside(withLargeCount(archive, 70000n))).toEqual(
    refusedAs('has 70000 files in it; at most 5000 are read'),
  )
  expect(() => treeOfArchive(withLargeCount(archive, 70000n), 'class.zip')).toThrow(
    'class.zip has 70000 files in it; at most 65535 are read',
  )
})

/** An archive of one file that lists it 70,000 times. */
function with70000(bytes: Uint8Array): Uint8Array {
  const [start] = listedIn(bytes)
  const entry = bytes.subarray(start, bytes.length - 22)
  const end = bytes.slice(-22)
  const view = new DataView(end.buffer)
  for (const offset of [8, 10]) view.setUint16(offset, 70_000 % 65_536, true)
  view.setUint32(12, 70_000 * entry.length, true)
  const many = new Uint8Array(start + 70_000 * entry.length + 22)
  many.set(bytes.subarray(0, start))
  for (let i = 0; i < 70_000; i++) many.set(entry, start + i * entry.length)
  many.set(end, many.length - 22)
  return many
}

/** The same archive with an end as in those of more than 4 GB or 65,535 files (APPNOTE 4.3.14 and 4.3.15). */
function withLargeCount(bytes: Uint8Array, many: bigint): Uint8Array {
  const end = bytes.length - 22
  const old = new DataView(bytes.buffer, bytes.byteOffset)
  const large = new DataView(new ArrayBuffer(56 + 20 + 22))
  large.setUint32(0, 0x06064b50, true)
  large.setBigUint64(4, 44n, true)
  for (const offset of [24, 32]) large.setBigUint64(offset, many, true)
  large.setBigUint64(40, BigInt(old.getUint32(end + 12, true)), true)
  large.setBigUint64(48, BigInt(old.getUint32(end + 16, true)), true)
  large.setUint32(56, 0x07064b50, true)
  large.setBigUint64(64, BigInt(end), true)
  large.setUint32(72, 1, true)
  large.setUint32(76, 0x06054b50, true)
  for (const offset of [8, 10]) large.setUint16(76 + offset, 0xffff, true)
  for (const offset of [12, 16]) large.setUint32(76 + offset, 0xffffffff, true)
  return new Uint8Array([...bytes.subarray(0, end), ...new Uint8Array(large.buffer)])
}

test('an archive with an end for large ones is read like others', () => {
  expect(beside(withLargeCount(zipAs({ '07.ts': GOOD }), 1n)).given).toEqual({ ada: GOOD, eve: GOOD })
})

test('archives are opened in an archive, and no deeper', () => {
  const wrapped = (depth: number): Uint8Array =>
    depth === 0 ? zipAs({ '07.ts': GOOD }) : zipAs({ 'work.zip': wrapped(depth - 1) })
  expect(beside(wrapped(1)).given).toEqual({ ada: GOOD, eve: GOOD })
  const reason = 'is an archive in an archive in an archive: unpack it'
  expect(beside(wrapped(2))).toEqual({
    given: { ada: GOOD, eve: `not text: … ${reason}` },
    strays: { 'eve.zip/work.zip/work.zip': reason },
  })
})

describe('a name', () => {
  test.each([
    ['a zero', 'eve\0.ts', 'eve\\u0000.ts'],
    ['a new line', 'eve\n.ts', 'eve\\u000a.ts'],
    ['an escape for terminals', 'eve\x1b[2J.ts', 'eve\\u001b[2J.ts'],
    ['its letters turned round', 'eve\u202ests.ts', 'eve\\u202ests.ts'],
    ['a mark that nobody sees', '\u200eada.ts', '\\u200eada.ts'],
  ])('with %s is not graded, and is shown as it is', (_, path, shown) => {
    expect(inside(zipAs({ 'ada.ts': GOOD, [path]: GOOD }))).toEqual({
      given: { ada: GOOD },
      strays: { [shown]: 'has a character in its name that cannot be seen' },
    })
  })

  test('of 300 characters is one like others; of 2,000 it is not', () => {
    expect(Object.keys(inside(zipAs({ [`${'é'.repeat(300)}.ts`]: GOOD })).given)).toEqual(['é'.repeat(300)])
    const { given, strays } = inside(zipAs({ 'ada.ts': GOOD, [`${'e'.repeat(2000)}.ts`]: GOOD }))
    expect(given).toEqual({ ada: GOOD })
    expect(Object.values(strays)).toEqual(['has a name of more than 1000 characters'])
    expect(Object.keys(strays)[0].length).toBeLessThan(200)
  })

  test('that differs in capitals is somebody else; one that looks the same is not', () => {
    const [composed, apart] = ['zo\u00eb', 'zoe\u0308']
    expect(Object.keys(inside(zipAs({ 'ada.ts': GOOD, 'Ada.ts': GOOD })).given)).toEqual(['Ada', 'ada'])
    const { given, strays } = inside(zipAs({ [`${composed}.ts`]: GOOD, [`${apart}.ts`]: GOOD }))
    expect(Object.keys(given)).toEqual([composed])
    expect(Object.values(strays)).toEqual([
      expect.stringContaining('though nothing says which of them is newer'),
    ])
  })

  test.each(['__proto__', 'constructor', 'CON', 'nul', '-rf', '=1+1', '<b>', '$(reboot)', "'; --"])(
    '%s is a name',
    name => {
      expect(
        readSubmissions({ tree: treeAs(`${name}/07.ts`), exercises: [seven], roster: null }).students,
      ).toEqual([{ id: name, name: null, email: null, section: null }])
    },
  )

  test('that a platform gives somebody else makes a file in a folder nobody else’s', () => {
    const paths = ['bob/lovelaceada_12345_678901_07.ts', 'lovelaceada_12345_678900_07.ts']
    const ada = { id: '12345', name: 'Ada Lovelace', email: null, section: null }
    const bob = { id: 'bob', name: null, email: null, section: null }
    for (const roster of [null, [ada, bob]]) {
      const { handed } = readSubmissions({ tree: treeAs(...paths), exercises: [seven], roster })
      expect(handed.map(({ student, path }) => [student, path])).toEqual([
        ['12345', paths[1]],
        ['bob', paths[0]],
      ])
    }
    const spoofed = readSubmissions({
      tree: treeAs('bob/ada.ts', 'eve/07.ts'),
      exercises: [seven],
      roster: [ada, { ...bob, id: 'eve' }],
    })
    expect(spoofed.handed.map(({ student }) => student)).toEqual(['eve'])
  })
})

test('a notebook of nonsense is a notebook without titles', () => {
  const six = { id: 'makemore/06_embedding', title: '06 · The embedding table' }
  const cells = (source: unknown) => JSON.stringify({ cells: [null, 7, { cell_type: 'markdown', source }] })
  const nonsense = [
    cells([{ toString: 1 }, null]),
    cells(['#'.repeat(1e6), `${' '.repeat(1e6)}#`]),
    '['.repeat(1e5),
    '{"cells": {"length": 3}}',
    '\0',
  ]
  for (const text of nonsense) {
    const { handed } = readSubmissions({
      tree: treeAs(fileAs('eve.ipynb', text)),
      exercises: [seven, six],
      roster: null,
    })
    expect(handed.map(({ exercise }) => exercise)).toEqual([seven.id, six.id])
  }
})
