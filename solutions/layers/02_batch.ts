// %% [markdown]
// # 02 · The same layer for a batch
//
// One sample at a time is slow. Networks take many samples at once, as the rows of a table. Now `x` is
// (n, inputs) and `y` is (n, outputs). For a single sample nothing changes. What's new is that all of them
// use the **same** W and b.
//
//     row 0 of x  ---+
//     row 1 of x  ---+--->  the same W, the same b  --->  rows of y
//     row 2 of x  ---+
//
// ## Forward
//
// The line can stay as it is: `matmul` takes each row by itself, and `add` copies b down to every row.
//
// ## Backward
//
// - dx: each sample by itself. Row s of dx comes from row s of dy and from W, as in the last exercise. For
//   all rows at once, multiply `dy` by a table. You need (n, inputs), and you have (n, outputs) and W,
//   which is (inputs, outputs).
// - dW: every sample affects the loss through the same weights. So you must **add up**, over all n samples,
//   what was dW for one sample. A sum over s of x[s][i] * dy[s][j] is a matrix product. Which one?
// - db: the same. b was copied down, once for each sample.
//
// Don't divide anything by n here. If the loss is a mean over n samples, that's the job of the loss: it puts
// its 1/n into `dy`.
//
// | tool | what it gives you |
// |---|---|
// | `W.T`, `x.T` | transposed: the rows become columns |
// | `A.matmul(B)` | (a, b) with (b, c) gives (a, c) |
// | `dy.sum(0)` | the sum of each column |

// %%
import { type Tensor, zeros } from 'backprop-ninja'

// %% The layer
export class Linear {
  W: Tensor // (inputs, outputs)
  b: Tensor // (outputs)
  /** What came in. forward keeps it for backward. */
  x = zeros(0)
  /** The gradients of the parameters. backward stores them here. */
  dW = zeros(0)
  db = zeros(0)

  constructor(W: Tensor, b: Tensor) {
    this.W = W
    this.b = b
  }

  // hint: It's the same two steps as for one sample.
  // hint: Keep x. Then take the matrix product with W, and add b.
  // hint: this.x = x, then return x.matmul(this.W).add(...).
  forward(x: Tensor): Tensor {
    // answer (n, outputs)
    this.x = x
    return x.matmul(this.W).add(this.b)
    // end answer
    // wrong (a use forgotten): this.x = x; return x.matmul(this.W)
    //   > The bias is missing. Add b to each row.
    // wrong (reduction): this.x = x; return x.sum(0).matmul(this.W).add(this.b)
    //   > You added up the samples before they go through the layer. Each row of x gives its own row of y.
    // wrong (shape): this.x = x; return this.W.matmul(x).add(this.b)
    //   > x doesn't fit on the right of W: it has a row for each sample, and a column for each input. Put x on the left.
    // wrong (a use forgotten): return x.matmul(this.W).add(this.b)
    //   > Your y is right, but forward doesn't keep x, and backward needs it for dW. Add `this.x = x`.
    // wrong (wrong operand): this.x = x.matmul(this.W).add(this.b); return this.x
    //   > You kept what goes out. W[i][j] meets what comes in, so keep that: `this.x = x`.
    // wrong (stale or aliased): this.x = x; const y = x.matmul(this.W).add(this.b); this.b = this.b.add(1); return y
    //   > You changed b. forward and backward only read the parameters; gradient descent changes them later.
    // wrong (stale or aliased): this.x = x; const y = x.matmul(this.W).add(this.b); x.data.fill(0); return y
    //   > You changed the numbers of the x that you were given, and other code may still need them. Make a new tensor,
    //   > as mul and add do.
    // wrong (stale or aliased): if (this.x.data.length === 0) this.x = x; return x.matmul(this.W).add(this.b)
    //   > The x of an earlier call is still there. Set this.x in every call.
  }

  // hint: What do you sum over for each gradient? For dx, over the outputs. For dW and db, over the samples.
  // hint: For dW, (inputs, outputs), you have x (n, inputs) and dy (n, outputs): n must be the inner size
  //       of the product. For dx, (n, inputs), you have dy (n, outputs) and W (inputs, outputs): there,
  //       outputs must be the inner size.
  // hint: this.dW = this.x.T.matmul(dy); this.db = dy.sum(...); return dy.matmul(...), with W transposed.
  backward(dy: Tensor): Tensor {
    // answer (n, inputs)
    this.dW = this.x.T.matmul(dy)
    this.db = dy.sum(0)
    return dy.matmul(this.W.T)
    // end answer
    // wrong (shape): this.dW = dy.T.matmul(this.x); this.db = dy.sum(0); return dy.matmul(this.W.T)
    //   > dW is transposed. It has the shape of W, with a row for each input, so transpose x, not dy.
    // wrong (reduction): this.dW = this.x.T.matmul(dy).div(dy.shape[0]); this.db = dy.sum(0); return dy.matmul(this.W.T)
    //   > You divided dW by n. All samples go through the same weights, and their effects add up. If the loss is a mean,
    //   > its 1/n is already in dy.
    // wrong (reduction): this.dW = this.x.T.matmul(dy).div(dy.shape[0]); this.db = dy.mean(0); return dy.matmul(this.W.T)
    //   > You divided dW and db by n. All samples go through the same parameters, and their effects add up. If the loss
    //   > is a mean, its 1/n is already in dy.
    // wrong (reduction): this.dW = this.x.T.matmul(dy); this.db = dy.mean(0); return dy.matmul(this.W.T)
    //   > Your db is a mean. Each sample has its own effect through b, and effects add up: take the sum.
    // wrong (reduction): this.dW = this.x.T.matmul(dy); this.db = dy; return dy.matmul(this.W.T)
    //   > Your db isn't summed. b is copied down for every sample, and what forward copies, backward sums.
    // wrong (reduction): this.dW = this.x.T.matmul(dy); this.db = dy.sum(1); return dy.matmul(this.W.T)
    //   > Your db sums over the outputs. b has a number for each output and is copied to every sample: sum over the
    //   > samples, dimension 0.
    // wrong (reduction): this.dW = this.x.T.matmul(dy); this.db = dy.sum(); return dy.matmul(this.W.T)
    //   > Your db sums everything. b has a number for each output: sum over the samples only, dimension 0.
    // wrong (index): this.dW = this.x.index(0).unsqueeze(1).mul(dy.index(0)); this.db = dy.sum(0); return dy.matmul(this.W.T)
    //   > Your dW uses only the first sample. All n of them go through the same weights, and their effects add up.
    // wrong (index):
    //   for (let s = 0; s < dy.shape[0]; s++) this.dW = this.x.index(s).unsqueeze(1).mul(dy.index(s))
    //   this.db = dy.sum(0)
    //   return dy.matmul(this.W.T)
    //   > Your dW contains only the last sample. All n of them go through the same weights, and their effects add up.
    // wrong (reduction): this.dW = this.x.sum(0).unsqueeze(1).mul(dy.sum(0)); this.db = dy.sum(0); return dy.matmul(this.W.T)
    //   > Your dW is a product of sums, and it must be a sum of products: multiply each sample's x by its own dy first,
    //   > then add up.
    // wrong (shape): this.dW = this.x.matmul(dy); this.db = dy.sum(0); return dy.matmul(this.W.T)
    //   > x and dy don't fit: the columns of x are the inputs, and the rows of dy are the samples. Transpose x.
    // wrong (shape): this.dW = this.x.T.matmul(dy); this.db = dy.sum(0); return dy.matmul(this.W)
    //   > The shapes of dy and W don't match: the columns of dy are the outputs, and the rows of W are the inputs.
    //   > Transpose W.
    // wrong (shape): this.dW = this.x.T.matmul(dy); this.db = dy.sum(0); return this.W.matmul(dy.T)
    //   > dx is transposed. It has the shape of x, with a row for each sample, so dy comes first, and W is transposed.
    // wrong (reduction): this.dW = this.x.T.matmul(dy); this.db = dy.sum(0); return dy.matmul(this.W.T).sum(0)
    //   > You added up the samples in dx. Each row of x makes its own row of y, so each has its own gradient.
    // wrong (a use forgotten): this.db = dy.sum(0); return dy.matmul(this.W.T)
    //   > this.dW is still empty. Store the gradient of W there: gradient descent will look for it.
    // wrong (a use forgotten): this.dW = this.x.T.matmul(dy); return dy.matmul(this.W.T)
    //   > this.db is still empty. Store the gradient of b there: gradient descent will look for it.
    // wrong (a use forgotten): return dy.matmul(this.W.T)
    //   > Your dx is right, but this.dW and this.db are still empty. Store the gradients of W and b there.
    // wrong (stale or aliased): this.dW = this.x.T.matmul(dy); this.db = dy.sum(0); const dx = dy.matmul(this.W.T); this.W = this.W.sub(this.dW.mul(0.1)); return dx
    //   > You changed W. forward and backward only read the parameters; gradient descent changes them later.
    // wrong (stale or aliased): this.dW = this.x.T.matmul(dy); this.db = dy.sum(0); const dx = dy.matmul(this.W.T); dy.data.fill(0); return dx
    //   > You changed the numbers of the dy that you were given, and other code may still need them. Make a new tensor,
    //   > as mul and add do.
    // wrong (stale or aliased): this.x = this.x.T; this.dW = this.x.matmul(dy); this.db = dy.sum(0); return dy.matmul(this.W.T)
    //   > Your gradients are right, but you changed this.x, which forward kept. backward only reads it.
    // wrong (overwritten, doubled, subtracted):
    //   const dW = this.x.T.matmul(dy)
    //   this.dW = this.dW.data.length === 0 ? dW : this.dW.add(dW)
    //   this.db = dy.sum(0)
    //   return dy.matmul(this.W.T)
    //   > Your gradients still contain what an earlier backward left there. Compute them afresh in each backward, from
    //   > its own x and dy.
    // wrong (overwritten, doubled, subtracted):
    //   this.dW = this.x.T.matmul(dy)
    //   this.db = this.db.data.length === 0 ? dy.sum(0) : this.db.add(dy.sum(0))
    //   return dy.matmul(this.W.T)
    //   > Your gradients still contain what an earlier backward left there. Compute them afresh in each backward, from
    //   > its own x and dy.
    // wrong (overwritten, doubled, subtracted):
    //   const dW = this.x.T.matmul(dy)
    //   this.dW = this.dW.data.length === 0 ? dW : this.dW.add(dW)
    //   this.db = this.db.data.length === 0 ? dy.sum(0) : this.db.add(dy.sum(0))
    //   return dy.matmul(this.W.T)
    //   > Your gradients still contain what an earlier backward left there. Compute them afresh in each backward, from
    //   > its own x and dy.
    // wrong (-):
    //   this.dW = this.x.T.matmul(dy)
    //   this.db = dy.index(0)
    //   for (let i = 1; i < 5; i++) this.db = this.db.add(dy.index(i))
    //   return dy.matmul(this.W.T)
  }
}

// %% check
import type { Check } from 'backprop-ninja'
import { gradientOf } from './nudging.ts'
import { unchangedPair } from './unchanged.ts'

export const check: Check<{ Linear: typeof Linear }> = (learner, { g }) => {
  const [n, inputs, outputs, fewer] = g.permutation(5).add(2).data
  const [W, b] = [g.randn(inputs, outputs), g.randn(outputs)]
  const drawn = (samples: number) => ({ x: g.randn(samples, inputs), dy: g.randn(samples, outputs) })
  const [now, earlier] = [drawn(n), drawn(fewer)]
  const { x, dy } = now
  const layer = () => new learner.Linear(W.clone(), b.clone())
  /** Both ways through a layer of the learner's. */
  const through = (one: Linear, { x, dy } = now) => {
    one.forward(x.clone())
    const dx = one.backward(dy.clone())
    return { dx, dW: one.dW, db: one.db }
  }
  /** How much the loss moves, as far as dy tells. */
  const loss = (W: Tensor, b: Tensor, x: Tensor) => new Linear(W, b).forward(x).mul(dy).sum()
  const gradients = [
    ['dx', 'backward(dy)', () => gradientOf(x => loss(W, b, x), x, 1)],
    ['dW', 'dW after backward(dy)', () => gradientOf(W => loss(W, b, x), W, 1)],
    ['db', 'db after backward(dy)', () => gradientOf(b => loss(W, b, x), b, 1)],
  ] as const
  return [
    {
      name: 'forward(x)',
      blank: 'Linear.forward',
      learner: () => layer().forward(x.clone()),
      expected: () => x.unsqueeze(2).mul(W).sum(1).add(b),
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
    },
    unchangedPair('changed by forward(x)', 'Linear.forward', () => {
      const [one, given] = [layer(), x.clone()]
      return { call: () => one.forward(given), look: () => ({ W: one.W, b: one.b, x: given }) }
    }),
    ...gradients.map(([which, name, expected]) => ({
      name,
      blank: 'Linear.backward',
      learner: () => through(layer())[which],
      expected,
    })),
    {
      name: 'dW and db, another time',
      blank: 'Linear.backward',
      learner: () => {
        const one = layer()
        through(one, earlier)
        const { dW, db } = through(one)
        return [dW, db]
      },
    },
    unchangedPair('changed by backward(dy)', 'Linear.backward', () => {
      const [one, given] = [layer(), dy.clone()]
      one.forward(x.clone())
      return { call: () => one.backward(given), look: () => ({ W: one.W, b: one.b, x: one.x, dy: given }) }
    }),
  ]
}
