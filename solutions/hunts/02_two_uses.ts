// %% [markdown]
// # 02 · Used twice
//
// ## The program
//
// Another small autograd. Each node remembers in `back` how to hand its gradient on to what it was made
// from, and `backward` calls these functions from the result to the inputs.
//
// ## What was observed
//
// It was tested before it was used. With L = (a*b + c) * f at a = 2, b = -3, c = 10, f = -2 the gradients
// came out as 6, -4, -2 and 4, which is right. Then a neuron, tanh(x1*w1 + x2*w2 + b) with x1 = 2, x2 = 0,
// w1 = -3, w2 = 1, b = 6.8813735870195432:
//
//             x1      w1      x2      w2
//     grad   -1.5     1.0     0.5     0.0        right again, every one
//
// So a neuron was trained on four points, and the loss fell, step after step:
//
//     step      0        10       25       50       100
//     loss      7.1189   1.2999   1.0597   0.9402   0.8536
//
// A loss that falls is not asked why it doesn't fall further. Then somebody wrote `a.add(a)` and found a
// gradient of 1.
//
// Mend all methods that are wrong, then name the family.

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

  // hint: In a.add(a), what are `this` and `other`? Follow the two lines of `back`.
  // hint: A node that is used twice gets two gradients. What happens to the first when the second comes?
  // hint: Nothing may be overwritten: each of the two lines must add to what is there already.
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
    // wrong (overwritten, doubled, subtracted):
    //   out.back = () => {
    //     this.grad += out.grad
    //     other.grad = out.grad
    //   }
    //   return out
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
    // wrong (-): return out
  }

  // hint: Follow a.mul(a): which of the two lines has the last word?
  // hint: The slopes are right. But a weight is used for each of four points, so it gets four gradients.
  // hint: As in add: add to the gradient that is there, in both lines.
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
    // wrong (wrong operand):
    //   out.back = () => {
    //     this.grad += this.data * out.grad
    //     other.grad += other.data * out.grad
    //   }
    //   return out
    // wrong (overwritten, doubled, subtracted):
    //   out.back = () => {
    //     this.grad = other.data * out.grad
    //     other.grad += this.data * out.grad
    //   }
    //   return out
    // wrong (upstream missing):
    //   out.back = () => {
    //     this.grad += other.data
    //     other.grad += this.data
    //   }
    //   return out
  }

  // hint: Here only one value goes in. But it may go into something else as well.
  // hint: Take a.tanh().add(a.tanh()): two nodes, both made from a.
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
    // wrong (upstream missing):
    //   out.back = () => {
    //     this.grad += 1 - t * t
    //   }
    //   return out
    // wrong (local derivative missing):
    //   out.back = () => {
    //     this.grad += out.grad
    //   }
    //   return out
  }

  /** From the result to the inputs: each node after all that were made from it. */
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

/** The losses of some steps, each with gradients that start from 0. */
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
// ## Why the tests saw nothing
//
// In L = (a*b + c) * f, and in a neuron, every node is used exactly once. Then `=` and `+=` do the same. A
// test of an autograd needs a node that is used twice.

// %% The family of the mistake
// hint: What came back by the first use of a node was right. Where is it in the end?
// hint: The uses are all there, and each slope is right. Look at how they are put together.
// hint: The second gradient takes the place of the first. The family that this is in has a name of three
//       words: overwritten, doubled, subtracted.
export function family(): Family {
  // answer
  return 'overwritten, doubled, subtracted'
  // end answer
  // wrong (a use forgotten): return 'a use forgotten'
  // wrong (sign, factor): return 'sign, factor'
  // wrong (stale or aliased): return 'stale or aliased'
}

// %% check
import type { Pair, Source } from 'backprop-ninja'
import { familyPair } from './family.ts'

interface Learner {
  readonly Value: typeof Value
  readonly lossOf: typeof lossOf
  readonly train: typeof train
  readonly family: typeof family
}

/** What each point sends back to each weight, in plain numbers. */
function shares(weights: readonly number[]): number[][] {
  return points.map(({ x, target }) => {
    const p = Math.tanh(x.reduce((total, number, i) => total + number * weights[i], weights[3]))
    return [...x, 1].map(number => 2 * (p - target) * (1 - p * p) * number)
  })
}

const total = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0)

/** The losses of a training in plain numbers. */
function losses(steps: number): number[] {
  let weights: readonly number[] = start
  return Array.from({ length: steps }, () => {
    const loss = total(
      points.map(({ x, target }) => {
        const p = Math.tanh(x.reduce((sum, number, i) => sum + number * weights[i], weights[3]))
        return (p - target) ** 2
      }),
    )
    const sent = shares(weights)
    weights = weights.map((w, i) => w - 0.05 * total(sent.map(share => share[i])))
    return loss
  })
}

export function check(learner: Learner, { g }: Source): readonly Pair[] {
  const [a, b, c] = [1.5 + g.random(), 3 + g.random(), 5 + g.random()]
  const value = (number: number): Value => new learner.Value(number)
  const t = Math.tanh(a - 1.5)
  const sent = shares(start)
  const gradients = (which: readonly number[]): number[] => {
    const weights = start.map(value)
    learner.lossOf(weights).backward()
    return which.map(i => weights[i].grad)
  }
  const overwritten = 'overwritten, doubled, subtracted'
  return [
    {
      name: 'a + a: a.grad',
      blank: 'Value.add',
      learner: () => {
        const x = value(a)
        x.add(x).backward()
        return x.grad
      },
      expected: 2,
      slips: [
        {
          family: overwritten,
          value: 1,
          message: 'Two gradients of 1 came back to `a`, and one of them is left.',
        },
        { family: 'a use forgotten', value: 0, message: 'Nothing comes back to `a`. out.back must be set.' },
      ],
    },
    {
      name: '(a + b) * c + (a + b): gradients',
      blank: 'Value.add',
      learner: () => {
        const [x, y, z] = [value(a), value(b), value(c)]
        x.add(y).mul(z).add(x.add(y)).backward()
        return [x.grad, y.grad, z.grad]
      },
      expected: [c + 1, c + 1, a + b],
      slips: [
        [c, c, a + b],
        [1, 1, a + b],
        [c + 1, c, a + b],
        [c + 1, 1, a + b],
        [c, c + 1, a + b],
        [1, c + 1, a + b],
      ].map(value => ({
        family: overwritten,
        value,
        message: '`a` and `b` are used in two places. What the first of them sent back is gone.',
      })),
    },
    {
      name: 'gradient of the bias',
      blank: 'Value.add',
      learner: () => gradients([3]),
      expected: [total(sent.map(share => share[3]))],
      slips: sent.map((share, i) => ({
        family: overwritten,
        value: [share[3]],
        message: `This is what point ${i + 1} sends back, alone. The bias is used for all four points.`,
      })),
    },
    {
      name: 'the neuron: x1, w1, x2, w2',
      blank: 'Value.mul',
      learner: () => {
        const [x1, w1, x2, w2] = [2, -3, 0, 1].map(value)
        x1.mul(w1).add(x2.mul(w2)).add(value(6.8813735870195432)).tanh().backward()
        return [x1.grad, w1.grad, x2.grad, w2.grad]
      },
      expected: [-1.5, 1, 0.5, 0],
      within: 1e-7,
      learned: 'right from the start: nothing in it is used twice',
    },
    {
      name: 'a * a: a.grad',
      blank: 'Value.mul',
      learner: () => {
        const x = value(a)
        x.mul(x).backward()
        return x.grad
      },
      expected: 2 * a,
      slips: [
        {
          family: overwritten,
          value: a,
          message: 'Two gradients came back to `a`, and one of them is left.',
        },
      ],
    },
    {
      name: '(a * b) * c: gradients',
      blank: 'Value.mul',
      learner: () => {
        const [x, y, z] = [value(a), value(b), value(c)]
        x.mul(y).mul(z).backward()
        return [x.grad, y.grad, z.grad]
      },
      expected: [b * c, a * c, a * b],
      slips: [
        {
          family: 'upstream missing',
          value: [b, a, a * b],
          message: 'The gradient of the result is missing: each slope times out.grad goes back.',
        },
        {
          family: 'wrong operand',
          value: [a * c, b * c, c * c],
          message: 'Each factor got its own value. The slope by one factor is the other one.',
        },
        {
          family: 'wrong operand',
          value: [a * a * b, b * a * b, c],
          message: 'Each factor got its own value. The slope by one factor is the other one.',
        },
        {
          family: 'wrong operand',
          value: [a * a * b, a * b * b, c],
          message: 'Each factor got its own value. The slope by one factor is the other one.',
        },
      ],
    },
    {
      name: 'gradients of the three weights',
      blank: 'Value.mul',
      learner: () => gradients([0, 1, 2]),
      expected: [0, 1, 2].map(i => total(sent.map(share => share[i]))),
      slips: sent.flatMap((share, i) =>
        // The error is multiplied by itself: one of its two gradients may be lost too.
        [1, 0.5].map(part => ({
          family: overwritten,
          value: share.slice(0, 3).map(number => part * number),
          message: `This is what point ${i + 1} sends back, alone${part < 1 ? ', and only half of it' : ''}. A weight is used for all four points.`,
        })),
      ),
    },
    {
      name: 'tanh(a) + tanh(a): a.grad',
      blank: 'Value.tanh',
      learner: () => {
        const x = value(a - 1.5)
        x.tanh().add(x.tanh()).backward()
        return x.grad
      },
      expected: 2 * (1 - t * t),
      slips: [
        {
          family: overwritten,
          value: 1 - t * t,
          message: 'Two nodes were made from `a`, and only one of their gradients is left.',
        },
        {
          family: 'local derivative missing',
          value: 2,
          message: 'The slope of tanh is missing: 1 minus the square of its result.',
        },
      ],
    },
    {
      name: 'tanh(a) * b: a.grad',
      blank: 'Value.tanh',
      learner: () => {
        const x = value(a - 1.5)
        x.tanh().mul(value(b)).backward()
        return x.grad
      },
      expected: (1 - t * t) * b,
      slips: [
        {
          family: 'upstream missing',
          value: 1 - t * t,
          message: 'The gradient of the result is missing: the slope times out.grad goes back.',
        },
        {
          family: 'local derivative missing',
          value: b,
          message: 'The slope of tanh is missing: 1 minus the square of its result.',
        },
      ],
    },
    {
      name: 'the loss at steps 0, 10 and 100',
      blank: 'Value.add',
      learner: () => {
        const list = learner.train(101)
        return [list[0], list[10], list[100]]
      },
      expected: () => {
        const list = losses(101)
        return [list[0], list[10], list[100]]
      },
      within: 1e-6,
      learned: 'at step 100 the loss is 0.0124 now, not 0.8536',
    },
    familyPair(
      'family',
      learner.family,
      'overwritten, doubled, subtracted',
      {
        'a use forgotten':
          'Near: one use is missing in the end. But it was not forgotten: it came, and was then replaced by another.',
        'sign, factor':
          'For a + a one half is left, but for the weights it is no factor: of four different gradients one is left.',
        'stale or aliased': 'The gradients start from 0 in each step, and no number is an old one.',
        order: 'backward calls the nodes in the right order. Look at what each of them does with the gradient.',
      },
      'the signature: of several uses the last one wins',
    ),
  ]
}
