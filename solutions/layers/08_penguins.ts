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
import { cat, ones, type Tensor, tensor } from 'backprop-ninja'

// %% include layers.ts
export * from './layers.ts'
import { type Layer, Linear, linear, MeanSquaredError, Tanh } from './layers.ts'

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
// hint: Take the shuffled list apart, then fetch the rows of each part.
// hint: The first part is order.slice(0, 0, many), the other order.slice(0, many).
// hint: return { train: rows.index(...), held: rows.index(...) }.
export function split(rows: Tensor, order: Tensor, many: number): { train: Tensor; held: Tensor } {
  // answer
  return { train: rows.index(order.slice(0, many)), held: rows.index(order.slice(0, 0, many)) }
  // end answer
  // wrong (order): return { train: rows.slice(0, many), held: rows.slice(0, 0, many) }
  // wrong (index): return { train: rows.index(order), held: rows.index(order.slice(0, 0, many)) }
  // wrong (order): return { train: rows.index(order.slice(0, 0, many)), held: rows.index(order.slice(0, many)) }
  // wrong (wrong operand): return { train: order.slice(0, many), held: order.slice(0, 0, many) }
  // wrong (-): return { train: rows.index(order.slice(0, 4, 12)), held: rows.index(order.slice(0, 0, 4)) }
  // wrong (-): return { train: rows.index(order.slice(0, many, 12)), held: rows.index(order.slice(0, 0, many)) }
}

// %% One scale
// Columns of `other` by the numbers of `train`. x.std(0, { unbiased: false }) is the standard deviation of each column
// hint: mean and std of the columns of train: dimension 0. A list of (columns) is copied down by sub and
//       div.
// hint: (x - mean) / std, where mean and std are those of train, whatever x is.
// hint: other.sub(train.mean(0)).div(...)
export function standardise(other: Tensor, train: Tensor): Tensor {
  // answer (the shape of other)
  return other.sub(train.mean(0)).div(train.std(0, { unbiased: false }))
  // end answer
  // wrong (wrong operand): return other.sub(other.mean(0)).div(other.std(0, { unbiased: false }))
  // wrong (a use forgotten): return other.sub(train.mean(0))
  // wrong (a use forgotten): return other.div(train.std(0, { unbiased: false }))
  // wrong (reduction): return other.sub(train.mean()).div(train.std(null, { unbiased: false }))
  // wrong (wrong operand): return other.sub(train.mean(0)).div(train.var(0, { unbiased: false }))
  // wrong (order): return other.div(train.std(0, { unbiased: false })).sub(train.mean(0))
}

// %% The line to beat
// X (n, features), y (n, 1). ones(n, 1) is a column of ones; cat([A, B], 1) puts tables side by side
// hint: First the column of ones beside X, at its right. Then the two sides of the equations in the text.
// hint: With Z = cat([X, ones(X.shape[0], 1)], 1), the equations are (Z.T @ Z) @ w = Z.T @ y.
// hint: return solve(Z.T.matmul(Z), ...)
export function linearFit(X: Tensor, y: Tensor): Tensor {
  // answer (features + 1, 1)
  const Z = cat([X, ones(X.shape[0], 1)], 1)
  return solve(Z.T.matmul(Z), Z.T.matmul(y))
  // end answer
  // wrong (a use forgotten): return solve(X.T.matmul(X), X.T.matmul(y))
  // wrong (order): const Z = cat([ones(X.shape[0], 1), X], 1); return solve(Z.T.matmul(Z), Z.T.matmul(y))
  // wrong (a use forgotten): const Z = cat([X, ones(X.shape[0], 1)], 1); return Z.T.matmul(y)
  // wrong (-): const Z = cat([X, ones(X.shape[0], 1)], 1); return solve(Z.matmul(Z.T), y)
  // wrong (-): const Z = cat([X, ones(12, 1)], 1); return solve(Z.T.matmul(Z), Z.T.matmul(y))
}

// %% Training
// `batches` is a list of lists of row numbers: one step for each of them. Nothing to return: the network is trained
// hint: For each batch: fetch its rows of X and of y, then forward, backward, step, as in exercise 06.
// hint: X.index(batch) and y.index(batch) are its rows. The loss goes forward with the prediction and the
//       targets.
// hint: for (const batch of batches) { loss.forward(network.forward(...), ...);
//       network.backward(loss.backward(1)); network.step(rate) }
export function train(
  network: Network,
  loss: MeanSquaredError,
  X: Tensor,
  y: Tensor,
  batches: readonly Tensor[],
  rate: number,
): void {
  // answer
  for (const batch of batches) {
    loss.forward(network.forward(X.index(batch)), y.index(batch))
    network.backward(loss.backward(1))
    network.step(rate)
  }
  // end answer
  // wrong (a use forgotten):
  //   for (const batch of batches) {
  //     loss.forward(network.forward(X.index(batch)), y.index(batch))
  //     network.backward(loss.backward(1))
  //   }
  // wrong (index):
  //   for (const batch of batches) {
  //     loss.forward(network.forward(X.slice(0, 0, 1)), y.slice(0, 0, 1))
  //     network.backward(loss.backward(1))
  //     network.step(rate)
  //   }
  // wrong (index):
  //   for (const batch of batches) {
  //     loss.forward(network.forward(X), y)
  //     network.backward(loss.backward(1))
  //     network.step(rate)
  //   }
  // wrong (index):
  //   for (const batch of batches.slice(0, 1)) {
  //     loss.forward(network.forward(X.index(batch)), y.index(batch))
  //     network.backward(loss.backward(1))
  //     network.step(rate)
  //   }
  // wrong (order):
  //   for (const batch of batches) {
  //     loss.forward(network.forward(X.index(batch)), y.index(batch))
  //     network.backward(loss.backward(1))
  //   }
  //   network.step(rate)
  // wrong (sign, factor):
  //   for (const batch of batches) {
  //     loss.forward(y.index(batch), network.forward(X.index(batch)))
  //     network.backward(loss.backward(1))
  //     network.step(rate)
  //   }
  // wrong (-):
  //   for (const batch of batches) {
  //     loss.forward(network.forward(X.index(batch)), y.index(batch))
  //     network.backward(loss.backward(1))
  //     network.step(0.1)
  //   }
  // wrong (-):
  //   for (const batch of batches) {
  //     loss.forward(network.forward(X.index(batch)), y.index(batch))
  //     network.step(rate)
  //     network.backward(loss.backward(1))
  //   }
  // wrong (sign, factor):
  //   for (const batch of batches) {
  //     loss.forward(network.forward(X.index(batch)), y.index(batch))
  //     network.backward(loss.backward(1))
  //     network.step(-rate)
  //   }
}

// %% check
import { arange, type CheckSource, chart, type Generator, generator, type Pair, type Value } from 'backprop-ninja'
import { guarded } from './guarded.ts'

interface Learner {
  readonly Network: typeof Network
  readonly Linear: typeof Linear
  readonly Tanh: typeof Tanh
  readonly MeanSquaredError: typeof MeanSquaredError
  readonly split: typeof split
  readonly standardise: typeof standardise
  readonly linearFit: typeof linearFit
  readonly train: typeof train
}

type Layers = Pick<Learner, 'Network' | 'Linear' | 'Tanh'>

/** `fcn-8, tanh, fcn-1`, of these classes. */
const small = (made: Layers, g: Generator, inputs = 3): Network => {
  const [first, last] = [linear(inputs, 8, g), linear(8, 1, g)].map(({ W, b }) => new made.Linear(W, b))
  return new made.Network([guarded(first), new made.Tanh(), guarded(last)])
}
const parameters = (network: Network): Value =>
  network.layers.flatMap(layer =>
    'W' in layer ? [(layer as Linear).W.tolist() as Value, (layer as Linear).b.tolist() as Value] : [],
  )

/** Row numbers in groups, as they come. */
const groups = (order: Tensor, size: number): Tensor[] =>
  Array.from({ length: Math.floor(order.shape[0] / size) }, (_, i) =>
    order.slice(0, i * size, (i + 1) * size),
  )

export function check(learner: Learner, { g, table }: CheckSource): readonly Pair[] {
  const { rows } = table('penguins')
  const [n, fewer] = g.permutation(6).add(10).data
  const order = g.permutation(rows.shape[0])
  const some = rows.index(order.slice(0, 0, n))
  const others = rows.index(order.slice(0, 20, 20 + fewer))
  return [
    ...splitPairs(learner, some, g.permutation(n), g),
    standardisePair(learner, others, some),
    fitPair(learner, g.randn(n, 3), g),
    trainPair(learner, n, g),
  ]
}

function splitPairs(learner: Learner, rows: Tensor, order: Tensor, g: Generator): Pair[] {
  const n = rows.shape[0]
  const [many] = g.permutation(4).add(2).data
  const take = (from: number, to: number) => rows.index(order.slice(0, from, to))
  const parts = () => learner.split(rows.clone(), order.clone(), many)
  const unshuffled =
    'The rows are taken as they stand in the file. There the birds are sorted by species, so whole species would never be seen in training: go by order.'
  const numbers = 'Those are row numbers, not rows. rows.index(...) fetches the rows that have these numbers.'
  const other = 'The parts are exchanged: the first `many` of order are held out, the rest is for training.'
  return [
    {
      name: 'split(rows, order, many).held',
      blank: 'split',
      at: { many },
      learner: () => parts().held,
      expected: take(0, many),
      slips: [
        { family: 'order', value: rows.slice(0, 0, many), message: unshuffled },
        { family: 'order', value: take(many, n), message: other },
        { family: 'wrong operand', value: order.slice(0, 0, many), message: numbers },
      ],
    },
    {
      name: 'split(rows, order, many).train',
      blank: 'split',
      at: { many },
      learner: () => parts().train,
      expected: take(many, n),
      slips: [
        {
          family: 'index',
          value: take(0, n),
          message:
            'Nothing is left out: the network is trained with the birds that it is to be tested with. It could learn them by heart, and nobody would notice.',
        },
        { family: 'order', value: rows.slice(0, many), message: unshuffled },
        { family: 'order', value: take(0, many), message: other },
        { family: 'wrong operand', value: order.slice(0, many), message: numbers },
      ],
    },
  ]
}

function standardisePair(learner: Learner, other: Tensor, from: Tensor): Pair {
  const [mean, deviation] = [from.mean(0), from.std(0, { unbiased: false })]
  /** Number by number. */
  const expected = () => {
    const columns = Array.from({ length: from.shape[1] }, (_, c) => {
      const column = Array.from({ length: from.shape[0] }, (_, r) => from.at(r, c))
      const middle = column.reduce((a, b) => a + b) / column.length
      const spread = Math.sqrt(column.reduce((sum, value) => sum + (value - middle) ** 2, 0) / column.length)
      return Array.from({ length: other.shape[0] }, (_, r) => (other.at(r, c) - middle) / spread)
    })
    return tensor(columns).T
  }
  return {
    name: 'standardise(other, train)',
    blank: 'standardise',
    learner: () => learner.standardise(other.clone(), from.clone()),
    expected,
    slips: [
      {
        family: 'wrong operand',
        value: () => other.sub(other.mean(0)).div(other.std(0, { unbiased: false })),
        message:
          'The numbers of `other` itself were used. Its mean and spread must not be known: they come from the training samples, and what is held out is treated with the same ones.',
      },
      {
        family: 'wrong operand',
        value: () => other.sub(mean).div(from.var(0, { unbiased: false })),
        message:
          'It is divided by the variance. The standard deviation is its root, and has the unit of the column.',
      },
      {
        family: 'a use forgotten',
        value: () => other.sub(mean),
        message:
          'The mean is taken off, but nothing is divided: the columns still have spreads of their own.',
      },
      {
        family: 'a use forgotten',
        value: () => other.div(deviation),
        message: 'It is divided by the spread, but the mean is still there.',
      },
      {
        family: 'order',
        value: () => other.div(deviation).sub(mean),
        message:
          'Divided first, then the mean taken off. By then the numbers have another scale than the mean: take it off first.',
      },
      {
        family: 'reduction',
        value: () => other.sub(from.mean()).div(from.std(null, { unbiased: false })),
        message:
          'One mean and one spread were used for all columns. Each column has its own: mean(0) and std(0).',
      },
      {
        family: 'sign, factor',
        value: () => other.sub(mean).div(from.std(0)),
        message:
          'The standard deviation is the one with n - 1. Here it is the one with n: { unbiased: false }.',
      },
    ],
  }
}

/** y = Z @ w, and noise that stands at right angles to every column of Z: no other w comes nearer to y. */
function fitted(X: Tensor, g: Generator) {
  const Z = cat([X, ones(X.shape[0], 1)], 1)
  const w = g.randn(Z.shape[1], 1)
  const made: Tensor[] = []
  const square = (v: Tensor) => {
    const rest = made.reduce((left, q) => left.sub(q.mul(q.mul(left).sum())), v)
    return rest.div(rest.square().sum().sqrt())
  }
  for (let c = 0; c < Z.shape[1]; c++) made.push(square(Z.slice(1, c, c + 1)))
  return { Z, w, y: Z.matmul(w).add(square(g.randn(X.shape[0], 1))) }
}

function fitPair(learner: Learner, X: Tensor, g: Generator): Pair {
  const { Z, w, y } = fitted(X, g)
  const bestFor = (A: Tensor) => solve(A.T.matmul(A), A.T.matmul(y))
  return {
    name: 'linearFit(X, y)',
    blank: 'linearFit',
    learner: () => learner.linearFit(X.clone(), y.clone()),
    expected: w,
    slips: [
      {
        family: 'a use forgotten',
        value: () => bestFor(X),
        message: 'The column of ones is missing, and with it the bias: that is the best line through 0.',
      },
      {
        family: 'order',
        value: () => bestFor(cat([ones(X.shape[0], 1), X], 1)),
        message:
          'The right numbers, with the bias first. The column of ones stands at the right of X here, so its weight is the last.',
      },
      {
        family: 'a use forgotten',
        value: () => Z.T.matmul(y),
        message:
          'That is the right-hand side of the equations. They must be solved: solve(Z.T @ Z, Z.T @ y).',
      },
    ],
    learned: 'gradient descent would end in the same place, where the gradient is 0',
  }
}

function trainPair(learner: Learner, n: number, g: Generator): Pair {
  const [inputs, size] = g.permutation(3).add(2).data
  const [X, y] = [g.randn(n, inputs), g.randn(n, 1)]
  const [seed] = g.randint(0, 1000, [1]).data
  const start = (made: Layers): Network => small(made, generator(seed), inputs)
  const batches = groups(g.permutation(n), size)
  const rate = 0.03 + 0.2 * g.random()
  /** The parameters after steps with these rows. */
  const after = (rows: readonly Tensor[], by = rate, only = rows.length): Value => {
    const [network, loss] = [start({ Network, Linear, Tanh }), new MeanSquaredError()]
    for (const [i, batch] of rows.entries()) {
      loss.forward(network.forward(X.index(batch)), y.index(batch))
      network.backward(loss.backward(1))
      if (i >= rows.length - only) network.step(by)
    }
    return parameters(network)
  }
  return {
    name: 'W and b after train(network, loss, X, y, batches, rate)',
    blank: 'train',
    at: { rate },
    learner: () => {
      const network = start(learner)
      const rows = batches.map(batch => batch.clone())
      learner.train(network, new learner.MeanSquaredError(), X.clone(), y.clone(), rows, rate)
      return parameters(network)
    },
    expected: () => after(batches),
    slips: [
      {
        family: 'a use forgotten',
        value: () => after(batches, 0),
        message: 'Nothing moved. Each round ends with a step: network.step(rate).',
      },
      {
        family: 'index',
        value: () => after(batches.map(() => tensor([0]))),
        message:
          'Each round uses the first row, whatever the batch. The network learns one penguin by heart: fetch the rows of the batch with index.',
      },
      {
        family: 'index',
        value: () => after(batches.map(() => arange(n))),
        message:
          'Each round uses all rows. That works, but a step is to cost no more than its batch: fetch the rows of the batch with index.',
      },
      {
        family: 'index',
        value: () => after(batches.slice(0, 1)),
        message: 'Only the first batch was used: does the loop end too early?',
      },
      {
        family: 'order',
        value: () => after(batches, rate, 1),
        message:
          'There was only one step, after the last batch. One belongs into each round: the next gradient must be taken where that step leads.',
      },
      {
        family: 'sign, factor',
        value: () => after(batches, -rate),
        message:
          'The steps go uphill. Does the prediction stand first in loss.forward(prediction, target)? And network.step takes the gradient off by itself: hand it the rate as it is.',
      },
    ],
  }
}

export function picture(learner: Learner, { g, table }: CheckSource): string {
  const { rows } = table('penguins')
  const many = 68
  const { train: raw, held: rawHeld } = learner.split(rows, g.permutation(rows.shape[0]), many)
  const [seen, held] = [raw, rawHeld].map(part => learner.standardise(part, raw))
  const [X, y, XH, yH] = [seen, held].flatMap(part => [part.slice(1, 0, 3), part.slice(1, 3)])
  const grams = raw.slice(1, 3).std(null, { unbiased: false }).item()
  const off = (prediction: Tensor, target: Tensor) =>
    grams * Math.sqrt(prediction.sub(target).square().mean().item())
  const w = learner.linearFit(X, y)
  const line = off(cat([XH, ones(many, 1)], 1).matmul(w), yH)

  const network = small(learner, g)
  const epochs = 40
  const curve = [off(network.forward(XH), yH)]
  for (let epoch = 0; epoch < epochs; epoch++) {
    learner.train(network, new learner.MeanSquaredError(), X, y, groups(g.permutation(X.shape[0]), 16), 0.1)
    curve.push(off(network.forward(XH), yH))
  }
  const x = curve.map((_, epoch) => epoch)
  const [now] = curve.slice(-1)
  const series = [
    { name: 'fcn-8, tanh, fcn-1', x, y: curve },
    { name: 'linear fit', x: [0, epochs], y: [line, line] },
  ]
  const words = `On ${many} penguins that neither has seen, the linear fit is off by ${line.toFixed(0)} g, your
network by ${now.toFixed(0)} g (the root of the mean squared error; the birds weigh 4,200 g
on average).`
  return `${words}\n\n${chart(series, { x: { label: 'times through the data' }, y: { label: 'off by, g', from: 200, to: 900 }, height: 12 })}`
}
