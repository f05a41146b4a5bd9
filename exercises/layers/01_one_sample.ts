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
import { type Tensor, TODO, zeros } from 'backprop-ninja'

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

  forward(x: Tensor): Tensor {
    return TODO() // (outputs)
  }

  backward(dy: Tensor): Tensor {
    return TODO() // (inputs)
  }
}
