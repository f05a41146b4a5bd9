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
import { type Generator, type Tensor, TODO, zeros } from 'backprop-ninja'

// %% The layers of the last exercises
/** Anything that goes forward and back. */
export interface Layer {
  forward(x: Tensor): Tensor
  backward(dy: Tensor): Tensor
}

export class Linear {
  W: Tensor // (inputs, outputs)
  b: Tensor // (outputs)
  x = zeros(0)
  dW = zeros(0)
  db = zeros(0)
  constructor(W: Tensor, b: Tensor) {
    this.W = W
    this.b = b
  }
  forward(x: Tensor): Tensor {
    this.x = x
    return x.matmul(this.W).add(this.b)
  }
  backward(dy: Tensor): Tensor {
    this.dW = this.x.T.matmul(dy)
    this.db = dy.sum(0)
    return dy.matmul(this.W.T)
  }
}

/** A fully connected layer to begin with: small random weights, biases 0. */
export const linear = (inputs: number, outputs: number, g: Generator): Linear =>
  new Linear(g.randn(inputs, outputs).div(Math.sqrt(inputs)), zeros(outputs))

export class ReLU {
  x = zeros(0)
  forward(x: Tensor): Tensor {
    this.x = x
    return x.relu()
  }
  backward(dy: Tensor): Tensor {
    return dy.mul(this.x.gt(0))
  }
}

export class Sigmoid {
  y = zeros(0)
  forward(x: Tensor): Tensor {
    this.y = x.sigmoid()
    return this.y
  }
  backward(dy: Tensor): Tensor {
    return dy.mul(this.y).mul(this.y.neg().add(1))
  }
}

export class Tanh {
  y = zeros(0)
  forward(x: Tensor): Tensor {
    this.y = x.tanh()
    return this.y
  }
  backward(dy: Tensor): Tensor {
    return dy.mul(this.y.square().neg().add(1))
  }
}

export class MeanSquaredError {
  prediction = zeros(0)
  target = zeros(0)
  forward(prediction: Tensor, target: Tensor): Tensor {
    this.prediction = prediction
    this.target = target
    return prediction.sub(target).square().mean()
  }
  backward(dloss: number): Tensor {
    return this.prediction.sub(this.target).mul((2 * dloss) / this.prediction.data.length)
  }
}

// %% One step
// A tensor never changes: give the layer new ones, layer.W = ...
export function step(layers: readonly Linear[], rate: number): void {
  return TODO()
}

// %% Many steps
// Gives the loss of each round, as a list of numbers: loss.forward(...).item() is the number
export function descend(
  layer: Linear,
  loss: MeanSquaredError,
  x: Tensor,
  t: Tensor,
  rate: number,
  rounds: number,
): number[] {
  return TODO()
}
