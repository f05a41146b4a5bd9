import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { NinjaError } from '../errors.ts'
import { emptyProgress, printProgress, setCurrent } from './progress.ts'
import { openStore } from './store.ts'

const disk = vi.hoisted(() => ({ isFull: false }))
vi.mock('./atomic.ts', async load => {
  const atomic = await load<typeof import('./atomic.ts')>()
  const writeAtomically: typeof atomic.writeAtomically = (path, content) => {
    if (disk.isFull) throw new NinjaError('workspace', 'the disk is full')
    atomic.writeAtomically(path, content)
  }
  return { ...atomic, writeAtomically }
})

let workspace: string
let file: string
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'ninja-store-'))
  file = join(workspace, '.ninja', 'progress.json')
})
afterEach(() => {
  disk.isFull = false
  rmSync(workspace, { recursive: true })
})

const names = () => readdirSync(join(workspace, '.ninja')).sort()

const put = (content: string | Uint8Array) => {
  mkdirSync(join(workspace, '.ninja'), { recursive: true })
  writeFileSync(file, content)
}

/** Runs as a user without rights in what belongs to us: root could write anywhere. */
const asNobody = <T>(run: () => T): T => {
  if (process.geteuid?.() !== 0) return run()
  process.seteuid!(65534)
  try {
    return run()
  } finally {
    process.seteuid!(0)
  }
}

const withReadOnly = <T>(run: () => T): T => {
  chmodSync(workspace, 0o755) // temporary folders are closed to others
  chmodSync(join(workspace, '.ninja'), 0o555)
  try {
    return asNobody(run)
  } finally {
    chmodSync(join(workspace, '.ninja'), 0o755)
  }
}

const posix = test.skipIf(process.platform === 'win32')

test('a missing file is an empty progress, and reading makes nothing', () => {
  expect(openStore(workspace).read()).toEqual({
    progress: emptyProgress(),
    warning: null,
  })
  expect(existsSync(join(workspace, '.ninja'))).toBe(false)
})

test('an update is there for the next run', () => {
  openStore(workspace).update(progress => setCurrent(progress, 'a/1'))
  expect(openStore(workspace).read()).toEqual({
    progress: setCurrent(emptyProgress(), 'a/1'),
    warning: null,
  })
  expect(names()).toEqual(['progress.json'])
})

test('an update builds on what others have written meanwhile', () => {
  const store = openStore(workspace)
  store.read()
  openStore(workspace).update(progress => ({ ...progress, theirs: 1 }))
  expect(store.update(progress => setCurrent(progress, 'a/1')).progress).toMatchObject({
    theirs: 1,
    current: 'a/1',
  })
})

test('an update that makes no difference writes nothing', () => {
  const store = openStore(workspace)
  store.update(progress => ({ ...progress }))
  expect(existsSync(file)).toBe(false)
  store.update(progress => setCurrent(progress, 'a/1'))
  const before = statSync(file)
  store.update(progress => setCurrent({ ...progress }, 'a/1'))
  expect(statSync(file)).toMatchObject({
    ino: before.ino,
    mtimeMs: before.mtimeMs,
  })
})

test('a change that throws leaves the file and no lock', () => {
  put(printProgress(emptyProgress()))
  const change = () => {
    throw new RangeError('inside')
  }
  expect(() => openStore(workspace).update(change)).toThrow(RangeError)
  expect(readFileSync(file, 'utf8')).toBe(printProgress(emptyProgress()))
  expect(names()).toEqual(['progress.json'])
})

const DAMAGED: [what: string, content: string | Uint8Array][] = [
  ['empty', ''],
  ['truncated', printProgress(setCurrent(emptyProgress(), 'a/1')).slice(0, 30)],
  ['binary', Uint8Array.of(0xff, 0xfe, 0, 1, 2, 3)],
  ['full of zeros, as after a power cut', new Uint8Array(200)],
  ['of wrong types', '{ "version": 1, "current": 5, "exercises": {} }'],
  ['text in another encoding', Buffer.from('{ "version": 1, "current": "\xfc", "exercises": {} }', 'latin1')],
]

test.each(DAMAGED)('a file that is %s is kept beside, and said aloud once', (_, content) => {
  put(content)
  const { progress, warning } = openStore(workspace).read()
  expect(progress).toEqual(emptyProgress())
  const [kept, ...others] = names()
  expect(kept).toMatch(/^progress\.corrupt-.*\.json$/)
  expect(others).toEqual([])
  expect(readFileSync(join(workspace, '.ninja', kept))).toEqual(Buffer.from(content))
  expect(warning).toContain(`${file} is damaged (`)
  expect(warning).toContain(`saved as ${join(workspace, '.ninja', kept)}`)
  expect(openStore(workspace).read().warning).toBe(null)
})

test.each(DAMAGED)('an update over a file that is %s keeps that file and starts anew', (_, content) => {
  put(content)
  const { progress, warning } = openStore(workspace).update(before => setCurrent(before, 'a/1'))
  expect(progress).toEqual(setCurrent(emptyProgress(), 'a/1'))
  expect(warning).toContain('is damaged')
  const [kept, ...others] = names()
  expect(others).toEqual(['progress.json'])
  expect(readFileSync(join(workspace, '.ninja', kept))).toEqual(Buffer.from(content))
})

test('of many damaged files every one is kept', () => {
  for (let i = 0; i < 20; i++) {
    put(`damaged ${i}`)
    openStore(workspace).read()
  }
  const kept = names().map(name => readFileSync(join(workspace, '.ninja', name), 'utf8'))
  expect(new Set(kept).size).toBe(20)
})

test('a file of a newer program is left alone, and the advice is to update', () => {
  const text = '{ "version": 2, "players": [] }'
  put(text)
  const store = openStore(workspace)
  for (const use of [store.read, () => store.update(progress => setCurrent(progress, 'a/1'))]) {
    expect(use).toThrow(`${file} was written by a newer backprop-ninja`)
    expect(use).toThrow(
      expect.objectContaining({
        code: 'workspace',
        advice: expect.stringContaining('Update'),
      }),
    )
  }
  expect(names()).toEqual(['progress.json'])
  expect(readFileSync(file, 'utf8')).toBe(text)
})

posix('on a read-only disk reading works, and an update says what is wrong', () => {
  openStore(workspace).update(progress => setCurrent(progress, 'a/1'))
  withReadOnly(() => {
    const store = openStore(workspace)
    expect(store.read()).toEqual({
      progress: setCurrent(emptyProgress(), 'a/1'),
      warning: null,
    })
    expect(() => store.update(progress => setCurrent(progress, 'a/2'))).toThrow('permission denied (EACCES)')
  })
  expect(names()).toEqual(['progress.json'])
})

posix('on a read-only disk a damaged file is warned about, stays, and is never written over', () => {
  put('damaged')
  const { progress, warning } = withReadOnly(() => openStore(workspace).read())
  expect(progress).toEqual(emptyProgress())
  const update = () => openStore(workspace).update(before => setCurrent(before, 'a/1'))
  expect(() => withReadOnly(update)).toThrow(NinjaError)
  expect(warning).toContain(`${file} is damaged (it is not JSON) and stays where it is: cannot lock`)
  expect(names()).toEqual(['progress.json'])
})

test('on a full disk a damaged file stays in its place, so that the next run can say so', () => {
  put('damaged')
  disk.isFull = true
  expect(() => openStore(workspace).update(progress => setCurrent(progress, 'a/1'))).toThrow(
    'the disk is full',
  )
  expect(names()).toEqual(['progress.json'])
  disk.isFull = false
  expect(openStore(workspace).read().warning).toContain('is damaged')
})

test('where .ninja is a file, both reading and an update say so', () => {
  writeFileSync(join(workspace, '.ninja'), '')
  const store = openStore(workspace)
  expect(() => store.update(progress => setCurrent(progress, 'a/1'))).toThrow(
    'something else is in its place',
  )
  expect(() => store.read()).toThrow(NinjaError)
})

test.runIf(process.platform === 'linux')('a system folder refuses even root', () => {
  const store = openStore('/sys')
  expect(store.read().warning).toBe(null)
  expect(() => store.update(progress => setCurrent(progress, 'a/1'))).toThrow('cannot write /sys/.ninja: ')
})
