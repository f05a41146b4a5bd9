// %% [markdown]
// # 02 · Every test passed
//
// ## The program
//
// This is another small autograd. Each node has a function `back` that passes its gradient on to the values
// it was made from. `backward` calls these functions one after the other, from the result to the inputs.
//
// ## What was observed
//
// The author tested it before using it. With L = (a*b + c) * f at a = 2, b = -3, c = 10, f = -2 the
// gradients came out as 6, -4, -2 and 4, which is right. Next came a neuron, tanh(x1*w1 + x2*w2 + b) with
// x1 = 2, x2 = 0, w1 = -3, w2 = 1, b = 6.8813735870195432:
//
//             x1      w1      x2      w2
//     grad   -1.5     1.0     0.5     0.0        every one of them is right again
//
// So the author trained a neuron on four points, and the loss fell, step after step:
//
//     step      0        10       25       50       100
//     loss      7.1189   1.2999   1.0597   0.9402   0.8536
//
// When a loss falls, nobody asks why it doesn't fall further. Then somebody nudged each of the four numbers, at
// step 0, and looked at how far the loss moved:
//
//                         w1        w2        w3        bias
//     backward said     -0.6885   -1.0328    0.3443   -0.3443
//     nudging says      -2.0798   -3.1082    1.6907   -1.5609
//
// Fix every method that is wrong, then name the family.

// %%
import type { Family } from 'backprop-ninja'

// %% A number that remembers where it came from
export class Value {
  data: number
  grad = 0
  readonly parents: readonly Value[]
  back: () => void = () => {}

  constructor(data: number, parents: readonly Value[] = []) {
    this.data = data
    this.parents = parents
  }

  // hint: Which numbers in the loss of the training are used differently from all numbers in the two tests? And
  //       what are `this` and `other` in a.add(a)?
  // hint: A node that is used twice gets two gradients. What happens to the first when the second arrives?
  // hint: Don't overwrite anything: each of the two lines must add to the gradient that is already there.
  add(other: Value): Value {
    const out = new Value(this.data + other.data, [this, other])
    // answer
    out.back = () => {
      this.grad += out.grad
      other.grad += out.grad
    }
    return out
    // end answer
    // given (overwritten, doubled, subtracted):
    //   out.back = () => {
    //     this.grad = out.grad
    //     other.grad = out.grad
    //   }
    //   return out
    //   > Here a new gradient overwrites the one that was already there. Both should count.
    // wrong (overwritten, doubled, subtracted):
    //   out.back = () => {
    //     this.grad += out.grad
    //     other.grad = out.grad
    //   }
    //   return out
    //   > A gradient that comes back to a value replaces the one that was already there. Both count.
    // wrong (overwritten, doubled, subtracted):
    //   out.back = () => {
    //     this.grad = out.grad
    //     other.grad += out.grad
    //   }
    //   return out
    //   > A gradient that comes back to a value replaces the one that was already there. Both count.
    // wrong (overwritten, doubled, subtracted):
    //   out.back = () => {
    //     this.grad += out.grad
    //     if (other !== this) other.grad += out.grad
    //   }
    //   return out
    //   > In a.add(a) you add only once. `a` is used twice there, so it gets two gradients.
    // wrong (overwritten, doubled, subtracted):
    //   out.back = () => {
    //     if (this === other) {
    //       this.grad = 2 * out.grad
    //     } else {
    //       this.grad = out.grad
    //       other.grad = out.grad
    //     }
    //   }
    //   return out
    //   > a.add(a) is a special case here. But `a` can also be used in two different sums, and then the second
    //   > gradient still replaces the first.
    // wrong (a use forgotten):
    //   out.back = () => {
    //     this.grad += out.grad
    //   }
    //   return out
    //   > Only `this` gets its gradient. `other` needs one too.
    // wrong (upstream missing):
    //   out.back = () => {
    //     this.grad += 1
    //     other.grad += 1
    //   }
    //   return out
    //   > The gradient of the result is missing. The slope is 1, and 1 times out.grad is what you pass back.
    // wrong (a use forgotten): return out
    //   > Nothing comes back through this sum: you never set `out.back`.
  }

  // hint: Follow a.mul(a): which of the two lines has the last word?
  // hint: The slopes are right. But a weight is used for each of the four points, so it gets four gradients.
  // hint: As in `add`: in both lines, add to the gradient that is already there.
  mul(other: Value): Value {
    const out = new Value(this.data * other.data, [this, other])
    // answer
    out.back = () => {
      this.grad += other.data * out.grad
      other.grad += this.data * out.grad
    }
    return out
    // end answer
    // given (overwritten, doubled, subtracted):
    //   out.back = () => {
    //     this.grad = other.data * out.grad
    //     other.grad = this.data * out.grad
    //   }
    //   return out
    //   > A gradient that comes back to a value replaces the one that was already there. Both count.
    // wrong (overwritten, doubled, subtracted):
    //   out.back = () => {
    //     this.grad = other.data * out.grad
    //     other.grad += this.data * out.grad
    //   }
    //   return out
    //   > A gradient that comes back to a value replaces the one that was already there. Both count.
    // wrong (overwritten, doubled, subtracted):
    //   out.back = () => {
    //     this.grad += other.data * out.grad
    //     other.grad = this.data * out.grad
    //   }
    //   return out
    //   > A gradient that comes back to a value replaces the one that was already there. Both count.
    // wrong (wrong operand):
    //   out.back = () => {
    //     this.grad += this.data * out.grad
    //     other.grad += other.data * out.grad
    //   }
    //   return out
    //   > Each factor gets its own value. The slope of a product with respect to one factor is the other factor.
    // wrong (upstream missing):
    //   out.back = () => {
    //     this.grad += other.data
    //     other.grad += this.data
    //   }
    //   return out
    //   > The gradient of the result is missing: multiply by out.grad.
    // wrong (local derivative missing):
    //   out.back = () => {
    //     this.grad += out.grad
    //     other.grad += out.grad
    //   }
    //   return out
    //   > The slopes are missing: the slope of a product with respect to one factor is the other factor.
    // wrong (a use forgotten):
    //   out.back = () => {
    //     this.grad += other.data * out.grad
    //   }
    //   return out
    //   > Only `this` gets its gradient. `other` needs one too.
  }

  // hint: Only one value goes in here. But the same value may go into something else as well.
  // hint: Take a.tanh().add(a.tanh()): that makes two nodes, both from a.
  // hint: Add here too.
  tanh(): Value {
    const t = Math.tanh(this.data)
    const out = new Value(t, [this])
    // answer
    out.back = () => {
      this.grad += (1 - t * t) * out.grad
    }
    return out
    // end answer
    // given (overwritten, doubled, subtracted):
    //   out.back = () => {
    //     this.grad = (1 - t * t) * out.grad
    //   }
    //   return out
    //   > A gradient that comes back to a value replaces the one that was already there. Both count.
    // wrong (upstream missing):
    //   out.back = () => {
    //     this.grad += 1 - t * t
    //   }
    //   return out
    //   > The gradient of the result is missing: multiply by out.grad.
    // wrong (local derivative missing):
    //   out.back = () => {
    //     this.grad += out.grad
    //   }
    //   return out
    //   > The slope of tanh is missing: 1 minus the square of its result.
    // wrong (wrong operand):
    //   out.back = () => {
    //     this.grad += (1 - this.data * this.data) * out.grad
    //   }
    //   return out
    //   > You squared the input of tanh. Its slope is 1 minus the square of its result, `t`.
    // wrong (wrong local derivative):
    //   out.back = () => {
    //     this.grad += (1 - t) * out.grad
    //   }
    //   return out
    //   > The square is missing: the slope of tanh is 1 - t * t.
  }

  /** From the result to the inputs: each node comes after all nodes that were made from it. */
  backward(): void {
    const order: Value[] = []
    const seen = new Set<Value>()
    const visit = (v: Value): void => {
      if (seen.has(v)) return
      seen.add(v)
      for (const parent of v.parents) visit(parent)
      order.push(v)
    }
    visit(this)
    this.grad = 1
    for (const v of order.reverse()) v.back()
  }
}

// %% One neuron, four points
export const start = [0.2, -0.2, -0.5, -1.8]

export const points = [
  { x: [2, 3, -1], target: 1 },
  { x: [3, -1, 0.5], target: -1 },
  { x: [0.5, 1, 1], target: -1 },
  { x: [1, 1, -1], target: 1 },
]

/** The sum of the squared errors. The last weight is the bias. */
export function lossOf(weights: readonly Value[]): Value {
  let total = new Value(0)
  for (const { x, target } of points) {
    let sum = weights[3]
    for (const [i, number] of x.entries()) sum = sum.add(weights[i].mul(new Value(number)))
    const error = sum.tanh().add(new Value(-target))
    total = total.add(error.mul(error))
  }
  return total
}

/** The loss of each step. Every step starts with gradients of 0. */
export function train(steps: number): number[] {
  const weights = start.map(number => new Value(number))
  return Array.from({ length: steps }, () => {
    for (const w of weights) w.grad = 0
    const loss = lossOf(weights)
    loss.backward()
    for (const w of weights) w.data -= 0.05 * w.grad
    return loss.data
  })
}

// %% [markdown]
// ## Why did the tests see nothing?
//
// Look at L = (a*b + c) * f again, at the neuron, and at the loss of the training. What is in the loss that is in
// neither of the tests? Which is the shortest formula that would have shown the mistake?

// %% The family of the mistake
// hint: What came back through the first use of a node was right. Where is it in the end?
// hint: No use is left out, and each slope is right. Look at how the gradients are put together.
// hint: The second gradient replaces the first. The name of the family has three words: overwritten,
//       doubled, subtracted.
export function family(): Family {
  // answer
  return 'overwritten, doubled, subtracted'
  // end answer
  // wrong (wrong local derivative): return 'wrong local derivative'
  //   > Each slope is right, and so is what it is multiplied by. Look at where the product goes.
  // wrong (sign, factor): return 'sign, factor'
  //   > For a + a half of the gradient is left. But for the weights no factor explains it: of four different
  //   > gradients one is left.
  // wrong (stale or aliased): return 'stale or aliased'
  //   > The gradients start from 0 in each step, so no old number is in them.
  // wrong (order): return 'order'
  //   > `backward` calls the nodes in the right order. Look at what each of them does with its gradient.
}

// %% check
import type { Check } from 'backprop-ninja'
import { familyPair } from './family.ts'

type Learner = Pick<typeof import('./02_every_test_passed.ts'), 'Value' | 'lossOf' | 'train' | 'family'>

export const check: Check<Learner> = (learner, { g }) => {
  const [a, b, c] = [0.5 + g.random(), 3 + g.random(), 5 + g.random()]
  const value = (number: number): Value => new learner.Value(number)
  const weights = (which: readonly number[]) => (): number[] => {
    const weights = start.map(value)
    learner.lossOf(weights).backward()
    return which.map(i => weights[i].grad)
  }
  /** The gradients of these numbers in what is made of them. */
  const gradients = (at: readonly number[], make: (...values: Value[]) => Value) => (): number[] => {
    const values = at.map(value)
    make(...values).backward()
    return values.map(({ grad }) => grad)
  }
  return [
    {
      name: 'a + a: a.grad',
      blank: 'Value.add',
      learner: gradients([a], x => x.add(x)),
      expected: [2],
    },
    {
      name: '(a + b) * c + (a + b): gradients',
      blank: 'Value.add',
      learner: gradients([a, b, c], (x, y, z) => x.add(y).mul(z).add(x.add(y))),
      expected: [c + 1, c + 1, a + b],
    },
    { name: 'gradient of the bias', blank: 'Value.add', learner: weights([3]) },
    {
      name: 'a + a, with backward called twice: a.grad',
      blank: 'Value.add',
      learner: gradients([a], x => {
        const sum = x.add(x)
        sum.backward()
        return sum
      }),
      expected: [4],
      learned: 'gradients add up until somebody sets them to 0',
    },
    {
      name: 'the neuron: x1, w1, x2, w2',
      blank: 'Value.mul',
      learner: gradients([2, -3, 0, 1], (x1, w1, x2, w2) =>
        x1.mul(w1).add(x2.mul(w2)).add(value(6.8813735870195432)).tanh(),
      ),
      expected: [-1.5, 1, 0.5, 0],
      within: 1e-7,
      learned: 'right from the start: nothing in it is used twice',
    },
    { name: 'a * a: a.grad', blank: 'Value.mul', learner: gradients([a], x => x.mul(x)), expected: [2 * a] },
    {
      name: '(a * b) * c: gradients',
      blank: 'Value.mul',
      learner: gradients([a, b, c], (x, y, z) => x.mul(y).mul(z)),
      expected: [b * c, a * c, a * b],
    },
    { name: 'gradients of the three weights', blank: 'Value.mul', learner: weights([0, 1, 2]) },
    {
      name: 'tanh(a) + tanh(a): a.grad',
      blank: 'Value.tanh',
      learner: gradients([a], x => x.tanh().add(x.tanh())),
      expected: [2 / Math.cosh(a) ** 2],
    },
    {
      name: 'tanh(a) * b: gradients',
      blank: 'Value.tanh',
      learner: gradients([a, b], (x, y) => x.tanh().mul(y)),
    },
    {
      name: 'the loss at steps 0, 10 and 100',
      blank: 'Value.add',
      learner: () => {
        const list = learner.train(101)
        return [list[0], list[10], list[100]]
      },
      within: 1e-6,
      learned: 'at step 100 the loss is now 0.0124, not 0.8536',
    },
    familyPair({
      blank: 'family',
      given: learner.family,
      secret: ['overwritten, doubled, subtracted', 'a use forgotten'],
      learned:
        'overwritten is what the lines do: the last use wins; a use forgotten is what you see, because the others are gone',
    }),
  ]
}
