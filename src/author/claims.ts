/** Formulas that a hint gives for a gradient or a value, `dx = dy * w`, worked out and held against what it is. */
import { readSolution } from '../catalogue/catalogue.ts'
import { call } from '../checker/gradient/call.ts'
import type { Case } from '../checker/gradient/case.ts'
import { compare, largest } from '../checker/gradient/compare.ts'
import { learnerOf } from '../checker/gradient/learner.ts'
import { compareCarefully } from '../checker/gradient/line.ts'
import { scopeFor } from '../checker/gradient/scope.ts'
import * as door from '../index.ts'
import { blanksOf } from '../notebook/solution.ts'
import { instead } from '../room/here.ts'
import type { Room } from '../room/room.ts'
import { sameShape } from '../tensor/shape.ts'
import { Tensor } from '../tensor/tensor.ts'
import type { Expression } from '../text/expressions.ts'
import type { Bench } from './bench.ts'
import { inBrackets, operationOf, type TextOf } from './canonical.ts'
import { type Flaw, found } from './flaw.ts'
import { type Formula, formulasIn, isHedged, sentenceBefore } from './formulas.ts'

/** A formula, and the name of what it is said to be. */
interface Claim {
  readonly of: string
  readonly formula: Formula
}

export function judgeClaims(bench: Bench, blank: string, room: Room): Flaw[] {
  const { exercise } = bench
  const hints = blanksOf(readSolution(exercise)).find(({ name }) => name === blank)?.hints ?? []
  return hints.flatMap((hint, i) =>
    claimsIn(hint, blank)
      .filter(claim => isFalse(bench, blank, claim, room))
      .map(({ of, formula: { start, end } }) =>
        found(
          exercise.id,
          'mathematics',
          `hint ${i + 1} of ${blank} says that ${of} is ${hint.slice(start, end)}, which has another value`,
          'correct the formula',
        ),
      ),
  )
}

/** What a sentence that gives a formula for the blank itself may begin with. */
const OPENINGS: ReadonlySet<string> = new Set([
  ...['', 'it is', 'that is', 'this is', 'the answer is', 'the line is'],
  ...['return', 'write', 'so', 'answer'],
])

/** What is said in a whole sentence: `dx = …`, `dx is …`, and `It is …` of the gradient that the hint is about. */
export function claimsIn(hint: string, blank: string): Claim[] {
  return formulasIn(hint).flatMap(formula => {
    const before = sentenceBefore(hint, formula.start)
    if (!/^`?\)?\s*(?:$|[.;])/.test(hint.slice(formula.end)) || isHedged(before)) return []
    const [, name] =
      /^\W*(?:(?:so|then|now|and|hence|therefore),? )?`?(\w+)`? ?(?:=|is) `?$/i.exec(before) ?? []
    const isPlain = OPENINGS.has(before.replace(/^\W+|[\s`:]+$/g, '').toLowerCase())
    const of = isPlain || /^(?:it|that|this|answer|line)$/i.test(name ?? '') ? blank : name
    return of === undefined ? [] : [{ of, formula }]
  })
}

/** Whether the formula can be worked out, has the right shape at every size, and at one of them another value. */
function isFalse(bench: Bench, blank: string, { of, formula }: Claim, room: Room): boolean {
  const { code, root } = formula
  const program = bench.withBody(blank.slice(1), `return ${inMethods(root, textIn(code))}`, room)
  if (program === null) return false
  const { program: answers, written } = learnerOf(bench.answers)
  const learner = { program: instead(answers, new Set([blank]), program), written }
  const equal = bench.cases.map(at => {
    const expected = meant(of, at)
    const { outcome } = call(
      learner,
      at.graph,
      blank.slice(1),
      scopeFor(at.graph, blank.slice(1), at.truth.gradient),
    )
    if (expected === null || outcome.kind !== 'value' || !sameShape(outcome.value.shape, expected.shape))
      return null
    return at.graph.values[of] instanceof Tensor
      ? compare(outcome.value, expected, largest(expected)).approximate
      : compareCarefully(outcome.value, expected, at, of.slice(1), at.truth).approximate
  })
  return !equal.includes(null) && equal.includes(false)
}

/** What a name stands for: a value of the forward pass, or a gradient. */
function meant(name: string, { graph, truth }: Case): Tensor | null {
  const value = graph.values[name]
  if (value instanceof Tensor) return value
  return name.startsWith('d') && graph.tensors.has(name.slice(1)) ? truth.gradient(name.slice(1)) : null
}

const textIn =
  (code: string): TextOf =>
  ({ start, end }) =>
    code.slice(start - 1, end - 1)

/** With methods for the signs of mathematics, which don't work on tensors. */
function inMethods(node: Expression, textOf: TextOf): string {
  const inner = inBrackets(node, textOf)
  if (inner !== null) return inMethods(inner, textOf)
  const of = (part: Expression): string => inMethods(part, textOf)
  const made = operationOf(node)
  if (node.kind === 'member') return `${of(node.of)}.${node.name}`
  if (node.kind === 'call' && node.callee.kind === 'member')
    return `${of(node.callee)}(${node.args.map(textOf).join(', ')})`
  if (made === null || (node.kind === 'call' && Object.hasOwn(door, made.name))) return textOf(node)
  const [first, ...rest] = made.on.map(of)
  return `tensor(1).mul(${first}).${made.name}(${rest.join(', ')})`
}
