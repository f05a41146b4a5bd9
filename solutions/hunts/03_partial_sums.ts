// %% [markdown]
// # 03 · Too early
//
// ## The program
//
// The same small autograd once more, with one function `backward` for all nodes. A value knows what it was
// made from, its `parents`, and how much it moves with each of them, its `slopes`. So `backward` hands
// `slope * grad` to each parent, and then does the same for the parent.
//
// ## What was observed
//
// All gradients of L = (a*b + c) * f are right. So is `a.add(a)`. A network with one hidden layer trains,
// and its gradients agree with a nudge of each weight to eight digits. Then somebody adds a second hidden
// layer:
//
//     sizes 3, 4, 1       every gradient right
//     sizes 3, 4, 4, 1    the last two layers right; in the first one gradients that are
//                         between -59 and 13 times what they should be
//
// And the loss? With a learning rate of 0.01 it falls faster than with the right gradients:
//
//     step        0        1        2        5        10       20
//     as it is    2.5790   1.5293   0.4323   0.2247   0.1447   0.0851
//     mended      2.5790   2.3403   2.1087   1.4478   0.6320   0.2030
//
// With four points, large steps in odd directions can be lucky. It proves nothing.

// %%
import type { Family } from 'backprop-ninja'

// %% include value.ts
export * from './value.ts'
import type { Value } from './value.ts'

// %% include network.ts
export * from './network.ts'
import { lossOf, makeNet, type parametersOf } from './network.ts'

// %% Backward, from the result to the inputs
// hint: Take b = a * a and c = b + b on paper, with a = 3. Write down each change of a grad, in the order
//       in which it happens.
// hint: b gets two gradients. What has b handed on to a before the second one came? And after it?
// hint: A node may hand on its gradient only when it is complete: after all nodes that were made from it.
//       Make a list of all nodes first, each after its parents; then go through it from the end.
export function backward(result: Value): void {
  // answer
  const order: Value[] = []
  const seen = new Set<Value>()
  const visit = (v: Value): void => {
    if (seen.has(v)) return
    seen.add(v)
    for (const parent of v.parents) visit(parent)
    order.push(v)
  }
  visit(result)
  result.grad = 1
  for (const v of order.reverse()) {
    for (const [i, parent] of v.parents.entries()) parent.grad += v.slopes[i] * v.grad
  }
  // end answer
  // given (order):
  //   result.grad = 1
  //   const visit = (v: Value): void => {
  //     for (const [i, parent] of v.parents.entries()) {
  //       parent.grad += v.slopes[i] * v.grad
  //       visit(parent)
  //     }
  //   }
  //   visit(result)
  // wrong (order):
  //   result.grad = 1
  //   const visit = (v: Value): void => {
  //     for (const [i, parent] of v.parents.entries()) parent.grad += v.slopes[i] * v.grad
  //     for (const parent of v.parents) visit(parent)
  //   }
  //   visit(result)
  // wrong (order):
  //   result.grad = 1
  //   const seen = new Set<Value>()
  //   const visit = (v: Value): void => {
  //     if (seen.has(v)) return
  //     seen.add(v)
  //     for (const [i, parent] of v.parents.entries()) {
  //       parent.grad += v.slopes[i] * v.grad
  //       visit(parent)
  //     }
  //   }
  //   visit(result)
  // wrong (order):
  //   const order: Value[] = []
  //   const seen = new Set<Value>()
  //   const visit = (v: Value): void => {
  //     if (seen.has(v)) return
  //     seen.add(v)
  //     for (const parent of v.parents) visit(parent)
  //     order.push(v)
  //   }
  //   visit(result)
  //   result.grad = 1
  //   for (const v of order) {
  //     for (const [i, parent] of v.parents.entries()) parent.grad += v.slopes[i] * v.grad
  //   }
  // wrong (upstream missing):
  //   const order: Value[] = []
  //   const seen = new Set<Value>()
  //   const visit = (v: Value): void => {
  //     if (seen.has(v)) return
  //     seen.add(v)
  //     for (const parent of v.parents) visit(parent)
  //     order.push(v)
  //   }
  //   visit(result)
  //   for (const v of order.reverse()) {
  //     for (const [i, parent] of v.parents.entries()) parent.grad += v.slopes[i] * v.grad
  //   }
  // wrong (overwritten, doubled, subtracted):
  //   result.grad = 1
  //   const visit = (v: Value): void => {
  //     for (const [i, parent] of v.parents.entries()) {
  //       parent.grad = v.slopes[i] * v.grad
  //       visit(parent)
  //     }
  //   }
  //   visit(result)
}

// %% The family of the mistake
// hint: Every slope is right, and everything is added that should be. What is not right?
// hint: It is not what is done, but when.
// hint: The steps are the right ones, in another order than they should be.
export function family(): Family {
  // answer
  return 'order'
  // end answer
  // wrong (overwritten, doubled, subtracted): return 'overwritten, doubled, subtracted'
  // wrong (sign, factor): return 'sign, factor'
  // wrong (a use forgotten): return 'a use forgotten'
}

// %% check
import type { Pair, Source } from 'backprop-ninja'
import { familyPair } from './family.ts'

interface Learner {
  readonly Value: typeof Value
  readonly backward: typeof backward
  readonly makeNet: typeof makeNet
  readonly parametersOf: typeof parametersOf
  readonly lossOf: typeof lossOf
  readonly family: typeof family
}

/** How much the loss moves with each of these weights, by nudging it. */
function nudged(weights: readonly Value[], loss: () => number): number[] {
  const h = 1e-5
  return weights.map(w => {
    const before = w.data
    const at = (data: number): number => {
      w.data = data
      return loss()
    }
    const slope = (at(before + h) - at(before - h)) / (2 * h)
    w.data = before
    return slope
  })
}

export function check(learner: Learner, { g }: Source): readonly Pair[] {
  const [a, b, c, f] = [2, 3, 5, 7].map(number => number + g.random())
  const numbers = Array.from(g.uniform([100]).data)
  const value = (number: number): Value => new learner.Value(number)
  const early = 'A node handed on a part of its gradient before the rest had come, and handed that on again later.'
  const half = 'A node handed on its gradient before all of it had come, and what came later went no further.'
  const still =
    'The nodes take their turns from the inputs to the result. So a node hands on before anything has come back to it: begin with the result.'
  const without =
    'Every gradient is 0: nothing was there to hand on. The first one is that of the result by itself, result.grad = 1.'
  const last = 'Of several gradients that came to a node only the last is left. They add up.'
  const network = (...sizes: number[]): Pair => {
    const random = (): (() => number) => {
      let i = 0
      return () => numbers[i++]
    }
    return {
      name: `a network ${sizes.join(', ')}: first layer`,
      blank: 'backward',
      learner: () => {
        const net = learner.makeNet(random(), sizes)
        learner.backward(learner.lossOf(net))
        return net[0].flat().map(w => w.grad)
      },
      expected: () => {
        const net = makeNet(random(), sizes)
        return nudged(net[0].flat(), () => lossOf(net).data)
      },
      within: 1e-6,
    }
  }
  return [
    {
      name: 'L = (a*b + c) * f: gradients',
      blank: 'backward',
      learner: () => {
        const inputs = [2, -3, 10, -2].map(value)
        learner.backward(inputs[0].mul(inputs[1]).add(inputs[2]).mul(inputs[3]))
        return inputs.map(v => v.grad)
      },
      expected: [6, -4, -2, 4],
      slips: [
        { family: 'order', value: [0, 0, -2, 4], message: still },
        { family: 'upstream missing', value: [0, 0, 0, 0], message: without },
      ],
      learned: 'right from the start: a tree, in which each node is used once',
    },
    {
      name: 'b = a*a, c = b + b: b.grad, a.grad',
      blank: 'backward',
      learner: () => {
        const x = value(a)
        const y = x.mul(x)
        learner.backward(y.add(y))
        return [y.grad, x.grad]
      },
      expected: [2, 4 * a],
      slips: [
        { family: 'order', value: [2, 6 * a], message: early },
        { family: 'order', value: [2, 8 * a], message: early },
        { family: 'order', value: [2, 2 * a], message: half },
        { family: 'order', value: [2, 0], message: still },
        { family: 'upstream missing', value: [0, 0], message: without },
        { family: 'overwritten, doubled, subtracted', value: [1, a], message: last },
      ],
    },
    {
      name: 'p = a*b, q = p*c, q*p + p*f: a.grad',
      blank: 'backward',
      learner: () => {
        const x = value(a)
        const p = x.mul(value(b))
        learner.backward(p.mul(value(c)).mul(p).add(p.mul(value(f))))
        return x.grad
      },
      // q*p + p*f = c p² + f p
      expected: b * (2 * c * a * b + f),
    },
    network(3, 4, 1),
    network(3, 4, 4, 1),
    familyPair(
      'family',
      learner.family,
      'order',
      {
        'overwritten, doubled, subtracted':
          'Something is counted twice, but no line adds it twice: a part is handed on before the rest has come.',
        'sign, factor':
          'In b + b it looks like a factor, but in a network each gradient is too large by another number.',
        'a use forgotten': 'No use is missing: everything comes back, some of it more than once.',
        'stale or aliased':
          'Near: a gradient is used before it is final. But each is changed where it should be, only too late for the one who reads it.',
      },
      'no line is wrong by itself; only when it runs',
    ),
  ]
}
