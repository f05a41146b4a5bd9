import { expect, test } from 'vitest'
import { asPassed, emptyProgress, noteHint } from '../../progress/progress.ts'
import { archiveOf, readArchive } from '../archive.ts'
import { idIn } from './address.ts'
import { course, newDisk, ONE, openTab, TWO } from './testing.ts'

const troublesIn = (news: ReturnType<typeof openTab>['news']) =>
  news.flatMap(one => (one.kind === 'trouble' ? [one.trouble?.kind ?? null] : []))

test('an address names an exercise by its track and its number, or by all of its name', () => {
  const { exercises } = course.index
  expect(idIn('#makemore/02', exercises)).toBe(TWO)
  expect(idIn('#makemore/2', exercises)).toBe(TWO)
  expect(idIn(`#${TWO}`, exercises)).toBe(TWO)
  for (const hash of ['', '#', '#makemore', '#makemore/09', '#derivatives/02', '#%', '#makemore/02_loss'])
    expect([hash, idIn(hash, exercises)]).toEqual([hash, null])
})

test('one begins where the address says, else where one was, else with the first of the start', async () => {
  const disk = newDisk()
  expect(openTab(disk).host.current).toBe(ONE)
  expect(openTab(disk, '#makemore/02').host.current).toBe(TWO)
  await openTab(disk).host.check(TWO)
  expect(openTab(disk).host.current).toBe(TWO)
})

test('what is written is there after the page was closed, and is what is judged', async () => {
  const disk = newDisk()
  const { host, begun, judged } = openTab(disk)
  await begun
  expect(await host.read(ONE)).toBe(`fresh ${ONE}`)
  expect(await host.write(ONE, 'right')).toBe(null)
  expect((await host.check(ONE)).report.passed).toBe(true)
  expect(judged).toEqual([`${ONE}: fresh ${ONE}`, `${ONE}: right`])
  const later = openTab(disk).host
  expect(await later.read(ONE)).toBe('right')
  const makemore = (await later.tracks()).find(({ name }) => name === 'makemore')!
  expect(makemore.exercises.map(({ isPassed }) => isPassed)).toEqual([true, false])
  expect(makemore.belt).toBe('green')
})

test('what is on the page first is handed to the judge before the page asks, and once', async () => {
  const { host, begun, judged } = openTab(newDisk())
  const { verdict } = await begun
  expect(judged).toEqual([`${ONE}: fresh ${ONE}`])
  expect(await host.check(ONE)).toBe(await verdict)
  expect(judged).toHaveLength(1)
  await host.check(ONE)
  expect(judged).toHaveLength(2)
})

test('a pass stays when later lines are wrong', async () => {
  const { host } = openTab(newDisk())
  await host.write(ONE, 'right')
  await host.check(ONE)
  await host.write(ONE, 'no')
  expect((await host.check(ONE)).report.passed).toBe(false)
  expect((await host.tracks())[1].exercises[0].isPassed).toBe(true)
})

test('hints are counted, up to the last', async () => {
  const { host } = openTab(newDisk())
  const more = (isMore: boolean) => host.hints(ONE, 'dprobs', isMore)
  expect([await more(false), await more(true), await more(true), await more(false)]).toEqual([0, 1, 2, 2])
  expect([await more(true), await more(true)]).toEqual([3, 3])
})

test('a wrong answer to a question counts as a mistake, in the form of the program’s own file', async () => {
  const { host } = openTab(newDisk())
  expect(await host.practice!.mistakes(ONE)).toEqual({})
  await host.practice!.guessed({ id: ONE, blank: 'dprobs', family: 'a use forgotten' })
  expect(await host.practice!.mistakes(ONE)).toEqual({ dprobs: ['a use forgotten'] })
  expect((await host.practice!.look()).due).toBe(1)
  const { practice } = readArchive(new Uint8Array(await (await host.archive!.save()).arrayBuffer()), 'it')
  expect(practice!.slips).toEqual({ [ONE]: { dprobs: { 'a use forgotten': '2026-11-29' } } })
})

test('storage that is full: the text goes on in memory, it is said, and said no longer when there is room', async () => {
  const disk = newDisk()
  const { host, judged } = openTab(disk)
  disk.room = 100
  const long = `right ${'x'.repeat(200)}`
  expect(await host.write(ONE, long)).toMatchObject({ kind: 'storage full' })
  await host.check(ONE)
  expect(judged.at(-1)).toBe(`${ONE}: ${long}`)
  expect(await host.read(ONE)).toBe(long)
  disk.room = 100_000
  expect(await host.write(ONE, long)).toBe(null)
  expect(await openTab(disk).host.read(ONE)).toBe(long)
})

test('storage that is forbidden: it is said at once, and everything works', async () => {
  const disk = newDisk()
  disk.isForbidden = true
  const { host, news } = openTab(disk)
  expect(troublesIn(news)).toEqual(['storage forbidden'])
  expect(await host.write(ONE, 'right')).toMatchObject({ kind: 'storage forbidden' })
  expect((await host.check(ONE)).report.passed).toBe(true)
  expect((await host.tracks())[1].exercises[0].isPassed).toBe(true)
  expect(disk.texts.size).toBe(0)
})

test('two tabs: each hears what the other wrote, and what is written over is put aside', async () => {
  const disk = newDisk()
  const [one, two] = [openTab(disk), openTab(disk)]
  await one.host.read(ONE)
  await two.host.read(ONE)
  await one.host.write(ONE, 'from one')
  expect(two.news).toEqual([
    {
      kind: 'trouble',
      trouble: expect.objectContaining({ kind: 'two tabs', message: expect.stringContaining('14:02') }),
    },
    { kind: 'file', id: ONE, text: 'from one' },
  ])
  expect(one.news).toEqual([])
  await two.host.write(ONE, 'from two')
  expect([...disk.texts].filter(([key]) => key.includes('aside'))).toEqual([
    [`backprop-ninja:aside:${ONE}`, 'from one'],
  ])
})

test('what was put aside comes back, and the present text is put aside: a second time it is as before', async () => {
  const disk = newDisk()
  const [one, two] = [openTab(disk), openTab(disk)]
  await one.host.read(ONE)
  await two.host.read(ONE)
  expect(two.host.aside!.has(ONE)).toBe(false)
  await one.host.write(ONE, 'from one')
  await two.host.write(ONE, 'from two')
  expect(two.host.aside!.has(ONE)).toBe(true)
  expect(two.host.aside!.swap(ONE)).toBe('from one')
  expect(await two.host.read(ONE)).toBe('from one')
  expect(two.host.aside!.swap(ONE)).toBe('from two')
  expect(await two.host.read(ONE)).toBe('from two')
})

test('another exercise in another tab is nobody’s trouble, and the progress of both counts', async () => {
  const disk = newDisk()
  const [one, two] = [openTab(disk), openTab(disk)]
  await one.host.read(ONE)
  await two.host.read(TWO)
  await one.host.write(ONE, 'right')
  await two.host.write(TWO, 'right')
  await Promise.all([one.host.check(ONE), two.host.check(TWO)])
  expect([troublesIn(one.news), troublesIn(two.news)]).toEqual([[], []])
  expect((await one.host.tracks())[1].exercises.map(({ isPassed }) => isPassed)).toEqual([true, true])
})

test('without a network it is said that all works, and with one no longer', () => {
  const { news, setNetwork } = openTab(newDisk())
  setNetwork(false)
  setNetwork(true)
  expect(troublesIn(news)).toEqual(['offline', null])
})

test('progress that cannot be read is put aside, and what is written is there', async () => {
  const disk = newDisk()
  disk.texts.set('backprop-ninja:progress', '{')
  disk.texts.set(`backprop-ninja:file:${ONE}`, 'right')
  const { host } = openTab(disk)
  expect([host.current, await host.read(ONE)]).toEqual([ONE, 'right'])
  await host.check(ONE)
  expect(disk.texts.get('backprop-ninja:aside:progress')).toBe('{')
})

test('what is exported is the progress file of the program, and the files that were written', async () => {
  const { host } = openTab(newDisk())
  await host.write(ONE, 'right')
  await host.check(ONE)
  const bytes = new Uint8Array(await (await host.archive!.save()).arrayBuffer())
  const { progress, files } = readArchive(bytes, 'it')
  expect([...files]).toEqual([[ONE, 'right']])
  expect(progress.exercises[ONE]).toMatchObject({
    passedAt: expect.any(String),
    gradients: { dprobs: 'exact' },
  })
})

test('what is imported is checked again, keeps what is there, and brings hints along', async () => {
  const disk = newDisk()
  const { host, judged } = openTab(disk)
  await host.write(ONE, 'mine')
  const claimed = noteHint(asPassed(asPassed(emptyProgress(), ONE), TWO), TWO, 'dprobs', 99)
  const files = new Map([
    [ONE, 'right'],
    [TWO, 'no'],
    ['norms/01_layer_norm', 'x'],
  ])
  expect(await host.archive!.load(archiveOf({ progress: claimed, practice: null, files }))).toEqual([
    ONE,
    TWO,
  ])
  expect(judged.slice(-2)).toEqual([`${ONE}: right`, `${TWO}: no`])
  expect((await host.tracks())[1].exercises.map(({ isPassed }) => isPassed)).toEqual([true, false])
  expect(await host.hints(TWO, 'dprobs', false)).toBe(3)
  expect(disk.texts.get(`backprop-ninja:aside:${ONE}`)).toBe('mine')
})
