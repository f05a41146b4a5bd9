// %% [markdown]
// # 05 · Softmax and cross-entropy, as one layer
//
// For choosing one of several classes, the network gives a score for each class, the **logits**. Softmax
// makes probabilities of them, and the loss is the mean of -log of the probability that the right class
// got.
//
//     logits (n, classes)  -- softmax -->  probs (n, classes)  -- pick the label's, -log, mean -->  loss
//
// As one layer the way back is short. For one sample, with the right class y:
//
//     loss  =  -l_y + log(exp(l_1) + exp(l_2) + ...)
//
// The second term gives exp(l_i) / (the sum of all), which is the probability p_i; the first gives -1, for
// i = y only. So the gradient of a sample is its **probabilities, with a 1 taken off at the right class**.
// For the mean of n samples it is divided by n. And as in the last exercise, `backward(dloss)` multiplies
// it by `dloss`, what comes from above.
//
// ## A score of 1000
//
// exp(1000) is infinity for a computer, and infinity / infinity is not a number. Nothing changes in the
// probabilities when the same number is taken off all scores of a row: so the largest is taken off first,
// and the largest exponent is 0. `x.softmax(1)` and `x.logSoftmax(1)` do that by themselves. But
// log(softmax(x)) is a trap: a probability of 1e-400 is 0 for a computer, and its log is -infinity.
// `x.logSoftmax(1)` takes the log on paper first, and is safe.
//
// | tool | what it gives |
// |---|---|
// | `x.softmax(1)`, `x.logSoftmax(1)` | of each row, the probabilities, or their logarithms |
// | `x.index(arange(n), labels)` | out of row i the element in column labels[i], for all n rows |
// | `oneHot(labels, classes)` | for each label a row: a 1 in that column, else 0 |
// | `const [n, classes] = x.shape` | how many rows x has, and how many columns |

// %%
import { arange, oneHot, type Tensor, TODO, zeros } from 'backprop-ninja'

// %% The loss
export class CrossEntropy {
  /** Both kept by forward: (n, classes) and (n). */
  probs = zeros(0)
  labels = zeros(0)

  forward(logits: Tensor, labels: Tensor): Tensor {
    return TODO() // ()
  }

  backward(dloss: number): Tensor {
    return TODO() // (n, classes)
  }
}
