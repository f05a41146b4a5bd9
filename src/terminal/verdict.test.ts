import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import type { Judgement, Report } from '../checker/report.ts'
import { type Closing, renderClosing } from './closing.ts'
import { renderLesson } from './lesson.ts'
import { formatApart } from './numbers.ts'
import { stripColour, widthOf } from './style.ts'
import { renderReport, tally } from './verdict.ts'

const row = (changes: Partial<Judgement> = {}): Judgement => ({
  name: 'dprobs',
  blank: 'dprobs',
  kind: 'gradient',
  verdict: 'exact',
  exact: true,
  approximate: true,
  maxdiff: 0,
  shape: [32, 27],
  expectedShape: [32, 27],
  line: 12,
  message: 'right',
  advice: null,
  worst: null,
  uses: [],
  zeroByAlgebra: false,
  diagnosis: null,
  note: null,
  ...changes,
})
const wrong = (changes: Partial<Judgement> = {}): Judgement =>
  row({ verdict: 'wrong', exact: false, approximate: false, maxdiff: 1, message: 'is wrong', ...changes })

const reportOn = (gradients: readonly Judgement[], changes: Partial<Report> = {}): Report => ({
  version: 1,
  exercise: 'makemore/01_log_loss',
  file: 'exercises/makemore/01_log_loss.ts',
  passed: gradients.every(({ verdict }) => verdict === 'exact'),
  seed: 42,
  sizes: {},
  gradients,
  notes: [],
  printed: [],
  picture: null,
  error: null,
  ...changes,
})
const view = { ninja: 'npx ninja', width: 80 }
const shown = (report: Report, more: object = {}): string =>
  stripColour(renderReport(report, { ...view, ...more }))

describe('the command that replays a verdict', () => {
  const replayed = (file: string): string =>
    /check again +(.*)/.exec(shown(reportOn([wrong()], { file }), { width: 40 }))![1]

  test
    .skipIf(process.platform === 'win32')
    .each([
      "my course/ex copy's.ts",
      'a "quoted" $name.ts',
      'a long name of a folder that is wider than the terminal/01.ts',
    ])('is one line that a shell reads back: %s', file => {
    const words = replayed(file).replace('npx ninja', 'printf "%s\\n"')
    expect(spawnSync('/bin/sh', ['-c', words], { encoding: 'utf8' }).stdout.split('\n')).toContain(file)
  })

  test('is short for a file in its usual place', () => {
    expect(replayed('exercises/makemore/01_log_loss.ts')).toBe(
      'npx ninja check makemore/01_log_loss --seed 42',
    )
  })
})

test('a line number is not parted from its word', () => {
  const uses = [{ name: 'loss', line: 88, text: `const loss = ${'logprobs.'.repeat(6)}neg()` }]
  for (let width = 40; width < 100; width++)
    expect(shown(reportOn([wrong({ uses })]), { width })).toContain('line 88')
})

test('two numbers are told with as many digits as show that they differ', () => {
  expect(formatApart(0.5, 0.25)).toEqual(['0.5', '0.25'])
  expect(formatApart(-0.00576012, -0.00576019)).toEqual(['-0.0057601', '-0.0057602'])
  expect(formatApart(0.1 + 0.2, 0.3)).toEqual(['0.30000000000000004', '0.3'])
  expect(formatApart(1.23456789e-9, 1.23456788e-9)).toEqual(['1.23456789e-09', '1.23456788e-09'])
  expect(formatApart(2, 2)).toEqual(['2', '2'])
  const worst = { index: [0, 27], yours: -0.00576012, expected: -0.00576019 }
  const text = shown(reportOn([wrong({ worst })]))
  expect(text).toMatch(/worst +at \[0, 27\]: yours -0\.0057601, needs -0\.0057602, ratio 0\.999\d+/)
})

test.each([
  ['exact', 'gradient', "This is right: the same numbers as autograd's, to the last bit."],
  ['approximate', 'gradient', "This is right: it differs from autograd's result only by rounding."],
  ['exact', 'value', 'This is right: exactly what is expected, to the last bit.'],
  ['approximate', 'value', 'This is right: it differs from what is expected only by rounding.'],
] as const)('an %s %s that is explained is said to be right, in words', (verdict, kind, text) => {
  const explained = shown(reportOn([row({ verdict, kind })]), { explain: 'dprobs', width: 100 })
  expect(explained).toContain(text)
  expect(explained).not.toContain('hint')
})

test('an error of the whole file is not wider than the terminal', () => {
  const message = `SyntaxError: ${'a rather long explanation '.repeat(6)}`.trim()
  const error = { code: 'exercise', message, advice: 'word '.repeat(30).trim(), line: null, reason: null }
  for (const line of shown(reportOn([], { error })).split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(80)
})

describe('the end of a track', () => {
  const closing: Closing = {
    ...{ track: 'makemore', many: 10, reached: 'You found all 26.', training: 'train' },
    ...{
      next: { track: 'gpt', about: 'A whole GPT.' },
      hunt: { id: 'hunts/06_not_ours', about: 'Find it.' },
    },
    road: [
      { track: 'makemore', passed: true },
      { track: 'gpt', passed: false },
    ],
    ...{ allMany: 55, hasAnswers: true },
  }

  test('is told, training before what comes next, and a hunt for in between', () => {
    const text = shown(reportOn([row()], { picture: 'picture' }), { closing })
    expect(text.slice(text.indexOf('picture'))).toBe(`picture

  ━━━━━━━━━━━━━━━━━━━━━━━━╳━━━━━━━━━━━━━━━━━━━━━━━━
                         ╱ ╲

✓ You've finished the track makemore: all 10 exercises are passed. Black belt!
  You found all 26.

  ✓ makemore   · gpt

  Now train a network with your own gradients: npx ninja train
  After that comes the track gpt: npx ninja next
    A whole GPT.
  For in between, hunts/06_not_ours: npx ninja check hunts/06_not_ours
    Find it.
`)
    expect(text).not.toContain('on to the next')
  })

  test('of which nothing more is known says what comes next', () => {
    const other = { reached: '', training: null, hunt: null, next: { track: 'attention', about: '' } }
    const text = shown(reportOn([row()]), { closing: { ...closing, ...other, track: 'norms', many: 1 } })
    expect(text).toMatch(
      /the track norms: its one exercise is passed\. Black belt!\n\n.*\n\n {2}Next comes the track attention: npx ninja next\n$/,
    )
  })

  test('has keys in watch, and no key where there is none', () => {
    const text = stripColour(renderClosing(closing, { ninja: 'npx ninja', byKeys: true, width: 80 }))
    expect(text).toMatch(/the track gpt: key n\n[\s\S]*hunts\/06_not_ours: key l\n/)
    expect(text).toContain('gradients: npx ninja train')
  })

  test('is the end of all where nothing is left', () => {
    const text = shown(reportOn([row()]), { closing: { ...closing, next: null } })
    expect(text).toMatch(
      /You've passed all 55 exercises of all 2 tracks\. Congratulations:[\s\S]*answers: npx ninja diff 01\n$/,
    )
    expect(text).not.toContain('finished')
    const only = { ...closing, next: null, training: null, hasAnswers: false, allMany: 1 }
    expect(shown(reportOn([row()]), { closing: { ...only, road: closing.road.slice(0, 1) } })).toMatch(
      /You've passed the one exercise that there is\. Congratulations: .*\n.*\n\n {2}To keep it fresh, ten small tasks: npx ninja drill\n$/,
    )
  })

  test('fits into a narrow terminal', () => {
    for (let width = 40; width <= 120; width += 5)
      for (const line of stripColour(renderClosing(closing, { ninja: 'npx ninja', width })).split('\n'))
        expect([width, line, widthOf(line) <= width]).toEqual([width, line, true])
  })
})

describe('a lesson', () => {
  const lesson = { pairs: [], passed: 1, total: 10, belt: 'yellow', closing: null } as const
  const told = (rows: readonly Judgement[], closing: Closing | null = null): string =>
    stripColour(renderLesson(reportOn(rows), { ...lesson, closing }, view))

  test.each([
    [1, 'its gradient is right'],
    [2, 'both gradients are right'],
    [3, 'all 3 gradients are right'],
  ])('of %i speaks as a check does: %s', (many, words) => {
    const rows = Array.from({ length: many }, (_, i) => row({ name: `d${i}`, blank: `d${i}` }))
    expect(told(rows)).toContain(`passed: ${words}.`)
    expect(shown(reportOn(rows))).toContain(`passed: ${words}.`)
  })

  test('says the same thing of many rows once', () => {
    const note = 'rounding only: the last digits differ'
    const rows = Array.from({ length: 13 }, (_, i) =>
      row({ name: `d${i}`, blank: `d${i}`, verdict: 'approximate', note }),
    )
    const text = told([...rows, row({ name: 'update', verdict: 'approximate', note: 'another thing' })])
    expect(text.match(/rounding only/g)).toHaveLength(1)
    expect(text).toMatch(/^d0, d1 and 11 more +rounding only/m)
    expect(text).toMatch(/^update +another thing/m)
  })
})

describe('a blank of which much is asked', () => {
  const value = (name: string, blank: string, changes: Partial<Judgement> = {}): Judgement =>
    row({ name, blank, kind: 'value', shape: [], ...changes })
  const blank = (name: string, of: string): Judgement =>
    value(name, of, { verdict: 'blank', exact: false, maxdiff: null, shape: null })
  const begun = [
    blank('f(1)', 'f'),
    blank('f(2)', 'f'),
    blank('g(1)', 'g'),
    wrong({ name: 'h(1)', blank: 'h', kind: 'value' }),
  ]

  test('has one row as long as it is not filled in', () => {
    const text = shown(reportOn(begun))
    expect(text).toMatch(/^· f: 2 cases .* blank\n· g\(1\) /m)
    expect(text).not.toContain('f(1)')
  })

  test('counts once, and is right where all of its rows are', () => {
    expect(stripColour(tally(begun))).toBe('0 right, 1 wrong, 2 blank, of 3')
    const right = [value('f(1)', 'f'), value('f(2)', 'f'), value('g(1)', 'g')]
    expect(stripColour(tally([...right, blank('h(1)', 'h')]))).toBe('2 right, 1 blank, of 3')
    expect(stripColour(tally([...right, wrong({ name: 'g(2)', blank: 'g' })]))).toBe('1 right, 1 wrong, of 2')
    expect(shown(reportOn(right))).toContain('passed: both blanks are right.')
    expect(shown(reportOn(right.slice(1)))).toContain('passed: both values are right.')
    expect(shown(reportOn(right.slice(0, 2)))).toContain('passed: it is right.')
  })

  test('has all of its rows where one of them is explained', () => {
    const rows = ['f(1)', 'f(2)'].map(name => wrong({ name, blank: 'f', kind: 'value' }))
    expect(shown(reportOn(rows))).toMatch(/^✗ f\(1\) and 1 more /m)
    expect(shown(reportOn(rows), { explain: 'f' })).toMatch(/^✗ f\(1\) .*\n✗ f\(2\) /m)
  })
})

describe('on 80 columns no word is torn apart', () => {
  const name = 'backward of (a * b + c) * f: a, b, c, f, then the steps and 8 more'
  const value = (changes: Partial<Judgement> = {}): Judgement =>
    wrong({ kind: 'value', name, blank: 'backward', shape: null, ...changes })
  const isWithin = (text: string): boolean => text.split('\n').every(line => widthOf(line) <= 80)

  test('the columns go before a name is wrapped', () => {
    const rows = [value({ name: 'symmetric(x => x³ + x², x, h), x negative' }), value({ name: 'short' })]
    const text = shown(reportOn(rows))
    expect(isWithin(text)).toBe(true)
    expect(text).toMatch(/^ {2}value +maxdiff {2}verdict$/m)
    expect(shown(reportOn([value({ name: 'short' })]))).toMatch(
      /^ {2}value +exact {2}approximate {2}maxdiff {2}verdict$/m,
    )
  })

  test('a long name has several lines', () => {
    const text = shown(reportOn([value({ verdict: 'not finite' })]))
    expect(isWithin(text)).toBe(true)
    expect(text).toMatch(/^✗ backward of .* {2}1\.0e\+00 {2}not finite\n {4}.*8 more$/m)
  })

  test('the place of a mistake goes below a long name', () => {
    const text = shown(reportOn([value({ name: 'relativeError(got, truth), truth negative' })]))
    expect(text).toContain(
      '✗ relativeError(got, truth), truth negative: wrong\n  exercises/makemore/01_log_loss.ts:12\n',
    )
  })

  test('nor is the line that says that an exercise is passed', () => {
    const lesson = { pairs: [], passed: 13, total: 14, belt: 'brown', closing: null } as const
    const exercise = 'broadcasting/08_gather_and_scatter'
    const rows = ['dx', 'dlogP', 'dz'].map(blank => row({ name: blank, blank }))
    expect(isWithin(stripColour(renderLesson(reportOn(rows, { exercise }), lesson, view)))).toBe(true)
  })
})

test('the last task of a drill is followed by no other', () => {
  const lesson = { pairs: [], passed: 9, total: 10, belt: null, closing: null }
  const onward = (passed: number): string =>
    stripColour(renderLesson(reportOn([row()]), { ...lesson, passed }, view))
  expect(onward(9)).toContain('n goes on to the next task.')
  expect(onward(10)).toContain('n shows how the session went.')
})
