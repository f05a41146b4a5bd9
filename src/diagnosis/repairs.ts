/** Mistakes that are found by trying the cure: one small change, and the line is right at every size. */
import type { Op } from '../tensor/operations.ts'
import type { Step } from '../tensor/recording.ts'
import { Tensor } from '../tensor/tensor.ts'
import type { Evidence, TrialCall } from './evidence.ts'
import {
  areAligned,
  type DiagnosisRule,
  type Explanation,
  type Family,
  formulaIn,
  ownFormula,
} from './explanation.ts'
import { digits } from './formula.ts'
import { type Change, makes, run } from './rerun.ts'
import { at } from './words.ts'

const needed = ({ needed }: TrialCall): Tensor => needed

const say = (
  evidence: Evidence,
  family: Family,
  short: string,
  message: string,
  tier: Explanation['tier'] = 2,
): Explanation => ({ family, formula: ownFormula(evidence), short, message, tier })

/** Tries a change at each step that it fits, the changes of a step in their order. */
function atEachStep(
  evidence: Evidence,
  changesOf: (step: Step, position: number) => readonly (readonly [Change, () => Explanation])[],
): Explanation | null {
  const { settings } = evidence
  if (!areAligned(settings.map(({ tape }) => tape.steps))) return null
  for (const [position, step] of settings[settings.length - 1].tape.steps.entries()) {
    for (const [change, explain] of changesOf(step, position)) {
      if (makes(evidence, [position], change, needed)) return explain()
    }
  }
  return null
}

const withInput = (step: Step, place: number, x: Tensor): Step => ({
  ...step,
  inputs: step.inputs.map((input, i) => (i === place ? x : input)),
})

// A number this small keeps a divisor or a root away from 0.
const isEpsilon = (x: unknown): x is number => typeof x === 'number' && x !== 0 && Math.abs(x) <= 1e-3

interface Epsilon {
  /** Of the forward pass: the tensor that it is added to, and what is made with it. */
  readonly to: string
  readonly user: string
  readonly number: number
}

/** Small numbers that the forward pass adds, along the ways of this tensor. */
function epsilonsOf({ settings: [{ at: where, terms }] }: Evidence): Epsilon[] {
  const { names } = where.graph
  return terms.flatMap(({ path }) =>
    path.hops.flatMap(({ step: { op, inputs, operands } }) => {
      const place = operands.findIndex(isEpsilon)
      const to = names.get(inputs[1 - place])
      if ((op !== 'add' && op !== 'sub') || place === -1 || to === undefined) return []
      const number = (operands[place] as number) * (op === 'sub' && place === 1 ? -1 : 1)
      return [{ to, user: path.via[0], number }]
    }),
  )
}

/** A small number that the forward pass adds: left out, subtracted, another one; or added where it has none. */
export const epsilon: DiagnosisRule = evidence => {
  const known = epsilonsOf(evidence)
  const [{ terms }] = evidence.settings
  const family = 'wrong local derivative'
  return atEachStep(evidence, step => {
    const place = step.operands.findIndex(isEpsilon)
    const isSum = (step.op === 'add' || step.op === 'sub') && place !== -1
    if (isSum) {
      const number = (step.operands[place] as number) * (step.op === 'sub' && place === 1 ? -1 : 1)
      const to =
        (amount: number): Change =>
        own =>
          run({ ...own, op: 'add', inputs: [own.inputs[1 - place], scalar(amount)] }, evidence)
      const verb = number < 0 ? 'subtracts' : 'adds'
      return [
        ...known.map(({ to: name, user, number: right }): readonly [Change, () => Explanation] => [
          to(right),
          () =>
            say(
              evidence,
              family,
              `${text(number)} instead of ${text(right)}`,
              `Your line ${verb} ${text(Math.abs(number))}, but ${at(user)} is made with \`${name}\` + ${text(right)}. Use the same number as the forward pass.`,
              3,
            ),
        ]),
        [
          to(0),
          () =>
            say(
              evidence,
              family,
              `${text(Math.abs(number))} ${number < 0 ? 'subtracted' : 'added'}`,
              `Your line ${verb} ${text(Math.abs(number))}, but ${at(terms[0].path.via[0])} is made without it. Leave it out and your line is right.`,
              3,
            ),
        ],
      ]
    }
    return step.inputs.flatMap((input, i) => {
      const name = evidence.settings[evidence.settings.length - 1].tape.names.get(input)
      return known
        .filter(({ to }) => to === name)
        .map(({ to, user, number }): readonly [Change, () => Explanation] => [
          own => {
            const x = run({ op: 'add', inputs: [own.inputs[i], scalar(number)], attributes: {} }, evidence)
            return x === null ? null : run(withInput(own, i, x), evidence)
          },
          () =>
            say(
              evidence,
              family,
              `${text(number)} is missing`,
              `${at(user)} is made with \`${to}\` + ${text(number)}, and your line uses \`${to}\` alone. Add ${text(number)} and your line is right.`,
              3,
            ),
        ])
    })
  })
}

const text = (x: number): string => digits(x).text

const scalar = (x: number): Tensor => new Tensor([], Float64Array.of(x))

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
    const sum = added[step.op]
    const isZero = start.data.every(x => x === 0)
    const zeros: Change = own =>
      run(
        withInput(own, 0, new Tensor(own.inputs[0].shape, new Float64Array(own.inputs[0].data.length))),
        evidence,
      )
    return isZero
      ? []
      : [
          [
            zeros,
            () =>
              say(
                evidence,
                'wrong operand',
                `${step.op} starts from ${name}, not from zeros`,
                `Your ${step.op} starts from ${called}, so those numbers stay in the result. Start from zeros, and your line is right.`,
                3,
              ),
          ],
          ...(sum === undefined
            ? []
            : [
                [
                  (own: Step) => run({ ...own, op: sum } as Step, evidence),
                  () =>
                    say(
                      evidence,
                      'index',
                      `${step.op} replaces where it should add`,
                      `${step.op} replaces the numbers that are there, but your values should be added to them. Use ${sum}, and your line is right.`,
                      3,
                    ),
                ] as const,
              ]),
        ]
  })

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
  atEachStep(evidence, step => {
    const other = complements[step.op]
    const own = formulaIn(evidence, step.op === 'where' ? step.inputs[0] : step.output)
    const called = own === null ? 'Your condition' : `\`${own}\``
    const explain = (): Explanation =>
      say(
        evidence,
        'index',
        'the condition is the wrong way round',
        `${called} is the wrong way round: your line keeps the gradient where it should be 0, and gives 0 where it should keep it.`,
        3,
      )
    if (step.op === 'where')
      return [
        [
          ({ inputs: [mask, a, b], ...own }: Step) => run({ ...own, inputs: [mask, b, a] }, evidence),
          explain,
        ],
      ]
    return other === undefined ? [] : [[(own: Step) => run({ ...own, op: other }, evidence), explain]]
  })

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
        say(
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
    say(
      evidence,
      'index',
      `shifted by ${zeros.shape[dim]} along dimension ${dim}`,
      `The zeros in ${own === null ? 'your `cat`' : `\`${own}\``} are at the wrong end, so everything in it is shifted by ${zeros.shape[dim]} along dimension ${dim}. Put them at the other end and your line is right.`,
      3,
    )
  return [[({ inputs, ...rest }) => run({ ...rest, inputs: inputs.toReversed() }, evidence), explain]]
}

const sums: ReadonlySet<Op> = new Set(['sum', 'mean', 'max', 'min', 'prod'])

/** A sum over other dimensions, or something else than a sum. */
export const otherSum: DiagnosisRule = evidence =>
  atEachStep(evidence, step => {
    if (!sums.has(step.op)) return []
    const { dims } = step.attributes as { dims: readonly number[] }
    const rank = step.inputs[0].shape.length
    const isSame = (over: readonly number[]): boolean => step.op === 'sum' && over.join() === dims.join()
    const choices = subsets(rank).filter(over => !isSame(over))
    return choices.flatMap(over =>
      [true, false].map((keepdim): readonly [Change, () => Explanation] => [
        own => {
          const sum = run(
            { op: 'sum', inputs: own.inputs, attributes: { dims: over, keepdim } as never },
            evidence,
          )
          // Where there was nothing to repeat before, there may be now.
          return sum
        },
        () => {
          const right =
            over.length === 0
              ? 'no sum'
              : `a sum over ${over.length === rank ? 'everything' : dimensions(over)}`
          const yours = `${step.op} over ${dims.length === rank ? 'everything' : dimensions(dims)}`
          return say(
            evidence,
            'reduction',
            `${yours} instead of ${right}`,
            over.length === 0
              ? `Leave out the ${yours}, and your line is right.`
              : `Your line takes the ${yours}. Take ${right} instead, and your line is right.`,
            3,
          )
        },
      ]),
    )
  })

const dimensions = (dims: readonly number[]): string =>
  `dimension${dims.length === 1 ? '' : 's'} ${dims.join(' and ')}`

/** Of the dimensions, each choice of some, the smaller ones first. */
const subsets = (rank: number): number[][] =>
  Array.from({ length: 2 ** rank }, (_, bits) =>
    [...Array(rank).keys()].filter(dim => bits & (1 << dim)),
  ).sort((a, b) => a.length - b.length)

const words: { readonly [O in Op]?: string } = {
  add: 'added',
  sub: 'subtracted',
  mul: 'multiplied',
  div: 'divided',
}

/** Added where it should be multiplied, and the like. */
export const otherOperation: DiagnosisRule = evidence =>
  atEachStep(evidence, step =>
    words[step.op] === undefined
      ? []
      : (['add', 'sub', 'mul', 'div'] as const)
          .filter(op => op !== step.op)
          .map((op): readonly [Change, () => Explanation] => [
            own => run({ ...own, op }, evidence),
            () => {
              const own = formulaIn(evidence, step.output)
              return say(
                evidence,
                op === 'add' || op === 'sub' ? 'overwritten, doubled, subtracted' : 'wrong local derivative',
                `${step.op} where ${op} belongs`,
                `${own === null ? `One ${step.op} in your line` : `\`${own}\``} should be ${words[op]}, not ${words[step.op]}. Everything else in your line is right.`,
                3,
              )
            },
          ]),
  )
