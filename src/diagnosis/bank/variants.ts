/** Wrong lines that are made out of the answers. */
import type { LearnerFunction } from '../../room/program.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Family } from '../explanation.ts'
import type { BankExercise, WrongRow } from './lines.ts'
import { answersOf } from './trial.ts'

interface Variant {
  readonly slip: string
  readonly family: Family | readonly Family[]
  readonly change: (right: Tensor, scope: { readonly n: number; readonly vocab: number }) => Tensor
  /** Where it makes sense; everywhere if left out. */
  readonly of?: string
}

const summedOverBatch = 'dW2 db2 dbngain dbnbias dbnvar_inv dbnmeani dW1 db1'
const summedOverRow = 'dcounts_sum_inv dlogit_maxes'
const rowOrColumn = `${summedOverRow} dcounts_sum dbngain dbnbias dbnvar_inv dbnvar dbnmeani`
const normalised = 'dbnvar_inv dbnvar dbndiff2 dbndiff dbnmeani dhprebn'
const matrices =
  'dlogprobs dprobs dcounts dnorm_logits dlogits dh dW2 dhpreact dbnraw dbndiff2 dbndiff dhprebn dembcat dW1 dC demb'

const variants: readonly Variant[] = [
  { slip: 'negated', family: 'sign, factor', change: right => right.neg() },
  { slip: 'times 2', family: 'sign, factor', change: right => right.mul(2) },
  { slip: 'halved', family: 'sign, factor', change: right => right.div(2) },
  { slip: 'times n', family: 'sign, factor', change: (right, { n }) => right.mul(n) },
  {
    slip: 'divided by n',
    family: 'sign, factor',
    change: (right, { n }) => right.div(n),
    of: `${matrices} ${summedOverRow} dcounts_sum dbnvar`
      .split(' ')
      .filter(name => !summedOverBatch.split(' ').includes(name))
      .join(' '),
  },
  // The mean of what is to be summed is the sum times 1/n.
  {
    slip: 'the mean of the batch',
    family: ['sign, factor', 'reduction'],
    change: (right, { n }) => right.div(n),
    of: summedOverBatch,
  },
  {
    slip: 'the mean of the row',
    family: ['sign, factor', 'reduction'],
    change: (right, { vocab }) => right.div(vocab),
    of: summedOverRow,
  },
  {
    slip: 'times (n - 1) / n',
    family: 'sign, factor',
    change: (right, { n }) => right.mul((n - 1) / n),
    of: normalised,
  },
  {
    slip: 'times n / (n - 1)',
    family: 'sign, factor',
    change: (right, { n }) => right.mul(n / (n - 1)),
    of: normalised,
  },
  { slip: 'keepdim forgotten', family: 'shape', change: right => right.flatten(), of: rowOrColumn },
  {
    slip: 'keepdim where none is needed',
    family: 'shape',
    change: right => right.unsqueeze(0),
    of: 'db2 db1',
  },
  { slip: 'transposed', family: 'shape', change: right => right.T, of: `${matrices} ${rowOrColumn}` },
  {
    slip: 'summed once more, over everything',
    family: 'reduction',
    change: right => right.sum(),
    of: `${summedOverBatch} ${summedOverRow} dhprebn dh`,
  },
]

/** In the formulas at once a factor on everything is a slip of the formula as well. */
const familyIn = (exercise: BankExercise, { family }: Variant): WrongRow['family'] =>
  exercise === '07_whole_network' || family !== 'sign, factor' ? family : [family, 'fused formulas']

function variantsOf(exercise: BankExercise): WrongRow[] {
  return [...answersOf(exercise)].flatMap(([name, answer]) =>
    variants
      .filter(({ of }) => of === undefined || of.split(' ').includes(`d${name}`))
      .map(variant => ({
        exercise,
        of: `d${name}`,
        slip: variant.slip,
        family: familyIn(exercise, variant),
        line: changed(answer, variant),
        made: variant.change as LearnerFunction,
      })),
  )
}

const changed =
  (answer: LearnerFunction, { change }: Variant): LearnerFunction =>
  scope =>
    change(answer(scope) as Tensor, scope as { n: number; vocab: number })

export const made: readonly WrongRow[] = (
  ['07_whole_network', '08_cross_entropy_at_once', '09_batchnorm_at_once'] as const
).flatMap(variantsOf)
