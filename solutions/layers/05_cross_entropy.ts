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
import { arange, oneHot, type Tensor, zeros } from 'backprop-ninja'

// %% The loss
export class CrossEntropy {
  /** Both kept by forward: (n, classes) and (n). */
  probs = zeros(0)
  labels = zeros(0)

  // hint: Keep the probabilities and the labels. The loss is a mean of n logarithms, negated.
  // hint: logits.logSoftmax(1) has the logarithms, safely. Pick one out of each row by index(arange(n),
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
    // wrong (sign, factor): this.probs = logits.softmax(1); this.labels = labels; return logits.logSoftmax(1).index(arange(logits.shape[0]), labels).mean()
    // wrong (reduction): this.probs = logits.softmax(1); this.labels = labels; return logits.logSoftmax(1).index(arange(logits.shape[0]), labels).sum().neg()
    // wrong (index): this.probs = logits.softmax(1); this.labels = labels; return logits.logSoftmax(1).mean().neg()
    // wrong (wrong operand): this.probs = logits.softmax(1); this.labels = labels; return logits.softmax(1).index(arange(logits.shape[0]), labels).mean().neg()
    // wrong (reduction): this.probs = logits.softmax(0); this.labels = labels; return logits.logSoftmax(1).index(arange(logits.shape[0]), labels).mean().neg()
    // wrong (wrong operand): this.probs = logits; this.labels = labels; return logits.logSoftmax(1).index(arange(logits.shape[0]), labels).mean().neg()
    // wrong (-): this.probs = logits.softmax(1); this.labels = labels; return logits.logSoftmax(1).index(arange(logits.shape[0]), labels).sum().div(-5)
    // wrong (-): const e = logits.exp(); this.probs = e.div(e.sum(1, { keepdim: true })); this.labels = labels; return logits.logSoftmax(1).index(arange(logits.shape[0]), labels).mean().neg()
    // wrong (stale or aliased): this.probs = logits.softmax(1); this.labels = labels; const logs = logits.logSoftmax(1); logits.data.fill(0); return logs.index(arange(logits.shape[0]), labels).mean().neg()
  }

  // hint: Probabilities, a 1 taken off at the right class, divided by n, times dloss.
  // hint: oneHot(this.labels, classes) has the ones; n and classes are the sizes of this.probs.
  // hint: const [n, classes] = this.probs.shape, then this.probs.sub(...).mul(dloss / n).
  backward(dloss: number): Tensor {
    // answer (n, classes)
    const [n, classes] = this.probs.shape
    return this.probs.sub(oneHot(this.labels, classes)).mul(dloss / n)
    // end answer
    // wrong (a use forgotten): const [n] = this.probs.shape; return this.probs.mul(dloss / n)
    // wrong (sign, factor): const [, classes] = this.probs.shape; return this.probs.sub(oneHot(this.labels, classes)).mul(dloss)
    // wrong (sign, factor): const [n, classes] = this.probs.shape; return oneHot(this.labels, classes).sub(this.probs).mul(dloss / n)
    // wrong (upstream missing): const [n, classes] = this.probs.shape; return this.probs.sub(oneHot(this.labels, classes)).div(n)
    // wrong (index): const [n, classes] = this.probs.shape; return this.probs.sub(oneHot(this.probs.argmax(1), classes)).mul(dloss / n)
    // wrong (index): const [n, classes] = this.probs.shape; return this.probs.sub(1).mul(dloss / n)
    // wrong (a use forgotten): const [n, classes] = this.probs.shape; return oneHot(this.labels, classes).mul(-dloss / n)
    // wrong (sign, factor): const [n, classes] = this.probs.shape; return this.probs.sub(oneHot(this.labels, classes)).mul(dloss / (n * classes))
    // wrong (-): const [n] = this.probs.shape; return this.probs.sub(oneHot(this.labels, 4)).mul(dloss / n)
    // wrong (-): const [, classes] = this.probs.shape; return this.probs.sub(oneHot(this.labels, classes)).mul(dloss / 5)
    // wrong (stale or aliased):
    //   const [n, classes] = this.probs.shape
    //   for (let i = 0; i < n; i++) this.probs.data[i * classes + this.labels.at(i)] -= 1
    //   return this.probs.mul(dloss / n)
  }
}

// %% check
import { type CheckSource, type Pair, tensor } from 'backprop-ninja'
import { HANDED, KEPT, unchangedPair } from './unchanged.ts'

export function check(learner: { CrossEntropy: typeof CrossEntropy }, { g }: CheckSource): readonly Pair[] {
  const [n, classes] = g.permutation(4).add(3).data
  const logits = g.randn(n, classes).mul(2)
  const labels = g.randint(0, classes, [n])
  // Somewhere the most probable class is not the right one.
  const wrongly = labels.indexPut(0, (labels.at(0) + 1) % classes)
  const truth = logits.argmax(1).at(0) === labels.at(0) ? wrongly : labels
  /** From numbers alone, the largest of each row taken off. */
  const lossOf = (scores: Tensor, right: Tensor): number => {
    const [many, width] = scores.shape
    const of = (s: number) => {
      const row = Array.from({ length: width }, (_, c) => scores.at(s, c))
      const most = Math.max(...row)
      return Math.log(row.reduce((sum, score) => sum + Math.exp(score - most), 0)) + most - row[right.at(s)]
    }
    return Array.from({ length: many }, (_, s) => of(s)).reduce((a, b) => a + b) / many
  }
  const logs = logits.logSoftmax(1)
  const picked = logs.index(arange(n), truth)
  const earlier = { logits: g.randn(n + 1, classes), labels: g.randint(0, classes, [n + 1]) }
  /** A loss of the learner's that has been forward, and not for the first time. */
  const went = () => {
    const layer = new learner.CrossEntropy()
    layer.forward(earlier.logits.clone(), earlier.labels.clone())
    layer.forward(logits.clone(), truth.clone())
    return layer
  }
  const slope = () => {
    const h = 1e-5
    const nudged = (i: number, by: number) =>
      tensor(
        logits.data.map((value, k) => (k === i ? value + by : value)),
        logits.shape,
      )
    const slopes = Array.from(
      logits.data,
      (_, i) => (lossOf(nudged(i, h), truth) - lossOf(nudged(i, -h), truth)) / (2 * h),
    )
    return tensor(slopes, logits.shape)
  }
  const p = logits.softmax(1)
  const ones = oneHot(truth, classes)
  const back = (name: string, dloss: number): Pair => ({
    name,
    at: { dloss },
    blank: 'CrossEntropy.backward',
    learner: () => went().backward(dloss),
    expected: () => slope().mul(dloss),
    within: 1e-7,
    slips: [
      {
        family: 'a use forgotten',
        value: () => p.mul(dloss / n),
        message:
          'The 1 at the right class is not taken off. Without it every score is pulled down, the right one too.',
      },
      {
        family: 'a use forgotten',
        value: () => ones.mul(-dloss / n),
        message:
          'Only the right class has a gradient. The other scores are in the sum under the fraction: each is pulled down by its probability.',
      },
      {
        family: 'sign, factor',
        value: () => p.sub(ones).mul(dloss),
        message: 'The factor 1 / n is missing: the loss is a mean over the samples.',
      },
      {
        family: 'sign, factor',
        value: () => p.sub(ones).mul(dloss / (n * classes)),
        message: `It is divided by ${n} * ${classes}. The mean is over the samples only: each of them has one logarithm in it, not ${classes}.`,
      },
      {
        family: 'sign, factor',
        value: () => ones.sub(p).mul(dloss / n),
        message:
          'The sign is the wrong way round. When the right score grows the loss falls, so its gradient is negative.',
      },
      {
        family: 'upstream missing',
        value: () => p.sub(ones).div(n),
        message:
          'dloss is forgotten: what comes from above must be multiplied in, even if it is 1 most of the time.',
      },
      {
        family: 'index',
        value: () => p.sub(oneHot(p.argmax(1), classes)).mul(dloss / n),
        message:
          'The 1 is taken off at the most probable class, where it should be the right one: the labels say which.',
      },
      {
        family: 'index',
        value: () => p.sub(1).mul(dloss / n),
        message:
          'A 1 is taken off everywhere. It belongs at the right class only: oneHot(labels, classes) is 0 elsewhere.',
      },
    ],
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
      learner: () => new learner.CrossEntropy().forward(logits.clone(), truth.clone()),
      expected: () => tensor(lossOf(logits, truth)),
      slips: [
        {
          family: 'reduction',
          value: () => tensor(lossOf(logits, truth) / classes),
          message:
            'The mean goes over all classes too, and most of them count 0. It is a mean over the samples.',
        },
        {
          family: 'sign, factor',
          value: () => picked.mean(),
          message:
            'The minus is missing. A logarithm of a probability is negative, and a loss must be small when the probability is large.',
        },
        {
          family: 'reduction',
          value: () => picked.sum().neg(),
          message: 'A sum was taken where a mean belongs: it would grow with the batch.',
        },
        {
          family: 'index',
          value: () => logs.mean().neg(),
          message:
            'The mean is over all classes. Only the logarithm at each sample’s label counts: index(arange(n), labels) picks it.',
        },
        {
          family: 'wrong operand',
          value: () => p.index(arange(n), truth).mean().neg(),
          message: 'The logarithm is missing: that is minus the mean probability.',
        },
      ],
    },
    {
      name: 'forward, with scores of 1000',
      blank: 'CrossEntropy.forward',
      learner: () => new learner.CrossEntropy().forward(large.clone(), hard.clone()),
      expected: () => tensor(lossOf(large, hard)),
      slips: [
        {
          family: 'not finite',
          value: Number.POSITIVE_INFINITY,
          message:
            'The loss is infinite: a probability was rounded to 0 before its logarithm was taken. logSoftmax takes the logarithm on paper first.',
        },
      ],
    },
    {
      name: 'probs, with scores of 1000',
      blank: 'CrossEntropy.forward',
      learner: () => {
        const layer = new learner.CrossEntropy()
        layer.forward(large.clone(), hard.clone())
        return layer.probs
      },
      expected: tensor([
        [1, 0, 0, 0],
        [0.25, 0.25, 0.25, 0.25],
      ]),
    },
    {
      name: 'probs after forward',
      blank: 'CrossEntropy.forward',
      learner: () => went().probs,
      expected: () =>
        tensor(
          Array.from({ length: n }, (_, s) =>
            Array.from({ length: classes }, (_, c) =>
              Math.exp(-lossOf(logits.index(tensor([s])), tensor([c]))),
            ),
          ),
        ),
      slips: [
        {
          family: 'a use forgotten',
          value: zeros(0),
          message: 'this.probs is not set by forward. backward will look for the probabilities there.',
        },
        {
          family: 'wrong operand',
          value: logits,
          message: 'forward kept the scores. backward needs the probabilities: softmax(1) of them.',
        },
        {
          family: 'wrong operand',
          value: logs,
          message: 'forward kept the logarithms. backward needs the probabilities themselves.',
        },
        {
          family: 'reduction',
          value: () => logits.softmax(0),
          message:
            'Softmax went down the columns. Each sample is a row, and its probabilities add up to 1: dimension 1.',
        },
      ],
    },
    {
      name: 'labels after forward',
      blank: 'CrossEntropy.forward',
      learner: () => went().labels,
      expected: truth,
      slips: [
        {
          family: 'a use forgotten',
          value: zeros(0),
          message: 'this.labels is not set by forward. backward will look for the labels there.',
        },
        {
          family: 'stale or aliased',
          value: earlier.labels,
          message: 'They are still those of an earlier call. Each forward sets this.labels anew.',
        },
      ],
    },
    unchangedPair(
      'changed by forward(logits, labels)',
      'CrossEntropy.forward',
      () => {
        const [layer, scores, right] = [new learner.CrossEntropy(), logits.clone(), truth.clone()]
        return { call: () => layer.forward(scores, right), look: () => ({ logits: scores, labels: right }) }
      },
      { logits: HANDED, labels: HANDED },
    ),
    back('backward(1)', 1),
    back('backward(dloss)', 0.2 + 0.6 * g.random()),
    unchangedPair(
      'changed by backward(dloss)',
      'CrossEntropy.backward',
      () => {
        const layer = went()
        return { call: () => layer.backward(1), look: () => ({ probs: layer.probs, labels: layer.labels }) }
      },
      { probs: KEPT, labels: KEPT },
    ),
  ]
}
