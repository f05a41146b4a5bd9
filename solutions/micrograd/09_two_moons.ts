// %% [markdown]
// # 09 · Two moons
//
// The last one: a hundred points of two kinds, in the shape of two moons that reach into each other. No straight line
// divides them. The network gets the two coordinates of a point and gives a **score**: positive for the upper moon,
// negative for the lower one. 0 is on no side. The labels are 1 and -1.
//
//              o o o
//           o         o    x                o  label  1
//          o      x    o    x               x  label -1
//                  x       x
//                    x x x
//
// ## The hinge loss
//
// What should a score be? The right sign isn't enough: 0.001 for an o is only just right. So ask for a **margin** of 1:
// label times score is to be 1 or more. That product is positive if the sign is right, whichever the label.
//
//     loss of a point  =  relu(1 - label * score)
//
//     loss 2 |`.
//            |  `.
//          1 |    `.                 0 from 1 on: such a point is right, with room
//            |       `.              to spare, and pulls at nothing any more
//          0 |_________`._________
//             -1   0    1    2       label * score
//
// The loss is the **mean** of this over all points. So only the points that are wrong, or nearly, move the network.
//
// ## The penalty
//
// With large weights the boundary can turn sharply around single points. To keep the weights small, their squares are
// added to the loss, times a small number. This is called L2 regularisation, or weight decay.
//
// ## The network
//
// Sizes 2, 8, 8, 1 with relu, and nothing after the last layer: a score may be any number. That makes 105 parameters, and
// about 20,000 Values for one loss over all points. The learning rate starts at 1 and falls to 0.1, so that the last steps
// are short.

// %%
import { type Generator, generator } from 'backprop-ninja'

// %% include value.ts
export * from './value.ts'
import { Value } from './value.ts'

// %% include functions.ts
export * from './functions.ts'

// %% include network.ts
export * from './network.ts'
import { MLP } from './network.ts'

// %% The points
export interface Point {
  x: number
  y: number
  label: number
}

/** Half of them on each moon, at random places, moved by about `noise` in both directions. */
export function moons(n: number, noise: number, g: Generator): Point[] {
  return Array.from({ length: n }, (_, i) => {
    const angle = Math.PI * g.random()
    const upper = i % 2 === 0
    const x = upper ? Math.cos(angle) : 1 - Math.cos(angle)
    const y = upper ? Math.sin(angle) : 0.5 - Math.sin(angle)
    return { x: x + noise * g.randn(1).item(), y: y + noise * g.randn(1).item(), label: upper ? 1 : -1 }
  })
}

// %% The mean of relu(1 - label * score)
// hint: For each score 1 minus label times score, and relu of that. Then their mean.
// hint: `score.mul(labels[i])` is label times score. `neg()` and `add(1)` make 1 minus it.
// hint: `total = total.add(score.mul(-labels[i]).add(1)...)` for each, and in the end divide by how many there are.
export function hingeLoss(scores: readonly Value[], labels: readonly number[]): Value {
  // answer
  let total = new Value(0)
  for (const [i, score] of scores.entries()) total = total.add(score.mul(-labels[i]).add(1).relu())
  return total.div(scores.length)
  // end answer
  // wrong (a use forgotten):
  //   let total = new Value(0)
  //   for (const [i, score] of scores.entries()) total = total.add(score.mul(-labels[i]).add(1))
  //   return total.div(scores.length)
  // wrong (reduction):
  //   let total = new Value(0)
  //   for (const [i, score] of scores.entries()) total = total.add(score.mul(-labels[i]).add(1).relu())
  //   return total
  // wrong (sign, factor):
  //   let total = new Value(0)
  //   for (const [i, score] of scores.entries()) total = total.add(score.mul(labels[i]).add(1).relu())
  //   return total.div(scores.length)
  // wrong (a use forgotten):
  //   let total = new Value(0)
  //   for (const [i, score] of scores.entries()) total = total.add(score.mul(-labels[i]).relu())
  //   return total.div(scores.length)
  // wrong (a use forgotten):
  //   let total = new Value(0)
  //   for (const score of scores) total = total.add(score.neg().add(1).relu())
  //   return total.div(scores.length)
  // wrong (order):
  //   let total = new Value(0)
  //   for (const [i, score] of scores.entries()) total = total.add(score.mul(-labels[i]).add(1))
  //   return total.div(scores.length).relu()
  // wrong (a use forgotten):
  //   let total = 0
  //   for (const [i, score] of scores.entries()) total += Math.max(0, 1 - labels[i] * score.data)
  //   return new Value(total / scores.length)
  // wrong (order):
  //   let total = new Value(0)
  //   for (const [i, score] of scores.entries()) total = total.add(score.mul(labels[i]).relu().neg().add(1))
  //   return total.div(scores.length)
  // wrong (-):
  //   let total = new Value(0)
  //   for (const [i, score] of scores.entries()) total = total.add(score.mul(-labels[i]).add(1).relu())
  //   return total.div(scores.length === 100 ? 100 : 6)
  // wrong (stale or aliased):
  //   let total = new Value(0)
  //   const signs = labels as number[]
  //   for (const [i, score] of scores.entries()) {
  //     signs[i] *= -1
  //     total = total.add(score.mul(signs[i]).add(1).relu())
  //   }
  //   return total.div(scores.length)
}

// %% The sum of the squares, times a small number
// hint: Each parameter squared, all added up; then times `strength`.
// hint: The square of p is `p.mul(p)`, or a power.
// hint: `for (const p of parameters) total = total.add(...)`, and return `total.mul(strength)`.
export function penalty(parameters: readonly Value[], strength: number): Value {
  // answer
  let total = new Value(0)
  for (const p of parameters) total = total.add(p.mul(p))
  return total.mul(strength)
  // end answer
  // wrong (a use forgotten):
  //   let total = new Value(0)
  //   for (const p of parameters) total = total.add(p)
  //   return total.mul(strength)
  // wrong (sign, factor):
  //   let total = new Value(0)
  //   for (const p of parameters) total = total.add(p.mul(p))
  //   return total
  // wrong (reduction):
  //   let total = new Value(0)
  //   for (const p of parameters) total = total.add(p.mul(p))
  //   return total.mul(strength).div(parameters.length)
  // wrong (reduction):
  //   let total = new Value(0)
  //   for (const p of parameters) total = total.add(p)
  //   return total.mul(total).mul(strength)
  // wrong (a use forgotten):
  //   let total = 0
  //   for (const p of parameters) total += p.data ** 2
  //   return new Value(total * strength)
  // wrong (sign, factor):
  //   let total = new Value(0)
  //   for (const p of parameters) total = total.add(p.mul(p))
  //   return total.mul(-strength)
  // wrong (-):
  //   let total = new Value(0)
  //   for (let i = 0; i < 3; i++) total = total.add(parameters[i].pow(2))
  //   return total.mul(strength)
}

// %% How many are on the right side
// hint: A score is right if it has the sign of its label.
// hint: Label times score is positive then. Count those.
// hint: `scores.filter((score, i) => ...).length`
export function countRight(scores: readonly number[], labels: readonly number[]): number {
  // answer
  return scores.filter((score, i) => score * labels[i] > 0).length
  // end answer
  // wrong (a use forgotten): return scores.filter(score => score > 0).length
  // wrong (sign, factor): return scores.filter((score, i) => score * labels[i] < 0).length
  // wrong (reduction): return scores.filter((score, i) => score * labels[i] > 0).length / scores.length
  // wrong (wrong operand): return scores.filter((score, i) => score * labels[i] > 1).length
  // wrong (wrong operand): return scores.filter((score, i) => score === labels[i]).length
  // wrong (a use forgotten): return labels.filter(label => label > 0).length
  // wrong (index): return scores.filter((score, i) => score * labels[i] >= 0).length
  // wrong (wrong operand): return scores.filter((score, i) => score * labels[i] > 0.05).length
  // wrong (-): return Math.max(1, scores.filter((score, i) => score * labels[i] > 0).length)
  // wrong (-): return scores.slice(0, 7).filter((score, i) => score * labels[i] > 0).length
  // wrong (stale or aliased): const many = scores.filter((score, i) => score * labels[i] > 0).length; (labels as number[]).sort(); return many
}

// %% [markdown]
// ## The training
//
// It is that of exercise 08, with your three functions. When all is right the check runs 100 steps of it, and draws what the
// network says of each place of the plane: dotted where the score is positive, and a line where it is 0. This is called the
// **decision boundary**.

// %% A hundred steps
export function train(points: readonly Point[], net: MLP, steps: number) {
  const labels = points.map(point => point.label)
  const right: number[] = []
  for (let step = 0; step < steps; step++) {
    const scores = points.map(({ x, y }) => net.forward([new Value(x), new Value(y)])[0])
    right.push(countRight(scores.map(score => score.data), labels))
    const loss = hingeLoss(scores, labels).add(penalty(net.parameters(), 1e-4))
    for (const p of net.parameters()) p.grad = 0
    loss.backward()
    const lr = 1 - (0.9 * step) / steps
    for (const p of net.parameters()) p.data -= lr * p.grad
  }
  return right
}

/** Always the same points, and the same network to start with. */
export function trained() {
  const g = generator(2)
  const points = moons(100, 0.1, g)
  const net = new MLP([2, 8, 8, 1], () => g.random(), n => n.relu(), n => n)
  const right = train(points, net, 100)
  const score = (x: number, y: number): number => net.forward([new Value(x), new Value(y)])[0].data
  return { points, right, score }
}

// %% check
import { type Check, field, type Pair, type Slip } from 'backprop-ninja'

interface Learner {
  Value: typeof Value
  hingeLoss: typeof hingeLoss
  penalty: typeof penalty
  countRight: typeof countRight
  trained: typeof trained
}

const slip = (family: Slip['family'], value: Slip['value'], message: string): Slip => ({ family, value, message })

/** A training takes a while, and is the same each time: once for each file that is tried. */
const results = new WeakMap<object, ReturnType<typeof trained>>()
function resultOf(learner: Learner): ReturnType<typeof trained> {
  const result = results.get(learner) ?? learner.trained()
  results.set(learner, result)
  return result
}

export const check: Check<Learner> = (learner, { g }) => {
  const scores = [5.1, -4.7, 1.4, -0.3, 0.6, -2.2].map(x => x + g.random() / 10)
  const labels = [1, -1, 1, -1, -1, 1]
  const added = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0)
  const relu = (x: number): number => Math.max(0, x)
  const made = (numbers: readonly number[]): Value[] => numbers.map(number => new learner.Value(number))
  const ps = [0.5, -1.2, 2.3].map(x => x + g.random())
  const strength = 0.01 + g.random() / 100
  const hingeRow = (name: string, scores: readonly number[], labels: readonly number[]): Pair => {
    const n = scores.length
    const gaps = scores.map((s, i) => 1 - labels[i] * s)
    /** The loss, and the gradients of the scores. */
    const hinge = (loss: number, slopes: (i: number) => number): number[] => [loss, ...scores.map((_, i) => slopes(i))]
    const isIn = (i: number): number => (gaps[i] > 0 ? 1 : 0)
    const right = hinge(added(gaps.map(relu)) / n, i => (-labels[i] * isIn(i)) / n)
    return {
      name,
      blank: 'hingeLoss',
      learner: () => {
        const values = made(scores)
        const loss = learner.hingeLoss(values, [...labels])
        loss.backward()
        return [loss.data, ...values.map(v => v.grad)]
      },
      expected: right,
      slips: [
        slip('a use forgotten', hinge(added(gaps) / n, i => -labels[i] / n), 'relu is missing. A point that is right by far would make up for one that is wrong.'),
        slip('reduction', right.map(x => x * n), 'This is the sum. Divide by how many there are.'),
        slip('sign, factor', hinge(added(scores.map((s, i) => relu(1 + labels[i] * s))) / n, i => (1 + labels[i] * scores[i] > 0 ? labels[i] / n : 0)), 'The loss is large where a point is right. It is 1 minus label times score.'),
        slip('sign, factor', hinge(added(gaps.map(gap => relu(-gap))) / n, i => (gaps[i] < 0 ? labels[i] / n : 0)), 'This is label times score minus 1: points that are right with room to spare get the loss. It is 1 minus that.'),
        slip('a use forgotten', hinge(added(scores.map((s, i) => relu(-labels[i] * s))) / n, i => (labels[i] * scores[i] < 0 ? -labels[i] / n : 0)), 'The margin is missing: relu(1 - label * score).'),
        slip('a use forgotten', hinge(added(scores.map(s => relu(1 - s))) / n, i => (scores[i] < 1 ? -1 / n : 0)), 'The labels are missing. For a label of -1 the score is to be negative.'),
        slip('order', hinge(relu(added(gaps) / n), i => (added(gaps) > 0 ? -labels[i] / n : 0)), 'relu was taken of the mean. It belongs to each point: one that is right by far must not make up for one that is wrong.'),
        slip('a use forgotten', hinge(right[0], () => 0), 'The number is right, but nothing comes back. Go on with the Values: `mul`, `add`, `relu`.'),
        slip('order', hinge(added(scores.map((s, i) => 1 - relu(labels[i] * s))) / n, i => (labels[i] * scores[i] > 0 ? -labels[i] / n : 0)), 'relu was taken too soon. First 1 minus label times score, then relu of that.'),
      ],
    }
  }
  const penaltyRow = (name: string, ps: readonly number[], strength: number): Pair => {
    const [squares, sum, n] = [added(ps.map(p => p * p)), added(ps), ps.length]
    const punished = (value: number, slope: (p: number) => number): number[] => [value, ...ps.map(slope)]
    return {
      name,
      blank: 'penalty',
      learner: () => {
        const values = made(ps)
        const added = learner.penalty(values, strength)
        added.backward()
        return [added.data, ...values.map(v => v.grad)]
      },
      expected: punished(strength * squares, p => 2 * strength * p),
      slips: [
        slip('a use forgotten', punished(strength * sum, () => strength), 'The squares are missing. A negative weight would make the loss smaller.'),
        slip('sign, factor', punished(squares, p => 2 * p), 'The factor `strength` is missing.'),
        slip('sign, factor', punished(-strength * squares, p => -2 * strength * p), 'The sign is turned over: large weights would be rewarded.'),
        slip('reduction', punished((strength * squares) / n, p => (2 * strength * p) / n), 'This is the mean. Asked for is the sum.'),
        slip('reduction', punished(strength * sum ** 2, () => 2 * strength * sum), 'The sum was squared. Square each, then add up.'),
        slip('a use forgotten', punished(strength * squares, () => 0), 'The number is right, but nothing comes back. Go on with the Values, not with their data.'),
      ],
    }
  }
  return [
    hingeRow('hingeLoss of six: its data, gradients of the scores', scores, labels),
    hingeRow('hingeLoss of four: its data, gradients of the scores', scores.slice(2), labels.slice(2)),
    {
      name: 'the labels that hingeLoss was handed, after it',
      blank: 'hingeLoss',
      learner: () => {
        const handed = [...labels]
        learner.hingeLoss(made(scores), handed)
        return handed
      },
      expected: labels,
      slips: [slip('stale or aliased', labels.map(label => -label), 'The labels themselves were turned over, and they are not yours. Put the minus into the product: `-labels[i]`.')],
    },
    penaltyRow('penalty of three: its data, their gradients', ps, strength),
    penaltyRow('penalty of five, a 0 among them: its data, their gradients', [...scores.slice(0, 4), 0], 3 * strength),
    {
      name: 'countRight of seven',
      blank: 'countRight',
      learner: () => learner.countRight([...scores, 0.7], [...labels, 1]),
      expected: 5,
      slips: [
        slip('a use forgotten', 4, 'These are all with a positive score, or a positive label. Both count: the signs are to agree.'),
        slip('sign, factor', 2, 'These are those that are wrong.'),
        slip('wrong operand', 3, 'Only those beyond the margin were counted. It is right if it has the same sign, be it ever so small.'),
        slip('wrong operand', 0, 'No score equals its label to the last digit. It is right if it has the same sign.'),
        slip('reduction', 5 / 7, 'This is the part of all. Asked for is how many.'),
      ],
    },
    {
      name: 'countRight of five others',
      blank: 'countRight',
      learner: () => learner.countRight([0.2, -3, -0.1, 0.5, 0.4], [1, -1, -1, 1, -1]),
      expected: 4,
      slips: [
        slip('wrong operand', 1, 'Only those beyond the margin were counted. It is right if it has the same sign, be it ever so small.'),
      ],
    },
    {
      name: 'countRight of nine, drawn: all are',
      blank: 'countRight',
      learner: () => learner.countRight([...ps, ...scores], [...ps, ...scores].map(Math.sign)),
      expected: 9,
    },
    {
      name: 'countRight of two: none is',
      blank: 'countRight',
      learner: () => learner.countRight([-0.4, 2], [1, -1]),
      expected: 0,
    },
    {
      name: 'countRight of three: one is by a hair, one is 0',
      blank: 'countRight',
      learner: () => learner.countRight([0, -0.001, 3], [1, -1, -1]),
      expected: 1,
      slips: [
        slip('index', 2, 'The score of 0 was counted. It is on no side: right is what has the sign of its label, `> 0`.'),
        slip('wrong operand', 0, 'A score near 0 was not counted. It is right if it has the sign of its label, be it ever so small.'),
      ],
    },
    {
      name: 'the lists that countRight was handed, after it',
      blank: 'countRight',
      learner: () => {
        const handed = [[...scores], [...labels]]
        learner.countRight(handed[0], handed[1])
        return handed.join() === [scores, labels].join() ? 'as they were' : 'changed'
      },
      expected: 'as they were',
      slips: [slip('stale or aliased', 'changed', 'A list that was handed over was changed, and it is not yours. `sort` and `reverse` change it in place.')],
    },
    {
      name: 'two moons: right after 100 steps',
      blank: 'hingeLoss',
      learner: () => `${resultOf(learner).right.at(-1)} of 100`,
      expected: '100 of 100',
      learned: 'you have trained a network, with an autograd that you built',
    },
  ]
}

/** The plane as the trained network sees it. */
export function picture(learner: Learner): string {
  const { points, right, score } = resultOf(learner)
  const first = right.indexOf(100)
  return [
    field(score, points, { names: ['upper moon', 'lower moon'] }),
    '',
    `right before the first step: ${right[0]} of 100; all of them for the first time after ${first} steps`,
  ].join('\n')
}
