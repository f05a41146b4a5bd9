// %% [markdown]
// # 09 · Two moons
//
// This is the last one: a hundred points of two kinds, in the shape of two moons that reach into each other. No
// straight line can divide them.
//
//              o o o
//           o         o    x                o  label  1
//          o      x    o    x               x  label -1
//                  x       x
//                    x x x
//
// The network that you have built gets the two coordinates of a point and gives it a **score**: it should be
// positive for the upper moon, and negative for the lower one. Three things are missing: a loss, a penalty for
// large weights, and a count of the points that are right.
//
// You don't need to read anything below the third blank. It's the autograd and the network of exercises 01 to 07,
// and the training of 08. When all three blanks are right, the check runs it.

// %%
import { type Generator, generator } from 'backprop-ninja'

// %% [markdown]
// ## Blank 1: the hinge loss
//
// What should a score be? The right sign isn't enough: for an o, 0.001 is only just right. So ask for a
// **margin**: label times score should be 1 or more. (That product is positive when the sign is right, whichever
// the label is.) If it is less, the point costs as much as is missing to 1. If it is more, the point costs nothing:
//
//     loss 2 |`.
//            |  `.
//          1 |    `.
//            |       `.
//          0 |_________`._________
//             -1   0    1    2       label * score
//
// So only the points that are wrong, or nearly wrong, move the network. Which formula has this curve? The loss is
// the **mean** of it over all points. The scores are Values, with the methods that you have built.

// %% The mean of what is missing
// hint: If label times score is 0.3, then 0.7 is missing. Which formula gives that, and what does it give at 3?
// hint: 1 minus label times score. From 1 on that's negative, and the loss should be 0: you know a function that
//       leaves positive numbers alone and makes 0 of all others.
// hint: `total = total.add(score.mul(-labels[i]).add(1)...)` for each. At the end, divide by how many there are.
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
  //   > relu is missing. Without it, a point that is right by far makes up for one that is wrong.
  // wrong (reduction):
  //   let total = new Value(0)
  //   for (const [i, score] of scores.entries()) total = total.add(score.mul(-labels[i]).add(1).relu())
  //   return total
  //   > This is the sum. Divide by how many there are.
  // wrong (a use forgotten):
  //   const total = new Value(0)
  //   for (const [i, score] of scores.entries()) total.add(score.mul(-labels[i]).add(1).relu())
  //   return total.div(scores.length)
  //   > Your loss is still 0. `add` returns a new Value and leaves the old one alone: `total = total.add(…)`.
  // wrong (sign, factor):
  //   let total = new Value(0)
  //   for (const [i, score] of scores.entries()) total = total.add(score.mul(labels[i]).add(1).relu())
  //   return total.div(scores.length)
  //   > Your loss is large where a point is right: this is 1 plus label times score. Take 1 minus it.
  // wrong (sign, factor):
  //   let total = new Value(0)
  //   for (const [i, score] of scores.entries()) total = total.add(score.mul(labels[i]).sub(1).relu())
  //   return total.div(scores.length)
  //   > This is label times score, minus 1. It's the other way round: 1 minus label times score.
  // wrong (a use forgotten):
  //   let total = new Value(0)
  //   for (const [i, score] of scores.entries()) total = total.add(score.mul(-labels[i]).relu())
  //   return total.div(scores.length)
  //   > The margin is missing: the score of a point that is only just right should still cost something. Take 1 minus
  //   > label times score, then relu.
  // wrong (a use forgotten):
  //   let total = new Value(0)
  //   for (const score of scores) total = total.add(score.neg().add(1).relu())
  //   return total.div(scores.length)
  //   > The labels are missing. Where the label is -1, the score should be negative.
  // wrong (order):
  //   let total = new Value(0)
  //   for (const [i, score] of scores.entries()) total = total.add(score.mul(-labels[i]).add(1))
  //   return total.div(scores.length).relu()
  //   > You took relu of the mean. Take it for each point: one that is right by far must not make up for one that is
  //   > wrong.
  // wrong (a use forgotten):
  //   let total = 0
  //   for (const [i, score] of scores.entries()) total += Math.max(0, 1 - labels[i] * score.data)
  //   return new Value(total / scores.length)
  //   > The number is right, but nothing comes back. Use the methods of the Values: `mul`, `add`, `relu`.
  // wrong (order):
  //   let total = new Value(0)
  //   for (const [i, score] of scores.entries()) total = total.add(score.mul(labels[i]).relu().neg().add(1))
  //   return total.div(scores.length)
  //   > You took relu too early. First 1 minus label times score, then relu of that.
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
  //   > You changed the signs in the list `labels` itself, and other code needs it. Put the minus into the product:
  //   > `-labels[i]`.
}

// %% [markdown]
// ## Blank 2: the penalty
//
// With large weights, the network can bend sharply around single points. To keep the weights small, let them cost
// something: add up the squares of all parameters, and multiply that by a small number, `strength`. This is called
// L2 regularisation, or weight decay.
//
// A parameter is moved against its gradient. So which way does this penalty move a weight of 3, and one of -3?

// %% What large weights cost
// hint: Square each parameter, and add them all up. Then multiply by `strength`.
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
  //   > You didn't square the parameters. So a negative weight would make the loss smaller.
  // wrong (sign, factor):
  //   let total = new Value(0)
  //   for (const p of parameters) total = total.add(p.mul(p))
  //   return total
  //   > The factor `strength` is missing.
  // wrong (a use forgotten):
  //   const total = new Value(0)
  //   for (const p of parameters) total.add(p.mul(p))
  //   return total.mul(strength)
  //   > Your penalty is still 0. `add` returns a new Value and leaves the old one alone: `total = total.add(…)`.
  // wrong (reduction):
  //   let total = new Value(0)
  //   for (const p of parameters) total = total.add(p.mul(p))
  //   return total.mul(strength).div(parameters.length)
  //   > You divided by how many parameters there are. The penalty is a sum, not a mean.
  // wrong (reduction):
  //   let total = new Value(0)
  //   for (const p of parameters) total = total.add(p)
  //   return total.mul(total).mul(strength)
  //   > You squared the sum. Square each parameter first, then add them up.
  // wrong (a use forgotten):
  //   let total = 0
  //   for (const p of parameters) total += p.data ** 2
  //   return new Value(total * strength)
  //   > The number is right, but nothing comes back. Use the Values, not their data.
  // wrong (sign, factor):
  //   let total = new Value(0)
  //   for (const p of parameters) total = total.add(p.mul(p))
  //   return total.mul(-strength)
  //   > The sign is wrong: this would reward large weights.
  // wrong (-):
  //   let total = new Value(0)
  //   for (let i = 0; i < 3; i++) total = total.add(parameters[i].pow(2))
  //   return total.mul(strength)
}

// %% [markdown]
// ## Blank 3: who is right?
//
// Count the scores that are on the side of their label. These are plain numbers. A score of 0 is on no side, so it
// is never right.

// %% How many are on the right side
// hint: A score is right if it has the sign of its label.
// hint: Then label times score is positive. Count those.
// hint: `scores.filter((score, i) => ...).length`
export function countRight(scores: readonly number[], labels: readonly number[]): number {
  // answer
  return scores.filter((score, i) => score * labels[i] > 0).length
  // end answer
  // wrong (a use forgotten): return scores.filter(score => score > 0).length
  //   > You counted the positive scores. For a label of -1 the score should be negative: the signs must agree.
  // wrong (a use forgotten): return labels.filter(label => label > 0).length
  //   > You counted the positive labels. Compare each score with its label: the signs must agree.
  // wrong (sign, factor): return scores.filter((score, i) => score * labels[i] < 0).length
  //   > You counted those that are wrong. They are right where label times score is positive.
  // wrong (shape): return scores.filter((score, i) => score * labels[i] > 0) as never
  //   > This is the list of the scores that are right. Return how many there are: its `length`.
  // wrong (reduction): return scores.filter((score, i) => score * labels[i] > 0).length / scores.length
  //   > This is the fraction that's right. Return how many there are.
  // wrong (wrong operand): return scores.filter((score, i) => score * labels[i] > 1).length
  //   > You counted only those beyond the margin. A score is right if it has the sign of its label, however small it
  //   > is.
  // wrong (wrong operand): return scores.filter((score, i) => score === labels[i]).length
  //   > You counted the scores that equal their label exactly. A score is right if it has the sign of its label.
  // wrong (index): return scores.filter((score, i) => score * labels[i] >= 0).length
  //   > You count a score of 0 as right. It's on no side: count where label times score is more than 0.
  // wrong (index): return scores.filter((score, i) => (score > 0 ? 1 : -1) === labels[i]).length
  //   > You count a score of 0 as right if its label is -1. It's on no side: count where label times score is more
  //   > than 0.
  // wrong (index): return scores.filter((score, i) => score > 0 === labels[i] > 0).length
  //   > You count a score of 0 as right if its label is -1. It's on no side: count where label times score is more
  //   > than 0.
  // wrong (index): return scores.filter((score, i) => (score >= 0 ? 1 : -1) === labels[i]).length
  //   > You count a score of 0 as right if its label is 1. It's on no side: count where label times score is more
  //   > than 0.
  // wrong (wrong operand): return scores.filter((score, i) => score * labels[i] > 0.05).length
  //   > You left out a score near 0. A score is right if it has the sign of its label, however small it is.
  // wrong (-): return Math.max(1, scores.filter((score, i) => score * labels[i] > 0).length)
  // wrong (-): return scores.slice(0, 7).filter((score, i) => score * labels[i] > 0).length
  // wrong (stale or aliased): const many = scores.filter((score, i) => score * labels[i] > 0).length; (labels as number[]).sort(); return many
  //   > You changed a list that you were given, and other code needs it. `sort`, `reverse` and `shift` change a list
  //   > in place.
}

// %% [markdown]
// ## The rest is given
//
// From here on you don't need to read the code. The network has the sizes 2, 8, 8, 1, with relu, and nothing after
// the last layer: a score may be any number. That makes 105 parameters, and about 20,000 Values for one loss over
// all points. The learning rate starts at 1 and falls to 0.1, so the last steps are short.
//
// After the training, the check draws what the network says about each place in the plane: dots where the score is
// positive, and a line where it is 0. That line is called the **decision boundary**.

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

/** Half of them on each moon, at random places, shifted by about `noise` in x and y. */
export function moons(n: number, noise: number, g: Generator): Point[] {
  return Array.from({ length: n }, (_, i) => {
    const angle = Math.PI * g.random()
    const upper = i % 2 === 0
    const x = upper ? Math.cos(angle) : 1 - Math.cos(angle)
    const y = upper ? Math.sin(angle) : 0.5 - Math.sin(angle)
    return { x: x + noise * g.randn(1).item(), y: y + noise * g.randn(1).item(), label: upper ? 1 : -1 }
  })
}

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

/** The points and the network at the start are always the same. */
export function trained() {
  const g = generator(2)
  const points = moons(100, 0.1, g)
  const net = new MLP([2, 8, 8, 1], () => g.random(), n => n.relu(), n => n)
  const right = train(points, net, 100)
  const score = (x: number, y: number): number => net.forward([new Value(x), new Value(y)])[0].data
  return { points, right, score }
}

// %% check
import { type Check, field, type Pair } from 'backprop-ninja'

type Learner = Pick<typeof import('./09_two_moons.ts'), 'Value' | 'hingeLoss' | 'penalty' | 'countRight' | 'trained'>

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
  const ps = [0.5, -1.2, 2.3].map(x => x + g.random())
  const strength = 0.01 + g.random() / 100
  /** The result, and the gradients of what it is made from. */
  const grads = (from: readonly number[], make: (values: Value[]) => Value): number[] => {
    const values = from.map(number => new learner.Value(number))
    const out = make(values)
    out.backward()
    return [out.data, ...values.map(v => v.grad)]
  }
  const row = (name: string, blank: string, from: readonly number[], make: (values: Value[]) => Value): Pair => ({
    name: `${name}: its data, gradients`,
    blank,
    learner: () => grads(from, make),
  })
  const fourLabels = labels.slice(2)
  const four = scores.slice(2).map((score, i) => ({ score, label: fourLabels[i] }))
  const fourLoss = (values: Value[], given = [...fourLabels]): Value => learner.hingeLoss(values, given)
  const fourExpected = [
    four.reduce((all, { score, label }) => all + 1 - label * score + Math.abs(1 - label * score), 0) / 8,
    ...four.map(({ score, label }) => (label * score < 1 ? -label / 4 : 0)),
  ]
  /** A loss that is wrong for four, or changes their labels, is told without a training: that takes a while. */
  const isReady = (): boolean => {
    const given = [...fourLabels]
    const got = grads(scores.slice(2), values => fourLoss(values, given))
    return given.join() === fourLabels.join() && got.every((x, i) => Math.abs(x - fourExpected[i]) < 1e-9)
  }
  const counted: readonly (readonly [string, readonly number[], readonly number[], number])[] = [
    ['seven', [...scores, 0.7], [...labels, 1], 5],
    ['five others', [0.2, -3, -0.1, 0.5, 0.4], [1, -1, -1, 1, -1], 4],
    ['nine, drawn: all are', [...ps, ...scores], [...ps, ...scores].map(Math.sign), 9],
    ['two: none is', [-0.4, 2], [1, -1], 0],
    ['three: one is by a hair, one is 0', [0, -0.001, 3], [1, -1, -1], 1],
    ['two, one of them 0 with label -1', [0, 0.4], [-1, 1], 1],
  ]
  return [
    row('hingeLoss of six', 'hingeLoss', scores, values => learner.hingeLoss(values, [...labels])),
    { ...row('hingeLoss of four', 'hingeLoss', scores.slice(2), fourLoss), expected: fourExpected },
    {
      name: 'the labels that hingeLoss was given, after it',
      blank: 'hingeLoss',
      learner: () => {
        const given = [...labels]
        learner.hingeLoss(
          scores.map(score => new learner.Value(score)),
          given,
        )
        return given
      },
    },
    {
      ...row('penalty of three', 'penalty', ps, values => learner.penalty(values, strength)),
      expected: [strength * Math.hypot(...ps) ** 2, ...ps.map(p => 2 * strength * p)],
    },
    row('penalty of five, a 0 among them', 'penalty', [...scores.slice(0, 4), 0], values =>
      learner.penalty(values, 3 * strength),
    ),
    ...counted.map(([name, scores, labels, expected]) => ({
      name: `countRight of ${name}`,
      blank: 'countRight',
      learner: () => learner.countRight([...scores], [...labels]),
      expected,
    })),
    {
      name: 'the lists that countRight was given, after it',
      blank: 'countRight',
      learner: () => {
        const given = [[...scores], [...labels]]
        learner.countRight(given[0], given[1])
        return given.join() === [scores, labels].join() ? 'as they were' : 'changed'
      },
    },
    {
      name: 'two moons: right after 100 steps',
      blank: 'hingeLoss',
      learner: () => (isReady() ? `${resultOf(learner).right.at(-1)} of 100` : 'not trained: first the loss above'),
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
    `right before the first step: ${right[0]} of 100. All are right for the first time after ${first} steps.`,
  ].join('\n')
}
