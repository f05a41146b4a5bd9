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
import type { Generator, Tensor } from 'backprop-ninja'

// %% include layers.ts
export * from './layers.ts'
import { type Layer, linear, ReLU, Sigmoid, Tanh } from './layers.ts'

// %% From words to layers
// hint: A list to begin with, const layers: Layer[] = [], and a loop over the words. What must be
//       remembered from one word to the next?
// hint: How many numbers come out of the layer before. It is `inputs` at first; a fully connected layer
//       changes it to its own number of outputs, the others leave it as it is.
// hint: for (const word of list.split(',').map(w => w.trim())): for 'fcn-' push linear(width, outputs, g),
//       then width = outputs. Else push by the word's name.
export function build(list: string, inputs: number, g: Generator): Layer[] {
  // answer
  const layers: Layer[] = []
  let width = inputs
  for (const word of list.split(',').map(w => w.trim())) {
    if (word.startsWith('fcn-')) {
      const outputs = Number(word.slice(4))
      layers.push(linear(width, outputs, g))
      width = outputs
    } else if (word === 'relu') layers.push(new ReLU())
    else if (word === 'sigmoid') layers.push(new Sigmoid())
    else if (word === 'tanh') layers.push(new Tanh())
    else throw new Error(`there is no layer "${word}"`)
  }
  return layers
  // end answer
  // wrong (shape):
  //   const words = list.split(',').map(w => w.trim())
  //   return words.map(word => word.startsWith('fcn-') ? linear(inputs, Number(word.slice(4)), g)
  //     : word === 'relu' ? new ReLU() : word === 'sigmoid' ? new Sigmoid() : new Tanh())
  // wrong (a use forgotten):
  //   const layers: Layer[] = []
  //   let width = inputs
  //   for (const word of list.split(',').map(w => w.trim())) {
  //     if (!word.startsWith('fcn-')) continue
  //     layers.push(linear(width, Number(word.slice(4)), g))
  //     width = Number(word.slice(4))
  //   }
  //   return layers
  // wrong (index):
  //   const layers: Layer[] = []
  //   let width = inputs
  //   for (const word of list.split(',')) {
  //     if (word.startsWith('fcn-')) {
  //       layers.push(linear(width, Number(word.slice(4)), g))
  //       width = Number(word.slice(4))
  //     } else if (word === 'relu') layers.push(new ReLU())
  //     else if (word === 'sigmoid') layers.push(new Sigmoid())
  //     else if (word === 'tanh') layers.push(new Tanh())
  //   }
  //   return layers
  // wrong (shape):
  //   const layers: Layer[] = []
  //   let width = inputs
  //   for (const word of list.split(',').map(w => w.trim())) {
  //     if (word.startsWith('fcn-')) {
  //       layers.push(linear(Number(word.slice(4)), width, g))
  //       width = Number(word.slice(4))
  //     } else if (word === 'relu') layers.push(new ReLU())
  //     else layers.push(word === 'sigmoid' ? new Sigmoid() : new Tanh())
  //   }
  //   return layers
}

// %% The network
export class Network {
  layers: readonly Layer[]
  constructor(layers: readonly Layer[]) {
    this.layers = layers
  }

  // hint: What comes out of one layer goes into the next. What comes out of the last is the answer.
  // hint: let y = x, and a loop over this.layers in which y is replaced.
  // hint: for (const layer of this.layers) y = layer.forward(y). Return y, after the loop.
  forward(x: Tensor): Tensor {
    // answer (n, outputs)
    let y = x
    for (const layer of this.layers) y = layer.forward(y)
    return y
    // end answer
    // wrong (wrong operand): let y = x; for (const layer of this.layers) y = layer.forward(x); return y
    // wrong (order): let y = x; for (const layer of [...this.layers].reverse()) y = layer.forward(y); return y
    // wrong (a use forgotten): for (const layer of this.layers) return layer.forward(x); return x
    // wrong (a use forgotten): for (const layer of this.layers) layer.forward(x); return x
    // wrong (a use forgotten): let y = x; for (const layer of this.layers.slice(0, -1)) y = layer.forward(y); return y
  }

  // hint: The same from the last layer to the first.
  // hint: let dx = dy, and a loop over [...this.layers].reverse() in which dx is replaced.
  // hint: for (const layer of [...this.layers].reverse()) dx = layer.backward(dx).
  backward(dy: Tensor): Tensor {
    // answer (n, inputs)
    let dx = dy
    for (const layer of [...this.layers].reverse()) dx = layer.backward(dx)
    return dx
    // end answer
    // wrong (order): let dx = dy; for (const layer of this.layers) dx = layer.backward(dx); return dx
    // wrong (wrong operand): let dx = dy; for (const layer of [...this.layers].reverse()) dx = layer.backward(dy); return dx
    // wrong (a use forgotten): for (const layer of [...this.layers].reverse()) return layer.backward(dy); return dy
    // wrong (a use forgotten): for (const layer of [...this.layers].reverse()) layer.backward(dy); return dy
    // wrong (a use forgotten): let dx = dy; for (const layer of [...this.layers].reverse().slice(0, -1)) dx = layer.backward(dx); return dx
  }
}

// %% check
import type { CheckSource, Pair, Slip } from 'backprop-ninja'

interface Learner {
  readonly build: typeof build
  readonly Network: new (layers: readonly Layer[]) => Layer
}

/** `Linear (3, 5)`, `ReLU`. */
const described = (layers: readonly object[]): string[] =>
  layers.map(layer => {
    const W = (layer as { W?: Tensor }).W
    return W === undefined ? layer.constructor.name : `${layer.constructor.name} (${W.shape.join(', ')})`
  })

function built(learner: Learner, g: Generator, list: string, inputs: number, slips: readonly Slip[]): Pair {
  const names: Record<string, string> = { relu: 'ReLU', sigmoid: 'Sigmoid', tanh: 'Tanh' }
  let width = inputs
  const expected = list.split(',').map(w => {
    const word = w.trim()
    if (names[word] !== undefined) return names[word]
    const from = width
    width = Number(word.slice(4))
    return `Linear (${from}, ${width})`
  })
  return {
    name: `build('${list}', ${inputs}, g)`,
    blank: 'build',
    learner: () => described(learner.build(list, inputs, g)),
    expected,
    slips,
  }
}

/** Layers that do things whose order can be told from the result. */
const layer = (forward: (x: Tensor) => Tensor, backward: (dy: Tensor) => Tensor): Layer => ({
  forward,
  backward,
})
const fakes: readonly Layer[] = [
  layer(
    x => x.mul(2).add(1),
    dy => dy.mul(2),
  ),
  layer(
    x => x.square(),
    dy => dy.square().add(1),
  ),
  layer(
    x => x.sub(3),
    dy => dy.sub(3),
  ),
]
const [first, second, third] = fakes

export function check(learner: Learner, { g }: CheckSource): readonly Pair[] {
  const x = g.randn(2, 3)
  const dy = g.randn(2, 3)
  const network = () => new learner.Network(fakes)
  return [
    built(learner, g, 'fcn-5, relu, fcn-1', 3, [
      {
        family: 'shape',
        value: ['Linear (3, 5)', 'ReLU', 'Linear (3, 1)'],
        message:
          'The second fully connected layer takes 3 numbers, but 5 come out of what stands before it. Remember how many came out last.',
      },
      {
        family: 'shape',
        value: ['Linear (5, 3)', 'ReLU', 'Linear (1, 5)'],
        message: 'Inputs and outputs are exchanged: linear(inputs, outputs, g).',
      },
      {
        family: 'a use forgotten',
        value: ['Linear (3, 5)', 'Linear (5, 1)'],
        message: 'The activation is missing. Without it two fully connected layers are no more than one.',
      },
      {
        family: 'index',
        value: ['Linear (3, 5)'],
        message: 'Only the first word was understood. The others have a space in front: trim() takes it off.',
      },
    ]),
    built(learner, g, 'fcn-8, tanh, fcn-4, sigmoid, fcn-2', 6, []),
    {
      name: 'forward(x)',
      blank: 'Network.forward',
      learner: () => network().forward(x),
      expected: () => x.mul(2).add(1).square().sub(3),
      slips: [
        {
          family: 'wrong operand',
          value: () => third.forward(x),
          message: 'Every layer was given x. What comes out of one layer goes into the next.',
        },
        {
          family: 'order',
          value: () => first.forward(second.forward(third.forward(x))),
          message: 'The layers are gone through from the last to the first. That is the way back.',
        },
        {
          family: 'a use forgotten',
          value: () => first.forward(x),
          message: 'Only the first layer did something. A return inside the loop ends it at once.',
        },
        {
          family: 'a use forgotten',
          value: x,
          message: 'x came back as it was. What each layer gives must be kept: y = layer.forward(y).',
        },
        {
          family: 'a use forgotten',
          value: () => second.forward(first.forward(x)),
          message: 'The last layer is left out.',
        },
      ],
    },
    {
      name: 'backward(dy)',
      blank: 'Network.backward',
      learner: () => network().backward(dy),
      expected: () => dy.sub(3).square().add(1).mul(2),
      slips: [
        {
          family: 'order',
          value: () => third.backward(second.backward(first.backward(dy))),
          message:
            'The layers are gone through from the first to the last. dy belongs to what the last one put out, so begin there.',
        },
        {
          family: 'wrong operand',
          value: () => first.backward(dy),
          message:
            'Every layer was given dy. Each needs the gradient of what it put out itself: what the layer behind it sent back.',
        },
        {
          family: 'a use forgotten',
          value: () => third.backward(dy),
          message: 'Only the last layer did something. A return inside the loop ends it at once.',
        },
        {
          family: 'a use forgotten',
          value: dy,
          message: 'dy came back as it was. What each layer gives must be kept: dx = layer.backward(dx).',
        },
        {
          family: 'a use forgotten',
          value: () => second.backward(third.backward(dy)),
          message:
            'The first layer is left out. It has parameters, too: without its backward they never learn.',
        },
      ],
    },
  ]
}
