/** How a network is trained: what a solution's cell titled `recipe` exports. It is all that `ninja train` knows of it. */
import type { Names } from '../dataset/names.ts'
import type { Generator } from '../tensor/random.ts'
import type { Tensor } from '../tensor/tensor.ts'
import type { Source } from './exercise.ts'

export type Tensors = Readonly<Record<string, Tensor>>

/** Tensors and sizes by name, as the forward pass takes them. */
export type Inputs = Readonly<Record<string, Tensor | number>>

/** A number that `ninja train` can be told: `decayAt` is the option `--decay-at`. */
export interface RecipeOption {
  /** As the help says it: `neurons of the hidden layer`. */
  readonly what: string
  readonly usual: number
  readonly least: number
  readonly most: number
  /** Whole numbers only, unless this is false. */
  readonly whole?: boolean
}

/** What every recipe has, and what `Own` adds to it. */
export type TrainingSettings<Own extends string = never> = Readonly<
  Record<'steps' | 'batch' | 'lr' | 'seed' | Own, number>
>

/**
 * A part of a step's batch. The loss of the step is the sum of the losses of its parts, each times its weight. Where a
 * loss is a mean over rows, a step has two parts, half of the rows each, which two threads can work on; the weight is
 * the share of the counted rows that are in it. Where rows depend on each other, as in batchnorm, it has one.
 */
export interface BatchPart {
  readonly batch: Inputs
  /** 1 for a single part; the weights of all parts sum to 1. */
  readonly weight: number
}

/** What is given to a learner's module: functions by name, `dW1` and `update` among them. */
// biome-ignore lint/suspicious/noExplicitAny: a module is known to those alone who wrote the exercise
export type LearnerModule = Readonly<Record<string, (...given: any[]) => any>>

/** A parameter with what an optimiser keeps beside it. */
export interface Updated {
  readonly p: Tensor
  readonly state: Tensors
}

/** How a parameter is changed in a step, by a function of the learner's. */
export interface Optimiser {
  /** The learner's function that `run` calls: `adam`. */
  readonly by: string
  /** What that function returns, as a message says it: `Adam's step`. */
  readonly returns: string
  /** What is kept for a parameter, as it is before the first step: Adam's m and v, zeros in the shape of `p`. */
  readonly state?: (p: Tensor) => Tensors
  /**
   * One step of one parameter, element by element. `learner`: the learner's module, or the solution, with whose result
   * it's compared. `step`: 0 for the first, so Adam's t is step + 1.
   */
  readonly run: (
    learner: LearnerModule,
    given: Updated & { readonly grad: Tensor; readonly lr: number; readonly step: number },
  ) => Updated
}

/** A network with what was worked out once it was trained. */
export interface TrainedNetwork<Own extends string = string> {
  readonly settings: TrainingSettings<Own>
  readonly parameters: Tensors
  /** See `calibrate`; empty where the recipe has none. */
  readonly calibrated: Tensors
}

/** Some of the examples of a list, for measuring the loss. */
export interface Chunk {
  readonly batch: Inputs
  /** How many numbers its loss is the mean of. */
  readonly count: number
}

/** What a picture at the end of a training is made from. */
export interface PictureSource<Own extends string = string> {
  readonly network: Omit<TrainedNetwork<Own>, 'calibrated'>
  /** The first part of the batch that would come next, and the values of the forward pass on it. */
  readonly values: Inputs
  /** The true gradient of the loss with respect to one of these values. */
  readonly gradient: (name: string) => Tensor
  readonly vocabulary: readonly string[]
}

/** Tables of numbers that are drawn as colours. */
export interface RecipePicture {
  /** The file's name without an ending: `dlogits`. */
  readonly file: string
  /** Beside the file's name when training is over: `dlogits of the last batch`. */
  readonly what: string
  readonly title: string
  /** (rows, columns), or (tables, rows, columns). */
  readonly table: Tensor
  /** What the rows are, together. */
  readonly rows: string
  /** What each column is. */
  readonly columns: readonly string[]
  /** The column in each row that gets a frame. */
  readonly framed?: readonly number[]
  /** Whether it's drawn in the terminal too. */
  readonly inTerminal?: boolean
}

/**
 * A recipe. `Own`: the options that only this one has. Where a loss, a gradient or an update isn't said to be made in
 * another way, the exercise's own `forward` and the learner's functions (`dW1`, `update`) make it.
 *
 * Everything runs on plain tensors and on the fast engine, and must give the same for the same arguments: training is
 * the same bit for bit after an interruption, and on one thread or two.
 */
export interface Recipe<Own extends string = string> {
  readonly options: Readonly<Record<'steps' | 'batch' | 'lr' | Own, RecipeOption>>

  /** The sizes, as the exercise's `inputs` takes them. */
  readonly sizes: (settings: TrainingSettings<Own>) => Readonly<Record<string, number>>

  /** The parameters, drawn from `g`; `names`: the part of the list to learn from. */
  readonly parameters: (settings: TrainingSettings<Own>, source: Source) => Tensors

  /**
   * Called once with the part of the list to learn from; gives what makes the batch of each step (0 is the first).
   * `g` goes on from step to step and is saved with the run: draw from it, or go by `step` alone.
   */
  readonly batches: (
    settings: TrainingSettings<Own>,
    names: Names,
  ) => (step: number, g: Generator) => readonly BatchPart[]

  /** From parameters and one part's batch, in one record, to named values with `loss`. Left out: `forward`. */
  readonly forward?: (inputs: Inputs) => Readonly<Record<string, unknown>>

  /**
   * The loss of one part, and the gradient of each parameter by the parameter's name, with the learner's functions.
   * Left out: each function `dX` is called once with the scope of `forward`, in an order in which each finds what it
   * reads. A recipe whose network has several layers calls them layer by layer instead.
   */
  readonly gradients?: (
    learner: LearnerModule,
    inputs: Inputs,
  ) => { readonly loss: Tensor; readonly gradients: Tensors }

  /**
   * What the exercise's own `forward` takes, so that a wrong gradient is explained on the live numbers: one record, or
   * one for each layer. Left out: the inputs as they are.
   */
  readonly cases?: (inputs: Inputs) => readonly Inputs[]

  /** Left out: the learner's `update(p, grad, lr)`, which is to return p - lr * grad. */
  readonly optimiser?: Optimiser

  /** The learning rate of a step (0 is the first). */
  readonly rate: (settings: TrainingSettings<Own>, step: number) => number

  /** All examples of a list, some at a time. */
  readonly examples: (settings: TrainingSettings<Own>, names: Names) => Iterable<Chunk>

  /** What a trained network needs beside its parameters, worked out over all examples: batchnorm's statistics. */
  readonly calibrate?: {
    /** As it's said meanwhile: `measuring batchnorm over all names`. */
    readonly what: string
    /** `inStep` runs work on the engine that trains; the tensors made in it end with it, so read their numbers there. */
    readonly run: (
      network: Omit<TrainedNetwork<Own>, 'calibrated'>,
      examples: Iterable<Chunk>,
      inStep: <T>(work: () => T) => T,
    ) => Tensors
  }

  /** The mean loss of some examples, with the network as it's used. */
  readonly evaluate: (network: TrainedNetwork<Own>, batch: Inputs) => Tensor

  /** Scores (1, vocab) for the character that comes next; `name`: the numbers of those before it, none at the start. */
  readonly scores: (network: TrainedNetwork<Own>, name: readonly number[]) => Tensor

  /** Drawn when training is over, besides the loss. */
  readonly pictures?: (source: PictureSource<Own>) => readonly RecipePicture[]

  /** Roughly how many numbers the largest tensor of a step has: memory is limited by it. */
  readonly largest: (settings: TrainingSettings<Own>) => number
}
