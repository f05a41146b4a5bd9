/** Mistakes that are found by trying the cure: what is put or kept in the wrong place. */
import type { Op } from '../tensor/operations.ts'
import type { Step } from '../tensor/recording.ts'
import { Tensor } from '../tensor/tensor.ts'
import type { Evidence } from './evidence.ts'
import { type DiagnosisRule, type Explanation, formulaIn } from './explanation.ts'
import { atEachStep, type Change, run, sayChange, withInput } from './rerun.ts'

const puts: ReadonlySet<Op> = new Set(['indexPut', 'indexAdd', 'scatter', 'scatterAdd'])
const added: { readonly [O in Op]?: 'indexAdd' | 'scatterAdd' } = {
  indexPut: 'indexAdd',
  scatter: 'scatterAdd',
}

/** Numbers put in, or added to, what they should not be put in or added to. */
export const base: DiagnosisRule = evidence =>
  atEachStep(evidence, step => {
    if (!puts.has(step.op)) return []
    const [start] = step.inputs
    const name = formulaIn(evidence, start) ?? 'a tensor'
    const called = name === 'ones' ? 'ones' : `\`${name}\``
    const adding = added[step.op]
    const isZero = start.data.every(x => x === 0)
    const zeros: Change = own =>
      run(
        withInput(own, 0, new Tensor(own.inputs[0].shape, new Float64Array(own.inputs[0].data.length))),
        evidence,
      )
    const toAdd = (say: (sum: string) => Explanation): (readonly [Change, () => Explanation])[] =>
      adding === undefined ? [] : [[own => run({ ...own, op: adding } as Step, evidence), () => say(adding)]]
    // What indexPut keeps of several is known by the row for that: it says which rows they are.
    if (isZero) return step.op === 'scatter' ? toAdd(sum => lastOnly(evidence, step, sum)) : []
    return [
      [
        zeros,
        () =>
          sayChange(
            evidence,
            'wrong operand',
            `starts from ${name}, not from zeros`,
            `You put your numbers into ${called}, so what was there stays in the result. Start from zeros, and your line is right.`,
            3,
          ),
      ],
      ...toAdd(sum =>
        step.inputs[1].data.every(x => x === 0)
          ? sayChange(
              evidence,
              'index',
              '0 where the gradient is not',
              `You put 0 into some places of ${called}, but the gradient isn't 0 there. Without that, your line is right.`,
              3,
            )
          : sayChange(
              evidence,
              'index',
              'replaces where it should add',
              `You replace the numbers that are there, but your values should be added to them. Use ${sum}, and your line is right.`,
              3,
            ),
      ),
    ]
  })

function lastOnly(evidence: Evidence, { inputs: [, , index] }: Step, sum: string): Explanation {
  const name = formulaIn(evidence, index)
  return sayChange(
    evidence,
    'scatter',
    'the last occurrence only',
    `You keep only the last of several numbers that go to the same place, but they add up: ${name === null ? 'your index' : `\`${name}\``} names some places more than once. Use ${sum}, and your line is right.`,
    3,
  )
}

const complements: { readonly [O in Op]?: Op } = {
  gt: 'le',
  le: 'gt',
  lt: 'ge',
  ge: 'lt',
  eq: 'ne',
  ne: 'eq',
}

/** A condition that is true where it should be false. */
export const condition: DiagnosisRule = evidence =>
  atEachStep(evidence, step =>
    opposites(evidence, step).map(({ of, change }): readonly [Change, () => Explanation] => [
      change,
      () => {
        const own = formulaIn(evidence, of)
        return sayChange(
          evidence,
          'index',
          'the condition is the wrong way round',
          `${own === null ? 'Your condition' : `\`${own}\``} is the wrong way round: your line keeps the gradient where it should be 0, and gives 0 where it should keep it.`,
          3,
        )
      },
    ]),
  )

/** Nothing but 0 and 1, and both of them. */
const isCondition = ({ data }: Tensor): boolean =>
  data.every(x => x === 0 || x === 1) && data.includes(0) && data.includes(1)

/** The conditions in a step, and what it gives where each is the opposite. */
function opposites(evidence: Evidence, step: Step): readonly { of: Tensor; change: Change }[] {
  const other = complements[step.op]
  if (other !== undefined) return [{ of: step.output, change: own => run({ ...own, op: other }, evidence) }]
  if (step.op === 'where') {
    const change: Change = ({ inputs: [mask, a, b], ...own }) =>
      run({ ...own, inputs: [mask, b, a] }, evidence)
    return [{ of: step.inputs[0], change }]
  }
  if (step.op !== 'mul') return []
  return step.inputs.flatMap((of, place) => {
    const change: Change = own => run(withInput(own, place, own.inputs[place].eq(0)), evidence)
    return isCondition(of) ? [{ of, change }] : []
  })
}

/** A part that begins one place too early or too late: a step of time, a column, a row. */
export const shift: DiagnosisRule = evidence =>
  atEachStep(evidence, step => {
    if (step.op === 'cat' && step.inputs.length === 2) return ends(evidence, step)
    if (step.op !== 'slice') return []
    const { dim } = step.attributes as { dim: number }
    const name = formulaIn(evidence, step.inputs[0])
    return [-1, 1].map((by): readonly [Change, () => Explanation] => [
      own => {
        const attributes = own.attributes as { dim: number; start: number; end: number; step: number }
        const [start, end] = [attributes.start + by, attributes.end + by]
        return start < 0 || end > own.inputs[0].shape[dim]
          ? null
          : run({ ...own, attributes: { ...attributes, start, end } }, evidence)
      },
      () =>
        sayChange(
          evidence,
          'index',
          `shifted by one along dimension ${dim}`,
          `The part that your line takes of ${name === null ? 'a tensor' : `\`${name}\``} is shifted by one along dimension ${dim}: it should start one place ${by === 1 ? 'later' : 'earlier'}. Everything else in your line is right.`,
          3,
        ),
    ])
  })

/** Zeros joined to one end that belong at the other. */
function ends(evidence: Evidence, step: Step): readonly (readonly [Change, () => Explanation])[] {
  const { dim } = step.attributes as { dim: number }
  const zeros = step.inputs.find(({ data }) => data.every(x => x === 0))
  if (zeros === undefined) return []
  const own = formulaIn(evidence, step.output)
  const explain = (): Explanation =>
    sayChange(
      evidence,
      'index',
      `shifted by ${zeros.shape[dim]} along dimension ${dim}`,
      `The zeros in ${own === null ? 'your `cat`' : `\`${own}\``} are at the wrong end, so everything in it is shifted by ${zeros.shape[dim]} along dimension ${dim}. Put them at the other end and your line is right.`,
      3,
    )
  return [[({ inputs, ...rest }) => run({ ...rest, inputs: inputs.toReversed() }, evidence), explain]]
}
