import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { partReader, pickExercise, readSolution } from '../catalogue/catalogue.ts'
import { twinFor } from '../cli/twin.ts'
import { allExercises } from '../cli/workspace.ts'
import { wrong } from '../diagnosis/bank/wrong.ts'
import { diagnose } from '../diagnosis/diagnose.ts'
import { toWhole } from '../notebook/solution.ts'
import { type ParsedText, sourceOf } from '../text/source.ts'
import { judgeNotebook } from './judging.ts'
import { isRight, type NotebookReport, reportOn } from './report.ts'
import { typescriptIn } from './testing.ts'
import { answerInPython } from './twin.ts'

const names = readFileSync(new URL('../../exercises/data/names.txt', import.meta.url), 'utf8')
  .split('\n')
  .slice(0, 120)
const texts = {
  all: () => `${names.join('\n')}\n`,
  fewLetters: () => `${names.filter(name => /^[a-l]+$/.test(name)).join('\n')}\n`,
}

const exercises = allExercises(null)

function answersOf(id: string): (name: string) => string {
  const exercise = pickExercise(exercises, id, 'makemore')
  const whole = sourceOf(toWhole(readSolution(exercise), partReader(exercise))) as ParsedText
  return name => answerInPython(whole, name)
}

/** The twin with these answers, judged. */
function judged(id: string, answer: (name: string) => string | null) {
  const cells = twinFor(pickExercise(exercises, id, 'makemore'), answer).filter(({ kind }) => kind === 'code')
  const code = cells.map(({ text }, i) => ({ number: i + 1, text, above: 0 }))
  return judgeNotebook(code, { seed: 42, texts, diagnose })
}

test.each(['01', '02', '03', '04', '05', '06', '07', '08', '09'])(
  'the answers of makemore/%s pass in Python, and its blanks are blank',
  id => {
    const filled = judged(id, answersOf(id)).claims
    expect(filled.length).toBeGreaterThan(0)
    expect(
      filled
        .filter(({ verdict }) => !isRight(verdict))
        .map(({ claim, verdict }) => [claim.gradient, verdict]),
    ).toEqual([])
    const empty = judged(id, () => null).claims
    expect(empty.map(({ verdict }) => verdict)).toEqual(filled.map(() => 'blank'))
  },
)

/** The line of a row of the bank in Python; null where it can't be written so. */
function lineInPython(line: unknown, of: string): string | null {
  // What imports became when the tests were compiled is taken back.
  const text = String(line)
    .replace(/\(0, ?__vi\w+\.(\w+)\)|__vi\w+\.(\w+)/g, '$1$2')
    .replace(/\bkept\b/g, '{ keepdim: true }')
  const source = sourceOf(`export const line = ${text}`)
  if (source.program === null) return null
  try {
    return answerInPython(source, 'line').replace(/^line = /m, `${of} = `)
  } catch {
    return null
  }
}

/** All that a report says, but what is said in numbers. */
const textsOf = ({ gradients, notes }: NotebookReport): string =>
  [
    ...notes,
    ...gradients.flatMap(({ message, advice, note, diagnosis }) => [
      ...[message, advice, note, diagnosis?.message, diagnosis?.short, diagnosis?.formula],
    ]),
  ].join('\n')

/** All of them take minutes: a part of them is tried each time, all by `npm run prove`. */
const every = process.env.PROVE === '1' ? 1 : 41

/** What Python has another word for, or none. */
const UNLIKE = /None|Math\.|\.narrow\(|(?<!\.)shape\[/

/** Of these the mistake is known in TypeScript, and not recognised in a notebook. */
const unnamed: readonly string[] = [
  'dC: multiplied by how often each is used',
  'dC: the labels for the contexts',
  'dC: the letters column by column',
  'dC: a one-hot product, the vectors turned first',
  'dC: all of the batch to every letter',
  'dnorm_logits: dcounts_sum for dcounts',
  'dprobs: right off the labels only',
  "dlogit_maxes: the maximum's own column only",
]

test('wrong lines of the bank are rejected in Python, blamed alone, and named as in TypeScript, in its words', {
  timeout: 600_000,
}, () => {
  const rows = wrong
    .filter(({ exercise }) => /^0[789]_/.test(exercise))
    .flatMap(row => {
      const code = lineInPython(row.line, row.of)
      return code === null || UNLIKE.test(code) ? [] : [{ ...row, code }]
    })
  expect(rows.length).toBe(600)
  const odd = rows
    .filter((_, i) => i % every === 0)
    .flatMap(({ exercise, of, code, family, slip }) => {
      const answer = answersOf(exercise)
      const notebook = judged(exercise, name => (name === of ? code : answer(name)))
      const { claims } = notebook
      const foreign = typescriptIn(textsOf(reportOn(notebook, 'homework.ipynb', 42)))
      if (foreign.length > 0) return [`${of}: ${slip}: ${code}: ${foreign.join()}`]
      const own = claims.find(({ claim }) => claim.gradient === of)!
      // A number in place of a size is right in a notebook, with a note: its sizes are the author's own.
      if (own.isOnlyHere) return []
      const bad = claims.filter(({ verdict }) => !isRight(verdict) && verdict !== 'inherited')
      const named = own.finding?.diagnosis?.family ?? own.verdict
      // What these say is true as well; and what is made further down is not there yet.
      const isNamed = [family, 'another gradient', 'a sum begun with ones', 'threw'].flat().includes(named)
      const known = unnamed.includes(`${of}: ${slip}`) && named === 'wrong'
      return bad.length === 1 && bad[0] === own && (isNamed || known)
        ? []
        : [
            `${of}: ${slip}: ${code}: ${bad.map(({ claim, verdict }) => `${claim.gradient} ${verdict}`).join()}, ${named}`,
          ]
    })
  expect(odd).toEqual([])
})
