import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, realpathSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { NinjaError } from '../../errors.ts'
import { readSubmissions } from '../../grade/submissions/submissions.ts'
import { zipAs } from '../../grade/submissions/testing.ts'
import { emptyFolder } from '../testing.ts'
import { openTree } from './tree.ts'

const seven = { id: 'makemore/07_whole_network', title: '07 · The whole network' }
const GOOD = 'export const right = 1\n'

function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = emptyFolder()
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  return root
}

function outcome(path: string) {
  const { handed, strays } = readSubmissions({ tree: openTree(path), exercises: [seven], roster: null })
  const given = handed.map(({ student, read }) => {
    try {
      return [student, new TextDecoder().decode(read())]
    } catch (error) {
      return [student, (error as Error).message]
    }
  })
  return {
    given: Object.fromEntries(given),
    strays: Object.fromEntries(strays.map(one => [one.path, one.reason])),
  }
}

/** As a user without rights in what belongs to us: root could read anything. */
function asNobody<T>(work: () => T): T {
  const own = process.geteuid?.()
  if (own === 0) process.seteuid?.(65534)
  try {
    return work()
  } finally {
    if (own === 0) process.seteuid?.(own)
  }
}

test('files, folders and archives are read, each with the time it came', () => {
  const root = folderOf({
    'ada.ts': GOOD,
    'bob/exercises/makemore/07_whole_network.ts': GOOD,
    'eve.zip': zipAs({ '07.ts': GOOD }),
  })
  for (const name of ['ada.ts', 'bob/exercises/makemore/07_whole_network.ts', 'eve.zip'])
    utimesSync(join(root, name), 1000, 2000)
  expect(outcome(root)).toEqual({ given: { ada: GOOD, bob: GOOD, eve: GOOD }, strays: {} })
  const { handed } = readSubmissions({ tree: openTree(root), exercises: [seven], roster: null })
  expect(handed.map(({ at }) => at)).toEqual([2_000_000, 2_000_000, 2_000_000])
})

test('the archive of a class, and one file alone, are submissions too', () => {
  const root = folderOf({
    'class.zip': zipAs({ 'class/ada.ts': GOOD, 'class/bob.ts': GOOD }),
    'ada.ts': GOOD,
  })
  expect(outcome(join(root, 'class.zip')).given).toEqual({ ada: GOOD, bob: GOOD })
  expect(outcome(join(root, 'ada.ts')).given).toEqual({ ada: GOOD })
  expect(() => openTree(join(root, 'nothing'))).toThrow('there is no folder or file')
})

test.skipIf(process.platform === 'win32')(
  'a link, a pipe and a folder that is a link are never opened',
  () => {
    const root = folderOf({ 'ada.ts': GOOD })
    symlinkSync('/etc/passwd', join(root, 'eve.ts'))
    symlinkSync('/etc', join(root, 'ian'))
    symlinkSync('ada.ts', join(root, 'joe.ts'))
    symlinkSync(root, join(root, 'loop'))
    expect(spawnSync('mkfifo', [join(root, 'kim.ts')]).status).toBe(0)
    const said = (path: string): string => `${path} is a link, and links are not followed`
    expect(outcome(root)).toEqual({
      given: { ada: GOOD, eve: said('eve.ts'), joe: said('joe.ts') },
      strays: {
        ian: 'is a link, and links are not followed',
        'kim.ts': 'is neither a file nor a folder',
        loop: 'is a link, and links are not followed',
      },
    })
  },
)

test.skipIf(process.platform === 'win32')('what may not be read costs itself alone', () => {
  const root = folderOf({
    'ada.ts': GOOD,
    'eve.ts': GOOD,
    'ian/07.ts': GOOD,
    'joe.zip': zipAs({ '07.ts': GOOD }),
  })
  for (const name of ['eve.ts', 'ian', 'joe.zip']) chmodSync(join(root, name), 0)
  const result = asNobody(() => outcome(root))
  chmodSync(join(root, 'ian'), 0o755)
  expect(result).toEqual({
    given: {
      ada: GOOD,
      eve: 'eve.ts cannot be read (EACCES)',
      joe: 'joe.zip cannot be read (EACCES)',
    },
    strays: { ian: 'is a folder that cannot be opened (EACCES)', 'joe.zip': 'cannot be read (EACCES)' },
  })
})

test.skipIf(process.platform !== 'linux')(
  'names that no screen shows are left out, and so are folders called so',
  () => {
    const root = folderOf({
      'ada.ts': GOOD,
      'e\nve.ts': GOOD,
      'i\u202ean/07.ts': GOOD,
      [`${'x'.repeat(252)}.ts`]: GOOD,
    })
    const reason = 'has a character in its name that cannot be seen'
    expect(outcome(root)).toEqual({
      given: { ada: GOOD, [`${'x'.repeat(252)}`]: GOOD },
      strays: { 'e\\u000ave.ts': reason, 'i\\u202ean': reason },
    })
  },
)

test('a file that is too large is not read, and what systems leave behind is not mentioned', () => {
  const root = folderOf({
    'ada/07.ts': 'x'.repeat(2 ** 18),
    'eve/07.ts': 'x'.repeat(2 ** 18 + 1),
    'ada/node_modules/x/index.ts': '',
    'ada/.git/HEAD': '',
    'ada/.ninja/progress.json': '',
    '.DS_Store': '',
  })
  expect(outcome(root)).toEqual({
    given: { ada: 'x'.repeat(2 ** 18), eve: 'eve/07.ts is too large: it has more than 256 KiB' },
    strays: {},
  })
})

test('more files than may be are refused, with the folder that most of them are in', () => {
  const root = folderOf({ 'ada.ts': GOOD, 'big/1.ts': GOOD, 'big/2.ts': GOOD, 'node_modules/x.ts': GOOD })
  expect(openTree(root, 3).files).toHaveLength(3)
  try {
    openTree(root, 2)
    expect.unreachable()
  } catch (error) {
    const { code, message, advice } = error as NinjaError
    expect([code, message]).toEqual(['usage', `there are more than 2 files in ${realpathSync(root)}`])
    expect(advice).toMatch(/^most of them, 2, are in big: /)
  }
})

test.skipIf(process.platform === 'win32')('what became a link since it was listed is not followed', () => {
  const root = folderOf({ 'ada.ts': GOOD, 'secret.txt': 'secret' })
  const { handed } = readSubmissions({ tree: openTree(root), exercises: [seven], roster: null })
  rmSync(join(root, 'ada.ts'))
  symlinkSync('secret.txt', join(root, 'ada.ts'))
  expect(() => handed[0].read()).toThrow('ada.ts is not a file')
})
