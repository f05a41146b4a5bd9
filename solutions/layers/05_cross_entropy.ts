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
// tex: \name{loss} = -l_y + \log(e^{l_1} + e^{l_2} + \dots)
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
import { arange, oneHot, type Tensor, zeros } from 'backprop-ninja'

// %% The loss
export class CrossEntropy {
  /** forward keeps both: (n, classes) and (n). */
  probs = zeros(0)
  labels = zeros(0)

  // hint: Keep the probabilities and the labels. The loss is minus the mean of n logarithms.
  // hint: logits.logSoftmax(1) gives you the logarithms, safely. Pick one from each row with index(arange(n),
  //       labels).
  // hint: this.probs = logits.softmax(1); this.labels = labels; return
  //       logits.logSoftmax(1).index(...).mean().neg().
  forward(logits: Tensor, labels: Tensor): Tensor {
    // answer ()
    this.probs = logits.softmax(1)
    this.labels = labels
    return logits.logSoftmax(1).index(arange(logits.shape[0]), labels).mean().neg()
    // end answer
    // wrong (not finite): this.probs = logits.softmax(1); this.labels = labels; return this.probs.log().index(arange(logits.shape[0]), labels).mean().neg()
    //   > With large scores, your loss is infinite: a probability is rounded to 0 before you take its logarithm. Use
    //   > logSoftmax, which never computes the probability.
    // wrong (not finite): const e = logits.exp(); this.probs = e.div(e.sum(1, { keepdim: true })); this.labels = labels; return logits.logSoftmax(1).index(arange(logits.shape[0]), labels).mean().neg()
    //   > With large scores, your probs are not a number: exp(1000) is infinity. Use `logits.softmax(1)`, which subtracts
    //   > the largest score of each row first.
    // wrong (sign, factor): this.probs = logits.softmax(1); this.labels = labels; return logits.logSoftmax(1).index(arange(logits.shape[0]), labels).mean()
    //   > The minus is missing. The logarithm of a probability is negative, and the loss must be small when the
    //   > probability is large.
    // wrong (reduction): this.probs = logits.softmax(1); this.labels = labels; return logits.logSoftmax(1).index(arange(logits.shape[0]), labels).sum().neg()
    //   > You took the sum. Take the mean, so that the loss doesn't grow with the batch.
    // wrong (reduction): this.probs = logits.softmax(1); this.labels = labels; return logits.logSoftmax(1).mul(oneHot(labels, logits.shape[1])).mean().neg()
    //   > Your mean also counts the zeros of all the wrong classes. Take the mean over the samples only.
    // wrong (index): this.probs = logits.softmax(1); this.labels = labels; return logits.logSoftmax(1).mean().neg()
    //   > Your mean is over all classes. Only the logarithm at each sample's label counts: pick it with
    //   > index(arange(n), labels).
    // wrong (index): this.probs = logits.softmax(1); this.labels = labels; return logits.logSoftmax(1).index(labels).mean().neg()
    //   > With one argument, index picks whole rows. To pick one element from each row, write index(arange(n), labels).
    // wrong (index): this.probs = logits.softmax(1); this.labels = labels; return logits.logSoftmax(1).index(arange(logits.shape[0]), this.probs.argmax(1)).mean().neg()
    //   > You picked the most probable class of each row. Pick the right one: the labels tell you which.
    // wrong (wrong operand): this.probs = logits.softmax(1); this.labels = labels; return logits.softmax(1).index(arange(logits.shape[0]), labels).mean().neg()
    //   > The logarithm is missing. This is minus the mean probability.
    // wrong (wrong operand): this.probs = logits.softmax(1); this.labels = labels; return logits.index(arange(logits.shape[0]), labels).mean().neg()
    //   > This is minus the mean score of the right classes. Use the logarithms of the probabilities: logSoftmax(1).
    // wrong (reduction): this.probs = logits.softmax(0); this.labels = labels; return logits.logSoftmax(1).index(arange(logits.shape[0]), labels).mean().neg()
    //   > Your softmax goes down the columns. Each sample is a row, and its probabilities add up to 1: use dimension 1.
    // wrong (reduction): this.probs = logits.softmax(0); this.labels = labels; return logits.logSoftmax(0).index(arange(logits.shape[0]), labels).mean().neg()
    //   > Your softmax goes down the columns. Each sample is a row, and its probabilities add up to 1: use dimension 1.
    // wrong (wrong operand): this.probs = logits; this.labels = labels; return logits.logSoftmax(1).index(arange(logits.shape[0]), labels).mean().neg()
    //   > You kept the scores. backward needs the probabilities: keep `logits.softmax(1)`.
    // wrong (wrong operand): this.probs = logits.logSoftmax(1); this.labels = labels; return this.probs.index(arange(logits.shape[0]), labels).mean().neg()
    //   > You kept the logarithms. backward needs the probabilities themselves.
    // wrong (a use forgotten): this.labels = labels; return logits.logSoftmax(1).index(arange(logits.shape[0]), labels).mean().neg()
    //   > forward doesn't keep the probabilities, and backward needs them. Set this.probs.
    // wrong (a use forgotten): this.probs = logits.softmax(1); return logits.logSoftmax(1).index(arange(logits.shape[0]), labels).mean().neg()
    //   > forward doesn't keep the labels, and backward needs them. Set this.labels.
    // wrong (a use forgotten): return logits.logSoftmax(1).index(arange(logits.shape[0]), labels).mean().neg()
    //   > Your loss is right, but forward must also set this.probs and this.labels for backward.
    // wrong (stale or aliased): if (this.labels.data.length === 0) { this.probs = logits.softmax(1); this.labels = labels } return logits.logSoftmax(1).index(arange(logits.shape[0]), labels).mean().neg()
    //   > The numbers of an earlier call are still there. Set this.probs and this.labels in every call.
    // wrong (-): this.probs = logits.softmax(1); this.labels = labels; return logits.logSoftmax(1).index(arange(logits.shape[0]), labels).sum().div(-5)
    // wrong (stale or aliased): this.probs = logits.softmax(1); this.labels = labels; const logs = logits.logSoftmax(1); logits.data.fill(0); return logs.index(arange(logits.shape[0]), labels).mean().neg()
    //   > You changed the numbers of the logits that you were given, and other code may still need them. Make a new
    //   > tensor, as softmax does.
  }

  // hint: Take the probabilities, subtract 1 at the right class, divide by n, and multiply by dloss.
  // hint: oneHot(this.labels, classes) has the ones. n and classes are the sizes of this.probs.
  // hint: const [n, classes] = this.probs.shape, then this.probs.sub(...).mul(dloss / n).
  backward(dloss: number): Tensor {
    // answer (n, classes)
    const [n, classes] = this.probs.shape
    return this.probs.sub(oneHot(this.labels, classes)).mul(dloss / n)
    // end answer
    // wrong (a use forgotten): const [n] = this.probs.shape; return this.probs.mul(dloss / n)
    //   > You didn't subtract the 1 at the right class. Without it, gradient descent lowers every score, the right one
    //   > too.
    // wrong (a use forgotten): const [n, classes] = this.probs.shape; return oneHot(this.labels, classes).mul(-dloss / n)
    //   > Only the right class has a gradient here. The other scores matter too: they're in the sum that softmax divides
    //   > by, and each has its probability as gradient.
    // wrong (sign, factor): const [, classes] = this.probs.shape; return this.probs.sub(oneHot(this.labels, classes)).mul(dloss)
    //   > The factor 1 / n is missing. The loss is a mean over the samples.
    // wrong (sign, factor): const [n, classes] = this.probs.shape; return this.probs.sub(oneHot(this.labels, classes)).mul(dloss / (n * classes))
    //   > You divided by the number of classes too. The mean is over the samples: each of them has only one logarithm in
    //   > it.
    // wrong (sign, factor): const [n, classes] = this.probs.shape; return oneHot(this.labels, classes).sub(this.probs).mul(dloss / n)
    //   > The sign is wrong. When the right score grows, the loss falls, so the gradient of that score is negative.
    // wrong (sign, factor): const [n, classes] = this.probs.shape; return this.probs.add(oneHot(this.labels, classes)).mul(dloss / n)
    //   > You added the 1 at the right class. Subtract it.
    // wrong (upstream missing): const [n, classes] = this.probs.shape; return this.probs.sub(oneHot(this.labels, classes)).div(n)
    //   > dloss is missing. Multiply by the upstream gradient, even if it's usually 1.
    // wrong (upstream missing): const [, classes] = this.probs.shape; return this.probs.sub(oneHot(this.labels, classes))
    //   > This is the gradient for one sample at a time. Divide by n for the mean, and multiply by dloss.
    // wrong (index): const [n, classes] = this.probs.shape; return this.probs.sub(oneHot(this.probs.argmax(1), classes)).mul(dloss / n)
    //   > You subtracted the 1 at the most probable class. Subtract it at the right class: the labels tell you which.
    // wrong (index): const [n] = this.probs.shape; return this.probs.sub(1).mul(dloss / n)
    //   > You subtracted 1 everywhere. Subtract it at the right class only: oneHot(labels, classes) is 0 elsewhere.
    // wrong (-): const [n] = this.probs.shape; return this.probs.sub(oneHot(this.labels, 4)).mul(dloss / n)
    // wrong (-): const [, classes] = this.probs.shape; return this.probs.sub(oneHot(this.labels, classes)).mul(dloss / 5)
    // wrong (stale or aliased):
    //   const [n, classes] = this.probs.shape
    //   for (let i = 0; i < n; i++) this.probs.data[i * classes + this.labels.at(i)] -= 1
    //   return this.probs.mul(dloss / n)
    //   > Your gradient is right, but you changed this.probs, which forward kept. backward only reads it.
  }
}

// %% check
import { type Check, tensor } from 'backprop-ninja'
import { gradientOf } from './nudging.ts'
import { unchangedPair } from './unchanged.ts'

export const check: Check<{ CrossEntropy: typeof CrossEntropy }> = (learner, { g }) => {
  const [n, classes] = g.permutation(4).add(3).data
  const logits = g.randn(n, classes).mul(2)
  const drawn = g.randint(0, classes, [n])
  // Somewhere the most probable class is not the right one.
  const isRight = logits.argmax(1).at(0) === drawn.at(0)
  const labels = isRight ? drawn.indexPut(0, (drawn.at(0) + 1) % classes) : drawn
  const earlier = [g.randn(n + 1, classes), g.randint(0, classes, [n + 1])] as const
  const lossOf = (scores: Tensor, right: Tensor) =>
    scores.logsumexp(1).sub(scores.mul(oneHot(right, scores.shape[1])).sum(1)).mean()
  /** A loss of the learner's that has been forward, and not for the first time. */
  const went = () => {
    const layer = new learner.CrossEntropy()
    layer.forward(...earlier)
    layer.forward(logits.clone(), labels.clone())
    return layer
  }
  const back = (name: string, dloss: number) => ({
    name,
    at: { dloss },
    blank: 'CrossEntropy.backward',
    learner: () => went().backward(dloss),
    expected: () => gradientOf(logits => lossOf(logits, labels), logits, 1e-5).mul(dloss),
    within: 1e-7,
  })
  const large = tensor([
    [1000, 0, -1000, 10],
    [0, 0, 0, 0],
  ])
  const hard = tensor([1, 3])
  return [
    {
      name: 'forward(logits, labels)',
      blank: 'CrossEntropy.forward',
      learner: () => new learner.CrossEntropy().forward(logits.clone(), labels.clone()),
      expected: lossOf(logits, labels),
    },
    {
      name: 'forward, with scores of 1000',
      blank: 'CrossEntropy.forward',
      learner: () => new learner.CrossEntropy().forward(large.clone(), hard.clone()),
      expected: tensor((1000 + Math.log(4)) / 2),
    },
    {
      name: 'probs, with scores of 1000',
      blank: 'CrossEntropy.forward',
      learner: () => {
        const layer = new learner.CrossEntropy()
        layer.forward(large.clone(), hard.clone())
        return layer.probs
      },
    },
    ...(['probs', 'labels'] as const).map(name => ({
      name: `${name} after forward`,
      blank: 'CrossEntropy.forward',
      learner: () => went()[name],
    })),
    unchangedPair('changed by forward(logits, labels)', 'CrossEntropy.forward', () => {
      const [layer, scores, right] = [new learner.CrossEntropy(), logits.clone(), labels.clone()]
      return { call: () => layer.forward(scores, right), look: () => ({ logits: scores, labels: right }) }
    }),
    back('backward(1)', 1),
    back('backward(dloss)', 0.2 + 0.6 * g.random()),
    unchangedPair('changed by backward(dloss)', 'CrossEntropy.backward', () => {
      const layer = went()
      return { call: () => layer.backward(1), look: () => ({ probs: layer.probs, labels: layer.labels }) }
    }),
  ]
}
