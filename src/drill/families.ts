/** What is practised: for each, which mistakes belong to it, how its forward passes are made, and what is asked. */
import type { Family } from '../catalogue/exercise.ts'
import {
  again,
  andBack,
  anyOf,
  best,
  bothWays,
  copyOut,
  inTurn,
  type Move,
  reduce,
  through,
  withNew,
} from './moves.ts'
import type { Skill } from './value.ts'

export interface DrillFamily {
  /** Stable: progress is kept by it. */
  readonly name: string
  /** What learners read. */
  readonly title: string
  /** Two sentences: what is practised. */
  readonly text: string
  /** The families of mistakes that somebody makes who needs this. */
  readonly mistakes: readonly Family[]
  /** Kinds of first tensor. */
  readonly begins: readonly FirstTensor[]
  /** What makes it a task of this family. */
  readonly core: Move
  /** A blank needs one of these, in one of its uses. */
  readonly skills: readonly Skill[]
  /** And at least so many uses; 1 unless given. */
  readonly uses?: number
  /** Whether its blanks may be what the loss is made of. */
  readonly atLoss?: boolean
}

export type FirstTensor = 'table' | 'positive table' | 'box'

const smooth: Move = through(
  'exp',
  'log',
  'sqrt',
  'tanh',
  'sigmoid',
  'square',
  'cube',
  'inverse',
  'inverseRoot',
)

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
    ),
    skills: ['copied'],
  },
  {
    name: 'kept-dimensions',
    title: 'The shape of a gradient',
    text: "A gradient has exactly the shape of its tensor. A dimension of size 1 must stay, so a sum over it needs keepdim, and a shape without that dimension mustn't get one.",
    mistakes: ['shape'],
    begins: ['table', 'positive table', 'box'],
    core: anyOf(
      withNew(['add', 'sub', 'mul', 'div'], ['kept last', 'column', 'last']),
      andBack(reduce(['sum', 'mean'], [0, 1], 'kept'), 'sub', 'div', 'mul'),
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
      andBack(anyOf(reduce(['sum', 'mean'], [0, 1], 'kept'), best('kept')), 'sub', 'div', 'mul', 'add'),
      inTurn(smooth, again('add', 'mul', 'sub')),
      bothWays(smooth, anyOf(smooth, withNew(['mul', 'add', 'sub'], ['same', 'last'])), 'add', 'mul', 'sub'),
    ),
    skills: ['summed', 'mean', 'sign', 'factor', 'slope', 'selected', 'plain', 'copied', 'kept'],
    uses: 2,
  },
  {
    name: 'slopes',
    title: 'The slope of each function',
    text: 'In a step that works number by number, the gradient is the slope of the function times the upstream gradient. Often the forward pass has computed the slope, or most of it, already.',
    mistakes: ['local derivative missing', 'wrong local derivative', 'not finite'],
    begins: ['table', 'positive table', 'positive table'],
    core: anyOf(smooth, inTurn(smooth, smooth), withNew(['div'], ['last', 'column', 'same'])),
    skills: ['slope'],
  },
]
