// %% [markdown]
// # 06 · A step, and many of them
//
// A gradient points to where the loss **grows** fastest. To learn, go a little way in the opposite direction:
//
//     W  =  W - rate * dW
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
import { type Generator, type Tensor, TODO, zeros } from 'backprop-ninja'

// %% The layers of the previous exercises
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

/** A new fully connected layer, with small random weights and biases of 0. */
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
// A tensor never changes, so give the layer new ones: layer.W = ...
export function step(layers: readonly Linear[], rate: number): void {
  return TODO()
}

// %% Many steps
// Returns the loss of each round, as a list of numbers. loss.forward(...).item() gives you the number
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
