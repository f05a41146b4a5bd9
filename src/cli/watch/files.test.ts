import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type FileWatch, importsOf, watchFiles } from './files.ts'

const system = vi.hoisted(() => ({ refuses: false, silent: false }))
vi.mock('node:fs', async original => {
  const fs = await original<typeof import('node:fs')>()
  const watch = (...given: Parameters<typeof fs.watch>) => {
    if (system.refuses) throw Object.assign(new Error('too many'), { code: 'ENOSPC' })
    return system.silent ? fs.watch(given[0], () => {}) : fs.watch(...given)
  }
  return { ...fs, watch }
})

let folder: string
let file: string
let saves: number
/** How many saves had been told when something was written. */
let writes: number[]
let watch: FileWatch

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ninja-'))
  file = join(folder, 'a.ts')
  writeFileSync(file, 'one')
  saves = 0
  writes = []
})
afterEach(() => {
  watch?.close()
  rmSync(folder, { recursive: true, force: true })
  Object.assign(system, { refuses: false, silent: false })
})

const begin = (poll = false, others: readonly string[] = []): void => {
  watch = watchFiles(
    () => saves++,
    poll,
    () => writes.push(saves),
  )
  watch.follow([file], others)
}
const sleep = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
const saved = (times: number) => vi.waitFor(() => expect(saves).toBe(times), 2000)

test('a save is told once, though it is several events', async () => {
  begin()
  writeFileSync(file, '')
  writeFileSync(file, 'two')
  writeFileSync(`${file}~`, 'three')
  renameSync(`${file}~`, file)
  await saved(1)
  await sleep(600)
  expect(saves).toBe(1)
})

test('what is written is told at once, and once; an empty file only when something is in it', async () => {
  begin()
  writeFileSync(file, '')
  await sleep(60)
  expect(writes).toEqual([])
  writeFileSync(file, 'two')
  await saved(1)
  expect(writes).toEqual([0])
})

test('other files do not matter', async () => {
  begin()
  writeFileSync(join(folder, 'b.ts'), 'x')
  await sleep(600)
  expect(saves).toBe(0)
})

test.each([
  ['events are refused', () => Object.assign(system, { refuses: true })],
  ['events get lost', () => Object.assign(system, { silent: true })],
])('a save is found where %s', async (_, arrange) => {
  arrange()
  begin()
  for (const times of [1, 2]) {
    writeFileSync(file, `save ${times}`)
    await saved(times)
  }
})

test('a save is found without asking for events', async () => {
  begin(true)
  writeFileSync(file, 'two')
  await saved(1)
})

test('a file that is empty or missing is waited for, but not for ever', async () => {
  begin()
  writeFileSync(file, '')
  await sleep(60)
  expect(saves).toBe(0)
  await saved(1)
  rmSync(file)
  await saved(2)
})

test('a folder that is replaced is watched on', async () => {
  begin()
  renameSync(folder, `${folder}-old`)
  await sleep(300)
  renameSync(`${folder}-old`, folder)
  writeFileSync(file, 'two')
  await vi.waitFor(() => expect(saves).toBeGreaterThan(0), 2000)
  await sleep(600)
  const before = saves
  writeFileSync(file, 'three')
  await saved(before + 1)
})

test('following anew forgets no save', async () => {
  begin(true)
  writeFileSync(file, 'two')
  watch.follow([file], [join(folder, 'b.ts')])
  await saved(1)
})

test('a file that is not there yet is followed too', async () => {
  const other = join(folder, 'b.ts')
  begin(false, [other])
  writeFileSync(other, '')
  await saved(1)
})

test('imports are found, and those of imports, and rings end', () => {
  writeFileSync(file, "import { b } from './b.ts'\nimport 'node:fs'\nb()\nexport * from '../c.ts'\n")
  writeFileSync(join(folder, 'b.ts'), 'import \'./a.ts\'\nimport "./d.ts"\n')
  const names = ['b.ts', 'a.ts', '../c.ts', 'd.ts'].map(name => join(folder, name))
  expect(importsOf(file).sort()).toEqual(names.sort())
})
