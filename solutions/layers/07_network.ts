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
import type { Generator, Tensor } from 'backprop-ninja'

// %% include layers.ts
export * from './layers.ts'
import { type Layer, linear, ReLU, Sigmoid, Tanh } from './layers.ts'

// %% From words to layers
// hint: Start with an empty list, const layers: Layer[] = [], and a loop over the words. What must you
//       remember from one word to the next?
// hint: Remember how many numbers come out of the layer before. At first that's `inputs`. A fully connected
//       layer changes it to its own number of outputs; the other layers leave it as it is.
// hint: for (const word of list.split(',').map(w => w.trim())): for 'fcn-' push linear(width, outputs, g),
//       then set width = outputs. For the other three, push the layer with that name. For any other word,
//       throw.
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
  //   const layers: Layer[] = []
  //   let width = inputs
  //   for (const word of list.split(',').map(w => w.trim())) {
  //     if (word.startsWith('fcn-')) {
  //       const outputs = Number(word.slice(4))
  //       layers.push(linear(width, outputs, g))
  //     } else if (word === 'relu') layers.push(new ReLU())
  //     else if (word === 'sigmoid') layers.push(new Sigmoid())
  //     else if (word === 'tanh') layers.push(new Tanh())
  //     else throw new Error(`there is no layer "${word}"`)
  //   }
  //   return layers
  //   > Every fully connected layer takes `inputs` numbers. Only the first one does. Remember how many numbers come
  //   > out of each.
  // wrong (shape):
  //   const layers: Layer[] = []
  //   let width = inputs
  //   for (const word of list.split(',').map(w => w.trim())) {
  //     if (word.startsWith('fcn-')) {
  //       const outputs = Number(word.slice(4))
  //       layers.push(linear(outputs, width, g))
  //       width = outputs
  //     } else if (word === 'relu') layers.push(new ReLU())
  //     else if (word === 'sigmoid') layers.push(new Sigmoid())
  //     else if (word === 'tanh') layers.push(new Tanh())
  //     else throw new Error(`there is no layer "${word}"`)
  //   }
  //   return layers
  //   > Inputs and outputs are swapped. Write linear(inputs, outputs, g).
  // wrong (shape):
  //   const layers: Layer[] = []
  //   let width = inputs
  //   for (const word of list.split(',').map(w => w.trim())) {
  //     if (word.startsWith('fcn-')) {
  //       const outputs = Number(word.slice(4))
  //       width = outputs
  //       layers.push(linear(width, outputs, g))
  //     } else if (word === 'relu') layers.push(new ReLU())
  //     else if (word === 'sigmoid') layers.push(new Sigmoid())
  //     else if (word === 'tanh') layers.push(new Tanh())
  //     else throw new Error(`there is no layer "${word}"`)
  //   }
  //   return layers
  //   > You changed the width too early, so the layer takes as many numbers as it puts out. Make the layer first.
  // wrong (a use forgotten):
  //   const layers: Layer[] = []
  //   let width = inputs
  //   for (const word of list.split(',').map(w => w.trim())) {
  //     if (word.startsWith('fcn-')) {
  //       const outputs = Number(word.slice(4))
  //       layers.push(linear(width, outputs, g))
  //       width = outputs
  //     }
  //   }
  //   return layers
  //   > The activations are missing. Without them, several fully connected layers can do no more than one. And throw
  //   > an Error for a word that is none of the four.
  // wrong (index):
  //   const layers: Layer[] = []
  //   let width = inputs
  //   for (const word of list.split(',')) {
  //     if (word.startsWith('fcn-')) {
  //       const outputs = Number(word.slice(4))
  //       layers.push(linear(width, outputs, g))
  //       width = outputs
  //     } else if (word === 'relu') layers.push(new ReLU())
  //     else if (word === 'sigmoid') layers.push(new Sigmoid())
  //     else if (word === 'tanh') layers.push(new Tanh())
  //   }
  //   return layers
  //   > Only the first word became a layer. The others start with a space: remove it with trim(). And
  //   > throw an Error for a word that isn't one of the four kinds of layer.
  // wrong (index):
  //   const layers: Layer[] = []
  //   let width = inputs
  //   for (const word of list.split(',').map(w => w.trim())) {
  //     if (word.startsWith('fcn-')) {
  //       const outputs = Number(word[4])
  //       layers.push(linear(width, outputs, g))
  //       width = outputs
  //     } else if (word === 'relu') layers.push(new ReLU())
  //     else if (word === 'sigmoid') layers.push(new Sigmoid())
  //     else if (word === 'tanh') layers.push(new Tanh())
  //     else throw new Error(`there is no layer "${word}"`)
  //   }
  //   return layers
  //   > You read only the first digit, so 12 became 1. The number is everything after fcn-.
  // wrong (wrong operand):
  //   const layers: Layer[] = []
  //   let width = inputs
  //   for (const word of list.split(',').map(w => w.trim())) {
  //     if (word.startsWith('fcn-')) {
  //       const outputs = word.slice(4) as unknown as number
  //       layers.push(linear(width, outputs, g))
  //       width = outputs
  //     } else if (word === 'relu') layers.push(new ReLU())
  //     else if (word === 'sigmoid') layers.push(new Sigmoid())
  //     else if (word === 'tanh') layers.push(new Tanh())
  //     else throw new Error(`there is no layer "${word}"`)
  //   }
  //   return layers
  //   > `word.slice(4)` is a text, such as "5". Turn it into a number: `Number(word.slice(4))`.
  // wrong (stale or aliased):
  //   const relu = new ReLU()
  //   const layers: Layer[] = []
  //   let width = inputs
  //   for (const word of list.split(',').map(w => w.trim())) {
  //     if (word.startsWith('fcn-')) {
  //       const outputs = Number(word.slice(4))
  //       layers.push(linear(width, outputs, g))
  //       width = outputs
  //     } else if (word === 'relu') layers.push(relu)
  //     else if (word === 'sigmoid') layers.push(new Sigmoid())
  //     else if (word === 'tanh') layers.push(new Tanh())
  //     else throw new Error(`there is no layer "${word}"`)
  //   }
  //   return layers
  //   > Two words share one layer. A layer keeps what went through it last, so the first would go back with the
  //   > numbers of the second. Make a new one for each word.
  // wrong (wrong operand):
  //   const layers: Layer[] = []
  //   let width = inputs
  //   for (const word of list.split(',').map(w => w.trim())) {
  //     if (word.startsWith('fcn-')) {
  //       const outputs = Number(word.slice(4))
  //       layers.push(Object.assign(linear(width, outputs, g), { W: linear(width, outputs, g).W.mul(0) }))
  //       width = outputs
  //     } else if (word === 'relu') layers.push(new ReLU())
  //     else if (word === 'sigmoid') layers.push(new Sigmoid())
  //     else if (word === 'tanh') layers.push(new Tanh())
  //     else throw new Error(`there is no layer "${word}"`)
  //   }
  //   return layers
  //   > All weights are 0, so nothing gets through, forward or back. Start with small random numbers, as
  //   > linear(inputs, outputs, g) does.
  // wrong (a use forgotten):
  //   const layers: Layer[] = []
  //   let width = inputs
  //   for (const word of list.split(',').map(w => w.trim())) {
  //     if (word.startsWith('fcn-')) {
  //       const outputs = Number(word.slice(4))
  //       layers.push(linear(width, outputs, g))
  //       width = outputs
  //     } else if (word === 'relu') layers.push(new ReLU())
  //     else if (word === 'sigmoid') layers.push(new Sigmoid())
  //     else if (word === 'tanh') layers.push(new Tanh())
  //   }
  //   return layers
  //   > You skipped a word that is none of the four. Throw an Error for it.
  // wrong (wrong operand):
  //   const layers: Layer[] = []
  //   let width = inputs
  //   for (const word of list.split(',').map(w => w.trim())) {
  //     if (word.startsWith('fcn-')) {
  //       const outputs = Number(word.slice(4))
  //       layers.push(linear(width, outputs, g))
  //       width = outputs
  //     } else if (word === 'relu') layers.push(new ReLU())
  //     else if (word === 'sigmoid') layers.push(new Sigmoid())
  //     else layers.push(new Tanh())
  //   }
  //   return layers
  //   > A word that is none of the four also became a layer. Throw an Error for it.
  // wrong (wrong operand):
  //   const layers: Layer[] = []
  //   let width = inputs
  //   for (const word of list.split(',').map(w => w.trim())) {
  //     if (word.startsWith('fcn-')) {
  //       const outputs = Number(word.slice(4))
  //       layers.push(linear(width, outputs, g))
  //       width = outputs
  //     } else if (word === 'relu') layers.push(new ReLU())
  //     else if (word === 'tanh') layers.push(new Tanh())
  //     else layers.push(new Sigmoid())
  //   }
  //   return layers
  //   > A word that is none of the four also became a layer. Throw an Error for it.
  // wrong (wrong operand):
  //   const layers: Layer[] = []
  //   let width = inputs
  //   for (const word of list.split(',').map(w => w.trim())) {
  //     if (word.startsWith('fcn-')) {
  //       const outputs = Number(word.slice(4))
  //       layers.push(linear(width, outputs, g))
  //       width = outputs
  //     } else if (word === 'sigmoid') layers.push(new Sigmoid())
  //     else if (word === 'tanh') layers.push(new Tanh())
  //     else layers.push(new ReLU())
  //   }
  //   return layers
  //   > A word that is none of the four also became a layer. Throw an Error for it.
  // wrong (a use forgotten):
  //   const layers: Layer[] = []
  //   let width = inputs
  //   for (const word of list.split(',').map(w => w.trim())) {
  //     if (word.startsWith('fcn-')) {
  //       const outputs = Number(word.slice(4))
  //       layers.push(linear(width, outputs, g))
  //       width = outputs
  //     } else if (word === 'relu') layers.push(new ReLU())
  //     else if (word === 'sigmoid') layers.push(new Sigmoid())
  //     else if (word === 'tanh') layers.push(new Tanh())
  //     else throw new Error('there is no such layer')
  //   }
  //   return layers
  //   > Your Error doesn't say which word it's about. Put the word into its text.
  // wrong (wrong operand):
  //   const layers: Layer[] = []
  //   let width = inputs
  //   for (const word of list.split(',').map(w => w.trim())) {
  //     if (word.startsWith('fcn-')) {
  //       const outputs = Number(word.slice(4))
  //       layers.push(linear(width, outputs, g))
  //       width = outputs
  //     } else if (word === 'relu') layers.push(new ReLU())
  //     else if (word === 'sigmoid') layers.push(new Sigmoid())
  //     else if (word === 'tanh') layers.push(new Tanh())
  //     else throw word
  //   }
  //   return layers
  //   > What you throw isn't an Error, so nobody can find out where it came from. Write throw new Error(…).
}

// %% The network
export class Network {
  layers: readonly Layer[]
  constructor(layers: readonly Layer[]) {
    this.layers = layers
  }

  // hint: What comes out of one layer goes into the next. What comes out of the last one is the answer.
  // hint: let y = x, and a loop over this.layers that replaces y.
  // hint: for (const layer of this.layers) y = layer.forward(y). Return y after the loop.
  forward(x: Tensor): Tensor {
    // answer (n, outputs)
    let y = x
    for (const layer of this.layers) y = layer.forward(y)
    return y
    // end answer
    // wrong (wrong operand): let y = x; for (const layer of this.layers) y = layer.forward(x); return y
    //   > Each of your layers gets x. Give each layer what came out of the one before: y = layer.forward(y).
    // wrong (wrong operand): return this.layers[this.layers.length - 1].forward(x)
    //   > x only went through the last layer. Start with the first, and give each layer what came out of the one before.
    // wrong (order): let y = x; for (const layer of [...this.layers].reverse()) y = layer.forward(y); return y
    //   > You went from the last layer to the first. That's the order for backward.
    // wrong (a use forgotten): for (const layer of this.layers) return layer.forward(x); return x
    //   > Only the first layer did anything. A return inside the loop ends it at once.
    // wrong (a use forgotten): for (const layer of this.layers) layer.forward(x); return x
    //   > You returned x as it was. Keep what each layer gives you: y = layer.forward(y).
    // wrong (a use forgotten): return x
    //   > You returned x as it was, and no layer did anything. Send it through all layers.
    // wrong (a use forgotten): let y = x; for (const layer of this.layers.slice(0, -1)) y = layer.forward(y); return y
    //   > You left out the last layer.
    // wrong (a use forgotten): let y = x; for (const layer of this.layers.slice(1)) y = layer.forward(y); return y
    //   > You left out the first layer.
    // wrong (wrong operand): return this.layers.map(layer => layer.forward(x)) as unknown as Tensor
    //   > You returned a list, with what each layer makes of x. Return the one tensor that comes out of the last layer.
    // wrong (-): const [a, b, c] = this.layers; return c.forward(b.forward(a.forward(x)))
    // wrong (overwritten, doubled, subtracted): let y = x; for (const layer of this.layers) { layer.forward(y); y = layer.forward(y) } return y
    //   > You call each layer twice. Keep what layer.forward gives you, and call it once: it may be a lot of work.
    // wrong (stale or aliased): let y = x; for (const layer of this.layers) y = layer.forward(y); this.layers = [...this.layers].reverse(); return y
    //   > Your y is right, but you reversed the network's own list, so the next forward would start with the last layer.
  }

  // hint: It's the same, from the last layer to the first.
  // hint: let dx = dy, and a loop over [...this.layers].reverse() that replaces dx.
  // hint: for (const layer of [...this.layers].reverse()) dx = layer.backward(dx). What do you return after
  //       it?
  backward(dy: Tensor): Tensor {
    // answer (n, inputs)
    let dx = dy
    for (const layer of [...this.layers].reverse()) dx = layer.backward(dx)
    return dx
    // end answer
    // wrong (order): let dx = dy; for (const layer of this.layers) dx = layer.backward(dx); return dx
    //   > You went from the first layer to the last. dy belongs to what the last layer put out, so start there.
    // wrong (wrong operand): let dx = dy; for (const layer of [...this.layers].reverse()) dx = layer.backward(dy); return dx
    //   > Each of your layers gets dy. Give each layer what the layer after it sent back: dx = layer.backward(dx).
    // wrong (wrong operand): return this.layers[0].backward(dy)
    //   > dy only went through the first layer. Start with the last, and give each layer what the one after it sent back.
    // wrong (a use forgotten): for (const layer of [...this.layers].reverse()) return layer.backward(dy); return dy
    //   > Only the last layer did anything. A return inside the loop ends it at once.
    // wrong (a use forgotten): for (const layer of [...this.layers].reverse()) layer.backward(dy); return dy
    //   > You returned dy as it was. Keep what each layer gives you: dx = layer.backward(dx).
    // wrong (a use forgotten): let dx = dy; for (const layer of [...this.layers].reverse().slice(0, -1)) dx = layer.backward(dx); return dx
    //   > You left out the first layer. It has parameters too, and they only learn if you call its backward.
    // wrong (a use forgotten): let dx = dy; for (const layer of [...this.layers].reverse().slice(1)) dx = layer.backward(dx); return dx
    //   > You left out the last layer. dy belongs to what it put out, so start there.
    // wrong (wrong operand): let dx = dy; for (const layer of [...this.layers].reverse()) dx = layer.forward(dx); return dx
    //   > You sent dy forward through the layers. In backward, call layer.backward.
    // wrong (overwritten, doubled, subtracted): let dx = dy; for (const layer of [...this.layers].reverse()) { layer.backward(dx); dx = layer.backward(dx) } return dx
    //   > You call each layer twice. Keep what layer.backward gives you, and call it once: it may be a lot of work.
    // wrong (stale or aliased): this.layers = [...this.layers].reverse(); let dx = dy; for (const layer of this.layers) dx = layer.backward(dx); return dx
    //   > Your dx is right, but you reversed the network's own list, so the next forward would start with the last layer.
    //   > Reverse a copy, [...this.layers].reverse(), and leave this.layers alone.
    // wrong (stale or aliased): let dx = dy; for (const layer of (this.layers as Layer[]).reverse()) dx = layer.backward(dx); return dx
    //   > Your dx is right, but you reversed the network's own list, so the next forward would start with the last layer.
    //   > Reverse a copy, [...this.layers].reverse(), and leave this.layers alone.
  }
}

// %% check
import type { Check, CheckSource, Pair } from 'backprop-ninja'

type Learner = Pick<typeof import('./07_network.ts'), 'build' | 'Network'>

export const check: Check<Learner> = (learner, source) => [
  ...buildPairs(learner, source),
  ...networkPairs(learner, source),
]

function buildPairs({ build }: Learner, { g }: CheckSource): Pair[] {
  const again = 'fcn-12, relu, fcn-3, relu'
  const lists = [
    ['fcn-5, relu, fcn-1', 3, { expected: ['Linear (3, 5)', 'ReLU', 'Linear (5, 1)'] }],
    ['fcn-8, tanh, fcn-4, sigmoid, fcn-2', 6, {}],
    [again, 4, {}],
  ] as const
  return [
    ...lists.map(([list, inputs, expected]) => ({
      name: `build('${list}', ${inputs}, g)`,
      blank: 'build',
      learner: () => described(build(list, inputs, g)),
      ...expected,
    })),
    {
      name: 'build: layers that are in the list twice',
      blank: 'build',
      learner: () => {
        const layers = build(again, 4, g)
        return described(layers.filter((layer, i) => layers.indexOf(layer) < i))
      },
    },
    {
      name: 'build: the weights',
      blank: 'build',
      learner: () => {
        const all = build(again, 4, g).flatMap(layer => Array.from((layer as { W?: Tensor }).W?.data ?? []))
        if (all.every(number => number === 0)) return 'all 0'
        return new Set(all).size === all.length ? 'all different' : 'some equal'
      },
    },
    {
      name: "build('fcn-5, tahn, fcn-1', 3, g)",
      blank: 'build',
      learner: () => {
        try {
          return described(build('fcn-5, tahn, fcn-1', 3, g))
        } catch (error) {
          if ((error as Error).name === 'Blank') throw error
          const isError = error instanceof Error
          return !isError ? 'no Error' : error.message.includes('tahn') ? 'an Error with the word' : 'an Error'
        }
      },
    },
  ]
}

/** `Linear (3, 5)`, `ReLU`. */
const described = (layers: readonly object[]): string[] =>
  layers.map(layer => {
    const W = (layer as { W?: Tensor }).W
    return W === undefined ? layer.constructor.name : `${layer.constructor.name} (${W.shape.join(', ')})`
  })

/** Layers whose order shows in the result, and which write down what is asked of them. */
const layersThatNote = (many: number, log: string[] = []): Layer[] =>
  Array.from({ length: many }, (_, i) => ({
    forward: x => {
      log.push(`forward of layer ${i}`)
      return x.mul(i + 2).add(1)
    },
    backward: dy => {
      log.push(`backward of layer ${i}`)
      return dy.mul(i + 2).sub(3)
    },
  }))

function networkPairs({ Network }: Learner, { g }: CheckSource): Pair[] {
  const [many] = g.permutation(3).add(3).data
  const ways = [
    ['forward', 'x', g.randn(2, 3)],
    ['backward', 'dy', g.randn(2, 3)],
  ] as const
  return ways.flatMap(([way, what, given]) => [
    {
      name: `${way}(${what})`,
      blank: `Network.${way}`,
      learner: () => new Network(layersThatNote(many))[way](given.clone()),
    },
    {
      name: `what ${way} asks of the layers`,
      blank: `Network.${way}`,
      learner: () => {
        const log: string[] = []
        new Network(layersThatNote(many, log))[way](given.clone())
        return log
      },
      expected: Array.from({ length: many }, (_, i) => `${way} of layer ${way === 'forward' ? i : many - 1 - i}`),
    },
    {
      name: `the list of layers after ${way}`,
      blank: `Network.${way}`,
      learner: () => {
        const layers = layersThatNote(many)
        const network = new Network([...layers])
        network[way](given.clone())
        return network.layers.map(layer => layers.indexOf(layer))
      },
    },
  ])
}
