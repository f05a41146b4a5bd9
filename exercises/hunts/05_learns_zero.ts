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
import { type Family, TODO } from 'backprop-ninja'

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

  backward(upstream: number): number[] {
    return this.prediction.map(p => 2 * p)
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
export function train(layer: Linear, data: readonly Row[], steps: number, rate: number): number[] {
  const mse = new Mse()
  return Array.from({ length: steps }, () => {
    const { input, target } = data[0]
    const loss = mse.forward(layer.forward(input), target)
    layer.backward(mse.backward(1))
    layer.step(rate)
    return loss
  })
}

// %% [markdown]
// ## Two families
//
// `familyOfMse`: the line in `Mse.backward` has more than one thing wrong with it, but only one of them
// makes the network learn 0. Name the family of that one.

// %% Why does the network learn 0? The family of that mistake in Mse
export function familyOfMse(): Family {
  return TODO()
}

// %% The family of the mistake in train
export function familyOfTrain(): Family {
  return TODO()
}
