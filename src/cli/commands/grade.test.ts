/** `ninja grade` as a program: what it writes, what it says, and how it ends. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { GradeRecord } from '../../grade/record.ts'
import { fileOf } from '../../learner/testing.ts'
import { emptyFolder, ninja, type Ran } from '../testing.ts'
import { packWith, spoilt } from './testing.ts'

const LAST = 'return probs.pow(-1).mul(dlogprobs)'

/** Exercise 01 of makemore: right, and with a sign lost in the first of its two blanks. */
const right = String(
  fileOf({
    bodies: {
      dlogprobs: 'return zerosLike(logprobs).indexPut([arange(n), Yb], -1 / n)',
      dprobs: LAST,
    },
  }),
)
const wrong = right.replace('-1 / n', '1 / n')
const endless = right.replace(LAST, `for (;;) {}\n  ${LAST}`)

type Files = Readonly<Record<string, string>>
const class3: Files = { 'ada.ts': right, 'bob.ts': wrong, 'eve.ts': right.replace('.mul(dlogprobs)', '') }

function folderWith(files: Files): string {
  const folder = emptyFolder()
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

interface Graded extends Ran {
  readonly out: string
  readonly records: readonly GradeRecord[]
}

/** In threads, which start sooner, unless told otherwise. */
function graded(files: Files | string, words: readonly string[] = [], out = emptyFolder()): Graded {
  const folder = typeof files === 'string' ? files : folderWith(files)
  const isolate = words.includes('--isolate') ? [] : ['--isolate', 'thread']
  const ran = ninja(folder, ['grade', '01', folder, '--out', out, ...isolate, ...words])
  return { ...ran, out, records: recordsIn(out) }
}

const read = (out: string, name: string): string => readFileSync(join(out, name), 'utf8')

function recordsIn(out: string): GradeRecord[] {
  try {
    return read(out, 'results.jsonl')
      .split('\n')
      .slice(0, -1)
      .map(line => JSON.parse(line))
  } catch {
    return []
  }
}

/** The lines without the one field that is of the moment. */
const linesOf = (records: readonly GradeRecord[]): string[] =>
  records.map(record => JSON.stringify({ ...record, ms: 0 }))

const scores = (records: readonly GradeRecord[]): string[] =>
  records.map(({ student, status, score, max }) => `${student} ${status} ${score}/${max}`)

test('a class is graded: a line a student, by name, and the tables; status 0 whatever they scored', () => {
  const { status, stdout, records, out } = graded(class3)
  expect(scores(records)).toEqual(['ada graded 2/2', 'bob graded 1/2', 'eve graded 1/2'])
  expect(records[1].blanks.map(({ verdict }) => verdict)).toEqual(['wrong', 'inherited'])
  expect(status).toBe(0)
  expect(stdout).toMatch(/^3 graded\naverage 67 % of the points/)
  expect(JSON.parse(read(out, 'manifest.json'))).toMatchObject({ shards: ['1/1'], counts: { graded: 3 } })
  expect(read(out, 'grades.csv')).toContain('\nbob,')
  for (const name of ['blanks.csv', 'class.json', 'class.md', 'class.html', 'feedback/ada.md'])
    expect(read(out, name).length).toBeGreaterThan(50)
})

test('in QuickJS they score the same', () => {
  const { records } = graded(class3, ['--isolate', 'quickjs'])
  expect(scores(records)).toEqual(['ada graded 2/2', 'bob graded 1/2', 'eve graded 1/2'])
  expect(records.map(({ room }) => room)).toEqual(['quickjs', 'quickjs', 'quickjs'])
})

test('no path of this machine is in what is written', () => {
  const { out } = graded(class3)
  for (const name of ['results.jsonl', 'manifest.json', 'class.html', 'class.json', 'feedback/bob.md'])
    expect(read(out, name)).not.toMatch(/\/(tmp|home|work|root|usr)\//)
})

test('what was graded before is not graded again; what changed, came or went is', () => {
  const folder = folderWith(class3)
  const first = graded(folder)
  writeFileSync(join(folder, 'bob.ts'), right)
  writeFileSync(join(folder, 'zoe.ts'), right)
  rmSync(join(folder, 'eve.ts'))
  // Nobody's results go unless that is wanted.
  const refused = graded(folder, [], first.out)
  expect(refused.stderr).toContain('has results of eve, and this run has none of theirs')
  expect([refused.status, linesOf(refused.records)]).toEqual([2, linesOf(first.records)])
  rmSync(join(first.out, 'manifest.json'))
  const second = graded(folder, [], first.out)
  expect(scores(second.records)).toEqual(['ada graded 2/2', 'bob graded 2/2', 'zoe graded 2/2'])
  // The time that judging took is as it was: the line is the same.
  expect(second.records[0]).toEqual(first.records[0])
})

test('a line that a crash cut short costs that line alone', () => {
  const folder = folderWith(class3)
  const first = graded(folder)
  const text = read(first.out, 'results.jsonl')
  writeFileSync(join(first.out, 'results.jsonl'), text.slice(0, -40))
  const second = graded(folder, [], first.out)
  expect(linesOf(second.records)).toEqual(linesOf(first.records))
  expect(second.records.slice(0, 2)).toEqual(first.records.slice(0, 2))
})

test('other points, and a time that it was due, change scores without judging again', () => {
  const folder = folderWith(class3)
  const first = graded(folder)
  const points = join(emptyFolder(), 'p.json')
  writeFileSync(points, '{ "makemore/01": { "dprobs": 4 } }')
  const second = graded(folder, ['--points', points, '--due', '2020-01-01'], first.out)
  expect(scores(second.records)).toEqual(['ada graded 5/5', 'bob graded 4/5', 'eve graded 1/5'])
  expect(second.records.map(({ ms }) => ms)).toEqual(first.records.map(({ ms }) => ms))
  expect(second.records.map(({ late }) => late)).toEqual([true, true, true])
})

test('two shards put together are the same as one run, but for the time that it took', () => {
  const folder = folderWith({ ...class3, 'zoe.ts': wrong, 'max.ts': right, 'notes.docx': '' })
  const whole = graded(folder)
  const parts = ['1/2', '2/2'].map(shard => graded(folder, ['--shard', shard]))
  expect(parts.map(({ records }) => records.length > 0)).toEqual([true, true])
  const out = emptyFolder()
  const { status } = ninja(folder, ['grade', '--merge', ...parts.map(part => part.out), '--out', out])
  expect(status).toBe(0)
  expect(linesOf(recordsIn(out))).toEqual(linesOf(whole.records))
  for (const name of [
    'manifest.json',
    'grades.csv',
    'blanks.csv',
    'class.json',
    'class.html',
    'feedback/ada.md',
  ])
    expect(read(out, name)).toBe(read(whole.out, name))
})

test('a part that is absent is named, and the rest is written', () => {
  const folder = folderWith(class3)
  const part = graded(folder, ['--shard', '1/2'])
  const out = emptyFolder()
  const { status, stdout } = ninja(folder, ['grade', '--merge', part.out, '--out', out])
  expect(status).toBe(1)
  expect(stdout).toContain('a part is missing: 2/2')
  expect(recordsIn(out)).toEqual(part.records)
})

test('parts with other secrets are not put together', () => {
  const folder = folderWith(class3)
  const secret = join(emptyFolder(), 'secret')
  writeFileSync(secret, 'the moon is made of cheese')
  const parts = [
    graded(folder, ['--shard', '1/2', '--seed-secret', secret]),
    graded(folder, ['--shard', '2/2']),
  ]
  const { status, stderr } = ninja(folder, [
    'grade',
    '--merge',
    ...parts.map(one => one.out),
    '--out',
    emptyFolder(),
  ])
  expect(status).toBe(2)
  expect(stderr).toContain("don't belong together: they have other secrets for the seeds")
})

test('with a secret each student has other numbers, and the seed gives the verdict again', () => {
  const secret = join(emptyFolder(), 'secret')
  writeFileSync(secret, 'the moon is made of cheese\n')
  const folder = folderWith(class3)
  const { records, out } = graded(folder, ['--seed-secret', secret])
  // As Python's hmac and hashlib have it.
  expect(records.map(({ seed }) => seed)).toEqual(SEEDS)
  expect(read(out, 'manifest.json')).not.toContain('cheese')
  const words = ['check', '01', '--file', join(folder, 'bob.ts'), '--seed', String(records[1].seed), '--json']
  const again = JSON.parse(ninja(folder, words).stdout)
  expect(again.gradients.map(({ maxdiff }: { maxdiff: number }) => maxdiff)).toEqual(
    records[1].report?.gradients.map(({ maxdiff }) => maxdiff),
  )
})

const SEEDS = [3517365139, 1926833650, 3282412318]

test('everybody on the roster has a row; who is missing is told, by the status too', () => {
  const roster = join(emptyFolder(), 'r.csv')
  writeFileSync(roster, 'id,name,email\nzed,Zed Z,z@example.org\nada,Ada L,a@example.org\n')
  const { status, stdout, records, out } = graded(class3, ['--roster', roster])
  expect(scores(records)).toEqual(['ada graded 2/2', 'zed missing 0/2'])
  expect(status).toBe(1)
  expect(stdout).toContain('missing: zed')
  expect(stdout).toContain('2 files not graded')
  expect(read(out, 'grades.csv')).toMatch(/\nzed,Zed Z,z@example.org,.*0,missing.*\nada,Ada L,/)
})

test('which column of a roster has the ids is told where none is called id; files go by any of them', () => {
  const roster = join(emptyFolder(), 'r.csv')
  writeFileSync(roster, 'sep=;\nName;Matrikelnummer;Username\nAda L;4711;ada\nBob B;4712;bob\n')
  const { status, stderr, records, out } = graded({ 'ada.ts': right, '4712.ts': wrong }, ['--roster', roster])
  expect(status).toBe(0)
  expect(scores(records)).toEqual(['4711 graded 2/2', '4712 graded 1/2'])
  expect(stderr).toContain('the ids are from the column "Matrikelnummer" of the roster')
  expect(read(out, 'grades.csv')).toMatch(/\n4711,Ada L,/)
})

test('a roster that is not there is told in our words', () => {
  const { status, stderr } = graded(class3, ['--roster', 'nowhere.csv'])
  expect(status).toBe(2)
  expect(stderr).toContain('nowhere.csv')
  expect(stderr).toContain('there is no file')
  expect(stderr).not.toContain('ENOENT')
})

test('a file that never ends loses its blank, one that is none needs a person: the others are graded', () => {
  const { status, records } = graded(
    {
      'ada.ts': right,
      'bob.ts': endless,
      'cho.ts': '',
      'dee.ts': `for (;;) {}\n${right}`,
      'eve.ts': 'const = {',
    },
    ['--time-limit', '0.3'],
  )
  expect(records.map(({ student, status, reason, score }) => [student, status, reason, score])).toEqual([
    ['ada', 'graded', null, 2],
    ['bob', 'graded', null, 1],
    ['cho', 'ungradable', 'empty', 0],
    ['dee', 'stopped', 'timeout', 0],
    ['eve', 'ungradable', 'syntax', 0],
  ])
  expect(status).toBe(1)
})

test('--strict-exit says whether everybody has everything right', () => {
  expect(graded({ 'ada.ts': right }, ['--strict-exit']).status).toBe(0)
  expect(graded(class3, ['--strict-exit']).status).toBe(1)
})

test('--anonymous leaves no name anywhere', () => {
  const files = {
    'lovelace.ts': `// by Lovelace\n${right}`,
    'turing.ts': wrong.replace('return zeros', '// thanks, Ada and GÖDEL\n  return zeros'),
    'notes of turing.docx': '',
  }
  const roster = join(emptyFolder(), 'r.csv')
  writeFileSync(roster, 'id,name,email\nlovelace,Ada Lovelace,\nturing,Alan Turing,\nkg,"Gödel, Kurt",\n')
  const { out, records, stdout } = graded(files, ['--anonymous', '--roster', roster])
  expect(records.map(({ score }) => score).sort()).toEqual([0, 1, 2])
  for (const name of [
    'results.jsonl',
    'manifest.json',
    'grades.csv',
    'blanks.csv',
    'class.json',
    'class.html',
  ])
    expect(read(out, name)).not.toMatch(/lovelace|turing|\bada\b|g[öo]del/i)
  expect(read(out, 'results.jsonl')).toContain('thanks, student-')
  expect(stdout).not.toMatch(/lovelace|turing/i)
  expect(stdout).toMatch(/\n {2}file-[0-9a-f]{10}\.docx is of nobody in the roster\n/)
  const again = graded(files, ['--anonymous', '--roster', roster], out)
  expect(again.records).toEqual(records)
  const whole = emptyFolder()
  ninja(out, ['grade', '--merge', out, '--out', whole])
  const table = read(whole, 'keep-private.csv')
  for (const { student, score } of records)
    expect(table).toContain(
      `\n${student},${['kg,"Gödel, Kurt"', 'turing,Alan Turing', 'lovelace,Ada Lovelace'][score]},\n`,
    )
  expect(table).toMatch(/^alias,id or file,name,email\nfile-[0-9a-f]{10}\.docx,notes of turing\.docx,,\n/)
})

test.each<[string, (folder: string) => readonly string[], string]>([
  ['no word at all', () => ['--out', 'out'], 'grade needs an exercise and the submissions'],
  ['nothing', () => [], 'grade needs an exercise, the submissions and --out with a folder'],
  ['only an exercise', () => ['02'], 'besides 02, grade needs the submissions and --out with a folder'],
  ['no exercise', folder => [folder, '--out', 'out'], 'grade needs an exercise'],
  ['the exercise last', folder => [folder, '02', '--out', '../o'], 'ninja grade 02 /'],
  ['the exercise last, and no --out', folder => [folder, '02'], 'the exercise comes first'],
  [
    'two exercises with a comma',
    folder => ['02,03', folder, '--out', '../o'],
    'several go with spaces: 02 03',
  ],
  [
    'a roster that there is not',
    folder => ['01', folder, '--out', '../o', '--roster', 'r.csv'],
    'there is no file r.csv, which --roster names',
  ],
  [
    'a roster for one submission',
    folder => ['01', folder, '--out', '../o', '--roster', 'r.csv', '--format', 'gradescope'],
    "--format gradescope is for one student's submission, so it takes no --roster",
  ],
  [
    'a class for one submission',
    folder => ['01', folder, '--out', '../o', '--format', 'check50'],
    'has files of 3: ada, bob, eve',
  ],
  [
    'no runner of Classroom 50',
    folder => ['01', `${folder}/ada.ts`, '--out', '../o', '--format', 'classroom50'],
    'a result for Classroom 50 needs COMMIT_URL',
  ],
  ['no files', () => ['01', 'nowhere', '--out', 'out'], 'there is no folder or file nowhere'],
  [
    'an exercise that there is not',
    folder => ['nope', folder, '--out', '../o'],
    'there is no exercise "nope"',
  ],
  ['no --out', folder => ['01', folder], 'grade needs --out with a folder'],
  ['an --out that is a file', folder => ['01', folder, '--out', `${folder}/ada.ts`], '--out needs a folder'],
  ['an --out among the files', folder => ['01', folder, '--out', `${folder}/out`], 'is inside the folder'],
  ['shard 0/3', folder => ['01', folder, '--out', '../o', '--shard', '0/3'], '--shard needs a part'],
  ['shard 4/3', folder => ['01', folder, '--out', '../o', '--shard', '4/3'], '--shard needs a part'],
  [
    'no such room',
    folder => ['01', folder, '--out', '../o', '--isolate', 'vm'],
    '--isolate needs quickjs or thread',
  ],
  [
    'no such format',
    folder => ['01', folder, '--out', '../o', '--format', 'gradscope'],
    'there is no format "gradscope"',
  ],
  ['no time', folder => ['01', folder, '--out', '../o', '--due', 'tomorrow'], '--due needs'],
  [
    'a secret that there is not',
    folder => ['01', folder, '--out', '../o', '--seed-secret', 'no'],
    'there is no file no, which --seed-secret names',
  ],
  ['nothing to merge', () => ['--merge', '--out', 'out'], 'which folders should be put together?'],
  [
    'a folder of something else to merge',
    folder => ['--merge', folder, '--out', 'out'],
    'has no manifest.json',
  ],
])('%s: status 2, and a sentence', (_, words, sentence) => {
  const folder = folderWith(class3)
  const { status, stdout, stderr } = ninja(folder, ['grade', ...words(folder)])
  expect(stderr).toContain(sentence)
  expect([status, stdout]).toEqual([2, ''])
})

test("a grader's format is one submission, and its status 0 says that it ran", () => {
  const folder = emptyFolder()
  mkdirSync(join(folder, 'submission'))
  writeFileSync(join(folder, 'submission', 'anything.ts'), 'const = {')
  writeFileSync(
    join(folder, 'submission_metadata.json'),
    JSON.stringify({
      created_at: '2026-03-01T10:00:00Z',
      users: [{ id: 7, name: 'Ada', email: 'a@example.org' }],
    }),
  )
  const { status, out, records } = graded(join(folder, 'submission'), ['--format', 'gradescope'])
  expect(records.map(({ student, status }) => [student, status])).toEqual([['7', 'ungradable']])
  expect(JSON.parse(read(out, 'results.json'))).toMatchObject({ score: 0 })
  expect(status).toBe(0)
})

test('a submission without a file scores 0 for a grader, with a sentence, and status 0', () => {
  const { status, out } = graded({}, ['--format', 'gradescope'])
  const result = JSON.parse(read(out, 'results.json'))
  expect([status, result.score]).toEqual([0, 0])
  expect(result.output).toContain('There is no file for this exercise')
})

test("a platform's own folder may have other things in it, and they stay", () => {
  const out = folderWith({ stdout: 'log', 'results.json': 'theirs' })
  const { status, stderr } = graded({ 'ada.ts': right }, ['--format', 'gradescope'], out)
  expect(status).toBe(0)
  expect(stderr).toContain('results.edited.json')
  expect([read(out, 'stdout'), read(out, 'results.edited.json')]).toEqual(['log', 'theirs'])
})

test.each<[string, Files]>([
  ['something else', { 'grades.csv': 'mine' }],
  ["somebody else's manifest.json", { 'manifest.json': '{"version":1}' }],
  ["somebody else's results.jsonl", { 'results.jsonl': 'mine' }],
])('a folder with %s is refused, and stays as it is', (_, files) => {
  const out = folderWith(files)
  const { status, stderr } = graded(class3, [], out)
  expect(stderr).toContain('there is something else in')
  expect(status).toBe(2)
  expect(readdirSync(out)).toEqual(Object.keys(files))
  for (const [name, text] of Object.entries(files)) expect(read(out, name)).toBe(text)
})

test('feedback that somebody edited is kept beside the new one, and what is not of grade stays', () => {
  const folder = folderWith(class3)
  const { out } = graded(folder)
  writeFileSync(join(out, 'feedback', 'ada.md'), 'well done')
  writeFileSync(join(out, 'feedback', 'notes.md'), 'mine')
  const { status, stderr } = graded(folder, [], out)
  expect(status).toBe(0)
  expect(stderr).toMatch(
    /feedback\/ada\.md wasn't as ninja wrote it: what was there is in .*feedback\/ada\.edited\.md/,
  )
  expect([read(out, 'feedback/ada.edited.md'), read(out, 'feedback/notes.md')]).toEqual(['well done', 'mine'])
  expect(read(out, 'feedback/ada.md')).toContain('Feedback for ada')
  expect(graded(folder, [], out).stderr).toBe('')
})

test('results of the whole class, of another part or of other exercises are not put in their place', () => {
  const folder = folderWith(class3)
  const { out, records } = graded(folder)
  const words = ['grade', '02', folder, '--out', out]
  expect(graded(folder, ['--shard', '1/2'], out).stderr).toContain(
    'has the results of the whole class, and this is part 1/2',
  )
  const alone = ninja(folder, ['grade', '01', join(folder, 'ada.ts'), '--out', out])
  expect(alone.stderr).toContain('has results of bob, eve')
  expect(graded(folder, ['--anonymous'], out).stderr).toContain('has results with names')
  const other = ninja(folder, words)
  expect(other.stderr).toContain('has the results of makemore/01_log_loss, and this is makemore/02_softmax')
  expect([other.status, recordsIn(out)]).toEqual([2, records])
})

test('with two exercises it is said for which of them somebody is missing', () => {
  const folder = emptyFolder()
  for (const name of ['ada', 'bob']) mkdirSync(join(folder, name))
  writeFileSync(join(folder, 'ada', '01_log_loss.ts'), right)
  writeFileSync(join(folder, 'bob', '02_softmax.ts'), '')
  const words = ['grade', '01', '02', folder, '--out', emptyFolder(), '--isolate', 'thread']
  const { stdout } = ninja(folder, words)
  expect(stdout).toContain('2 students, 2 exercises each: 1 graded, 2 missing, 1 ungradable\n')
  expect(stdout).toContain('missing: ada (02), bob (01)\n')
  expect(stdout).toContain('cannot be judged: bob (02)\n')
})

test('points for an exercise that is not graded are told of', () => {
  const points = join(emptyFolder(), 'p.json')
  writeFileSync(points, '{ "makemore/02": { "*": 4 } }')
  const { status, stderr } = graded({ 'ada.ts': right }, ['--points', points])
  expect(stderr).toContain("p.json has points for makemore/02_softmax, which isn't graded here")
  expect(status).toBe(0)
})

test.each(['quickjs', 'thread'])('a pack whose own forward pass is broken ends it with 3, in %s', room => {
  const pack = packWith({ 'weak/01_line': spoilt(1, 'x.matmul(w) ', 'x.matmul(x) ') })
  const folder = folderWith({ 'ada.ts': 'export const a = 1' })
  const words = ['grade', '01', folder, '--out', emptyFolder(), '--isolate', room]
  const { status, stderr } = ninja(pack, words)
  expect(stderr).toContain('its own forward pass does not run')
  expect(status).toBe(3)
})
