import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Flaw, Verified } from '../../author/flaw.ts'
import { template } from '../../author/template.ts'
import { ninja } from '../testing.ts'
import { packageRoot } from '../workspace.ts'
import { checkCell, manifest, packWith, pair, spoilt, two, wrongLines } from './testing.ts'

interface Said {
  readonly passed: boolean
  readonly findings: readonly Flaw[]
  readonly exercises: readonly Verified[]
}

/** What is planted, by the number of the exercise: the rule that finds it, and a part of what it says. */
const planted: readonly (readonly [number, string, string | RegExp, string, RegExp])[] = [
  [2, 'sizes', /small: .*\n {2}other: .*/, 'small: { n: 5, features: 5 },\n  other: { n: 5, features: 5 },', /two dimensions are equal/],
  [3, 'data', 'g.randn(features, 1)', 'g.randn(features, 1).mul(0)', /w is all zero/],
  [4, 'answers', 'error.mul(2 / n)', 'error.mul(1 / n)', /answer to derror gets the verdict "wrong"/],
  [5, 'hints', 'hint: Each element', 'hint: It is error.mul(2 / n). Each element', /hint 1 of derror has the answer in it/],
  [6, 'blank version', '  // answer (n, 1)\n', '  if (n > 0) return error.mul(2 / n)\n  // answer (n, 1)\n', /derror gets the verdict "exact" in the blank version/],
  [7, 'references', '// A line', '// As in exercise 77. A line', /mentions exercise 77/],
  [8, 'references', '// A line', '// With `errorr`. A line', /mentions `errorr`/],
  [9, 'references', '// A line', '// See [this](nowhere.md). A line', /links to nowhere.md/],
  [10, 'hints', /\/\/ hint: The slope .*/, '// hint:', /hint 2 of derror is empty/],
  [11, 'well formed', '  // end answer\n', '', /an answer has no end/],
  [12, 'cells', '// %% y = x', '//%% y = x', /looks like the head of a cell/],
  [13, 'same verdict', 'g.randn(n, 1) ', 'g.randn(n, 1).mul(Math.random()) ', /its data are others each time/],
  [14, 'shapes', '// answer (features, 1)', '// answer (n, 1)', /the note beside dw says/],
  [15, 'operations', 'x.T.matmul(dy)', 'zerosLike(x).add(x).T.matmul(dy)', /dw needs zerosLike, which weak\/16_weak is the first/],
  [16, 'references', '// A line', '// `zerosLike(x)` is zeros. With `nothing`. A line', /mentions `nothing`/],
  [17, 'data', 'g.randn(features, 1)', 'g.randn(features, 1).mul(0).add(1)', /every element of w is 1/],
  [18, 'answers', 'return x.T', 'for (;;) {}\n  return x.T', /dw gets the verdict "timeout"/],
  [25, 'shapes', 'x.matmul(w)            // (n, 1)', 'x.matmul(w)            // (1, n)', /the note beside y says \(1, n\)/],
  [26, 'answers', 'return { y, error, loss }', 'return { y, error }', /the forward pass returns no "loss"/],
  [27, 'answers', 'return { y, error, loss }', 'return { y, loss }', /neither inputs nor forward returns a tensor "error"/],
  [28, 'answers', 'x.matmul(w) ', 'x.matmull(w) ', /x.matmull is not a function \(line 27\)/],
  [29, 'blanks', / {2}\/\/ answer \(features, 1\)\n(.*\n).*\n/, '$1', /dw has no answer marked/],
  [30, 'references', '// A line', '// As in weak/77_gone. A line', /mentions weak\/77_gone/],
  [31, 'references', '// A line', '// See `gone.md`. A line', /mentions `gone.md`/],
  [24, 'same verdict', 'g.randn(n, 1) ', 'g.randn(n, 1).add(new Date(0).getDate()) ', /in another time zone/],
] // biome-ignore format: a table

describe('planted weaknesses', () => {
  let said: Said
  let status: number | null
  let junit: string
  const about = (part: string): readonly Flaw[] =>
    said.exercises.find(({ exercise }) => exercise.startsWith(part))!.findings

  beforeAll(() => {
    const solutions = planted.map(([number, , from, to]) => {
      const text = spoilt(number, from, to)
      const imported =
        number === 15
          ? text
              .replace('import type { ', 'import { zerosLike, type ')
              .replace('Source, Tensor', 'type Source, type Tensor')
          : text
      return [`weak/${two(number)}_weak`, imported]
    })
    const root = packWith({
      'weak/01_fine': template(1, 'Fine'),
      ...Object.fromEntries(solutions),
      'weak/20_same': template(20, 'Same'),
      'weak/20_again': template(20, 'Again'),
      'weak/21_lax': checkCell(pair(0), wrongLines),
      'weak/22_unproved': checkCell([pair(3), pair(4)].join(', '), '').replace('21', '22'),
      'weak/32_open': checkCell([pair(3), pair(4)].join(', '), wrongLines)
        .replace('21', '32')
        .replace('// %% check', '// %% chek'),
      'weak/part': 'export class Box {}\n',
      'weak/34_copied': checkCell([pair(3), pair(4)].join(', '), wrongLines)
        .replace('21', '34')
        .replace('// %% Twice', "// %% include part.ts\nexport * from './part.ts'\n\n// %% Twice")
        .replace('// %% check\n', "// %% check\nimport { Box } from './part.ts'\n")
        .replace('return [', 'if (!new Box()) return []\n  return ['),
      'weak/33_many': template(33, 'Many')
        .replace('error.mul(2 / n)', 'error.mul(1 / n)')
        .replace('x.T.matmul(dy)', 'x.T.matmul(dy).mul(3)'),
      'weak/23_misnamed': checkCell(
        [pair(3), pair(4.5)].join(', '),
        wrongLines.replace('(-)', '(scatter)'),
      ).replace('21', '23'),
    })
    const ran = ninja(root, ['verify', '--json', '--junit', 'junit.xml'], { timeout: 170_000 })
    expect(ran.stderr).toBe('')
    said = JSON.parse(ran.stdout)
    status = ran.status
    junit = readFileSync(join(root, 'junit.xml'), 'utf8')
  }, 180_000)

  test.each(planted)('in %i the rule "%s" finds it', (number, rule, _from, _to, message) => {
    const found = about(`weak/${two(number)}_`)
    expect(found.map(({ message }) => message).join('\n')).toMatch(message)
    expect(found.find(finding => message.test(finding.message))!.rule).toBe(rule)
  })

  test('all sizes equal is told as that too', () => {
    expect(
      about('weak/02')
        .map(({ message }) => message)
        .join('\n'),
    ).toMatch(/sizes "other" are the same as others/)
  })

  test('a number that is missing, one that is there twice, two with one name, and a start that is not there', () => {
    const messages = said.findings.map(({ message }) => message).join('\n')
    expect(messages).toContain('the track weak goes up to 34 and has no 19')
    expect(messages).toContain('weak/20_again and weak/20_same both have the number 20')
    expect(messages).toMatch(/weak\/02_weak and weak\/03_weak .* have the same name/)
    expect(messages).toContain('starts new learners in the track "gone"')
  })

  test('a check that lets wrong lines pass, has none to be tried with, or names them otherwise', () => {
    const messages = (part: string) => about(part).map(({ message }) => message)
    expect(messages('weak/21')).toContain('the wrong line `return x` in twice is accepted')
    expect(messages('weak/22')).toEqual(['twice has 0 wrong lines to try the check with, and needs 3'])
    expect(messages('weak/23').join()).toMatch(
      /`return x` in twice is (not named as|named ".*", not) "scatter"/,
    )
  })

  test('a check in a cell that learners get is told', () => {
    expect(
      about('weak/32')
        .map(({ message }) => message)
        .join(),
    ).toContain('its function check is in a cell that learners get')
  })

  test('a check that imports what the exercise includes is told', () => {
    expect(about('weak/34').map(({ message }) => message)).toEqual([
      'its check imports part.ts, which the exercise includes: it would get a copy of its own, with other classes',
    ])
  })

  test('each wrong answer is told once, with what is known of it, and nothing else is blamed on it', () => {
    expect(about('weak/33').map(({ message }) => message)).toEqual([
      'its own answer to derror gets the verdict "wrong" with seed 42 (your result is 1/2 times the right value)',
      'its own answer to dw gets the verdict "wrong" with seed 42 (your result is 3 times the right value)',
    ])
  })

  test('each finding is a sentence with the way out, the one that is fine has none, and the status is 3', () => {
    expect(about('weak/01')).toEqual([])
    const all = [...said.findings, ...said.exercises.flatMap(({ findings }) => findings)]
    expect(all.filter(({ message, wayOut }) => message === '' || wayOut === '')).toEqual([])
    expect(said.passed).toBe(false)
    expect(status).toBe(3)
  })

  test('JUnit has a case for each exercise, and a failure for each finding', () => {
    const all = [...said.findings, ...said.exercises.flatMap(({ findings }) => findings)]
    expect(junit.match(/<testcase /g)).toHaveLength(said.exercises.length + 1)
    expect(junit.match(/<failure /g)).toHaveLength(all.length)
    expect(junit).toContain('message="w is all zero')
    expect(junit).not.toMatch(/="[^"]*[<\n]/)
  })
})

test('it prints how many wrong lines it tried for each blank, and that all of them were rejected', () => {
  const { status, stdout } = ninja(packageRoot, ['verify', 'makemore/03'])
  expect(stdout).toMatch(/✓ makemore\/03_linear {2}\d\d+ wrong lines\n {4}dh \d\d, dW2 \d\d, db2 \d\d\n/)
  expect(stdout).toMatch(/✓ 1 exercise verified: \d\d+ wrong lines tried, each rejected and blamed rightly/)
  expect(status).toBe(0)
})

test('a check cell with its wrong lines passes', () => {
  const text = checkCell([pair(3), pair(4.5)].join(', '), wrongLines)
  const root = packWith({ 'one/01_twice': text.replace('21', '01') }, { ...manifest, ninja: { format: 1 } })
  const { status, stdout } = ninja(root, ['verify'])
  expect(stdout).toContain('twice 12')
  expect(status).toBe(0)
})

test('answers that use an included part are put beside a wrong line with it', () => {
  const part =
    "import { tensor } from 'backprop-ninja'\n\n// %% Half\nexport const half = (x: number): number => tensor(x).div(2).item()\n"
  const same = (x: number): string =>
    pair(x)
      .replaceAll('twice', 'same')
      .replace(String(2 * x), String(x))
  const twoBlanks = checkCell([pair(3), pair(4.5), same(3), same(5)].join(', '), wrongLines)
    .replace(
      '{ twice: (x: number) => number }',
      '{ twice: (x: number) => number; same: (x: number) => number }',
    )
    .replace('return 2 * x', 'return 4 * half(x)')
    .replace(
      '// %% Twice',
      `// %% include part.ts
export * from './part.ts'
import { half } from './part.ts'

// %% The same
// hint: Half of it is there twice.
export function same(x: number): number {
  // answer
  return half(x) + half(x)
  // end answer
  ${wrongLines.replaceAll('return x', 'return half(x)').replace('-2 * x', '-x')}
}

// %% Twice`,
    )
  const root = packWith(
    { 'one/01_twice': twoBlanks.replace('21', '01'), 'one/part': part },
    { ...manifest, ninja: { format: 1 } },
  )
  const { status, stdout } = ninja(root, ['verify'])
  expect(stdout).toContain('same 12, twice 12')
  expect(status).toBe(0)
})

test('a name that no exercise has is a mistake of the caller', () => {
  expect(ninja(packageRoot, ['verify', 'nothing_like_it'])).toMatchObject({ status: 2, stdout: '' })
})

test('an exercise that no solution makes is told', () => {
  const root = packWith({ 'one/01_line': template(1, 'A line') }, { ...manifest, ninja: { format: 1 } })
  expect(ninja(root, ['build']).status).toBe(0)
  writeFileSync(join(root, 'exercises', 'one', '02_gone.ts'), '')
  const { status, stdout } = ninja(root, ['verify'])
  expect(stdout).toContain('exercises/one/02_gone.ts has no solution: delete it, or write one.')
  expect(status).toBe(3)
})
