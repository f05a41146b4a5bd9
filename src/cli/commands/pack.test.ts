/** Exercises from elsewhere: a pack in a folder, and one installed from a tarball. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { emptyFolder, freshWorkspace, ninja } from '../testing.ts'
import { allExercises } from '../workspace.ts'

/** A pack with two exercises, as `new` makes it. */
function madePack(name: string, track: string): string {
  const root = join(emptyFolder(), name)
  mkdirSync(root)
  expect(ninja(root, ['new', `${track}/first`])).toMatchObject({ status: 0, stderr: '' })
  expect(ninja(root, ['new', `${track}/second`]).status).toBe(0)
  return root
}

let pack: string
beforeAll(() => {
  pack = madePack('lin', 'lines')
})

const change = (root: string, field: object): void => {
  const file = join(root, 'package.json')
  const about = JSON.parse(readFileSync(file, 'utf8'))
  writeFileSync(file, JSON.stringify({ ...about, ninja: { ...about.ninja, ...field } }))
}
const packsIn = (root: string): unknown =>
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).ninja?.packs
const tracksIn = (root: string): string[] =>
  JSON.parse(ninja(root, ['list', '--json']).stdout).tracks.map(({ name }: { name: string }) => name)

/** What a learner and an instructor do there. */
function expectToWork(root: string): void {
  const file = join(root, 'exercises', 'lines', '01_first.ts')
  const fresh = readFileSync(file, 'utf8')
  expect(fresh).toContain('TODO()')
  expect(ninja(root, ['list']).stdout).toMatch(/lines .*\n\n> · 01 {2}First {3}2 to do {2}current/)
  writeFileSync(file, fresh.replace('return TODO() // (n, 1)', 'return error.mul(2 / n)'))
  const checked = ninja(root, ['check'])
  expect(checked.stdout).toMatch(/✓ derror .*exact/)
  expect(checked.status).toBe(1)
  expect(ninja(root, ['status']).stdout).toContain('1 of 2 right')
  expect(ninja(root, ['hint']).stdout).toContain('An element of w is used once')
  expect(ninja(root, ['reset']).status).toBe(0)
  expect(readFileSync(file, 'utf8')).toBe(fresh)
  expect(ninja(root, ['next']).stdout).toContain('02 · Second')
  const verified = ninja(root, ['verify'])
  expect(verified.stdout).toContain('2 exercises verified')
  expect(verified.status).toBe(0)
}

describe('a pack in a folder', () => {
  test('is made by new, and can be worked in', () => {
    expect(readdirSync(pack)).toEqual(
      expect.arrayContaining(['package.json', 'solutions', 'exercises', 'tsconfig.json']),
    )
    expect(tracksIn(pack)).toEqual(['lines'])
  })

  test('is learned from in a workspace of its own', () => {
    const course = join(emptyFolder(), 'course')
    const made = ninja(join(course, '..'), ['init', 'course', '--pack', pack])
    expect(made).toMatchObject({ status: 0, stderr: '' })
    expect(made.stdout).toContain('2 exercises')
    expectToWork(course)
  })

  test('stands beside others, with its own progress', () => {
    const course = freshWorkspace()
    const before = tracksIn(course)
    expect(ninja(course, ['init', '--pack', pack]).status).toBe(0)
    expect(tracksIn(course)).toEqual([...before, 'lines'])
    const other = madePack('curve', 'curves')
    const added = ninja(course, ['init', '.', '--pack', other]).stdout
    expect(added).toMatch(/start with .*curves.01_first\.ts/)
    expect(added).not.toMatch(/left as they are:\s+package\.json/)
    expect(tracksIn(course)).toEqual([...before, 'lines', 'curves'])
    ninja(course, ['check', 'lines/01_first'])
    const { current, exercises } = JSON.parse(readFileSync(join(course, '.ninja', 'progress.json'), 'utf8'))
    expect(current).toBe('lines/01_first')
    expect(Object.keys(exercises)).toEqual(['lines/01_first'])
    expect(ninja(course, ['check', '02', '--json']).stdout).toContain('"exercise":"lines/02_second"')
    expect(ninja(course, ['init', '--pack', pack]).stdout).toContain('nothing was missing')
    expect(packsIn(course)).toHaveLength(3)
  })

  test('may be the built-in one, which is a pack like any other', () => {
    const course = join(emptyFolder(), 'course')
    expect(ninja(join(course, '..'), ['init', 'course', '--pack', 'backprop-ninja']).status).toBe(0)
    expect(packsIn(course)).toEqual(['backprop-ninja'])
    expect(tracksIn(course)).toEqual([...new Set(allExercises(null).map(({ track }) => track))])
  })
})

test('a pack from a tarball works as one in a folder', () => {
  const shelf = emptyFolder()
  const npm = (cwd: string, ...words: string[]) =>
    execFileSync('npm', [...words, '--offline', '--no-audit', '--no-fund'], {
      cwd,
      stdio: 'pipe',
      encoding: 'utf8',
    })
  npm(pack, 'pack', '--pack-destination', shelf)
  const course = emptyFolder()
  writeFileSync(join(course, 'package.json'), '{ "private": true }\n')
  npm(course, 'install', join(shelf, 'lin-1.0.0.tgz'))
  expect(existsSync(join(course, 'node_modules', 'lin', 'solutions', 'lines', '01_first.ts'))).toBe(true)
  expect(ninja(course, ['init', '--pack', 'lin'])).toMatchObject({ status: 0 })
  expect(JSON.parse(readFileSync(join(course, 'package.json'), 'utf8'))).toMatchObject({
    private: true,
    dependencies: { lin: expect.stringContaining('lin-1.0.0.tgz') },
    ninja: { packs: ['lin'] },
  })
  expectToWork(course)
})

describe('what is no pack is told', () => {
  test.each([
    ['a folder without a package.json', () => emptyFolder(), 'is not a pack'],
    ['a folder that is not there', () => './nowhere', 'there is no pack in'],
    [
      'a package that is not installed',
      () => 'not-installed',
      'neither a package that is installed here nor a folder',
    ],
  ])('%s', (_, written, message) => {
    const ran = ninja(emptyFolder(), ['init', 'course', '--pack', written()])
    expect(ran.stderr).toContain(message)
    expect(ran.status).toBe(3)
  })

  test.each([
    [
      'a newer format',
      { format: 2 },
      /has the format 2; this program reads format 1\n {2}npm install backprop-ninja@latest/,
    ],
    ['a format that is none', { format: 'one' }, /the format "one"; .*\n {2}write "format": 1/],
    ['tracks that are no list', { tracks: 'all' }, /"tracks" that are no list/],
    ['a start that is no name', { start: 7 }, /"start" that is not the name/],
  ])('%s', (_, field, message) => {
    const broken = madePack('broken', 'lines')
    change(broken, field)
    for (const words of [['list'], ['check'], ['verify'], ['build']]) {
      const ran = ninja(broken, words)
      expect(ran.stderr).toMatch(message)
      expect(ran.status).toBe(3)
    }
  })

  test('two packs with the same track', () => {
    const course = join(emptyFolder(), 'course')
    ninja(join(course, '..'), ['init', 'course', '--pack', pack])
    const other = madePack('other', 'lines')
    const ran = ninja(course, ['init', '--pack', other])
    expect(ran.stderr).toContain('the track "lines" is in two packs, lin and other')
    expect(ran.status).toBe(3)
    expect(packsIn(course)).toHaveLength(1)
  })

  test('an archive, which is to be installed first', () => {
    const course = emptyFolder()
    writeFileSync(join(course, 'lin-1.0.0.tgz'), '')
    const { status, stderr } = ninja(course, ['init', '--pack', './lin-1.0.0.tgz'])
    expect(stderr).toMatch(/lin-1\.0\.0\.tgz is a file; .*\n {2}npm install .*lin-1\.0\.0\.tgz/)
    expect(status).toBe(3)
  })

  test('one that was moved away', () => {
    const course = freshWorkspace()
    const about = JSON.parse(readFileSync(join(course, 'package.json'), 'utf8'))
    writeFileSync(join(course, 'package.json'), JSON.stringify({ ...about, ninja: { packs: ['./gone'] } }))
    const { status, stderr } = ninja(course, ['list'])
    expect(stderr).toMatch(/no pack in .*gone\n.*take "\.\/gone" out of "packs" in .*package\.json/)
    expect(status).toBe(3)
  })
})

describe('new', () => {
  test('goes on numbering, and what is there already is refused', () => {
    const root = madePack('more', 'lines')
    expect(ninja(root, ['new', 'lines/third']).stdout).toContain(join('solutions', 'lines', '03_third.ts'))
    expect(ninja(root, ['new', 'lines/first'])).toMatchObject({ status: 2, stdout: '' })
    expect(ninja(root, ['new', 'lines/First'])).toMatchObject({ status: 2, stdout: '' })
    expect(ninja(root, ['new', 'curves/first']).stdout).toContain(join('curves', '01_first.ts'))
  })

  test('makes a pack of a folder that has a package.json, and keeps what is in that', () => {
    const root = emptyFolder()
    const about = { name: 'mine', version: '2.0.0', scripts: { test: 'true' } }
    writeFileSync(join(root, 'package.json'), JSON.stringify(about))
    const { status, stdout, stderr } = ninja(root, ['new', 'norms/layer_norm'])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain('made this folder a pack: "ninja" in package.json, tsconfig.json')
    expect(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).toEqual({
      ...about,
      ninja: { format: 1, tracks: ['norms'] },
    })
    expect(ninja(root, ['check', 'norms/01_layer_norm']).stdout).toContain('norms/01_layer_norm')
    expect(ninja(emptyFolder(), ['init', 'course', '--pack', root]).status).toBe(0)
  })

  test('says so where solutions are there already, and a package.json that makes it no pack', () => {
    const root = madePack('half', 'lines')
    writeFileSync(join(root, 'package.json'), '{ "name": "half" }')
    expect(ninja(root, ['new', 'lines/third']).stdout).toContain('"ninja" in package.json')
    expect(ninja(root, ['check', 'lines/03_third']).stdout).toContain('lines/03_third')
  })

  test('changes nothing where package.json cannot be read', () => {
    const root = emptyFolder()
    writeFileSync(join(root, 'package.json'), '{ "name": ')
    const { status, stderr } = ninja(root, ['new', 'norms/layer_norm'])
    expect(stderr).toMatch(/cannot read .*package\.json/)
    expect(status).toBe(3)
    expect(readdirSync(root)).toEqual(['package.json'])
  })

  test.each(['first', 'a/b/c', '../a/b', 'lines/', 'lines/a-b'])('refuses the name %s', written => {
    const { status, stderr } = ninja(emptyFolder(), ['new', written])
    expect(stderr).toContain('write track/name')
    expect(status).toBe(2)
  })

  test('does not turn a folder that one learns in into a pack', () => {
    const { status, stderr } = ninja(freshWorkspace(), ['new', 'lines/first'])
    expect(stderr).toContain('this folder is for learning')
    expect(status).toBe(2)
  })
})
