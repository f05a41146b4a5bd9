// %% [markdown]
// # 08 · Penguins
//
// Real data: 342 penguins, measured in Antarctica. From the length and depth of the bill and the length of
// the flipper (in millimetres), predict how heavy the bird is (in grams). The file is
// `exercises/data/penguins.csv`; where it comes from is told in the README beside it.
//
//     bill_length  bill_depth  flipper_length    body_mass
//            39.1        18.7             181         3750
//            39.5        17.4             186         3800
//
// Is the network any good? That takes two things: birds that it has never seen, and something to compare
// it with.
//
// ## Held out
//
// A network can learn its samples by heart. So some of them are **held out**: not used for training, only
// for looking how good it is. Which ones is drawn at random, for in the file the birds stand by species.
//
// ## One scale
//
// A flipper is 200 long, a bill 17 deep. With one rate for all weights, such different sizes make learning
// slow. So each column is **standardised**: its mean is taken off, then it is divided by its standard
// deviation, which makes the mean 0 and the spread 1. Both numbers come from the training samples alone.
// The held-out ones are treated with the **same** numbers: a bird that walks in tomorrow can't be asked
// for its mean.
//
// ## The line to beat
//
// A single fully connected layer, trained to the end, is a linear fit, and that needs no training. Its
// loss is least where the gradient is 0. You know the gradient of a layer: x.T @ dy, where dy is as good
// as prediction minus target. So at the best weights w,
//
//     X.T @ (X @ w - y)  =  0        that is        (X.T @ X) @ w  =  X.T @ y
//
// with a column of ones put at the right of X, whose weight, the last, is the bias. These are as many
// equations as weights: `solve(A, c)` finds the w with A @ w = c.
//
// When all is right, the check shows how both did, in grams.

// %%
import { cat, type Generator, ones, tensor, type Tensor, TODO, zeros } from 'backprop-ninja'

// %% The layers of the last exercises
/** Anything that goes forward and back. */
export interface Layer {
  forward(x: Tensor): Tensor
  backward(dy: Tensor): Tensor
}

export class Linear {
  W: Tensor // (inputs, outputs)
  b: Tensor // (outputs)
  x = zeros(0)
  dW = zeros(0)
  db = zeros(0)
  constructor(W: Tensor, b: Tensor) {
    this.W = W
    this.b = b
  }
  forward(x: Tensor): Tensor {
    this.x = x
    return x.matmul(this.W).add(this.b)
  }
  backward(dy: Tensor): Tensor {
    this.dW = this.x.T.matmul(dy)
    this.db = dy.sum(0)
    return dy.matmul(this.W.T)
  }
}

/** A fully connected layer to begin with: small random weights, biases 0. */
export const linear = (inputs: number, outputs: number, g: Generator): Linear =>
  new Linear(g.randn(inputs, outputs).div(Math.sqrt(inputs)), zeros(outputs))

export class ReLU {
  x = zeros(0)
  forward(x: Tensor): Tensor {
    this.x = x
    return x.relu()
  }
  backward(dy: Tensor): Tensor {
    return dy.mul(this.x.gt(0))
  }
}

export class Sigmoid {
  y = zeros(0)
  forward(x: Tensor): Tensor {
    this.y = x.sigmoid()
    return this.y
  }
  backward(dy: Tensor): Tensor {
    return dy.mul(this.y).mul(this.y.neg().add(1))
  }
}

export class Tanh {
  y = zeros(0)
  forward(x: Tensor): Tensor {
    this.y = x.tanh()
    return this.y
  }
  backward(dy: Tensor): Tensor {
    return dy.mul(this.y.square().neg().add(1))
  }
}

export class MeanSquaredError {
  prediction = zeros(0)
  target = zeros(0)
  forward(prediction: Tensor, target: Tensor): Tensor {
    this.prediction = prediction
    this.target = target
    return prediction.sub(target).square().mean()
  }
  backward(dloss: number): Tensor {
    return this.prediction.sub(this.target).mul((2 * dloss) / this.prediction.data.length)
  }
}

// %% The network of the last exercise, a step, and equations solved
export class Network {
  layers: readonly Layer[]
  constructor(layers: readonly Layer[]) {
    this.layers = layers
  }
  forward(x: Tensor): Tensor {
    return this.layers.reduce((y, layer) => layer.forward(y), x)
  }
  backward(dy: Tensor): Tensor {
    return this.layers.reduceRight((dx, layer) => layer.backward(dx), dy)
  }
  step(rate: number): void {
    for (const layer of this.layers) {
      if (!(layer instanceof Linear)) continue
      layer.W = layer.W.sub(layer.dW.mul(rate))
      layer.b = layer.b.sub(layer.db.mul(rate))
    }
  }
}

/** The w with A @ w = c, for A (k, k) and c (k, 1): row by row, everything but the diagonal is cleared away. */
export function solve(A: Tensor, c: Tensor): Tensor {
  const k = A.shape[0]
  const rows = Array.from({ length: k }, (_, i) => [...Array.from({ length: k }, (_, j) => A.at(i, j)), c.at(i, 0)])
  for (let d = 0; d < k; d++) {
    const best = rows.slice(d).reduce((at, row, i) => (Math.abs(row[d]) > Math.abs(rows[at][d]) ? d + i : at), d)
    ;[rows[d], rows[best]] = [rows[best], rows[d]]
    for (const [i, row] of rows.entries()) {
      const factor = i === d ? 0 : row[d] / rows[d][d]
      for (let j = 0; j <= k; j++) row[j] -= factor * rows[d][j]
    }
  }
  return tensor(rows.map((row, i) => [row[k] / row[i]]))
}

// %% Held out
// `order` is a list of all row numbers, shuffled. The first `many` of it are held out, the rest is for training.
// order.slice(0, from, to) takes a part of the list; rows.index(part) takes the rows with these numbers
export function split(rows: Tensor, order: Tensor, many: number): { train: Tensor; held: Tensor } {
  return TODO()
}

// %% One scale
// Columns of `other` by the numbers of `train`. x.std(0, { unbiased: false }) is the standard deviation of each column
export function standardise(other: Tensor, train: Tensor): Tensor {
  return TODO() // (the shape of other)
}

// %% The line to beat
// X (n, features), y (n, 1). ones(n, 1) is a column of ones; cat([A, B], 1) puts tables side by side
export function linearFit(X: Tensor, y: Tensor): Tensor {
  return TODO() // (features + 1, 1)
}

// %% Training
// `batches` is a list of lists of row numbers: one step for each of them. Nothing to return: the network is trained
export function train(
  network: Network,
  loss: MeanSquaredError,
  X: Tensor,
  y: Tensor,
  batches: readonly Tensor[],
  rate: number,
): void {
  return TODO()
}
