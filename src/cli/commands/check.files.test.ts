/** Whatever is in the learner's file, or in its place. */
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { emptyFolder, freshWorkspace } from '../testing.ts'
import {
  check,
  fileIn,
  filledIn,
  namesWith,
  solutionOf,
  verdictOn,
  WHOLE,
  withBody,
  workspaceWith,
} from './testing.ts'

const checkText = (text: string | Uint8Array, ...words: string[]) =>
  check(workspaceWith(text), ['07', ...words])
const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split('\n').length

describe('solutions pass', () => {
  const sources = [
    '01_log_loss',
    '02_softmax',
    '03_linear',
    '04_tanh',
    '05_batchnorm',
    '06_embedding',
    '07_whole_network',
  ]

  test.each(sources)('%s: all exact', name => {
    const { report, status } = check(emptyFolder(), ['--file', solutionOf(`makemore/${name}`)])
    expect(report.gradients.map(({ verdict }) => verdict)).toEqual(report.gradients.map(() => 'exact'))
    expect(report).toMatchObject({ passed: true, notes: [], error: null })
    expect(status).toBe(0)
  })

  test.each(['08_cross_entropy_at_once', '09_batchnorm_at_once'])('%s: right up to rounding', name => {
    const { report, status } = check(emptyFolder(), ['--file', solutionOf(`makemore/${name}`)])
    expect(report.gradients.map(({ verdict }) => verdict)).toEqual(['approximate'])
    expect(report.gradients[0].maxdiff).toBeLessThan(1e-15)
    expect(status).toBe(0)
  })

  test('as copies elsewhere too, where nothing they include stands beside them', () => {
    const folder = emptyFolder()
    const copy = join(folder, '07_whole_network.ts')
    writeFileSync(copy, readFileSync(solutionOf(WHOLE)))
    expect(check(folder, ['--file', copy])).toMatchObject({ status: 0, report: { passed: true, notes: [] } })
  })

  test('with what they include in place', () => {
    expect(checkText(filledIn)).toMatchObject({ status: 0, report: { passed: true, notes: [] } })
  })
})

test('a fresh exercise is all blanks, each with its line', () => {
  const folder = freshWorkspace()
  const checked = check(folder)
  expect(namesWith(checked, 'blank')).toHaveLength(26)
  expect(checked.report).toMatchObject({ passed: false, notes: [], error: null })
  expect(checked.status).toBe(1)
  const lines = readFileSync(fileIn(folder), 'utf8').split('\n')
  for (const { line } of checked.report.gradients) expect(lines[line! - 1]).toContain('TODO()')
})

describe('a file that is none', () => {
  test.each<[string, (path: string) => void, RegExp, string | null]>([
    ['that is empty', path => writeFileSync(path, ''), /is empty$/, 'empty'],
    ['of white space', path => writeFileSync(path, ' \n\n\t\n'), /is empty$/, 'empty'],
    [
      'that is not text',
      path =>
        writeFileSync(
          path,
          Uint8Array.from({ length: 999 }, (_, i) => i),
        ),
      /is not a text file$/,
      'not text',
    ],
    [
      'of 10 MB',
      path => writeFileSync(path, `${filledIn}// ${'x'.repeat(1e7)}`),
      /is too large for an exercise$/,
      'too large',
    ],
    ['that is not there', path => rmSync(path), /there is no file/, 'missing'],
    [
      'that is a folder',
      path => void [rmSync(path), mkdirSync(path)],
      /07_whole_network\.ts is a folder$/,
      'not text',
    ],
    [
      'that links to itself',
      path => void [rmSync(path), symlinkSync(path, path)],
      /cannot read .* \(ELOOP\)$/,
      null,
    ],
  ])('%s is told so, with a reason for programs', (_, spoil, message, reason) => {
    const folder = freshWorkspace()
    spoil(fileIn(folder))
    const { report, status } = check(folder)
    expect(report.error).toMatchObject({ code: 'exercise', message: expect.stringMatching(message), reason })
    expect(report.gradients).toEqual([])
    expect(status).toBe(1)
  })
})

test.each([
  ['line ends of Windows and a byte order mark', (text: string) => `\uFEFF${text.replaceAll('\n', '\r\n')}`],
  ['tabs', (text: string) => text.replace(/^ {2}/gm, '\t')],
  ['semicolons', (text: string) => text.replace(/^( {2}(const|return) .*\))$/gm, '$1;')],
  ['no empty line at the end', (text: string) => text.trimEnd()],
])('%s make no difference', (_, change) => {
  expect(checkText(change(filledIn))).toMatchObject({ status: 0, report: { passed: true, notes: [] } })
})

describe('a syntax error', () => {
  test.each([
    [
      'return probs.pow(-1.mul(dlogprobs)',
      /^SyntaxError: Unexpected `mul`. A number has no methods: is a \) missing before the dot\?$/,
    ],
    ['return dlogprobs @ probs', /TypeScript has no @: write a.matmul\(b\)$/],
    ['return dlogprobs if probs else 0', /^SyntaxError: /],
    [
      'for i in range(n):\n    pass',
      /This looks like Python: TypeScript writes for \(let i = 0; i < n; i\+\+\) \{ … \}$/,
    ],
    ['return probs # a comment', /A comment starts with \/\/$/],
    ['return probs }', /^SyntaxError: /],
    [
      'const probs = 1\n  return probs',
      /^SyntaxError: `probs` is already declared. Choose another name, or use the `probs` that is there$/,
    ],
    ['await 0', /^SyntaxError: 'await' is only allowed within async functions/],
    ['return `probs', /^SyntaxError: The text that starts with a backtick has no closing backtick$/],
  ])('in one function costs the others nothing: %s', (body, message) => {
    const text = withBody(filledIn, 'dprobs', body)
    const checked = checkText(text)
    const { verdict, message: said, line } = verdictOn(checked, 'dprobs')
    expect(verdict).toBe('threw')
    expect(said).toMatch(message)
    expect(line! - lineOf(text, 'function dprobs')).toBeGreaterThan(0)
    expect(line! - lineOf(text, 'function dprobs')).toBeLessThan(4)
    expect(namesWith(checked, 'exact')).toHaveLength(25)
    expect(checked.status).toBe(1)
  })

  test('in the forward pass is told with its line', () => {
    const text = filledIn.replace('const h =', 'const h h =')
    const { report, status } = checkText(text)
    expect(report.error).toMatchObject({
      code: 'exercise',
      reason: 'syntax',
      line: lineOf(text, 'const h h'),
    })
    expect(status).toBe(1)
  })
})

describe('functions that are not where they were', () => {
  const definition = /export function dprobs\([\s\S]*?\n\}\n/

  test('one that was deleted is blank', () => {
    const checked = checkText(filledIn.replace(definition, ''))
    expect(verdictOn(checked, 'dprobs')).toMatchObject({
      verdict: 'blank',
      message: 'there is no function dprobs in the file',
      line: null,
    })
    expect(namesWith(checked, 'exact')).toHaveLength(25)
  })

  test.each([
    ['without its export', 'function dprobs({ probs, dlogprobs }: Scope) { return dlogprobs.div(probs) }\n'],
    ['as an arrow', 'export const dprobs = ({ probs, dlogprobs }: Scope): Tensor => dlogprobs.div(probs)\n'],
    [
      'as a constant function',
      'const dprobs = function ({ probs, dlogprobs }: Scope) { return dlogprobs.div(probs) }\n',
    ],
    [
      'with the whole scope',
      'export function dprobs(s: Scope): Tensor { return s.dlogprobs.div(s.probs) }\n',
    ],
    [
      'with names of its own',
      'export function dprobs({ probs: p, dlogprobs: d }: Scope) { return d.div(p) }\n',
    ],
  ])('one written %s is judged', (_, text) => {
    const whole = filledIn.replace(definition, text)
    const checked = checkText(whole)
    expect(verdictOn(checked, 'dprobs').line).toBe(lineOf(whole, text))
    expect(checked.report.passed).toBe(true)
  })
})

describe('imports', () => {
  test('that are misspelt are named where they are used, with the nearest', () => {
    const checked = checkText(filledIn.replaceAll('zerosLike', 'zerosLik'))
    expect(verdictOn(checked, 'dlogprobs')).toMatchObject({
      verdict: 'threw',
      message: 'ReferenceError: zerosLik is not defined',
      advice: `'backprop-ninja' has no "zerosLik"; did you mean zerosLike?`,
    })
  })

  test('of a package that is misspelt too', () => {
    const { report } = checkText(filledIn.replace("'backprop-ninja'", "'backprop-ninjas'"))
    expect(report.error).toMatchObject({
      message:
        "the file does not run: Error: there is no package 'backprop-ninjas'; did you mean 'backprop-ninja'?",
      line: lineOf(filledIn, "'backprop-ninja'"),
    })
  })

  test('of a file by half of its name', () => {
    const { report } = checkText(`import { a } from './myhelper'\n${filledIn}\na()\n`)
    expect(report.error).toMatchObject({
      message: expect.stringContaining(
        'cannot find the file ./myhelper, which your file imports: write its whole name, such as ./myhelper.ts',
      ),
      line: 1,
    })
  })

  test('of a file that is not there', () => {
    const { report } = checkText(`import { a } from './nowhere.ts'\n${filledIn}\na()\n`)
    expect(report.error).toMatchObject({
      message: expect.stringContaining('cannot find the file ./nowhere.ts'),
      line: 1,
    })
  })

  test('of a file beside it work', () => {
    const folder = workspaceWith(`import { one } from './own.ts'\n${filledIn}\none.trim()\n`)
    writeFileSync(join(fileIn(folder), '..', 'own.ts'), 'export const one: string = "1"\n')
    expect(check(folder).report).toMatchObject({ passed: true })
  })

  test('of a file beside it that cannot be read is told with the line there', () => {
    const folder = workspaceWith(`import { one } from './own.ts'\n${filledIn}\none.trim()\n`)
    writeFileSync(join(fileIn(folder), '..', 'own.ts'), 'export const one = 1\nexport const = 2\n')
    expect(check(folder).report.error).toMatchObject({
      code: 'exercise',
      reason: 'syntax',
      message: expect.stringContaining('own.ts:2: '),
    })
  })

  test.each(['node:path', 'fs', 'lodash', '../01_log_loss.ts'])('of %s are refused in words', name => {
    const { report, status } = checkText(`import * as other from '${name}'\n${filledIn}\nother.x\n`)
    expect(report.error).toMatchObject({
      code: 'exercise',
      reason: 'load',
      message: expect.stringContaining(
        `an exercise can import 'backprop-ninja' and files next to it, but not '${name}'`,
      ),
      line: 1,
    })
    expect(status).toBe(1)
  })
})

describe('outside the functions', () => {
  test('a changed forward pass is named with its line, and the exercise’s own is used', () => {
    const { report, status } = checkText(filledIn.replace('hpreact.tanh()', 'hpreact.relu()'))
    const line = lineOf(filledIn, 'hpreact.tanh()')
    expect(report.notes).toEqual([
      `line ${line} is outside the blanks and was changed (it should read: const h = hpreact.tanh()); the check uses the original instead`,
    ])
    expect(report.passed).toBe(true)
    expect(status).toBe(0)
  })

  test.each<[string, string, string, number, RegExp]>([
    ['throw new Error("top")', 'exercise', 'load', 1, /^the file does not run: Error: top$/],
    ['throw undefined', 'exercise', 'load', 1, /^the file does not run/],
    ['missing()', 'exercise', 'load', 1, /ReferenceError: missing is not defined$/],
    ['process.exit(0)', 'exercise', 'load', 1, /ReferenceError: process is not defined$/],
    ['for (;;);', 'timeout', 'timeout', 124, /^loading the file did not come to an end and was stopped$/],
    [
      'const all = []; for (;;) all.push(new Float64Array(1e6).fill(1))',
      'exercise',
      'memory',
      1,
      /^loading the file used more memory than it may and was stopped$/,
    ],
  ])('%s is told as what it is', (statement, code, reason, exit, message) => {
    const limits = ['--time-limit', code === 'timeout' ? '0.3' : '20', '--memory-limit', '128']
    const { report, status } = checkText(`${filledIn}\n${statement}\n`, ...limits)
    const error = { code, reason, message: expect.stringMatching(message) }
    expect(report).toMatchObject({ passed: false, error })
    expect(status).toBe(exit)
  })

  test('the console is shown, helpers and constants are of use', () => {
    const text = `${withBody(filledIn, 'dprobs', 'return helper(probs, dlogprobs)')}
const power = -1
console.log('loaded')
function helper(a: Tensor, b: Tensor) { return a.pow(power).mul(b) }
`
    expect(checkText(text).report).toMatchObject({ passed: true, printed: [{ by: null, text: 'loaded' }] })
  })
})
