// %% [markdown]
// # 06 · A step, and many of them
//
// A gradient points to where the loss **grows** fastest. To learn, go a little way in the opposite direction:
//
//     W  =  W - rate * dW
// tex: W = W - \name{rate} \cdot \name{dW}
//
// Do this for every parameter of every layer. The **rate** says how far to go. If it's too small, learning
// takes forever. If it's too large, you jump across the valley. That's all there is to gradient descent.
// When each step looks at only a few samples, drawn at random, it's called stochastic gradient descent:
// SGD.
//
// ## The loop
//
// Each round does four things, and their order matters:
//
//     1  forward     through the layer, then through the loss         how far off?
//     2  backward    from the loss, then through the layer            which way is down?
//     3  step        every parameter, with the gradients of this round
//     4  note the loss of part 1, for the curve
//
// In many libraries you also have to set the gradients to zero, because `backward` adds to what the last
// round left there. Ours computes `dW` afresh each time. So there's nothing to reset, and nothing to
// forget.
//
// The finished layers are above the first blank, so you don't have to look for them.
//
// | tool | what it does |
// |---|---|
// | `for (const layer of layers) { ... }` | runs once for each layer in the list |
// | `for (let i = 0; i < rounds; i++) { ... }` | runs `rounds` times |
// | `const losses: number[] = []`, `losses.push(x)` | makes an empty list, adds one element at its end |
// | `loss.forward(y, t).item()` | gives you the loss as a plain number |

// %%
import type { Tensor } from 'backprop-ninja'

// %% include layers.ts
export * from './layers.ts'
import type { Linear, MeanSquaredError } from './layers.ts'

// %% One step
// A tensor never changes, so give the layer new ones: layer.W = ...
// hint: Each layer has two parameters. Move W by dW, and b by db.
// hint: Go against the gradient, so subtract. How far? The gradient times the rate.
// hint: for (const layer of layers) { layer.W = layer.W.sub(layer.dW.mul(rate)); and the same for b }
export function step(layers: readonly Linear[], rate: number): void {
  // answer
  for (const layer of layers) {
    layer.W = layer.W.sub(layer.dW.mul(rate))
    layer.b = layer.b.sub(layer.db.mul(rate))
  }
  // end answer
  // wrong (sign, factor): for (const layer of layers) { layer.W = layer.W.add(layer.dW.mul(rate)); layer.b = layer.b.add(layer.db.mul(rate)) }
  //   > Your step goes uphill. A gradient points to where the loss grows, so subtract it.
  // wrong (sign, factor): for (const layer of layers) { layer.W = layer.W.sub(layer.dW); layer.b = layer.b.sub(layer.db) }
  //   > The rate is missing: you subtract the whole gradient. Subtract rate times the gradient.
  // wrong (a use forgotten): for (const layer of layers) layer.W = layer.W.sub(layer.dW.mul(rate))
  //   > The biases don't move. They're parameters too: move b by db.
  // wrong (a use forgotten): for (const layer of layers) layer.b = layer.b.sub(layer.db.mul(rate))
  //   > The weights don't move. They're parameters too: move W by dW.
  // wrong (a use forgotten): for (const layer of layers.slice(0, 1)) { layer.W = layer.W.sub(layer.dW.mul(rate)); layer.b = layer.b.sub(layer.db.mul(rate)) }
  //   > Only the first layer moved. Move all of them. Is there a return inside your loop?
  // wrong (a use forgotten): for (const layer of layers) { layer.W.sub(layer.dW.mul(rate)); layer.b.sub(layer.db.mul(rate)) }
  //   > Nothing moved. A tensor never changes: W.sub(...) gives you a new one, so store that in layer.W.
  // wrong (wrong operand): for (const layer of layers) { layer.W = layer.W.sub(layer.W.mul(rate)); layer.b = layer.b.sub(layer.b.mul(rate)) }
  //   > You subtract the parameters themselves, so everything shrinks to 0. Subtract their gradients: dW, not W.
  // wrong (wrong operand): for (const layer of layers) { layer.W = layer.dW.mul(-rate); layer.b = layer.db.mul(-rate) }
  //   > You stored only the step, and the old value is lost. Compute W - rate * dW.
  // wrong (wrong operand): for (const layer of layers) { layer.W = layer.W.sub(rate); layer.b = layer.b.sub(rate) }
  //   > You subtract the rate alone. Subtract the rate times the gradient.
  // wrong (sign, factor): for (const layer of layers) { layer.W = layer.W.sub(layer.dW.mul(0.1)); layer.b = layer.b.sub(layer.db.mul(0.1)) }
  //   > Your rate is always 0.1. Use the `rate` that `step` is given.
  // wrong (-): for (const layer of [layers[0], layers[1]]) { layer.W = layer.W.sub(layer.dW.mul(rate)); layer.b = layer.b.sub(layer.db.mul(rate)) }
}

// %% Many steps
// Returns the loss of each round, as a list of numbers. loss.forward(...).item() gives you the number
// hint: Start with an empty list, const losses: number[] = [], and a loop that runs `rounds` times.
// hint: In each round: y = layer.forward(x); the loss of y and t; layer.backward(loss.backward(1));
//       step([layer], rate).
// hint: losses.push(loss.forward(layer.forward(x), t).item()). Then go back through both in one line, and
//       make the step.
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
  //   > All your rounds use the gradient of the first one. The parameters move, and the gradient changes with them: put
  //   > backward inside the loop.
  // wrong (order):
  //   const losses: number[] = []
  //   const value = loss.forward(layer.forward(x), t).item()
  //   for (let round = 0; round < rounds; round++) {
  //     losses.push(value)
  //     layer.backward(loss.backward(1))
  //     step([layer], rate)
  //   }
  //   return losses
  //   > Your loss is the same in every round, and so is your gradient. Go forward inside the loop, because the
  //   > parameters have moved.
  // wrong (a use forgotten):
  //   const losses: number[] = []
  //   for (let round = 0; round < rounds; round++) {
  //     losses.push(loss.forward(layer.forward(x), t).item())
  //     layer.backward(loss.backward(1))
  //   }
  //   return losses
  //   > Nothing moved. After backward, call step([layer], rate) in each round.
  // wrong (order):
  //   const losses: number[] = []
  //   for (let round = 0; round < rounds; round++) {
  //     losses.push(loss.forward(layer.forward(x), t).item())
  //     step([layer], rate)
  //     layer.backward(loss.backward(1))
  //   }
  //   return losses
  //   > In the first round you step before backward, so there are no gradients yet. Go back first, then step.
  // wrong (sign, factor):
  //   const losses: number[] = []
  //   for (let round = 0; round < rounds; round++) {
  //     losses.push(loss.forward(t, layer.forward(x)).item())
  //     layer.backward(loss.backward(1))
  //     step([layer], rate)
  //   }
  //   return losses
  //   > Your steps go uphill. Does the prediction come first, as in loss.forward(prediction, target)?
  // wrong (wrong operand):
  //   const losses: number[] = []
  //   for (let round = 0; round < rounds; round++) {
  //     const value = loss.forward(layer.forward(x), t).item()
  //     losses.push(value)
  //     layer.backward(loss.backward(value))
  //     step([layer], rate)
  //   }
  //   return losses
  //   > You passed the loss to loss.backward. It takes how fast the loss changes with itself, which is 1.
  // wrong (index):
  //   const losses: number[] = []
  //   for (let round = 0; round < rounds; round++) {
  //     losses.push(loss.forward(layer.forward(x.slice(0, 0, 1)), t.slice(0, 0, 1)).item())
  //     layer.backward(loss.backward(1))
  //     step([layer], rate)
  //   }
  //   return losses
  //   > You use only the first sample, in every round. Use all of x and t.
  // wrong (order):
  //   const losses: number[] = []
  //   for (let round = 0; round < rounds; round++) {
  //     loss.forward(layer.forward(x), t)
  //     layer.backward(loss.backward(1))
  //     step([layer], rate)
  //     losses.push(loss.forward(layer.forward(x), t).item())
  //   }
  //   return losses
  //   > These are the losses after each step. Note the loss before the step: it's the one you took the gradient of.
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
  //   > Your loop ends when the loss rises. Let it run `rounds` times, whatever the loss does: you want to see when the
  //   > rate is too large.
  // wrong (shape):
  //   const losses: number[] = []
  //   for (let round = 0; round < rounds; round++) {
  //     losses.push(loss.forward(layer.forward(x), t).item())
  //     if (losses[round] > losses[round - 1]) break
  //     layer.backward(loss.backward(1))
  //     step([layer], rate)
  //   }
  //   return losses
  //   > Your loop ends when the loss rises. Let it run `rounds` times, whatever the loss does: you want to see when the
  //   > rate is too large.
  // wrong (shape):
  //   const losses: number[] = []
  //   for (let round = 0; round < rounds; round++) {
  //     layer.backward((loss.forward(layer.forward(x), t), loss.backward(1)))
  //     step([layer], rate)
  //   }
  //   losses.push(loss.forward(layer.forward(x), t).item())
  //   return losses
  //   > You returned a single loss, the one at the end. Note one for each round: push it inside the loop.
}

// %% check
import { type Check, chart, type Generator, tensor } from 'backprop-ninja'
import { guarded } from './guarded.ts'

type Learner = Pick<typeof import('./06_descent.ts'), 'Linear' | 'MeanSquaredError' | 'step' | 'descend'>

/** A line with noise: x (n, 1) and t = 2x - 1, nearly. */
function points(g: Generator) {
  const x = g.uniform([20, 1], -2, 2)
  return { x, t: x.mul(2).sub(1).add(g.randn(20, 1).mul(0.3)) }
}

export const check: Check<Learner> = (learner, { g }) => {
  const rate = 0.03 + 0.3 * g.random()
  const [many] = g.permutation(3).add(2).data
  /** Layers that have been backward. */
  const layers = Array.from({ length: many }, (_, i) => ({
    W: g.randn(3 + i, 4 + i),
    b: g.randn(4 + i),
    dW: g.randn(3 + i, 4 + i),
    db: g.randn(4 + i),
  }))
  const { x, t } = points(g)
  const [rounds] = g.permutation(4).add(3).data
  const [W, b] = [g.randn(1, 1), g.randn(1)]
  /** What the learner's loop noted, and where it left the layer. */
  const run = (rate: number) => {
    const layer = guarded(new learner.Linear(W.clone(), b.clone()))
    const losses = learner.descend(layer, new learner.MeanSquaredError(), x.clone(), t.clone(), rate, rounds)
    return { losses, end: [layer.W, layer.b] }
  }
  const small = 0.05 + 0.1 * g.random()
  const large = 1.2 + 0.3 * g.random()
  /** The same by the formula for a line, without layers. */
  const byFormula = (): number[] => {
    let [slope, start] = [W.item(), b.item()]
    return Array.from({ length: rounds }, () => {
      const off = x.mul(slope).add(start).sub(t)
      slope -= small * off.mul(x).mul(2).mean().item()
      start -= small * off.mul(2).mean().item()
      return off.square().mean().item()
    })
  }
  return [
    {
      name: 'W and b after step(layers, rate)',
      blank: 'step',
      at: { rate },
      learner: () => {
        const copies = layers.map(({ W, b, dW, db }) =>
          Object.assign(new learner.Linear(W.clone(), b.clone()), { dW: dW.clone(), db: db.clone() }),
        )
        learner.step(copies, rate)
        return copies.flatMap(({ W, b }) => [W, b])
      },
      expected: layers.flatMap(({ W, b, dW, db }) => [dW.mul(-rate).add(W), db.mul(-rate).add(b)]),
    },
    {
      name: 'W and b after descend',
      blank: 'descend',
      at: { rate: small, rounds },
      learner: () => run(small).end,
    },
    {
      name: 'descend(layer, loss, x, t, rate, rounds)',
      blank: 'descend',
      at: { rate: small, rounds },
      learner: () => run(small).losses,
      expected: byFormula,
      learned: 'forward, backward, step: every network that was ever trained runs in this loop',
    },
    {
      name: 'descend, with a rate that is too large',
      blank: 'descend',
      at: { rate: large, rounds },
      learner: () => run(large).losses,
    },
  ]
}

export function picture(learner: Learner, { g }: { g: Generator }): string {
  const { x, t } = points(g)
  const curves = [0.01, 0.1, 0.9].map(rate => {
    const layer = new learner.Linear(tensor([[0]]), tensor([0]))
    const y = learner.descend(layer, new learner.MeanSquaredError(), x, t, rate, 40)
    return { name: `rate ${rate}`, x: y.map((_, i) => i), y }
  })
  return chart(curves, { x: { label: 'round' }, y: { label: 'loss', log: true }, height: 12 })
}
