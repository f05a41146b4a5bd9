/** `try` gives no answer away: whatever is asked for a gradient, none of its expected numbers comes out. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { isLearnable } from '../../autograd/graph.ts'
import type { Exercise } from '../../catalogue/catalogue.ts'
import type { Case } from '../../checker/gradient/case.ts'
import { mainCase, prepare } from '../../checker/ground.ts'
import { setupOf } from '../../learner/files.ts'
import { defaultLimits } from '../../learner/patience.ts'
import { emptyProgress } from '../../progress/progress.ts'
import { freshExercise } from '../files.ts'
import { blankNames } from '../ready.ts'
import { programOf } from '../settings.ts'
import { emptyFolder } from '../testing.ts'
import { allExercises } from '../workspace.ts'
import { openDesk } from './desk.ts'

const data = fileURLToPath(new URL('../../../exercises/data/names.txt', import.meta.url))
const all = allExercises(null)
const cases = all
  .filter(({ track }) => track === 'makemore')
  .flatMap(exercise => {
    const at = mainCase(prepare(setupOf(exercise, 42, data)))
    return at === null ? [] : [[exercise.id, exercise, at] as const]
  })
const blanksIn = (exercise: Exercise, { graph }: Case): string[] =>
  blankNames(exercise).filter(name => graph.tensors.has(name.slice(1)))

const key = (value: number): string => value.toPrecision(9)

/** What is expected of all blanks of makemore; zeros are everywhere. */
const expected = new Set(
  cases
    .flatMap(([, exercise, at]) =>
      blanksIn(exercise, at).flatMap(name => [...at.truth.gradient(name.slice(1)).data]),
    )
    .filter(value => value !== 0)
    .map(key),
)

const numbersIn = (text: string): string[] =>
  [...text.matchAll(/-?\d+(?:\.\d+)?(?:e[-+]?\d+)?/g)].map(([number]) => key(Number(number)))

function leaked(text: string): string[] {
  return numbersIn(text).filter(one => expected.has(one))
}

/** Ways to a gradient's numbers: bodies of functions. Many of them throw. */
const ways = (name: string): readonly string[] => [
  `return dump(${name})`,
  `const own = ${name}; const [again] = [own]; return dump(again)`,
  `return dump(${name}.add(0)) + dump(${name}.T.T) + dump(${name}.clone()) + dump(${name}.mul(2).div(2))`,
  `return [${name}].map(dump).join() + (() => dump(${name}))() + (function () { return dump(${name}) })()`,
  `return dump(${name}.sum()) + dump(${name}.sum(0)) + dump(${name}.mean()) + dump(${name}.index(0)) + dump(${name}.max())`,
  `return dump(${name}.sub(loss)) + ' ' + dump(${name}.sub(loss).add(loss)) + dump(zerosLike(${name}).add(${name}))`,
  `let found = ''; for (const one of ${name}.data.slice(0, 40)) for (const other of [one, -one, 1 / one]) found += other + ' '; return found`,
  `return dump(eval('${name}'))`,
  `return dump(new Function('return ${name}')())`,
  `return dump(given.${name})`,
  `return dump(given['d' + '${name.slice(1)}'])`,
  `return [...Object.keys(given), ...Reflect.ownKeys(given)].map(one => { try { return dump(given['d' + one]) } catch { return '' } }).join()`,
  `let found = ''; for (const one in given) found += one; return found + Object.entries(given).filter(([one]) => one.startsWith('d')).map(([, one]) => dump(one)).join()`,
  `return Object.getOwnPropertyNames(globalThis).map(one => { try { return dump(globalThis[one]) } catch { return '' } }).join()`,
  `return dump(${name}.grad) + dump(${name.slice(1)}.grad)`,
  `return dump(loss.backward())`,
  `console.log(${name}.tolist()); console.error(${name}.data, ${name}); return ''`,
  `return stolen.map(dump).join(' ')`,
  `return String(${name}) + JSON.stringify({ kept: ${name}.index(0) })`,
  `return dump(${name}.view(3, 5, 7, 11))`,
  `return dump(forward(given).${name}) + dump(inputs(sizes.lecture, given).${name})`,
]

/** All of them, each printing what comes of it. */
const attackOn = (name: string): string =>
  `const given = arguments[0]
for (const way of [${ways(name)
    .map(way => `() => { ${way} }`)
    .join(',\n')}]) try { console.log(way()) } catch (error) { console.log(String(error), error.stack) }
stolen.map(dump).join(' ')`

const HELPERS = `
const stolen: any[] = []
const dump = (x: any): string => x === undefined || x === null ? '' : x.data ? Array.from(x.data as number[]).filter(one => one !== 0).slice(0, 40).join(' ') : String(x)
`

/** The file as it is fresh; with blanks that keep what they're given; with blanks that hand it on. */
function filesFor(exercise: Exercise, at: Case): readonly string[] {
  const fresh = freshExercise(exercise)
  const names = JSON.stringify([...at.graph.tensors.keys()].map(name => `d${name}`))
  const steal = `const all: any = arguments[0]; for (const one of ${names}) try { stolen.push(all[one]) } catch {}`
  return [
    fresh + HELPERS,
    fresh.replaceAll('return TODO()', `${steal}; return TODO()`) + HELPERS,
    fresh.replaceAll('return TODO()', `${steal}; return stolen[0].sum().expand(1)`) + HELPERS,
  ]
}

test('the numbers of 67 blanks are looked for', () => {
  expect(cases.flatMap(([, exercise, at]) => blanksIn(exercise, at))).toHaveLength(67)
  expect(leaked(`tensor([ 1, ${[...expected][5]}, 2])`)).toHaveLength(1)
})

test.each(cases)('%s', (_, exercise, at) => {
  const file = join(emptyFolder(), 'attack.ts')
  const settings = { seed: 42, data, limits: defaultLimits, program: programOf('room') }
  const desk = openDesk({ ...settings, exercise, file }, all, emptyProgress)
  const tried = [...at.graph.tensors.keys()].filter(
    name => isLearnable(at.graph, name) && name !== at.graph.loss,
  )
  for (const [i, text] of filesFor(exercise, at).entries()) {
    writeFileSync(file, text)
    // What isn't a blank here may be one elsewhere.
    for (const name of i === 0 ? tried.map(one => `d${one}`) : blanksIn(exercise, at).slice(-2)) {
      const { printed, result, failure, notes } = desk.evaluate(attackOn(name))
      expect([name, failure]).toEqual([name, null])
      expect(printed.length).toBeGreaterThanOrEqual(ways(name).length)
      expect([name, ...leaked([...printed, result, ...notes].join('\n'))]).toEqual([name])
    }
  }
  desk.end()
})
