import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { renderDoctor, withoutHome } from '../../terminal/doctor.ts'
import { firstNinja, isAtLeast, judgeMachine, type Machine } from '../machine.ts'
import { emptyFolder, freshWorkspace, ninja, type Ran } from '../testing.ts'
import { allExercises, packageRoot } from '../workspace.ts'

const many = allExercises(null).length

let workspace: string
beforeEach(() => {
  workspace = freshWorkspace()
})

const doctor = (cwd = workspace): Ran => ninja(cwd, ['doctor'])

/** As one line: where lines are broken depends on how long a path is. */
const flat = ({ stdout }: Ran): string => stdout.replace(/\s+/g, ' ')

const exerciseFile = (name: string): string => join(workspace, 'exercises', 'makemore', `${name}.ts`)

test('a fresh workspace has nothing wrong with it, and is left as it is', () => {
  const before = readdirSync(workspace)
  const ran = doctor()
  expect(ran).toMatchObject({ status: 0, stderr: '' })
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'))
  for (const part of [
    `backprop-ninja ${version}`,
    `✓ node ${process.version}`,
    `· system ${process.platform} ${process.arch}`,
    '· terminal none',
    '✓ npx ninja starts this program',
    `✓ types your editor uses those of ${version}`,
    `✓ exercises ${many} of ${many}`,
    '✓ .ninja',
    `✓ progress 0 of ${many} passed`,
    '✓ names 32,868 names of 26 letters',
    '✓ nothing is wrong',
  ]) {
    expect(flat(ran)).toContain(part)
  }
  expect(readdirSync(workspace)).toEqual(before)
})

test('exercises that are missing, empty or no text are named, with the way out', () => {
  rmSync(exerciseFile('02_softmax'))
  writeFileSync(exerciseFile('03_linear'), '')
  writeFileSync(exerciseFile('04_tanh'), Buffer.from([0, 1, 2]))
  const ran = doctor()
  expect(ran.status).toBe(1)
  expect(flat(ran)).toContain(`✓ exercises ${many - 3} of ${many}`)
  expect(flat(ran)).toMatch(
    /✗ exercise makemore\/02\w+ .*02_softmax.ts is missing to do: npx ninja reset makemore\/02_softmax/,
  )
  expect(flat(ran)).toMatch(/✗ exercise makemore\/03\w+ .*is empty/)
  expect(flat(ran)).toMatch(/✗ exercise makemore\/04\w+ .*is not a text file/)
  expect(flat(ran)).toContain('✗ 3 things are wrong')
})

test('an answer in its blank is no difference; a changed forward pass is one, but nothing wrong', () => {
  const edit = (name: string, from: string, to: string) => {
    const file = exerciseFile(name)
    writeFileSync(file, readFileSync(file, 'utf8').replace(from, to))
  }
  edit('01_log_loss', 'return TODO()', 'return zerosLike(logprobs)')
  edit('05_batchnorm', 'const h = hpreact.tanh()', 'const h = hpreact.relu()')
  const ran = doctor()
  expect(ran.status).toBe(0)
  expect(flat(ran)).toContain(`✓ exercises ${many - 1} of ${many}`)
  expect(flat(ran)).toMatch(
    /· exercise makemore\/05\w+ outside the blanks, it differs from version \S+ in one part/,
  )
})

test('a damaged progress file is said, and left where it is', () => {
  const file = join(workspace, '.ninja', 'progress.json')
  writeFileSync(file, '{"version":1')
  const ran = doctor()
  expect(ran.status).toBe(1)
  expect(flat(ran)).toContain('✗ progress .ninja/progress.json is damaged: it is not JSON')
  expect(readFileSync(file, 'utf8')).toBe('{"version":1')
  expect(readdirSync(join(workspace, '.ninja'))).toEqual(['pristine', 'progress.json'])
})

test('progress of a newer version is said', () => {
  writeFileSync(join(workspace, '.ninja', 'progress.json'), '{"version":99}')
  expect(flat(doctor())).toContain('✗ progress it was written by a newer backprop-ninja')
})

test('data that is no list of names is said with the line', () => {
  writeFileSync(join(workspace, 'exercises', 'data', 'names.txt'), 'emma\nOlivia 3\n')
  const ran = doctor()
  expect(ran.status).toBe(1)
  expect(flat(ran)).toMatch(/✗ names .*"Olivia 3" in line 2/)
})

test.skipIf(process.platform === 'win32')('a workspace that may not be written in is said', () => {
  chmodSync(workspace, 0o555)
  const ran = ninja(workspace, ['doctor'], { asNobody: true })
  expect(ran.status).toBe(1)
  expect(flat(ran)).toMatch(/✗ \.ninja cannot write .*permission denied/)
})

test('where `npx ninja` would start something else, that is wrong', () => {
  rmSync(join(workspace, 'node_modules'), { recursive: true })
  const ran = doctor()
  expect(ran.status).toBe(1)
  expect(flat(ran)).toContain(
    '✗ npx ninja would start an unrelated program with the same name to do: npx backprop-ninja init .',
  )
  expect(flat(ran)).toContain("✗ types your editor can't find backprop-ninja here")
  mkdirSync(join(workspace, 'node_modules', '.bin'), { recursive: true })
  for (const name of ['ninja', 'ninja.cmd']) writeFileSync(join(workspace, 'node_modules', '.bin', name), '')
  expect(flat(doctor())).toContain('✗ npx ninja starts another program')
})

test('types of another version than this program are wrong', () => {
  const installed = join(workspace, 'node_modules', 'backprop-ninja')
  rmSync(installed, { recursive: true })
  mkdirSync(installed)
  writeFileSync(join(installed, 'package.json'), '{ "name": "backprop-ninja", "version": "0.0.1" }')
  expect(flat(doctor())).toContain('✗ types your editor uses those of 0.0.1')
})

test('outside of a workspace it says how to make one', () => {
  const ran = doctor(emptyFolder())
  expect(ran.status).toBe(1)
  expect(flat(ran)).toContain('✗ workspace there is no exercises folder')
})

test('the home folder is never printed', () => {
  const env = { HOME: workspace, USERPROFILE: workspace }
  const { stdout } = ninja(workspace, ['doctor'], { env })
  expect(stdout).toContain('✓ workspace  ~\n')
  expect(stdout).not.toContain(workspace)
})

test('a home folder is replaced only where it stands as a whole', () => {
  expect(withoutHome('/root/a, /root and "/root"', '/root')).toBe('~/a, ~ and "~"')
  expect(withoutHome('/rootfs /mnt/root /root.old', '/root')).toBe('/rootfs /mnt/root /root.old')
  expect(withoutHome('/a/b', '/')).toBe('/a/b')
})

test('a home folder with a space in it is not saved by the end of a line', () => {
  const found = `${'x '.repeat(20)}/home/Jane Doe/course`
  const text = renderDoctor(
    [{ title: 'a', findings: [{ state: 'good', what: 'b', found }] }],
    ['/home/Jane Doe'],
    60,
  )
  expect(text).not.toContain('Jane')
})

test.skipIf(process.platform === 'win32')(
  'another ninja on the PATH is named, ours is not, and npm folders are passed over',
  () => {
    const [other, ours, npm] = [emptyFolder(), emptyFolder(), join(emptyFolder(), 'node_modules', '.bin')]
    mkdirSync(npm, { recursive: true })
    for (const folder of [other, npm]) {
      writeFileSync(join(folder, 'ninja'), '')
      chmodSync(join(folder, 'ninja'), 0o755)
    }
    symlinkSync(join(packageRoot, 'bin', 'ninja.js'), join(ours, 'ninja'))
    const path = (...folders: readonly string[]): string => folders.join(delimiter)
    expect(firstNinja(path('', '/nowhere', npm, other, ours), false)).toBe(join(other, 'ninja'))
    expect(firstNinja(path(npm, ours, other), false)).toBe(null)
    expect(firstNinja('', false)).toBe(null)
  },
)

test('a Node that is too old is wrong, with the way out', () => {
  const machine: Machine = {
    node: 'v18.20.0',
    system: 'linux x64',
    terminal: { columns: 100, term: 'xterm', colours: true },
    started: '/bin/ninja',
    by: 'npm/11.0.0',
    root: '/a',
    otherNinja: '/usr/bin/ninja',
  }
  const found = judgeMachine(machine, '20.19', 'npx ninja')
  expect(found[0]).toMatchObject({ state: 'bad', wayOut: expect.stringContaining('nodejs.org') })
  expect(found.at(-1)?.found).toBe('typing just ninja starts another program, /usr/bin/ninja; type npx ninja')
  expect(judgeMachine({ ...machine, node: 'v20.19.0', otherNinja: null }, '20.19', 'npx ninja')).toHaveLength(
    4,
  )
})

test.each([
  ['v20.19.0', true],
  ['v20.20.2', true],
  ['v22.3.0', true],
  ['v20.18.3', false],
  ['v20.9.0', false],
  ['v8.99.0', false],
])('%s is at least 20.19: %s', (version, expected) => {
  expect(isAtLeast(version, '20.19')).toBe(expected)
})
