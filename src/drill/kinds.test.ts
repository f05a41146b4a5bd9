import { expect, test } from 'vitest'
import { addDays } from '../practice/days.ts'
import { emptyPractice, noteAnswer, type Practice } from '../practice/practice.ts'
import { beginSession, endSession, noteTask } from '../practice/session.ts'
import { draw, kindNamed, kinds, kindsFor, madeFrom } from './kinds.ts'

const plan = { kinds, many: 10, seed: 4711, number: 1, draw }

test("none of a learner's hundred tasks is like another, and each can be made again", () => {
  let practice: Practice = emptyPractice()
  const sources: string[] = []
  const forms: string[] = []
  for (let day = 0; day < 10; day++) {
    const today = addDays('2026-01-01', day)
    practice = beginSession(practice, { ...plan, today })
    forms.push(...practice.forms.slice(-10))
    for (const task of practice.session!.tasks) {
      sources.push(madeFrom(task)!.source)
      practice = noteTask(practice, task.id, { answer: 'right', passed: true }, today)
    }
    practice = endSession(practice, today)
  }
  expect(new Set(forms).size).toBe(100)
  expect(new Set(sources).size).toBe(100)
  expect(practice.forms).toHaveLength(99)
})

test('a task that would come out otherwise, or was drawn before there were marks, is not made', () => {
  const { tasks } = beginSession(emptyPractice(), { ...plan, today: '2026-01-01' }).session!
  const { mark, ...task } = tasks[0]
  expect(madeFrom({ ...task, mark })).not.toBe(null)
  expect(madeFrom({ ...task, seed: task.seed + 1, mark })).toBe(null)
  expect(madeFrom(task)).toBe(null)
})

test('a session that is begun while another is open lets go of it, and counts nothing of it', () => {
  const first = beginSession(emptyPractice(), { ...plan, today: '2026-01-01' })
  const second = beginSession(first, { ...plan, today: '2026-01-01', kinds: [kinds[1]], number: 5 })
  expect(second.recalls).toEqual({})
  expect(second.session!.tasks.map(({ kind }) => kind)).toEqual(Array(10).fill(kinds[1]))
  expect(second.session!.tasks[9].id).toBe('drill/10_session_5')
})

test('a task that was not passed was given up; a miss counts at once, and a pass after it changes nothing', () => {
  const begun = beginSession(emptyPractice(), { ...plan, today: '2026-01-01', kinds: [kinds[0]], many: 2 })
  const [one, two] = begun.session!.tasks
  const missed = noteTask(begun, one.id, { answer: 'missed', passed: false }, '2026-01-01')
  expect(missed.recalls[kinds[0]].misses).toBe(1)
  expect(noteTask(missed, one.id, { answer: 'right', passed: true }, '2026-01-01').recalls).toEqual(
    missed.recalls,
  )
  const right = noteTask(begun, one.id, { answer: 'right', passed: true }, '2026-01-01')
  expect(right.recalls[kinds[0]]).toMatchObject({ due: '2026-01-03', level: 1 })
  expect(endSession(right, '2026-01-01').recalls[kinds[0]]).toMatchObject({ due: '2026-01-02', misses: 1 })
  expect(noteTask(right, one.id, { answer: 'missed', passed: false }, '2026-01-05')).toBe(right)
  expect(noteAnswer(right, two.kind, 'right', '2026-01-02').recalls[kinds[0]].due).toBe('2026-01-03')
})

test('kinds are found by their name, by its beginning, and as one would say it', () => {
  expect(kindNamed('several-uses')).toBe('several-uses')
  expect(kindNamed('several')).toBe('several-uses')
  expect(kindNamed('Several uses')).toBe('several-uses')
  expect(() => kindNamed('')).toThrow('there is nothing to drill called ""')
})

test('the usual families of mistakes are practised by something', () => {
  for (const family of ['reduction', 'shape', 'a use forgotten', 'local derivative missing'])
    expect(kindsFor(family), family).not.toEqual([])
  expect(kindsFor('syntax')).toEqual([])
})
