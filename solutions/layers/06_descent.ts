// %% [markdown]
// # 06 · A step, and many of them
//
// A gradient points to where the loss **grows** fastest. Learning is to go the other way, a little:
//
//     W  =  W - rate * dW
//
// for every parameter of every layer. The **rate** says how far. Too small, and it takes for ever; too
// large, and it jumps over the valley. That is all of gradient descent. Where each step looks at a few
// samples only, drawn at random, it is called stochastic: SGD.
//
// ## The loop
//
// Each round has four steps, and their order matters:
//
//     1  forward     through the layer, then through the loss         how far off?
//     2  backward    from the loss, then through the layer            which way is down?
//     3  step        every parameter, by the gradients of this round
//     4  note the loss of step 1, for the curve
//
// In many libraries a fifth is needed: setting the gradients to zero. There `backward` adds to what is
// left of the round before. Ours does not: it makes `dW` anew. So nothing has to be cleared, and nothing
// can be forgotten.
//
// The finished layers stand above the first blank, so that you need not look for them.
//
// | tool | what it gives |
// |---|---|
// | `for (const layer of layers) { ... }` | does it for each layer of the list |
// | `for (let i = 0; i < rounds; i++) { ... }` | does it `rounds` times |
// | `const losses: number[] = []`, `losses.push(x)` | an empty list, and one more at its end |
// | `loss.forward(y, t).item()` | the loss as a plain number |

// %%
import type { Tensor } from 'backprop-ninja'

// %% include layers.ts
export * from './layers.ts'
import { Linear, MeanSquaredError } from './layers.ts'

// %% One step
// A tensor never changes: give the layer new ones, layer.W = ...
// hint: For each layer, both of its parameters: W by dW, b by db.
// hint: Against the gradient, so minus. How far is the gradient times the rate.
// hint: for (const layer of layers) { layer.W = layer.W.sub(layer.dW.mul(rate)); and the same for b }
export function step(layers: readonly Linear[], rate: number): void {
  // answer
  for (const layer of layers) {
    layer.W = layer.W.sub(layer.dW.mul(rate))
    layer.b = layer.b.sub(layer.db.mul(rate))
  }
  // end answer
  // wrong (sign, factor): for (const layer of layers) { layer.W = layer.W.add(layer.dW.mul(rate)); layer.b = layer.b.add(layer.db.mul(rate)) }
  // wrong (sign, factor): for (const layer of layers) { layer.W = layer.W.sub(layer.dW); layer.b = layer.b.sub(layer.db) }
  // wrong (a use forgotten): for (const layer of layers) layer.W = layer.W.sub(layer.dW.mul(rate))
  // wrong (a use forgotten): for (const layer of layers.slice(0, 1)) { layer.W = layer.W.sub(layer.dW.mul(rate)); layer.b = layer.b.sub(layer.db.mul(rate)) }
  // wrong (wrong operand): for (const layer of layers) { layer.W = layer.W.sub(layer.W.mul(rate)); layer.b = layer.b.sub(layer.b.mul(rate)) }
  // wrong (a use forgotten): for (const layer of layers) { layer.W.sub(layer.dW.mul(rate)); layer.b.sub(layer.db.mul(rate)) }
  // wrong (wrong operand): for (const layer of layers) { layer.W = layer.dW.mul(-rate); layer.b = layer.db.mul(-rate) }
  // wrong (a use forgotten): for (const layer of layers) layer.b = layer.b.sub(layer.db.mul(rate))
  // wrong (-): for (const layer of layers) { layer.W = layer.W.sub(layer.dW.mul(0.1)); layer.b = layer.b.sub(layer.db.mul(0.1)) }
  // wrong (-): for (const layer of [layers[0], layers[1]]) { layer.W = layer.W.sub(layer.dW.mul(rate)); layer.b = layer.b.sub(layer.db.mul(rate)) }
}

// %% Many steps
// Gives the loss of each round, as a list of numbers: loss.forward(...).item() is the number
// hint: A list to begin with, const losses: number[] = [], and a loop that runs `rounds` times.
// hint: In each round: y = layer.forward(x); the loss of y and t; layer.backward(loss.backward(1));
//       step([layer], rate).
// hint: losses.push(loss.forward(layer.forward(x), t).item()), then the two ways back in one line, then
//       the step.
export function descend(
  layer: Linear,
  loss: MeanSquaredError,
  x: Tensor,
  t: Tensor,
  rate: number,
  rounds: number,
): number[] {
  // answer
  const losses: number[] = []
  for (let round = 0; round < rounds; round++) {
    losses.push(loss.forward(layer.forward(x), t).item())
    layer.backward(loss.backward(1))
    step([layer], rate)
  }
  return losses
  // end answer
  // wrong (order):
  //   const losses: number[] = []
  //   loss.forward(layer.forward(x), t)
  //   layer.backward(loss.backward(1))
  //   for (let round = 0; round < rounds; round++) {
  //     losses.push(loss.forward(layer.forward(x), t).item())
  //     step([layer], rate)
  //   }
  //   return losses
  // wrong (a use forgotten):
  //   const losses: number[] = []
  //   for (let round = 0; round < rounds; round++) {
  //     losses.push(loss.forward(layer.forward(x), t).item())
  //     layer.backward(loss.backward(1))
  //   }
  //   return losses
  // wrong (index):
  //   const losses: number[] = []
  //   for (let round = 0; round < rounds; round++) {
  //     losses.push(loss.forward(layer.forward(x.slice(0, 0, 1)), t.slice(0, 0, 1)).item())
  //     layer.backward(loss.backward(1))
  //     step([layer], rate)
  //   }
  //   return losses
  // wrong (order):
  //   const losses: number[] = []
  //   for (let round = 0; round < rounds; round++) {
  //     loss.forward(layer.forward(x), t)
  //     layer.backward(loss.backward(1))
  //     step([layer], rate)
  //     losses.push(loss.forward(layer.forward(x), t).item())
  //   }
  //   return losses
  // wrong (order):
  //   const losses: number[] = []
  //   const value = loss.forward(layer.forward(x), t).item()
  //   for (let round = 0; round < rounds; round++) {
  //     losses.push(value)
  //     layer.backward(loss.backward(1))
  //     step([layer], rate)
  //   }
  //   return losses
  // wrong (-):
  //   const losses: number[] = []
  //   for (let round = 0; round < rounds; round++) {
  //     losses.push(loss.forward(layer.forward(x), t).item())
  //     step([layer], rate)
  //     layer.backward(loss.backward(1))
  //   }
  //   return losses
  // wrong (-):
  //   const losses: number[] = []
  //   for (let round = 0; round < rounds; round++) {
  //     losses.push(loss.forward(layer.forward(x), t).item())
  //     layer.backward(loss.backward(1))
  //     step([layer], 0.1)
  //   }
  //   return losses
  // wrong (-):
  //   const losses: number[] = []
  //   for (let i = 0; i < 4; i++) {
  //     losses.push(loss.forward(layer.forward(x), t).item())
  //     layer.backward(loss.backward(1))
  //     step([layer], rate)
  //   }
  //   return losses
  // wrong (shape):
  //   const losses: number[] = []
  //   for (let round = 0; round < rounds; round++) {
  //     const value = loss.forward(layer.forward(x), t).item()
  //     if (value > losses[round - 1]) break
  //     losses.push(value)
  //     layer.backward(loss.backward(1))
  //     step([layer], rate)
  //   }
  //   return losses
  // wrong (shape):
  //   const losses: number[] = []
  //   for (let round = 0; round < rounds; round++) {
  //     losses.push(loss.forward(layer.forward(x), t).item())
  //     if (losses[round] > losses[round - 1]) break
  //     layer.backward(loss.backward(1))
  //     step([layer], rate)
  //   }
  //   return losses
  // wrong (shape):
  //   const losses: number[] = []
  //   for (let round = 0; round < rounds; round++) {
  //     layer.backward((loss.forward(layer.forward(x), t), loss.backward(1)))
  //     step([layer], rate)
  //   }
  //   losses.push(loss.forward(layer.forward(x), t).item())
  //   return losses
}

// %% check
import { type CheckSource, chart, type Pair, type Slip, tensor, type Value } from 'backprop-ninja'
import { guarded } from './guarded.ts'

interface Learner {
  readonly Linear: typeof Linear
  readonly MeanSquaredError: typeof MeanSquaredError
  readonly step: typeof step
  readonly descend: typeof descend
}

/** A line with noise: x (n, 1) and t = 2x - 1, nearly. */
function points(g: CheckSource['g']) {
  const x = g.uniform([20, 1], -2, 2)
  return { x, t: x.mul(2).sub(1).add(g.randn(20, 1).mul(0.3)) }
}

const moved = (x: Tensor, dx: Tensor, by: number) => x.sub(dx.mul(by))

export function check(learner: Learner, { g }: CheckSource): readonly Pair[] {
  return [stepPair(learner, g), ...descendPairs(learner, g)]
}

function stepPair(learner: Learner, g: CheckSource['g']): Pair {
  const rate = 0.03 + 0.3 * g.random()
  const [many] = g.permutation(3).add(2).data
  /** Layers that have been backward. */
  const layers = Array.from({ length: many }, (_, i) => ({
    W: g.randn(3 + i, 4 + i),
    b: g.randn(4 + i),
    dW: g.randn(3 + i, 4 + i),
    db: g.randn(4 + i),
  }))
  const after = (change: (layer: (typeof layers)[0], i: number) => [Tensor, Tensor]): Value =>
    layers.flatMap((layer, i) => change(layer, i).map(x => x.tolist() as Value))
  const slips: Slip[] = [
    {
      family: 'sign, factor',
      value: () => after(({ W, b, dW, db }) => [moved(W, dW, -rate), moved(b, db, -rate)]),
      message:
        'The step goes uphill: plus where there should be a minus. A gradient points to where the loss grows.',
    },
    {
      family: 'sign, factor',
      value: () => after(({ W, b, dW, db }) => [moved(W, dW, 1), moved(b, db, 1)]),
      message: 'The rate is forgotten: the whole gradient is taken off, far more than was asked for.',
    },
    {
      family: 'a use forgotten',
      value: () => after(({ W, b, dW }) => [moved(W, dW, rate), b]),
      message: 'The biases stay as they were. They are parameters too: b moves by db.',
    },
    {
      family: 'a use forgotten',
      value: () => after(({ W, b, db }) => [W, moved(b, db, rate)]),
      message: 'The weights stay as they were. They are parameters too: W moves by dW.',
    },
    {
      family: 'a use forgotten',
      value: () =>
        after(({ W, b, dW, db }, i) => (i === 0 ? [moved(W, dW, rate), moved(b, db, rate)] : [W, b])),
      message: 'Only the first layer moved. The step is for all of them: is there a return inside the loop?',
    },
    {
      family: 'a use forgotten',
      value: () => after(({ W, b }) => [W, b]),
      message:
        'Nothing moved. Tensors never change: W.sub(...) gives a new one, which must be put into layer.W.',
    },
    {
      family: 'wrong operand',
      value: () => after(({ W, b }) => [moved(W, W, rate), moved(b, b, rate)]),
      message:
        'The parameters themselves are taken off, where their gradients belong: dW, not W. So everything shrinks to 0.',
    },
    {
      family: 'wrong operand',
      value: () => after(({ dW, db }) => [dW.mul(-rate), db.mul(-rate)]),
      message: 'The step itself stands in the place of the parameter: the old value is lost. W - rate * dW.',
    },
  ]
  return {
    name: 'W and b after step(layers, rate)',
    blank: 'step',
    at: { rate },
    learner: () => {
      const copies = layers.map(({ W, b, dW, db }) =>
        Object.assign(new learner.Linear(W.clone(), b.clone()), { dW: dW.clone(), db: db.clone() }),
      )
      learner.step(copies, rate)
      return copies.flatMap(({ W, b }) => [W.tolist() as Value, b.tolist() as Value])
    },
    expected: () => after(({ W, b, dW, db }) => [moved(W, dW, rate), moved(b, db, rate)]),
    slips,
  }
}

/** What a loop noted, and where it left the layer. */
interface Run {
  readonly losses: number[]
  readonly end: Value
}

function descendPairs(learner: Learner, g: CheckSource['g']): Pair[] {
  const { x, t } = points(g)
  const [rounds] = g.permutation(4).add(3).data
  const W = g.randn(1, 1)
  const b = g.randn(1)
  const endOf = (layer: Linear): Value => [layer.W.item(), layer.b.item()]
  /** A loop that works out the gradients again in the rounds that `anew` says, and makes a step in each. */
  const run = (rate: number, many = rounds, data = { x, t }, anew = (_round: number) => true): Run => {
    const [layer, loss] = [new Linear(W, b), new MeanSquaredError()]
    const losses = Array.from({ length: many }, (_, round) => {
      const value = loss.forward(layer.forward(data.x), data.t).item()
      if (anew(round)) layer.backward(loss.backward(1))
      layer.W = moved(layer.W, layer.dW, rate)
      layer.b = moved(layer.b, layer.db, rate)
      return value
    })
    return { losses, end: endOf(layer) }
  }
  const one = { x: x.slice(0, 0, 1), t: t.slice(0, 0, 1) }
  const isFirst = (round: number) => round === 0
  const theirs = (rate: number): Run => {
    const layer = guarded(new learner.Linear(W.clone(), b.clone()))
    const losses = learner.descend(layer, new learner.MeanSquaredError(), x.clone(), t.clone(), rate, rounds)
    return { losses, end: endOf(layer) }
  }
  const small = 0.05 + 0.1 * g.random()
  const large = 1.2 + 0.3 * g.random()
  return [
    {
      name: 'W and b after descend',
      blank: 'descend',
      at: { rate: small, rounds },
      learner: () => theirs(small).end,
      expected: () => run(small).end,
      slips: [
        {
          family: 'a use forgotten',
          value: () => run(0).end,
          message: 'Nothing moved. After the way back, step([layer], rate) must be called in each round.',
        },
        {
          family: 'order',
          value: () => run(small, rounds, { x, t }, isFirst).end,
          message:
            'Every step went by the gradient of the start. forward and backward belong into the loop: where the parameters are now, the gradient is another.',
        },
      ],
    },
    {
      name: 'descend(layer, loss, x, t, rate, rounds)',
      blank: 'descend',
      at: { rate: small, rounds },
      learner: () => theirs(small).losses,
      expected: () => run(small).losses,
      slips: [
        {
          family: 'order',
          value: () => run(0).losses,
          message:
            'The loss is the same in every round. It must be worked out anew in each: forward through the layer and through the loss, after the step of the round before.',
        },
        {
          family: 'order',
          value: () => run(small, rounds, { x, t }, isFirst).losses,
          message:
            'Every round goes by the gradient of the first one. It was right there; where the parameters are now, it is another: backward belongs into the loop.',
        },
        {
          family: 'order',
          value: () => run(small, rounds + 1).losses.slice(1),
          message:
            'The losses are those after the step. Note the loss of each round before its step: it is what the gradient was taken of.',
        },
        {
          family: 'index',
          value: () => run(small, rounds, one).losses,
          message:
            'Only the first sample is used, in every round. The loss of that one falls, and nothing is learned about the others.',
        },
        {
          family: 'shape',
          value: () => run(small, rounds + 1).losses.slice(-1),
          message:
            'A single loss came back, that of the end. One is needed for each round: push it inside the loop.',
        },
      ],
      learned: 'forward, backward, step: every network that was ever trained runs in this loop',
    },
    {
      name: 'descend, with a rate that is too large',
      blank: 'descend',
      at: { rate: large, rounds },
      learner: () => theirs(large).losses,
      expected: () => run(large).losses,
      slips: [1, 2].map(many => ({
        family: 'shape',
        value: () => run(large, many).losses,
        message:
          'The loop ended when the loss rose. It runs `rounds` times, whatever the loss does: a rate that is too large is to be seen in the curve.',
      })),
    },
  ]
}

export function picture(learner: Learner, { g }: CheckSource): string {
  const { x, t } = points(g)
  const rates = [0.01, 0.1, 0.9]
  const curves = rates.map(rate => {
    const layer = new learner.Linear(tensor([[0]]), tensor([0]))
    const y = learner.descend(layer, new learner.MeanSquaredError(), x, t, rate, 40)
    return { name: `rate ${rate}`, x: y.map((_, i) => i), y }
  })
  return chart(curves, { x: { label: 'round' }, y: { label: 'loss', log: true }, height: 12 })
}
