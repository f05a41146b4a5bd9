// %% [markdown]
// # 07 · A network from a list
//
// A network is a list of layers. In the forward pass, what comes out of one layer goes into the next. In
// the backward pass, go **from the last layer to the first**. Each layer needs the gradient of what it put
// out, and the layer after it has just computed that.
//
//     x  -->  layer 0  -->  layer 1  -->  layer 2  -->  y
//
//     dx <--  layer 0  <--  layer 1  <--  layer 2  <--  dy
//
// From outside, a network is itself a layer: it has `forward` and `backward`. That's the whole trick behind
// libraries like this.
//
// ## From words
//
// It's handy to write a network as a list of words: `fcn-5, relu, fcn-1`. `fcn-5` is a fully connected
// layer with 5 outputs. You needn't say how many inputs it has: it takes what the layer before it puts out.
// The first layer takes as many numbers as there are measurements. `relu`, `sigmoid` and `tanh` put out as
// many numbers as they take in.
//
//     3 inputs, 'fcn-5, relu, fcn-1'  -->   Linear (3, 5)   ReLU   Linear (5, 1)
//
// Make a new layer for each word, because each layer keeps what went through it. Any other word is a typo,
// such as `tahn`, and nobody should miss it: `throw new Error(...)` with that word in it.
//
// | tool | what it does |
// |---|---|
// | `'a, b'.split(',')` | `['a', ' b']`: the pieces, with their spaces |
// | `word.trim()` | removes the spaces at both ends |
// | `word.startsWith('fcn-')`, `Number(word.slice(4))` | is it fully connected, and with how many outputs |
// | `linear(inputs, outputs, g)` | makes a new fully connected layer |
// | `new ReLU()`, `new Sigmoid()`, `new Tanh()` | make the others |
// | `layers.push(layer)` | adds one element at the end of a list |
// | `[...layers].reverse()` | makes a new list, from back to front |

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

// %% From words to layers
export function build(list: string, inputs: number, g: Generator): Layer[] {
  return TODO()
}

// %% The network
export class Network {
  layers: readonly Layer[]
  constructor(layers: readonly Layer[]) {
    this.layers = layers
  }

  forward(x: Tensor): Tensor {
    return TODO() // (n, outputs)
  }

  backward(dy: Tensor): Tensor {
    return TODO() // (n, inputs)
  }
}
