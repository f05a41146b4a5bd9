// %% [markdown]
// # 03 · A second hidden layer
//
// ## The program
//
// This is the same small autograd again, but now one function, `backward`, does the work for all nodes. A
// value knows its `parents`, the values it was made from, and its `slopes`: how much it moves with each of
// them. So `backward` passes `slope * grad` to each parent, and then does the same for that parent.
//
// ## What was observed
//
// All gradients of L = (a*b + c) * f are right. So is the gradient of `a.add(a)`. A network with one hidden
// layer trains, and its gradients agree with a nudge of each weight to eight digits. Then somebody adds a
// second hidden layer:
//
//     sizes 3, 4, 1       every gradient right
//     sizes 3, 4, 4, 1    the last two layers right; in the first one, gradients that are
//                         between -59 and 13 times what they should be
//
// And the loss? With a learning rate of 0.01 it falls faster than it does with the right gradients:
//
//     step          0        1        2        5        10       20
//     as it is      2.5790   1.5293   0.4323   0.2247   0.1447   0.0851
//     once fixed    2.5790   2.3403   2.1087   1.4478   0.6320   0.2030
//
// With only four points, large steps in odd directions can be lucky. That proves nothing.

// %%
import type { Family } from 'backprop-ninja'

// %% include value.ts
export * from './value.ts'
import type { Value } from './value.ts'

// %% include network.ts
export * from './network.ts'

// %% Backward, from the result to the inputs
// hint: Take b = a * a and c = b + b with a = 3, on paper. Write down every change of a grad, in the order
//       in which they happen.
// hint: b gets two gradients. What has b passed on to a before the second one arrives? And what after it?
// hint: A node may pass on its gradient only when it is complete: after all nodes that were made from it.
//       First make a list of all nodes, each after its parents. Then go through the list from the end.
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
  //   > A node with two uses passes its gradient on twice, so some of it is counted more than once.
  // wrong (order):
  //   result.grad = 1
  //   const visit = (v: Value): void => {
  //     for (const [i, parent] of v.parents.entries()) parent.grad += v.slopes[i] * v.grad
  //     for (const parent of v.parents) visit(parent)
  //   }
  //   visit(result)
  //   > A node with two uses passes its gradient on twice, so some of it is counted more than once.
  // wrong (order):
  //   const seen = new Set<Value>()
  //   result.grad = 1
  //   const visit = (v: Value): void => {
  //     if (seen.has(v)) return
  //     seen.add(v)
  //     for (const [i, parent] of v.parents.entries()) {
  //       parent.grad += v.slopes[i] * v.grad
  //       visit(parent)
  //     }
  //   }
  //   visit(result)
  //   > A node passes its gradient on before all of it has arrived, and what comes later goes no further.
  // wrong (order):
  //   result.grad = 1
  //   const queue = [result]
  //   for (const v of queue) {
  //     for (const [i, parent] of v.parents.entries()) {
  //       parent.grad += v.slopes[i] * v.grad
  //       if (!queue.includes(parent)) queue.push(parent)
  //     }
  //   }
  //   > A node passes its gradient on before all of it has arrived, and what comes later goes no further.
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
  //   > The nodes take their turns from the inputs to the result, so a node passes on its gradient before anything
  //   > has come back to it. Start at the result.
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
  //   > Every gradient is 0, because there was nothing to pass on. The result moves by 1 when it is nudged by 1:
  //   > set result.grad to 1 first.
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
  //   result.grad = 1
  //   for (const v of order.reverse()) {
  //     for (const [i, parent] of v.parents.entries()) parent.grad += v.slopes[i]
  //   }
  //   > You pass on the slope alone. Multiply it by the gradient of the node, `v.grad`.
  // wrong (local derivative missing):
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
  //   for (const v of order.reverse()) {
  //     for (const [i, parent] of v.parents.entries()) parent.grad += v.grad
  //   }
  //   > You pass on the gradient of the node as it is. Multiply it by the slope, `v.slopes[i]`.
  // wrong (overwritten, doubled, subtracted):
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
  //   for (const v of order.reverse()) {
  //     for (const [i, parent] of v.parents.entries()) parent.grad = v.slopes[i] * v.grad
  //   }
  //   > When several gradients come to a node, only the last one is left. Add them up.
  // wrong (overwritten, doubled, subtracted):
  //   result.grad = 1
  //   const visit = (v: Value): void => {
  //     for (const [i, parent] of v.parents.entries()) {
  //       parent.grad = v.slopes[i] * v.grad
  //       visit(parent)
  //     }
  //   }
  //   visit(result)
  //   > When several gradients come to a node, only the last one is left. Add them up.
}

// %% The family of the mistake
// hint: Every slope is right, and everything that should be added is added. So what's wrong?
// hint: The mistake isn't what the lines do, but when they do it.
// hint: All the right steps are there, in the wrong order.
export function family(): Family {
  // answer
  return 'order'
  // end answer
  // wrong (sign, factor): return 'sign, factor'
  //   > For b + b it looks like a factor. But in a network each gradient is off by a different number.
  // wrong (a use forgotten): return 'a use forgotten'
  //   > No use is missing: everything comes back, and some of it more than once.
  // wrong (stale or aliased): return 'stale or aliased'
  //   > Close: a gradient is used before it is final. But each gradient is changed in the right place, only too
  //   > late for the line that reads it.
}

// %% check
import type { Check } from 'backprop-ninja'
import { familyPair } from './family.ts'

type Learner = Pick<
  typeof import('./03_partial_sums.ts'),
  'Value' | 'backward' | 'makeNet' | 'lossOf' | 'family'
>

export const check: Check<Learner> = (learner, { g }) => {
  const [a, b, c, f] = [2, 3, 5, 7].map(number => number + g.random())
  const numbers = Array.from(g.uniform([100]).data)
  /** The gradients of what is made of these numbers. */
  const gradients = (at: readonly number[], make: (...values: Value[]) => Value[]) => (): number[] => {
    const values = at.map(number => new learner.Value(number))
    const made = make(...values)
    learner.backward(made[0])
    return [...made.slice(1), ...values].map(v => v.grad)
  }
  const network = (...sizes: number[]) => ({
    name: `a network ${sizes.join(', ')}: first layer`,
    blank: 'backward',
    learner: () => {
      let i = 0
      const net = learner.makeNet(() => numbers[i++], sizes)
      learner.backward(learner.lossOf(net))
      return net[0].flat().map(w => w.grad)
    },
  })
  return [
    {
      name: 'L = (a*b + c) * f: gradients',
      blank: 'backward',
      learner: gradients([2, -3, 10, -2], (a, b, c, f) => [a.mul(b).add(c).mul(f)]),
      expected: [6, -4, -2, 4],
      learned: 'right from the start: a tree, in which each node is used once',
    },
    {
      name: 'b = a*a, c = b + b: b.grad, a.grad',
      blank: 'backward',
      learner: gradients([a], x => {
        const y = x.mul(x)
        return [y.add(y), y]
      }),
      expected: [2, 4 * a],
    },
    {
      name: 'p = a*b, q = p*c, q*p + p*f: gradients',
      blank: 'backward',
      learner: gradients([a, b, c, f], (a, b, c, f) => {
        const p = a.mul(b)
        return [p.mul(c).mul(p).add(p.mul(f))]
      }),
    },
    network(3, 4, 1),
    network(3, 4, 4, 1),
    familyPair({
      blank: 'family',
      given: learner.family,
      secret: ['order', 'overwritten, doubled, subtracted'],
      learned: 'order is why: no line is wrong, only when it runs; doubled is what you see, because a part is passed on twice',
    }),
  ]
}
