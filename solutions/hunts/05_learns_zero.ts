// %% [markdown]
// # 05 · The network that learns 0
//
// ## The program
//
// This is a library of layers. Each layer has a `forward`, which remembers what it will need, and a
// `backward`. `backward` takes the gradient of the layer's result, the **upstream** gradient, and returns
// the gradient of its input. The program has one linear layer, the mean squared error, and the training. Its
// data are three rows:
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
//     prediction    2.0000    0.1007    0.0051    0.0000    0.0000        row 0, should be 0.7
//
// The loss has fallen to less than a third, and now it no longer moves: "converged". There are mistakes in
// two functions, and one line has more than one thing wrong with it. Read slowly.

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
  /** `upstream`: how much the loss moves with each output. Returns how much it moves with each input. */
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

  // hint: Derive it on paper, with two outputs: L = ((p1 - t1)² + (p2 - t2)²) / 2. What is its slope with
  //       respect to p1?
  // hint: Four things belong in each number: the 2 of the square, the difference, the 1/n of the mean, and
  //       the upstream gradient. Which of them are there?
  // hint: 2 * (p - this.target[i]) * ... / ..., with map((p, i) => ...)
  backward(upstream: number): number[] {
    // answer
    const n = this.prediction.length
    return this.prediction.map((p, i) => (2 * (p - this.target[i]) * upstream) / n)
    // end answer
    // given (wrong operand): return this.prediction.map(p => 2 * p)
    //   > Your gradient is 2 times the prediction. Neither the target nor the upstream gradient plays a part.
    // wrong (wrong operand): return this.prediction.map(p => (2 * p * upstream) / this.prediction.length)
    //   > The target plays no part here. Use the difference between the prediction and the target.
    // wrong (wrong operand): return this.prediction.map(p => 2 * p * upstream)
    //   > The target plays no part here. Use the difference between the prediction and the target.
    // wrong (upstream missing): return this.prediction.map((p, i, all) => (2 * (p - this.target[i])) / all.length)
    //   > The upstream gradient is missing. When it is 1 you can't see that, but it can be any number.
    // wrong (upstream missing): return this.prediction.map((p, i) => 2 * (p - this.target[i]))
    //   > The upstream gradient is missing, and so is the 1/n of the mean.
    // wrong (sign, factor): return this.prediction.map((p, i) => 2 * (p - this.target[i]) * upstream)
    //   > The loss is a mean over the outputs. Divide by their number.
    // wrong (sign, factor): return this.prediction.map((p, i, all) => (2 * (this.target[i] - p) * upstream) / all.length)
    //   > The sign is wrong. Subtract the target from the prediction.
    // wrong (sign, factor): return this.prediction.map((p, i, all) => ((p - this.target[i]) * upstream) / all.length)
    //   > The 2 of the square is missing.
    // wrong (wrong operand): return this.prediction.map((p, i, all) => ((p - this.target[i]) ** 2 * upstream) / all.length)
    //   > You return the squared error times the upstream gradient. Use the slope of the square instead.
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

// %% Each step takes the next row. After the last row it starts over. Returns the loss of every step
// hint: Fix the other mistake first, and look at the predictions for all three rows.
// hint: Which row does step 5 use? Which row should it use, if the rows come in turn?
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
  //   > Every step takes row 0. The other rows are never used.
  // wrong (index):
  //   const mse = new Mse()
  //   return Array.from({ length: steps }, (_, step) => {
  //     const { input, target } = data[(step + 1) % data.length]
  //     const loss = mse.forward(layer.forward(input), target)
  //     layer.backward(mse.backward(1))
  //     layer.step(rate)
  //     return loss
  //   })
  //   > The first step takes row 1. Start with row 0.
  // wrong (index):
  //   const mse = new Mse()
  //   return Array.from({ length: steps }, (_, step) => {
  //     const { input, target } = data[step % data.length]
  //     const loss = mse.forward(layer.forward(input), data[0].target)
  //     layer.backward(mse.backward(1))
  //     layer.step(rate)
  //     return loss
  //   })
  //   > You take the input of each row in turn, but always the target of row 0.
  // wrong (index):
  //   const mse = new Mse()
  //   return Array.from({ length: steps }, (_, step) => {
  //     const { input, target } = data[step % 3]
  //     const loss = mse.forward(layer.forward(input), target)
  //     layer.backward(mse.backward(1))
  //     layer.step(rate)
  //     return loss
  //   })
  //   > You wrote the number of rows into your line. Use data.length: the function must work for any data.
  // wrong (index):
  //   const mse = new Mse()
  //   return Array.from({ length: steps }, (_, step) => {
  //     const { input, target } = data[step]
  //     const loss = mse.forward(layer.forward(input), target)
  //     layer.backward(mse.backward(1))
  //     layer.step(rate)
  //     return loss
  //   })
  //   > A later step asks for a row that doesn't exist. After the last row, start again with the first.
  // wrong (index):
  //   const mse = new Mse()
  //   return Array.from({ length: steps }, (_, step) => {
  //     const { input, target } = data[Math.min(step, data.length - 1)]
  //     const loss = mse.forward(layer.forward(input), target)
  //     layer.backward(mse.backward(1))
  //     layer.step(rate)
  //     return loss
  //   })
  //   > After the last row you stay with it. Start again with the first.
}

// %% [markdown]
// ## Two families
//
// `familyOfMse`: the line in `Mse.backward` has more than one thing wrong with it, but only one of them
// makes the network learn 0. Name the family of that one.

// %% Why does the network learn 0? The family of that mistake in Mse
// hint: The network goes where the gradient is 0. Where is 2 * p zero, and where should the gradient be
//       zero?
// hint: The form is right, 2 times something. But times what?
// hint: The line uses the prediction where the difference belongs: the family is called wrong operand.
export function familyOfMse(): Family {
  // answer
  return 'wrong operand'
  // end answer
  // wrong (reduction): return 'reduction'
  //   > The 1/n of the mean is missing too, that's true. But n is 1 in this program, so it isn't why the network
  //   > learns 0.
  // wrong (upstream missing): return 'upstream missing'
  //   > The upstream gradient is missing too, that's true. But it is 1 in this program, so it isn't why the network
  //   > learns 0.
  // wrong (sign, factor): return 'sign, factor'
  //   > The sign and the 2 are right. Look at what they are multiplied by.
  // wrong (local derivative missing): return 'local derivative missing'
  //   > A slope is there: 2 times something. What should that something be?
}

// %% The family of the mistake in train
// hint: Each number in it is right. Where does it come from?
// hint: `train` takes row 0 even when it's the turn of row 1 or row 2.
// hint: The right kind of numbers, taken from the wrong place.
export function familyOfTrain(): Family {
  // answer
  return 'index'
  // end answer
  // wrong (a use forgotten): return 'a use forgotten'
  //   > Some rows are never used, that's true. But the families are about one gradient, and the gradient of each
  //   > step is complete. It's the gradient of the wrong row.
  // wrong (stale or aliased): return 'stale or aliased'
  //   > Nothing old is kept that should be computed again. Which row does the line name?
  // wrong (order): return 'order'
  //   > The rows aren't in the wrong order: only one of them is used.
  // wrong (scatter): return 'scatter'
  //   > Nothing is added up at an index here. Something is picked by one.
}

// %% check
import type { Check } from 'backprop-ninja'
import { familyPair } from './family.ts'

type Learner = Pick<
  typeof import('./05_learns_zero.ts'),
  'Mse' | 'makeLayer' | 'train' | 'familyOfMse' | 'familyOfTrain'
>

export const check: Check<Learner> = (learner, { g }) => {
  const [p, t] = [0, 1].map(() => Array.from(g.randn(3).data))
  const u = 0.5 + g.random()
  const backward = (many: number, upstream: number) => (): number[] => {
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
    const data = [...rows, { input: [1, 1], target: [0] }]
    const forward = (input: readonly number[]): number[] => {
      seen.push(data.findIndex(row => row.input === input))
      return [0]
    }
    learner.train({ forward, backward: () => [], step() {} } as unknown as Linear, data, 7, 0.1)
    return seen
  }
  return [
    {
      name: 'Mse, one output: backward(1)',
      blank: 'Mse.backward',
      learner: backward(1, 1),
      expected: [2 * p[0] - 2 * t[0]],
    },
    { name: 'Mse, three outputs: backward(u)', blank: 'Mse.backward', learner: backward(3, u) },
    {
      name: 'row 0 after the training',
      blank: 'Mse.backward',
      learner: () => outcome()[0],
      expected: 0.7,
      within: 1e-6,
      learned: '0.7, no longer 0',
    },
    {
      name: 'which of four rows are used in 7 steps',
      blank: 'train',
      learner: asked,
      expected: [0, 1, 2, 3, 0, 1, 2],
    },
    {
      name: 'rows 1 and 2 after the training',
      blank: 'train',
      learner: () => outcome().slice(1),
      expected: [-0.2, 0.4],
      within: 1e-6,
    },
    familyPair({
      blank: 'familyOfMse',
      given: learner.familyOfMse,
      secret: ['wrong operand', 'a use forgotten', 'wrong local derivative'],
      learned:
        'wrong operand: the prediction instead of the difference; a use forgotten: the target is missing; wrong local derivative: it is the slope of p²; all three are right',
    }),
    familyPair({
      blank: 'familyOfTrain',
      given: learner.familyOfTrain,
      secret: ['index', 'wrong operand'],
      learned: 'index is why: it picks row 0 in every step; wrong operand is what you see: the right steps, with the wrong row',
    }),
  ]
}
