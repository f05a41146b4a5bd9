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
    return TODO() // (n, outputs)
  }

  backward(dy: Tensor): Tensor {
    return TODO() // (n, inputs)
  }
}
