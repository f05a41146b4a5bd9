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
// tex: X^{\mathsf T} (X w - y) = 0 \qquad \text{that is} \qquad (X^{\mathsf T} X)\, w = X^{\mathsf T} y
//
// For the bias, put a column of ones at the right of X. Its weight, the last one, is the bias. Now you have
// as many equations as weights, and `solve(A, c)` finds the w with A @ w = c.
//
// When everything is right, the check shows how well both did, in grams.

// %%
import { cat, ones, type Tensor, tensor } from 'backprop-ninja'

// %% include layers.ts
export * from './layers.ts'
import { type Layer, Linear, linear, type MeanSquaredError, Tanh } from './layers.ts'

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
// hint: Split the shuffled list into two parts. Then fetch the rows of each part.
// hint: The first part is order.slice(0, 0, many), the other is order.slice(0, many).
// hint: return { train: rows.index(...), held: rows.index(...) }.
export function split(rows: Tensor, order: Tensor, many: number): { train: Tensor; held: Tensor } {
  // answer
  return { train: rows.index(order.slice(0, many)), held: rows.index(order.slice(0, 0, many)) }
  // end answer
  // wrong (order): return { train: rows.slice(0, many), held: rows.slice(0, 0, many) }
  //   > You took the rows as they are in the file. It's sorted by species, so you would never see some species in
  //   > training. Use the order that you're given.
  // wrong (index): return { train: rows.index(order), held: rows.index(order.slice(0, 0, many)) }
  //   > You train with all birds, including the ones you test with. The network could learn them by heart, and you
  //   > wouldn't notice.
  // wrong (order): return { train: rows.index(order.slice(0, 0, many)), held: rows.index(order.slice(0, many)) }
  //   > The parts are swapped. Hold out the first `many` of order, and train with the rest.
  // wrong (order): return { train: rows.index(order.slice(0, 0, -many)), held: rows.index(order.slice(0, -many)) }
  //   > You held out the last `many` of order. Hold out the first `many`.
  // wrong (wrong operand): return { train: order.slice(0, many), held: order.slice(0, 0, many) }
  //   > These are row numbers. Fetch the rows that have these numbers: rows.index(...).
  // wrong (-): return { train: rows.index(order.slice(0, 4, 12)), held: rows.index(order.slice(0, 0, 4)) }
  // wrong (-): return { train: rows.index(order.slice(0, many, 12)), held: rows.index(order.slice(0, 0, many)) }
}

// %% One scale
// Standardise the columns of `other` with the numbers of `train`.
// x.std(0, { unbiased: false }) is the standard deviation of each column
// hint: Take the mean and the std of the columns of train: dimension 0. sub and div copy a list of
//       (columns) down to every row.
// hint: (x - mean) / std, where mean and std come from train, whatever x is.
// hint: other.sub(train.mean(0)).div(...)
export function standardise(other: Tensor, train: Tensor): Tensor {
  // answer (the shape of other)
  return other.sub(train.mean(0)).div(train.std(0, { unbiased: false }))
  // end answer
  // wrong (wrong operand): return other.sub(other.mean(0)).div(other.std(0, { unbiased: false }))
  //   > You used the mean and spread of `other` itself. Take both from the training samples, and treat all others the
  //   > same way.
  // wrong (wrong operand): return train.sub(train.mean(0)).div(train.std(0, { unbiased: false }))
  //   > You standardised `train`. Standardise `other`, with the numbers of `train`.
  // wrong (a use forgotten): return other.sub(train.mean(0))
  //   > You subtracted the mean, but didn't divide: each column still has its own spread.
  // wrong (a use forgotten): return other.div(train.std(0, { unbiased: false }))
  //   > You divided by the spread, but didn't subtract the mean.
  // wrong (reduction): return other.sub(train.mean()).div(train.std(null, { unbiased: false }))
  //   > You used one mean and one spread for the whole table. Each column has its own: mean(0) and std(0).
  // wrong (reduction): return other.sub(train.mean()).div(train.std())
  //   > You used one mean and one spread for the whole table. Each column has its own: mean(0) and std(0).
  // wrong (reduction): return other.sub(train.mean(1)).div(train.std(1, { unbiased: false }))
  //   > You averaged over each row, which is a bird. Average over each column: dimension 0.
  // wrong (wrong operand): return other.sub(train.mean(0)).div(train.var(0, { unbiased: false }))
  //   > You divided by the variance. The standard deviation is its square root.
  // wrong (sign, factor): return other.sub(train.mean(0)).div(train.std(0))
  //   > This standard deviation divides by n - 1. Use the one that divides by n: { unbiased: false }.
  // wrong (order): return other.div(train.std(0, { unbiased: false })).sub(train.mean(0))
  //   > You divided first, so the mean no longer fits the scale of the numbers. Subtract the mean first.
}

// %% The line to beat
// X is (n, features), y is (n, 1). ones(n, 1) is a column of ones. cat([A, B], 1) puts tables side by side
// hint: First put the column of ones at the right of X. Then write the two sides of the equations in the
//       text.
// hint: With Z = cat([X, ones(X.shape[0], 1)], 1), the equations are (Z.T @ Z) @ w = Z.T @ y.
// hint: return solve(Z.T.matmul(Z), ...)
export function linearFit(X: Tensor, y: Tensor): Tensor {
  // answer (features + 1, 1)
  const Z = cat([X, ones(X.shape[0], 1)], 1)
  return solve(Z.T.matmul(Z), Z.T.matmul(y))
  // end answer
  // wrong (a use forgotten): return solve(X.T.matmul(X), X.T.matmul(y))
  //   > The column of ones is missing, and with it the bias: this is the best fit through 0.
  // wrong (order): const Z = cat([ones(X.shape[0], 1), X], 1); return solve(Z.T.matmul(Z), Z.T.matmul(y))
  //   > The numbers are right, but the bias comes first. Put the column of ones at the right of X.
  // wrong (a use forgotten): const Z = cat([X, ones(X.shape[0], 1)], 1); return Z.T.matmul(y)
  //   > This is only the right-hand side of the equations. Solve them: solve(Z.T @ Z, Z.T @ y).
  // wrong (shape): const Z = cat([X, ones(X.shape[0], 1)], 1); return solve(Z.matmul(Z.T), y)
  //   > Z @ Z.T has a row for each bird, so you get too many equations. You need one for each weight: Z.T @ Z.
  // wrong (shape): const Z = cat([X, ones(X.shape[0], 1)], 1); return solve(Z.matmul(Z.T), Z.T.matmul(y))
  //   > Z @ Z.T has a row for each bird, so you get too many equations. You need one for each weight: Z.T @ Z.
  // wrong (shape): const Z = cat([X, ones(X.shape[0], 1)], 1); return solve(Z, y)
  //   > Z has a row for each bird, so you get too many equations. Multiply both sides by Z.T: Z.T @ Z, and Z.T @ y.
  // wrong (-): const Z = cat([X, ones(12, 1)], 1); return solve(Z.T.matmul(Z), Z.T.matmul(y))
}

// %% Training
// `batches` is a list of lists of row numbers. Make one step for each. You return nothing: the network is trained
// hint: For each batch, fetch its rows of X and of y. Then go forward, go backward, and step, as in
//       exercise 06.
// hint: X.index(batch) and y.index(batch) are its rows. Give loss.forward the prediction and the targets.
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
  //   > Nothing moved. End each round with a step: network.step(rate).
  // wrong (index):
  //   for (const batch of batches) {
  //     loss.forward(network.forward(X.slice(0, 0, 1)), y.slice(0, 0, 1))
  //     network.backward(loss.backward(1))
  //     network.step(rate)
  //   }
  //   > You use the first row in each round, so the network learns one penguin by heart. Fetch the rows of the batch:
  //   > X.index(batch).
  // wrong (index):
  //   for (const batch of batches) {
  //     loss.forward(network.forward(X), y)
  //     network.backward(loss.backward(1))
  //     network.step(rate)
  //   }
  //   > You use all rows in each round. That works, but a step must not cost more than its batch: fetch X.index(batch).
  // wrong (index):
  //   for (const batch of batches.slice(0, 1)) {
  //     loss.forward(network.forward(X.index(batch)), y.index(batch))
  //     network.backward(loss.backward(1))
  //     network.step(rate)
  //   }
  //   > You use only the first batch. Does your loop end too early?
  // wrong (order):
  //   for (const batch of batches) {
  //     loss.forward(network.forward(X.index(batch)), y.index(batch))
  //     network.backward(loss.backward(1))
  //   }
  //   network.step(rate)
  //   > You made only one step, after the last batch. Make one in each round, because the next gradient depends on it.
  // wrong (order):
  //   for (const batch of batches) {
  //     loss.forward(network.forward(X.index(batch)), y.index(batch))
  //     network.step(rate)
  //     network.backward(loss.backward(1))
  //   }
  //   > In the first round you step before backward, so there are no gradients yet. Go back first, then step.
  // wrong (sign, factor):
  //   for (const batch of batches) {
  //     loss.forward(y.index(batch), network.forward(X.index(batch)))
  //     network.backward(loss.backward(1))
  //     network.step(rate)
  //   }
  //   > Your steps go uphill. Does the prediction come first, as in loss.forward(prediction, target)? And does
  //   > network.step get the rate as it is, without a minus?
  // wrong (sign, factor):
  //   for (const batch of batches) {
  //     loss.forward(network.forward(X.index(batch)), y.index(batch))
  //     network.backward(loss.backward(1))
  //     network.step(-rate)
  //   }
  //   > Your steps go uphill. Does the prediction come first, as in loss.forward(prediction, target)? And does
  //   > network.step get the rate as it is, without a minus?
  // wrong (wrong operand):
  //   for (const batch of batches) {
  //     const value = loss.forward(network.forward(X.index(batch)), y.index(batch)).item()
  //     network.backward(loss.backward(value))
  //     network.step(rate)
  //   }
  //   > You passed the loss to loss.backward. It takes how fast the loss changes with itself, which is 1.
  // wrong (-):
  //   for (const batch of batches) {
  //     loss.forward(network.forward(X.index(batch)), y.index(batch))
  //     network.backward(loss.backward(1))
  //     network.step(0.1)
  //   }
}

// %% check
import { type Check, type CheckSource, chart, type Generator, generator, type Pair } from 'backprop-ninja'
import { guarded } from './guarded.ts'

type Layers = Pick<typeof import('./08_penguins.ts'), 'Network' | 'Linear' | 'Tanh'>
type Learner = Layers &
  Pick<
    typeof import('./08_penguins.ts'),
    'MeanSquaredError' | 'split' | 'standardise' | 'linearFit' | 'train'
  >

/** `fcn-8, tanh, fcn-1`, of these classes. */
const small = (made: Layers, g: Generator, inputs = 3): Network => {
  const [first, last] = [linear(inputs, 8, g), linear(8, 1, g)].map(({ W, b }) => new made.Linear(W, b))
  return new made.Network([guarded(first), new made.Tanh(), guarded(last)])
}
const parameters = (network: Network): Tensor[] =>
  network.layers.flatMap(layer => ('W' in layer ? [(layer as Linear).W, (layer as Linear).b] : []))

/** Row numbers in groups, as they come. */
const groups = (order: Tensor, size: number): Tensor[] =>
  Array.from({ length: Math.floor(order.shape[0] / size) }, (_, i) =>
    order.slice(0, i * size, (i + 1) * size),
  )

export const check: Check<Learner> = (learner, { g, table }) => {
  const { rows } = table('penguins')
  const [n, fewer] = g.permutation(6).add(10).data
  const shuffled = g.permutation(rows.shape[0])
  const some = rows.index(shuffled.slice(0, 0, n))
  const others = rows.index(shuffled.slice(0, 20, 20 + fewer))
  const order = g.permutation(n)
  const [many] = g.permutation(4).add(2).data
  const held = Array.from(order.data).slice(0, many)
  const { w, X, y } = fitted(g.randn(n, 3), g)
  const middle = some.sum(0).div(n)
  return [
    {
      name: 'split(rows, order, many).held',
      blank: 'split',
      at: { many },
      learner: () => learner.split(some.clone(), order.clone(), many).held,
      expected: cat(held.map(row => some.slice(0, row, row + 1))),
    },
    {
      name: 'split(rows, order, many).train',
      blank: 'split',
      at: { many },
      learner: () => learner.split(some.clone(), order.clone(), many).train,
    },
    {
      name: 'standardise(other, train)',
      blank: 'standardise',
      learner: () => learner.standardise(others.clone(), some.clone()),
      expected: others.sub(middle).div(some.sub(middle).square().mean(0).sqrt()),
    },
    {
      name: 'linearFit(X, y)',
      blank: 'linearFit',
      learner: () => learner.linearFit(X.clone(), y.clone()),
      expected: w,
      learned: 'gradient descent would end in the same place, where the gradient is 0',
    },
    trainPair(learner, n, g),
  ]
}

/** y = columns @ w, and noise at right angles to each column: no other w comes nearer to y. */
function fitted(X: Tensor, g: Generator) {
  const columns = cat([X, ones(X.shape[0], 1)], 1)
  const w = g.randn(columns.shape[1], 1)
  const made: Tensor[] = []
  const square = (v: Tensor) => {
    const rest = made.reduce((left, q) => left.sub(q.mul(q.mul(left).sum())), v)
    return rest.div(rest.square().sum().sqrt())
  }
  for (let c = 0; c < columns.shape[1]; c++) made.push(square(columns.slice(1, c, c + 1)))
  return { X, w, y: columns.matmul(w).add(square(g.randn(X.shape[0], 1))) }
}

function trainPair(learner: Learner, n: number, g: Generator): Pair {
  const [inputs, size] = g.permutation(3).add(2).data
  const [X, y] = [g.randn(n, inputs), g.randn(n, 1)]
  const [seed] = g.randint(0, 1000, [1]).data
  const start = (made: Layers): Network => small(made, generator(seed), inputs)
  const batches = groups(g.permutation(n), size)
  const rate = 0.03 + 0.2 * g.random()
  /** The same by formulas, without layers. */
  const byFormulas = () =>
    batches.reduce(
      ([W1, b1, W2, b2], batch) => {
        const x = X.index(batch)
        const h = x.matmul(W1).add(b1).tanh()
        const d = h.matmul(W2).add(b2).sub(y.index(batch)).mul((2 * rate) / size)
        const dn = d.matmul(W2.T).mul(h.square().neg().add(1))
        return [W1.sub(x.T.matmul(dn)), b1.sub(dn.sum(0)), W2.sub(h.T.matmul(d)), b2.sub(d.sum(0))]
      },
      parameters(start({ Network, Linear, Tanh })),
    )
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
    expected: byFormulas,
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
  const words = `On ${many} penguins that neither has seen, the linear fit is off by ${line.toFixed(0)} g, and your
network by ${now.toFixed(0)} g. (This is the square root of the mean squared error. On
average, a bird weighs 4,200 g.)`
  return `${words}\n\n${chart(series, { x: { label: 'times through the data' }, y: { label: 'off by, g', from: 200, to: 900 }, height: 12 })}`
}
