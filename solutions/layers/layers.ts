import { type Generator, type Tensor, zeros } from 'backprop-ninja'

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
