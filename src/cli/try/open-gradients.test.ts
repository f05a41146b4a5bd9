/** What is told of the gradients that aren't blanks gives no blank of another exercise away. */
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { isLearnable } from '../../autograd/graph.ts'
import type { Exercise } from '../../catalogue/catalogue.ts'
import type { Case } from '../../checker/gradient/case.ts'
import { mainCase, prepare } from '../../checker/ground.ts'
import { setupOf } from '../../learner/files.ts'
import { asPassed, emptyProgress, noteCheck } from '../../progress/progress.ts'
import { programOf } from '../../room/here.ts'
import { gradientsFor } from '../../trying/gradients.ts'
import { blankNames } from '../ready.ts'
import { allExercises } from '../workspace.ts'
import { openGradients } from './open-gradients.ts'

const data = fileURLToPath(new URL('../../../exercises/data/names.txt', import.meta.url))
const all = allExercises(null)
const caseOf = (exercise: Exercise): Case | null => mainCase(prepare(setupOf(exercise, 42, data)))
const blanksIn = (exercise: Exercise, { graph }: Case): string[] =>
  blankNames(exercise)
    .map(name => name.slice(1))
    .filter(name => graph.tensors.has(name))

const NOTHING = { program: programOf(new Map()), written: () => null }
const key = (value: number): string => value.toPrecision(10)

// Those of broadcasting have a network each, made of the same random numbers.
test.each([
  ['makemore', 0],
  ['more-layers', 10],
  ['gpt', 12],
])('%s: no number of another exercise, and %i right gradients are told', (track, right) => {
  const own = all.filter(exercise => exercise.track === track)
  const cases = own.flatMap(exercise => {
    const at = caseOf(exercise)
    return at === null ? [] : [{ exercise, at, blanks: blanksIn(exercise, at) }]
  })
  const open = new Set(openGradients(all, track, emptyProgress()).keys())
  const values = new Set(
    cases.flatMap(({ at }) => [...at.graph.tensors.values()].flatMap(({ data }) => [...data].map(key))),
  )
  let count = 0
  for (const { exercise, at, blanks } of cases) {
    const asked = new Set(
      cases
        .filter(other => other.exercise !== exercise)
        .flatMap(other => other.blanks.flatMap(name => [...other.at.truth.gradient(name).data].map(key))),
    )
    const tell = gradientsFor({ at, blanks, open }, NOTHING)
    for (const name of at.graph.tensors.keys()) {
      if (!isLearnable(at.graph, name) || name === at.graph.loss) continue
      const { origin, value } = tell(name)
      if (origin.kind === 'right') count++
      const hits = [...value.data].map(key).filter(one => asked.has(one) && !values.has(one))
      expect([`${exercise.id} d${name}`, ...hits.filter(one => Number(one) !== 0)]).toHaveLength(1)
    }
  }
  expect(count).toBe(right)
})

test('what a learner has found is open no more, in whichever exercise', () => {
  const at = new Date()
  const one = noteCheck(emptyProgress(), 'makemore/07_whole_network', {
    passed: false,
    gradients: { dprobs: 'exact', dcounts: 'wrong', dlogits: 'inherited', dh: 'approximate' },
    at,
  })
  const names = [...openGradients(all, 'makemore', one).keys()]
  expect(['dprobs', 'dh'].filter(name => names.includes(name))).toEqual([])
  expect(names).toEqual(expect.arrayContaining(['dlogprobs', 'dcounts', 'dlogits']))
  const first = openGradients(all, 'makemore', asPassed(emptyProgress(), 'makemore/01_log_loss'))
  expect([first.has('dlogprobs'), first.has('dprobs'), first.get('dcounts')]).toEqual([
    false,
    false,
    'makemore/02_softmax',
  ])
})
