/** `ninja update` by the real program: what it says, what it leaves alone, and that it can be stopped. */
import { spawn } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { emptyFolder, freshWorkspace, ninja, program, type Ran } from '../testing.ts'
import { earlierWorkspace, firstTexts, packOf, put } from '../update/testing.ts'

// Each starts the program several times, some of them twenty.
vi.setConfig({ testTimeout: 240_000 })

const ID = 'makemore/04_tanh'
const FILE = `exercises/${ID}.ts`
const old = firstTexts.get(FILE)!

let pack: string
let course: string
/** A course made of a pack, whose exercise then gets another text. */
beforeEach(() => {
  pack = packOf(['makemore'], () => 1)
  for (const name of ['04_tanh.ts', '02_softmax.ts'])
    cpSync(join(program, '../../solutions/makemore', name), join(pack, 'solutions/makemore', name))
  course = join(emptyFolder(), 'course')
  expect(ninja(pack, ['init', course, '--pack', pack]).status).toBe(0)
})

const read = (path = FILE, root = course): string => readFileSync(join(root, path), 'utf8')
const update = (...words: string[]): Ran => ninja(course, ['update', ...words])
/** As one line: where lines are broken depends on names. */
const flat = ({ stdout }: Ran): string => stdout.replace(/\s+/g, ' ')

/** A new version of the pack's exercise. */
function solution(change: (text: string) => string, id = ID): void {
  const file = join(pack, 'solutions', `${id}.ts`)
  const text = readFileSync(file, 'utf8')
  expect(change(text)).not.toBe(text)
  writeFileSync(file, change(text))
}

const newSentence = (text: string): string => text.replace('`dh` is given.', '`dh` is given, as ever.')
const right = 'return h.square().neg().add(1).mul(dh) // mine'
const fillIn = (text: string, line = right): string => text.replace(/return TODO\(\).*/, line)

test('what is filled in stays, the rest is new, it is checked again, and undo brings the old file back', () => {
  const mine = fillIn(read())
  put(course, FILE, mine)
  solution(newSentence)
  const ran = update()
  expect(ran).toMatchObject({ status: 0, stderr: '' })
  expect(flat(ran)).toContain(`✓ ${ID}: dhpreact is as you wrote it; checked again: 1 right, as before`)
  expect(read()).toBe(newSentence(mine))
  expect(flat(ran)).toContain(`npx ninja undo ${ID}`)
  ninja(course, ['undo', ID])
  expect(read()).toBe(mine)
})

test('where there is nothing to do, it says so and writes nothing', () => {
  const ran = update()
  expect([ran.status, ran.stdout]).toEqual([
    0,
    expect.stringContaining('your exercises are those of version'),
  ])
  expect(existsSync(join(course, '.ninja', 'attempts'))).toBe(false)
})

test('a dry run says the same and changes nothing at all', () => {
  solution(newSentence)
  const before = read()
  const files = readdirSync(join(course, '.ninja'), { recursive: true }).sort()
  const dry = update('--dry-run')
  expect(flat(dry)).toContain(`nothing in them was yours: ${ID}`)
  expect(flat(dry)).toContain('Nothing was changed yet: npx ninja update does it.')
  expect([read(), readdirSync(join(course, '.ninja'), { recursive: true }).sort()]).toEqual([before, files])
})

test('a conflict shows both sides and leaves the file, until one chooses', () => {
  const mine = fillIn(read()).replace('`dh` is given.', 'dh comes from exercise 03.')
  put(course, FILE, mine)
  solution(newSentence)
  for (const ran of [update(), update('--dry-run')]) {
    expect(ran.status).toBe(1)
    expect(ran.stdout).toContain(`≠ ${ID}: both you and the new version changed one place`)
    expect(ran.stdout).toContain(
      '      // dh comes from exercise 03.\n    the new text:\n      // `dh` is given, as ever.',
    )
    expect(flat(ran)).toContain(
      `npx ninja update ${ID} --take-new takes the new lines there, npx ninja update ${ID} --keep-mine`,
    )
    expect(read()).toBe(mine)
  }
  expect(update('04', '--keep-mine')).toMatchObject({ status: 0 })
  expect(read()).toBe(mine)
  // It is decided: from now on the file is compared with the new version.
  expect(update()).toMatchObject({ status: 0 })
  solution(text => text.replace('as ever.', 'as always.'))
  expect(update('04', '--take-new')).toMatchObject({ status: 0 })
  expect(read()).toContain('// `dh` is given, as always.')
  expect(read()).toContain(right)
})

test('both options at once contradict each other', () => {
  const ran = update('--take-new', '--keep-mine')
  expect(ran).toMatchObject({ status: 2, stdout: '' })
  expect(ran.stderr).toContain('leave one out')
})

test('a line that would no longer be right keeps its file as it is', () => {
  solution(text =>
    text.replace(
      '// %% hpreact feeds',
      '// %% A helper\nexport const twice = (x: Tensor) => x.add(x)\n\n// %% hpreact feeds',
    ),
  )
  update()
  put(course, FILE, fillIn(read(), 'return twice(h.square().neg().add(1).mul(dh)).mul(0.5)'))
  const mine = read()
  solution(text => text.replace(/\/\/ %% A helper\n.*\n\n/, ''))
  const ran = update()
  expect(ran.status).toBe(1)
  expect(flat(ran)).toContain(`✗ ${ID}: with the new text, dhpreact would no longer be what it is now`)
  expect(read()).toBe(mine)
})

test('a file that cannot be read is named with its line and left as it is; so is one that is no text', () => {
  const mine = read().replace('// %%', '<<<<<<< HEAD\n// %%')
  put(course, FILE, mine)
  const other = 'exercises/makemore/02_softmax.ts'
  put(course, other, Buffer.from([0x66, 0xff, 0xfe, 0x0a, 0x66]))
  solution(newSentence)
  solution(text => text.replace('// # 02', '// # 02 ·'), 'makemore/02_softmax')
  const ran = update()
  expect(ran.status).toBe(1)
  expect(flat(ran)).toContain(`✗ ${ID}: line 1 can't be read`)
  expect(flat(ran)).toContain(
    "makemore/02_softmax: exercises/makemore/02_softmax.ts has bytes in it that aren't UTF-8 text",
  )
  expect(read()).toBe(mine)
  expect(readFileSync(join(course, other)).includes(0xff)).toBe(true)
})

test('a blank that is no longer asked for is told, and is in the saved version', () => {
  const softmax = 'exercises/makemore/02_softmax.ts'
  put(
    course,
    softmax,
    read(softmax).replace(/(function dlogits\([\s\S]*?)return TODO\(\).*/, '$1return dnorm_logits // mine'),
  )
  const mine = read(softmax)
  solution(text => text.slice(0, text.lastIndexOf('// %%')), 'makemore/02_softmax')
  expect(flat(update())).toContain('no longer asked for: dlogits, which you find in the saved version')
  expect(read(softmax)).not.toContain('// mine')
  ninja(course, ['undo', 'makemore/02'])
  expect(read(softmax)).toBe(mine)
})

test('new exercises come, what was deleted stays so, and what the pack no longer has stays', () => {
  rmSync(join(course, FILE))
  cpSync(join(pack, 'solutions/makemore/04_tanh.ts'), join(pack, 'solutions/makemore/05_again.ts'))
  rmSync(join(pack, 'solutions/makemore/02_softmax.ts'))
  const ran = update()
  expect(flat(ran)).toContain('✓ new: makemore/05_again')
  expect(flat(ran)).toContain(`you deleted or emptied these, and they stay so: ${ID}`)
  expect(flat(ran)).toContain(
    'no longer among the exercises; your files stay: exercises/makemore/02_softmax.ts',
  )
  expect(
    [FILE, 'exercises/makemore/02_softmax.ts', 'exercises/makemore/05_again.ts'].map(path =>
      existsSync(join(course, path)),
    ),
  ).toEqual([false, true, true])
})

test('doctor says when there is something to update', () => {
  expect(flat(ninja(course, ['doctor']))).not.toContain('to do: npx ninja update')
  solution(newSentence)
  cpSync(join(pack, 'solutions/makemore/04_tanh.ts'), join(pack, 'solutions/makemore/05_again.ts'))
  const ran = ninja(course, ['doctor'])
  expect(flat(ran)).toMatch(
    /· version this is [\d.]+: one file is older than it, and one file is new to do: npx ninja update/,
  )
  update()
  expect(flat(ninja(course, ['doctor']))).not.toContain('to do: npx ninja update')
})

test('settings and data: what only the learner changed stays, what only the version changed is new', () => {
  const root = earlierWorkspace()
  put(root, '.gitignore', `${firstTexts.get('.gitignore')}mine/\n`)
  put(root, 'exercises/data/names.txt', 'mine\n')
  expect(ninja(root, ['update']).status).toBe(0)
  expect(read('.gitignore', root)).toContain('mine/\n')
  expect(read('exercises/data/names.txt', root)).toBe('mine\n')
  expect(read('package.json', root)).toMatch(/"backprop-ninja": "\^(?!0\.1\.0)/)
  // What ninja would have begun with today is what an older one wrote.
  put(root, '.ninja/pristine/tsconfig.json', read('tsconfig.json', root).replace('es2023', 'es2020'))
  put(
    root,
    'tsconfig.json',
    read('tsconfig.json', root).replace('es2023', 'es2020').replace('"strict": true', '"strict": false'),
  )
  const ran = ninja(root, ['update'])
  expect(read('tsconfig.json', root)).toContain('"target": "es2023"')
  expect(read('tsconfig.json', root)).toContain('"strict": false')
  expect(flat(ran)).toContain(`what was there is in ${join('.ninja', 'attempts', 'files', 'tsconfig.json')}`)
  expect(readdirSync(join(root, '.ninja/attempts/files/tsconfig.json'))).toHaveLength(1)
})

test('only the exercises that are named are updated', () => {
  solution(newSentence)
  solution(text => text.replace('// # 02', '// # 2'), 'makemore/02_softmax')
  update('02')
  expect([read().includes('as ever'), read('exercises/makemore/02_softmax.ts').includes('# 2 ')]).toEqual([
    false,
    true,
  ])
})

test.skipIf(process.platform === 'win32')('what may not be written is said before anything is', () => {
  solution(newSentence)
  solution(text => text.replace('// # 02', '// # 2'), 'makemore/02_softmax')
  const before = read('exercises/makemore/02_softmax.ts')
  chmodSync(join(course, 'exercises', 'makemore', '04_tanh.ts'), 0o444)
  const ran = ninja(course, ['update'], { asNobody: true })
  expect(ran).toMatchObject({ status: 2, stdout: '' })
  expect(ran.stderr).toContain('permission denied')
  expect(read('exercises/makemore/02_softmax.ts')).toBe(before)
})

test.skipIf(process.platform === 'win32')('a link is followed; one that leads nowhere is left alone', () => {
  const elsewhere = join(emptyFolder(), 'mine.ts')
  writeFileSync(elsewhere, fillIn(read()))
  rmSync(join(course, FILE))
  symlinkSync(elsewhere, join(course, FILE))
  rmSync(join(course, 'exercises/makemore/02_softmax.ts'))
  symlinkSync('/nowhere', join(course, 'exercises/makemore/02_softmax.ts'))
  solution(newSentence)
  const ran = update()
  expect(flat(ran)).toContain('✗ makemore/02_softmax: it is a link that leads nowhere')
  expect(readFileSync(elsewhere, 'utf8')).toContain('as ever')
})

test('killed at any point it has lost nothing, and a second run does the rest', async () => {
  const mine = fillIn(read())
  put(course, FILE, mine)
  solution(newSentence)
  solution(text => text.replace('// # 02', '// # 2'), 'makemore/02_softmax')
  cpSync(join(pack, 'solutions/makemore/04_tanh.ts'), join(pack, 'solutions/makemore/05_again.ts'))
  const begun = join(emptyFolder(), 'begun')
  cpSync(course, begun, { recursive: true, verbatimSymlinks: true })
  const kept = ({ root }: { root: string }): string[] => {
    const folder = join(root, '.ninja/attempts', ID)
    const names = existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.ts')) : []
    return [read(FILE, root), ...names.map(name => read(`.ninja/attempts/${ID}/${name}`, root))]
  }
  const exercises = (root: string): string[] =>
    ['02_softmax', '04_tanh', '05_again'].map(name => read(`exercises/makemore/${name}.ts`, root))
  const since = performance.now()
  update()
  const took = performance.now() - since
  const whole = exercises(course)
  for (let at = 1; at <= 8; at++) {
    rmSync(course, { recursive: true })
    cpSync(begun, course, { recursive: true, verbatimSymlinks: true })
    const child = spawn(process.execPath, [program, 'update'], { cwd: course, stdio: 'ignore' })
    const over = new Promise(done => child.on('exit', done))
    await Promise.race([over, new Promise(done => setTimeout(done, took * (0.6 + at * 0.05)))])
    child.kill('SIGKILL')
    await over
    expect(kept({ root: course })).toContain(mine)
    expect(update().status).toBe(0)
    expect(exercises(course)).toEqual(whole)
    expect(kept({ root: course })).toContain(mine)
  }
})

test('a workspace of this version, and a clone, have nothing to update', () => {
  const fresh = freshWorkspace()
  expect(ninja(fresh, ['update']).stdout).toContain('your exercises are those of version')
  mkdirSync(join(fresh, 'scratch'))
  expect(ninja(join(fresh, 'scratch'), ['update', '--dry-run']).status).toBe(0)
})

test('an exercise of 0.1.0 that nobody touched is replaced, whatever ends its lines', () => {
  const root = earlierWorkspace()
  put(root, FILE, old.replaceAll('\n', '\r\n'))
  ninja(root, ['update', ID])
  const now = read(FILE, root)
  expect(now.replaceAll('\r\n', '')).not.toContain('\n')
  expect(now.replaceAll('\r\n', '\n')).toBe(read(FILE, freshWorkspace()))
})
