// %% [markdown]
// # 01 · A layer for one sample
//
// In this track you build a small library: layers that can be put together to a network, trained in the
// last exercise on real data. A **layer** is an object that can do two things:
//
//     forward(x)     what comes in  -->  what goes out.    It keeps what it will need on the way back
//     backward(dy)   dx             <--  dy.               It works out its parameters' gradients, too
//
// `dy` says how fast the loss changes with each number that went out, `dx` with each number that came in.
// The layer knows nothing of the network it is in. That is why they can be put together in any order.
//
// The first layer is the **fully connected** one (PyTorch calls it Linear): every output is made of every
// input.
//
//     y[j]  =  x[0] * W[0][j]  +  x[1] * W[1][j]  +  ...  +  b[j]
//
// `x` is a list of (inputs) numbers: the three measurements of one penguin, say. `W` is a table of
// weights, (inputs, outputs), and `b` a list of (outputs) numbers, the biases.
//
// ## Forward
//
// `x.matmul(this.W)` is the sum of products above, for all j at once. Do not forget `b`. And keep x:
// `this.x = x`.
//
// ## Backward
//
// Ask of each number: where does it go, and what does it meet there?
//
// - b[j] is added to y[j], and that is all.
// - W[i][j] gets into y[j] only, and meets x[i] there. So dW[i][j] = x[i] * dy[j]: each with each, an
//   outer product.
// - x[i] gets into **every** y[j], and meets W[i][j] there. So dx[i] is a sum over j.
//
// `backward` returns dx, and leaves the other two in `this.dW` and `this.db`.
//
// | tool | what it gives |
// |---|---|
// | `x.unsqueeze(1)` | the list x as a column, (inputs, 1). Times a list it makes a table |
// | `A.matmul(v)` | each row of the table A with the list v: products, added up |

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

  // hint: Two steps: keep x, then calculate y.
  // hint: The sums of products are a matrix product, x from the left. Then add b.
  // hint: this.x = x, then return x.matmul(this.W).add(...).
  forward(x: Tensor): Tensor {
    // answer (outputs)
    this.x = x
    return x.matmul(this.W).add(this.b)
    // end answer
    // wrong (a use forgotten): this.x = x; return x.matmul(this.W)
    // wrong (a use forgotten): return x.matmul(this.W).add(this.b)
    // wrong (wrong operand): this.x = x.matmul(this.W).add(this.b); return this.x
    // wrong (stale or aliased): this.x = x; const y = x.matmul(this.W).add(this.b); this.b = this.b.add(1); return y
    // wrong (stale or aliased): this.x = x; const y = x.matmul(this.W).add(this.b); x.data.fill(0); return y
    // wrong (stale or aliased): if (this.x.data.length === 0) this.x = x; return x.matmul(this.W).add(this.b)
  }

  // hint: Three gradients. For each: where did the number go, and what did it meet there?
  // hint: dW[i][j] = x[i] * dy[j], db[j] = dy[j], and dx[i] is the sum over j of W[i][j] * dy[j].
  // hint: this.dW = this.x.unsqueeze(1).mul(dy); this.db = ...; return this.W.matmul(...).
  backward(dy: Tensor): Tensor {
    // answer (inputs)
    this.dW = this.x.unsqueeze(1).mul(dy)
    this.db = dy
    return this.W.matmul(dy)
    // end answer
    // wrong (shape): this.dW = dy.unsqueeze(1).mul(this.x); this.db = dy; return this.W.matmul(dy)
    // wrong (wrong operand): this.dW = this.W.mul(dy); this.db = dy; return this.W.matmul(dy)
    // wrong (wrong operand): this.dW = this.x.unsqueeze(1).mul(dy); this.db = this.b.mul(dy); return this.W.matmul(dy)
    // wrong (a use forgotten): this.dW = this.x.unsqueeze(1).mul(dy); return this.W.matmul(dy)
    // wrong (upstream missing): this.dW = this.x.unsqueeze(1).mul(dy); this.db = dy; return this.W.sum(1)
    // wrong (reduction): this.dW = this.x.unsqueeze(1).mul(dy); this.db = dy; return this.W.mul(dy)
    // wrong (wrong operand): this.dW = this.x.unsqueeze(1).mul(dy); this.db = dy; return this.x
    // wrong (upstream missing): this.dW = this.x.unsqueeze(1).mul(dy.mul(0).add(1)); this.db = dy; return this.W.matmul(dy)
    // wrong (stale or aliased): this.dW = this.x.unsqueeze(1).mul(dy); this.db = dy; const dx = this.W.matmul(dy); this.W = this.W.sub(this.dW); return dx
    // wrong (stale or aliased): this.dW = this.x.unsqueeze(1).mul(dy); this.db = dy; const dx = this.W.matmul(dy); dy.data.fill(0); return dx
    // wrong (overwritten, doubled, subtracted):
    //   const dW = this.x.unsqueeze(1).mul(dy)
    //   this.dW = this.dW.data.length === 0 ? dW : this.dW.add(dW)
    //   this.db = dy
    //   return this.W.matmul(dy)
    // wrong (-): this.dW = this.x.view(3, 1).mul(dy); this.db = dy; return this.W.matmul(dy)
  }
}

// %% check
import { type CheckSource, type Pair, type Slip, tensor } from 'backprop-ninja'
import { accumulated, HANDED, KEPT, PARAMETER, unchangedPair } from './unchanged.ts'

export function check(learner: { Linear: typeof Linear }, { g }: CheckSource): readonly Pair[] {
  const [inputs, outputs] = g.permutation(4).add(2).data
  const W = g.randn(inputs, outputs)
  const b = g.randn(outputs)
  const x = g.randn(inputs)
  const dy = g.randn(outputs)
  const earlier = { x: g.randn(inputs), dy: g.randn(outputs) }
  const layer = () => new learner.Linear(W.clone(), b.clone())
  /** Both ways through a layer of the learner's. */
  const through = (one: Linear, from = { x, dy }) => {
    one.forward(from.x.clone())
    const dx = one.backward(from.dy.clone())
    return { dx, dW: one.dW, db: one.db }
  }
  const done = () => through(layer())
  const list = (n: number, f: (i: number) => number) => tensor(Array.from({ length: n }, (_, i) => f(i)))
  const total = (n: number, f: (i: number) => number) =>
    Array.from({ length: n }, (_, i) => f(i)).reduce((s, v) => s + v)
  const y = list(outputs, j => total(inputs, i => x.at(i) * W.at(i, j)) + b.at(j))
  const dWOf = (from: { x: Tensor; dy: Tensor }) =>
    tensor(Array.from(from.x.data, xi => Array.from(from.dy.data, dyj => xi * dyj)))
  const nothing: Slip = {
    family: 'a use forgotten',
    value: zeros(0),
    message:
      'Nothing was left there: backward must put it into this.dW or this.db, as the step of gradient descent will look for it there.',
  }
  return [
    {
      name: 'forward(x)',
      blank: 'Linear.forward',
      learner: () => layer().forward(x.clone()),
      expected: y,
      slips: [
        {
          family: 'a use forgotten',
          value: () => x.matmul(W),
          message: 'The bias is missing: b is to be added to the sums of products.',
        },
        {
          family: 'reduction',
          value: () => x.unsqueeze(1).mul(W).add(b),
          message:
            'The products are right, but they are not added up: y[j] is a sum over all inputs. matmul does both.',
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
          family: 'wrong operand',
          value: y,
          message: 'forward kept what goes out. W[i][j] meets x[i], what came in: this.x = x.',
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
      expected: list(inputs, i => total(outputs, j => W.at(i, j) * dy.at(j))),
      slips: [
        {
          family: 'upstream missing',
          value: () => W.sum(1),
          message:
            'The weights are added up as if each output counted the same. How much output j counts is dy[j]: multiply by it first. W.matmul(dy) does both.',
        },
        {
          family: 'reduction',
          value: () => W.mul(dy),
          message:
            'The products are right, but they are not added up: x[i] gets into every output, so dx[i] is the sum over j.',
        },
        {
          family: 'wrong operand',
          value: x,
          message: 'backward returned x, which is what came in, not its gradient.',
        },
        {
          family: 'wrong operand',
          value: dy,
          message:
            'backward returned dy as it came. It belongs to what went out; each x[i] meets the weights of row i on its way there.',
        },
      ],
    },
    {
      name: 'dW after backward(dy)',
      blank: 'Linear.backward',
      learner: () => done().dW,
      expected: dWOf({ x, dy }),
      slips: [
        nothing,
        {
          family: 'shape',
          value: () => dy.unsqueeze(1).mul(x),
          message:
            'dW is turned over. It has the shape of W: a row for each input, a column for each output, so x is the column.',
        },
        {
          family: 'wrong operand',
          value: () => W.mul(dy),
          message:
            'That is W times dy. W[i][j] is multiplied by x[i] on the way forward, so that is what stands in its slope.',
        },
        {
          family: 'upstream missing',
          value: () => x.unsqueeze(1).expand(inputs, outputs),
          message:
            'That is the slope alone, x[i] in each row. The chain rule multiplies it by what comes from above, dy[j].',
        },
        {
          family: 'local derivative missing',
          value: () => dy.expand(inputs, outputs),
          message:
            'That is dy alone, in each row. How much y[j] changes with W[i][j] is x[i]: multiply by it.',
        },
      ],
    },
    {
      name: 'db after backward(dy)',
      blank: 'Linear.backward',
      learner: () => done().db,
      expected: dy,
      slips: [
        nothing,
        {
          family: 'wrong operand',
          value: () => b.mul(dy),
          message: 'That is b times dy. b is added, not multiplied: the slope of a sum is 1.',
        },
        { family: 'wrong operand', value: b, message: 'That is b itself, not its gradient.' },
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
      expected: [dWOf({ x, dy }), dy],
      slips: accumulated([dWOf({ x, dy }), dy], [dWOf(earlier), earlier.dy]),
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
