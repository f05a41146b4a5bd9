import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { emptyProgress, noteCheck, printProgress } from '../progress/progress.ts'
import { entriesOf } from '../zip.ts'
import { archiveOf, readArchive } from './archive.ts'

const id = 'makemore/02_softmax'
const progress = noteCheck(emptyProgress(), id, {
  passed: true,
  gradients: { dprobs: 'exact' },
  at: new Date(0),
})
const files = new Map([
  [id, '// %% mine\nconst π = 3\n'],
  ['hunts/01_the_sum', ''],
])
const good = archiveOf({ progress, practice: null, files })

const zip = (entries: Readonly<Record<string, string | Uint8Array>>, options = {}): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries({ '.ninja/progress.json': printProgress(emptyProgress()), ...entries }).map(
        ([path, content]) => [path, [typeof content === 'string' ? strToU8(content) : content, options]],
      ),
    ) as Parameters<typeof zipSync>[0],
  )

/** What is said of it. */
function saidOf(bytes: Uint8Array): string {
  try {
    readArchive(bytes, 'a.zip')
    return 'nothing'
  } catch (error) {
    return (error as Error).message
  }
}

test('what was put in comes out, and the same gives the same bytes', () => {
  expect(readArchive(good, 'a.zip')).toEqual({ progress, practice: null, files })
  expect(archiveOf({ progress, practice: null, files })).toEqual(good)
})

test('another program reads it: the paths are those of a workspace', () => {
  expect(entriesOf(good).map(({ path }) => path)).toEqual([
    '.ninja/progress.json',
    'exercises/makemore/02_softmax.ts',
    'exercises/hunts/01_the_sum.ts',
  ])
})

test('folders of their own and a comment at the end do no harm', () => {
  const withFolders = zip({ 'exercises/': '', 'exercises/makemore/': '', [`exercises/${id}.ts`]: 'x' })
  expect(readArchive(withFolders, 'a.zip').files).toEqual(new Map([[id, 'x']]))
  const commented = new Uint8Array([...good, ...strToU8('hello')])
  new DataView(commented.buffer).setUint16(good.length - 2, 5, true)
  expect(readArchive(commented, 'a.zip').files).toEqual(files)
})

test.each([
  '../evil.ts',
  'exercises/../../evil.ts',
  'exercises/makemore/../../../02_softmax.ts',
  '/etc/passwd',
  'C:/evil.ts',
  'exercises\\makemore\\02_softmax.ts',
  '\\\\host\\share\\02_softmax.ts',
  'exercises/makemore/02_softmax.ts\0.ts',
])('a path that leads out of the folder is refused: %j', path => {
  expect(saidOf(zip({ [path]: 'x' }))).toMatch(
    /^a\.zip has a file in it that would lead out of your folder: "/,
  )
})

test.each([
  'package.json',
  '.ninja/attempts/makemore/02_softmax/x.ts',
  'exercises/data/names.txt',
  'exercises/makemore/helper.ts',
  'exercises/02_softmax.ts',
  'exercises/makemore/deep/02_softmax.ts',
  'exercises/./02_softmax.ts',
  'exercises/.git/02_softmax.ts',
  'node_modules/x/',
  '__MACOSX/exercises/makemore/02_softmax.ts',
])('a file that is no progress and no exercise is refused: %j', path => {
  expect(saidOf(zip({ [path]: 'x' }))).toMatch(
    /^a\.zip has a file in it that is neither progress nor an exercise: "/,
  )
})

test('a link is refused, wherever it leads', () => {
  const link = zip({ [`exercises/${id}.ts`]: '/etc/passwd' }, { os: 3, attrs: (0o120777 << 16) >>> 0 })
  expect(saidOf(link)).toMatch(/^a\.zip has a link in it, /)
})

test('what unpacks to more than a learner writes is refused before it is unpacked', () => {
  expect(saidOf(zip({ [`exercises/${id}.ts`]: new Uint8Array(2 ** 18 + 1) }))).toMatch(
    /too large: .*, 0\.3 MiB$/,
  )
  const many = Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`exercises/a/${i}_b.ts`, '']))
  expect(saidOf(zip(many))).toBe('a.zip has 1002 files in it; at most 1000 are read')
  expect(saidOf(new Uint8Array(8 * 2 ** 20 + 1))).toMatch(/^a\.zip has 8\.0 MiB/)
})

/** The same archive with other bytes in its list of contents, at this place of its last entry. */
function forged(bytes: Uint8Array, offset: number, value: number): Uint8Array {
  const copy = bytes.slice()
  const view = new DataView(copy.buffer)
  let at = copy.length - 22
  while (view.getUint32(at, true) !== 0x02014b50) at--
  view.setUint32(at + offset, value, true)
  return copy
}

test('one that says it is small and is not is stopped where it said it would end', () => {
  const bomb = zip({ [`exercises/${id}.ts`]: new Uint8Array(50 * 2 ** 20) })
  expect(bomb.length).toBeLessThan(60_000)
  expect(saidOf(forged(bomb, 24, 100))).toBe(`a.zip is damaged: exercises/${id}.ts cannot be unpacked`)
})

test('damage is found: bytes that changed, an end that is missing, no archive at all', () => {
  expect(saidOf(forged(good, 16, 1))).toMatch(
    /is damaged: exercises\/hunts\/01_the_sum\.ts cannot be unpacked/,
  )
  expect(saidOf(forged(good, 42, 10_000))).toMatch(/is damaged/)
  expect(saidOf(good.subarray(0, good.length - 1))).toBe('a.zip is no zip archive')
  expect(saidOf(new Uint8Array())).toBe('a.zip is no zip archive')
  expect(saidOf(strToU8('PK, or so it says, and then goes on for a while'))).toBe('a.zip is no zip archive')
})

test('each byte of a good one spoilt by itself gives what it was, or a sentence', () => {
  for (let i = 0; i < good.length; i++) {
    const spoilt = good.slice()
    spoilt[i] ^= 0x55
    expect([i, saidOf(spoilt)]).toEqual([i, expect.stringMatching(/^(nothing|a\.zip .*)$/)])
  }
})

test('progress that is missing, damaged, of a newer program, or no text is told', () => {
  expect(saidOf(zipSync({ [`exercises/${id}.ts`]: strToU8('x') }))).toBe(
    'a.zip has no .ninja/progress.json in it',
  )
  expect(saidOf(zip({ '.ninja/progress.json': '{' }))).toMatch(/damaged progress in it: it is not JSON/)
  expect(saidOf(zip({ '.ninja/progress.json': '{"version": 7}' }))).toMatch(/newer version of ninja/)
  expect(saidOf(zip({ [`exercises/${id}.ts`]: new Uint8Array([0xff, 0xfe, 0x80]) }))).toMatch(
    /that is no text/,
  )
})
