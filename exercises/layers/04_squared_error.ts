// %% [markdown]
// # 04 · The mean squared error
//
// The last layer of all is the **loss**: one number that says how far off the predictions are. For
// predicting a quantity (a mass, a price) it is the mean of the squared errors:
//
//     loss  =  ((p_1 - t_1)² + (p_2 - t_2)² + ...) / count        p predicted, t the target, count how many of them
//
// The way back starts here. One of the predictions, p_i, is in one term only. Its slope is 2 * (p_i -
// t_i), and the mean counts each term 1 / count:
//
//     dloss/dp_i  =  2 * (p_i - t_i) / count
//
// Read it as a wish: positive where the prediction is too large, so going down that slope makes it
// smaller; and 0 where it is right.
//
// `backward(dloss)` is handed `dloss`, as every layer is handed what comes from above. Most often that is
// 1, the slope of the loss by itself. It is another number where the loss is only a part of something
// larger, such as half of a sum of two losses. Multiply by it.
//
// The well-known mistake in this place is 2 * p: a library that has been read by many returned just that.
// Everything ran, the loss fell, and the network learned to answer 0, because that is where 2 * p is 0.
//
// | tool | what it gives |
// |---|---|
// | `p.sub(t)`, `x.square()`, `x.mean()` | difference, square, mean of all numbers |
// | `x.data.length` | how many numbers there are in x |

// %%
import { type Tensor, TODO, zeros } from 'backprop-ninja'

// %% The loss
export class MeanSquaredError {
  /** Both kept by forward: (n, outputs). */
  prediction = zeros(0)
  target = zeros(0)

  forward(prediction: Tensor, target: Tensor): Tensor {
    return TODO() // ()
  }

  backward(dloss: number): Tensor {
    return TODO() // (n, outputs)
  }
}
