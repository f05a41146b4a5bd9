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
    return TODO() // (n, outputs)
  }

  backward(dy: Tensor): Tensor {
    return TODO() // (n, inputs)
  }
}
