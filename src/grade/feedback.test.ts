/** A learner's own report. */
import { marked } from 'marked'
import { expect, test } from 'vitest'
import { graded, solved } from './bank/twins.ts'
import { feedbackOn } from './feedback.ts'
import type { Assignment, GradeRecord } from './record.ts'
import { fileWith, logLoss, recordOf, recordWithoutFile, right, wrong } from './testing.ts'

const assignmentOf = (...ids: readonly string[]): Assignment => ({
  exercises: [logLoss, ...ids.map(id => ({ ...logLoss, id, title: id }))],
  students: [],
  hasRoster: false,
})
const assignment = assignmentOf()

/** With what was written for each blank. */
const withTexts = (record: GradeRecord, texts: Readonly<Record<string, string>>): GradeRecord => ({
  ...record,
  blanks: record.blanks.map(grade => ({ ...grade, text: texts[grade.blank] ?? null })),
})

test('the first mistake is told in full, in the words of a check, with what to do next', () => {
  const text = feedbackOn([withTexts(recordOf('ada', fileWith(wrong)), wrong)], assignment)
  expect(text).toContain('# Feedback for ada\n\n## Log loss\n\n**1 of 2 points** for `makemore/01_log_loss`.')
  expect(text).toContain('| ✗ | `dlogprobs` | 0 of 1 | wrong |')
  expect(text).toContain('| ~ | `dprobs` | 1 of 1 | inherited |')
  expect(text).toMatch(/### The first to fix: `dlogprobs`\n\nwrong, line \d+\. .*sign/)
  expect(text).toContain('npx ninja hint dlogprobs --exercise makemore/01_log_loss')
  expect(text).toContain('npx ninja check makemore/01_log_loss --seed 42')
  expect(text).toContain(`Your line: \`${wrong.dlogprobs}\``)
})

test('it never tells an answer: not of what is wrong, nor of what is empty', () => {
  const answers = Object.values(right).map(line => line.slice('return '.length))
  for (const lines of [wrong, { dlogprobs: right.dlogprobs }, { dprobs: 'return dlogprobs' }, {}]) {
    const text = feedbackOn([withTexts(recordOf('ada', fileWith(lines)), lines as never)], assignment)
    for (const answer of answers) expect(text).not.toContain(answer)
  }
})

test('where all is right, or nothing came, it says so', () => {
  expect(feedbackOn([recordOf('ada', fileWith(right))], assignment)).toContain('Every blank is right.')
  expect(feedbackOn([recordWithoutFile('ada')], assignment)).toContain(
    'There is no file of yours for this exercise.',
  )
  expect(feedbackOn([recordOf('ada', fileWith(right), { late: true })], assignment)).toContain(
    'It came late.',
  )
})

test('who handed in what is not graded reads why, instead of that there is nothing', () => {
  const stray = { path: 'homework.pdf', student: 'ada', reason: 'is none of the files that are graded: .ts' }
  const text = feedbackOn([recordWithoutFile('ada')], assignment, [stray])
  expect(text).toContain(
    'Nothing that you submitted could be graded for this exercise:\n\n- `homework.pdf` is none of the files that are graded: .ts\n',
  )
  expect(text).not.toContain('There is no file of yours')
})

test('a line is named once', () => {
  const text = feedbackOn([recordOf('ada', `${fileWith(right)}\nconst = 1`)], assignment)
  expect(text.match(/\bline \d+\b(?! is outside)/g)).toHaveLength(1)
})

test('a file that cannot be read says why, and has no table of blanks that nobody judged', () => {
  const text = feedbackOn([recordOf('ada', 'export function (')], assignment)
  expect(text).toContain('### It could not be judged')
  expect(text).not.toContain('| --- |')
})

test('of several exercises the points are added up', () => {
  const other = { ...recordOf('ada', fileWith(right)), exercise: 'makemore/02_softmax' }
  const text = feedbackOn([recordOf('ada', fileWith(wrong)), other], assignmentOf('makemore/02_softmax'))
  expect(text).toContain('**3 of 4 points** in 2 exercises.')
})

const notebookRecord = (text: string, changes: Partial<GradeRecord> = {}): GradeRecord => {
  const { report, blanks, status, reason } = graded('07', text)
  return {
    ...recordWithoutFile('ada'),
    ...{ status, reason, report, file: report.file, room: 'python', max: blanks.length, sha256: '0' },
    blanks: blanks.map(blank => ({ ...blank, max: 1, score: blank.verdict === 'exact' ? 1 : 0 })),
    ...changes,
  }
}

test('a notebook is told of in Python, by cell and line', () => {
  const lines: Readonly<Record<string, string>> = { dcounts: 'dcounts = counts_sum_inv * dprobs' }
  const text = feedbackOn([notebookRecord(solved('07', name => lines[name] ?? null))], assignment)
  expect(text).toMatch(/### The first to fix: `dcounts`\n\nwrong, cell \d+, line \d+\. /)
  expect(text).toContain('Your line: `dcounts = counts_sum_inv * dprobs`')
  expect(text).toContain('Still to write: `dlogprobs`, `dprobs`')
  expect(text).not.toMatch(/\.mul\(|keepdim: true/)
})

test('what a learner wrote is text, wherever it is repeated', () => {
  const nasty = '<img src=x onerror=alert(1)> | `x` **b** [a](http://host.example)'
  const record = recordOf('<b>ada</b>', fileWith(wrong))
  const { report } = record
  const gradients = report!.gradients.map(row => ({
    ...row,
    message: `it threw ${nasty}`,
    advice: nasty,
    diagnosis: null,
    note: nasty,
    uses: [{ name: 'x', line: 1, text: nasty }],
  }))
  const blanks = record.blanks.map(grade => ({ ...grade, text: nasty, short: nasty }))
  const changed = { ...record, blanks, report: { ...report, gradients, notes: [nasty] } as never }
  const html = marked.parse(feedbackOn([changed], assignment), { async: false })
  const tags = new Set([...html.matchAll(/<([a-z]\w*)/g)].map(([, tag]) => tag))
  expect([...tags].sort()).toEqual(
    ['code', 'h1', 'h2', 'h3', 'li', 'p', 'strong', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul'].sort(),
  )
  expect(html.match(/<strong>/g)).toHaveLength(1)
  expect(html.match(/<td>/g)).toHaveLength(10)
})
