// %% [markdown]
// # 02 · The same layer for a batch
//
// One sample at a time is slow. Networks take many at once, as the rows of a table: `x` is (n, inputs)
// now, and `y` is (n, outputs). Nothing changes for a single sample. What changes is that all of them use
// the **same** W and b.
//
//     row 0 of x  ---+
//     row 1 of x  ---+--->  the same W, the same b  --->  rows of y
//     row 2 of x  ---+
//
// ## Forward
//
// The line can stay as it is: `matmul` takes each row by itself, and `add` copies b down.
//
// ## Backward
//
// - dx: each sample by itself. Row s of dx is made of row s of dy and of W, as in the last exercise. For
//   all rows at once: `dy` times a table. (n, inputs) must come out of (n, outputs) and W, (inputs,
//   outputs).
// - dW: every sample has an effect on the loss through the same weights. What was dW for one sample must
//   be **added up** over all n. A sum over s of x[s][i] * dy[s][j] is a matrix product: find it.
// - db: the same. b was copied down, once for each sample.
//
// Nothing is divided by n here. That the loss is a mean of n is the business of the loss: it puts its 1/n
// into `dy`.
//
// | tool | what it gives |
// |---|---|
// | `W.T`, `x.T` | turned over: rows become columns |
// | `A.matmul(B)` | (a, b) with (b, c) gives (a, c) |
// | `dy.sum(0)` | each column added up |

// %%
import { type Tensor, zeros } from 'backprop-ninja'

// %% The layer
export class Linear {
  W: Tensor // (inputs, outputs)
  b: Tensor // (outputs)
  /** What came in, kept by forward for backward. */
  x = zeros(0)
  /** The gradients of the parameters, left here by backward. */
  dW = zeros(0)
  db = zeros(0)

  constructor(W: Tensor, b: Tensor) {
    this.W = W
    this.b = b
  }

  // hint: The same two steps as for one sample.
  // hint: Keep x, then the matrix product with W, then b.
  // hint: this.x = x, then return x.matmul(this.W).add(this.b).
  forward(x: Tensor): Tensor {
    // answer (n, outputs)
    this.x = x
    return x.matmul(this.W).add(this.b)
    // end answer
    // wrong (a use forgotten): this.x = x; return x.matmul(this.W)
    // wrong (a use forgotten): return x.matmul(this.W).add(this.b)
    // wrong (reduction): this.x = x; return x.sum(0).matmul(this.W).add(this.b)
    // wrong (stale or aliased): this.x = x; const y = x.matmul(this.W).add(this.b); this.b = this.b.add(1); return y
    // wrong (stale or aliased): if (this.x.data.length === 0) this.x = x; return x.matmul(this.W).add(this.b)
  }

  // hint: For each gradient: over what is the sum? dx over the outputs, dW and db over the samples.
  // hint: dW (inputs, outputs) out of x (n, inputs) and dy (n, outputs): the letter n must stand in the
  //       middle of the product. dx (n, inputs) out of dy (n, outputs) and W (inputs, outputs): outputs in
  //       the middle.
  // hint: this.dW = this.x.T.matmul(dy); this.db = dy.sum(...); return dy.matmul(...), with W turned over.
  backward(dy: Tensor): Tensor {
    // answer (n, inputs)
    this.dW = this.x.T.matmul(dy)
    this.db = dy.sum(0)
    return dy.matmul(this.W.T)
    // end answer
    // wrong (shape): this.dW = dy.T.matmul(this.x); this.db = dy.sum(0); return dy.matmul(this.W.T)
    // wrong (reduction): this.dW = this.x.T.matmul(dy).div(dy.shape[0]); this.db = dy.sum(0); return dy.matmul(this.W.T)
    // wrong (reduction): this.dW = this.x.T.matmul(dy); this.db = dy.mean(0); return dy.matmul(this.W.T)
    // wrong (reduction): this.dW = this.x.T.matmul(dy); this.db = dy; return dy.matmul(this.W.T)
    // wrong (reduction): this.dW = this.x.T.matmul(dy); this.db = dy.sum(1); return dy.matmul(this.W.T)
    // wrong (index): this.dW = this.x.index(0).unsqueeze(1).mul(dy.index(0)); this.db = dy.sum(0); return dy.matmul(this.W.T)
    // wrong (reduction): this.dW = this.x.sum(0).unsqueeze(1).mul(dy.sum(0)); this.db = dy.sum(0); return dy.matmul(this.W.T)
    // wrong (shape): this.dW = this.x.T.matmul(dy); this.db = dy.sum(0); return this.W.matmul(dy.T)
    // wrong (a use forgotten): this.db = dy.sum(0); return dy.matmul(this.W.T)
    // wrong (stale or aliased): this.dW = this.x.T.matmul(dy); this.db = dy.sum(0); const dx = dy.matmul(this.W.T); this.W = this.W.sub(this.dW.mul(0.1)); return dx
    // wrong (stale or aliased): this.dW = this.x.T.matmul(dy); this.db = dy.sum(0); const dx = dy.matmul(this.W.T); dy.data.fill(0); return dx
    // wrong (overwritten, doubled, subtracted):
    //   const dW = this.x.T.matmul(dy)
    //   this.dW = this.dW.data.length === 0 ? dW : this.dW.add(dW)
    //   this.db = dy.sum(0)
    //   return dy.matmul(this.W.T)
    // wrong (overwritten, doubled, subtracted):
    //   this.dW = this.x.T.matmul(dy)
    //   this.db = this.db.data.length === 0 ? dy.sum(0) : this.db.add(dy.sum(0))
    //   return dy.matmul(this.W.T)
    // wrong (-):
    //   this.dW = this.x.T.matmul(dy)
    //   this.db = dy.index(0)
    //   for (let i = 1; i < 5; i++) this.db = this.db.add(dy.index(i))
    //   return dy.matmul(this.W.T)
  }
}

// %% check
import { type CheckSource, type Pair, type Slip, tensor } from 'backprop-ninja'
import { accumulated, HANDED, KEPT, PARAMETER, unchangedPair } from './unchanged.ts'

export function check(learner: { Linear: typeof Linear }, { g }: CheckSource): readonly Pair[] {
  const [n, inputs, outputs, fewer] = g.permutation(5).add(2).data
  const W = g.randn(inputs, outputs)
  const b = g.randn(outputs)
  const x = g.randn(n, inputs)
  const dy = g.randn(n, outputs)
  const earlier = { x: g.randn(fewer, inputs), dy: g.randn(fewer, outputs) }
  const layer = () => new learner.Linear(W.clone(), b.clone())
  /** Both ways through a layer of the learner's. */
  const through = (one: Linear, from = { x, dy }) => {
    one.forward(from.x.clone())
    const dx = one.backward(from.dy.clone())
    return { dx, dW: one.dW, db: one.db }
  }
  const done = () => through(layer())
  const range = (many: number) => Array.from({ length: many }, (_, i) => i)
  const table = (rows: number, columns: number, f: (r: number, c: number) => number) =>
    tensor(range(rows).map(r => range(columns).map(c => f(r, c))))
  const total = (many: number, f: (i: number) => number) => range(many).reduce((sum, i) => sum + f(i), 0)
  /** dW and db, number by number. */
  const gradients = (from: { x: Tensor; dy: Tensor }) => {
    const many = from.x.shape[0]
    return [
      table(inputs, outputs, (i, j) => total(many, s => from.x.at(s, i) * from.dy.at(s, j))),
      tensor(range(outputs).map(j => total(many, s => from.dy.at(s, j)))),
    ]
  }
  const nothing: Slip = {
    family: 'a use forgotten',
    value: zeros(0),
    message: 'Nothing was left there: backward must put the gradients into this.dW and this.db.',
  }
  return [
    {
      name: 'forward(x)',
      blank: 'Linear.forward',
      learner: () => layer().forward(x.clone()),
      expected: table(n, outputs, (s, j) => total(inputs, i => x.at(s, i) * W.at(i, j)) + b.at(j)),
      slips: [
        {
          family: 'a use forgotten',
          value: () => x.matmul(W),
          message: 'The bias is missing: b is to be added to each row.',
        },
        {
          family: 'reduction',
          value: () => x.sum(0).matmul(W).add(b),
          message:
            'The samples are added up before they go through the layer. Each row of x gives its own row of y.',
        },
      ],
    },
    {
      name: 'x after forward(x)',
      blank: 'Linear.forward',
      learner: () => {
        const one = layer()
        one.forward(earlier.x.clone())
        one.forward(x.clone())
        return one.x
      },
      expected: x,
      slips: [
        {
          family: 'a use forgotten',
          value: zeros(0),
          message: 'forward did not keep what came in. backward needs it for dW: this.x = x.',
        },
        {
          family: 'stale or aliased',
          value: earlier.x,
          message: 'It is still the x of an earlier call. Each forward keeps what came in this time.',
        },
      ],
    },
    unchangedPair(
      'changed by forward(x)',
      'Linear.forward',
      () => {
        const [one, given] = [layer(), x.clone()]
        return { call: () => one.forward(given), look: () => ({ W: one.W, b: one.b, x: given }) }
      },
      { W: PARAMETER, b: PARAMETER, x: HANDED },
    ),
    {
      name: 'backward(dy)',
      blank: 'Linear.backward',
      learner: () => done().dx,
      expected: table(n, inputs, (s, i) => total(outputs, j => dy.at(s, j) * W.at(i, j))),
      slips: [
        {
          family: 'shape',
          value: () => W.matmul(dy.T),
          message:
            'dx is turned over: a row for each input. It has the shape of x, a row for each sample, so dy stands on the left and W is turned over.',
        },
        {
          family: 'reduction',
          value: () => dy.matmul(W.T).sum(0),
          message:
            'The samples are added up. Each row of x made its own row of y, so each has its own gradient.',
        },
      ],
    },
    {
      name: 'dW after backward(dy)',
      blank: 'Linear.backward',
      learner: () => done().dW,
      expected: gradients({ x, dy })[0],
      slips: [
        nothing,
        {
          family: 'shape',
          value: () => dy.T.matmul(x),
          message:
            'dW is turned over. It has the shape of W: a row for each input, so x is the factor that is turned over.',
        },
        {
          family: 'reduction',
          value: () => x.T.matmul(dy).div(n),
          message:
            'The sum over the samples is divided by n. All samples go through the same weights, and their effects add up; the 1/n of a mean is in dy already, put there by the loss.',
        },
        {
          family: 'reduction',
          value: () => x.sum(0).unsqueeze(1).mul(dy.sum(0)),
          message:
            'A product of sums, where a sum of products belongs: each sample’s x meets its own dy before anything is added.',
        },
        {
          family: 'index',
          value: () => x.index(0).unsqueeze(1).mul(dy.index(0)),
          message:
            'Only the first sample counts. All n of them go through the same weights: their effects add up.',
        },
        {
          family: 'index',
          value: () =>
            x
              .index(n - 1)
              .unsqueeze(1)
              .mul(dy.index(n - 1)),
          message:
            'Only the last sample counts: each one overwrote what the others had left. Their effects add up.',
        },
      ],
    },
    {
      name: 'db after backward(dy)',
      blank: 'Linear.backward',
      learner: () => done().db,
      expected: gradients({ x, dy })[1],
      slips: [
        nothing,
        {
          family: 'reduction',
          value: dy,
          message:
            'dy is not added up. b was copied for every sample; what was copied on the way forward is summed on the way back.',
        },
        {
          family: 'reduction',
          value: () => dy.mean(0),
          message:
            'A mean was taken where a sum belongs. Each sample has its own effect through b, and effects add up.',
        },
        {
          family: 'reduction',
          value: () => dy.sum(1),
          message:
            'The sum goes across: over the outputs. b has a number for each output, and was copied down, over the samples: dimension 0.',
        },
      ],
    },
    {
      name: 'dW and db, another time',
      blank: 'Linear.backward',
      learner: () => {
        const one = layer()
        through(one, earlier)
        const { dW, db } = through(one)
        return [dW, db]
      },
      expected: gradients({ x, dy }),
      slips: accumulated(gradients({ x, dy }), gradients(earlier)),
    },
    unchangedPair(
      'changed by backward(dy)',
      'Linear.backward',
      () => {
        const [one, given] = [layer(), dy.clone()]
        one.forward(x.clone())
        return { call: () => one.backward(given), look: () => ({ W: one.W, b: one.b, x: one.x, dy: given }) }
      },
      { W: PARAMETER, b: PARAMETER, x: KEPT, dy: HANDED },
    ),
  ]
}
