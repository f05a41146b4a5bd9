// %% [markdown]
// # 05 · Softmax and cross-entropy, as one layer
//
// When a network has to choose one of several classes, it gives each class a score. These scores are called
// **logits**. Softmax turns them into probabilities. The loss looks at the probability of the right class,
// takes -log of it, and averages over the samples.
//
//     logits (n, classes)  -- softmax -->  probs (n, classes)  -- pick the label's, -log, mean -->  loss
//
// If you treat all of this as one layer, the backward pass is short. For one sample with the right class y:
//
//     loss  =  -l_y + log(exp(l_1) + exp(l_2) + ...)
//
// Take the slope by l_i. The second term gives exp(l_i) divided by the sum of all of them, and that is the
// probability p_i. The first term gives -1, but only for i = y. So the gradient of a sample is its
// **probabilities, minus 1 at the right class**. The loss is a mean of n samples, so divide by n. And as in
// the last exercise, `backward(dloss)` multiplies by `dloss`, the upstream gradient.
//
// ## A score of 1000
//
// To a computer, exp(1000) is infinity, and infinity / infinity is not a number. But the probabilities
// don't change if you subtract the same number from all scores of a row. So subtract the largest score
// first; then the largest exponent is 0. `x.softmax(1)` and `x.logSoftmax(1)` do that for you. Still,
// log(softmax(x)) is a trap: to a computer, a probability of 1e-400 is 0, and its log is -infinity.
// `x.logSoftmax(1)` is safe, because it never computes the probability.
//
// | tool | what it gives you |
// |---|---|
// | `x.softmax(1)`, `x.logSoftmax(1)` | for each row, the probabilities, or their logarithms |
// | `x.index(arange(n), labels)` | from row i, the element in column labels[i], for all n rows |
// | `oneHot(labels, classes)` | for each label a row: 1 in that column, else 0 |
// | `const [n, classes] = x.shape` | how many rows x has, and how many columns |

// %%
import { arange, oneHot, type Tensor, TODO, zeros } from 'backprop-ninja'

// %% The loss
export class CrossEntropy {
  /** forward keeps both: (n, classes) and (n). */
  probs = zeros(0)
  labels = zeros(0)

  forward(logits: Tensor, labels: Tensor): Tensor {
    return TODO() // ()
  }

  backward(dloss: number): Tensor {
    return TODO() // (n, classes)
  }
}
