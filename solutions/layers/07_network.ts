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
//       then width = outputs. Else push by the word's name, and throw where it is none.
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
  // wrong (index):
  //   const layers: Layer[] = []
  //   let width = inputs
  //   for (const word of list.split(',').map(w => w.trim())) {
  //     if (word.startsWith('fcn-')) {
  //       layers.push(linear(width, Number(word[4]), g))
  //       width = Number(word[4])
  //     } else if (word === 'relu') layers.push(new ReLU())
  //     else if (word === 'sigmoid') layers.push(new Sigmoid())
  //     else if (word === 'tanh') layers.push(new Tanh())
  //     else throw new Error(word)
  //   }
  //   return layers
  // wrong (stale or aliased):
  //   const relu = new ReLU()
  //   const layers: Layer[] = []
  //   let width = inputs
  //   for (const word of list.split(',').map(w => w.trim())) {
  //     if (word.startsWith('fcn-')) {
  //       layers.push(linear(width, Number(word.slice(4)), g))
  //       width = Number(word.slice(4))
  //     } else if (word === 'relu') layers.push(relu)
  //     else if (word === 'sigmoid') layers.push(new Sigmoid())
  //     else if (word === 'tanh') layers.push(new Tanh())
  //     else throw new Error(word)
  //   }
  //   return layers
  // wrong (wrong operand):
  //   const layers: Layer[] = []
  //   let width = inputs
  //   for (const word of list.split(',').map(w => w.trim())) {
  //     if (word.startsWith('fcn-')) {
  //       const made = linear(width, Number(word.slice(4)), g)
  //       made.W = made.W.mul(0)
  //       layers.push(made)
  //       width = Number(word.slice(4))
  //     } else if (word === 'relu') layers.push(new ReLU())
  //     else if (word === 'sigmoid') layers.push(new Sigmoid())
  //     else if (word === 'tanh') layers.push(new Tanh())
  //     else throw new Error(word)
  //   }
  //   return layers
  // wrong (wrong operand):
  //   const layers: Layer[] = []
  //   let width = inputs
  //   for (const word of list.split(',').map(w => w.trim())) {
  //     if (word.startsWith('fcn-')) {
  //       layers.push(linear(width, Number(word.slice(4)), g))
  //       width = Number(word.slice(4))
  //     } else if (word === 'relu') layers.push(new ReLU())
  //     else if (word === 'sigmoid') layers.push(new Sigmoid())
  //     else layers.push(new Tanh())
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
    // wrong (wrong operand): return this.layers[this.layers.length - 1].forward(x)
    // wrong (-): const [a, b, c] = this.layers; return c.forward(b.forward(a.forward(x)))
    // wrong (overwritten, doubled, subtracted): let y = x; for (const layer of this.layers) { layer.forward(y); y = layer.forward(y) } return y
    // wrong (stale or aliased): let y = x; for (const layer of this.layers) y = layer.forward(y); this.layers = [...this.layers].reverse(); return y
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
    // wrong (wrong operand): return this.layers[0].backward(dy)
    // wrong (wrong operand): let dx = dy; for (const layer of [...this.layers].reverse()) dx = layer.forward(dx); return dx
    // wrong (overwritten, doubled, subtracted): let dx = dy; for (const layer of [...this.layers].reverse()) { layer.backward(dx); dx = layer.backward(dx) } return dx
    // wrong (stale or aliased): this.layers = [...this.layers].reverse(); let dx = dy; for (const layer of this.layers) dx = layer.backward(dx); return dx
    // wrong (stale or aliased): let dx = dy; for (const layer of (this.layers as Layer[]).reverse()) dx = layer.backward(dx); return dx
  }
}

// %% check
import type { CheckSource, Pair, Slip } from 'backprop-ninja'

interface Learner {
  readonly build: typeof build
  readonly Network: typeof Network
}

export function check(learner: Learner, { g }: CheckSource): readonly Pair[] {
  return [...buildPairs(learner, g), ...networkPairs(learner, g)]
}

function buildPairs(learner: Learner, g: Generator): Pair[] {
  const again = 'fcn-12, relu, fcn-3, relu'
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
    built(learner, g, again, 4, [
      {
        family: 'index',
        value: ['Linear (4, 1)', 'ReLU', 'Linear (1, 3)', 'ReLU'],
        message: 'Of 12 outputs the first digit is left. The number is all that stands behind fcn-.',
      },
    ]),
    {
      name: 'build: layers that are there twice',
      blank: 'build',
      learner: () => {
        const layers = learner.build(again, 4, g)
        return described(layers.filter((layer, i) => layers.indexOf(layer) < i))
      },
      expected: [],
      slips: [
        {
          family: 'stale or aliased',
          value: ['ReLU'],
          message:
            'Both words relu got the same layer. It keeps what came in last, so the first of the two would go back with the numbers of the second: new ReLU() for each word.',
        },
      ],
    },
    {
      name: 'build: the weights',
      blank: 'build',
      learner: () => {
        const all = weightsOf(learner.build(again, 4, g))
        if (all.every(number => number === 0)) return 'all 0'
        return new Set(all).size === all.length ? 'all different' : 'some alike'
      },
      expected: 'all different',
      slips: [
        {
          family: 'wrong operand',
          value: 'all 0',
          message:
            'All weights are 0. Then nothing of x comes through, and nothing goes back: they begin small and random, as linear(inputs, outputs, g) makes them.',
        },
        {
          family: 'wrong operand',
          value: 'some alike',
          message:
            'Some weights are equal. Such neurons do the same and learn the same: each weight begins with a random number of its own, as linear(inputs, outputs, g) makes them.',
        },
      ],
    },
    {
      name: "build('fcn-5, tahn, fcn-1', 3, g)",
      blank: 'build',
      learner: () => {
        try {
          return described(learner.build('fcn-5, tahn, fcn-1', 3, g)).join(' ')
        } catch (error) {
          if ((error as Error).name === 'Blank') throw error
          const isError = error instanceof Error
          return !isError ? 'no Error' : error.message.includes('tahn') ? 'an Error with the word' : 'an Error'
        }
      },
      expected: 'an Error with the word',
      slips: [
        {
          family: 'a use forgotten',
          value: 'an Error',
          message: 'The Error does not say which word it is about: put the word into its text.',
        },
        {
          family: 'wrong operand',
          value: 'no Error',
          message: 'What is thrown is no Error, and nobody learns where it came from: throw new Error(…).',
        },
        {
          family: 'a use forgotten',
          value: 'Linear (3, 5) Linear (5, 1)',
          message: 'The word tahn was passed over without a word. There is no such layer: throw an Error.',
        },
        ...['Tanh', 'Sigmoid', 'ReLU'].map(
          (name): Slip => ({
            family: 'wrong operand',
            value: `Linear (3, 5) ${name} Linear (5, 1)`,
            message: `There is no layer tahn, and it became a ${name}. Only its own word makes a layer: throw an Error where the word is none of the four.`,
          }),
        ),
      ],
    },
  ]
}

/** `Linear (3, 5)`, `ReLU`. */
const described = (layers: readonly object[]): string[] =>
  layers.map(layer => {
    const W = (layer as { W?: Tensor }).W
    return W === undefined ? layer.constructor.name : `${layer.constructor.name} (${W.shape.join(', ')})`
  })

const weightsOf = (layers: readonly object[]): number[] =>
  layers.flatMap(layer => Array.from((layer as { W?: Tensor }).W?.data ?? []))

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

/** Layers whose order can be told from the result, and which write down what is asked of them. */
function layersThatNote(many: number, log: string[]): Layer[] {
  return Array.from({ length: many }, (_, i) => ({
    forward: x => {
      log.push(`forward of layer ${i}`)
      return x.mul(i + 2).add(1)
    },
    backward: dy => {
      log.push(`backward of layer ${i}`)
      return dy.mul(i + 2).sub(3)
    },
  }))
}

function networkPairs(learner: Learner, g: Generator): Pair[] {
  const x = g.randn(2, 3)
  const dy = g.randn(2, 3)
  const [many] = g.permutation(3).add(3).data
  const fakes = layersThatNote(many, [])
  const [first, last] = [fakes[0], fakes[many - 1]]
  const along = (layers: readonly Layer[], from: Tensor) => layers.reduce((y, layer) => layer.forward(y), from)
  const back = (layers: readonly Layer[], from: Tensor) =>
    layers.reduceRight((d, layer) => layer.backward(d), from)
  const network = () => new learner.Network([...fakes])
  return [
    {
      name: 'forward(x)',
      blank: 'Network.forward',
      learner: () => network().forward(x.clone()),
      expected: () => along(fakes, x),
      slips: [
        {
          family: 'wrong operand',
          value: () => last.forward(x),
          message:
            'That is x gone through the last layer alone. What comes out of one layer goes into the next.',
        },
        {
          family: 'order',
          value: () => along(fakes.toReversed(), x),
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
          value: () => along(fakes.slice(0, -1), x),
          message: 'The last layer is left out.',
        },
      ],
    },
    notedPair(learner, 'forward', many, g),
    listPair(learner, 'forward', x, fakes),
    {
      name: 'backward(dy)',
      blank: 'Network.backward',
      learner: () => network().backward(dy.clone()),
      expected: () => back(fakes, dy),
      slips: [
        {
          family: 'order',
          value: () => back(fakes.toReversed(), dy),
          message:
            'The layers are gone through from the first to the last. dy belongs to what the last one put out, so begin there.',
        },
        {
          family: 'wrong operand',
          value: () => first.backward(dy),
          message:
            'That is dy gone back through the first layer alone. Each layer needs the gradient of what it put out itself: what the layer behind it sent back.',
        },
        {
          family: 'wrong operand',
          value: () => along(fakes.toReversed(), dy),
          message:
            'The layers went forward, with dy. For the way back each has another method: layer.backward.',
        },
        {
          family: 'a use forgotten',
          value: () => last.backward(dy),
          message: 'Only the last layer did something. A return inside the loop ends it at once.',
        },
        {
          family: 'a use forgotten',
          value: dy,
          message: 'dy came back as it was. What each layer gives must be kept: dx = layer.backward(dx).',
        },
        {
          family: 'a use forgotten',
          value: () => back(fakes.slice(1), dy),
          message:
            'The first layer is left out. It has parameters, too: without its backward they never learn.',
        },
      ],
    },
    notedPair(learner, 'backward', many, g),
    listPair(learner, 'backward', dy, fakes),
  ]
}

type Way = 'forward' | 'backward'

/** That every layer is asked once. */
function notedPair(learner: Learner, way: Way, many: number, g: Generator): Pair {
  const asked = Array.from({ length: many }, (_, i) => `${way} of layer ${i}`)
  const expected = way === 'forward' ? asked : asked.toReversed()
  return {
    name: `what ${way} asks of the layers`,
    blank: `Network.${way}`,
    learner: () => {
      const log: string[] = []
      new learner.Network(layersThatNote(many, log))[way](g.randn(2, 3))
      return log
    },
    expected,
    slips: [
      {
        family: 'overwritten, doubled, subtracted',
        value: expected.flatMap(what => [what, what]),
        message: `Each layer is asked twice. Keep what layer.${way} gives, and call it once: a layer may have much to do.`,
      },
    ],
  }
}

/** That the network's list of layers is as before. */
function listPair(learner: Learner, way: Way, given: Tensor, fakes: readonly Layer[]): Pair {
  const order = Array.from(fakes, (_, i) => i)
  return {
    name: `the list of layers after ${way}`,
    blank: `Network.${way}`,
    learner: () => {
      const network = new learner.Network([...fakes])
      network[way](given.clone())
      return network.layers.map(layer => fakes.indexOf(layer))
    },
    expected: order,
    slips: [
      {
        family: 'stale or aliased',
        value: order.toReversed(),
        message:
          'The network’s own list is turned round now, and the next forward will begin with the last layer. reverse() turns the list itself: [...this.layers].reverse() turns a copy, which must not be kept.',
      },
    ],
  }
}
