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
//     4  note the loss, for the curve
//
// In many libraries a fifth is needed: setting the gradients to zero. There `backward` adds to what is
// left of the round before. Ours does not: it makes `dW` anew. So nothing has to be cleared, and nothing
// can be forgotten.
//
// The finished layers stand above the first blank, so that you need not look for them.

// %%
import type { Tensor } from 'backprop-ninja'

// %% include layers.ts
export * from './layers.ts'
import { Linear, linear, MeanSquaredError } from './layers.ts'

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

interface Learner {
  readonly step: typeof step
  readonly descend: typeof descend
}

/** Two layers that have been backward, always the same for the same generator. */
function two(g: CheckSource['g']): Linear[] {
  return [
    [3, 4],
    [4, 2],
  ].map(([inputs, outputs]) => {
    const layer = linear(inputs, outputs, g)
    layer.b = g.randn(outputs)
    layer.dW = g.randn(inputs, outputs)
    layer.db = g.randn(outputs)
    return layer
  })
}

const copyOf = ({ W, b, dW, db }: Linear): Linear => Object.assign(new Linear(W, b), { dW, db })

/** A line with noise: x (n, 1) and t = 2x - 1, nearly. */
function points(g: CheckSource['g']) {
  const x = g.uniform([20, 1], -2, 2)
  return { x, t: x.mul(2).sub(1).add(g.randn(20, 1).mul(0.3)) }
}

const RATE = 0.1

export function check(learner: Learner, { g }: CheckSource): readonly Pair[] {
  const layers = two(g)
  const after = (change: (layer: Linear, i: number) => [Tensor, Tensor]): Value =>
    layers.flatMap((layer, i) => change(layer, i).map(x => x.tolist() as Value))
  const moved = (x: Tensor, dx: Tensor, by: number) => x.sub(dx.mul(by))
  const parameters: Slip[] = [
    {
      family: 'sign, factor',
      value: () => after(({ W, b, dW, db }) => [moved(W, dW, -RATE), moved(b, db, -RATE)]),
      message:
        'The step goes uphill: plus where there should be a minus. A gradient points to where the loss grows.',
    },
    {
      family: 'sign, factor',
      value: () => after(({ W, b, dW, db }) => [moved(W, dW, 1), moved(b, db, 1)]),
      message: 'The rate is forgotten: the whole gradient is taken off, ten times as much as was asked for.',
    },
    {
      family: 'a use forgotten',
      value: () => after(({ W, b, dW }) => [moved(W, dW, RATE), b]),
      message: 'The biases stay as they were. They are parameters too: b moves by db.',
    },
    {
      family: 'a use forgotten',
      value: () =>
        after(({ W, b, dW, db }, i) => (i === 0 ? [moved(W, dW, RATE), moved(b, db, RATE)] : [W, b])),
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
      value: () => after(({ W, b }) => [moved(W, W, RATE), moved(b, b, RATE)]),
      message:
        'The parameters themselves are taken off, where their gradients belong: dW, not W. So everything shrinks to 0.',
    },
    {
      family: 'wrong operand',
      value: () => after(({ dW, db }) => [dW.mul(-RATE), db.mul(-RATE)]),
      message: 'The step itself stands in the place of the parameter: the old value is lost. W - rate * dW.',
    },
  ]

  const rounds = 4
  const { x, t } = points(g)
  const start = g.randn(1, 1)
  const fresh = (): Linear => new Linear(start, tensor([0]))
  /** What a loop gives that does this in each round; the loss before `move`, or after. */
  const losses = (move: (layer: Linear, loss: MeanSquaredError) => void, many = rounds) => {
    const layer = fresh()
    const loss = new MeanSquaredError()
    return Array.from({ length: many }, () => {
      const value = loss.forward(layer.forward(x), t).item()
      move(layer, loss)
      return value
    })
  }
  const down = (layer: Linear) => {
    layer.W = moved(layer.W, layer.dW, RATE)
    layer.b = moved(layer.b, layer.db, RATE)
  }
  const right = (layer: Linear, loss: MeanSquaredError) => {
    layer.backward(loss.backward(1))
    down(layer)
  }
  const [x0, t0] = [x.slice(0, 0, 1), t.slice(0, 0, 1)]
  const onlyFirst = () => {
    const layer = fresh()
    const loss = new MeanSquaredError()
    return Array.from({ length: rounds }, () => {
      const value = loss.forward(layer.forward(x0), t0).item()
      right(layer, loss)
      return value
    })
  }
  const stale = () => {
    let first = true
    return losses((layer, loss) => {
      if (first) layer.backward(loss.backward(1))
      first = false
      down(layer)
    })
  }
  return [
    {
      name: 'W and b after step(layers, 0.1)',
      blank: 'step',
      learner: () => {
        const copies = layers.map(copyOf)
        learner.step(copies, RATE)
        return copies.flatMap(({ W, b }) => [W.tolist() as Value, b.tolist() as Value])
      },
      expected: () => after(({ W, b, dW, db }) => [moved(W, dW, RATE), moved(b, db, RATE)]),
      slips: parameters,
    },
    {
      name: `descend(layer, loss, x, t, ${RATE}, ${rounds})`,
      blank: 'descend',
      learner: () => learner.descend(fresh(), new MeanSquaredError(), x, t, RATE, rounds),
      expected: () => losses(right),
      slips: [
        {
          family: 'a use forgotten',
          value: () => losses(layer => layer),
          message:
            'The loss stays the same in every round: nothing moves. After the way back, step([layer], rate) must be called.',
        },
        {
          family: 'order',
          value: stale,
          message:
            'Every round goes by the gradient of the first one. It was right there; where the parameters are now, it is another: backward belongs into the loop.',
        },
        {
          family: 'order',
          value: () => losses(right, rounds + 1).slice(1),
          message:
            'The losses are those after the step. Note the loss of each round before its step: it is what the gradient was taken of.',
        },
        {
          family: 'index',
          value: onlyFirst,
          message:
            'Only the first sample is used, in every round. The loss of that one falls, and nothing is learned about the others.',
        },
        {
          family: 'shape',
          value: () => losses(right, rounds + 1).slice(-1),
          message:
            'A single loss came back, that of the end. One is needed for each round: push it inside the loop.',
        },
      ],
      learned: 'forward, backward, step: every network that was ever trained runs in this loop',
    },
  ]
}

export function picture(learner: Learner, { g }: CheckSource): string {
  const { x, t } = points(g)
  const rates = [0.01, 0.1, 0.9]
  const curves = rates.map(rate => {
    const y = learner.descend(new Linear(tensor([[0]]), tensor([0])), new MeanSquaredError(), x, t, rate, 40)
    return { name: `rate ${rate}`, x: y.map((_, i) => i), y }
  })
  return chart(curves, { x: { label: 'round' }, y: { label: 'loss', log: true }, height: 12 })
}
