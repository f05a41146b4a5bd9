/** The shapes that a solution notes, beside its blanks and in its forward pass, beside those of the tensors. */
import { readSolution } from '../catalogue/catalogue.ts'
import type { Case } from '../checker/gradient/case.ts'
import { sizesText } from '../checker/gradient/finding.ts'
import { blanksOf } from '../notebook/solution.ts'
import { formatShape } from '../tensor/shape.ts'
import { forwardIn, remarksIn } from '../text/definitions.ts'
import { type Bench, wholeOf } from './bench.ts'
import { type Flaw, found } from './flaw.ts'

interface Note {
  readonly tensor: string
  /** What it stands beside. */
  readonly beside: string
  readonly note: string
  readonly wayOut: string
}

export function judgeShapes(bench: Bench): Flaw[] {
  return notesIn(bench).flatMap(({ tensor, beside, note, wayOut }) => {
    const off = bench.cases.flatMap(at => {
      const shape = at.graph.tensors.get(tensor)?.shape
      const said = shapeIn(note, at)
      return shape === undefined || said === null || formatShape(said) === formatShape(shape)
        ? []
        : [`which is ${formatShape(said)} at ${sizesText(at.sizes)}, and the shape is ${formatShape(shape)}`]
    })
    const message = `the note beside ${beside} says ${note}, ${off[0]}`
    return off.length === 0 ? [] : [found(bench.exercise.id, 'shapes', message, wayOut)]
  })
}

function notesIn({ exercise, answers }: Bench): Note[] {
  const whole = wholeOf(exercise)
  return [
    ...blanksOf(readSolution(exercise))
      .filter(({ name, note }) => note !== '' && answers.has(name.slice(1)))
      .map(({ name, note }) => ({
        tensor: name.slice(1),
        beside: name,
        note,
        wayOut: 'fix the note after "// answer"',
      })),
    ...['inputs', ...forwardIn(whole)].flatMap(name =>
      remarksIn(whole, name).flatMap(({ made, comment }) => {
        const [note] = /^\([^()]*\)/.exec(comment) ?? []
        return note === undefined
          ? []
          : [{ tensor: made, beside: made, note, wayOut: 'fix the note after its line' }]
      }),
    ),
  ]
}

/** `(n, 3 * n_embd)` in numbers; null where a name in it is none of the exercise's numbers. */
function shapeIn(note: string, { graph: { values }, sizes }: Case): number[] | null {
  const dims = note
    .replace(/^\(|\)$/g, '')
    .split(',')
    .map(part => part.trim())
  const numbers = dims
    .filter(dim => dim !== '')
    .map(dim =>
      dim
        .split('*')
        .map(factor => {
          const written = factor.trim()
          const value = /^\d+$/.test(written) ? Number(written) : (values[written] ?? sizes[written])
          return typeof value === 'number' ? value : Number.NaN
        })
        .reduce((product, factor) => product * factor, 1),
    )
  return numbers.some(Number.isNaN) ? null : numbers
}
