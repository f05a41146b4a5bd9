// %% [markdown]
// # 05 · A loss without a backward pass
//
// The loss of a network that chooses among classes is cross-entropy. For each row of scores, the **logits**, it takes
// the softmax, looks at the probability of the right class, and takes minus its logarithm. Then it takes the mean
// over the rows. With your Values you write the forward pass only. All of the rest is there already.
//
//     logits (n, classes)  -- logSoftmax -->  (n, classes)  -- pick the label's -->  (n)  -- mean, minus -->  loss
//
// ## log-softmax, and a score of 1000
//
// The logarithm of the softmax of a row l is, for its element i:
//
//     l_i - log(exp(l_1) + exp(l_2) + ...)
// tex: l_i - \log(e^{l_1} + e^{l_2} + \dots)
//
// To a computer, exp(1000) is infinity. But if you first subtract the largest score from all scores of the row, the
// result is the same, and no exponent is larger than 0.
//
// Must a gradient flow through that largest score too? The result doesn't depend on what you subtract, so all that
// would come back through it adds up to 0. So make it a **constant**: a new Value from a tensor, without inputs. The
// backward pass ends there. PyTorch's word for that is detach.
//
// | tool | what it gives |
// |---|---|
// | `x.add(y)`, `x.mul(y)`, `x.sub(y)`, `x.exp()`, `x.log()` | Values, number by number; they broadcast |
// | `x.sum()`, `x.sum(1, true)`, `x.index(rows, columns)` | sums, and picked numbers |
// | `x.times(3)` | a Value times a number |
// | `new Value(t)` | a constant, from a tensor t |
// | `x.data.max(1, { keepdim: true }).values` | a tensor: the largest number of each row, (n, 1) |
// | `x.data.shape[0]`, `x.data.data.length` | how many rows x has; how many numbers |

// %%
import { arange, type Tensor } from 'backprop-ninja'

// %% The mean of all numbers
// hint: You need no rule for a mean. What is it made of?
// hint: It's the sum, divided by how many there are: multiply by one over that.
// hint: x.sum().times(1 / ...), with the number of numbers in x.
export function mean(x: Value): Value {
  // answer
  return x.sum().times(1 / x.data.data.length)
  // end answer
  // wrong (reduction): return x.sum()
  //   > This is the sum. Divide it by how many numbers there are.
  // wrong (reduction): return x.sum().times(1 / x.data.shape[0])
  //   > You divided by the number of rows. A table has more numbers than rows.
  // wrong (sign, factor): return x.sum().times(x.data.data.length)
  //   > You multiplied by how many there are. Divide: times one over it.
  // wrong (a use forgotten): return new Value(x.data.mean())
  //   > The number is right, but nothing goes back: a Value made from a tensor alone is a constant. Make it from x.
  // wrong (reduction): return x.sum(0).times(1 / x.data.shape[0])
  //   > This is the mean of each column. Take the mean of all numbers: sum().
}

// %% The logarithm of each row's softmax
// hint: Three steps: subtract the largest score of each row, as a constant; exp, sum and log; and a difference.
// hint: Call the shifted scores s. Then the result is s minus the logarithm of the sum of exp(s), for each row. That
//       sum must keep its dimension, so that it lines up with the rows.
// hint: const s = logits.sub(new Value(...)); return s.sub(s.exp().sum(...).log())
export function logSoftmax(logits: Value): Value {
  // answer
  const s = logits.sub(new Value(logits.data.max(1, { keepdim: true }).values))
  return s.sub(s.exp().sum(1, true).log())
  // end answer
  // wrong (wrong operand): const s = logits.sub(logits.data.max(1, { keepdim: true }).values); return s.sub(s.exp().sum(1, true).log())
  //   > You subtracted a tensor from a Value. Make a constant of it first: `new Value(…)`.
  // wrong (wrong operand): const s = logits.sub(new Value(logits.data.max(1, { keepdim: true }))); return s.sub(s.exp().sum(1, true).log())
  //   > `max` along a dimension returns two tensors. Take the largest numbers: `.values`.
  // wrong (not finite): const e = logits.exp(); return e.div(e.sum(1, true)).log()
  //   > Values have no div here, and you need none: the logarithm of a quotient is a difference, l - log(sum of
  //   > exp(l)).
  // wrong (not finite): return logits.sub(logits.exp().sum(1, true).log())
  //   > With scores of 1000, yours is infinite or not a number. Subtract the largest score of each row first.
  // wrong (not finite): const s = logits.sub(new Value(logits.data.max(1, { keepdim: true }).values)); return logits.sub(s.exp().sum(1, true).log())
  //   > You shifted the scores inside the logarithm only. Both terms must be shifted by the same: use s in both places.
  // wrong (shape): const s = logits.sub(new Value(logits.data.max(1, { keepdim: true }).values)); return s.sub(s.exp().sum(1).log())
  //   > The sums have lost their dimension, so they line up with the columns. Keep it: sum(1, true).
  // wrong (shape): const s = logits.sub(new Value(logits.data.max(1).values)); return s.sub(s.exp().sum(1, true).log())
  //   > The largest scores have lost their dimension, so they line up with the columns. Keep it: { keepdim: true }.
  // wrong (reduction): const s = logits.sub(new Value(logits.data.max(1, { keepdim: true }).values)); return s.sub(s.exp().sum().log())
  //   > You summed over all rows. Each row has its own softmax: sum(1, true).
  // wrong (reduction): const s = logits.sub(new Value(logits.data.max(0, { keepdim: true }).values)); return s.sub(s.exp().sum(0, true).log())
  //   > You went down the columns. Each row has its own softmax: dimension 1.
  // wrong (wrong operand): const s = logits.sub(new Value(logits.data.max(1, { keepdim: true }).values)); return s.sub(s.exp().sum(1, true))
  //   > The logarithm of the sum is missing.
  // wrong (wrong operand): const s = logits.sub(new Value(logits.data.max(1, { keepdim: true }).values)); return s.exp().sub(s.exp().sum(1, true).log())
  //   > The first term is the score itself, not its exp: the logarithm of exp(l) is l.
  // wrong (a use forgotten): const s = logits.sub(new Value(logits.data.max(1, { keepdim: true }).values)); return s.sub(new Value(s.data.exp().sum(1, { keepdim: true }).log()))
  //   > The numbers are right, but nothing goes back through the sum: you made a constant of it. Only the largest score
  //   > may be one.
  // wrong (a use forgotten): return new Value(logits.data.logSoftmax(1))
  //   > The numbers are right, but nothing goes back: a Value made from a tensor alone is a constant. Make it with the
  //   > methods of Values.
}

// %% Minus the mean logarithm of the right class's probability
// hint: From each row of the log-softmax you need one number. Which?
// hint: The one in the column of the row's label. index(arange(n), labels) picks it, for all n rows. Then the mean,
//       and a minus.
// hint: mean(logSoftmax(logits).index(arange(...), labels)).times(...)
export function crossEntropy(logits: Value, labels: Tensor): Value {
  // answer
  const n = logits.data.shape[0]
  return mean(logSoftmax(logits).index(arange(n), labels)).times(-1)
  // end answer
  // wrong (wrong operand): return mean(logSoftmax(logits).index(arange(logits.data.shape[0]), labels)).neg()
  //   > Values have no neg here. Take `times(-1)`.
  // wrong (sign, factor): return mean(logSoftmax(logits).index(arange(logits.data.shape[0]), labels))
  //   > The minus is missing. A logarithm of a probability is negative, and a loss must fall when the probability of
  //   > the right class rises.
  // wrong (reduction): return logSoftmax(logits).index(arange(logits.data.shape[0]), labels).sum().times(-1)
  //   > You took the sum. Take the mean, so that the loss doesn't grow with the number of rows.
  // wrong (index): return mean(logSoftmax(logits)).times(-1)
  //   > Your mean is over all classes. Only the right one of each row counts: pick it with index(arange(n), labels).
  // wrong (index): return mean(logSoftmax(logits).index(labels)).times(-1)
  //   > With one tensor, index picks whole rows. To pick one number from each row: index(arange(n), labels).
  // wrong (index): return mean(logSoftmax(logits).index(arange(logits.data.shape[0]), logits.data.argmax(1))).times(-1)
  //   > You picked the most probable class of each row. Pick the right one: the labels tell you which.
  // wrong (wrong operand): return mean(logits.index(arange(logits.data.shape[0]), labels)).times(-1)
  //   > You picked from the scores themselves. Pick from their log-softmax.
  // wrong (wrong operand): return mean(logSoftmax(logits).exp().index(arange(logits.data.shape[0]), labels)).times(-1)
  //   > This is minus the mean probability. The loss takes the logarithm.
  // wrong (reduction): return logSoftmax(logits).index(arange(logits.data.shape[0]), labels).sum().times(-1 / logits.data.data.length)
  //   > You divided by the number of classes too. There's one picked number for each row.
  // wrong (a use forgotten): return new Value(logSoftmax(logits).data.index(arange(logits.data.shape[0]), labels).mean().neg())
  //   > The number is right, but nothing goes back: a Value made from a tensor alone is a constant. Use the methods of
  //   > Values.
}

// %% [markdown]
// ## What comes back
//
// By hand, the gradient of the logits is a famous formula: the probabilities, minus 1 at the right class, divided by n.
// You haven't written it anywhere. The check compares it with what your rules find.
//
// Below is what you have from the exercises before. Only `sub` and `times` are new: they are made of what was there,
// so they need no rule.

// %% include unbroadcast.ts
export * from './unbroadcast.ts'

// %% include value.ts
export * from './value.ts'
import { Value } from './value.ts'

// %% include sweep.ts
export * from './sweep.ts'

// %% check
import { type Check, oneHot, type Pair, tensor } from 'backprop-ninja'
import { gradientOf } from './nudging.ts'

type Learner = Pick<
  typeof import('./05_cross_entropy.ts'),
  'Value' | 'backward' | 'mean' | 'logSoftmax' | 'crossEntropy'
>

export const check: Check<Learner> = (learner, { g }) => {
  const value = (data: Tensor) => new learner.Value(data.clone())
  /** A function's result, and what its input receives where each number of the result is weighted. */
  const row = (
    name: string,
    blank: string,
    x: Tensor,
    shape: readonly number[],
    call: (v: Value) => Value,
    right: { expected: (up: Tensor) => readonly [result: Tensor, received: Tensor] },
  ): Pair => {
    const up = g.randn(...shape)
    return {
      name: `${name}: its data, and what comes back`,
      blank,
      learner: () => {
        const v = value(x)
        const out = call(v)
        learner.backward(out.mul(value(up)).sum())
        return [out.data, v.grad]
      },
      expected: () => right.expected(up),
      within: 1e-7,
    }
  }
  const means = ([[6], [3, 4], [2, 1]] as const).map(shape => {
    const x = g.randn(...shape)
    return row(`mean of (${shape.join(', ')})`, 'mean', x, [], v => learner.mean(v), {
      expected: up => [x.mean(), gradientOf(at => at.mean().mul(up), x, 1)],
    })
  })
  const nudged = (x: Tensor, same: (at: Tensor) => Tensor, up: Tensor) =>
    gradientOf(at => same(at).mul(up).sum(), x, 1e-5)
  const plain = (x: Tensor) => x.sub(x.logsumexp(1, { keepdim: true }))
  const logs = ([[5, 3], [4, 4], [1, 6]] as const).map(shape => {
    const x = g.randn(...shape).mul(2)
    return row(`logSoftmax of (${shape.join(', ')})`, 'logSoftmax', x, shape, v => learner.logSoftmax(v), {
      expected: up => [plain(x), nudged(x, plain, up)],
    })
  })
  const [rows, classes] = [4, 5]
  const scores = g.randn(rows, classes).mul(2)
  const drawn = g.randint(0, classes, [rows])
  const isRight = scores.argmax(1).at(0) === drawn.at(0)
  const labels = isRight ? drawn.indexPut(0, (drawn.at(0) + 1) % classes) : drawn
  const lossOf = (x: Tensor) => x.logsumexp(1).sub(x.mul(oneHot(labels, classes)).sum(1)).mean()
  const large = tensor([
    [1000, 0, -1000],
    [0, 0, 0],
  ])
  return [
    ...means,
    ...logs,
    {
      name: 'logSoftmax, with scores of 1000: its data',
      blank: 'logSoftmax',
      learner: () => learner.logSoftmax(value(large)).data,
      expected: tensor([
        [0, -1000, -2000],
        [-Math.log(3), -Math.log(3), -Math.log(3)],
      ]),
    },
    row('crossEntropy', 'crossEntropy', scores, [], v => learner.crossEntropy(v, labels.clone()), {
      expected: up => [lossOf(scores), nudged(scores, lossOf, up)],
    }),
    {
      name: 'crossEntropy: the gradient of the logits',
      blank: 'crossEntropy',
      learner: () => {
        const v = value(scores)
        learner.backward(learner.crossEntropy(v, labels.clone()))
        return v.grad
      },
      expected: () => scores.softmax(1).sub(oneHot(labels, classes)).div(rows),
      learned: 'the probabilities, minus 1 at the label, over n: your rules found the formula by themselves',
    },
  ]
}
