import { beforeEach, describe, expect, test } from 'vitest'
import type { Judgement, Report, Verdict } from '../checker/report.ts'
import type { LessonView } from './contract.ts'
import * as late from './late.ts'
import { besides, changed, linesOf, type PageChange, type PageState, startState } from './state.ts'

const text = [
  "import { TODO } from 'backprop-ninja'",
  'export function da({ db }: Scope) {',
  '  return TODO()',
  '}',
  'export function db() {',
  '  return TODO()',
  '}',
  '',
].join('\n')
const lesson: LessonView = {
  ...{ id: 't/01', track: 't', number: 1, title: 'T', text, parts: [], blanks: ['da', 'db'], given: [] },
  ...{ uses: [], graph: null, facts: {}, hints: {}, answers: {}, trains: false, notebook: null },
}
const tracks = [
  {
    ...{ name: 't', about: '', belt: null },
    exercises: ['t/01', 't/02'].map((id, i) => ({
      ...{ id, number: i + 1, title: id },
      ...{ isPassed: false, isGivenUp: false, isAgain: false },
    })),
  },
]

const checked = (...verdicts: Verdict[]): PageChange => {
  const gradients = verdicts.map((verdict, i) => {
    const name = ['da', 'db'][i]
    const nothing = { shape: null, maxdiff: null, advice: null, diagnosis: null }
    return { name, blank: name, kind: 'gradient', verdict, ...nothing } as unknown as Judgement
  })
  const passed = verdicts.every(verdict => verdict === 'exact')
  const report = { exercise: 't/01', gradients, passed } as unknown as Report
  return { kind: 'checked', checked: { report, drawn: new Map(), letters: null, notebook: null } }
}

let state: PageState
const act = (...actions: PageChange[]): void => {
  state = actions.reduce(changed, state)
}

beforeEach(() => {
  state = startState(['exp'], { scale: 'log', signs: false, keys: true })
  act({ kind: 'late', late }, { kind: 'tracks', tracks }, { kind: 'opened', lesson, text })
})

describe('what is chosen', () => {
  test('is the first blank, then the first mistake', () => {
    act(checked('blank', 'blank'))
    expect(state.chosen).toBe('da')
    act(checked('exact', 'wrong'))
    expect(state.chosen).toBe('db')
  })

  test('stays what you have chosen, until the text changes', () => {
    act(checked('wrong', 'blank'), { kind: 'chosen', key: 'db', isByHand: true }, checked('wrong', 'blank'))
    expect(state.chosen).toBe('db')
    act({ kind: 'filled', blank: 'db', lines: 'return 1' }, checked('wrong', 'wrong'))
    expect(state.chosen).toBe('da')
  })

  test('stays where it is when the last mistake is fixed', () => {
    act(checked('exact', 'wrong'), checked('exact', 'exact'))
    expect(state.chosen).toBe('db')
  })
})

describe('the text', () => {
  test('of blanks and of the whole file is one', () => {
    act({ kind: 'filled', blank: 'da', lines: 'return exp(1)' })
    expect(state.filling?.text).toBe(
      text.replace('return TODO()', 'return exp(1)').replace('{ TODO }', '{ TODO, exp }'),
    )
    act({ kind: 'written', text: state.filling!.text.replace('exp(1)', 'exp(2)') })
    expect(linesOf(state, 'da')).toBe('return exp(2)')
  })

  test('from elsewhere is taken over by the editors; what was typed in them is not', () => {
    const { revision } = state
    act({ kind: 'filled', blank: 'da', lines: 'return 1' })
    expect(state.revision).toBe(revision)
    act({ kind: 'file', text: text.replace('TODO()', '2') })
    expect(state.revision).toBe(revision + 1)
  })
})

describe('a pass', () => {
  test('lets gradients flow once: not again for what was passed before', () => {
    act(checked('exact', 'blank'), checked('exact', 'exact'))
    expect(state.isFlowing).toBe(true)
    expect(state.tracks[0].exercises.map(({ isPassed }) => isPassed)).toEqual([true, false])
    act({ kind: 'opened', lesson, text }, checked('exact', 'exact'))
    expect(state.isFlowing).toBe(false)
  })

  test('leads on to the next exercise, and to none behind the last', () => {
    expect(besides(tracks, 't/01').next?.id).toBe('t/02')
    expect(besides(tracks, 't/01').before).toBeNull()
    expect(besides(tracks, 't/02').next).toBeNull()
  })
})
