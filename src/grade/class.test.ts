import { marked } from 'marked'
import { expect, test } from 'vitest'
import { classOf } from './class.ts'
import { classPage } from './class-page.ts'
import { classText } from './class-text.ts'
import type { ManifestStray } from './manifest.ts'
import type { Assignment, BlankGrade, GradeRecord } from './record.ts'
import { spreadOf } from './scores.ts'
import { hostileNames } from './testing.ts'

const EXERCISE = 'makemore/02_softmax'

const assignmentOf = (students: readonly string[], blanks: readonly string[]): Assignment => ({
  exercises: [{ id: EXERCISE, title: '02 · Softmax', points: new Map(blanks.map(blank => [blank, 1])) }],
  students: students.map(id => ({ id, name: null, email: null, section: null })),
  hasRoster: true,
})

const grade = (
  blank: string,
  verdict: BlankGrade['verdict'],
  more: Partial<BlankGrade> = {},
): BlankGrade => ({
  ...{ blank, verdict, family: null, short: null, text: null, max: 1 },
  score: ['exact', 'approximate', 'inherited'].includes(verdict) ? 1 : 0,
  ...more,
})

const recordOf = (
  student: string,
  blanks: readonly BlankGrade[],
  more: Partial<GradeRecord> = {},
): GradeRecord => ({
  ...{ version: 1, key: student, student, exercise: EXERCISE, status: 'graded', reason: null },
  ...{ max: blanks.length, late: null, seed: 42, file: `${student}.ts`, sha256: '0', tool: '0', node: '20' },
  ...{ pack: '0', room: 'quickjs', ms: 1, blanks, traits: [], report: null },
  score: blanks.reduce((sum, { score }) => sum + score, 0),
  ...more,
})

const strayOf = (path: string): ManifestStray => ({ path, student: path, reason: `is left out: ${path}` })

const half = { family: 'a use forgotten', short: 'missing: the part through counts_sum' }

test('a class is counted: each blank by what became of it, each file by its status', () => {
  const summary = classOf(
    [
      recordOf('ada', [grade('dcounts', 'exact'), grade('dlogits', 'inherited')]),
      recordOf('bob', [grade('dcounts', 'wrong', half), grade('dlogits', 'inherited')], { late: true }),
      recordOf('cleo', [grade('dcounts', 'wrong', half), grade('dlogits', 'blank')]),
      recordOf('dan', [grade('dcounts', 'blank'), grade('dlogits', 'blank')], {
        ...{ status: 'missing', file: null, report: null },
      }),
    ],
    assignmentOf(['ada', 'bob', 'cleo', 'dan'], ['dcounts', 'dlogits']),
    [strayOf('eve.ts')],
  )
  expect(summary.students).toBe(4)
  expect(summary.files).toEqual({ graded: 3, missing: 1, ungradable: 0, held: 0, stopped: 0 })
  const [{ judged, blanks }] = summary.exercises
  expect(judged).toBe(3)
  expect(blanks.map(({ blank, earned, judged }) => [blank, earned, judged])).toEqual([
    ['dcounts', 1, 3],
    ['dlogits', 2, 3],
  ])
  expect(summary.families.map(({ family, students, times }) => [family, students, times])).toEqual([
    ['a use forgotten', 2, 2],
  ])
  expect(summary.talk[0]).toMatchObject({ blank: 'dcounts', missed: 2, judged: 3, isOneMistake: true })
  expect(summary.late).toEqual([{ student: 'bob', exercise: EXERCISE }])
  expect(summary.missing).toEqual([{ student: 'dan', exercise: EXERCISE }])
  expect(summary.scores).toMatchObject({ count: 3, max: 2, mean: 1, median: 1 })
  expect(summary.scores.bars).toEqual([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1])
  expect(classText(summary)).toContain('2 of 3 missed it, all with the same mistake')
  expect(classText(summary)).toContain('## Not graded\n\n- `eve.ts` of eve.ts is left out: eve.ts\n')
})

const wrongAs = (blank: string, short: string, text: string): BlankGrade =>
  grade(blank, 'wrong', { family: 'reduction', short, text })

test('examples of a family differ: another blank first, then another mistake; the most frequent leads', () => {
  const records = [
    ...[1, 2, 3].map(i => recordOf(`a${i}`, [wrongAs('dcounts', 'not summed', 'return a')])),
    ...[1, 2].map(i => recordOf(`b${i}`, [wrongAs('dcounts', 'summed twice', 'return b')])),
    recordOf('c', [wrongAs('dlogits', 'not summed', 'return c')]),
    recordOf('d', [wrongAs('dcounts', 'the mean', 'return d')]),
  ]
  const [{ students, times, examples }] = classOf(records, assignmentOf([], ['dcounts', 'dlogits'])).families
  expect([students, times]).toEqual([7, 7])
  expect(examples.map(({ blank, short, line, students: many }) => [blank, short, line, many])).toEqual([
    ['dcounts', 'not summed', 'return a', 3],
    ['dlogits', 'not summed', 'return c', 1],
    ['dcounts', 'summed twice', 'return b', 2],
  ])
})

test('an example has no name in it, neither in a comment nor in a name of the code', () => {
  const line = wrongAs(
    'dcounts',
    'your result is not summed',
    '// Ada Lovelace\nconst lovelace_grad = a.max(1) // for Bob\nreturn lovelace_grad',
  )
  const assignment: Assignment = {
    ...assignmentOf([], ['dcounts']),
    students: [
      { id: 'lovelace', name: 'Ada Lovelace', email: null, section: null },
      { id: 'max', name: 'Bob', email: null, section: null },
    ],
  }
  const [{ examples }] = classOf([recordOf('lovelace', [line])], assignment).families
  expect(examples[0]).toMatchObject({
    ...{ line: 'const …_grad = a.max(1); return …_grad', short: 'the result is not summed' },
  })
})

test('what to talk about is told with its reason', () => {
  const of = (count: number, verdict: BlankGrade['verdict'], more: Partial<BlankGrade> = {}): BlankGrade[] =>
    Array.from({ length: count }, () => grade('dcounts', verdict, more))
  const why = (grades: readonly BlankGrade[]): string[] =>
    classOf(
      grades.map((one, i) => recordOf(`s${i}`, [one])),
      assignmentOf([], ['dcounts']),
    ).talk.map(one => one.why)
  const other = { family: 'index', short: 'the label for the maximum' }
  expect(why([...of(8, 'exact'), ...of(4, 'wrong', half)])).toEqual([
    '4 of 12 missed it, all with the same mistake: missing: the part through counts_sum.',
  ])
  expect(why([...of(8, 'exact'), ...of(3, 'wrong', half), ...of(1, 'wrong', other)])).toEqual([
    '4 of 12 missed it, and 3 of them made the same mistake: missing: the part through counts_sum.',
  ])
  expect(why([...of(8, 'exact'), ...of(4, 'blank')])).toEqual(['4 of 12 left it empty.'])
  expect(why([...of(8, 'exact'), ...of(3, 'blank'), ...of(1, 'wrong', half)])).toEqual([
    '4 of 12 missed it, and 3 of them left it empty.',
  ])
  expect(
    why([...of(8, 'exact'), ...of(1, 'wrong', half), ...of(1, 'wrong', other), ...of(1, 'wrong')]),
  ).toEqual(['3 of 11 missed it, and no mistake stands out.'])
  expect(
    why([...of(8, 'exact'), ...of(2, 'wrong', half), ...of(1, 'wrong', other), ...of(2, 'wrong')]),
  ).toEqual([
    '5 of 13 missed it, in several ways. The most frequent, with 2: missing: the part through counts_sum.',
  ])
  // One alone, or less than a tenth, is no matter for a lecture; what a person must look at is nobody's fault yet.
  expect(why([...of(3, 'exact'), ...of(1, 'wrong', half)])).toEqual([])
  expect(why([...of(30, 'exact'), ...of(3, 'wrong', half)])).toEqual([])
  expect(why([...of(3, 'exact'), ...of(3, 'not read')])).toEqual([])
})

test('a file that was not judged says nothing of its blanks; a person must look at it', () => {
  const blanks = [grade('dcounts', 'blank')]
  const summary = classOf(
    [
      recordOf('ada', blanks, { status: 'ungradable', reason: 'syntax' }),
      recordOf('bob', [grade('dcounts', 'timeout')], { status: 'stopped', reason: 'timeout' }),
      recordOf('cleo', [grade('dcounts', 'not read')], { status: 'held', reason: 'not read' }),
    ],
    assignmentOf(['ada', 'bob', 'cleo', 'dan'], ['dcounts']),
  )
  expect(summary.exercises[0]).toMatchObject({ judged: 1, blanks: [{ outcomes: { held: 1, blank: 0 } }] })
  // The mean is of what was graded, as the terminal says it.
  expect(summary.scores).toMatchObject({ count: 0, mean: null })
  expect(summary.open.map(({ student, status }) => [student, status])).toEqual([
    ['ada', 'ungradable'],
    ['bob', 'stopped'],
    ['cleo', 'held'],
  ])
})

test('thirds that add up are whole: the score of all blanks is the last bar', () => {
  expect(spreadOf([1 / 3 + 1 / 3 + 1 / 3, 0.1 + 0.2], 1).bars).toEqual([0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1])
  expect(spreadOf([], 0)).toEqual({ count: 0, max: 0, mean: null, median: null, bars: Array(11).fill(0) })
})

test('whatever students and files are called, and wrote, class.md shows it as text', () => {
  const nasty = '<img src=x onerror=alert(1)>|`x`**b**[a](http://host.example)\n# not a heading'
  const records = [1, 2].map(i =>
    recordOf(`${nasty}${i}`, [wrongAs('dcounts', nasty, nasty)], {
      traits: [{ kind: 'comment', text: `${nasty} and more of what nobody else has written` }],
      late: true,
    }),
  )
  const open = recordOf(nasty, [], { status: 'held', reason: nasty })
  const summary = classOf([...records, open], assignmentOf([], ['dcounts']), [strayOf(nasty)])
  expect(summary.copies).toHaveLength(1)
  const html = marked.parse(classText(summary), { async: false })
  const tags = new Set([...html.matchAll(/<([a-z]\w*)/g)].map(([, tag]) => tag))
  expect([...tags].sort()).toEqual('code h1 h2 h3 li p table tbody td th thead tr ul'.split(' '))
  expect(html).not.toContain('<h1>not')
})

test('students may be called anything: each is counted, and none of them is markup', () => {
  const records = hostileNames.map(name =>
    recordOf(name, [wrongAs('dcounts', name, name)], { late: true, traits: [{ kind: 'name', text: name }] }),
  )
  const summary = classOf(records, assignmentOf(hostileNames, ['dcounts']), hostileNames.map(strayOf))
  expect(summary.students).toBe(hostileNames.length)
  expect(summary.late).toHaveLength(hostileNames.length)
  expect(JSON.parse(JSON.stringify(summary)).families[0].students).toBe(hostileNames.length)
  const page = classPage(summary)
  expect(page).not.toContain('<x>')
  expect(page.match(/<script/g)).toBeNull()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there
  expect(`${page}${classText(summary)}`).not.toMatch(/[\u0000-\u0008\u001b\u202e]/)
})
