import { expect, test } from 'vitest'
import type { Graph } from '../../autograd/graph.ts'
import { type Exercise, readSolution } from '../../catalogue/catalogue.ts'
import { prepare } from '../../checker/ground.ts'
import { setupOf } from '../../learner/files.ts'
import { blanksOf } from '../../notebook/solution.ts'
import { factsOf } from '../../practice/facts.ts'
import { guessesAt } from '../../practice/guesses.ts'
import type { Quiz } from '../../practice/quiz.ts'
import { whyRight } from '../../practice/reasons.ts'
import { formatShape } from '../../tensor/shape.ts'
import { allExercises, packageRoot } from '../workspace.ts'

const data = `${packageRoot}/exercises/data/names.txt`

/** All blanks that are gradients, each with the graph of its exercise. */
const blanks = allExercises(null)
  .filter(({ track }) => track !== 'gpt') // the same operations, at sizes that take a while
  .flatMap(exercise => {
    const graph = graphOf(exercise)
    const names = new Set(blanksOf(readSolution(exercise)).map(({ name }) => name))
    return graph === null
      ? []
      : [...names]
          .filter(name => name.startsWith('d') && graph.tensors.has(name.slice(1)))
          .map(name => ({ exercise, graph, name, tensor: name.slice(1) }))
  })

function graphOf(exercise: Exercise): Graph | null {
  const ground = prepare(setupOf(exercise, 42, data))
  return 'failure' in ground ? null : (ground.cases[0]?.graph ?? null)
}

const rightOf = ({ choices, right }: Quiz): string => choices[right]

test('the course has blanks to ask about', () => {
  expect(blanks.length).toBeGreaterThan(100)
})

test('each question has at least two answers, all different, and nothing said twice', () => {
  for (const { exercise, graph, name, tensor } of blanks) {
    const facts = factsOf(graph, tensor)
    const why = whyRight(facts, ['reduction', 'shape', 'upstream missing'])
    for (const quiz of [...guessesAt(facts, false), ...(why === null ? [] : [why])]) {
      expect(quiz.choices.length, `${exercise.id} ${name}: ${quiz.text}`).toBeGreaterThanOrEqual(2)
      expect(new Set(quiz.choices).size).toBe(quiz.choices.length)
      expect(quiz.families[quiz.right]).toBe(null)
    }
    if (why !== null) expect(why.choices).toHaveLength(3)
  }
})

test('a sum along the dimensions that are said to be copied has as many numbers as the tensor', () => {
  let asked = 0
  for (const { exercise, graph, tensor } of blanks) {
    const facts = factsOf(graph, tensor)
    const sums = guessesAt(facts, false).find(({ text }) => text.includes('must the gradient be summed?'))
    if (sums === undefined) continue
    asked++
    const [, result] = / result that is \(([^)]*)\)/.exec(sums.text)!
    const sizes = result.split(',').map(Number)
    const dims = [...rightOf(sums).matchAll(/\d+/g)].map(([dim]) => Number(dim))
    const left = sizes.filter((_, dim) => !dims.includes(dim)).reduce((a, b) => a * b, 1)
    expect(left, `${exercise.id} ${tensor}`).toBe(graph.tensors.get(tensor)!.data.length)
  }
  expect(asked).toBeGreaterThan(30)
})

test('the shape is that of the gradient that autograd finds', () => {
  for (const { graph, tensor } of blanks) {
    const [shape] = guessesAt(factsOf(graph, tensor), false)
    expect(rightOf(shape)).toBe(formatShape(graph.tensors.get(tensor)!.shape))
  }
})
