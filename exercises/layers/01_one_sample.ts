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
import { type Tensor, TODO, zeros } from 'backprop-ninja'

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

  forward(x: Tensor): Tensor {
    return TODO() // (outputs)
  }

  backward(dy: Tensor): Tensor {
    return TODO() // (inputs)
  }
}
