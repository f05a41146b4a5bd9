// %% [markdown]
// # 01 · A layer for one sample
//
// In this track you build a small library of layers. You can put them together to form a network, and in the
// last exercise you train one on real data. A **layer** is an object that can do two things:
//
//     forward(x)     what comes in  -->  what goes out.    It keeps what backward will need
//     backward(dy)   dx             <--  dy.               It also finds the gradients of its parameters
//
// `dy` tells the layer how fast the loss changes with each number that went out: it's the
// **upstream gradient**. `dx` tells the same about each number that came in. The layer knows nothing about
// the network around it. That's why you can put layers together in any order.
//
// The first layer is the **fully connected** one (PyTorch calls it Linear): every output depends on every
// input.
//
//     y[j]  =  x[0] * W[0][j]  +  x[1] * W[1][j]  +  ...  +  b[j]
// tex: y_j = x_0\, W_{0j} + x_1\, W_{1j} + \dots + b_j
//
// `x` is a list of (inputs) numbers, for example three measurements of one penguin. `W` is a table of
// weights, (inputs, outputs). `b` is a list of (outputs) numbers, the biases.
//
// ## Forward
//
// `x.matmul(this.W)` is the sum of products above, for all j at once. Don't forget `b`. And keep x for
// backward: `this.x = x`.
//
// ## Backward
//
// Ask of each number: where does it go, and what does it meet there?
//
// - b[j] is added to y[j], and that's all.
// - W[i][j] goes only into y[j], and meets x[i] there. So dW[i][j] = x[i] * dy[j]. Every x meets every dy:
//   this is called an outer product.
// - x[i] goes into **every** y[j], and meets W[i][j] there. So dx[i] is a sum over j.
//
// `backward` returns dx, and stores the other two in `this.dW` and `this.db`.
//
// | tool | what it gives you |
// |---|---|
// | `x.unsqueeze(1)` | the list x as a column, (inputs, 1). Multiplied by a list, it gives a table |
// | `A.matmul(v)` | for each row of the table A: its products with the list v, added up |

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

  // hint: There are two steps: keep x, then compute y.
  // hint: The sums of products are a matrix product with x on the left. Then add b.
  // hint: this.x = x, then return x.matmul(this.W).add(...).
  forward(x: Tensor): Tensor {
    // answer (outputs)
    this.x = x
    return x.matmul(this.W).add(this.b)
    // end answer
    // wrong (a use forgotten): this.x = x; return x.matmul(this.W)
    //   > The bias is missing. Add b to the sums of products.
    // wrong (reduction): this.x = x; return x.unsqueeze(1).mul(this.W).add(this.b)
    //   > The products aren't added up. y[j] is a sum over all inputs: matmul multiplies and adds.
    // wrong (shape): this.x = x; return this.W.matmul(x).add(this.b)
    //   > x doesn't fit on the right of W: it has a number for each input, and so has each column of W. Put x on the
    //   > left.
    // wrong (a use forgotten): return x.matmul(this.W).add(this.b)
    //   > Your y is right, but forward doesn't keep x, and backward needs it for dW. Add `this.x = x`.
    // wrong (wrong operand): this.x = x.matmul(this.W).add(this.b); return this.x
    //   > You kept what goes out. W[i][j] meets what comes in, so keep that: `this.x = x`.
    // wrong (stale or aliased): if (this.x.data.length === 0) this.x = x; return x.matmul(this.W).add(this.b)
    //   > The x of an earlier call is still there. Set this.x in every call.
    // wrong (stale or aliased): this.x = x; const y = x.matmul(this.W).add(this.b); this.b = this.b.add(1); return y
    //   > You changed b. forward and backward only read the parameters; gradient descent changes them later.
    // wrong (stale or aliased): this.x = x; const y = x.matmul(this.W).add(this.b); x.data.fill(0); return y
    //   > You changed the numbers of the x that you were given, and other code may still need them. Make a new tensor,
    //   > as mul and add do.
  }

  // hint: There are three gradients. Ask for each: where did the number go, and what did it meet there?
  // hint: dW[i][j] = x[i] * dy[j], db[j] = dy[j], and dx[i] is the sum over j of W[i][j] * dy[j].
  // hint: this.dW = this.x.unsqueeze(1).mul(dy); this.db = ...; return this.W.matmul(...).
  backward(dy: Tensor): Tensor {
    // answer (inputs)
    this.dW = this.x.unsqueeze(1).mul(dy)
    this.db = dy
    return this.W.matmul(dy)
    // end answer
    // wrong (shape): this.dW = dy.unsqueeze(1).mul(this.x); this.db = dy; return this.W.matmul(dy)
    //   > dW is transposed. It has the shape of W, with a row for each input, so make x the column.
    // wrong (wrong operand): this.dW = this.W.mul(dy); this.db = dy; return this.W.matmul(dy)
    //   > Your dW is W times dy. In forward, W[i][j] is multiplied by x[i], so its slope is x[i].
    // wrong (upstream missing): this.dW = this.x.unsqueeze(1).expandAs(this.W); this.db = dy; return this.W.matmul(dy)
    //   > Your dW is only the slope, x[i]. Multiply it by the upstream gradient, dy[j].
    // wrong (local derivative missing): this.dW = dy.expandAs(this.W); this.db = dy; return this.W.matmul(dy)
    //   > Your dW is only dy. Multiply it by the slope: y[j] changes x[i] times as fast as W[i][j].
    // wrong (a use forgotten): this.db = dy; return this.W.matmul(dy)
    //   > this.dW is still empty. Store the gradient of W there: gradient descent will look for it.
    // wrong (a use forgotten): this.dW = this.x.unsqueeze(1).mul(dy); return this.W.matmul(dy)
    //   > this.db is still empty. Store the gradient of b there: gradient descent will look for it.
    // wrong (a use forgotten): return this.W.matmul(dy)
    //   > Your dx is right, but this.dW and this.db are still empty. Store the gradients of W and b there.
    // wrong (wrong operand): this.dW = this.x.unsqueeze(1).mul(dy); this.db = this.b.mul(dy); return this.W.matmul(dy)
    //   > Your db is b times dy. b is added, not multiplied, and the slope of a sum is 1.
    // wrong (wrong operand): this.dW = this.x.unsqueeze(1).mul(dy); this.db = this.b; return this.W.matmul(dy)
    //   > Your db is b itself. Store its gradient.
    // wrong (upstream missing): this.dW = this.x.unsqueeze(1).mul(dy); this.db = dy; return this.W.sum(1)
    //   > Your dx adds up the weights as if every output mattered equally. Multiply by dy[j] first. `W.matmul(dy)` does
    //   > both.
    // wrong (reduction): this.dW = this.x.unsqueeze(1).mul(dy); this.db = dy; return this.W.mul(dy)
    //   > Your dx has the right products, but they aren't added up. x[i] goes into every output, so dx[i] is a sum over j.
    // wrong (shape): this.dW = this.x.unsqueeze(1).mul(dy); this.db = dy; return dy.matmul(this.W)
    //   > dy doesn't fit on the left of W: it has a number for each output, and so has each row of W. Put W on the left.
    // wrong (wrong operand): this.dW = this.x.unsqueeze(1).mul(dy); this.db = dy; return this.x
    //   > You returned x, which is what came in. Return its gradient.
    // wrong (wrong operand): this.dW = this.x.unsqueeze(1).mul(dy); this.db = dy; return dy
    //   > You returned dy as it came, but it's about what went out. Each x[i] meets the weights of row i on its way there.
    // wrong (wrong operand): this.db = dy; this.dW = this.x.unsqueeze(1).mul(dy); return this.dW
    //   > You returned dW. Return dx, the gradient of what came in.
    // wrong (stale or aliased): this.dW = this.x.unsqueeze(1).mul(dy); this.db = dy; const dx = this.W.matmul(dy); this.W = this.W.sub(this.dW); return dx
    //   > You changed W. forward and backward only read the parameters; gradient descent changes them later.
    // wrong (stale or aliased): this.dW = this.x.unsqueeze(1).mul(dy); this.db = dy.clone(); const dx = this.W.matmul(dy); dy.data.fill(0); return dx
    //   > You changed the numbers of the dy that you were given, and other code may still need them. Make a new tensor,
    //   > as mul and add do.
    // wrong (stale or aliased): this.x = this.x.unsqueeze(1); this.dW = this.x.mul(dy); this.db = dy; return this.W.matmul(dy)
    //   > Your gradients are right, but you changed this.x, which forward kept. backward only reads it.
    // wrong (overwritten, doubled, subtracted):
    //   const dW = this.x.unsqueeze(1).mul(dy)
    //   this.dW = this.dW.data.length === 0 ? dW : this.dW.add(dW)
    //   this.db = dy
    //   return this.W.matmul(dy)
    //   > Your gradients still contain what an earlier backward left there. Compute them afresh in each backward, from
    //   > its own x and dy.
    // wrong (overwritten, doubled, subtracted):
    //   this.dW = this.x.unsqueeze(1).mul(dy)
    //   this.db = this.db.data.length === 0 ? dy : this.db.add(dy)
    //   return this.W.matmul(dy)
    //   > Your gradients still contain what an earlier backward left there. Compute them afresh in each backward, from
    //   > its own x and dy.
    // wrong (overwritten, doubled, subtracted):
    //   const dW = this.x.unsqueeze(1).mul(dy)
    //   this.dW = this.dW.data.length === 0 ? dW : this.dW.add(dW)
    //   this.db = this.db.data.length === 0 ? dy : this.db.add(dy)
    //   return this.W.matmul(dy)
    //   > Your gradients still contain what an earlier backward left there. Compute them afresh in each backward, from
    //   > its own x and dy.
    // wrong (-): this.dW = this.x.view(3, 1).mul(dy); this.db = dy; return this.W.matmul(dy)
  }
}

// %% check
import type { Check } from 'backprop-ninja'
import { gradientOf } from './nudging.ts'
import { unchangedPair } from './unchanged.ts'

export const check: Check<{ Linear: typeof Linear }> = (learner, { g }) => {
  const [inputs, outputs] = g.permutation(4).add(2).data
  const [W, b] = [g.randn(inputs, outputs), g.randn(outputs)]
  const drawn = () => ({ x: g.randn(inputs), dy: g.randn(outputs) })
  const [now, earlier] = [drawn(), drawn()]
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
      expected: () => x.unsqueeze(1).mul(W).sum(0).add(b),
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
