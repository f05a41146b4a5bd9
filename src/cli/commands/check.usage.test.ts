/** What is typed behind `check`, the list of names, and what the exit status says. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Report } from '../../checker/report.ts'
import { emptyFolder, freshWorkspace, ninja, program, type Ran } from '../testing.ts'
import { allExercises } from '../workspace.ts'
import { check, fileIn, filledIn, namesWith, solutionOf, WHOLE, withBody, workspaceWith } from './testing.ts'

const solution = solutionOf(WHOLE)

describe('what cannot be understood is status 2, and one JSON document', () => {
  const folder = freshWorkspace()

  test.each([
    [['chek', '--json'], "unknown command 'chek'", 'did you mean check?'],
    [['check', '--jso', '--json'], "unknown option '--jso'", 'did you mean --json?'],
    [['check', '--json', 'a', 'b'], "too many arguments for 'check'", '--help'],
    [['check', '--json', 'whle'], 'there is no exercise "whle"', 'did you mean makemore/07_whole_network?'],
    [['check', '--json', '0'], 'the track makemore has no exercise 0: it has 1 to 10', 'ninja list'],
    [['check', '--json', '11'], 'the track makemore has no exercise 11: it has 1 to 10', 'broadcasting/11_'],
    [['check', '--json', '99'], 'the track makemore has no exercise 99', 'ninja list shows them all'],
    [['sample', '--temp', '1', '--json'], "unknown option '--temp'", 'did you mean --temperature?'],
    [['sample', '--temp=1', '--json'], "unknown option '--temp=1'", 'did you mean --temperature?'],
    [['--versoin', '--json'], "unknown option '--versoin'", 'did you mean --version?'],
    [['stat', '--json'], "unknown command 'stat'", 'did you mean status?'],
    [['repl', '--json'], "unknown command 'repl'", 'ninja --help shows what there is'],
    [['check', '--json', '--output', 'exercises'], '--output needs a file, and ', 'name a file in it'],
    [['check', '--json', '--seed'], "option '--seed <n>' argument missing", '--help'],
    [['check', '--json', '--seed', 'abc'], '--seed needs a number of at least 0, not "abc"', null],
    [['check', '--json', '--seed', '1.5'], '--seed needs a whole number', null],
    [['check', '--json', '--seed', '1e30'], '--seed needs a whole number', null],
    [['check', '--json', '--time-limit', '0'], '--time-limit needs a number of at least 0.01', null],
    [['check', '--json', '--memory-limit', 'x'], '--memory-limit needs a number of at least 32', null],
    [['check', '--json', '--file', 'mine.ts'], 'which exercise is mine.ts?', 'name it: npx'],
    [
      ['check', '--json', '--all', '--file', solution],
      '--file checks one exercise and --all checks them all',
      null,
    ],
    [['help', 'chekc', '--json'], "unknown command 'chekc'", 'did you mean check?'],
  ])('ninja %j', (words, message, advice) => {
    const { status, stdout, stderr } = ninja(folder, words)
    expect(status).toBe(2)
    const { error, passed } = JSON.parse(stdout)
    expect(passed).toBe(false)
    expect(error).toMatchObject({ code: 'usage', message: expect.stringContaining(message) })
    expect(error.advice ?? '').toContain(advice ?? '')
    expect(stderr).toMatch(/^error: /)
    expect(stderr).not.toMatch(/^ +at /m)
  })

  test('without --json nothing is on stdout', () => {
    expect(ninja(folder, ['check', '--jsn'])).toMatchObject({ status: 2, stdout: '' })
  })

  test('outside a workspace too', () => {
    const { status, report } = check(emptyFolder())
    expect(status).toBe(2)
    expect(report.error).toMatchObject({ code: 'workspace', advice: expect.stringContaining('init') })
  })
})

test('bare ninja, help and version are status 0', () => {
  const folder = emptyFolder()
  expect(ninja(folder, [])).toMatchObject({ status: 0, stdout: expect.stringMatching(/^Usage: ninja /) })
  expect(ninja(folder, ['help', 'check'])).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('--seed'),
  })
  expect(ninja(folder, ['--version'])).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  })
})

describe('a list of names that cannot be used', () => {
  const folder = emptyFolder()
  const lists: Readonly<Record<string, string | Uint8Array>> = {
    empty: '',
    newlines: '\n\n\n',
    binary: Uint8Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256),
    capital: 'emma\nOlivia\nava\n',
    gap: 'emma\n\nava\n',
    onlyOne: 'aaa\n',
    long: `${'ab'.repeat(5e6)}\n`,
  }
  for (const [name, content] of Object.entries(lists)) writeFileSync(join(folder, name), content)
  mkdirSync(join(folder, 'directory'))

  test.each([
    ['missing', 'no such file'],
    ['directory', 'cannot read'],
    ['empty', 'found nothing'],
    ['newlines', 'found nothing'],
    ['binary', 'binary data'],
    ['capital', 'found "Olivia" in line 2'],
    ['gap', 'empty line 2'],
    ['onlyOne', 'fewer than two different letters'],
    ['long', 'a name of 10000000 letters in line 1'],
  ])('%s is told so', (name, message) => {
    const { report, status } = check(folder, ['--file', solution, '--data', name])
    expect(report.error).toMatchObject({ code: 'data', message: expect.stringContaining(message) })
    expect(status).toBe(2)
  })

  test('a few names will do', () => {
    writeFileSync(join(folder, 'few'), 'ab\nba\n')
    const { report, status } = check(folder, ['--file', solution, '--data', 'few'])
    expect(report.gradients[0].expectedShape).toEqual([32, 3])
    expect(status).toBe(0)
  })
})

describe('seeds', () => {
  const folder = workspaceWith(withBody(filledIn, 'dprobs', 'return dlogprobs'))
  const worst = (...words: string[]) => {
    const { report } = check(folder, ['07', ...words])
    return [report.seed, report.gradients.map(({ worst }) => worst?.yours)]
  }

  test('the same seed replays the same numbers, another one other numbers', () => {
    const first = worst('--seed', '7')
    expect(worst('--seed', '7')).toEqual(first)
    expect(worst('--seed', '8')[1]).not.toEqual(first[1])
    expect(first[0]).toBe(7)
  })

  test('without one it is 42', () => {
    expect(worst()).toEqual(worst('--seed', '42'))
  })

  test.each(['0', '4294967296'])('%s is one', seed => {
    expect(check(folder, ['--file', solution, '--seed', seed])).toMatchObject({ status: 0 })
  })
})

describe('all exercises at once', () => {
  // It takes a while, so it is done once.
  const folder = workspaceWith(withBody(filledIn, 'dprobs', 'for (;;);'))
  let ran: Ran
  beforeAll(() => {
    writeFileSync(fileIn(folder, 'makemore/01_log_loss'), '')
    check(folder, ['03'])
    ran = ninja(folder, ['check', '05', '--all', '--json', '--time-limit', '0.5'])
  }, 120_000)

  test('are one document, and the status is the worst of them', () => {
    const { status, stdout } = ran
    const { passed, exercises } = JSON.parse(stdout)
    expect(passed).toBe(false)
    expect(exercises).toHaveLength(allExercises(null).length)
    const makemore = exercises.filter(({ exercise }: Report) => exercise.startsWith('makemore/'))
    expect(makemore[0].error.message).toContain('is empty')
    expect(namesWith({ report: makemore[6], status, stderr: '' }, 'timeout')).toEqual(['dprobs'])
    expect(status).toBe(124)
  })

  test('leave the current exercise what it was', () => {
    expect(check(folder, []).report.exercise).toBe('makemore/03_linear')
  })
})

test.each([
  ['07'],
  ['7'],
  ['whole'],
  ['07_whole_network'],
  [WHOLE],
  ['exercises/makemore/07_whole_network.ts'],
])('%s names exercise 07', name => {
  expect(check(freshWorkspace(), [name]).report.exercise).toBe(WHOLE)
})

test.each(['07', '07_whole_network', WHOLE, `exercises/${WHOLE}.ts`])('%s alone is checked', name => {
  const { stdout, status } = ninja(freshWorkspace(), [name, '--json'])
  expect([JSON.parse(stdout).exercise, status]).toEqual([WHOLE, 1])
})

test('-n is called what it is typed', () => {
  expect(ninja(freshWorkspace(), ['sample', '-n', '0']).stderr).toContain('error: -n needs a number')
})

test('a file is recognised by its name, and is nobody’s progress', () => {
  const folder = freshWorkspace()
  expect(check(folder, ['--file', solution]).report.exercise).toBe(WHOLE)
  expect(ninja(folder, ['list', '--json']).stdout).not.toContain('"passed":true')
})

describe('a broken pack is status 3, and no bug of the learner’s', () => {
  const broken = (spoil: (solutions: string) => void) => {
    const copy = emptyFolder()
    const root = join(dirname(program), '..')
    for (const part of ['bin', 'dist', 'solutions', 'exercises', 'package.json']) {
      cpSync(join(root, part), join(copy, part), { recursive: true })
    }
    spoil(join(copy, 'solutions', 'makemore'))
    const { status, stdout } = spawnSync(
      process.execPath,
      [join(copy, 'bin', 'ninja.js'), 'check', '07', '--json'],
      {
        cwd: freshWorkspace(),
        encoding: 'utf8',
        timeout: 20_000,
      },
    )
    return { status, error: JSON.parse(stdout).error }
  }
  const change = (from: RegExp, to: string) => (solutions: string) => {
    const file = join(solutions, 'forward.ts')
    writeFileSync(file, readFileSync(file, 'utf8').replace(from, to))
  }

  test.each<[string, (solutions: string) => void, RegExp]>([
    [
      'an included part that is missing',
      solutions => rmSync(join(solutions, 'forward.ts')),
      /forward\.ts, which is not beside it$/,
    ],
    ['a syntax error', change(/const h = /, 'const h h = '), /forward\.ts:\d+: /],
    [
      'no forward pass',
      change(/export function forward/, 'function forward'),
      /exports no function "forward"$/,
    ],
    [
      'a forward pass that does not run',
      change(/W1\)/, 'W2)'),
      /its own forward pass does not run: matmul: /,
    ],
  ])('%s', (_, spoil, message) => {
    expect(broken(spoil)).toMatchObject({
      status: 3,
      error: { code: 'pack', message: expect.stringMatching(message) },
    })
  })
})
