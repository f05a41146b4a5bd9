// %% [markdown]
// # 03 · ReLU, sigmoid, tanh
//
// Two fully connected layers in a row can do no more than one: a sum of sums of products is again a sum of
// products. So you put a layer between them that bends: an **activation**. It has no parameters, and it
// treats each number by itself:
//
//     ReLU                      sigmoid                       tanh
//                  /         1 |            . - ----        1 |           . - ----
//                 /            |         .                    |        .
//     0 ---------+             |      .                     0 |      /
//                            0 | ---- '                    -1 | ---- - '
//
// | layer | y | the slope of y by x |
// |---|---|---|
// | ReLU | x where x is positive, else 0 | 1 where x is positive, else 0 |
// | sigmoid | 1 / (1 + e^-x) | y * (1 - y) |
// | tanh | (e^x - e^-x) / (e^x + e^-x) | 1 - y² |
//
// The backward pass is the chain rule, number by number: dx = slope * dy. Look at the third column. You
// find the slope of ReLU from what came **in**, so that's what forward keeps (`this.x`). You find the other
// two from what went **out**, which saves you computing it again (`this.y`).
//
// ReLU lets a gradient through, or stops it. A sigmoid multiplies it by 1/4 at most, so after ten sigmoids
// little is left. That's one reason why ReLU is used so much.
//
// | tool | what it gives you |
// |---|---|
// | `x.relu()`, `x.sigmoid()`, `x.tanh()` | the functions themselves |
// | `x.gt(0)` | 1 where x is greater than 0, else 0 |
// | `x.neg().add(1)` | 1 - x |
// | `x.square()` | x² |

// %%
import { type Tensor, TODO, zeros } from 'backprop-ninja'

// %% ReLU
export class ReLU {
  /** What came in. */
  x = zeros(0)

  forward(x: Tensor): Tensor {
    return TODO() // (the shape of x)
  }

  backward(dy: Tensor): Tensor {
    return TODO() // (the shape of x)
  }
}

// %% Sigmoid
export class Sigmoid {
  /** What went out. */
  y = zeros(0)

  forward(x: Tensor): Tensor {
    return TODO() // (the shape of x)
  }

  backward(dy: Tensor): Tensor {
    return TODO() // (the shape of x)
  }
}

// %% Tanh
export class Tanh {
  /** What went out. */
  y = zeros(0)

  forward(x: Tensor): Tensor {
    return TODO() // (the shape of x)
  }

  backward(dy: Tensor): Tensor {
    return TODO() // (the shape of x)
  }
}
