import { expect, test } from 'vitest'
import { keys } from '../../terminal/keys.ts'
import type { TrackStanding } from '../../terminal/standing.ts'
import { stripColour } from '../../terminal/style.ts'
import { renderShown } from '../../terminal/watch.ts'
import { begin, type Effect, type Event, type State, step, viewOf } from './state.ts'

const place = { id: 'track/01_one', name: '01', file: 'exercises/track/01_one.ts' }
const tracks: TrackStanding[] = [
  {
    name: 'track',
    exercises: ['one', 'two', 'three'].map((title, i) => ({
      id: `track/0${i + 1}_${title}`,
      number: i + 1,
      title,
      passed: false,
      givenUp: false,
      again: [],
      gradients: [],
      file: '',
      isOnlyScript: false,
    })),
  },
]
const extent = { from: 0, seen: 10, all: 25 }

/** The state after these keys (and other events), and all that was to be done on the way. */
function after(...events: (string | Event)[]): { state: State; effects: Effect[] } {
  let state = begin(place)
  const effects: Effect[] = []
  for (const event of events) {
    const [next, ...more] = step(
      state,
      typeof event === 'string' ? { kind: 'key', key: event, extent } : event,
    )
    state = next
    effects.push(...more)
  }
  return { state, effects }
}

const list: Event = { kind: 'list', tracks }
const page: Event = { kind: 'page', text: 'text' }
const verdict: Event = {
  kind: 'verdict',
  verdict: {
    kind: 'verdict',
    report: { passed: false } as never,
    notebook: null,
    lesson: null,
    fresh: null,
    at: '',
  },
  possible: ['why'],
}
const picker = (...events: (string | Event)[]) => {
  const { over } = after(list, ...events).state
  return over?.kind === 'list' ? over.picker : null
}

test.each([
  ['n', { kind: 'next' }],
  ['p', { kind: 'previous' }],
  ['h', { kind: 'command', command: 'hint' }],
  ['s', { kind: 'command', command: 'show' }],
  ['u', { kind: 'command', command: 'undo' }],
  ['t', { kind: 'command', command: 'take' }],
  ['l', { kind: 'list' }],
  ['c', { kind: 'check all' }],
  ['e', { kind: 'edit' }],
  ['g', { kind: 'guess' }],
  ['w', { kind: 'why' }],
  ['r', { kind: 'check' }],
  ['q', { kind: 'quit', status: 0 }],
  ['ctrl-c', { kind: 'quit', status: 130 }],
  ['ctrl-z', { kind: 'suspend' }],
  ['ctrl-l', { kind: 'redraw' }],
])('%s has its effect', (key, effect) => {
  expect(after(key).effects).toEqual([effect])
})

test('no key of the table does nothing, and other keys do', () => {
  for (const { key } of keys) {
    const { state, effects } = after(key)
    expect([key, state.over !== null || state.question !== null || effects.length > 0]).toEqual([key, true])
  }
  for (const key of ['y', 'ctrl-x', 'tab', 'ä'])
    expect(after(key)).toEqual({ state: begin(place), effects: [] })
})

test.each(['x', 'y', 'Y'])('a reset is done after %s as an answer', answer => {
  expect(after('x', answer).effects).toEqual([{ kind: 'reset', id: place.id }])
})

test.each(['n', 'q', 'escape', 'enter', 'l'])(
  'a reset is not done after %s, nor is anything else',
  answer => {
    const { state, effects } = after('x', answer)
    expect([effects, state.question]).toEqual([[], null])
  },
)

test('Ctrl-C is no answer', () => {
  expect(after('x', 'ctrl-c').effects).toEqual([{ kind: 'quit', status: 130 }])
})

test('Esc leaves a page and the list, q quits from wherever one is, and in a filter it is a letter', () => {
  expect(after(page, 'escape')).toMatchObject({ effects: [], state: { over: null } })
  expect(after('escape').effects).toEqual([])
  for (const shown of [page, list]) expect(after(shown, 'q').effects).toEqual([{ kind: 'quit', status: 0 }])
  expect(after(list, '/', 'q').effects).toEqual([])
})

test('keys go on through a page', () => {
  expect(after(page, 'n').effects).toEqual([{ kind: 'next' }])
})

test('a verdict comes through all that covers it, but a question stays', () => {
  expect(after(page, verdict).state.over).toBe(null)
  expect(after(list, verdict).state.over).toBe(null)
  expect(after('x', verdict, 'x').effects).toEqual([{ kind: 'reset', id: place.id }])
})

test('a notice is there until a verdict, or a key that does more than scroll', () => {
  const notice: Event = { kind: 'notice', text: 'well' }
  const shownAfter = (...events: (string | Event)[]) => viewOf(after(...events).state).notice
  expect(shownAfter(notice, 'down', 'ctrl-l', { kind: 'busy' })).toBe('well')
  expect(shownAfter(notice, 'tab')).toBe(null)
  expect(shownAfter(notice, verdict)).toBe(null)
})

test('a notice on what the next verdict comes of is there until the one after it', () => {
  const shownAfter = (...events: (string | Event)[]) => viewOf(after(...events).state).notice
  for (const event of [
    { kind: 'notice', text: 'well', isOfFile: true },
    { kind: 'place', place, notice: 'well' },
  ] as const) {
    expect(shownAfter(event, verdict)).toBe('well')
    expect(shownAfter(event, verdict, verdict)).toBe(null)
    expect(shownAfter(event, verdict, 'n')).toBe(null)
  }
})

test('what can be done with the last verdict is known until one goes elsewhere', () => {
  expect(viewOf(after(verdict, page, 'escape').state).possible).toEqual(['why'])
  expect(viewOf(after(verdict, { kind: 'place', place, notice: null }).state).possible).toEqual([])
})

test('a text is scrolled from where it is on the screen, and never out of it', () => {
  const scrolls = ['down', 'up', 'pagedown', 'pageup', 'home', 'end', 'space', 'b'].map(
    key => after(page, key).state.scroll,
  )
  expect(scrolls).toEqual([1, 0, 8, 0, 0, 15, 8, 0])
})

test('the list is moved in, and not out of', () => {
  expect(picker()?.pointed).toBe('track/01_one')
  expect(picker('up', 'k')?.pointed).toBe('track/01_one')
  expect(picker('down', 'j', 'j', 'j')?.pointed).toBe('track/03_three')
  expect(picker('end', 'home')?.pointed).toBe('track/01_one')
  expect(after(list, 'j', 'enter').effects).toEqual([{ kind: 'go', id: 'track/02_two' }])
})

test('what is typed after a slash is a filter', () => {
  expect(picker('/', 't', 'h')).toMatchObject({ filter: 'th', pointed: 'track/03_three' })
  expect(picker('/', 'q', 'j')).toMatchObject({ filter: 'qj', pointed: 'track/01_one' })
  expect(picker('/', 't', 'backspace', 'escape', 'j')).toMatchObject({ filter: '', typing: false })
  expect(after(list, '/', 't', 'w', 'enter').effects).toEqual([{ kind: 'go', id: 'track/02_two' }])
  expect(after(list, '/', 'z', 'enter').effects).toEqual([])
})

test('a reset from the list is of what is pointed at, and asks', () => {
  expect(after(list, 'j', 'x', 'x').effects).toEqual([{ kind: 'reset', id: 'track/02_two' }])
  expect(after(list, 'j', 'x', 'n').effects).toEqual([])
})

test.each(['escape', 'l'])('%s leaves the list', key => {
  expect(after(list, key).state.over).toBe(null)
})

test('another exercise starts from nothing', () => {
  const moved = after(page, 'x', {
    kind: 'place',
    place: { ...place, id: 'track/02_two' },
    notice: null,
  }).state
  expect(moved).toEqual(begin({ ...place, id: 'track/02_two' }))
  expect(stripColour(renderShown(viewOf(moved).shown, { width: 80, ninja: 'ninja' }))).toBe('checking …')
})

const quiz = { text: 'is it?', choices: ['yes', 'no'], right: 1, reason: 'so', families: [null, null] }

test('a question takes one answer, which is told; other keys do what they do', () => {
  const asked: Event = { kind: 'quiz', quiz, again: 'guess' }
  expect(after(asked, '1', '2').effects).toEqual([{ kind: 'answer', quiz, place: 0 }])
  expect(after(asked, '1', '2').state.over).toEqual({ kind: 'quiz', quiz, chosen: 0, again: 'guess' })
  expect(after(asked, '3', '0', '').effects).toEqual([])
  expect(after(asked, 'g', 'h').effects).toEqual([{ kind: 'guess' }, { kind: 'command', command: 'hint' }])
  expect(after(asked, 'escape').state.over).toBe(null)
})

test('what is left to read when all is over stays until another exercise comes', () => {
  const over: Event = { kind: 'over', text: 'the end' }
  const isEnd = { kind: 'page', text: 'the end' }
  expect(after(over, 'escape', 'r', '?', 'escape').state.over).toEqual(isEnd)
  expect(after(over, list, 'l').state.over).toEqual(isEnd)
  expect(after(over, 'escape', 'r', '?').effects).toEqual([])
  expect(after(over, '?', 'q').effects).toEqual([{ kind: 'quit', status: 0 }])
  expect(after(over, { kind: 'place', place, notice: null }).state.over).toBe(null)
})
