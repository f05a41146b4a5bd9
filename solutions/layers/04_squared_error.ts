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
import { type Tensor, zeros } from 'backprop-ninja'

// %% The loss
export class MeanSquaredError {
  /** Both kept by forward: (n, outputs). */
  prediction = zeros(0)
  target = zeros(0)

  // hint: Keep both. Then differences, squares, their mean.
  // hint: this.prediction = prediction, this.target = target, and a line of three methods.
  // hint: prediction.sub(target).square()...: a single number must come out.
  forward(prediction: Tensor, target: Tensor): Tensor {
    // answer ()
    this.prediction = prediction
    this.target = target
    return prediction.sub(target).square().mean()
    // end answer
    // wrong (reduction): this.prediction = prediction; this.target = target; return prediction.sub(target).square().sum()
    // wrong (reduction): this.prediction = prediction; this.target = target; return prediction.sub(target).square().sum(1).mean()
    // wrong (wrong operand): this.prediction = prediction; this.target = target; return prediction.sub(target).abs().mean()
    // wrong (reduction): this.prediction = prediction; this.target = target; return prediction.sub(target).mean().square()
    // wrong (a use forgotten): this.prediction = prediction; return prediction.sub(target).square().mean()
    // wrong (a use forgotten): return prediction.sub(target).square().mean()
    // wrong (sign, factor): this.prediction = prediction; this.target = target; return prediction.sub(target).square().mean().div(2)
    // wrong (-): this.prediction = prediction; this.target = target; return prediction.sub(target).square().sum().div(15)
    // wrong (stale or aliased):
    //   this.prediction = prediction
    //   this.target = target
    //   for (let i = 0; i < prediction.data.length; i++) prediction.data[i] -= target.data[i]
    //   return prediction.square().mean()
  }

  // hint: The formula is in the text. What was kept is this.prediction and this.target.
  // hint: 2 * (p - t) / count, times dloss. count is the number of predictions, all columns included.
  // hint: this.prediction.sub(this.target).mul(2 * dloss / ...): this.prediction.data.length of them.
  backward(dloss: number): Tensor {
    // answer (n, outputs)
    return this.prediction.sub(this.target).mul((2 * dloss) / this.prediction.data.length)
    // end answer
    // wrong (a use forgotten): return this.prediction.mul(2)
    // wrong (a use forgotten): return this.prediction.mul((2 * dloss) / this.prediction.data.length)
    // wrong (sign, factor): return this.prediction.sub(this.target).mul(2 * dloss)
    // wrong (sign, factor): return this.prediction.sub(this.target).mul((2 * dloss) / this.prediction.shape[0])
    // wrong (sign, factor): return this.target.sub(this.prediction).mul((2 * dloss) / this.prediction.data.length)
    // wrong (sign, factor): return this.prediction.sub(this.target).mul(dloss / this.prediction.data.length)
    // wrong (upstream missing): return this.prediction.sub(this.target).mul(2 / this.prediction.data.length)
    // wrong (wrong local derivative): return this.prediction.sub(this.target).square().mul(dloss / this.prediction.data.length)
    // wrong (wrong local derivative): return this.prediction.sub(this.target).sign().mul((2 * dloss) / this.prediction.data.length)
    // wrong (-): return this.prediction.sub(this.target).mul((2 * dloss) / 15)
    // wrong (stale or aliased): this.prediction = this.prediction.sub(this.target); return this.prediction.mul((2 * dloss) / this.prediction.data.length)
  }
}

// %% check
import { type CheckSource, type Pair, type Slip, tensor } from 'backprop-ninja'
import { HANDED, KEPT, unchangedPair } from './unchanged.ts'

export function check(
  learner: { MeanSquaredError: typeof MeanSquaredError },
  { g }: CheckSource,
): readonly Pair[] {
  const [n, outputs] = g.permutation(4).add(2).data
  const p = g.randn(n, outputs).add(0.5)
  const t = g.randn(n, outputs)
  const earlier = { p: g.randn(n + 1, outputs), t: g.randn(n + 1, outputs) }
  const count = n * outputs
  const e = p.sub(t)
  const loss = (at: Tensor) => at.data.reduce((sum, value, i) => sum + (value - t.data[i]) ** 2, 0) / count
  /** A loss of the learner's that has been forward, and not for the first time. */
  const went = () => {
    const layer = new learner.MeanSquaredError()
    layer.forward(earlier.p.clone(), earlier.t.clone())
    layer.forward(p.clone(), t.clone())
    return layer
  }
  const nothing: Slip = {
    family: 'a use forgotten',
    value: zeros(0),
    message: 'this.prediction and this.target are to be set by forward, both: backward will look for them there.',
  }
  /** By nudging each prediction both ways. */
  const slope = () => {
    const h = 1e-5
    const nudged = (i: number, by: number) =>
      tensor(
        p.data.map((value, k) => (k === i ? value + by : value)),
        p.shape,
      )
    return tensor(
      Array.from(p.data, (_, i) => (loss(nudged(i, h)) - loss(nudged(i, -h))) / (2 * h)),
      p.shape,
    )
  }
  const back = (name: string, dloss: number): Pair => ({
    name,
    at: { dloss },
    blank: 'MeanSquaredError.backward',
    learner: () => went().backward(dloss),
    expected: () => slope().mul(dloss),
    within: 1e-7,
    slips: [
      {
        family: 'a use forgotten',
        value: () => p.mul(2),
        message:
          'That is 2 * prediction: the target is forgotten, and so are the mean and what comes from above. A network trained with it learns to answer 0, whatever the targets are.',
      },
      {
        family: 'a use forgotten',
        value: () => p.mul((2 * dloss) / count),
        message:
          'The target is forgotten: that is the slope of the mean of p². It is 0 where the prediction is 0, not where it is right.',
      },
      {
        family: 'sign, factor',
        value: () => e.mul(2 * dloss),
        message:
          'The factor 1 / count is missing: in a mean each term counts only one of count. Without it, the steps of gradient descent grow with the batch.',
      },
      {
        family: 'sign, factor',
        value: () => e.mul((2 * dloss) / n),
        message: `It is divided by the number of samples, ${n}. The mean in forward is over all ${count} numbers, the columns of each sample included.`,
      },
      {
        family: 'sign, factor',
        value: () => e.mul((-2 * dloss) / count),
        message:
          'The sign is the wrong way round: target minus prediction. Where the prediction is too large, the loss grows with it, so its gradient is positive.',
      },
      {
        family: 'sign, factor',
        value: () => e.mul(dloss / count),
        message: 'The 2 is missing: the slope of e² is 2 * e.',
      },
      {
        family: 'upstream missing',
        value: () => e.mul(2 / count),
        message:
          'dloss is forgotten: what comes from above must be multiplied in, even if it is 1 most of the time.',
      },
      {
        family: 'wrong local derivative',
        value: () => e.square().mul(dloss / count),
        message: 'That is the squared error itself. Its slope is needed: 2 * (p - t), which can be negative.',
      },
      {
        family: 'wrong local derivative',
        value: () => e.sign().mul((2 * dloss) / count),
        message:
          'Only the sign of the error is left. The slope of e² is 2 * e: the larger the error, the harder the pull.',
      },
    ],
  })
  const kept = (name: 'prediction' | 'target', value: Tensor, before: Tensor): Pair => ({
    name: `${name} after forward`,
    blank: 'MeanSquaredError.forward',
    learner: () => went()[name],
    expected: value,
    slips: [
      nothing,
      {
        family: 'stale or aliased',
        value: before,
        message: `It is still that of an earlier call. Each forward sets this.${name} anew.`,
      },
    ],
  })
  return [
    {
      name: 'forward(prediction, target)',
      blank: 'MeanSquaredError.forward',
      learner: () => new learner.MeanSquaredError().forward(p.clone(), t.clone()),
      expected: () => tensor(loss(p)),
      slips: [
        {
          family: 'reduction',
          value: () => e.square().sum(),
          message:
            'The squares are added up, but not divided by how many there are: a mean is needed, so that the loss does not grow with the batch.',
        },
        {
          family: 'reduction',
          value: () => e.square().sum(1).mean(),
          message:
            'The columns are added up and only the samples are averaged. The mean is over all numbers.',
        },
        {
          family: 'wrong operand',
          value: () => e.abs().mean(),
          message: 'That is the mean of the absolute errors. Here the errors are squared.',
        },
        {
          family: 'reduction',
          value: () => e.mean().square(),
          message:
            'The mean is taken first, then the square. Errors of opposite sign cancel that way: square each of them first.',
        },
        {
          family: 'sign, factor',
          value: () => e.square().mean().div(2),
          message:
            'There is a factor of one half. Some books put it there to cancel the 2 of the slope; this loss has none.',
        },
      ],
    },
    kept('prediction', p, earlier.p),
    kept('target', t, earlier.t),
    unchangedPair(
      'changed by forward(prediction, target)',
      'MeanSquaredError.forward',
      () => {
        const [layer, prediction, target] = [new learner.MeanSquaredError(), p.clone(), t.clone()]
        return { call: () => layer.forward(prediction, target), look: () => ({ prediction, target }) }
      },
      { prediction: HANDED, target: HANDED },
    ),
    back('backward(1)', 1),
    back('backward(dloss)', 0.2 + 0.6 * g.random()),
    unchangedPair(
      'changed by backward(dloss)',
      'MeanSquaredError.backward',
      () => {
        const layer = went()
        const look = () => ({ prediction: layer.prediction, target: layer.target })
        return { call: () => layer.backward(1), look }
      },
      { prediction: KEPT, target: KEPT },
    ),
  ]
}
