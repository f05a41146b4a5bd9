// %% [markdown]
// # 08 · Penguins
//
// Now for real data: 342 penguins, measured in Antarctica. You know the length and depth of the bill and the
// length of the flipper (in millimetres). Predict how heavy the bird is (in grams). The file is
// `exercises/data/penguins.csv`, and the README beside it says where the data comes from.
//
//     bill_length  bill_depth  flipper_length    body_mass
//            39.1        18.7             181         3750
//            39.5        17.4             186         3800
//
// Is the network any good? To find out, you need two things: birds that it has never seen, and something to
// compare it with.
//
// ## Held out
//
// A network can learn its samples by heart. So you **hold out** some of them: you don't train with them,
// and only use them to see how good the network is. Choose them at random, because the file is sorted by
// species.
//
// ## One scale
//
// A flipper is 200 mm long, a bill 17 mm deep. All weights share one rate, so such different sizes make
// learning slow. That's why you **standardise** each column: subtract its mean, then divide by its standard
// deviation. Then the mean is 0 and the spread is 1. Take both numbers from the training samples alone, and
// use the **same** two numbers for the held-out samples. If a single new bird walks in tomorrow, there is
// no mean of new birds to use.
//
// ## The line to beat
//
// A single fully connected layer, trained to the end, is a linear fit. You can find it without training.
// Its loss is smallest where the gradient is 0, and you know the gradient of a layer: x.T @ dy. Here dy is
// the prediction minus the target, times a factor that makes no difference where the gradient is 0. So the
// best weights w satisfy
//
//     X.T @ (X @ w - y)  =  0        that is        (X.T @ X) @ w  =  X.T @ y
//
// For the bias, put a column of ones at the right of X. Its weight, the last one, is the bias. Now you have
// as many equations as weights, and `solve(A, c)` finds the w with A @ w = c.
//
// When everything is right, the check shows how well both did, in grams.

// %%
import { cat, type Generator, ones, tensor, type Tensor, TODO, zeros } from 'backprop-ninja'

// %% The layers of the previous exercises
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

/** A new fully connected layer, with small random weights and biases of 0. */
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

// %% The network of the last exercise, with a step, and a solver for equations
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

/** The w with A @ w = c, for A (k, k) and c (k, 1): row by row, everything off the diagonal becomes 0. */
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
// `order` is a shuffled list of all row numbers. Hold out the first `many` of them, and train with the rest.
// order.slice(0, from, to) takes a part of the list. rows.index(part) takes the rows with these numbers
export function split(rows: Tensor, order: Tensor, many: number): { train: Tensor; held: Tensor } {
  return TODO()
}

// %% One scale
// Standardise the columns of `other` with the numbers of `train`.
// x.std(0, { unbiased: false }) is the standard deviation of each column
export function standardise(other: Tensor, train: Tensor): Tensor {
  return TODO() // (the shape of other)
}

// %% The line to beat
// X is (n, features), y is (n, 1). ones(n, 1) is a column of ones. cat([A, B], 1) puts tables side by side
export function linearFit(X: Tensor, y: Tensor): Tensor {
  return TODO() // (features + 1, 1)
}

// %% Training
// `batches` is a list of lists of row numbers. Make one step for each. You return nothing: the network is trained
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
