/** Homework packs, from the pack that has the answers to a learner's check, with the real program. */
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { emptyFolder, ninja } from '../testing.ts'

/** An exercise without a forward pass, in which one blank uses another. */
const SQUARES = `// %% [markdown]
// # 02 · Squares
//
// A square, and twice a square.

// %%
import { type Family } from 'backprop-ninja'

// %% The square
// hint: Something times itself.
// hint: There are two factors, and both of them are the same.
// hint: \`x * ...\`
export function squareOf(x: number): number {
  // answer
  return x * x * (1 + 0)
  // end answer
  // wrong (sign, factor): return 2 * x * (1 + 0)
  //   > This is twice the number.
}

// %% Twice the square
// hint: Two of them.
// hint: The square, and once more the same.
// hint: \`2 * ...\`
export function twiceSquare(x: number): number {
  // answer
  return squareOf(x) + squareOf(x)
  // end answer
}

// %% The family of this mistake
// hint: npx ninja mistakes lists them.
// hint: What comes out has another sign.
// hint: It is one of two words.
export function family(): Family {
  // answer
  return 'sign, factor'
  // end answer
}

// %% check
import { type Check, tensor } from 'backprop-ninja'
import { shifted } from './reference.ts'

type Learner = Pick<typeof import('./02_squares.ts'), 'squareOf' | 'twiceSquare' | 'family'>

const reference = (x: number): number => {
  const both = [x, x]
  return both.reduce((a, b) => a * shifted(b))
}

export const check: Check<Learner> = (learner, { g }) => {
  const x = 1 + g.random()
  return [
    { name: 'squareOf(3)', blank: 'squareOf', learner: () => learner.squareOf(3), expected: 9, learned: 'three threes' },
    { name: 'squareOf(x)', blank: 'squareOf', learner: () => learner.squareOf(x), expected: () => reference(x), at: { x } },
    { name: 'squareOf(-x)', blank: 'squareOf', learner: () => learner.squareOf(-x), at: { x } },
    { name: 'twiceSquare(x)', blank: 'twiceSquare', learner: () => learner.twiceSquare(x), at: { x } },
    { name: 'twiceSquare, as a tensor', blank: 'twiceSquare', learner: () => tensor([learner.twiceSquare(x)]), expected: tensor([2 * x ** 2]) },
    {
      name: 'family()',
      blank: 'family',
      learner: () => learner.family(),
      expected: 'the family',
      secret: { right: ['sign, factor'], other: 'another family' },
    },
  ]
}

/** It would tell everything. */
export const picture = (): string => \`x * x is \${[1, 2].map(x => x * x).join()}\`
`

let shelf: string
let own: string
const ask = (cwd: string, ...words: string[]) => ninja(cwd, words)
beforeAll(() => {
  shelf = emptyFolder()
  own = join(shelf, 'norms')
  mkdirSync(own)
  expect(ask(own, 'new', 'norms/layer_norm').status).toBe(0)
  writeFileSync(join(own, 'solutions/norms/02_squares.ts'), SQUARES)
  mkdirSync(join(own, 'exercises/data'), { recursive: true })
  writeFileSync(join(own, 'exercises/data/points.csv'), 'x,y\n1,2\n')
  writeFileSync(join(own, 'solutions/norms/reference.ts'), 'export const shifted = (x: number) => x + 0\n')
  expect(ask(own, 'build').status).toBe(0)
  expect(ask(own, 'build', '--blank-only', '--out', '../hw')).toMatchObject({ status: 0, stderr: '' })
  expect(ask(shelf, 'init', 'course', '--pack', 'hw')).toMatchObject({ status: 0, stderr: '' })
})

const textIn = (root: string, path: string): string => readFileSync(join(root, path), 'utf8')
const below = (root: string): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))

/** The exercise with these answers, by what stands in their place. */
function fill(id: string, answers: readonly (readonly [blank: string, answer: string])[]): string {
  return answers.reduce(
    (text, [blank, answer]) =>
      text.replace(new RegExp(`(function ${blank}\\((?:\\{[^}]*\\})?[^{]*\\{\\n)[^\\n]*`), `$1  ${answer}`),
    textIn(shelf, `hw/exercises/${id}.ts`),
  )
}
const checkOf = (cwd: string, id: string, text: string, ...options: string[]) => {
  const file = join(emptyFolder(), 'mine.ts')
  writeFileSync(file, text)
  const { status, stdout } = ask(cwd, 'check', id, '--file', file, '--json', ...options)
  return { status, report: JSON.parse(stdout) }
}
const verdictsIn = (report: { gradients: { name: string; verdict: string }[] }) =>
  Object.fromEntries(report.gradients.map(({ name, verdict }) => [name, verdict]))

const SQUARE = ['squareOf', 'return x ** 2'] as const
const TWICE = ['twiceSquare', 'return 2 * squareOf(x)'] as const
const FAMILY = ['family', "return 'sign, factor'"] as const

test('nothing of an answer is in any file of it, nor of a workspace with it', () => {
  const files = [...below(join(shelf, 'hw')), ...below(join(shelf, 'course/exercises'))]
  expect(files.length).toBeGreaterThan(6)
  for (const file of files) {
    const text = readFileSync(file, 'utf8')
    expect(text).not.toMatch(
      /x \* x|squareOf\(x\) \+|sign, factor|reduce|error\.mul\(2|x\.T\.matmul|expected:|learned:|secret:/,
    )
    expect(text).not.toMatch(/picture|\/\/ wrong|three threes|twice the number/)
  }
  expect(existsSync(join(shelf, 'hw/solutions/norms/reference.ts'))).toBe(false)
  expect(textIn(shelf, 'hw/solutions/norms/02_squares.ts')).toContain('// hint: Something times itself.')
  expect(JSON.parse(textIn(shelf, 'hw/package.json'))).toMatchObject({
    name: 'norms-homework',
    ninja: {
      format: 1,
      tracks: ['norms'],
      blankOnly: {
        madeOf: expect.stringMatching(/^[0-9a-f]{64}$/),
        exercises: ['norms/01_layer_norm', 'norms/02_squares'],
      },
    },
  })
  const { draws, seed } = JSON.parse(textIn(shelf, 'hw/solutions/norms/02_squares.rows.json'))
  expect(seed).toBe(42)
  expect(draws).toHaveLength(3)
  expect(draws[0][0]).toEqual({ name: 'squareOf(3)', blank: 'squareOf', value: 9 })
  // By hand: the first number that the generator gives with that seed.
  const [{ x }, { value }] = [draws[0][1].at, draws[0][1]]
  expect(value).toBe(x * x)
})

test('the exercises are those of the pack', () => {
  for (const id of ['norms/01_layer_norm', 'norms/02_squares'])
    expect(textIn(shelf, `hw/exercises/${id}.ts`)).toBe(textIn(own, `exercises/${id}.ts`))
})

describe('in a workspace with it', () => {
  let course: string
  beforeAll(() => {
    course = join(shelf, 'course')
  })

  test('gradients are judged in full, and explained', () => {
    const solved = fill('norms/01_layer_norm', [
      ['derror', 'return error.mul(2 / n)'],
      ['dw', 'return x.T.matmul(dy).neg()'],
    ])
    const there = checkOf(course, '01', solved)
    const here = checkOf(own, '01', solved)
    expect(there.status).toBe(1)
    expect(there.report.gradients).toEqual(here.report.gradients)
    expect(there.report.gradients[1]).toMatchObject({
      verdict: 'wrong',
      diagnosis: { family: 'sign, factor' },
    })
    expect(there.report.notes).toEqual([
      'this homework has no answers, and needs none for gradients: they are judged in full',
    ])
    expect(here.report.notes).toEqual([])
    expect(checkOf(course, '01', solved.replace('.neg()', '')).report.passed).toBe(true)
  })

  test('values are right or wrong, with the same numbers whatever the seed is', () => {
    for (const seed of ['42', '7']) {
      const right = checkOf(course, '02', fill('norms/02_squares', [SQUARE, TWICE, FAMILY]), '--seed', seed)
      expect(right.report).toMatchObject({ passed: true, picture: null })
      expect(right.report.notes[0]).toContain('values are compared at fixed numbers only')
      const wrong = checkOf(
        course,
        '02',
        fill('norms/02_squares', [['squareOf', 'return 2 * x'], TWICE, FAMILY]),
        '--seed',
        seed,
      )
      expect(wrong.status).toBe(1)
      expect(verdictsIn(wrong.report)).toEqual({
        ...{ 'squareOf(3)': 'wrong', 'squareOf(x)': 'wrong', 'squareOf(-x)': 'wrong' },
        ...{ 'twiceSquare(x)': 'wrong', 'twiceSquare, as a tensor': 'wrong', 'family()': 'exact' },
      })
      // Only the pack with the answers knows what its author says of it, and that twiceSquare is right.
      expect(wrong.report.gradients[0].diagnosis?.message).not.toBe('This is twice the number.')
      expect(wrong.report.gradients[3].advice).toBe('this may come from squareOf, not right yet either')
    }
    const here = checkOf(own, '02', fill('norms/02_squares', [['squareOf', 'return 2 * x'], TWICE, FAMILY]))
    expect(here.report.gradients[0].diagnosis.message).toBe('This is twice the number.')
    expect(verdictsIn(here.report)['twiceSquare(x)']).toBe('inherited')
  })

  test('a blank that needs another one waits for it', () => {
    const { report } = checkOf(course, '02', fill('norms/02_squares', [TWICE]))
    expect(report.gradients[3]).toMatchObject({
      verdict: 'blank',
      message: 'not judged yet: it needs another blank',
      advice: 'fill in squareOf and family',
    })
    expect(report.gradients[0]).toMatchObject({ verdict: 'blank', message: 'not filled in yet' })
    expect(verdictsIn(checkOf(course, '02', fill('norms/02_squares', [SQUARE])).report)['squareOf(3)']).toBe(
      'exact',
    )
  })

  test('a secret is told neither in the pack nor by a check', () => {
    const { report } = checkOf(
      course,
      '02',
      fill('norms/02_squares', [SQUARE, TWICE, ['family', "return 'index'"]]),
    )
    expect(report.gradients[5].message).toBe('family() gave "index: another family", expected "the family"')
  })

  test('numbers copied from the rows pass there, and in no check with the answers', () => {
    const { draws } = JSON.parse(textIn(shelf, 'hw/solutions/norms/02_squares.rows.json'))
    const known = draws.flat().filter((row: { at?: object }) => row.at !== undefined)
    const table = known.map(({ at, value }: { at: { x: number }; value: number }) => `[${at.x}, ${value}]`)
    const copied = `return new Map([[3, 9], ${table.filter((_: string, i: number) => i % 3 === 0).join(', ')}]).get(Math.abs(x)) ?? 0`
    const text = fill('norms/02_squares', [['squareOf', copied], TWICE, FAMILY])
    expect(checkOf(course, '02', text).report.passed).toBe(true)
    const here = checkOf(own, '02', text, '--seed', '7')
    expect(verdictsIn(here.report)['squareOf(x)']).toBe('wrong')
  })

  test('a function that never ends, and one that is gone, cost their own rows', () => {
    const endless = fill('norms/02_squares', [SQUARE, ['twiceSquare', 'for (;;);'], FAMILY])
    const { report } = checkOf(course, '02', endless, '--time-limit', '0.3')
    expect(verdictsIn(report)).toMatchObject({
      ...{ 'squareOf(3)': 'exact', 'twiceSquare(x)': 'timeout', 'twiceSquare, as a tensor': 'timeout' },
      'family()': 'exact',
    })
    const gone = fill('norms/02_squares', [SQUARE, TWICE]).replace(/export function family[\s\S]*$/, '')
    expect(verdictsIn(checkOf(course, '02', gone).report)).toMatchObject({
      'squareOf(3)': 'exact',
      'family()': 'blank',
    })
  })

  test('commands say that there are no answers, and the others work', () => {
    const none = 'there are no answers to norms/01_layer_norm: the pack norms-homework is homework'
    for (const command of ['solution', 'diff'])
      expect(ask(course, command, '01')).toMatchObject({ status: 2, stderr: expect.stringContaining(none) })
    expect(ask(course, 'list').stdout).toContain('Squares')
    expect(ask(course, 'hint', 'squareOf', '--exercise', '02').stdout).toContain('Something times itself.')
    expect(ask(course, 'show', '01').stdout).toContain('loss = error.pow(2).mean()')
    expect(ask(course, 'graph', '01').status).toBe(0)
    expect(ask(course, 'status').status).toBe(0)
    expect(ask(course, 'doctor').stdout).toContain('2 of 2 are fine')
  })
})

describe('where it was made', () => {
  test('it can be neither verified, graded with, built without answers, nor added to', () => {
    mkdirSync(join(shelf, 'submissions'), { recursive: true })
    for (const words of [
      ['grade', '01', '../submissions', '--out', '../graded'],
      ['verify'],
      ['build', '--blank-only', '--out', 'x'],
      ['new', 'norms/more'],
    ])
      expect(ninja(join(shelf, 'hw'), words)).toMatchObject({
        status: 2,
        stderr: expect.stringContaining('the pack norms-homework has no answers: it was made for homework'),
      })
    expect(ask(join(shelf, 'hw'), 'build', '--check').status).toBe(0)
  })

  test('nothing else is written over, and what was made before is', () => {
    expect(ask(own, 'build', '--blank-only', '--out', '.')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('there is something else in'),
    })
    expect(ask(own, 'build', '--blank-only').stderr).toContain('--blank-only needs --out')
    expect(ask(own, 'build', '--out', '../x').stderr).toContain('write --blank-only as well')
    const theirs = join(shelf, 'hw/solutions/norms/theirs.ts')
    writeFileSync(theirs, '')
    expect(ask(own, 'build', '--blank-only', '--out', '../hw').status).toBe(0)
    expect(existsSync(theirs)).toBe(true)
    rmSync(theirs)
  })
})

test('made again with fewer exercises it has no more than those, and what somebody else wrote or changed stays', () => {
  const pack = join(emptyFolder(), 'norms')
  cpSync(own, pack, { recursive: true })
  const exercises = join(pack, '../hw/exercises/norms')
  const build = (...names: readonly string[]) =>
    ask(pack, 'build', ...names, '--blank-only', '--out', '../hw')
  expect(build().stdout).toContain('2 exercises without')
  writeFileSync(join(exercises, 'notes.md'), 'mine')
  expect(build('02')).toMatchObject({ status: 0, stderr: '' })
  expect(readdirSync(exercises).sort()).toEqual(['02_squares.ts', 'notes.md'])
  writeFileSync(join(exercises, '02_squares.ts'), 'mine')
  expect(build('01').stderr).toContain(
    "02_squares.ts no longer belongs here, but it isn't as ninja wrote it: it stays",
  )
  expect(readdirSync(exercises).sort()).toEqual(['01_layer_norm.ts', '02_squares.ts', 'notes.md'])
})

test('it may have some of the exercises: what is done to the others is no matter', () => {
  const pack = join(emptyFolder(), 'norms')
  cpSync(own, pack, { recursive: true })
  expect(ask(pack, 'build', '02', '--blank-only', '--out', '../two').stdout).toContain(
    '../two: 1 exercise without',
  )
  expect(existsSync(join(pack, '../two/solutions/norms/01_layer_norm.ts'))).toBe(false)
  expect(ask(join(pack, '..'), 'init', 'course', '--pack', 'two').stdout).toContain('1 exercise')
  appendFileSync(join(pack, 'solutions/norms/01_layer_norm.ts'), '\n')
  expect(ask(pack, 'verify', '--blank-only', '../two').status).toBe(0)
  appendFileSync(join(pack, 'solutions/norms/02_squares.ts'), '\n')
  expect(ask(pack, 'verify', '--blank-only', '../two')).toMatchObject({
    status: 3,
    stdout: expect.stringContaining('it was made of something else than this pack'),
  })
  expect(ask(pack, 'build', '02').stderr).toContain('naming exercises is for a pack without answers')
})

describe('verify holds both packs together', () => {
  const verified = (hw: string, pack = own) => {
    const { status, stdout } = ask(pack, 'verify', '--blank-only', hw, '--json')
    const { findings, exercises } = JSON.parse(stdout)
    return {
      status,
      found: [...exercises, { findings }].flatMap(
        (one: { findings: { rule: string; message: string }[] }) => one.findings,
      ),
    }
  }
  /** A copy of the pack without answers, in which one file is changed. */
  const broken = (path: string, change: (text: string) => string): string => {
    const hw = join(emptyFolder(), 'hw')
    cpSync(join(shelf, 'hw'), hw, { recursive: true })
    const file = join(hw, path)
    mkdirSync(dirname(file), { recursive: true })
    const before = existsSync(file) ? readFileSync(file, 'utf8') : ''
    const after = change(before)
    expect(after).not.toBe(before)
    writeFileSync(file, after)
    return hw
  }
  const swap =
    (from: string | RegExp, to: string) =>
    (text: string): string =>
      text.replace(from, to)
  const [S, E, R] = [
    'solutions/norms/02_squares.ts',
    'exercises/norms/02_squares.ts',
    'solutions/norms/02_squares.rows.json',
  ]

  test('as it was made, there is nothing to find', () => {
    expect(verified(join(shelf, 'hw'))).toEqual({ status: 0, found: [] })
    expect(ask(own, 'verify', '--blank-only', '../hw').stdout).toMatch(
      /^✓ 2 exercises without answers, made of this pack as it is now, \d+\.\d s\n$/,
    )
  })

  test.each([
    ['a text', S, swap('A square, and', 'A number, and'), 'same texts', 'another exercise is made of'],
    ['a hint', S, swap('Something times itself', 'Nothing'), 'same texts', 'has other hints'],
    [
      'a blank',
      S,
      swap('export function twiceSquare', 'export function thriceSquare'),
      'same blanks',
      'has other blanks',
    ],
    ['a check', S, swap('squareOf(-x),', 'squareOf(x),'), 'same check', 'has another check'],
    ['an exercise', E, swap('TODO()', 'x'), 'same texts', 'is not the exercise'],
    [
      'a wrong line',
      S,
      swap('  // end answer', '  // end answer\n  // wrong (-): return 2'),
      'no answers',
      'has a wrong line',
    ],
    [
      'a row',
      R,
      swap('"value":9', '"value":10'),
      'expected rows',
      'expects something else of "squareOf(3)" with seed 42',
    ],
    [
      'a secret',
      R,
      swap(/"marks":\["./, '"marks":["?'),
      'expected rows',
      'expects something else of "family()"',
    ],
    ['no rows', R, () => 'none', 'expected rows', 'is not JSON'],
    ['a row too many', R, swap('  ], [', ',{}], ['), 'expected rows', "has rows that the check doesn't have"],
    ['the digest', 'package.json', swap(/"madeOf": "./, '"madeOf": "?'), 'digest', 'made of something else'],
    [
      'the list',
      'package.json',
      swap('"norms/02_squares"', '"norms/03_more"'),
      'same exercises',
      'only the pack without answers has it',
    ],
    [
      'the mark',
      'package.json',
      swap('blankOnly', 'other'),
      'mark',
      "doesn't say that it is without answers",
    ],
    ['the tracks', 'package.json', swap(/"tracks": \[[^\]]*\]/, '"tracks": []'), 'manifest', 'other tracks'],
    [
      'an exercise more',
      'solutions/norms/03_more.ts',
      () => '// # More',
      'same exercises',
      'only the pack without answers',
    ],
    ['a table', 'exercises/data/points.csv', swap('1,2', '1,3'), 'same files', 'points.csv is another'],
    ['a file more', 'solutions/norms/notes.txt', () => 'notes', 'same files', "doesn't belong in it"],
  ])('%s that is another', (_, path, change, rule, message) => {
    const { status, found } = verified(broken(path, change))
    expect(status).toBe(3)
    expect(found).toContainEqual(expect.objectContaining({ rule, message: expect.stringContaining(message) }))
  })

  test.each([
    ['in the function', S, swap('return TODO()', 'return x*x  * (1+0)')],
    ['in a comment', S, swap('// %% check', '// %% check\n// psst: x * x * (1 + 0)')],
    ['in data', R, swap('{\n', '{ "answer": "return x * x * (1 + 0);",\n')],
    ['in a file of its own', 'exercises/norms/answers.md', () => '    return x * x * (1 + 0)'],
    ['in the manifest', 'package.json', swap('{\n', '{ "description": "x * x * (1 + 0)",\n')],
  ])('an answer %s', (_, path, change) => {
    const { status, found } = verified(broken(path, change))
    expect(status).toBe(3)
    expect(found).toContainEqual(
      expect.objectContaining({
        rule: 'no answers',
        message: expect.stringContaining(`\`return x * x * (1 + 0)\`, can be read in ${path}`),
      }),
    )
  })

  test('a pack that has changed since, an exercise that is missing, and a folder that is none', () => {
    const later = join(emptyFolder(), 'norms')
    cpSync(own, later, { recursive: true })
    appendFileSync(join(later, 'solutions/norms/01_layer_norm.ts'), '\n')
    expect(verified(join(shelf, 'hw'), later).found.map(({ rule }) => rule)).toContain('digest')
    const less = join(emptyFolder(), 'hw')
    cpSync(join(shelf, 'hw'), less, { recursive: true })
    rmSync(join(less, S))
    rmSync(join(less, 'exercises/data/points.csv'))
    expect(verified(less).found).toContainEqual(
      expect.objectContaining({ about: 'norms/02_squares', rule: 'same exercises' }),
    )
    expect(verified(less).found).toContainEqual(
      expect.objectContaining({ rule: 'same files', message: 'exercises/data/points.csv is missing' }),
    )
    expect(ask(own, 'verify', '--blank-only', shelf)).toMatchObject({ status: 2 })
    expect(ask(own, 'verify', '01', '--blank-only', '../hw')).toMatchObject({ status: 2 })
  })
})

test('a check that needs the answers to make its rows is told, and nothing is written', () => {
  const pack = join(emptyFolder(), 'norms')
  cpSync(own, pack, { recursive: true })
  const file = join(pack, 'solutions/norms/02_squares.ts')
  writeFileSync(
    file,
    SQUARES.replace('learner.twiceSquare(x), at: { x } }', 'learner.twiceSquare(squareOf(x)), at: { x } }'),
  )
  expect(ask(pack, 'build', '--blank-only', '--out', '../hw')).toMatchObject({
    status: 3,
    stderr: expect.stringContaining(
      'the check of norms/02_squares needs its own answers for the row "twiceSquare(x)"',
    ),
  })
  expect(existsSync(join(pack, '../hw'))).toBe(false)
})

test('a gradient rule that only the check has is no homework, and the others are', () => {
  const pack = join(emptyFolder(), 'norms')
  cpSync(own, pack, { recursive: true })
  appendFileSync(
    join(pack, 'solutions/norms/01_layer_norm.ts'),
    "\n// %% check\nimport { operation } from 'backprop-ninja'\noperation('twice', { value: x => x.mul(2) }).backward(g => g.mul(2))\n",
  )
  expect(ask(pack, 'build', '--blank-only', '--out', '../hw')).toMatchObject({
    status: 3,
    stderr: expect.stringContaining("norms/01_layer_norm can't go out without its answers"),
  })
  expect(ask(pack, 'build', '02', '--blank-only', '--out', '../hw').status).toBe(0)
})
