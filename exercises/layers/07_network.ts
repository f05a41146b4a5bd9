// %% [markdown]
// # 07 · A network from a list
//
// A network is a list of layers. Forward: what comes out of one goes into the next. Backward: the same way
// back, **from the last layer to the first**, since each needs the gradient of what it put out, which is
// what the next one took in.
//
//     x  -->  layer 0  -->  layer 1  -->  layer 2  -->  y
//
//     dx <--  layer 0  <--  layer 1  <--  layer 2  <--  dy
//
// From outside a network is a layer again: `forward` and `backward`. That is the whole trick of such
// libraries.
//
// ## From words
//
// It is handy to write a network down as words: `fcn-5, relu, fcn-1`. `fcn-5` is a fully connected layer
// with 5 outputs. How many inputs it has needs no saying: as many as what stands before it puts out, or,
// for the first, as many as there are measurements. `relu`, `sigmoid` and `tanh` put out as many as they
// take in.
//
//     3 inputs, 'fcn-5, relu, fcn-1'  -->   Linear (3, 5)   ReLU   Linear (5, 1)
//
// Each word makes a layer of its own, for each keeps what went through it. And a word that is none of
// these is a slip of the pen: `throw new Error(...)` with that word, or a `tahn` would go unnoticed.
//
// | tool | what it gives |
// |---|---|
// | `'a, b'.split(',')` | `['a', ' b']`: pieces, with the spaces |
// | `word.trim()` | without spaces at the ends |
// | `word.startsWith('fcn-')`, `Number(word.slice(4))` | is it fully connected, and with how many outputs |
// | `linear(inputs, outputs, g)` | a new fully connected layer |
// | `new ReLU()`, `new Sigmoid()`, `new Tanh()` | the others |
// | `layers.push(layer)` | one more at the end of a list |
// | `[...layers].reverse()` | the list from back to front, as a new list |

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
