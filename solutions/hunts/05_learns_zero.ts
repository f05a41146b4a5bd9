// %% [markdown]
// # 05 · The network that learns 0
//
// ## The program
//
// A library of layers: each layer has a `forward`, which remembers what it needs, and a `backward`, which
// takes the gradient of its result, the **upstream** gradient, and returns that of its input. Here are one
// linear layer, the mean squared error, and the training. Its data are three rows:
//
//     input           target
//      1.0    0.5       0.7
//     -0.5    1.0      -0.2
//      0.3   -1.0       0.4
//
// A linear layer with two weights and a bias can fit three rows exactly.
//
// ## What was observed
//
//     step          0         5         10        20        200
//     loss          1.6900    0.3592    0.4829    0.4900    0.4900
//     prediction    2.0000    0.1007    0.0051    0.0000    0.0000        row 0, which should be 0.7
//
// The loss fell to less than a third, and now it doesn't move any more: "converged". There are two
// mistakes, in two functions. One of them has company in its own line. Read slowly.

// %%
import type { Family } from 'backprop-ninja'

// %% A linear layer, for one row at a time
export class Linear {
  /** A row of weights for each output. */
  readonly weights: number[][]
  readonly bias: number[]
  input: readonly number[] = []
  gradient: readonly number[] = []

  constructor(weights: readonly (readonly number[])[], bias: readonly number[]) {
    this.weights = weights.map(row => [...row])
    this.bias = [...bias]
  }
  forward(input: readonly number[]): number[] {
    this.input = input
    return this.weights.map((row, j) => row.reduce((sum, w, i) => sum + w * input[i], this.bias[j]))
  }
  /** `upstream`: how much the loss moves with each output; returned: how much with each input. */
  backward(upstream: readonly number[]): number[] {
    this.gradient = upstream
    return this.input.map((_, i) => this.weights.reduce((sum, row, j) => sum + row[i] * upstream[j], 0))
  }
  step(rate: number): void {
    for (const [j, slope] of this.gradient.entries()) {
      for (const [i, x] of this.input.entries()) this.weights[j][i] -= rate * slope * x
      this.bias[j] -= rate * slope
    }
  }
}

// %% The mean squared error: the mean over the outputs of (prediction - target)²
export class Mse {
  prediction: readonly number[] = []
  target: readonly number[] = []

  forward(prediction: readonly number[], target: readonly number[]): number {
    this.prediction = prediction
    this.target = target
    return prediction.reduce((sum, p, i) => sum + (p - target[i]) ** 2, 0) / prediction.length
  }

  // hint: Derive it on paper, with two outputs: L = ((p1 - t1)² + (p2 - t2)²) / 2. What is its slope by p1?
  // hint: Four things belong into each number: the 2 of the square, the difference, the 1/n of the mean,
  //       and what comes from above. Which of them are there?
  // hint: 2 * (p - this.target[i]) * ... / ..., with map((p, i) => ...)
  backward(upstream: number): number[] {
    // answer
    const n = this.prediction.length
    return this.prediction.map((p, i) => (2 * (p - this.target[i]) * upstream) / n)
    // end answer
    // given (wrong operand): return this.prediction.map(p => 2 * p)
    // wrong (upstream missing): return this.prediction.map((p, i) => (2 * (p - this.target[i])) / this.prediction.length)
    // wrong (sign, factor): return this.prediction.map((p, i) => 2 * (p - this.target[i]) * upstream)
    // wrong (sign, factor): return this.prediction.map((p, i) => (2 * (this.target[i] - p) * upstream) / this.prediction.length)
    // wrong (sign, factor): return this.prediction.map((p, i) => ((p - this.target[i]) * upstream) / this.prediction.length)
    // wrong (wrong operand): return this.prediction.map(p => (2 * p * upstream) / this.prediction.length)
    // wrong (upstream missing): return this.prediction.map((p, i) => 2 * (p - this.target[i]))
  }
}

// %% The data, and the training
export interface Row {
  readonly input: readonly number[]
  readonly target: readonly number[]
}

export const rows: readonly Row[] = [
  { input: [1, 0.5], target: [0.7] },
  { input: [-0.5, 1], target: [-0.2] },
  { input: [0.3, -1], target: [0.4] },
]

export const makeLayer = (): Linear => new Linear([[1.6, -0.4]], [0.6])

// %% One row a step, in turn, after the last one the first again. Returned: the loss of each step
// hint: Mend the other mistake first, and look at the predictions for all three rows.
// hint: Which row does step 5 use? Which one should it, if the rows come in turn?
// hint: The remainder, step % data.length, counts 0, 1, 2, 0, 1, 2, ...
export function train(layer: Linear, data: readonly Row[], steps: number, rate: number): number[] {
  // answer
  const mse = new Mse()
  return Array.from({ length: steps }, (_, step) => {
    const { input, target } = data[step % data.length]
    const loss = mse.forward(layer.forward(input), target)
    layer.backward(mse.backward(1))
    layer.step(rate)
    return loss
  })
  // end answer
  // given (index):
  //   const mse = new Mse()
  //   return Array.from({ length: steps }, () => {
  //     const { input, target } = data[0]
  //     const loss = mse.forward(layer.forward(input), target)
  //     layer.backward(mse.backward(1))
  //     layer.step(rate)
  //     return loss
  //   })
  // wrong (index):
  //   const mse = new Mse()
  //   return Array.from({ length: steps }, (_, step) => {
  //     const { input, target } = data[(step + 1) % data.length]
  //     const loss = mse.forward(layer.forward(input), target)
  //     layer.backward(mse.backward(1))
  //     layer.step(rate)
  //     return loss
  //   })
  // wrong (index):
  //   const mse = new Mse()
  //   return Array.from({ length: steps }, (_, step) => {
  //     const loss = mse.forward(layer.forward(data[step % data.length].input), data[0].target)
  //     layer.backward(mse.backward(1))
  //     layer.step(rate)
  //     return loss
  //   })
  // wrong (-):
  //   const mse = new Mse()
  //   return Array.from({ length: steps }, (_, step) => {
  //     const { input, target } = data[step]
  //     const loss = mse.forward(layer.forward(input), target)
  //     layer.backward(mse.backward(1))
  //     layer.step(rate)
  //     return loss
  //   })
}

// %% [markdown]
// ## Two families
//
// `familyOfMse`: why does the network learn 0? Name the family of that mistake, not of its company.

// %% The family of the mistake in Mse
// hint: The network goes where the gradient is 0. Where is 2 * p zero, and where should it be?
// hint: The form is right, 2 times something. But times what?
// hint: The prediction stands where the difference should stand: the family is called wrong operand.
export function familyOfMse(): Family {
  // answer
  return 'wrong operand'
  // end answer
  // wrong (upstream missing): return 'upstream missing'
  // wrong (sign, factor): return 'sign, factor'
  // wrong (wrong local derivative): return 'wrong local derivative'
}

// %% The family of the mistake in train
// hint: Each number in it is right. Where does it come from?
// hint: Row 0 stands where row 1 and row 2 should stand at times.
// hint: Right numbers, from other places than those that are meant.
export function familyOfTrain(): Family {
  // answer
  return 'index'
  // end answer
  // wrong (a use forgotten): return 'a use forgotten'
  // wrong (stale or aliased): return 'stale or aliased'
  // wrong (order): return 'order'
}

// %% check
import type { Pair, Source } from 'backprop-ninja'
import { familyPair } from './family.ts'

interface Learner {
  readonly Mse: typeof Mse
  readonly makeLayer: typeof makeLayer
  readonly train: typeof train
  readonly familyOfMse: typeof familyOfMse
  readonly familyOfTrain: typeof familyOfTrain
}

/** What the layer predicts for the three rows after a training that takes the rows that `pick` says. */
function trained(pick: (step: number) => { input: readonly number[]; target: readonly number[] }): number[] {
  const w = [1.6, -0.4, 0.6]
  const at = (x: readonly number[]): number => w[0] * x[0] + w[1] * x[1] + w[2]
  for (let step = 0; step < 1200; step++) {
    const { input, target } = pick(step)
    const slope = 2 * (at(input) - target[0])
    for (const [i, x] of [...input, 1].entries()) w[i] -= 0.1 * slope * x
  }
  return rows.map(({ input }) => at(input))
}

export function check(learner: Learner, { g }: Source): readonly Pair[] {
  const p = Array.from(g.randn(3).data)
  const t = Array.from(g.randn(3).data)
  const u = 0.5 + g.random()
  const backward = (many: number, upstream: number): number[] => {
    const mse = new learner.Mse()
    mse.forward(p.slice(0, many), t.slice(0, many))
    return mse.backward(upstream)
  }
  const outcome = (): number[] => {
    const layer = learner.makeLayer()
    learner.train(layer, rows, 1200, 0.1)
    return rows.map(({ input }) => layer.forward(input)[0])
  }
  /** The rows that a training asks a layer about. */
  const asked = (): number[] => {
    const seen: number[] = []
    const layer = {
      forward: (input: readonly number[]) => {
        seen.push(rows.findIndex(row => row.input === input))
        return [0]
      },
      backward: () => [],
      step: () => {},
    } as unknown as Linear
    learner.train(layer, rows, 7, 0.1)
    return seen
  }
  const error = p.map((x, i) => x - t[i])
  return [
    {
      name: 'Mse, one output: backward(1)',
      blank: 'Mse.backward',
      learner: () => backward(1, 1),
      expected: [2 * error[0]],
      slips: [
        {
          family: 'wrong operand',
          value: [2 * p[0]],
          message: 'This is 2 times the prediction. The target has no part in it.',
        },
        {
          family: 'sign, factor',
          value: [-2 * error[0]],
          message: 'The sign is turned: it is the prediction minus the target.',
        },
        {
          family: 'sign, factor',
          value: [error[0]],
          message: 'The 2 of the square is missing.',
        },
      ],
    },
    {
      name: 'Mse, three outputs: backward(u)',
      blank: 'Mse.backward',
      learner: () => backward(3, u),
      expected: error.map(e => (2 * e * u) / 3),
      slips: [
        {
          family: 'wrong operand',
          value: p.map(x => 2 * x),
          message: 'This is 2 times the prediction. Neither the target nor the upstream gradient has a part in it.',
        },
        {
          family: 'wrong operand',
          value: p.map(x => (2 * x * u) / 3),
          message: 'The prediction stands where the difference to the target should stand.',
        },
        {
          family: 'upstream missing',
          value: error.map(e => (2 * e) / 3),
          message: 'The upstream gradient is missing. With 1 it makes no difference; here it is another number.',
        },
        {
          family: 'upstream missing',
          value: error.map(e => 2 * e),
          message: 'The upstream gradient is missing, and so is the 1/n of the mean.',
        },
        {
          family: 'sign, factor',
          value: error.map(e => 2 * e * u),
          message: 'The loss is a mean over the outputs. Its 1/n is missing.',
        },
      ],
    },
    {
      name: 'row 0 after the training',
      blank: 'Mse.backward',
      learner: () => outcome()[0],
      expected: 0.7,
      within: 1e-6,
      slips: [
        {
          family: 'wrong operand',
          value: 0,
          message: 'The network learned 0. That is where your gradient is 0, whatever the target is.',
        },
      ],
      learned: '0.7, no longer 0',
    },
    {
      name: 'the rows of 7 steps',
      blank: 'train',
      learner: asked,
      expected: [0, 1, 2, 0, 1, 2, 0],
      slips: [
        {
          family: 'index',
          value: [0, 0, 0, 0, 0, 0, 0],
          message: 'Every step takes row 0. The other rows are never seen.',
        },
        {
          family: 'index',
          value: [1, 2, 0, 1, 2, 0, 1],
          message: 'The first step takes row 1. Begin with row 0.',
        },
      ],
    },
    {
      name: 'rows 1 and 2 after the training',
      blank: 'train',
      learner: () => outcome().slice(1),
      expected: [-0.2, 0.4],
      within: 1e-6,
      slips: [
        {
          family: 'index',
          value: () => trained(() => rows[0]).slice(1),
          message: 'The network has learned row 0 and nothing of the others.',
        },
        {
          family: 'index',
          value: () => trained(step => ({ ...rows[step % 3], target: rows[0].target })).slice(1),
          message: 'The inputs are those of the row, the target is always that of row 0.',
        },
      ],
    },
    familyPair(
      'familyOfMse',
      learner.familyOfMse,
      'wrong operand',
      {
        'upstream missing':
          'The upstream gradient is missing, too: that is the company. But it is 1 here, so it is not why the network learns 0.',
        'sign, factor': 'Sign and 2 are right. Look at what they are multiplied with.',
        'wrong local derivative':
          'The slope of the square is right: 2 times what was squared. But what was it that was squared?',
        'local derivative missing': 'There is a slope, 2 times something. Something else than it should be.',
      },
      'it went to where 2 * prediction is 0',
    ),
    familyPair(
      'familyOfTrain',
      learner.familyOfTrain,
      'index',
      {
        'a use forgotten':
          'The rows are not used, true. But the family is about one gradient, and that of each step is whole, of the wrong row.',
        'stale or aliased': 'Nothing is kept that should be made anew. Which row does the line name?',
        order: 'The rows are not in another order: there is only one of them.',
        scatter: 'Nothing is added up by an index here. Something is picked by one.',
      },
      'the right thing was done with row 0',
    ),
  ]
}
