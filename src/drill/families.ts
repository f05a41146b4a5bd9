/** What is practised: for each, which mistakes belong to it, how its forward passes are made, and what is asked. */
import type { Family } from '../catalogue/exercise.ts'
import { again, andBack, anyOf, bothWays, inTurn, type Move, smooth, through, withNew } from './moves.ts'
import {
  best,
  choose,
  copyOut,
  flatten,
  fusedInto,
  group,
  join,
  lookUp,
  permute,
  pickInRows,
  product,
  reduce,
  runningSum,
  transpose,
  turn,
} from './table-moves.ts'
import type { Skill } from './value.ts'

export interface DrillFamily {
  /** Stable: progress is kept by it. */
  readonly name: string
  /** What learners read. */
  readonly title: string
  /** Two sentences: what is practised. */
  readonly text: string
  /** The families of mistakes that are made by those who need this. */
  readonly mistakes: readonly Family[]
  /** Kinds of first tensor, some more often than others. */
  readonly begins: readonly FirstTensor[]
  /** What makes it a task of this family. */
  readonly core: Move
  /** A blank needs one of these, in one of its uses … */
  readonly skills: readonly Skill[]
  /** … and at least so many uses; 1 unless given. */
  readonly uses?: number
  /** Whether what goes straight into the loss may be asked for. */
  readonly atLoss?: boolean
}

export type FirstTensor = 'table' | 'positive table' | 'box'

const centred = andBack(reduce(['mean'], [0, 1], 'kept'), 'sub')
const shared = andBack(reduce(['sum', 'mean'], [0, 1], 'kept'), 'div')
const lowered = andBack(best('kept'), 'sub')
const layer = inTurn(product('matmul', 'secondTransposed'), withNew(['add'], ['last'], 'second'))

export const drillFamilies: readonly DrillFamily[] = [
  {
    name: 'broadcasting',
    title: 'Copied, so summed',
    text: 'Broadcasting copies a small tensor to the shape of a large one. Whatever was copied in the forward pass is summed in the backward pass, along the same dimensions.',
    mistakes: ['reduction'],
    begins: ['table', 'table', 'positive table', 'box'],
    core: anyOf(
      withNew(['add', 'sub', 'mul', 'div'], ['last', 'kept last', 'column', 'number', 'without first']),
      copyOut('add', 'mul', 'sub'),
      layer,
    ),
    skills: ['copied'],
  },
  {
    name: 'kept-dimensions',
    title: 'The shape of a gradient',
    text: "A gradient has exactly the shape of its tensor. A sum keeps a dimension of size 1 with keepdim, and a tensor without that dimension mustn't get one.",
    mistakes: ['shape'],
    begins: ['table', 'positive table', 'box'],
    core: anyOf(
      withNew(['add', 'sub', 'mul', 'div'], ['kept last', 'column']),
      withNew(['add', 'sub', 'mul', 'div'], ['kept last', 'column', 'last']),
      centred,
      shared,
      lowered,
    ),
    skills: ['kept', 'copied'],
  },
  {
    name: 'several-uses',
    title: 'Used more than once',
    text: 'A tensor that is used more than once gets something back from each use. Its gradient is the sum of all these parts.',
    mistakes: ['a use forgotten', 'overwritten, doubled, subtracted'],
    begins: ['table', 'positive table'],
    core: anyOf(
      centred,
      shared,
      lowered,
      inTurn(smooth, again('add', 'mul', 'sub')),
      inTurn(withNew(['mul', 'add'], ['last', 'column']), again('add', 'mul', 'sub')),
      bothWays(smooth, anyOf(smooth, withNew(['mul', 'add', 'sub'], ['same', 'last'])), 'add', 'mul', 'sub'),
    ),
    skills: [
      ...(['summed', 'mean', 'sign', 'factor', 'slope', 'selected', 'plain'] as const),
      ...(['copied', 'kept', 'matmul', 'picked', 'moved'] as const),
    ],
    uses: 2,
  },
  {
    name: 'slopes',
    title: 'The slope of each function',
    text: 'In a step that works number by number, the gradient is the slope of the function times the upstream gradient. Often the forward pass has computed the slope, or most of it, already.',
    mistakes: ['local derivative missing', 'wrong local derivative', 'not finite'],
    begins: ['table', 'positive table', 'positive table'],
    core: anyOf(
      smooth,
      inTurn(smooth, smooth),
      inTurn(withNew(['add', 'mul'], ['last', 'column']), smooth),
      withNew(['div'], ['last', 'column', 'same']),
    ),
    skills: ['slope'],
  },
  {
    name: 'other-factor',
    title: 'The other factor',
    text: 'In a product, the slope with respect to one factor is the other factor. Choose the right one among tensors that look alike.',
    mistakes: ['wrong operand'],
    begins: ['table', 'positive table'],
    core: anyOf(
      withNew(['mul', 'div'], ['same', 'last', 'column', 'number']),
      inTurn(withNew(['add', 'sub'], ['same']), withNew(['mul'], ['same'])),
      inTurn(through('tanh', 'sigmoid', 'exp', 'sqrt'), withNew(['mul'], ['same', 'last'])),
      inTurn(smooth, again('mul')),
    ),
    skills: ['factor'],
  },
  {
    name: 'matrix-products',
    title: 'Matrix products',
    text: 'The gradient of one factor is a matrix product of the other factor and the upstream gradient. The shapes tell you which comes first and which is transposed.',
    mistakes: ['wrong operand', 'shape'],
    begins: ['table', 'positive table'],
    core: anyOf(
      product('matmul', 'secondTransposed', 'firstTransposed', 'vector', 'vectorOfRows'),
      inTurn(product('matmul', 'secondTransposed'), product('matmul', 'secondTransposed', 'firstTransposed')),
      inTurn(transpose, product('matmul', 'secondTransposed')),
      layer,
    ),
    skills: ['matmul'],
  },
  {
    name: 'picking',
    title: 'Picked rows and groups',
    text: 'What was picked gets back what comes through it, and what was picked several times gets the sum. What was summed into groups gets back the gradient of its group.',
    mistakes: ['index', 'scatter'],
    begins: ['table', 'positive table'],
    core: anyOf(
      lookUp('row', 'add', 'sub', 'mul'),
      pickInRows,
      group,
      inTurn(reduce(['sum', 'mean'], [1], 'dropped'), lookUp('number', 'add', 'sub', 'mul')),
      inTurn(reduce(['sum', 'mean'], [1], 'dropped'), group),
      inTurn(lookUp('row', 'add', 'sub', 'mul'), pickInRows),
    ),
    skills: ['picked', 'grouped'],
  },
  {
    name: 'selection',
    title: 'Only some come through',
    text: 'A maximum, a mask or a relu lets some numbers through and stops the others. The gradient goes back to those that came through, and the others get 0.',
    mistakes: ['index', 'wrong local derivative'],
    begins: ['table'],
    core: anyOf(
      best('any'),
      lowered,
      withNew(['maximum'], ['same']),
      through('relu', 'abs'),
      choose,
      inTurn(withNew(['add', 'mul'], ['last', 'column']), through('relu', 'abs')),
    ),
    skills: ['selected'],
  },
  {
    name: 'means',
    title: 'One part in n',
    text: 'In a mean of n numbers, each counts one part in n. Use the names of the sizes: which of them is n depends on what the mean is over.',
    mistakes: ['sign, factor'],
    begins: ['table', 'positive table'],
    core: anyOf(
      reduce(['mean'], [0, 1], 'any'),
      centred,
      andBack(reduce(['mean'], [0, 1], 'kept'), 'mul', 'add'),
      andBack(reduce(['mean'], [null], 'kept'), 'sub', 'mul'),
      withNew(['add', 'sub', 'mul'], ['same', 'last']),
    ),
    skills: ['mean'],
    atLoss: true,
  },
  {
    name: 'signs',
    title: 'Mind the sign',
    text: 'What is subtracted gets its gradient back with the other sign. So does whatever something is divided by.',
    mistakes: ['sign, factor'],
    begins: ['table', 'positive table'],
    core: anyOf(
      withNew(['sub'], ['same', 'last', 'column', 'number', 'kept last']),
      withNew(['div'], ['same', 'last', 'column']),
      inTurn(smooth, again('sub')),
      through('neg', 'inverse', 'inverseRoot'),
      centred,
      lowered,
    ),
    skills: ['sign'],
  },
  {
    name: 'rearranging',
    title: 'The same numbers elsewhere',
    text: 'A view, a transpose or a flip changes no number. Its gradient has the same numbers as the upstream gradient, arranged as they were before.',
    mistakes: ['shape'],
    begins: ['table', 'positive table', 'box'],
    core: anyOf(
      transpose,
      flatten,
      turn,
      permute,
      join,
      runningSum,
      inTurn(transpose, turn),
      inTurn(join, transpose),
    ),
    skills: ['moved'],
  },
  {
    name: 'upstream',
    title: 'Slope times upstream gradient',
    text: 'The chain rule is a product: the slope of the line, and the gradient that comes back to the line. When several gradients have the same shape, the right one is that of the tensor this line makes.',
    mistakes: ['upstream missing', 'order', 'stale or aliased'],
    begins: ['table', 'positive table'],
    core: anyOf(
      inTurn(smooth, withNew(['mul'], ['same', 'last']), smooth),
      inTurn(smooth, smooth, withNew(['mul', 'div'], ['same', 'last'])),
      inTurn(withNew(['mul', 'div'], ['same', 'column']), smooth, withNew(['add', 'sub'], ['same', 'last'])),
    ),
    skills: ['slope', 'factor'],
  },
  {
    name: 'at-once',
    title: 'Several steps in one formula',
    text: 'A softmax is several steps in one line. Its gradient is one formula too: all ways through these steps, added up.',
    mistakes: ['fused formulas'],
    begins: ['table'],
    core: anyOf(
      fusedInto('softmax', 'logSoftmax'),
      andBack(fusedInto('logsumexp'), 'sub', 'mul'),
      inTurn(withNew(['add', 'mul', 'sub'], ['last', 'column', 'same']), fusedInto('softmax', 'logSoftmax')),
      inTurn(fusedInto('softmax', 'logSoftmax'), pickInRows),
    ),
    skills: ['fused'],
  },
]
