// %% [markdown]
// # 04 · The mean squared error
//
// The very last layer is the **loss**: one number that says how far off the predictions are. When you
// predict a quantity (a mass, a price), it's the mean of the squared errors:
//
//     loss  =  ((p_1 - t_1)² + (p_2 - t_2)² + ...) / count    p: predictions, t: targets, count: how many they are
//
// The backward pass starts here. A single prediction p_i appears in only one term. The slope of that term is
// 2 * (p_i - t_i), and the mean gives it a weight of 1 / count:
//
//     dloss/dp_i  =  2 * (p_i - t_i) / count
//
// This makes sense: the slope is positive where the prediction is too large, so a step against it makes the
// prediction smaller. Where the prediction is right, the slope is 0.
//
// `backward(dloss)` is given `dloss`, just as every layer is given its upstream gradient. Usually `dloss`
// is 1: the slope of the loss with respect to itself. It's another number when the loss is only part of
// something larger, for example half of a sum of two losses. Multiply your result by `dloss`.
//
// The famous mistake here is 2 * p. A library whose code many people had read returned exactly that.
// Everything ran, the loss fell, and the network learned to answer 0, because that's where 2 * p is 0.
//
// | tool | what it gives you |
// |---|---|
// | `p.sub(t)`, `x.square()`, `x.mean()` | the difference, the square, the mean of all numbers |
// | `x.data.length` | how many numbers there are in x |

// %%
import { type Tensor, TODO, zeros } from 'backprop-ninja'

// %% The loss
export class MeanSquaredError {
  /** forward keeps both: (n, outputs). */
  prediction = zeros(0)
  target = zeros(0)

  forward(prediction: Tensor, target: Tensor): Tensor {
    return TODO() // ()
  }

  backward(dloss: number): Tensor {
    return TODO() // (n, outputs)
  }
}
