/** What is said of a file without the answers, beside what is said of it with them, for all exercises that are shipped. */
import { afterAll, describe, expect, test } from 'vitest'
import { type Exercise, partReader, readSolution } from '../../catalogue/catalogue.ts'
import type { Examined } from '../../checker/examine.ts'
import { passes } from '../../checker/report.ts'
import { defaultLimits } from '../../learner/patience.ts'
import { openThreadRoom } from '../../learner/thread.ts'
import { answerOf, blanksOf, toExercise } from '../../notebook/solution.ts'
import { withAnswer, wrongLinesOf } from '../../notebook/wrong.ts'
import { openBench } from '../bench.ts'
import { blankVersion, filledIn } from '../filled.ts'
import { wrongLinesFor } from '../trying.ts'
import { groundFor, judgeText } from '../verdicts.ts'
import { blankExercises, data, exercises, root } from './testing.ts'

const room = openThreadRoom(`${root}/dist/room.cjs`, defaultLimits)
afterAll(() => room.end())

/** Of many, a few that are spread evenly. */
const sample = <T>(many: readonly T[], few: number): T[] =>
  many.filter((_, i) => many.length <= few || i % Math.ceil(many.length / few) === 0)

/** Of an exercise's wrong lines, so many of either kind. */
const FEW = process.env.PROVE === '1' ? 4 : 1

/** The exercise filled in, with one line wrong. */
function wrongTexts(exercise: Exercise): string[] {
  const text = filledIn(exercise)
  const solution = readSolution(exercise)
  const bench = openBench(exercise, data)
  const made =
    bench === null
      ? []
      : [...bench.answers.keys()].flatMap(name =>
          sample(wrongLinesFor(bench, name, answerOf(solution, `d${name}`) ?? ''), 2).map(({ text }) => ({
            blank: `d${name}`,
            code: text,
          })),
        )
  const listed = sample(
    wrongLinesOf(solution).filter(({ blank }) => !made.some(one => one.blank === blank)),
    FEW,
  )
  return [...sample(made, FEW), ...listed].map(({ blank, code }) => withAnswer(text, blank, code))
}

const gradientsOf = ({ findings }: Examined) => findings.filter(({ kind }) => kind === 'gradient')
const valuesOf = ({ findings }: Examined) =>
  findings.filter(({ kind }) => kind === 'value').map(({ name, verdict }) => [name, passes(verdict)])

/** Where time is short, one exercise of so many. */
const APART = process.env.NINJA_SHORT === undefined ? 1 : 3

const tracks = [...new Set(exercises.map(({ track }) => track))]

describe.each(tracks)('%s', track => {
  const own = exercises.filter(exercise => exercise.track === track).filter((_, i) => i % APART === 0)
  const blank = blankExercises(own)

  test.each(own.map(({ id }, i) => [id, i] as const))(
    '%s',
    (_, i) => {
      const [with_, without] = [own[i], blank[i]]
      expect(without.id).toBe(with_.id)
      expect(toExercise(readSolution(without), partReader(without))).toBe(blankVersion(with_))
      expect(blanksOf(readSolution(without))).toEqual(blanksOf(readSolution(with_)))
      const [ground, bare] = [groundFor(with_, data), groundFor(without, data)]
      const right = filledIn(with_)
      const texts = [right, blankVersion(with_), ...wrongTexts(with_)]
      expect(texts.length).toBeGreaterThan(2)
      for (const text of texts) {
        const [expected, is] = [judgeText(ground, with_, text, room), judgeText(bare, without, text, room)]
        expect(is.failure?.message).toEqual(expected.failure?.message)
        expect(gradientsOf(is)).toEqual(gradientsOf(expected))
        expect(valuesOf(is)).toEqual(valuesOf(expected))
        if (text === right) expect(is.findings.every(({ verdict }) => passes(verdict))).toBe(true)
      }
    },
    120_000,
  )
})
