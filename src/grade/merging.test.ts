import { expect, test } from 'vitest'
import { type GradeManifest, noCounts } from './manifest.ts'
import { mergedManifest } from './merging.ts'

const manifest = (changes: Partial<GradeManifest> = {}): GradeManifest => ({
  ...{
    version: 1,
    tool: '0.1.0',
    node: ['v20.19.0'],
    exercises: [],
    room: 'quickjs',
    data: 'd',
    secret: null,
  },
  ...{ limits: { time: 2000, isWish: false, memory: 2 ** 30 }, due: null, isAnonymous: false },
  ...{ shards: ['1/3'], counts: noCounts, hasRoster: true, students: [], strays: [] },
  ...changes,
})

const student = (id: string, place: number) => ({ id, name: null, email: null, section: null, place })
const parts = [
  manifest({
    shards: ['1/3'],
    students: [student('eve', 2)],
    strays: [{ path: 'x', student: null, reason: 'is odd' }],
  }),
  manifest({ shards: ['2/3'], students: [student('ada', 1), student('zoe', 0)] }),
  manifest({ shards: ['3/3'], strays: [{ path: 'a', student: null, reason: 'is odd' }] }),
].map((one, i) => ({ name: `part${i + 1}`, manifest: one }))

test('the whole is the same in whatever order and in however many steps it is put together', () => {
  const [a, b, c] = parts
  const whole = mergedManifest([a, b, c])
  expect(whole.shards).toEqual(['1/1'])
  expect(whole.students.map(({ id }) => id)).toEqual(['zoe', 'ada', 'eve'])
  expect(whole.strays.map(({ path }) => path)).toEqual(['a', 'x'])
  expect(mergedManifest([c, a, b])).toEqual(whole)
  expect(mergedManifest([{ name: 'ab', manifest: mergedManifest([a, b]) }, c])).toEqual(whole)
  expect(mergedManifest([a, { name: 'cb', manifest: mergedManifest([c, b]) }])).toEqual(whole)
  expect(mergedManifest([a, a, b, c])).toEqual(whole)
})

const pack = { id: 'makemore/01', title: '', pack: 'p', points: { dlogprobs: 1 } }
test.each<[string, Partial<GradeManifest>, string]>([
  ['version', { tool: '0.2.0' }, 'versions of ninja'],
  ['secret', { secret: 'another' }, 'secrets for the seeds'],
  ['pack', { exercises: [{ ...pack, pack: 'q' }] }, 'exercises, or other points'],
  ['points', { exercises: [{ ...pack, points: { dlogprobs: 2 } }] }, 'exercises, or other points'],
  ['list of names', { data: 'e' }, 'lists of names'],
  ['time that it was due', { due: '2026-03-01T18:00:00.000Z' }, 'due times'],
])('another %s is refused, and the two parts are named', (_, changes, what) => {
  const common = manifest({ exercises: [pack] })
  expect(() =>
    mergedManifest([
      { name: 'one', manifest: common },
      { name: 'two', manifest: { ...common, ...changes } },
    ]),
  ).toThrow(`one and two don't belong together: they have other ${what}`)
})
