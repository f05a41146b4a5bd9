/** Nobody's name is left in what is made of their files. */
import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { aliasOf, anonymised, anonymousStudent, strayAlias } from './anonymous.ts'
import { namingOf } from './naming.ts'
import type { GradeRecord, Student } from './record.ts'
import { fileWith, recordOf, wrong } from './testing.ts'

const digest = (text: string): string => createHmac('sha256', 'salt').update(text).digest('hex')

const students: readonly Student[] = [
  { id: 'lovelace', name: 'Ada Lovelace', email: 'ada.l@uni.example', section: 'B' },
  { id: 'max', name: 'Max Sum', email: 'sum@uni.example', section: null },
  { id: 's1234567', name: "Zoë O'Neill", email: null, section: null },
]
const naming = namingOf(students)

const recordFor = (student: string, file: string, changes: Partial<GradeRecord> = {}): GradeRecord => {
  const record = recordOf(student, fileWith(wrong))
  const report = { ...record.report!, file }
  return { ...record, file, report: report as GradeRecord['report'], ...changes }
}

test('ids cannot be guessed from a roster, and are the same in every shard with the same key', () => {
  expect(aliasOf('ada', digest)).toMatch(/^student-[0-9a-f]{10}$/)
  expect(aliasOf('ada', digest)).toBe(aliasOf('ada', digest))
  const other = (text: string): string => createHmac('sha256', 'other').update(text).digest('hex')
  expect(aliasOf('ada', digest)).not.toBe(aliasOf('ada', other))
  const many = new Set(Array.from({ length: 5000 }, (_, i) => aliasOf(`s${i}`, digest)))
  expect(many.size).toBe(5000)
})

test('of a student on a roster the section is left', () => {
  expect(anonymousStudent(students[0], digest)).toEqual({
    ...{ id: aliasOf('lovelace', digest), name: null, email: null, section: 'B' },
  })
  expect(strayAlias('Ada Lovelace/final.ipynb', digest)).toMatch(/^file-[0-9a-f]{10}\.ipynb$/)
})

test('a path, and what repeats it, has neither the id nor the name', () => {
  const file = 'lovelace-ada_LATE_20417_318820_homework.ts'
  const record = recordFor('lovelace', file)
  const report = {
    ...record.report!,
    notes: [`${file} is odd`, 'homework by ADA LOVELACE'],
    error: {
      ...{ code: 'exercise', message: `cannot read subs/${file}`, advice: null, line: 1, reason: null },
    },
  } as GradeRecord['report']
  const hidden = anonymised({ ...record, report }, naming, digest)
  const alias = aliasOf('lovelace', digest)
  expect(hidden.student).toBe(alias)
  expect(hidden.file).toBe(`${alias}/01_log_loss.ts`)
  expect(hidden.report!.file).toBe(hidden.file)
  expect(hidden.report!.notes).toEqual([`${alias}/01_log_loss.ts is odd`, `homework by ${alias}`])
  expect(hidden.report!.error!.message).toBe(`cannot read subs/${alias}/01_log_loss.ts`)
  expect(JSON.stringify({ ...hidden, key: '' })).not.toMatch(/lovelace|\bada\b|318820/i)
})

test("what somebody wrote has nobody's name: not their own, nor that of whom they copied from", () => {
  const record = recordFor('max', 'max.ts', {
    traits: [
      { kind: 'comment', text: 'Lovelace, Ada: homework 3 (ada.l@uni.example)' },
      { kind: 'comment', text: 'max wrote this' },
      { kind: 'name', text: 'grad_lovelace' },
      { kind: 'line', text: 'const s1234567=logits.max(1)' },
      { kind: 'comment', text: "by Zoë O'Neill" },
    ],
  })
  const texts = anonymised(record, naming, digest).traits.map(({ text }) => text)
  const [ada, max, zoe] = students.map(({ id }) => aliasOf(id, digest))
  expect(texts).toEqual([
    `${ada}: homework 3 (${ada})`,
    `${max} wrote this`,
    `grad_${ada}`,
    `const ${zoe}=logits.max(1)`,
    `by ${zoe}`,
  ])
})

test('whatever a roster has of ids is replaced, and none of it is kept', () => {
  const ada = { ...students[0], aliases: ['u20417', 'alove'] }
  const notes = ['written by alove', 'U20417, homework 2', 'aloves, or u204170, is nobody']
  const record = recordFor('lovelace', 'alove.ts')
  const report = { ...record.report!, notes } as GradeRecord['report']
  const hidden = anonymised({ ...record, report }, namingOf([ada]), digest)
  const alias = aliasOf('lovelace', digest)
  expect(hidden.report!.notes).toEqual([`written by ${alias}`, `${alias}, homework 2`, notes[2]])
  expect(anonymousStudent(ada, digest)).not.toHaveProperty('aliases')
})

test('parts of names of others go too, with other accents and capitals; English words stay', () => {
  const people = ['Julián Morales', 'Kim Dubois', 'Kim Ha-eun', 'Will Łukasz'].map((name, i) => ({
    ...{ id: `s${i}`, name, email: null, section: null },
  }))
  const { replaced } = namingOf([...people, ...students])
  const by = (student: string | null): string => `<${student}>`
  expect(replaced('from julian and MORALES: not Julia\u0301n', 'max', by)).toBe(
    'from <s0> and <s0>: not <s0>',
  )
  expect(replaced('will ask lukasz, and Will Lukasz', 'max', by)).toBe('will ask <s3>, and <s3>')
  expect(replaced('Kim, or Kim Dubois', 'max', by)).toBe('<null>, or <s1>')
  expect(replaced('kim wrote this, zoe did not', 's1', by)).toBe('<s1> wrote this, <s1234567> did not')
  expect(replaced('const kim = a.ada(morales)', 'max', by, new Set(['morales']))).toBe(
    'const <null> = a.ada(morales)',
  )
})

test('nothing but names changes: verdicts, blanks, points and what it is known by', () => {
  const record = recordFor('dprobs', 'dprobs.ts')
  const hidden = anonymised(
    record,
    namingOf([
      { ...students[0], id: 'dprobs' },
      { ...students[1], id: 'wrong' },
    ]),
    digest,
  )
  expect(hidden.blanks).toEqual(record.blanks)
  expect({ ...hidden, student: '', file: '', report: null }).toEqual({
    ...{ ...record, student: '', file: '', report: null },
  })
  expect(hidden.report!.gradients.map(({ name, verdict }) => [name, verdict])).toEqual(
    record.report!.gradients.map(({ name, verdict }) => [name, verdict]),
  )
})

test('of students who are numbers, or are called as the exercise is, only paths have something else', () => {
  const people = ['27', '42', 'loss'].map(id => ({ id, name: null, email: null, section: null }))
  const record = recordFor('27', '27.ts')
  const notes = ['line 27 was changed', 'npx ninja check makemore/01_log_loss']
  const report = { ...record.report!, notes } as GradeRecord['report']
  const hidden = anonymised({ ...record, report }, namingOf(people), digest)
  expect(hidden.report!.notes).toEqual(notes)
  expect(hidden.file).toBe(`${aliasOf('27', digest)}/01_log_loss.ts`)
})
