// %% [markdown]
// # 04 · The mean squared error
//
// The very last layer is the **loss**: one number that says how far off the predictions are. When you
// predict a quantity (a mass, a price), it's the mean of the squared errors:
//
//     loss  =  ((p_1 - t_1)² + (p_2 - t_2)² + ...) / count    p: predictions, t: targets, count: how many they are
// tex: \name{loss} = \frac{(p_1 - t_1)^2 + (p_2 - t_2)^2 + \dots}{\name{count}}
// tex: p \text{: predictions, } t \text{: targets, } \name{count} \text{: how many they are}
//
// The backward pass starts here. A single prediction p_i appears in only one term. The slope of that term is
// 2 * (p_i - t_i), and the mean gives it a weight of 1 / count:
//
//     dloss/dp_i  =  2 * (p_i - t_i) / count
// tex: \frac{d\,\name{loss}}{d p_i} = \frac{2\,(p_i - t_i)}{\name{count}}
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
import { type Tensor, zeros } from 'backprop-ninja'

// %% The loss
export class MeanSquaredError {
  /** forward keeps both: (n, outputs). */
  prediction = zeros(0)
  target = zeros(0)

  // hint: Keep both. Then take the differences, the squares, and their mean.
  // hint: Set this.prediction and this.target. The rest is one line with three methods.
  // hint: prediction.sub(target).square()...: you need a single number.
  forward(prediction: Tensor, target: Tensor): Tensor {
    // answer ()
    this.prediction = prediction
    this.target = target
    return prediction.sub(target).square().mean()
    // end answer
    // wrong (reduction): this.prediction = prediction; this.target = target; return prediction.sub(target).square().sum()
    //   > You added up the squares, but didn't divide by how many there are. Take the mean, so that the loss doesn't
    //   > grow with the batch.
    // wrong (reduction): this.prediction = prediction; this.target = target; return prediction.sub(target).square().sum(1).mean()
    //   > You added up the columns and only averaged over the samples. Take the mean of all numbers.
    // wrong (wrong operand): this.prediction = prediction; this.target = target; return prediction.sub(target).abs().mean()
    //   > This is the mean of the absolute errors. Square the errors.
    // wrong (reduction): this.prediction = prediction; this.target = target; return prediction.sub(target).mean().square()
    //   > You took the mean first and then the square, so errors of opposite sign cancel. Square each of them first.
    // wrong (wrong operand): this.prediction = prediction; this.target = target; return prediction.sub(target).mean()
    //   > The square is missing, so errors of opposite sign cancel.
    // wrong (wrong operand): this.prediction = prediction; this.target = target; return prediction.sub(target).square().mean().sqrt()
    //   > This is the square root of the mean squared error. Leave out the root.
    // wrong (shape): this.prediction = prediction; this.target = target; return prediction.sub(target).square()
    //   > These are all the squared errors. A loss is a single number: take their mean.
    // wrong (sign, factor): this.prediction = prediction; this.target = target; return prediction.sub(target).square().mean().div(2)
    //   > You have an extra factor of one half. Some books use it to cancel the 2 in the slope, but this loss has none.
    // wrong (a use forgotten): this.prediction = prediction; return prediction.sub(target).square().mean()
    //   > forward doesn't keep the target, and backward needs it. Set this.target too.
    // wrong (a use forgotten): this.target = target; return prediction.sub(target).square().mean()
    //   > forward doesn't keep the prediction, and backward needs it. Set this.prediction too.
    // wrong (a use forgotten): return prediction.sub(target).square().mean()
    //   > Your loss is right, but forward must also keep both: set this.prediction and this.target for backward.
    // wrong (stale or aliased): if (this.target.data.length === 0) { this.prediction = prediction; this.target = target } return prediction.sub(target).square().mean()
    //   > The numbers of an earlier call are still there. Set this.prediction and this.target in every call.
    // wrong (-): this.prediction = prediction; this.target = target; return prediction.sub(target).square().sum().div(15)
    // wrong (stale or aliased):
    //   this.prediction = prediction
    //   this.target = target
    //   for (let i = 0; i < prediction.data.length; i++) prediction.data[i] -= target.data[i]
    //   return prediction.square().mean()
    //   > You changed the numbers of the prediction that you were given, and other code may still need them. Make a new
    //   > tensor, as sub does.
  }

  // hint: The formula is in the text. You kept this.prediction and this.target.
  // hint: 2 * (p - t) / count, times dloss. count is the number of predictions, in all columns.
  // hint: this.prediction.sub(this.target).mul(2 * dloss / ...): there are this.prediction.data.length of
  //       them.
  backward(dloss: number): Tensor {
    // answer (n, outputs)
    return this.prediction.sub(this.target).mul((2 * dloss) / this.prediction.data.length)
    // end answer
    // wrong (a use forgotten): return this.prediction.mul(2)
    //   > This is 2 * prediction, without the target, the mean and dloss. A network that trains with it learns to
    //   > answer 0, whatever the targets are.
    // wrong (a use forgotten): return this.prediction.mul((2 * dloss) / this.prediction.data.length)
    //   > The target is missing. This is 0 where the prediction is 0, and it must be 0 where the prediction is right.
    // wrong (sign, factor): return this.prediction.sub(this.target).mul(2 * dloss)
    //   > The factor 1 / count is missing. In a mean, each term counts only 1 / count.
    // wrong (sign, factor): return this.prediction.sub(this.target).mul((2 * dloss) / this.prediction.shape[0])
    //   > You divided by the number of samples. The mean in forward is over all numbers, in all columns.
    // wrong (sign, factor): return this.target.sub(this.prediction).mul((2 * dloss) / this.prediction.data.length)
    //   > The sign is wrong: this is target minus prediction. Where a prediction is too large, its gradient is positive.
    // wrong (sign, factor): return this.prediction.sub(this.target).mul(dloss / this.prediction.data.length)
    //   > The factor 2 is missing. The slope of e² is 2 * e.
    // wrong (upstream missing): return this.prediction.sub(this.target).mul(2 / this.prediction.data.length)
    //   > dloss is missing. Multiply by the upstream gradient, even if it's usually 1.
    // wrong (upstream missing): return this.prediction.sub(this.target).mul(2)
    //   > This is the slope of the sum of the squares. Divide by count for the mean, and multiply by dloss.
    // wrong (wrong local derivative): return this.prediction.sub(this.target).square().mul(dloss / this.prediction.data.length)
    //   > This has the squared error in it. Use the slope of the square, 2 * (p - t), which can be negative.
    // wrong (wrong local derivative): return this.prediction.sub(this.target).sign().mul((2 * dloss) / this.prediction.data.length)
    //   > Only the sign of the error is left. The slope of e² is 2 * e: the larger the error, the larger the slope.
    // wrong (reduction): return this.prediction.sub(this.target).mean().mul(2 * dloss)
    //   > You took the mean over all predictions. Each prediction has its own slope: divide by count, without adding up.
    // wrong (-): return this.prediction.sub(this.target).mul((2 * dloss) / 15)
    // wrong (stale or aliased): this.prediction = this.prediction.sub(this.target); return this.prediction.mul((2 * dloss) / this.prediction.data.length)
    //   > Your gradient is right, but you changed this.prediction, which forward kept. backward only reads it.
  }
}

// %% check
import { type Check, tensor } from 'backprop-ninja'
import { gradientOf } from './nudging.ts'
import { unchangedPair } from './unchanged.ts'

export const check: Check<{ MeanSquaredError: typeof MeanSquaredError }> = (learner, { g }) => {
  const [n, outputs] = g.permutation(4).add(2).data
  const [p, t] = [g.randn(n, outputs).add(0.5), g.randn(n, outputs)]
  const earlier = [g.randn(n + 1, outputs), g.randn(n + 1, outputs)] as const
  const loss = (p: Tensor) => tensor(p.data.reduce((sum, p, i) => sum + (p - t.data[i]) ** 2, 0) / p.data.length)
  /** A loss of the learner's that has been forward, and not for the first time. */
  const went = () => {
    const layer = new learner.MeanSquaredError()
    layer.forward(...earlier)
    layer.forward(p.clone(), t.clone())
    return layer
  }
  const back = (name: string, dloss: number) => ({
    name,
    at: { dloss },
    blank: 'MeanSquaredError.backward',
    learner: () => went().backward(dloss),
    // Of a square, too, central differences are exact.
    expected: () => gradientOf(loss, p, 0.5).mul(dloss),
  })
  return [
    {
      name: 'forward(prediction, target)',
      blank: 'MeanSquaredError.forward',
      learner: () => new learner.MeanSquaredError().forward(p.clone(), t.clone()),
      expected: loss(p),
    },
    ...(['prediction', 'target'] as const).map(name => ({
      name: `${name} after forward`,
      blank: 'MeanSquaredError.forward',
      learner: () => went()[name],
    })),
    unchangedPair('changed by forward(prediction, target)', 'MeanSquaredError.forward', () => {
      const [layer, prediction, target] = [new learner.MeanSquaredError(), p.clone(), t.clone()]
      return { call: () => layer.forward(prediction, target), look: () => ({ prediction, target }) }
    }),
    back('backward(1)', 1),
    back('backward(dloss)', 0.2 + 0.6 * g.random()),
    unchangedPair('changed by backward(dloss)', 'MeanSquaredError.backward', () => {
      const layer = went()
      const look = () => ({ prediction: layer.prediction, target: layer.target })
      return { call: () => layer.backward(1), look }
    }),
  ]
}
