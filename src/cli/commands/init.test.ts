import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { quoted } from '../../terminal/shell.ts'
import { linkPackage } from '../links.ts'
import { emptyFolder, freshWorkspace, ninja } from '../testing.ts'
import { allExercises, commandName, packageRoot } from '../workspace.ts'

let folder: string
beforeEach(() => {
  folder = emptyFolder()
})

const read = (...names: readonly string[]): string => readFileSync(join(folder, ...names), 'utf8')

/** With the TypeScript of this repository; what it prints. */
function typeErrors(workspace: string): string {
  const compiler = join(packageRoot, 'node_modules', 'typescript', 'bin', 'tsc')
  return spawnSync(process.execPath, [compiler, '--noEmit', '-p', workspace], { encoding: 'utf8' }).stdout
}

test('it makes all exercises, the data, and settings', () => {
  const { status, stdout, stderr } = ninja(folder, ['init', 'course'])
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  for (const { id } of allExercises(null)) expect(read('course', 'exercises', `${id}.ts`)).toContain('TODO()')
  const names = join(packageRoot, 'exercises', 'data', 'names.txt')
  expect(read('course', 'exercises', 'data', 'names.txt')).toBe(readFileSync(names, 'utf8'))
  expect(readdirSync(join(folder, 'course')).sort()).toEqual(
    [
      '.gitignore',
      '.ninja',
      '.vscode',
      'exercises',
      'help',
      'node_modules',
      'package.json',
      'tsconfig.json',
    ].sort(),
  )
  expect(JSON.parse(read('course', 'package.json'))).toMatchObject({ private: true, type: 'module' })
  expect(stdout).toContain(
    `\n  cd course\n  npx ninja check\n\nstart with ${join('course', 'exercises', 'makemore', '01_log_loss.ts')}\n`,
  )
})

test('in the current folder there is nowhere to go to', () => {
  const { stdout } = ninja(folder, ['init'])
  expect(stdout).toContain('made this folder')
  expect(stdout).not.toContain('cd ')
  expect(existsSync(join(folder, 'exercises'))).toBe(true)
})

test('folders on the way are made, and a path with a space can be pasted', () => {
  const { stdout } = ninja(folder, ['init', join('a', 'my course')])
  expect(stdout).toContain(`cd ${quoted(join('a', 'my course'))}`)
  expect(existsSync(join(folder, 'a', 'my course', 'package.json'))).toBe(true)
})

test('what is there stays as it is, and is named', () => {
  mkdirSync(join(folder, 'exercises', 'makemore'), { recursive: true })
  writeFileSync(join(folder, 'exercises', 'makemore', '03_linear.ts'), 'mine')
  writeFileSync(join(folder, 'package.json'), '{}')
  symlinkSync('nowhere', join(folder, '.gitignore'))
  const { status, stdout } = ninja(folder, ['init'])
  expect(status).toBe(0)
  expect(read('exercises', 'makemore', '03_linear.ts')).toBe('mine')
  expect(read('package.json')).toBe('{}')
  expect(readlinkSync(join(folder, '.gitignore'))).toBe('nowhere')
  for (const kept of ['exercises/makemore/03_linear.ts', 'package.json', '.gitignore']) {
    expect(stdout).toContain(`\n    ${kept}\n`)
  }
})

test('a second time there is nothing to do; what was deleted comes back', () => {
  ninja(folder, ['init'])
  expect(ninja(folder, ['init']).stdout).toContain('nothing was missing')
  rmSync(join(folder, 'exercises', 'makemore', '02_softmax.ts'))
  expect(ninja(folder, ['init']).stdout).toContain('added to this folder: exercises/makemore/02_softmax.ts')
})

test.skipIf(process.platform === 'win32')(
  'the links are those that npm would make, and start this program',
  () => {
    ninja(folder, ['init'])
    const modules = join(folder, 'node_modules')
    expect(realpathSync(join(modules, 'backprop-ninja'))).toBe(packageRoot)
    for (const name of ['ninja', 'backprop-ninja']) {
      const bin = join(modules, '.bin', name)
      expect(readlinkSync(bin)).toBe('../backprop-ninja/bin/ninja.js')
      expect(execFileSync(bin, ['--version'], { encoding: 'utf8' })).toMatch(/^\d+\.\d+\.\d+/)
    }
    expect(commandName(folder)).toBe('npx ninja')
  },
)

test('on Windows there are scripts in their place', () => {
  expect(linkPackage(folder, true)).toBe(null)
  for (const name of ['ninja', 'backprop-ninja']) {
    expect(read('node_modules', '.bin', `${name}.cmd`)).toBe(
      '@node "%~dp0\\..\\backprop-ninja\\bin\\ninja.js" %*\r\n',
    )
  }
})

test('what stands in node_modules already is left alone, whatever it is', () => {
  mkdirSync(join(folder, 'node_modules', 'backprop-ninja'), { recursive: true })
  mkdirSync(join(folder, 'node_modules', '.bin'))
  writeFileSync(join(folder, 'node_modules', '.bin', 'ninja'), 'another program')
  expect(ninja(folder, ['init'])).toMatchObject({ status: 0, stderr: '' })
  expect(readdirSync(join(folder, 'node_modules', 'backprop-ninja'))).toEqual([])
  expect(read('node_modules', '.bin', 'ninja')).toBe('another program')
})

test('a link that leads nowhere is made anew', () => {
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(join(folder, 'gone'), join(folder, 'node_modules', 'backprop-ninja'))
  ninja(folder, ['init'])
  expect(realpathSync(join(folder, 'node_modules', 'backprop-ninja'))).toBe(packageRoot)
})

test('where no link can be made the workspace is made all the same, with a warning', () => {
  writeFileSync(join(folder, 'node_modules'), '')
  const { status, stdout, stderr } = ninja(folder, ['init'])
  expect(status).toBe(0)
  expect(stderr).toContain('warning: ')
  expect(stdout).toContain('npx backprop-ninja check')
  expect(existsSync(join(folder, 'exercises'))).toBe(true)
})

test('inside this package itself nothing is linked, and its own package.json serves', () => {
  const inside = join(packageRoot, 'node_modules', '.init-test')
  rmSync(inside, { recursive: true, force: true })
  try {
    const { status, stdout } = ninja(packageRoot, ['init', inside])
    expect(status).toBe(0)
    expect(stdout).toContain('npx ninja check')
    expect(readdirSync(inside).sort()).toEqual([
      '.gitignore',
      '.ninja',
      '.vscode',
      'exercises',
      'help',
      'tsconfig.json',
    ])
    expect(typeErrors(inside)).toBe('')
  } finally {
    rmSync(inside, { recursive: true, force: true })
  }
})

test('an editor finds no type error in fresh exercises, and does find a mistyped gradient', () => {
  const workspace = freshWorkspace()
  expect(typeErrors(workspace)).toBe('')
  const file = join(workspace, 'exercises', 'makemore', '01_log_loss.ts')
  writeFileSync(file, readFileSync(file, 'utf8').replace('dlogprobs }: Scope', 'dlogprob }: Scope'))
  expect(typeErrors(workspace)).toContain("'dlogprob'")
})

test('nor in a folder whose package.json is of the other module type', () => {
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }')
  ninja(folder, ['init'])
  expect(typeErrors(folder)).toBe('')
})

test('the first check says what is blank', () => {
  const { status, stdout } = ninja(freshWorkspace(), ['check'])
  expect(status).toBe(1)
  expect(stdout).toMatch(/dlogprobs.*blank/)
})

test('a file in place of the folder is named, with what to do', () => {
  writeFileSync(join(folder, 'course'), '')
  for (const place of ['course', join('course', 'deeper')]) {
    const { status, stderr, stdout } = ninja(folder, ['init', place])
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/error: .*course/)
  }
})

test.skipIf(process.platform === 'win32')(
  'a folder that may not be written in is an error with a way out',
  () => {
    chmodSync(folder, 0o555)
    const { status, stderr } = ninja(folder, ['init', 'course'], { asNobody: true })
    expect(status).toBe(2)
    expect(stderr).toContain('permission denied')
    expect(readdirSync(folder)).toEqual([])
  },
)
